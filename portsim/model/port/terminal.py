"""A terminal: quays with one queue of ships, a pool of cranes or unloaders, a yard or stockyard, a gate, tracks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from portsim.model.kernel import Kernel, Part, Place, Process
from portsim.model.level import Level
from portsim.model.port.access import Access
from portsim.model.port.berth_line import BerthLine
from portsim.model.port.call import Stay
from portsim.model.port.channel import IN, OUT
from portsim.model.port.cranes import CranePool
from portsim.model.port.gate import TruckGate
from portsim.model.port.line import Line, Waiting
from portsim.model.port.passage import NO_CAUSE, Passage
from portsim.model.port.policies import BERTH_QUEUE
from portsim.model.port.quay import Berth, Berths, Quay, take_berth
from portsim.model.port.stockyard import Stockyard
from portsim.model.port.storms import Storms
from portsim.model.port.tracks import Tracks
from portsim.model.port.yard import Yard
from portsim.scenario.port import Port as PortDescription
from portsim.scenario.port import Terminal as TerminalDescription
from portsim.scenario.service import ShipClass


class Queue(Protocol):
    """A line of ships that want to berth."""

    @property
    def ships(self) -> Sequence[tuple[Any, ...]]:
        """Those that wait, the first first: rank, number in order of joining, and more."""

    def join(self, stay: Stay, rank: float, now: float) -> Place | float:
        """Put a ship into it; what is returned must be yielded at once, and then she starts."""

    def look(self) -> bool:
        """Let the first start, if nothing holds her up."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where and how ships of one class call at a terminal.

    Attributes
    ----------
    line, berths
        The line they wait in, and quays deep and long enough.
    inbound_h, outbound_h
        Time from the anchorage to the berth, and from the berth to the open sea, h.
    inbound, outbound
        Their ways in and out; None at a port where nothing but a berth is ever waited for.
    sailing
        The line they wait in to sail.
    """

    line: Queue
    berths: Berths
    inbound_h: float
    outbound_h: float
    inbound: Passage | None = None
    outbound: Passage | None = None
    sailing: Line | None = None


class Terminal:
    """The live terminal.

    Parameters
    ----------
    env
        The clockwork.
    id
        Id of the terminal, for messages.
    number, port_number
        Indices of terminal and port among the entities of the records.
    port, description
        What the scenario says of them.
    quays
        The live quays.
    access
        The ways in and out; None where nothing but a berth is ever waited for.
    channel_id
        The channel to it, empty without one.
    end_h
        End of the run, h.

    Attributes
    ----------
    storms
        Storms for which ships leave their berths; None without any.
    """

    def __init__(
        self,
        env: Kernel,
        id: str,
        number: int,
        port_number: int,
        port: PortDescription,
        description: TerminalDescription,
        quays: list[Quay],
        access: Access | None,
        channel_id: str,
        end_h: float,
    ) -> None:
        self.env = env
        self.number = number
        self.port_number = port_number
        self.quays = quays
        self._inbound_h = float(port.inbound_h)
        self._outbound_h = float(port.outbound_h)
        self.mooring_h = float(description.mooring_h)
        self.teu_per_box = description.teu_per_box
        self.yard = Yard(env, id, description.yard, end_h) if description.yard else None
        self.gate = TruckGate(description.gate, end_h) if description.gate else None
        if self.yard is not None:
            self.yard.truck_gate = self.gate
        self.tracks = Tracks(env, description.rail_terminal, self.teu_per_box) if description.rail_terminal else None
        rate_share = self.yard.rate_share if self.yard else None
        self.cranes = CranePool(env, description.cranes, rate_share) if description.cranes else None
        self.stockyard = Stockyard(env, description.stockyard) if description.stockyard else None
        rate_share = self.stockyard.rate_share if self.stockyard else None
        self.unloaders = CranePool(env, description.unloaders, rate_share) if description.unloaders else None
        self.ships_waiting = Level(end_h)
        self.n_waiting = 0
        self._most_waiting = float("inf") if description.waiting_room is None else description.waiting_room
        self._clearance_m = description.under_keel_clearance_m
        self._rank = BERTH_QUEUE[description.queue]
        self._overtaking = description.overtaking
        self._access = access
        self._channel_id = channel_id
        # One line of ships; with overtaking one for each class, whose first ship stands for all behind it.
        self._lines: dict[str, Queue] = {}
        self.storms: Storms | None = None
        self._leaving: dict[Waiting, Line] = {}

    def fit(self, ship_class: str, ship: ShipClass) -> Fit:
        """Find out, once for a class, where its ships can lie and how they come and go."""
        key = ship_class if self._overtaking else ""
        if key not in self._lines:
            self._lines[key] = self._access.line(self, self._overtaking) if self._access else BerthLine(self)
        line, berths = self._lines[key], self._berths_for(ship)
        if self._access is None:
            return Fit(line, berths, self._inbound_h, self._outbound_h)
        inbound, outbound = (self._access.passage(self._channel_id, ship, way) for way in (IN, OUT))
        sailing = self._access.sailing_line(outbound)
        return Fit(line, berths, inbound.hours, outbound.hours, inbound, outbound, sailing)

    def forget_tide(self) -> None:
        """Let the heights of the tide go; a class found out later would have them made again."""
        if self._access is not None:
            self._access.forget_tide()

    def _berths_for(self, ship: ShipClass) -> Berths:
        """Quays deep and long enough for a class."""
        deep = [quay for quay in self.quays if quay.depth_m >= ship.draught_m + self._clearance_m]
        needs = [(quay, quay.need(ship)) for quay in deep]
        return tuple((quay, need) for quay, need in needs if need is not None)

    @property
    def is_full(self) -> bool:
        """Whether one more ship would find no place to wait."""
        return self.n_waiting >= self._most_waiting

    def moor(self, fit: Fit) -> Berth | None:
        """Take a berth at once, if one is free, no ship with a better right waits, and nothing else holds her up."""
        if self.n_waiting and (not self._overtaking or fit.line.ships):
            return None
        passage = fit.inbound
        if passage is None:  # a berth is all she needs
            return take_berth(fit.berths)
        now = self.env.now
        if passage.obstacle(now, now)[0] != NO_CAUSE:  # the weather is one: no hours to start in are open
            return None
        berth = take_berth(fit.berths)
        if berth is not None:
            passage.start(now)
        return berth

    def join(self, stay: Stay, before_all: bool = False) -> Place | float:
        """Wait for a berth; to be yielded at once. Then ``stay.berth`` is the berth.

        Those who go `before_all` others come in the order in which they joined, all others after :meth:`moor` in vain.
        """
        now = self.env.now
        self.n_waiting += 1
        self.ships_waiting.add(now, 1.0)
        return stay.ship.fit.line.join(stay, now - _BEFORE_ALL_H if before_all else self._rank(stay, now), now)

    def one_less_waits(self) -> None:
        """A ship has left the line."""
        self.n_waiting -= 1
        self.ships_waiting.add(self.env.now, -1.0)

    def sails_at_once(self, fit: Fit) -> bool:
        """Let a ship that is ready sail, if nothing holds her up."""
        passage, now = fit.outbound, self.env.now
        if passage is None:
            return True
        if fit.sailing or passage.obstacle(now, now)[0] != NO_CAUSE:
            return False
        passage.start(now)
        return True

    def wait_to_sail(self, stay: Stay) -> Place | float:
        """Wait for leave to sail; to be yielded at once."""
        now, fit = self.env.now, stay.ship.fit
        assert fit.sailing is not None  # every class with a way out has a line for it
        assert fit.outbound is not None
        return fit.sailing.wait(Waiting(stay, now, fit.outbound, ()), now)

    def wait_to_leave(self, stay: Stay) -> Part[bool]:
        """Wait for leave to go to shelter; False if the storm came first and she stays alongside."""
        now, fit = self.env.now, stay.ship.fit
        assert fit.sailing is not None  # every class with a way out has a line for it
        assert fit.outbound is not None
        waiting = Waiting(stay, now, fit.outbound, ())
        self._leaving[waiting] = fit.sailing
        has_leave = yield fit.sailing.wait(waiting, now)
        self._leaving.pop(waiting, None)
        return has_leave is not False

    def break_off(self) -> None:
        """A storm is coming: those at work or waiting for room in the yard leave their berths."""
        for pool in (self.cranes, self.unloaders):
            if pool is not None:
                pool.break_off()
        for store in (self.yard, self.stockyard):
            if store is not None:
                store.send_away()

    def keep_alongside(self) -> None:
        """The storm is here: those who had no leave to go stay."""
        leaving, self._leaving = self._leaving, {}
        for waiting, line in leaving.items():
            if waiting.place:
                line.withdraw(waiting, self.env.now)
                waiting.stay.waited(False, waiting.hours)
                waiting.place.open(self.env, False)
                while line.ships and line.look():
                    pass

    def close_quay(self, quay: Quay, start_h: float, end_h: float) -> Process:
        """Send no ship to a quay between two hours."""
        if start_h > self.env.now:
            yield start_h - self.env.now
        quay.is_closed = True
        if end_h > self.env.now:
            yield end_h - self.env.now
        quay.is_closed = False
        self.look()

    def cast_off(self, stay: Stay) -> None:
        """A ship has let go her last line: berth those who wait and fit."""
        assert stay.berth is not None  # she lay somewhere
        quay, place, need = stay.berth
        quay.give(place, need)
        if self.n_waiting:
            self.look()

    def look(self) -> None:
        """Berth those who wait, the best rank first, as long as one may start."""
        lines = self._lines.values()
        if self._overtaking:
            while any(line.look() for line in sorted([line for line in lines if line.ships], key=_rank)):
                pass
        else:
            for line in lines:
                while line.ships and line.look():
                    pass


_BEFORE_ALL_H = 1e8  # more than any queue rule takes off


def _rank(line: Queue) -> tuple[Any, ...]:
    return line.ships[0][:2]
