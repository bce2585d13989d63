"""A quantity that goes up and down over the run, such as boxes in a yard or ships at anchor, kept as hourly means."""

from __future__ import annotations

import numpy as np

from portsim.streams import Floats


class Level:
    """Hourly means of a step function; changes may be booked ahead of time and in any order.

    Parameters
    ----------
    end_h
        End of the run, hours; changes from then on are not seen.
    """

    __slots__ = ("_n_hours", "_steps")

    def __init__(self, end_h: float) -> None:
        self._n_hours = int(np.ceil(end_h))
        self._steps = [0.0] * (self._n_hours + 1)

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

    def hourly(self) -> Floats:
        """Mean level of each hour of the run."""
        return np.cumsum(np.asarray(self._steps[:-1]))
