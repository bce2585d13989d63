"""Checks of what opens and closes: does a service find a berth at some time of its life, and at all times of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from portsim.scenario.case import Case
from portsim.scenario.port import Quay, Terminal
from portsim.scenario.service import Liner, ShipClass, Stop, Train, Tramp, terminal_called

Keys = tuple[str | int, ...]
Days = tuple[date, date]


def check_lifetimes(case: Case) -> None:
    """Services that never sail, call where nothing is open, or call before or after the berths are there."""
    run = _run(case)
    for id, service in case.scenario.services.items():
        if not _meet(service.days, run):
            case.warning(("services", id), f"never sails: {_told(service.days)}, and {_told(run, 'the run')}")
    for caller, days, where, stop, ship in _calls(case):
        there = _meet(days, run)
        if there is not None and _is_known(case, stop):
            _check_call(case, caller, there, where, stop, ship)


def _run(case: Case) -> Days:
    calendar = case.scenario.clock
    return date(calendar.year, 1, 1) - timedelta(days=calendar.warmup_days), date(
        calendar.year + calendar.n_years, 1, 1
    )


def _meet(one: Days, other: Days) -> Days | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def _told(days: Days, who: str = "it") -> str:
    start, end = days
    since = f"from {start}" if start > date.min else ""
    until = f"to {end}" if end < date.max else ""
    return f"{who} goes {' '.join(part for part in (since, until) if part)}"


def _is_known(case: Case, stop: Stop) -> bool:
    port = case.scenario.ports.get(stop.port)
    return port is not None and stop.terminal in port.terminals and case.is_whole("ports", stop.port)


def _calls(case: Case) -> Iterator[tuple[str, Days, Keys, Stop, ShipClass | None]]:
    """Who calls, when, where that is written, at which terminal, and with what ship (None for a train)."""
    scenario = case.scenario
    always = date.min, date.max
    for id, service in scenario.services.items():
        if isinstance(service, Liner):
            ship = scenario.fleets.get(service.ship_class)
            for index, text in enumerate(service.rotation):
                port, _, terminal = text.partition("/")
                for stop in _stop(case, port, terminal):
                    yield id, service.days, ("services", id, "rotation", index), stop, ship
        elif isinstance(service, Tramp | Train):
            ship = scenario.fleets.get(service.ship_class) if isinstance(service, Tramp) else None
            for stop in _stop(case, service.port, service.terminal or ""):
                yield id, service.days, ("services", id, "port"), stop, ship
    for id, stream in scenario.bulk.items():
        for class_id in stream.parcels:
            for stop in _stop(case, stream.port, stream.terminal or ""):
                yield id, always, ("bulk", id, "parcels", class_id), stop, scenario.fleets.get(class_id)


def _stop(case: Case, port: str, terminal: str) -> Iterator[Stop]:
    """The terminal, if it can be told; other checks say where it cannot."""
    try:
        name = terminal_called(port, terminal or None, case.scenario.ports)
    except ValueError:
        return
    if name:
        yield Stop(port, name)


def _check_call(case: Case, caller: str, there: Days, where: Keys, stop: Stop, ship: ShipClass | None) -> None:
    terminal = case.scenario.ports[stop.port].terminals[stop.terminal]
    lives = [terminal.days] if ship is None else list(_lives(terminal, ship))
    if not lives:
        return  # no quay takes her at any time: other checks say so
    name, met = f"{stop.port}/{stop.terminal}", [one for life in lives if (one := _meet(life, there))]
    if not met:
        spans = ", ".join(_told(life, "a berth for it" if ship else "the terminal") for life in lives)
        case.error(where, f"{caller} finds nothing open at {name} in its whole life: {_told(there)}, {spans}")
        return
    opens, closes = min(start for start, _ in met), max(end for _, end in met)
    if opens > there[0]:
        case.warning(where, f"{name} opens for {caller} on {opens}: what comes from {there[0]} on waits till then")
    if closes < there[1]:
        case.warning(where, f"{name} closes for {caller} on {closes}: what comes later waits in vain; give it open_to")


def _lives(terminal: Terminal, ship: ShipClass) -> Iterator[Days]:
    """When each quay that takes the ship is there, as far as the terminal is."""
    for quay in terminal.quays.values():
        life = _meet(quay.days, terminal.days)
        if _takes(quay, terminal, ship):
            yield life or (quay.days[0], quay.days[0])


def _takes(quay: Quay, terminal: Terminal, ship: ShipClass) -> bool:
    return quay.depth_m >= ship.draught_m + terminal.under_keel_clearance_m and quay.takes(ship.loa_m)
