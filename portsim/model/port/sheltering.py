"""How a ship runs from a storm: she leaves her berth with work undone, lies at anchor, and comes back for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portsim.model.kernel import Part

if TYPE_CHECKING:
    from portsim.model.port.book import PortBook
    from portsim.model.port.call import Stay
    from portsim.model.port.storms import Storm
    from portsim.model.port.terminal import Terminal


def shelter(terminal: Terminal, stay: Stay, storm: Storm, book: PortBook) -> Part[None]:
    """Leave the berth and come back when the storm is over; alongside all the time if there was no leave to go."""
    env, fit = terminal.env, stay.ship.fit
    has_left = yield from _leave(terminal, stay, storm, book)
    if not has_left:
        since_h = env.now
        if storm.reopens_h > since_h:
            yield storm.reopens_h - since_h
        stay.idle_weather_h += env.now - since_h
        return
    if fit.outbound_h:
        yield fit.outbound_h
    yield from come_back(terminal, stay, storm.first)


def _leave(terminal: Terminal, stay: Stay, storm: Storm, book: PortBook) -> Part[bool]:
    env, fit = terminal.env, stay.ship.fit
    if env.now + terminal.mooring_h >= storm.closes_h:
        return False
    if terminal.mooring_h:
        yield terminal.mooring_h
    if not terminal.sails_at_once(fit):
        has_leave = yield from terminal.wait_to_leave(stay)
        if not has_leave:
            return False
    leave_berth(terminal, stay, book)
    return True


def leave_berth(terminal: Terminal, stay: Stay, book: PortBook) -> None:
    """Let go the last line with work undone."""
    book.shift(stay)
    stay.before_h += terminal.env.now - stay.berthed_h
    terminal.cast_off(stay)


def come_back(terminal: Terminal, stay: Stay, before_all: bool = False) -> Part[None]:
    """Wait for a berth once more, sail in and moor."""
    env, fit = terminal.env, stay.ship.fit
    stay.berth = None if before_all else terminal.moor(fit)
    if stay.berth is None:
        yield terminal.join(stay, before_all)
    if fit.inbound_h:
        yield fit.inbound_h
    stay.berthed_h = env.now
    if terminal.mooring_h:
        yield terminal.mooring_h
