"""The work on a ship alongside: all at once, or in parts where there is no room ashore or a storm comes in between."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple, Protocol

from portsim.model.kernel import Gate, Part
from portsim.model.port.sheltering import come_back, leave_berth, shelter

if TYPE_CHECKING:
    from portsim.model.port.book import PortBook
    from portsim.model.port.call import Stay
    from portsim.model.port.cranes import CranePool
    from portsim.model.port.terminal import Terminal

_SHIFT_H = 8.0


class Store(Protocol):
    """A yard (TEU) or stockyard (t)."""

    anchor_after_h: float

    def reserve(self, amount: int, /) -> bool:
        """Keep room for all a ship discharges; False if there is none."""

    def reserve_part(self, least: int, most: int, since_h: float, /) -> int:
        """Keep room for as much as there is; 0 if that is less than the least."""

    def landed(self, amount: int, /) -> None:
        """What room was kept for stands ashore."""

    def wait_for_room(self, name: str, least: int, most: int, since_h: float, most_h: float, /) -> Gate:
        """Wait for room; the gate opens with how much is kept, or with 0 after `most_h`."""


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
    store, landing = job.store, job.landing
    if store is None or not landing:
        yield from _move(terminal, job, stay, job.work, book)
        return
    if store.reserve(landing):
        yield from _move(terminal, job, stay, job.work, book)
        store.landed(landing)
        return
    if job.loading:
        yield from _move(terminal, job, stay, job.loading, book)
    yield from _discharge_in_parts(terminal, job, store, stay, book)


def _discharge_in_parts(terminal: Terminal, job: Job, store: Store, stay: Stay, book: PortBook) -> Part[None]:
    """Discharge as room is made ashore; what stands there already goes its way meanwhile.

    Cranes are put to work again when there is room for a shift of it, or for all that is left.
    """
    work, landing, since_h = job.work - job.loading, job.landing, terminal.env.now
    work_h = work if job.pool is None else job.pool.hours_alone(work, stay.ship.loa_m)
    shift = ceil(landing * min(1.0, _SHIFT_H / work_h))
    left = landing
    while left:
        least = min(shift, left)
        part = store.reserve_part(least, left, since_h)
        if not part:
            part = yield from _wait_for_room(terminal, store, stay, (least, left, since_h), book)
        yield from _move(terminal, job, stay, work * part / landing, book)
        left -= part
        if left:
            stay.ship.land_part(stay, part)
        store.landed(part)


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


def _wait_for_room(
    terminal: Terminal, store: Store, stay: Stay, asked: tuple[int, int, float], book: PortBook
) -> Part[int]:
    """Lie idle until there is room ashore; after some hours leave the berth to others and come back when there is.

    Parameters
    ----------
    asked
        The least that is worth beginning with, all she has left, and when she first asked.

    Returns
    -------
    int
        How much room is kept for her, TEU or t.
    """
    env, name = terminal.env, book.name_of(stay)
    since_h = env.now
    has_to_leave = terminal.storms is not None and terminal.storms.at(since_h) is not None
    part: int = yield store.wait_for_room(name, *asked, 0.0 if has_to_leave else store.anchor_after_h)
    if part:
        stay.idle_yard_h += env.now - since_h
        return part
    yield from _shift_to_anchor(terminal, stay, book)
    part = store.reserve_part(*asked) or (yield store.wait_for_room(name, *asked, float("inf")))
    stay.idle_yard_h += env.now - since_h
    yield from come_back(terminal, stay)
    return part


def _shift_to_anchor(terminal: Terminal, stay: Stay, book: PortBook) -> Part[None]:
    fit = stay.ship.fit
    if terminal.mooring_h:
        yield terminal.mooring_h
    if fit.outbound is not None and not terminal.sails_at_once(fit):
        yield terminal.wait_to_sail(stay)
    leave_berth(terminal, stay, book)
    if fit.outbound_h:
        yield fit.outbound_h
