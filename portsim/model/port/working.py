"""The work on a ship alongside: all at once, or in parts where there is no room ashore or a storm comes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from portsim.model.kernel import Part, Place
from portsim.model.port.sheltering import come_back, leave_berth, shelter

if TYPE_CHECKING:
    from portsim.model.port.book import PortBook
    from portsim.model.port.call import Stay
    from portsim.model.port.cranes import CranePool
    from portsim.model.port.terminal import Terminal


class Store(Protocol):
    """A yard (TEU) or stockyard (t)."""

    anchor_after_h: float

    def reserve(self, amount: int, /) -> bool:
        """Keep room; False if there is none."""

    def landed(self, amount: int, /) -> None:
        """What room was kept for stands ashore."""

    def wait_for_room(self, name: str, amount: int, most_h: float, /) -> Place:
        """Wait for room; the place opens with True, or with False after `most_h`."""


class Job(NamedTuple):
    """What is done to a ship.

    Attributes
    ----------
    pool
        Who does it; None where a law gives its hours.
    work
        All of it: moves of cranes, tonnes of unloaders, or the hours of the law.
    loading
        The part of it that needs no room ashore.
    store
        Where the rest goes; None where nothing is stored.
    landing
        What needs room there, TEU or t.
    """

    pool: CranePool | None
    work: float
    loading: float
    store: Store | None
    landing: int


def job_of(terminal: Terminal, stay: Stay) -> Job | None:
    """The work on a ship; None without any."""
    discharged_t, loaded_t, _, _ = stay.parcel
    bulk_t = discharged_t + loaded_t
    if bulk_t:
        pool, work = (terminal.unloaders, float(bulk_t)) if stay.work_h is None else (None, stay.work_h)
        return Job(pool, work, work * loaded_t / bulk_t, terminal.stockyard, discharged_t)
    if stay.work_h is not None:
        return Job(None, stay.work_h, 0.0, None, 0)
    if not stay.moves or terminal.cranes is None:
        return None
    landing = stay.discharged_laden_teu + stay.discharged_empty_teu
    loading = 0.0
    if landing:
        loading = stay.moves * (1.0 - landing / (landing + stay.loaded_laden_teu + stay.loaded_empty_teu))
    return Job(terminal.cranes, stay.moves, loading, terminal.yard, landing)


def work_ship(terminal: Terminal, job: Job, stay: Stay, book: PortBook) -> Part[None]:
    """Do all the work on a ship; what she lands has its room ashore when it ends."""
    store, landing, loading = job.store, job.landing, job.loading
    if store is None or not landing:
        yield from _move(terminal, job, stay, job.work, book)
        return
    if store.reserve(landing):
        yield from _move(terminal, job, stay, job.work, book)
    else:
        if loading:
            yield from _move(terminal, job, stay, loading, book)
        if not store.reserve(landing):
            yield from _wait_for_room(terminal, store, stay, landing, book)
        yield from _move(terminal, job, stay, job.work - loading, book)
    store.landed(landing)


def _move(terminal: Terminal, job: Job, stay: Stay, amount: float, book: PortBook) -> Part[None]:
    """Do some of the work, before and after the storms she runs from."""
    pool = job.pool
    while True:
        storm = terminal.storms.at(terminal.env.now) if terminal.storms is not None else None
        if storm is not None:
            yield from shelter(terminal, stay, storm, book)
            continue
        if pool is None:
            left = yield from _hours(terminal, amount)
        else:
            left = yield from _moves(terminal, pool, stay, amount)
        if left <= 0.0:
            return
        amount = left


def _hours(terminal: Terminal, hours: float) -> Part[float]:
    """Work the hours of a law up to the next storm; return what is left of them."""
    at_a_stretch_h = hours
    if terminal.storms is not None:
        at_a_stretch_h = min(hours, terminal.storms.next_leave(terminal.env.now) - terminal.env.now)
    yield at_a_stretch_h
    return hours - at_a_stretch_h


def _moves(terminal: Terminal, pool: CranePool, stay: Stay, moves: float) -> Part[float]:
    """Be worked by cranes or unloaders; return what is left when a storm sends her away."""
    work = pool.begin(moves, stay.ship.loa_m)
    is_done = yield work.done
    if pool is terminal.unloaders:
        stay.unloader_h += work.crane_h
    else:
        stay.crane_h += work.crane_h
    stay.idle_weather_h += work.idle_weather_h
    stay.idle_crane_h += work.idle_crane_h
    return work.left if is_done is False else 0.0


def _wait_for_room(terminal: Terminal, store: Store, stay: Stay, landing: int, book: PortBook) -> Part[None]:
    """Lie idle until there is room ashore; after some hours leave the berth to others and come back when there is."""
    env, name = terminal.env, book.name_of(stay)
    since_h = env.now
    has_to_leave = terminal.storms is not None and terminal.storms.at(since_h) is not None
    has_room = yield store.wait_for_room(name, landing, 0.0 if has_to_leave else store.anchor_after_h)
    if has_room:
        stay.idle_yard_h += env.now - since_h
        return
    yield from _shift_to_anchor(terminal, stay, book)
    if not store.reserve(landing):
        yield store.wait_for_room(name, landing, float("inf"))
    stay.idle_yard_h += env.now - since_h
    yield from come_back(terminal, stay)


def _shift_to_anchor(terminal: Terminal, stay: Stay, book: PortBook) -> Part[None]:
    fit = stay.ship.fit
    if terminal.mooring_h:
        yield terminal.mooring_h
    if fit.outbound is not None and not terminal.sails_at_once(fit):
        yield terminal.wait_to_sail(stay)
    leave_berth(terminal, stay, book)
    if fit.outbound_h:
        yield fit.outbound_h
