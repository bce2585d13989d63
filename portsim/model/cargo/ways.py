"""The ways of the cargo in a live cluster, as arrays, and how lots that chose one become consignments on it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from portsim.keyed import Integers
from portsim.model.cargo.consignment import Consignment, Itinerary
from portsim.model.cargo.consignment_book import ConsignmentBook
from portsim.model.cargo.demand import Lots
from portsim.model.cargo.land_stack import Land
from portsim.model.cargo.relation import Relation
from portsim.model.quantiles import normal_quantiles, quantiles_of
from portsim.scenario.geography import Road
from portsim.scenario.laws import Law
from portsim.streams import Floats


@dataclass(frozen=True, slots=True)
class LiveWay:
    """One way of a flow.

    Attributes
    ----------
    itinerary
        What its consignments follow; of a way past the cluster only what is recorded.
    share
        Its part of the flow; in a scenario with choice the part at the times of the tables.
    road
        Road of the trucks; None by other modes.
    stay_h
        Law of the time in the yard: lead before the cut-off of an export, dwell of an import, by truck.
    past_h
        Mean and standard deviation of the time past the cluster; None for a way through it.
    """

    itinerary: Itinerary
    share: float
    road: Road | None
    stay_h: Law
    past_h: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """New consignments that begin alike: with the same sea relation, or waiting for the same train or barge.

    Attributes
    ----------
    land
        Land leg whose train or barge they wait for first; None for those that go to the ship's port by truck, or come
        by ship.
    relation
        First sea leg.
    there_h
        When each can be at the port of the first sea leg (or at the train), shape (n,).
    lead_h
        Time in the yard before the cut-off; None where they do not come by truck.
    is_held_up
        Whether a road or gate may be closed to some of their trucks.
    """

    land: Land | None
    relation: Relation
    consignments: list[Consignment]
    there_h: Floats
    lead_h: Floats | None
    is_held_up: bool


class Ways:
    """All ways of all flows.

    Parameters
    ----------
    ways
        Ways by flow, in the order of the flows' numbers.
    book
        Takes those that go past the cluster.

    Attributes
    ----------
    flow_start
        Number of the first way of each flow, and the number of ways, shape (F + 1,).
    teu_per_box
        TEU per box of each way, shape (A,).
    """

    def __init__(self, ways: Sequence[Sequence[LiveWay]], book: ConsignmentBook) -> None:
        self._book = book
        self.all = [way for one in ways for way in one]
        self.flow_start = np.cumsum([0, *(len(one) for one in ways)])
        self.itineraries = [way.itinerary for way in self.all]
        book.number(self.itineraries)
        self.teu_per_box = np.array([itinerary.teu_per_box for itinerary in self.itineraries])
        self._truck_mean_h = np.array([way.road.time_h if way.road else 0.0 for way in self.all])
        spreads = [way.road.spread_share if way.road else 0.0 for way in self.all]
        self._truck_sigma = np.array([math.sqrt(math.log1p(spread**2)) for spread in spreads])
        self._outbound = np.array([way.itinerary.outbound for way in self.all])
        self._normal = normal_quantiles()
        self._held_up = np.array([way.itinerary.delays is not None for way in self.all], dtype=bool)
        laws = {id(way.stay_h): way.stay_h for way in self.all if way.road}
        places = {law: place for place, law in enumerate(laws)}
        self._law = np.array([places[id(way.stay_h)] if way.road else -1 for way in self.all])
        self._stays = [quantiles_of(law) for law in laws.values()]
        self._begin, self._beginnings = self._begin_alike()
        self._past_h = np.array([way.past_h or (0.0, 0.0) for way in self.all]).reshape(-1, 2)
        self._is_past = np.array([way.past_h is not None for way in self.all], dtype=bool)

    def _begin_alike(self) -> tuple[Integers, list[tuple[Land | None, Relation, bool]]]:
        """Number of the kind of beginning of each way, -1 for those past the cluster, and the kinds."""
        kinds: dict[object, int] = {}
        beginnings: list[tuple[Land | None, Relation, bool]] = []
        numbers = []
        for way in self.all:
            if way.past_h is not None:
                numbers.append(-1)
                continue
            itinerary = way.itinerary
            relation = itinerary.legs[0]
            land = itinerary.land if itinerary.outbound and way.road is None else None
            has_lead = itinerary.outbound and way.road is not None
            key = (land, relation.origin, relation.destination, has_lead)
            if key not in kinds:
                kinds[key] = len(kinds)
                beginnings.append((land, relation, has_lead))
            numbers.append(kinds[key])
        return np.array(numbers, dtype=np.int64), beginnings

    def is_past(self, way: Integers) -> NDArray[np.bool_]:
        """Which of some ways lead past the cluster."""
        past: NDArray[np.bool_] = self._is_past[way]
        return past

    def truck_hours(self, lots: Lots, way: Integers) -> Floats:
        """Door-to-gate times, lognormal with the road's mean and spread; 0 by other modes."""
        sigma = self._truck_sigma[way]
        hours: Floats = self._truck_mean_h[way] * np.exp(sigma * self._normal(lots.truck) - sigma**2 / 2.0)
        return hours

    def stay_hours(self, lots: Lots, way: Integers) -> Floats:
        """Times in the yard of those that come or go by truck; 0 of others."""
        hours, law = np.zeros(len(lots)), self._law[way]
        for number, quantiles in enumerate(self._stays):
            mine = np.flatnonzero(law == number)
            if len(mine):
                hours[mine] = np.maximum(quantiles(lots.stay[mine]), 0.0)
        return hours

    def batches(self, lots: Lots, way: Integers) -> Iterator[Batch]:
        """Turn lots into consignments on their ways, in batches that begin alike; those past the cluster are recorded.

        Parameters
        ----------
        way
            Number of the way each took, shape (n,).
        """
        past = self._is_past[way]
        if past.any():
            self._pass_by(lots.some(past), way[past])
            lots, way = lots.some(~past), way[~past]
        begin = self._begin[way]
        order = np.argsort(begin, kind="stable")
        lots, way, begin = lots.some(order), way[order], begin[order]
        truck_h, stay_h, outbound = self.truck_hours(lots, way), self.stay_hours(lots, way), self._outbound[way]
        there_h = np.where(outbound, lots.ready_h + truck_h, lots.ready_h)
        dwell_h = np.where(outbound, 0.0, stay_h)
        held_up = self._held_up[way]
        itineraries, columns = self.itineraries, (way, lots.teu, lots.ready_h, dwell_h, truck_h, lots.number)
        consignments = [
            Consignment(itineraries[taken], teu, ready_h, dwell, truck, number)
            for taken, teu, ready_h, dwell, truck, number in zip(*(one.tolist() for one in columns), strict=True)
        ]
        for kind, rows in _runs(begin):
            land, relation, has_lead = self._beginnings[kind]
            lead_h = stay_h[rows] if has_lead else None
            yield Batch(land, relation, consignments[rows], there_h[rows], lead_h, bool(held_up[rows].any()))

    def past_hours(self, lots: Lots, way: Integers) -> Floats:
        """Times from ready to delivered past the cluster, lognormal with the way's mean and spread."""
        mean_h, sd_h = self._past_h[way].T
        spread = np.sqrt(np.log1p((sd_h / mean_h) ** 2))
        hours: Floats = mean_h * np.exp(spread * self._normal(lots.truck) - spread**2 / 2.0)
        return hours

    def _pass_by(self, lots: Lots, way: Integers) -> None:
        """Record what goes past the cluster: nothing of it is simulated but how long it takes."""
        hours = self.past_hours(lots, way)
        unknown = np.array(np.nan)
        self._book.append(
            way, lots.teu, lots.ready_h, lots.ready_h + hours, np.array(0), unknown, unknown, unknown
        )  # fmt: skip


def _runs(numbers: Integers) -> Iterator[tuple[int, slice]]:
    """The numbers that occur in a rising series, each with its rows."""
    edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
    for start, stop in pairwise(edges):
        if stop > start:
            yield int(numbers[start]), slice(start, stop)
