"""A fairway: who may meet whom in it, how close ships follow each other, and when its direction turns."""

from __future__ import annotations

from collections.abc import Callable

from portsim.model.kernel import Kernel
from portsim.scenario.access import Channel as ChannelDescription

IN, OUT = 0, 1
"""Ways through a channel."""
_NEVER = float("-inf")
KM_PER_NM = 1.852


class Channel:
    """The live channel.

    A ship above the limit of two-way traffic (a large one) meets nobody. Nobody passes a ship of the other way that
    became ready earlier and waits for the channel to clear, except to complete a convoy.

    Parameters
    ----------
    env
        The clockwork.
    changed
        Called when somebody who waits might be able to go.

    Attributes
    ----------
    is_free
        Whether it knows no rule: ships sail through without asking.
    transit_h
        Time from end to end, h.
    """

    def __init__(self, env: Kernel, description: ChannelDescription, changed: Callable[[Channel], None]) -> None:
        self._env = env
        self._changed = changed
        self._limit_t = description.two_way_up_to_dwt_t
        self._separation_h = description.separation_h
        self._convoy_ships = description.convoy_ships
        self.is_free = self._limit_t is None and not self._separation_h
        self.transit_h = description.length_km / KM_PER_NM / description.speed_kn
        self._inside = [[0, 0], [0, 0]]  # by way, and whether large
        self._next_entry_h = [_NEVER, _NEVER]
        self._run = (IN, 0)
        # Ships that wait for it to clear, by way and size: when the first became ready, how long her window is open.
        self._claims = [[(0.0, _NEVER), (0.0, _NEVER)], [(0.0, _NEVER), (0.0, _NEVER)]]

    def is_large(self, dwt_t: float | None) -> bool:
        """Whether a ship meets nobody."""
        return self._limit_t is not None and dwt_t is not None and dwt_t > self._limit_t

    def may_enter(self, way: int, large: bool, ready_h: float) -> bool:
        """Whether a ship that became ready at `ready_h` may enter now."""
        now, other = self._env.now, 1 - way
        small_there, large_there = self._inside[other]
        if large_there or (large and small_there) or now < self._next_entry_h[way]:
            return False
        run_way, run = self._run
        if run_way == way and run < self._convoy_ships:
            return True
        claims = self._claims[other]
        return not (_is_earlier(claims[1], ready_h, now) or (large and _is_earlier(claims[0], ready_h, now)))

    def claim(self, way: int, large: bool, ready_h: float, until_h: float) -> None:
        """Have a ship wait for it to clear, as long as her tide and the weather let her."""
        held_ready_h, held_until_h = self._claims[way][large]
        if held_until_h <= self._env.now or ready_h < held_ready_h:
            self._claims[way][large] = (ready_h, until_h)

    def drop_claims(self) -> None:
        """Forget who waits, to ask all anew."""
        for claims in self._claims:
            claims[:] = [(0.0, _NEVER), (0.0, _NEVER)]

    def enter(self, way: int, large: bool) -> None:
        """Let a ship in."""
        self._inside[way][large] += 1
        run_way, run = self._run
        self._run = (way, run + 1 if run_way == way else 1)
        if self._separation_h:
            self._next_entry_h[way] = self._env.now + self._separation_h
            self._env.defer(self._separation_h, self._changed, self)

    def leave(self, way: int, large: bool) -> None:
        """Have a ship leave it."""
        self._inside[way][large] -= 1
        self._changed(self)


def _is_earlier(claim: tuple[float, float], ready_h: float, now: float) -> bool:
    return claim[1] > now and claim[0] < ready_h
