"""The story of one port call, from the anchorage to the open sea."""

from __future__ import annotations

from typing import Protocol

from portsim.model.kernel import Part
from portsim.model.port.terminal import Fit, Terminal

NEVER = float("nan")


class Stay:
    """What is noted of one call; times in hours of the run, boxes in TEU."""

    __slots__ = (
        "arrived_h", "berthed_h", "crane_h", "departed_h", "discharged_empty_teu", "discharged_laden_teu", "foreign_teu",
        "inbound_h", "loaded_empty_teu", "loaded_laden_teu", "moves", "need", "quay", "transhipped_teu", "turned_away",
        "unberthed_h", "work_end_h", "work_start_h",
    )  # fmt: skip

    def __init__(self, arrived_h: float) -> None:
        self.arrived_h = arrived_h
        self.inbound_h = self.berthed_h = self.work_start_h = self.work_end_h = self.unberthed_h = NEVER
        self.departed_h = NEVER
        self.quay = -1
        self.need = 0.0
        self.moves = self.crane_h = 0.0
        self.discharged_laden_teu = self.discharged_empty_teu = self.loaded_laden_teu = self.loaded_empty_teu = 0
        self.transhipped_teu = self.foreign_teu = 0
        self.turned_away = False

    def row(self) -> tuple[float | int | bool, ...]:
        """The columns of the table `calls` from `arrived_h` on."""
        wait_h = self.inbound_h - self.arrived_h
        return (
            self.arrived_h, self.inbound_h, self.berthed_h, self.work_start_h, self.work_end_h, self.unberthed_h,
            self.departed_h, wait_h, wait_h, self.unberthed_h - self.berthed_h, self.moves, self.crane_h,
            self.discharged_laden_teu, self.discharged_empty_teu, self.loaded_laden_teu, self.loaded_empty_teu,
            self.transhipped_teu, self.foreign_teu, self.turned_away,
        )  # fmt: skip


class Caller(Protocol):
    """A ship that calls."""

    fit: Fit
    loa_m: float

    def expected_work(self) -> float:
        """Work the port expects (h or moves), for the berth queue."""

    def open_hatches(self, stay: Stay) -> float | None:
        """Decide what is discharged and loaded, note it and its moves in `stay`; hours of work if a law gives them."""

    def close_hatches(self, stay: Stay) -> None:
        """The work is done: what was discharged stands in the yard."""


def call(terminal: Terminal, ship: Caller, stay: Stay) -> Part[None]:
    """One port call: wait for a berth, sail in, moor, work, let go, sail out. Without waiting room the ship goes on."""
    env = terminal.env
    fit = ship.fit
    berth = terminal.moor(fit)
    if berth is None:
        if terminal.is_full:
            stay.turned_away = True
            stay.departed_h = env.now
            return
        berth = yield terminal.join(fit, ship.expected_work())
    stay.inbound_h = env.now
    stay.quay = berth.quay.number
    stay.need = berth.need
    if terminal.inbound_h:
        yield terminal.inbound_h
    stay.berthed_h = env.now
    if terminal.mooring_h:
        yield terminal.mooring_h
    stay.work_start_h = env.now
    work_h = ship.open_hatches(stay)
    if work_h is not None:
        yield work_h
    elif stay.moves and terminal.cranes is not None:
        work = terminal.cranes.begin(stay.moves, ship.loa_m)
        yield work.done
        stay.crane_h = work.crane_h
    stay.work_end_h = env.now
    ship.close_hatches(stay)
    if terminal.mooring_h:
        yield terminal.mooring_h
    stay.unberthed_h = env.now
    terminal.cast_off(berth)
    if terminal.outbound_h:
        yield terminal.outbound_h
    stay.departed_h = env.now
