"""Where ships lie: a continuous quay, on which each takes its length and clearance, or a row of equal berths."""

from __future__ import annotations

from bisect import insort
from typing import Protocol, TypeAlias

from portsim.scenario.port import Quay as QuayDescription
from portsim.scenario.service import ShipClass

_TOUCH_M = 1e-9


class Quay(Protocol):
    """A place to moor; `number` is its index in the records, `depth_m` the water alongside.

    No ship is sent to one that is closed; those alongside stay.
    """

    number: int
    depth_m: float
    is_closed: bool

    def need(self, ship: ShipClass) -> float | None:
        """Return what a ship takes up here (m or berths); None if it is too long for the whole quay."""

    def take(self, need: float) -> float | None:
        """Take the first free place that is large enough; return where it is, None if there is none."""

    def give(self, place: float, need: float) -> None:
        """Free a place."""


class ContinuousQuay:
    """A straight quay of some length; ships are put at the first gap that takes them (first fit)."""

    __slots__ = ("_gaps", "clearance_m", "depth_m", "is_closed", "length_m", "number")

    def __init__(self, number: int, length_m: float, depth_m: float, clearance_m: float) -> None:
        self.number = number
        self.length_m = length_m
        self.depth_m = depth_m
        self.clearance_m = clearance_m
        self._gaps = [(0.0, length_m)]
        self.is_closed = False

    def need(self, ship: ShipClass) -> float | None:
        """Length over all and clearance, m: also a ship that lies alone has lines ahead and astern."""
        need_m = ship.loa_m + self.clearance_m
        return need_m if need_m <= self.length_m else None

    def take(self, need: float) -> float | None:
        """Take the first gap of at least `need` m; return its start, m from the end of the quay."""
        gaps = self._gaps
        for index, (start, end) in enumerate(gaps):
            if end - start >= need - _TOUCH_M:
                if end - start <= need + _TOUCH_M:
                    del gaps[index]
                else:
                    gaps[index] = (start + need, end)
                return start
        return None

    def give(self, place: float, need: float) -> None:
        """Free `need` m from `place` on."""
        gaps = self._gaps
        insort(gaps, (place, place + need))
        index = gaps.index((place, place + need))
        if index + 1 < len(gaps) and gaps[index + 1][0] - gaps[index][1] <= _TOUCH_M:
            gaps[index : index + 2] = [(gaps[index][0], gaps[index + 1][1])]
        if index > 0 and gaps[index][0] - gaps[index - 1][1] <= _TOUCH_M:
            gaps[index - 1 : index + 1] = [(gaps[index - 1][0], gaps[index][1])]


class BerthRow:
    """Discrete berths, all alike, each for one ship."""

    __slots__ = ("depth_m", "is_closed", "n_free", "number")

    def __init__(self, number: int, n_berths: int, depth_m: float) -> None:
        self.number = number
        self.n_free = n_berths
        self.depth_m = depth_m
        self.is_closed = False

    def need(self, ship: ShipClass) -> float | None:
        """One berth for any ship."""
        return 1.0

    def take(self, need: float) -> float | None:
        """Take a free berth."""
        if self.n_free == 0:
            return None
        self.n_free -= 1
        return 0.0

    def give(self, place: float, need: float) -> None:
        """Free a berth."""
        self.n_free += 1


Berths: TypeAlias = tuple[tuple[Quay, float], ...]
"""Quays where a ship can lie, with what she takes up there (m or berths)."""
Berth: TypeAlias = tuple[Quay, float, float]
"""A place alongside, taken by a ship: the quay, where on it, and how much of it (m or berths)."""


def take_berth(berths: Berths) -> Berth | None:
    """Take the first place that is free; None if there is none."""
    for quay, need in berths:
        if quay.is_closed:
            continue
        place = quay.take(need)
        if place is not None:
            return quay, place, need
    return None


def build_quay(number: int, description: QuayDescription) -> Quay:
    """Make the live quay of a description; `number` is its index among the entities of the records."""
    if description.length_m is not None:
        return ContinuousQuay(number, description.length_m, description.depth_m, description.clearance_m)
    assert description.n_berths is not None  # the description allows no third kind
    return BerthRow(number, description.n_berths, description.depth_m)
