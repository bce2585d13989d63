"""The work on a ship alongside: all at once, or loading first where the yard has no room, and then at anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portsim.model.kernel import Part

if TYPE_CHECKING:
    from portsim.model.port.book import PortBook
    from portsim.model.port.call import Stay
    from portsim.model.port.cranes import CranePool
    from portsim.model.port.terminal import Terminal
    from portsim.model.port.yard import Yard


def work_ship(terminal: Terminal, cranes: CranePool, stay: Stay, book: PortBook) -> Part[None]:
    """Do all moves of a ship; her boxes have their room in the yard when it ends."""
    yard, teu = terminal.yard, stay.discharged_laden_teu + stay.discharged_empty_teu
    if yard is None or not teu:
        yield from _move(cranes, stay, stay.moves)
        return
    if yard.reserve(teu):
        yield from _move(cranes, stay, stay.moves)
    else:
        loading = stay.moves * (1.0 - teu / (teu + stay.loaded_laden_teu + stay.loaded_empty_teu))
        if loading:
            yield from _move(cranes, stay, loading)
        if not yard.reserve(teu):
            yield from _wait_for_room(terminal, yard, stay, teu, book)
        yield from _move(cranes, stay, stay.moves - loading)
    yard.landed(teu)


def _move(cranes: CranePool, stay: Stay, moves: float) -> Part[None]:
    work = cranes.begin(moves, stay.ship.loa_m)
    yield work.done
    stay.crane_h += work.crane_h
    stay.idle_weather_h += work.idle_weather_h
    stay.idle_crane_h += work.idle_crane_h


def _wait_for_room(terminal: Terminal, yard: Yard, stay: Stay, teu: int, book: PortBook) -> Part[None]:
    """Lie idle until the yard has room; after some hours leave the berth to others and come back when it has."""
    env, fit, name = terminal.env, stay.ship.fit, book.name_of(stay)
    since_h = env.now
    has_room = yield yard.wait_for_room(name, teu, yard.anchor_after_h)
    if has_room:
        stay.idle_yard_h += env.now - since_h
        return
    yield from _shift_to_anchor(terminal, stay, book)
    if not yard.reserve(teu):
        yield yard.wait_for_room(name, teu, float("inf"))
    stay.idle_yard_h += env.now - since_h
    stay.berth = terminal.moor(fit)
    if stay.berth is None:
        yield terminal.join(stay, stay.ship.expected_work(stay))
    if fit.inbound_h:
        yield fit.inbound_h
    stay.berthed_h = env.now
    if terminal.mooring_h:
        yield terminal.mooring_h


def _shift_to_anchor(terminal: Terminal, stay: Stay, book: PortBook) -> Part[None]:
    env, fit = terminal.env, stay.ship.fit
    if terminal.mooring_h:
        yield terminal.mooring_h
    if fit.outbound is not None and not terminal.sails_at_once(fit):
        yield terminal.wait_to_sail(stay)
    book.shift(stay)
    stay.before_h += env.now - stay.berthed_h
    terminal.cast_off(stay)
    if fit.outbound_h:
        yield fit.outbound_h
