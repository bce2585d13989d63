"""A lock that is not simulated lockage by lockage: every vessel waits as long as such locks make them wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portsim.model.inland.lock import hand_on, pass_through
from portsim.model.inland.vessel import Vessel
from portsim.model.kernel import Kernel, Part

Row = tuple[Any, ...]


class WaitLaw:
    """A junction with a law of waiting in place of lockages.

    Parameters
    ----------
    number
        Index of the junction among the entities.
    wait_h
        Draws of the wait, h.
    mean_wait_h
        Their mean.
    lockage_h
        From the start of entry to the end of exit, h.
    record_passage
        Takes the rows of the table `passages`.
    """

    def __init__(
        self,
        env: Kernel,
        number: int,
        wait_h: Callable[[], float],
        mean_wait_h: float,
        lockage_h: float,
        record_passage: Callable[[Row], None],
    ) -> None:
        self._env = env
        self._number = number
        self._wait_h = wait_h
        self._mean_wait_h = mean_wait_h
        self._lockage_h = lockage_h
        self._record_passage = record_passage
        self.n_waiting = 0
        self.n_inside = 0

    def perceived_wait_h(self, up: bool) -> float:
        """The mean of the law."""
        return self._mean_wait_h

    def pass_through(self, vessel: Vessel, up: bool) -> Part[None]:
        """Wait and be locked through, for a vessel with a process of her own: ``yield from``."""
        return pass_through(self._env, self, vessel, up)

    def arrive(self, vessels: list[Vessel], up: bool) -> None:
        """Each waits for herself."""
        now, lockage_h = self._env.now, self._lockage_h
        for vessel in vessels:
            wait_h = self._wait_h()
            kind, enters_h = vessel.kind, now + wait_h
            vessel.arrived_h, vessel.entered_h = now, enters_h
            row = (self._number, kind.service, up, now, enters_h, enters_h + lockage_h, vessel.tonnes, vessel.teu)
            self._record_passage(row)
            self._env.defer(wait_h + lockage_h, self._through, [vessel])
        self.n_inside += len(vessels)

    def _through(self, vessels: list[Vessel]) -> None:
        self.n_inside -= 1
        hand_on(vessels)
