"""A quantity that goes up and down over the run, such as boxes in a yard or ships at anchor, kept as hourly means."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from portsim.streams import Floats

_MOST_BOOKED = 2_000
"""Numbers that are worth a numpy call."""


class Level:
    """Hourly means of a step function; changes may be booked ahead of time and in any order.

    Changes are kept as they come until somebody asks for the level, and counted up many at a time: most terminals see a
    few ships a week, and most levels are asked for at the end alone.

    Parameters
    ----------
    end_h
        End of the run, hours; changes from then on are not seen.
    """

    __slots__ = ("_booked", "_is_asked", "_n_hours", "_seen", "_steps", "_sum")

    def __init__(self, end_h: float) -> None:
        self._n_hours = int(np.ceil(end_h))
        self._booked = array("d")  # times and amounts by turns, as long as nobody asks
        self._is_asked = False
        # Changes by hour, a quarter of the memory of a list of floats; empty as long as all are booked.
        self._steps = array("d")
        self._seen = 0  # hours summed up so far, for those who ask during the run
        self._sum = 0.0

    def add(self, time_h: float, amount: float) -> None:
        """Raise the level by `amount` from `time_h` on (hours; before the start counts as the start)."""
        if not self._is_asked:
            booked = self._booked
            booked.append(time_h)
            booked.append(amount)
            if len(booked) > _MOST_BOOKED:
                self._count_up()
            return
        steps = self._steps
        if time_h < 0.0:
            time_h = 0.0
        hour = int(time_h)
        if hour >= self._n_hours:
            return
        part = (time_h - hour) * amount
        steps[hour] += amount - part  # the mean of this hour sees only its rest
        steps[hour + 1] += part
        if hour < self._seen:
            self._sum += amount - part if hour + 1 == self._seen else amount

    def add_each(self, changes: Iterable[tuple[float, float]]) -> None:
        """The same for many changes, hours and amounts, of which none is before the start."""
        if not self._is_asked:
            for time_h, amount in changes:
                self.add(time_h, amount)
            return
        steps, n_hours, seen = self._steps, self._n_hours, self._seen
        for time_h, amount in changes:
            hour = int(time_h)
            if hour < n_hours:
                part = (time_h - hour) * amount
                steps[hour] += amount - part
                steps[hour + 1] += part
                if hour < seen:
                    self._sum += amount - part if hour + 1 == seen else amount

    def _count_up(self) -> None:
        """Count up what is booked, by hour: the same sums in the same order as one by one."""
        if not self._steps:
            self._steps = array("d", bytes(8 * (self._n_hours + 1)))
        booked, self._booked = np.frombuffer(self._booked), array("d")
        hours, amounts = np.maximum(booked[::2], 0.0), booked[1::2]
        is_seen = hours < self._n_hours
        hours, amounts = hours[is_seen], amounts[is_seen]
        hour = hours.astype(np.int64)
        part = (hours - hour) * amounts  # the mean of this hour sees only the rest
        at = np.column_stack([hour, hour + 1]).ravel()
        np.add.at(np.frombuffer(self._steps), at, np.column_stack([amounts - part, part]).ravel())

    def _by_hour(self) -> array[float]:
        """The changes by hour; from now on kept that way."""
        if not self._is_asked:
            self._is_asked = True
            self._count_up()
        return self._steps

    def at(self, time_h: float) -> float:
        """Level at `time_h`, to the hour: changes of this hour count by their mean. To be asked in order of time."""
        hour = int(time_h)
        if hour < self._seen:
            return self._sum
        hour, steps = min(hour, self._n_hours), self._by_hour()
        while self._seen <= hour:
            self._sum += steps[self._seen]
            self._seen += 1
        return self._sum

    def falls_to(self, limit: float, after_h: float) -> float:
        """First hour after `after_h` in which what is booked so far brings it to `limit`; infinity if none."""
        level, steps = self.at(after_h), self._by_hour()
        for hour in range(self._seen, self._n_hours):
            level += steps[hour]
            if level <= limit:
                return float(hour)
        return float("inf")

    def has_fallen(self, start_h: float, end_h: float) -> bool:
        """Whether anything was taken out of it between two hours."""
        return any(step < 0.0 for step in self._by_hour()[max(0, int(start_h)) : int(end_h) + 1])

    def hourly(self) -> Floats:
        """Mean level of each hour of the run."""
        booked, is_sparse = self._booked, not self._steps
        if not self._is_asked:
            self._count_up()
        means: Floats = np.cumsum(np.asarray(self._steps[:-1]))
        if is_sparse and not self._is_asked:
            self._booked, self._steps = booked, array("d")  # as few as before
        return means
