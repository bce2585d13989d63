"""The story of one port call, from the anchorage to the open sea."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from portsim.model.kernel import Part
from portsim.model.port.working import job_of, work_ship

if TYPE_CHECKING:
    from portsim.model.port.book import PortBook
    from portsim.model.port.quay import Berth
    from portsim.model.port.terminal import Fit, Terminal

NEVER = float("nan")
Hours: TypeAlias = Sequence[float]
"""Hours waited for weather, berth, tide, channel and pilot."""
NO_WAIT: Hours = (0.0, 0.0, 0.0, 0.0, 0.0)


class Parcel(NamedTuple):
    """What a ship brings and takes that is in no box: t, vehicles, people."""

    discharged_t: int = 0
    loaded_t: int = 0
    vehicles: int = 0
    passengers: int = 0


NO_PARCEL = Parcel()


class Caller(Protocol):
    """A ship that calls, or the irregular service that stands for all its ships.

    Attributes
    ----------
    service_number, class_number
        Indices of service and ship class among the entities of the records.
    number
        Number of the ship in her string, -1 for an irregular caller.
    loa_m
        Length over all.
    fit
        Where she can lie at the terminal she calls at.
    window_h
        How early or late she may be to keep her berth window; negative without one.
    """

    service_number: int
    class_number: int
    number: int
    loa_m: float
    fit: Fit
    window_h: float

    def announce(self, stay: Stay) -> None:
        """She has arrived: note voyage, pro forma time, and what is known of her work."""

    def expected_work(self, stay: Stay) -> float:
        """Work the port expects (h or TEU, alike for all ships of a terminal), for the berth queue."""

    @property
    def open_hatches(self) -> Callable[[Stay], None] | None:
        """Decides what is discharged and loaded, notes it, its moves, or the hours of a law; None if known before."""

    def land_part(self, stay: Stay, amount: int) -> None:
        """Before a full yard she discharges in parts: so much more, not the last of it, stands there now."""

    @property
    def close_hatches(self) -> Callable[[Stay], None] | None:
        """The work is done: all that was discharged stands in the yard; None if no yard sees it."""


class Stay:
    """What is noted of one call; times in hours of the run, boxes in TEU, bulk in t, vehicles and people as numbers."""

    # Slots, all set here: a class-level default costs more at every reading of the row than it saves here.
    __slots__ = (
        "arrived_h", "before_h", "berth", "berthed_h", "crane_h", "departed_h", "discharged_empty_teu",
        "discharged_laden_teu", "foreign_teu", "idle_crane_h", "idle_weather_h", "idle_yard_h", "inbound_h",
        "landed_empty_teu", "landed_t", "loaded_empty_teu", "loaded_laden_teu", "moves", "parcel", "pro_forma_h",
        "ready_h", "ship", "terminal", "transhipped_teu", "turned_away", "unberthed_h", "unloader_h", "voyage",
        "waited_in", "waited_out", "work_end_h", "work_h", "work_start_h",
    )  # fmt: skip

    def __init__(self, ship: Caller, terminal: Terminal, arrived_h: float) -> None:
        self.ship = ship
        self.terminal = terminal
        self.arrived_h = arrived_h
        self.voyage = 0
        self.pro_forma_h = self.inbound_h = self.berthed_h = self.work_start_h = NEVER
        self.work_end_h = self.ready_h = self.unberthed_h = self.departed_h = NEVER
        self.waited_in = self.waited_out = NO_WAIT
        self.berth: Berth | None = None
        self.work_h: float | None = None
        self.moves = self.crane_h = self.idle_weather_h = self.idle_crane_h = self.idle_yard_h = 0.0
        self.before_h = self.unloader_h = 0.0
        self.discharged_laden_teu = self.discharged_empty_teu = self.loaded_laden_teu = self.loaded_empty_teu = 0
        self.transhipped_teu = self.foreign_teu = self.landed_empty_teu = self.landed_t = 0
        self.parcel = NO_PARCEL
        self.turned_away = False

    def waited(self, inbound: bool, hours: Hours) -> None:
        """Add hours waited for leave, before berthing or before sailing; a ship that shifts waits more than once."""
        before = self.waited_in if inbound else self.waited_out
        total = hours if before is NO_WAIT else [a + b for a, b in zip(before, hours, strict=True)]
        if inbound:
            self.waited_in = total
        else:
            self.waited_out = total


def call(terminal: Terminal, ship: Caller, book: PortBook) -> Part[None]:
    """One port call: wait for leave, sail in, moor, work, wait again, let go, sail out. Without waiting room she goes.

    A ship waits at the anchorage, and again at the berth, until weather, berth, tide, channel and pilot allow.
    """
    env = terminal.env
    fit = ship.fit
    stay = book.arrive(ship, terminal, env.now)
    ship.announce(stay)
    stay.berth = terminal.moor(fit)
    if stay.berth is None:
        if terminal.is_full:
            return book.turn_away(stay)
        yield terminal.join(stay)
    stay.inbound_h = now = env.now
    stay.berthed_h = now + fit.inbound_h
    if fit.inbound_h or terminal.mooring_h:
        yield fit.inbound_h + terminal.mooring_h  # one sleep: nothing can happen to her in between
    stay.work_start_h = env.now
    if ship.open_hatches is not None:
        ship.open_hatches(stay)
    if stay.work_h is not None and terminal.storms is None and terminal.stockyard is None:
        yield stay.work_h  # nothing can come in between
    elif (job := job_of(terminal, stay)) is not None:
        yield from work_ship(terminal, job, stay, book)
    stay.work_end_h = env.now
    if ship.close_hatches is not None:
        ship.close_hatches(stay)
    if terminal.mooring_h:
        yield terminal.mooring_h
    stay.ready_h = env.now
    if fit.outbound is not None and not terminal.sails_at_once(fit):
        yield terminal.wait_to_sail(stay)
    stay.unberthed_h = env.now
    terminal.cast_off(stay)
    if fit.outbound_h:
        yield fit.outbound_h
    stay.departed_h = env.now
    book.depart(stay)
