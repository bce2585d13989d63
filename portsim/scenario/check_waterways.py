"""Checks of inland waterways: do locks and channels take the barges sent through them, and do they ever open."""

from __future__ import annotations

from datetime import date, timedelta

from portsim.scenario.case import Case
from portsim.scenario.check_ways import RouteCheck, ship_for_locks
from portsim.scenario.days import days_in, is_yearly
from portsim.scenario.lock import Lock
from portsim.scenario.service import ShipClass
from portsim.scenario.waterway import BargeTraffic, Waterway

Keys = tuple[str | int, ...]
_TOLERANCE = 1e-6
DAYS_PER_YEAR = 365


def check_waterways(case: Case) -> None:
    """Waterways, locks and barge traffic."""
    for name, link in case.scenario.links.items():
        if isinstance(link, Waterway):
            _check_waterway(case, name, link)
    for name, lock in case.scenario.locks.items():
        _check_closures(case, name, lock)
    for name, service in case.scenario.services.items():
        if isinstance(service, BargeTraffic):
            _check_traffic(case, name, service)


def _check_waterway(case: Case, name: str, link: Waterway) -> None:
    where = ("links", name)
    if name in case.scenario.locks or name in case.scenario.ports or name in case.scenario.services:
        case.error(where, f"the id {name} is taken by another thing; results need one id per thing")
    for lock, km in link.locks.items():
        case.knows(lock, (*where, "locks", lock), "lock", case.scenario.locks, ("locks",))
        if km > link.length_km:
            case.error((*where, "locks", lock), f"{lock} lies at {km:g} km, the waterway is {link.length_km:g} km long")
        for other, waterway in case.scenario.links.items():
            if other < name and isinstance(waterway, Waterway) and lock in waterway.locks:
                case.error((*where, "locks", lock), f"{lock} lies on {other} already")


def _check_closures(case: Case, name: str, lock: Lock) -> None:
    """Maintenance names a line, and no line is closed for the whole run."""
    where = ("locks", name)
    endless = set()
    for id, closure in lock.maintenance.items():
        path = (*where, "maintenance", id)
        if not case.knows(closure.line, (*path, "line"), f"line of {name}", lock.lines, (*where, "lines")):
            continue
        if is_yearly(closure.first_day) and closure.days >= DAYS_PER_YEAR:
            endless.add(closure.line)
            said = f"{closure.days} days from {closure.first_day} of every year never end"
            case.error((*path, "days"), f"{said}: {name}/{closure.line} would stay closed")
    first, last = _measured(case)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for line in lock.lines.keys() - endless:
        if lock.lines[line].open_from is None and all(_is_closed(lock, line, day) for day in days):
            case.error((*where, "maintenance"), f"{name}/{line} is closed from {first} to {last}: it never opens")


def _measured(case: Case) -> tuple[date, date]:
    clock = case.scenario.clock
    return date(clock.year, 1, 1), date(clock.year + clock.n_years - 1, 12, 31)


def _is_closed(lock: Lock, line: str, day: date) -> bool:
    for closure in lock.maintenance.values():
        if closure.line == line:
            for first in days_in(closure.first_day, range(day.year - 1, day.year + 1)):
                if first <= day < first + timedelta(days=closure.days):
                    return True
    return False


def _check_traffic(case: Case, name: str, service: BargeTraffic) -> None:
    """Mix, cargo, and whether every class of the mix gets through."""
    where = ("services", name)
    total = sum(service.mix.values())
    if abs(total - 1.0) > _TOLERANCE:
        case.error((*where, "mix"), f"the shares of the classes add up to {total:g}, not to 1")
    ships: dict[str, ShipClass] = {}
    for id in service.mix:
        ships |= ship_for_locks(case, id, (*where, "mix", id))
    RouteCheck(case, ships).check(service.way_out, (*where, "route"))
    if not any(tonnes > 0 for tonnes in service.annual_t.values()):
        case.warning((*where, "annual_t"), "no cargo in any year: no barge will come")
