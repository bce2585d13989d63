"""Boxes that wait for a barge at one end of a relation: laden by ready time, and empties called for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush

from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.delays import Delays
from portsim.model.kernel import Kernel

_AT_ONCE_H = 1e-9
"""Hours that rounding may leave between a moment and the event set for it."""


class BargeStack:
    """The boxes of one zone and port in one direction; every barge line between the two takes from it.

    Parameters
    ----------
    stock_teu
        Tells the empties there are; None where there is no limit.

    Attributes
    ----------
    ready_teu
        Laden boxes that could leave now.
    empties_called_teu
        Empties that are to leave.
    watchers
        Are told whenever boxes get ready to leave.
    usual_h
        From ready to discharged by the tables, half the time between departures included, h.
    delays
        Of those carried, against that; time at locks beyond the tables' is left out, being heard of lock by lock.
    """

    def __init__(self, env: Kernel, stock_teu: Callable[[], int] | None = None) -> None:
        self._env = env
        self._stock_teu = stock_teu
        self._coming: list[tuple[float, int, Consignment]] = []
        self._ready: deque[tuple[float, Consignment]] = deque()
        self._n_put = 0
        self._called_h = 0.0
        self.ready_teu = 0
        self.empties_called_teu = 0
        self.n_split = 0
        self.watchers: list[Callable[[], None]] = []
        self.usual_h = 0.0
        self.delays = Delays()
        self._teu = 0
        self._due_teu_h = 0.0

    def heard(self, now: float) -> tuple[float, float, float]:
        """TEU carried since last asked or still waiting, by how much they were late, h, and its square."""
        return self.delays.take(self._teu, now - self._due_teu_h / self._teu if self._teu else 0.0)

    def put(self, ready_h: float, consignment: Consignment) -> None:
        """A consignment can leave from `ready_h` on."""
        self._n_put += 1
        consignment.due_h = ready_h + self.usual_h
        self._teu += consignment.teu
        self._due_teu_h += consignment.teu * consignment.due_h
        heappush(self._coming, (ready_h, self._n_put, consignment))
        self._env.defer(max(0.0, ready_h - self._env.now), self._get_ready, None)

    def call_empties(self, teu: int) -> None:
        """So many empties are to go."""
        if not self.empties_called_teu:
            self._called_h = self._env.now
        self.empties_called_teu += teu
        self._tell()

    def _get_ready(self, _: None) -> None:
        coming, now_h = self._coming, self._env.now + _AT_ONCE_H
        while coming and coming[0][0] <= now_h:
            ready_h, _n, consignment = heappop(coming)
            self._ready.append((ready_h, consignment))
            self.ready_teu += consignment.teu
        self._tell()

    def _tell(self) -> None:
        for look in self.watchers:
            look()

    @property
    def waiting_teu(self) -> int:
        """What could leave now, laden and empty."""
        return self.ready_teu + self._empties_teu()

    def first_h(self) -> float:
        """Since when the box waits that has waited longest; infinite where none waits."""
        laden_h = self._ready[0][0] if self._ready else float("inf")
        return min(laden_h, self._called_h) if self._empties_teu() else laden_h

    def _empties_teu(self) -> int:
        called = self.empties_called_teu
        return called if self._stock_teu is None else min(called, self._stock_teu())

    def take(self, room_teu: int, room_t: float) -> list[Consignment]:
        """Take what is ready, first ready first; the last one is cut to the slots and the weight there is room for."""
        ready, taken = self._ready, []
        while room_teu > 0 and ready:
            consignment = ready[0][1]
            t_per_teu = consignment.itinerary.t_per_teu
            teu = min(consignment.teu, room_teu, int(room_t / t_per_teu + _AT_ONCE_H))
            if teu <= 0:
                break
            if teu < consignment.teu:
                taken.append(consignment.split(teu))
                self.n_split += 1
            else:
                taken.append(ready.popleft()[1])
            self.ready_teu -= teu
            self._teu -= teu
            self._due_teu_h -= teu * taken[-1].due_h
            room_teu -= teu
            room_t -= teu * t_per_teu
        return taken

    def take_empties(self, room_teu: int, room_t: float, t_per_teu: float) -> int:
        """Take the empties called for, as far as there are any and there is room; return their TEU."""
        teu = max(0, min(self._empties_teu(), room_teu, int(room_t / t_per_teu + _AT_ONCE_H)))
        self.empties_called_teu -= teu
        return teu

    def waiting(self) -> list[Consignment]:
        """All that wait, in order; for the end of a run."""
        coming = sorted(self._coming, key=lambda entry: entry[:2])
        return [*(entry[1] for entry in self._ready), *(entry[2] for entry in coming)]
