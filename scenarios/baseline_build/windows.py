"""Pro forma berth windows: each call is placed where she mostly finds room, as a port agrees with each line.

A port gives a service hours of the week and metres of quay, with slack for lateness. Here a line is moved hour by hour,
the longest stays of the longest ships first, and each timetable is tried on a small model of the quay
(``berthing.discomfort``): what counts is calls that do not berth at once and hours waited. The spacing of common lines
(``timetable.space_out``) is not to be undone, so uneven loads count too.
"""

from __future__ import annotations

from math import inf

from baseline_build.berthing import SEED, Caller, discomfort, draws
from baseline_build.quays import berths, lengths_m
from baseline_build.timetable import Leg, Line, Pair, families, relations, unevenness

WAITED_H_PER_CALL = 24.0
"""Hours of waiting that count as one more call that does not berth at once, assumed: the published 19 h, rounded up."""

UNEVEN_WEIGHT = 0.003
"""Calls a week that one unit of unevenness counts, assumed: a sailing of 4 600 slots 0.1 too full counts 0.3."""

STEP_H = 2
N_ROUNDS = 6

Stays = dict[tuple[str, int], float]


class Quays:
    """All lines at all quays for boxes, and how well they get on."""

    def __init__(self, lines: list[Line], stays: Stays, seed: int = SEED) -> None:
        self._berths, loa = berths(), lengths_m()
        self._lines = {line.id: line for line in lines}
        self._callers: dict[str, list[Caller]] = {stop: [] for stop in self._berths}
        self._stops: dict[str, list[str]] = {line.id: [] for line in lines}
        for number, line in enumerate(lines):
            for place, stop in enumerate(line.stops):
                if stop in self._berths:
                    late_h, stay_h = draws(line, (seed, number, place), stays[line.id, place])
                    need_m = loa[line.id] + self._berths[stop].clearance_m
                    self._callers[stop].append(Caller(line, line.offset_h[place], need_m, late_h, stay_h))
                    self._stops[line.id].append(stop)

    def longest_first(self) -> list[Line]:
        """Lines by the metre-hours of a call, the largest first."""
        use = dict.fromkeys(self._lines, 0.0)
        for callers in self._callers.values():
            for caller in callers:
                metre_hours = caller.need_m * sum(caller.stay_h) / len(caller.stay_h)
                use[caller.line.id] = max(use[caller.line.id], metre_hours)
        return sorted(self._lines.values(), key=lambda line: (-round(use[line.id], 3), line.id))

    def waits(self, stop: str) -> tuple[float, float]:
        """Calls a week that do not berth at once, and hours they wait."""
        return discomfort(self._callers[stop], self._berths[stop].sections_m)

    def calls(self, stop: str) -> float:
        """Calls a week."""
        return sum(168.0 / caller.line.headway_h for caller in self._callers[stop])

    def cost(self, lines: list[Line]) -> float:
        """What waiting counts at the terminals of some lines."""
        stops = sorted({stop for line in lines for stop in self._stops[line.id]})
        waits = [self.waits(stop) for stop in stops]
        return round(sum(n + hours / WAITED_H_PER_CALL for n, hours in waits), 4)  # equal on every machine


def place_windows(lines: list[Line], stays: Stays, laden_teu: dict[Pair, float]) -> Quays:
    """Find the phases of all lines: families shifted as a whole first, then line by line, until none wants to move."""
    quays, common = Quays(lines, stays), relations(lines)
    by_id = {line.id: line for line in lines}
    for family in sorted(families(lines, common), key=len, reverse=True):
        _shift(family, quays)
    for _ in range(N_ROUNDS):
        before = [line.phase_h for line in lines]
        for line in quays.longest_first():
            own = {pair: legs for pair, legs in common.items() if any(leg.line is line for leg in legs)}
            _place(line, quays, own, laden_teu, by_id)
        if [line.phase_h for line in lines] == before:
            break
    return quays


def _shift(family: list[Line], quays: Quays) -> None:
    start = [line.phase_h for line in family]
    tries = []
    for hours in range(0, int(max(line.headway_h for line in family)), 2 * STEP_H):
        _set(family, start, hours)
        tries.append((quays.cost(family), hours))
    _set(family, start, min(tries)[1])


def _set(family: list[Line], start: list[float], hours: int) -> None:
    for line, phase_h in zip(family, start, strict=True):
        line.phase_h = (phase_h + hours) % line.headway_h


def _place(
    line: Line, quays: Quays, own: dict[Pair, list[Leg]], laden_teu: dict[Pair, float], lines: dict[str, Line]
) -> None:
    """Move a line to the hour that costs least; uneven loads are looked at only where waiting alone is not too much."""
    start_h = line.phase_h
    tries = []
    for hours in range(0, int(line.headway_h), STEP_H):
        line.phase_h = (start_h + hours) % line.headway_h
        tries.append((quays.cost([line]), hours))
    best = (inf, 0)
    for waits, hours in sorted(tries):
        if waits > best[0]:
            break
        line.phase_h = (start_h + hours) % line.headway_h
        best = min(best, (round(waits + UNEVEN_WEIGHT * unevenness(own, laden_teu, lines), 4), hours))
    line.phase_h = (start_h + best[1]) % line.headway_h
