"""Which ships carry between two places by their timetables, and how the boxes that wait there spread over them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.carriage import node_of_port
from portsim.scenario.geography import SeaLane, lanes_of
from portsim.scenario.rotation import phases_of, rotation_of
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Liner, Stop, stops
from portsim.streams import Floats

Pair: TypeAlias = tuple[str, str]
"""Origin and destination: ids of ports modelled in full, or of markets."""
_HORIZON_H = 52 * HOURS_PER_WEEK
"""Timetables are laid side by side for a year."""
_ROUNDING = 1e-9
SLOWEST_OF_EMPTIES = 2.0
"""Empties take any line of a pair, but one that needs more than twice as long as the fastest has its slots kept for
the boxes of the many ports on its way."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a liner service.

    Attributes
    ----------
    service
        Its id.
    stops, nodes
        Ports and terminals called at, and the places their cargo belongs to.
    per_week
        Sailings a week.
    slots_teu
        Slots of a ship.
    sea_h, stay_h
        Pro forma hours from each stop to the next, and at each stop.
    due_h
        Cut-off of some sailing at each stop; that of the next is `headway_h` later.
    """

    service: str
    stops: tuple[Stop, ...]
    nodes: tuple[str, ...]
    per_week: float
    slots_teu: int
    sea_h: tuple[float, ...]
    stay_h: tuple[float, ...]
    due_h: tuple[float, ...]

    @property
    def headway_h(self) -> float:
        """Hours between sailings."""
        return HOURS_PER_WEEK / self.per_week

    def transit_h(self, origin: int, destination: int) -> float:
        """Hours from sailing at one stop to arriving at a later one; beyond the last stop comes the first."""
        n = len(self.stops)
        legs = range(origin, destination if destination > origin else destination + n)
        return sum(self.sea_h[leg % n] for leg in legs) + sum(self.stay_h[leg % n] for leg in legs[1:])


@dataclass(frozen=True, slots=True)
class Line:
    """A service that carries from one of its stops to a later one.

    Attributes
    ----------
    laden_share
        Part of the laden boxes of the pair that take it; 0 for one too slow to be a common line.
    empty_share
        Part of the empties of the pair that take it, by the slots it offers.
    """

    round: Round
    origin: int
    destination: int
    laden_share: float
    empty_share: float

    @property
    def legs(self) -> list[int]:
        """Numbers of the legs on which boxes of the line are aboard."""
        n = len(self.round.stops)
        return [leg % n for leg in range(self.origin, self.origin + (self.destination - self.origin) % n)]


def rounds_of(scenario: Scenario) -> list[Round]:
    """All liner services, with the pro forma hours of a run.

    What a string has to spare is spent at its last external port; a service without one sails so much slower.
    """
    sea_lanes, phases = lanes_of(scenario.links), phases_of(scenario)
    return [
        _round(id, service, scenario, sea_lanes, phases[id])
        for id, service in scenario.services.items()
        if isinstance(service, Liner)
    ]


def _round(
    id: str, service: Liner, scenario: Scenario, sea_lanes: Mapping[frozenset[str], SeaLane], phase_h: float
) -> Round:
    ship, called = scenario.fleets[service.ship_class], stops(service, scenario.ports)
    rotation = rotation_of(service, called, ship, scenario.ports, sea_lanes)
    ports = [scenario.ports[stop.port] for stop in called]
    nodes = tuple(node_of_port(stop.port, port) for stop, port in zip(called, ports, strict=True))
    due_h = []
    for stop, port, offset_h in zip(called, ports, rotation.offset_h, strict=True):
        yard = port.terminals[stop.terminal].yard if stop.terminal else None
        due_h.append(phase_h + offset_h - (yard.cutoff_h if yard else 0.0))
    return Round(
        id, called, nodes, service.sailings_per_week, ship.capacity_teu, rotation.sea_h, rotation.stay_h, tuple(due_h)
    )  # fmt: skip


def lines_of(rounds: Sequence[Round], common_line_share: float) -> dict[Pair, list[Line]]:
    """All pairs of places that services join, each with its lines and their shares.

    A service carries from a stop to the first later stop at another place, unless it calls at the first place again
    before. Lines at most `common_line_share` slower than the fastest are common: laden boxes take the first to sail.
    """
    found: dict[Pair, list[tuple[Round, int, int]]] = {}
    for one in rounds:
        n_stops = len(one.stops)
        for origin, here in enumerate(one.nodes):
            seen: set[str] = set()
            for ahead in range(1, n_stops):
                destination = (origin + ahead) % n_stops
                there = one.nodes[destination]
                if there == here:
                    break
                if there not in seen:
                    seen.add(there)
                    found.setdefault((here, there), []).append((one, origin, destination))
    return {pair: _with_shares(entries, common_line_share) for pair, entries in found.items()}


def _with_shares(entries: Sequence[tuple[Round, int, int]], common_line_share: float) -> list[Line]:
    hours = [one.transit_h(origin, destination) for one, origin, destination in entries]
    common = [time <= min(hours) * (1.0 + common_line_share) for time in hours]
    runs = [(one.due_h[origin], one.headway_h) for one, origin, _ in entries]
    shares = iter(Departures([run for run, is_common in zip(runs, common, strict=True) if is_common]).shares)
    rates = [
        one.per_week * one.slots_teu if time <= min(hours) * SLOWEST_OF_EMPTIES else 0.0
        for (one, *_), time in zip(entries, hours, strict=True)
    ]
    return [
        Line(*entry, next(shares) if is_common else 0.0, rate / sum(rates))
        for entry, is_common, rate in zip(entries, common, rates, strict=True)
    ]


class Departures:
    """Departures of several timetables as one who waits for the next of any of them sees it.

    Parameters
    ----------
    runs
        For each timetable the hour of some departure and the headway, h.

    Attributes
    ----------
    shares
        Part of those who come at any time that each timetable takes: the gaps before its departures.

    Examples
    --------
    >>> every_week = Departures([(0.0, 168.0), (42.0, 168.0)])
    >>> every_week.shares, every_week.mean_wait_h()
    ([0.75, 0.25], 52.5)
    """

    def __init__(self, runs: Sequence[tuple[float, float]]) -> None:
        hours, owners = [], []
        for number, (hour, headway_h) in enumerate(runs):
            n = max(1, round(_HORIZON_H / headway_h))
            hours.append(np.mod(hour + headway_h * np.arange(n), n * headway_h))
            owners.append(np.full(n, number))
        order = np.argsort(np.concatenate(hours), kind="stable")
        times, owner = np.concatenate(hours)[order], np.concatenate(owners)[order]
        horizon_h = max(max(1, round(_HORIZON_H / headway_h)) * headway_h for _, headway_h in runs)
        self._gaps: Floats = np.diff(times, prepend=times[-1] - horizon_h).clip(0.0)
        taken = np.bincount(owner, self._gaps, len(runs))
        self.shares: list[float] = (taken / taken.sum()).tolist()

    def mean_wait_h(self, at_most_h: float = math.inf) -> float:
        """Mean hours until the next departure, or `at_most_h` where that is less."""
        capped = np.minimum(self._gaps, at_most_h)
        return float((capped * (self._gaps - capped / 2.0)).sum() / self._gaps.sum())
