"""The paths of one rail track, and who has taken them: looked up by arithmetic, without an event for any train."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from portsim.clock import HOURS_PER_DAY

_PARTS = 100_000
"""Regular trains have so many of this number of paths, in whole numbers: no path is lost to rounding."""
_NONE = 1 << 60
_TOO_LONG = 512
_A_MOMENT = 1e-9

GaveWay = Callable[[float, float], None]
"""Told the hour of the path that a regular train gave up, and of the one it takes instead; NaN if there is none."""


class PathBook:
    """Paths at even intervals over a time in which their number a day is the same.

    Regular trains have their share of them, evenly spread, day after day. A train takes the first free path that it is
    in time for and keeps it. One with priority takes that of a regular train if this comes first; the regular train
    then goes on the next free path. A regular train that is late holds up a block train on the path behind it until the
    headway is kept.

    Parameters
    ----------
    start_h, end_h
        Hours between which these paths are.
    paths_per_day, regular_per_day
        Paths, and those of them that belong to regular trains.
    headway_h
        Least time between two trains; not longer than the time between two paths.
    late_h
        Delays of regular trains, one after the other and again from the beginning.
    gave_way
        Told of every regular train that gives way.

    Examples
    --------
    >>> book = PathBook(0.0, 24.0, 24.0, 12.0, 0.1, [0.0], print)
    >>> book.take(0.5, False), book.take(0.5, False), book.take(2.5, False)  # odd hours are free
    (1.0, 3.0, 5.0)
    >>> book.take(3.5, True)  # the regular train of hour 4 goes at 7
    4.0 7.0
    4.0
    """

    __slots__ = (
        "_displaced", "_free", "_gap_h", "_gave_way", "_headway_h", "_late_h", "_n", "_regular", "_start_h", "_taken",
        "_too_long", "end_h",
    )  # fmt: skip

    def __init__(
        self, start_h: float, end_h: float, paths_per_day: float, regular_per_day: float, headway_h: float,
        late_h: Sequence[float], gave_way: GaveWay,
    ) -> None:  # fmt: skip
        self.end_h = end_h
        self._start_h = start_h
        self._gap_h = HOURS_PER_DAY / paths_per_day
        self._headway_h = headway_h
        # Whole intervals only: the first path of what follows is far enough behind the last of these.
        self._n = int((end_h - start_h) / self._gap_h + _A_MOMENT)
        self._regular = min(_PARTS, round(_PARTS * regular_per_day / paths_per_day))
        self._free = _PARTS - self._regular
        self._late_h = late_h
        self._gave_way = gave_way
        # By number of a free path, or of one of a regular train: where to look for the next that is not taken.
        self._taken: dict[int, int] = {}
        self._too_long = _TOO_LONG
        self._displaced: dict[int, int] = {}

    def take(self, hour: float, priority: bool, now: float = 0.0) -> float:
        """Give a train that will be there at `hour` its path: when it enters, infinity if none is left.

        What was taken before `now` is forgotten some time.
        """
        place = ceil((hour - self._start_h) / self._gap_h - _A_MOMENT)
        if place < 0:
            place = 0
        free, path = self._free_from(place)
        if priority and self._regular:
            regular = _last(self._displaced, -(-place * self._regular // _PARTS))
            earlier = regular * _PARTS // self._regular
            if earlier < path and earlier < self._n:
                self._displaced[regular] = regular + 1
                self._go_later(earlier)
                return self._enters_h(earlier)
        if path >= self._n:
            return float("inf")
        self._taken[free] = free + 1
        if len(self._taken) > self._too_long:
            self._forget(now)
        return self._enters_h(path)

    def _free_from(self, place: int) -> tuple[int, int]:
        """The first free path not before a place that is not taken: its number among the free, and its place."""
        if not self._free:
            return _NONE, _NONE
        number = place * self._free // _PARTS
        if number in self._taken:
            number = _last(self._taken, number)
        return number, -(-(number + 1) * _PARTS // self._free) - 1

    def _go_later(self, place: int) -> None:
        """The regular train of a path takes the next free one."""
        free, path = self._free_from(place)
        later_h = float("nan")
        if path < self._n:
            self._taken[free] = free + 1
            later_h = self._start_h + path * self._gap_h
        self._gave_way(self._start_h + place * self._gap_h, later_h)

    def _enters_h(self, place: int) -> float:
        """The hour of a path, or when the regular train before it is far enough ahead."""
        hour = self._start_h + place * self._gap_h
        before = place - 1
        if not self._regular or before < 0:
            return hour
        n_free = before * self._free // _PARTS
        if place * self._free // _PARTS > n_free or before - n_free in self._displaced:
            return hour
        # One that is later still lets the train behind it pass.
        late_h = min(self._late_h[before % len(self._late_h)], 2.0 * (self._gap_h - self._headway_h))
        return hour + max(0.0, late_h + self._headway_h - self._gap_h)

    def _forget(self, hour: float) -> None:
        """Drop what is taken before an hour that has come: nobody asks for it again."""
        place = max(0, int((hour - self._start_h) / self._gap_h) - 1)
        first = place * self._free // _PARTS
        self._taken = {number: then for number, then in self._taken.items() if number >= first}
        first = place - first
        self._displaced = {number: then for number, then in self._displaced.items() if number >= first}
        self._too_long = _TOO_LONG + 2 * len(self._taken)  # where many wait, not at every train


def _last(taken: dict[int, int], number: int) -> int:
    """Follow the chain of taken paths to the first that is not; what was passed then points there at once."""
    if number not in taken:
        return number
    end = taken[number]
    while end in taken:
        end = taken[end]
    while number != end:
        taken[number], number = end, taken[number]
    return end
