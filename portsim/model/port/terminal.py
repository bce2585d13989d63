"""A terminal: quays with one queue of ships before them, a pool of cranes, a yard."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

from portsim.model.kernel import Gate, Kernel
from portsim.model.level import Level
from portsim.model.port.call import Berth, Stay
from portsim.model.port.cranes import CranePool
from portsim.model.port.policies import BERTH_QUEUE
from portsim.model.port.quay import Quay
from portsim.model.port.yard import Yard
from portsim.scenario.port import Port as PortDescription
from portsim.scenario.port import Terminal as TerminalDescription
from portsim.scenario.service import ShipClass

Waiting = tuple[float, int, tuple[tuple[Quay, float], ...], Gate, Stay]
"""A ship in the queue: her rank, when she joined, where she fits, the gate she is parked at, the page of her call."""


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
        self._lines: dict[str, list[Waiting]] = {}
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
        for quay, need in fit.berths:
            place = quay.take(need)
            if place is not None:
                return quay, place, need
        return None

    def join(self, stay: Stay, work: float) -> Gate:
        """Join the queue with `work` to do (h or TEU); when the gate opens, ``stay.berth`` is the berth."""
        gate = Gate()
        now = self.env.now
        fit = stay.ship.fit
        line = self._lines.get(fit.line)
        if line is None:
            line = self._lines[fit.line] = []
        self._n_joined += 1
        heappush(line, (self._rank(now, work), self._n_joined, fit.berths, gate, stay))
        self.n_waiting += 1
        self.ships_waiting.add(now, 1.0)
        return gate

    def cast_off(self, stay: Stay) -> None:
        """A ship has let go her last line: berth those who wait and fit."""
        assert stay.berth is not None  # she lay somewhere
        quay, place, need = stay.berth
        quay.give(place, need)
        while self.n_waiting and self._berth_next():
            self.n_waiting -= 1
            self.ships_waiting.add(self.env.now, -1.0)

    def _berth_next(self) -> bool:
        """Berth the best-ranked ship that fits; without overtaking only the very first may go."""
        lines = self._lines.values()
        for line in sorted(filter(None, lines), key=_first) if self._overtaking else lines:
            for quay, need in line[0][2]:
                place = quay.take(need)
                if place is not None:
                    _, _, _, gate, stay = heappop(line)
                    stay.berth = (quay, place, need)
                    return gate.open(self.env)
        return False


def _first(line: list[Waiting]) -> tuple[float, int]:
    """Rank of the first ship of a line, and when she joined."""
    return line[0][:2]
