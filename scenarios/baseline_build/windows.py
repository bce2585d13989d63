"""Berth windows: groups of services that share cargo are shifted together until the quays are used evenly.

Ports give liner services windows, so that ships which keep their timetable seldom meet. The gaps between common lines
stay as ``timetable.space_out`` made them: a family of services moves as a whole, and only like services change places.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baseline_build.files import read_input
from baseline_build.places import MODELLED
from baseline_build.timetable import HORIZON_H, Line, families, relations

CLEARANCE_M = 20.0
STEP_H = 2
_N_BINS = round(HORIZON_H / STEP_H)

Metres = dict[str, NDArray[np.float64]]


def quay_use(line: Line, loa_m: float) -> Metres:
    """Metres of quay a service holds by its pro forma times, by terminal and time of the fortnight."""
    found: Metres = {}
    for place, stop in enumerate(line.stops):
        if stop.split("/")[0] not in MODELLED:
            continue
        use = found.setdefault(stop, np.zeros(_N_BINS))
        for arrival in line.arrivals(place):
            first, last = round(arrival / STEP_H), round((arrival + line.stay_h[place]) / STEP_H)
            for k in range(first, max(first + 1, last)):
                use[k % _N_BINS] += loa_m + CLEARANCE_M
    return found


class Quays:
    """The sum of all services' use of the quays, and how uneven it is."""

    def __init__(self, lines: list[Line]) -> None:
        loa = {row["id"]: float(row["loa_m"]) for row in read_input("ship_classes")}
        self._loa = {row["id"]: loa[row["ship_class"]] for row in read_input("liner_plan")}
        self._total: Metres = {}
        for line in lines:
            self.put(line, 1.0)
        self._mean = {stop: float(use.mean()) for stop, use in self._total.items()}

    def put(self, line: Line, sign: float) -> None:
        """Add a service, or take it away."""
        for stop, use in quay_use(line, self._loa[line.id]).items():
            self._total[stop] = self._total.get(stop, np.zeros(_N_BINS)) + sign * use

    def unevenness(self, stops: set[str]) -> float:
        """Mean fourth power of the use over its mean: peaks count most."""
        powers = ((self._mean[stop], (self._total[stop] / self._mean[stop]) ** 4) for stop in sorted(stops))
        return round(sum(mean * float(power.mean()) for mean, power in powers), 4)  # equal on every machine


def level_windows(lines: list[Line], n_rounds: int = 4) -> None:
    """Shift families of services, and let like services change places, until the quays are used evenly."""
    quays = Quays(lines)
    groups = sorted(families(lines, relations(lines)), key=len, reverse=True)
    for _ in range(n_rounds):
        for family in groups:
            _shift(family, quays)
        for family in groups:
            _swap(family, quays)


def _stops(lines: list[Line]) -> set[str]:
    return {stop for line in lines for stop in line.stops if stop.split("/")[0] in MODELLED}


def _shift(family: list[Line], quays: Quays) -> None:
    stops, start = _stops(family), [line.phase_h for line in family]
    period = max(line.headway_h for line in family)
    tries = []
    for hours in range(0, int(period), STEP_H):
        for line, phase_h in zip(family, start, strict=True):
            quays.put(line, -1.0)
            line.phase_h = (phase_h + hours) % line.headway_h
            quays.put(line, 1.0)
        tries.append((quays.unevenness(stops), hours))
    hours = min(tries)[1]
    for line, phase_h in zip(family, start, strict=True):
        quays.put(line, -1.0)
        line.phase_h = (phase_h + hours) % line.headway_h
        quays.put(line, 1.0)


def _swap(family: list[Line], quays: Quays) -> None:
    for place, first in enumerate(family):
        for second in family[place + 1 :]:
            alike = first.nodes == second.nodes and first.offset_h == second.offset_h
            if not alike or first.capacity_teu != second.capacity_teu or first.headway_h != second.headway_h:
                continue
            stops = _stops([first, second])
            before = quays.unevenness(stops)
            _change_places(first, second, quays)
            if quays.unevenness(stops) >= before:
                _change_places(first, second, quays)


def _change_places(first: Line, second: Line, quays: Quays) -> None:
    for line in (first, second):
        quays.put(line, -1.0)
    first.phase_h, second.phase_h = second.phase_h, first.phase_h
    for line in (first, second):
        quays.put(line, 1.0)
