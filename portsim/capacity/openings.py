"""Hours at which something is open: a channel by tide and weather, cranes by wind, a gate by its working hours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import numpy as np

from portsim.streams import Floats

Spans = Iterable[tuple[float, float]]
"""Pairs of start and end, h."""


class Openings:
    """Disjoint spans in order; open from the start of a span until just before its end.

    Parameters
    ----------
    spans
        Spans in h, in any order; those that touch or overlap become one, empty ones vanish.
    end_h
        What is looked at: hours from 0 to `end_h`. Beyond it nothing changes any more.

    Attributes
    ----------
    spans
        The spans within ``[0, end_h]``.
    end_h
        As given.

    Examples
    --------
    >>> tide = Openings([(6.0, 11.0), (30.0, 35.0)], 48.0)
    >>> tide.is_open(10.0), tide.next_open(12.0), tide.open_h(0.0, 31.0)
    (True, 30.0, 6.0)
    """

    __slots__ = ("_before_h", "_ends", "_starts", "end_h", "spans")

    def __init__(self, spans: Spans, end_h: float) -> None:
        merged: list[tuple[float, float]] = []
        for given_start_h, given_stop_h in sorted(spans):
            start_h, stop_h = max(0.0, given_start_h), min(given_stop_h, end_h)
            if stop_h <= start_h:
                continue
            if merged and start_h <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(stop_h, merged[-1][1]))
            else:
                merged.append((start_h, stop_h))
        self.spans = tuple(merged)
        self.end_h = end_h
        self._starts = [start_h for start_h, _ in merged]
        # One that is open at the end stays open.
        self._ends = [float("inf") if stop_h >= end_h else stop_h for _, stop_h in merged]
        self._before_h = [0.0, *accumulate(stop_h - start_h for start_h, stop_h in merged)]

    @classmethod
    def always(cls, end_h: float) -> Openings:
        """Open all the time."""
        return cls([(0.0, end_h)], end_h)

    @classmethod
    def never(cls, end_h: float) -> Openings:
        """Never open."""
        return cls([], end_h)

    @classmethod
    def periodic(cls, period_h: float, open_h: float, end_h: float) -> Openings:
        """Open for `open_h` at the beginning of each period, the first at hour 0."""
        starts = np.arange(0.0, end_h, period_h).tolist()
        return cls([(start_h, start_h + open_h) for start_h in starts], end_h)

    @classmethod
    def above(cls, heights: Floats, step_h: float, need: float, end_h: float) -> Openings:
        """Open while a curve is at or above `need`; it is given every `step_h` from 0 on, straight in between.

        The curve reaches to `end_h` or beyond.
        """
        is_up = heights >= need
        turns = np.flatnonzero(is_up[1:] != is_up[:-1])
        before, after = heights[turns], heights[turns + 1]
        hours = (step_h * (turns + (need - before) / (after - before))).tolist()
        edges = ([0.0] if is_up[0] else []) + hours + ([step_h * len(heights)] if is_up[-1] else [])
        return cls(zip(edges[::2], edges[1::2], strict=True), end_h)

    def shortened(self, hours: float) -> Openings:
        """Times from which it stays open for the next `hours`; what is open at the end is taken to stay open."""
        return Openings(
            [(start_h, stop_h if stop_h >= self.end_h else stop_h - hours) for start_h, stop_h in self.spans],
            self.end_h,
        )

    def both(self, other: Openings) -> Openings:
        """Open when both are; the earlier of the two ends counts."""
        mine, others, found, i, j = self.spans, other.spans, [], 0, 0
        while i < len(mine) and j < len(others):
            start_h, stop_h = max(mine[i][0], others[j][0]), min(mine[i][1], others[j][1])
            found.append((start_h, stop_h))
            if mine[i][1] < others[j][1]:
                i += 1
            else:
                j += 1
        return Openings(found, min(self.end_h, other.end_h))

    def closed(self) -> Openings:
        """Open when this is not."""
        edges = [0.0, *(hour for span in self.spans for hour in span), self.end_h]
        return Openings(zip(edges[::2], edges[1::2], strict=True), self.end_h)

    def is_open(self, hour: float) -> bool:
        """Whether it is open at `hour`."""
        k = bisect_right(self._starts, hour) - 1
        return k >= 0 and hour < self._ends[k]

    def next_open(self, hour: float) -> float:
        """First hour from `hour` on at which it is open; infinity if there is none."""
        if self.is_open(hour):
            return hour
        k = bisect_right(self._starts, hour)
        return self._starts[k] if k < len(self._starts) else float("inf")

    def closes_at(self, hour: float) -> float:
        """When the span open at `hour` ends (infinity at the end of all); `hour` itself if it is closed."""
        k = bisect_right(self._starts, hour) - 1
        return self._ends[k] if k >= 0 and hour < self._ends[k] else hour

    def open_h(self, start_h: float, stop_h: float) -> float:
        """Hours open between two hours of the run."""
        return max(0.0, self._open_until(stop_h) - self._open_until(start_h))

    def closed_h(self, start_h: float, stop_h: float) -> float:
        """Hours closed between two hours of the run."""
        if len(self.spans) == 1 and start_h >= self._starts[0] and stop_h <= self._ends[0]:
            return 0.0
        return max(0.0, stop_h - start_h - self.open_h(start_h, stop_h))

    def _open_until(self, hour: float) -> float:
        k = bisect_right(self._starts, hour) - 1
        return self._before_h[k] + min(hour, self._ends[k]) - self._starts[k] if k >= 0 else 0.0
