"""How a timetable goes at one quay: late ships, uneven stays, first fit. No channel, no weather.

A small model of its own, since a search tries thousands of timetables: ships come by their pro forma times, late by
the law of their line, lie as long as their boxes need (x a gamma law), and whoever waits takes the first gap she fits
in, as the terminals of the scenario have it (`overtaking`). Chance is the same for every timetable tried.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

import numpy as np

from baseline_build.timetable import WEEK_H, Line

SEED = 20250101
WEEKS = 78
DIRECT_H = 0.5
STAY_SPREAD = 0.18  # sd over mean of a trunk's hours at berth in the run: boxes come by chance and by season


@dataclass(frozen=True)
class Caller:
    """A line at a terminal: pro forma hour after her phase, length with clearance; lateness and stays call by call."""

    line: Line
    offset_h: float
    need_m: float
    late_h: tuple[float, ...]
    stay_h: tuple[float, ...]


def draws(line: Line, stream: tuple[int, ...], stay_h: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Lateness and stays of a line's calls, from a stream of their own for each line and stop."""
    generator = np.random.default_rng(stream)
    n, shape = round(WEEKS * WEEK_H / line.headway_h), STAY_SPREAD**-2
    late = generator.triangular(line.earliest_h, 0.0, line.latest_h, n)
    return tuple(late.tolist()), tuple(generator.gamma(shape, stay_h / shape, n).tolist())


def discomfort(callers: list[Caller], sections_m: tuple[float, ...]) -> tuple[float, float]:
    """Calls a week that do not berth at once, and hours waited a week, with the phases that the lines have."""
    due = sorted(
        ((c.line.phase_h + c.offset_h) % c.line.headway_h + k * c.line.headway_h + late, c.need_m, stay)
        for c in callers
        for k, (late, stay) in enumerate(zip(c.late_h, c.stay_h, strict=True))
    )
    quay = _Quay(sections_m)
    for arrival_h, need_m, stay_h in due:
        quay.until(arrival_h)
        place = _take(quay.gaps, need_m)
        if place is None:
            quay.waiting.append((arrival_h, need_m, stay_h))
        else:
            heappush(quay.leaving, (arrival_h + stay_h, *place, need_m))
    quay.until(inf)
    return quay.n_waited / WEEKS, quay.waited_h / WEEKS


class _Quay:
    """Gaps of each straight piece, ships alongside by their hour of leaving, ships that wait in the order they came."""

    def __init__(self, sections_m: tuple[float, ...]) -> None:
        self.gaps = [[(0.0, length)] for length in sections_m]
        self.leaving: list[tuple[float, int, float, float]] = []
        self.waiting: list[tuple[float, float, float]] = []
        self.n_waited, self.waited_h = 0, 0.0

    def until(self, hour: float) -> None:
        """Let all leave who leave by an hour, and berth those who wait and fit."""
        while self.leaving and self.leaving[0][0] <= hour:
            now, section, start, length = heappop(self.leaving)
            _give(self.gaps[section], start, length)
            if self.waiting:
                self.waiting = [ship for ship in self.waiting if not self._berths(now, *ship)]

    def _berths(self, now: float, arrival_h: float, need_m: float, stay_h: float) -> bool:
        place = _take(self.gaps, need_m)
        if place is None:
            return False
        heappush(self.leaving, (now + stay_h, *place, need_m))
        self.n_waited += now - arrival_h > DIRECT_H
        self.waited_h += now - arrival_h
        return True


def _take(gaps: list[list[tuple[float, float]]], need_m: float) -> tuple[int, float] | None:
    for section, free in enumerate(gaps):
        for index, (start, end) in enumerate(free):
            if end - start >= need_m:
                if end - start > need_m:
                    free[index] = (start + need_m, end)
                else:
                    del free[index]
                return section, start
    return None


def _give(free: list[tuple[float, float]], start: float, length: float) -> None:
    end = start + length
    gap = (start, end)
    insort(free, gap)
    index = free.index(gap)
    if index + 1 < len(free) and free[index + 1][0] - end < 1e-6:
        free[index : index + 2] = [(start, free[index + 1][1])]
    if index > 0 and start - free[index - 1][1] < 1e-6:
        free[index - 1 : index + 1] = [(free[index - 1][0], free[index][1])]
