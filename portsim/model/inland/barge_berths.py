"""Berths where container barges are discharged and loaded, first come, first served, apart from the quay of ships."""

from __future__ import annotations

from portsim.model.kernel import Kernel, Part, Pool
from portsim.scenario.port import BargeBerths as Description


class BargeBerths:
    """The barge berths of a terminal or an inland port; all barge lines that call there share them."""

    def __init__(self, env: Kernel, description: Description) -> None:
        self._env = env
        self._teu_per_h = float(description.teu_per_h)
        self._berths = Pool(env, description.n)

    def hours(self, teu: int) -> float:
        """Time to discharge or load so many boxes at one berth."""
        return teu / self._teu_per_h

    def work(self, hours: float) -> Part[float]:
        """Lie at a berth for so long, after those who came before, and return the wait; no work needs no berth."""
        if hours <= 0.0:
            return 0.0
        came_h = self._env.now
        if not self._berths.take():
            yield self._berths.ask()
        waited_h = self._env.now - came_h
        yield hours
        self._berths.give()
        return waited_h
