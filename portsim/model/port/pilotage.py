"""Pilots and tugs: a port has so many, each stays with a ship for her transit and then returns."""

from __future__ import annotations

from collections.abc import Hashable
from heapq import heappop, heappush

from portsim.capacity.steps import Steps
from portsim.scenario.access import Escorts as EscortsDescription

_NEVER = float("inf")


class Escorts:
    """All pilots, or all tugs, of a port. Nothing happens when one returns: it is known when she leaves.

    Nobody takes those that a ship which became ready earlier waits for. A disruption may leave fewer `at_work`; those
    with a ship stay with her.
    """

    def __init__(self, description: EscortsDescription, at_work: Steps | None = None) -> None:
        self._description = description
        self._at_work = at_work
        self._n_free = description.n
        self._returns: list[tuple[float, int]] = []
        self._claims: dict[Hashable, tuple[float, float]] = {}

    def needed(self, loa_m: float) -> int:
        """How many a ship takes."""
        return self._description.per_ship if loa_m >= self._description.from_loa_m else 0

    def free_at(self, n: int, ready_h: float, now: float) -> float:
        """When `n` may be free for a ship that became ready at `ready_h`, as far as is known; `now` if they are."""
        returns = self._returns
        while returns and returns[0][0] <= now:
            self._n_free += heappop(returns)[1]
        claims = self._claims
        goes_first = bool(claims) and any(ready < ready_h and until_h > now for ready, until_h in claims.values())
        if self._at_work is not None:
            return self._free_of_those_at_work(n, goes_first, now)
        if self._n_free >= n and not goes_first:
            return now
        return returns[0][0] if returns else now

    def _free_of_those_at_work(self, n: int, goes_first: bool, now: float) -> float:
        """The same while some are kept away; they come back when the next of them is known to."""
        at_work, returns = self._at_work, self._returns
        assert at_work is not None  # see the caller
        away = self._description.n - int(at_work.at(now))
        if self._n_free - away >= n and not goes_first:
            return now
        next_h = min(at_work.changes_after(now), returns[0][0] if returns else _NEVER)
        return now if goes_first and next_h == _NEVER else next_h

    def claim(self, who: Hashable, ready_h: float, until_h: float) -> None:
        """Have a ship wait for some."""
        self._claims[who] = (ready_h, until_h)

    def withdraw(self, who: Hashable) -> None:
        """Forget that a ship waits for some."""
        self._claims.pop(who, None)

    def take(self, n: int, until_h: float) -> None:
        """Send `n` with a ship until her transit ends at `until_h`."""
        self._n_free -= n
        heappush(self._returns, (until_h + self._description.return_h, n))
