"""What shippers make of the delays they hear of: a smoothed memory for each leg, slower where it swings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from portsim.streams import Floats

_LEAST_WEIGHT = 0.05


class Feedback:
    """Perceived excess time of C legs and gates.

    Each week what is perceived moves towards what was seen by a weight: halved when the change reverses its sign,
    doubled, up to the given one, when it keeps it, never below 0.05. Where nobody passed it moves towards 0.

    Parameters
    ----------
    n
        Components.
    weight
        Weight at first, and at most.

    Attributes
    ----------
    perceived
        Excess over the free-flow time, h, shape (C,).
    weight
        Weight of the next week, shape (C,).
    """

    def __init__(self, n: int, weight: float = 0.3) -> None:
        self.perceived: Floats = np.zeros(n)
        self.weight: Floats = np.full(n, weight)
        self._most = weight
        self._last = np.zeros(n)

    def update(self, observed: Floats, has_users: NDArray[np.bool_]) -> Floats:
        """Take in a week's excess, h, shape (C,); return what is perceived."""
        target = np.where(has_users, observed, 0.0)
        change = target - self.perceived
        turn = np.sign(change) * np.sign(self._last)
        weight = np.where(turn < 0.0, self.weight / 2.0, np.where(turn > 0.0, self.weight * 2.0, self.weight))
        self.weight = np.clip(weight, min(_LEAST_WEIGHT, self._most), self._most)
        self._last = change
        self.perceived = self.perceived + self.weight * change
        return self.perceived


def gap(before: Floats, now: Floats, volume: Floats) -> float:
    """Mean change of the shares from one week to the next: half the sum of the absolute changes, by cargo.

    Parameters
    ----------
    before, now
        Probabilities of ways, shape (A,).
    volume
        Cargo of the flow of each way, shape (A,).
    """
    whole = float((volume * now).sum())
    return float((volume * np.abs(now - before)).sum()) / (2.0 * whole) if whole > 0.0 else 0.0
