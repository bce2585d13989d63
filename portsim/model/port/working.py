"""The work on a ship alongside: all at once, or in parts where the yard has no room or a storm comes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portsim.model.kernel import Part
from portsim.model.port.sheltering import come_back, leave_berth, shelter

if TYPE_CHECKING:
    from portsim.model.port.book import PortBook
    from portsim.model.port.call import Stay
    from portsim.model.port.cranes import CranePool
    from portsim.model.port.storms import Storms
    from portsim.model.port.terminal import Terminal
    from portsim.model.port.yard import Yard


def work_ship(terminal: Terminal, cranes: CranePool, stay: Stay, book: PortBook) -> Part[None]:
    """Do all moves of a ship; her boxes have their room in the yard when it ends."""
    yard, teu = terminal.yard, stay.discharged_laden_teu + stay.discharged_empty_teu
    if yard is None or not teu:
        yield from _move(terminal, cranes, stay, stay.moves, book)
        return
    if yard.reserve(teu):
        yield from _move(terminal, cranes, stay, stay.moves, book)
    else:
        loading = stay.moves * (1.0 - teu / (teu + stay.loaded_laden_teu + stay.loaded_empty_teu))
        if loading:
            yield from _move(terminal, cranes, stay, loading, book)
        if not yard.reserve(teu):
            yield from _wait_for_room(terminal, yard, stay, teu, book)
        yield from _move(terminal, cranes, stay, stay.moves - loading, book)
    yard.landed(teu)


def work_hours(terminal: Terminal, storms: Storms, stay: Stay, hours: float, book: PortBook) -> Part[None]:
    """Do the work a law gave a ship, before and after the storms she runs from."""
    env = terminal.env
    while True:
        storm = storms.at(env.now)
        if storm is not None:
            yield from shelter(terminal, stay, storm, book)
            continue
        at_a_stretch_h = min(hours, storms.next_leave(env.now) - env.now)
        yield at_a_stretch_h
        hours -= at_a_stretch_h
        if hours <= 0.0:
            return


def _move(terminal: Terminal, cranes: CranePool, stay: Stay, moves: float, book: PortBook) -> Part[None]:
    """Do some moves, before and after the storms she runs from."""
    while True:
        storm = terminal.storms.at(terminal.env.now) if terminal.storms is not None else None
        if storm is not None:
            yield from shelter(terminal, stay, storm, book)
            continue
        work = cranes.begin(moves, stay.ship.loa_m)
        is_done = yield work.done
        stay.crane_h += work.crane_h
        stay.idle_weather_h += work.idle_weather_h
        stay.idle_crane_h += work.idle_crane_h
        if is_done is not False:
            return
        moves = work.left


def _wait_for_room(terminal: Terminal, yard: Yard, stay: Stay, teu: int, book: PortBook) -> Part[None]:
    """Lie idle until the yard has room; after some hours leave the berth to others and come back when it has."""
    env, name = terminal.env, book.name_of(stay)
    since_h = env.now
    has_to_leave = terminal.storms is not None and terminal.storms.at(since_h) is not None
    has_room = yield yard.wait_for_room(name, teu, 0.0 if has_to_leave else yard.anchor_after_h)
    if has_room:
        stay.idle_yard_h += env.now - since_h
        return
    yield from _shift_to_anchor(terminal, stay, book)
    if not yard.reserve(teu):
        yield yard.wait_for_room(name, teu, float("inf"))
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
