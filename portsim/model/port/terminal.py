"""A terminal: quays with one queue of ships before them, a pool of cranes, a yard."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

from portsim.model.kernel import Gate, Kernel
from portsim.model.level import Level
from portsim.model.port.cranes import CranePool
from portsim.model.port.policies import BERTH_QUEUE
from portsim.model.port.quay import Quay
from portsim.model.port.yard import Yard
from portsim.scenario.port import Port as PortDescription
from portsim.scenario.port import Terminal as TerminalDescription
from portsim.scenario.service import ShipClass


class Berth(NamedTuple):
    """A place alongside, taken by a ship: the quay, where on it, and how much of it (m or berths)."""

    quay: Quay
    place: float
    need: float


class Fit(NamedTuple):
    """Where ships of one class can lie at a terminal: quays deep and long enough, with what they take up there."""

    line: str
    berths: tuple[tuple[Quay, float], ...]


class Terminal:
    """The live terminal.

    Parameters
    ----------
    env
        The clockwork.
    number, port_number
        Indices of terminal and port among the entities of the records.
    port, description
        What the scenario says of them.
    quays
        The live quays.
    end_h
        End of the run, h.
    """

    def __init__(
        self,
        env: Kernel,
        number: int,
        port_number: int,
        port: PortDescription,
        description: TerminalDescription,
        quays: list[Quay],
        end_h: float,
    ) -> None:
        self.env = env
        self.number = number
        self.port_number = port_number
        self.quays = quays
        self.inbound_h = float(port.inbound_h)
        self.outbound_h = float(port.outbound_h)
        self.mooring_h = float(description.mooring_h)
        self.teu_per_box = description.teu_per_box
        self.cranes = CranePool(env, description.cranes) if description.cranes else None
        self.yard = Yard(description.yard, end_h) if description.yard else None
        self.ships_waiting = Level(end_h)
        self.n_waiting = 0
        self._most_waiting = float("inf") if description.waiting_room is None else description.waiting_room
        self._clearance_m = description.under_keel_clearance_m
        self._rank = BERTH_QUEUE[description.queue]
        self._overtaking = description.overtaking
        # One line of ships; with overtaking one for each class, whose first ship stands for all behind it.
        self._lines: dict[str, list[tuple[float, int, Fit, Gate]]] = {}
        self._n_joined = 0

    def fit(self, ship_class: str, ship: ShipClass) -> Fit:
        """Find out, once for a class, where its ships can lie."""
        deep = [quay for quay in self.quays if quay.depth_m >= ship.draught_m + self._clearance_m]
        needs = [(quay, quay.need(ship)) for quay in deep]
        berths = tuple((quay, need) for quay, need in needs if need is not None)
        return Fit(ship_class if self._overtaking else "", berths)

    @property
    def is_full(self) -> bool:
        """Whether one more ship would find no place to wait."""
        return self.n_waiting >= self._most_waiting

    def moor(self, fit: Fit) -> Berth | None:
        """Take a berth at once, if one is free and no ship with a better right waits for it."""
        if self.n_waiting and (not self._overtaking or self._lines.get(fit.line)):
            return None
        return self._take(fit)

    def join(self, fit: Fit, work: float) -> Gate:
        """Join the queue with `work` to do (h or moves); the gate opens with the :class:`Berth`."""
        gate = Gate()
        now = self.env.now
        self._n_joined += 1
        heappush(self._lines.setdefault(fit.line, []), (self._rank(now, work), self._n_joined, fit, gate))
        self.n_waiting += 1
        self.ships_waiting.add(now, 1.0)
        return gate

    def cast_off(self, berth: Berth) -> None:
        """A ship has let go its last line: berth those who wait and fit."""
        berth.quay.give(berth.place, berth.need)
        while self.n_waiting:
            taken = self._next()
            if taken is None:
                return
            gate, next_berth = taken
            self.n_waiting -= 1
            self.ships_waiting.add(self.env.now, -1.0)
            gate.open(self.env, next_berth)

    def _take(self, fit: Fit) -> Berth | None:
        for quay, need in fit.berths:
            place = quay.take(need)
            if place is not None:
                return Berth(quay, place, need)
        return None

    def _next(self) -> tuple[Gate, Berth] | None:
        """Take the best-ranked ship that fits out of its line; without overtaking only the very first may go."""
        for line in sorted(filter(None, self._lines.values()), key=lambda line: line[0][:2]):
            berth = self._take(line[0][2])
            if berth is not None:
                return heappop(line)[3], berth
        return None
