"""Storms that are forecast: when ships leave their berths for them, when the port closes, and when it opens again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

_TOUCH_H = 1e-9
"""Hours that rounding may leave between a moment and the timer set for it."""


class Storm(NamedTuple):
    """One closure that ships alongside run from.

    Attributes
    ----------
    leaves_h
        Work stops and ships leave.
    closes_h, reopens_h
        Nobody sails in between.
    first
        Whether those who left berth before all others when it is over.
    """

    leaves_h: float
    closes_h: float
    reopens_h: float
    first: bool


class Storms:
    """All storms of a run at one port, in order; those that overlap are one."""

    def __init__(self, storms: Iterable[Storm]) -> None:
        self.all: list[Storm] = []
        for storm in sorted(storms):
            last = self.all[-1] if self.all else None
            if last is None or storm.leaves_h > last.reopens_h:
                self.all.append(storm)
                continue
            closes_h, reopens_h = min(last.closes_h, storm.closes_h), max(last.reopens_h, storm.reopens_h)
            self.all[-1] = Storm(last.leaves_h, closes_h, reopens_h, last.first or storm.first)
        self._leaves_h = [storm.leaves_h for storm in self.all]

    def __bool__(self) -> bool:
        return bool(self.all)

    def at(self, hour: float) -> Storm | None:
        """The storm for which ships have to be away at this hour."""
        before = bisect_right(self._leaves_h, hour + _TOUCH_H) - 1
        return self.all[before] if before >= 0 and hour + _TOUCH_H < self.all[before].reopens_h else None

    def next_leave(self, hour: float) -> float:
        """When ships leave next after this hour; infinity if never."""
        after = bisect_right(self._leaves_h, hour + _TOUCH_H)
        return self._leaves_h[after] if after < len(self.all) else float("inf")
