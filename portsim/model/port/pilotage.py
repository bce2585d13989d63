"""Pilots and tugs: a port has so many, each stays with a ship for her transit and then returns."""

from __future__ import annotations

from collections.abc import Callable

from portsim.model.kernel import Kernel
from portsim.scenario.access import Escorts as EscortsDescription

_NEVER = float("-inf")


class Escorts:
    """All pilots, or all tugs, of a port.

    Parameters
    ----------
    env
        The clockwork.
    returned
        Called when some are free again.

    Attributes
    ----------
    n_free
        How many are free.
    """

    def __init__(self, env: Kernel, description: EscortsDescription, returned: Callable[[], None]) -> None:
        self._env = env
        self._description = description
        self._returned = returned
        self.n_free = description.n
        self._claim = (0.0, _NEVER)

    def needed(self, loa_m: float) -> int:
        """How many a ship takes."""
        return self._description.per_ship if loa_m >= self._description.from_loa_m else 0

    def are_free(self, n: int, ready_h: float) -> bool:
        """Whether `n` are free for a ship that became ready at `ready_h`, and no earlier ship waits for them."""
        claim_ready_h, claim_until_h = self._claim
        return self.n_free >= n and not (claim_until_h > self._env.now and claim_ready_h < ready_h)

    def claim(self, ready_h: float, until_h: float) -> None:
        """Have a ship wait for them, as long as her tide and the weather let her."""
        if self._claim[1] <= self._env.now or ready_h < self._claim[0]:
            self._claim = (ready_h, until_h)

    def release(self, n: int) -> None:
        """Send `n` back from a ship that has arrived."""
        self._env.defer(self._description.return_h, self._back, n)

    def _back(self, n: int) -> None:
        self.n_free += n
        self._claim = (0.0, _NEVER)  # to ask all anew
        self._returned()
