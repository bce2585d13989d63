"""A quantity that goes up and down over the run, such as boxes in a yard or ships at anchor, kept as hourly means."""

from __future__ import annotations

from array import array

import numpy as np

from portsim.streams import Floats


class Level:
    """Hourly means of a step function; changes may be booked ahead of time and in any order.

    Parameters
    ----------
    end_h
        End of the run, hours; changes from then on are not seen.
    """

    __slots__ = ("_n_hours", "_seen", "_steps", "_sum")

    def __init__(self, end_h: float) -> None:
        self._n_hours = int(np.ceil(end_h))
        self._steps = array("d", bytes(8 * (self._n_hours + 1)))  # a quarter of the memory of a list of floats
        self._seen = 0  # hours summed up so far, for those who ask during the run
        self._sum = 0.0

    def add(self, time_h: float, amount: float) -> None:
        """Raise the level by `amount` from `time_h` on (hours; before the start counts as the start)."""
        if time_h < 0.0:
            time_h = 0.0
        hour = int(time_h)
        if hour >= self._n_hours:
            return
        steps, part = self._steps, (time_h - hour) * amount
        steps[hour] += amount - part  # the mean of this hour sees only its rest
        steps[hour + 1] += part
        if hour < self._seen:
            self._sum += amount - part if hour + 1 == self._seen else amount

    def at(self, time_h: float) -> float:
        """Level at `time_h`, to the hour: changes of this hour count by their mean. To be asked in order of time."""
        hour = min(int(time_h), self._n_hours)
        while self._seen <= hour:
            self._sum += self._steps[self._seen]
            self._seen += 1
        return self._sum

    def falls_to(self, limit: float, after_h: float) -> float:
        """First hour after `after_h` in which what is booked so far brings it to `limit`; infinity if none."""
        level = self.at(after_h)
        for hour in range(self._seen, self._n_hours):
            level += self._steps[hour]
            if level <= limit:
                return float(hour)
        return float("inf")

    def has_fallen(self, start_h: float, end_h: float) -> bool:
        """Whether anything was taken out of it between two hours."""
        return any(step < 0.0 for step in self._steps[max(0, int(start_h)) : int(end_h) + 1])

    def hourly(self) -> Floats:
        """Mean level of each hour of the run."""
        return np.cumsum(np.asarray(self._steps[:-1]))
