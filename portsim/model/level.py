"""A quantity that goes up and down over the run, such as boxes in a yard or ships at anchor, kept as hourly means."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from portsim.streams import Floats


class Level:
    """Hourly means of a step function; changes may be booked ahead of time and in any order.

    Changes are kept as they come until they take as much memory as a number for each hour of the run, or somebody asks
    for the level: most terminals see a few ships a week, and are asked at the end.

    Parameters
    ----------
    end_h
        End of the run, hours; changes from then on are not seen.
    """

    __slots__ = ("_booked", "_n_hours", "_seen", "_steps", "_sum")

    def __init__(self, end_h: float) -> None:
        self._n_hours = int(np.ceil(end_h))
        self._booked = array("d")  # times and amounts by turns
        self._steps: array[float] | None = None  # changes by hour, a quarter of the memory of a list of floats
        self._seen = 0  # hours summed up so far, for those who ask during the run
        self._sum = 0.0

    def add(self, time_h: float, amount: float) -> None:
        """Raise the level by `amount` from `time_h` on (hours; before the start counts as the start)."""
        steps = self._steps
        if steps is None:
            booked = self._booked
            booked.append(time_h)
            booked.append(amount)
            if len(booked) > self._n_hours:
                self._spread()
            return
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
        steps, n_hours, seen = self._steps, self._n_hours, self._seen
        if steps is None:
            for time_h, amount in changes:
                self.add(time_h, amount)
            return
        for time_h, amount in changes:
            hour = int(time_h)
            if hour < n_hours:
                part = (time_h - hour) * amount
                steps[hour] += amount - part
                steps[hour + 1] += part
                if hour < seen:
                    self._sum += amount - part if hour + 1 == seen else amount

    def _spread(self) -> array[float]:
        """The changes by hour, from now on kept that way."""
        steps = self._steps
        if steps is None:
            booked, self._booked = self._booked, array("d")
            self._steps = steps = array("d", bytes(8 * (self._n_hours + 1)))
            for time_h, amount in zip(booked[::2], booked[1::2], strict=True):
                self.add(time_h, amount)
        return steps

    def at(self, time_h: float) -> float:
        """Level at `time_h`, to the hour: changes of this hour count by their mean. To be asked in order of time."""
        hour = int(time_h)
        if hour < self._seen and self._steps is not None:
            return self._sum
        hour, steps = min(hour, self._n_hours), self._spread()
        while self._seen <= hour:
            self._sum += steps[self._seen]
            self._seen += 1
        return self._sum

    def falls_to(self, limit: float, after_h: float) -> float:
        """First hour after `after_h` in which what is booked so far brings it to `limit`; infinity if none."""
        level, steps = self.at(after_h), self._spread()
        for hour in range(self._seen, self._n_hours):
            level += steps[hour]
            if level <= limit:
                return float(hour)
        return float("inf")

    def has_fallen(self, start_h: float, end_h: float) -> bool:
        """Whether anything was taken out of it between two hours."""
        return any(step < 0.0 for step in self._spread()[max(0, int(start_h)) : int(end_h) + 1])

    def hourly(self) -> Floats:
        """Mean level of each hour of the run."""
        booked = self._booked
        means: Floats = np.cumsum(np.asarray(self._spread()[:-1]))
        if booked:
            self._booked, self._steps = booked, None  # as few as before
        return means
