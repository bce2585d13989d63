"""A fairway: who may meet whom in it, how close ships follow each other, and when its direction turns."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from portsim.scenario.access import Channel as ChannelDescription

IN, OUT = 0, 1
"""Ways through a channel."""
KM_PER_NM = 1.852
_NEVER = float("-inf")


class Claim(NamedTuple):
    """A ship that waits for the channel to clear: her way and size, when she became ready, when she is looked at."""

    way: int
    large: bool
    ready_h: float
    until_h: float
    wake_h: float


class Channel:
    """The live channel.

    A ship above the limit of two-way traffic (a large one) meets nobody. Nobody passes a ship of the other way that
    became ready earlier and waits for the channel to clear, except to complete a convoy. Every ship sails at the same
    speed, so that it is known when she enters when she will be through: nothing happens when she is.

    Attributes
    ----------
    is_free
        Whether it knows no rule: ships sail through without asking.
    transit_h
        Time from end to end, h.
    """

    def __init__(self, description: ChannelDescription) -> None:
        self._limit_t = description.two_way_up_to_dwt_t
        self._separation_h = description.separation_h
        self._convoy_ships = description.convoy_ships
        self.is_free = self._limit_t is None and not self._separation_h
        self.transit_h = description.length_km / KM_PER_NM / description.speed_kn
        self._clear_h = [[_NEVER, _NEVER], [_NEVER, _NEVER]]  # when the last is through, by way and size
        self._next_entry_h = [_NEVER, _NEVER]
        self._run = (IN, 0)
        self._claims: dict[Hashable, Claim] = {}

    def is_large(self, dwt_t: float | None) -> bool:
        """Whether a ship meets nobody."""
        return self._limit_t is not None and dwt_t is not None and dwt_t > self._limit_t

    def free_at(self, way: int, large: bool, ready_h: float, now: float) -> float:
        """When a ship that became ready at `ready_h` may enter, as far as is known now; `now` if she may at once."""
        other = 1 - way
        small_clear_h, large_clear_h = self._clear_h[other]
        free_h = large_clear_h if large_clear_h > now else now
        if self._next_entry_h[way] > free_h:
            free_h = self._next_entry_h[way]
        if large and small_clear_h > free_h:
            free_h = small_clear_h
        if self._claims and not (self._run[0] == way and self._run[1] < self._convoy_ships):
            for claim in self._claims.values():
                goes_first = claim.way == other and claim.ready_h < ready_h and claim.until_h > now
                if goes_first and (large or claim.large) and claim.wake_h > free_h:
                    free_h = claim.wake_h
        return free_h

    def claim(self, who: Hashable, claim: Claim) -> None:
        """Have a ship wait for it to clear."""
        self._claims[who] = claim

    def withdraw(self, who: Hashable) -> None:
        """Forget that a ship waits for it."""
        self._claims.pop(who, None)

    def enter(self, way: int, large: bool, now: float, through_h: float) -> None:
        """Let a ship in that will be through at `through_h`."""
        clear_h = self._clear_h[way]
        if through_h > clear_h[large]:
            clear_h[large] = through_h
        run_way, run = self._run
        self._run = (way, run + 1 if run_way == way else 1)
        self._next_entry_h[way] = now + self._separation_h
