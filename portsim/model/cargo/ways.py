"""The ways of the cargo in a live cluster, as arrays, and how lots that chose one become consignments on it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portsim.model.cargo.consignment import Consignment, Itinerary
from portsim.model.cargo.demand import Integers, Lots
from portsim.model.cargo.land_stack import Land
from portsim.model.cargo.relation import Relation
from portsim.model.quantiles import normal_quantiles, quantiles_of
from portsim.results.table import Table
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
    """

    land: Land | None
    relation: Relation
    consignments: list[Consignment]
    there_h: Floats
    lead_h: Floats | None


class Ways:
    """All ways of all flows.

    Parameters
    ----------
    ways
        Ways by flow, in the order of the flows' numbers.
    record
        Table `consignments`: takes those that go past the cluster.

    Attributes
    ----------
    flow_start
        Number of the first way of each flow, and the number of ways, shape (F + 1,).
    n_passed, teu_passed, boxes_passed
        What went past the cluster since the start.
    """

    def __init__(self, ways: Sequence[Sequence[LiveWay]], record: Table) -> None:
        self._record = record
        self.all = [way for one in ways for way in one]
        self.flow_start = np.cumsum([0, *(len(one) for one in ways)])
        self.itineraries = [way.itinerary for way in self.all]
        for number, itinerary in enumerate(self.itineraries):
            itinerary.way = number
        self._truck_mean_h = np.array([way.road.time_h if way.road else 0.0 for way in self.all])
        spreads = [way.road.spread_share if way.road else 0.0 for way in self.all]
        self._truck_sigma = np.array([math.sqrt(math.log1p(spread**2)) for spread in spreads])
        self._by_truck = np.array([way.road is not None for way in self.all])
        self._outbound = np.array([way.itinerary.outbound for way in self.all])
        self._normal = normal_quantiles()
        laws = list(dict.fromkeys(str(way.stay_h) for way in self.all))
        self._law = np.array([laws.index(str(way.stay_h)) for way in self.all])
        by_name = {str(way.stay_h): way.stay_h for way in self.all}
        self._stays = [quantiles_of(by_name[name]) for name in laws]
        self._begin, self._beginnings = self._begin_alike()
        self._past_h = np.array([way.past_h or (0.0, 0.0) for way in self.all]).reshape(-1, 2)
        self._is_past = np.array([way.past_h is not None for way in self.all], dtype=bool)
        self.n_passed = self.teu_passed = 0
        self.boxes_passed = 0.0

    def _begin_alike(self) -> tuple[Integers, list[tuple[Land | None, Relation, bool] | None]]:
        """Number of the kind of beginning of each way, and the kinds; None for those past the cluster."""
        kinds: dict[object, int] = {}
        beginnings: list[tuple[Land | None, Relation, bool] | None] = []
        numbers = []
        for way in self.all:
            itinerary = way.itinerary
            if way.past_h is not None:
                key: object = None
                beginning = None
            else:
                relation = itinerary.legs[0]
                land = itinerary.land if itinerary.outbound and way.road is None else None
                has_lead = itinerary.outbound and way.road is not None
                key = (land, relation.origin, relation.destination, has_lead)
                beginning = (land, relation, has_lead)
            if key not in kinds:
                kinds[key] = len(kinds)
                beginnings.append(beginning)
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
        hours, law, by_truck = np.zeros(len(lots)), self._law[way], self._by_truck[way]
        for number, quantiles in enumerate(self._stays):
            mine = by_truck & (law == number)
            if mine.any():
                hours[mine] = np.maximum(quantiles(lots.stay[mine]), 0.0)
        return hours

    def batches(self, lots: Lots, way: Integers) -> Iterator[Batch]:
        """Turn lots into consignments on their ways, in batches that begin alike; those past the cluster are recorded.

        Parameters
        ----------
        way
            Number of the way each took, shape (n,).
        """
        truck_h, stay_h = self.truck_hours(lots, way), self.stay_hours(lots, way)
        outbound = self._outbound[way]
        there_h = np.where(outbound, lots.ready_h + truck_h, lots.ready_h)
        begin = self._begin[way]
        order = np.argsort(begin, kind="stable")
        edges = np.flatnonzero(np.diff(begin[order])) + 1
        for rows in np.split(order, edges):
            if not len(rows):
                continue
            beginning = self._beginnings[begin[rows[0]]]
            if beginning is None:
                self._pass_by(lots.some(rows), way[rows])
                continue
            land, relation, has_lead = beginning
            dwell_h = np.where(outbound[rows], 0.0, stay_h[rows])
            yield Batch(
                land, relation, self._consignments(lots, way, rows, dwell_h, truck_h), there_h[rows],
                stay_h[rows] if has_lead else None,
            )  # fmt: skip

    def _consignments(
        self, lots: Lots, way: Integers, rows: NDArray[np.int64], dwell_h: Floats, truck_h: Floats
    ) -> list[Consignment]:
        itineraries = self.itineraries
        columns = (way[rows], lots.teu[rows], lots.ready_h[rows], dwell_h, truck_h[rows], lots.number[rows])
        return [
            Consignment(itineraries[taken], teu, ready_h, dwell, truck, number)
            for taken, teu, ready_h, dwell, truck, number in zip(*(column.tolist() for column in columns), strict=True)
        ]

    def past_hours(self, lots: Lots, way: Integers) -> Floats:
        """Times from ready to delivered past the cluster, lognormal with the way's mean and spread."""
        mean_h, sd_h = self._past_h[way].T
        spread = np.sqrt(np.log1p((sd_h / mean_h) ** 2))
        hours: Floats = mean_h * np.exp(spread * self._normal(lots.truck) - spread**2 / 2.0)
        return hours

    def _pass_by(self, lots: Lots, way: Integers) -> None:
        """Record what goes past the cluster: nothing of it is simulated but how long it takes."""
        passed = [self.itineraries[number] for number in way.tolist()]
        heads = np.array([itinerary.record for itinerary in passed])
        hours = self.past_hours(lots, way)
        boxes = lots.teu / np.array([itinerary.teu_per_box for itinerary in passed])
        self.n_passed += len(lots)
        self.teu_passed += int(lots.teu.sum())
        self.boxes_passed += float(boxes.sum())
        unknown = np.full(len(lots), np.nan)
        self._record.append_block(
            *heads.T,
            lots.teu,
            boxes,
            lots.ready_h,
            lots.ready_h + hours,
            np.zeros(len(lots)),
            unknown,
            unknown,
            unknown,
        )
