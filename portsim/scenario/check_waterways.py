"""Checks of inland waterways: do locks and channels take the barges sent through them, and do they ever open."""

from __future__ import annotations

from datetime import date, timedelta

from portsim.scenario.barge import BargeLine
from portsim.scenario.case import Case
from portsim.scenario.check_places import lanes
from portsim.scenario.check_services import modelled_stop
from portsim.scenario.days import days_in, is_yearly
from portsim.scenario.geography import SeaLane
from portsim.scenario.lock import Lock, LockLine
from portsim.scenario.service import Liner, ShipClass
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
        elif isinstance(service, BargeLine):
            _check_line(case, name, service)
    _check_lanes(case)


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


def _check_lanes(case: Case) -> None:
    """The inland part of sea lanes, for the ships of the liner services that sail it."""
    ships: dict[frozenset[str], dict[str, ShipClass]] = {}
    for name, service in case.scenario.services.items():
        if isinstance(service, Liner) and service.ship_class in case.scenario.fleets:
            called = [text.partition("/")[0] for text in service.rotation]
            for pair in map(frozenset, zip(called, called[1:] + called[:1], strict=True)):
                lane = lanes(case).get(pair)
                if lane is not None and lane.route:
                    found = ship_for_locks(case, service.ship_class, ("services", name, "ship_class"))
                    ships.setdefault(pair, {}).update(found)
    for id, link in case.scenario.links.items():
        if isinstance(link, SeaLane) and link.route:
            pair = frozenset((link.origin, link.destination))
            RouteCheck(case, ships.get(pair, {})).check(link.way_out, ("links", id, "route"))


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


def _check_line(case: Case, name: str, service: BargeLine) -> None:
    """Ends with berths and a yard, and barges that get through."""
    where, ports = ("services", name), case.scenario.ports
    ships = ship_for_locks(case, service.ship_class, (*where, "ship_class"))
    RouteCheck(case, ships).check(service.way_out, (*where, "route"))
    if case.knows(service.inland_port, (*where, "inland_port"), "port", ports, ("ports",)):
        inland = ports[service.inland_port]
        if inland.zone is None:
            case.error((*where, "inland_port"), f"{service.inland_port} is no inland port: it serves no zone")
        elif inland.barge_berths is None and case.is_whole("ports", service.inland_port):
            case.error((*where, "inland_port"), f"{service.inland_port} has no barge_berths")
    stop = modelled_stop(case, service.port, service.terminal, where)
    if stop is None or not case.is_whole("ports", stop.port):
        return
    terminal = ports[stop.port].terminals[stop.terminal]
    path = (*where, "terminal" if service.terminal else "port")
    if terminal.barge_berths is None:
        case.error(path, f"{stop.port}/{stop.terminal} has no barge_berths")
    if terminal.yard is None:
        case.error(path, f"{stop.port}/{stop.terminal} has no yard for the boxes of the barges")


def ship_for_locks(case: Case, name: str, path: Keys) -> dict[str, ShipClass]:
    """A class of barges by its id; none where it is unknown or says too little, which is noted."""
    if not case.knows(name, path, "ship class", case.scenario.fleets, ("fleets",)):
        return {}
    ship = case.scenario.fleets[name]
    missing = [key for key in ("beam_m", "dwt_t") if getattr(ship, key) is None]
    if missing:
        case.error(path, f"{name} needs {' and '.join(missing)} to carry cargo through locks")
        return {}
    return {name: ship}


class RouteCheck:
    """Whether ships of some classes get through a chain of waterways and locks."""

    def __init__(self, case: Case, ships: dict[str, ShipClass]) -> None:
        self.case = case
        self.ships = ships

    def check(self, way: tuple[tuple[str, bool], ...], where: Keys) -> None:
        """Every part of it is there, deep and wide enough, and no lock is passed twice."""
        passed: list[str] = []
        for index, (part, _) in enumerate(way):
            passed += self._part(part, (*where, index), self.ships)
        for lock in sorted({lock for lock in passed if passed.count(lock) > 1}):
            self.case.error(where, f"passes {lock} {passed.count(lock)} times on one way")

    def _part(self, part: str, path: Keys, ships: dict[str, ShipClass]) -> list[str]:
        """Check one part of the route; the locks passed."""
        case, scenario = self.case, self.case.scenario
        link = scenario.links.get(part)
        if isinstance(link, Waterway):
            for name, ship in ships.items():
                needed = ship.draught_m + link.keel_clearance_m
                if needed > link.depth_m:
                    case.error(
                        path,
                        f"{name} draws {ship.draught_m:g} m and needs {needed:g} m with {link.keel_clearance_m:g} m "
                        f"below the keel; {part} is {link.depth_m:g} m deep",
                    )  # fmt: skip
            locks = [lock for lock in link.locks if lock in scenario.locks]
        elif link is not None:
            case.error(path, f"{part} is a {link.mode} link; barges sail on waterways")
            return []
        elif not case.knows(part, path, "waterway or lock", self._ways(), ("locks",), ("links",)):
            return []
        else:
            locks = [part]
        for lock in locks:
            for name, ship in ships.items():
                self._fits(lock, name, ship, path)
        return locks

    def _ways(self) -> set[str]:
        scenario = self.case.scenario
        return {*scenario.locks, *(id for id, link in scenario.links.items() if isinstance(link, Waterway))}

    def _fits(self, lock_id: str, name: str, ship: ShipClass, path: Keys) -> None:
        lock = self.case.scenario.locks[lock_id]
        if not any(_takes(lock, line, ship) for line in lock.lines.values()):
            size = f"{ship.loa_m:g} x {ship.beam_m:g} m, draught {ship.draught_m:g} m"
            chambers = "; ".join(
                f"{id} {line.length_m:g} x {line.beam_m:g} m, {line.sill_depth_m:g} m over the sill"
                for id, line in lock.lines.items()
            )
            self.case.error(
                path,
                f"no line of {lock_id} takes {name} ({size}, {lock.keel_clearance_m:g} m below the keel): {chambers}",
            )


def _takes(lock: Lock, line: LockLine, ship: ShipClass) -> bool:
    return (
        ship.loa_m <= line.length_m
        and (ship.beam_m or 0.0) <= line.beam_m
        and ship.draught_m + lock.keel_clearance_m <= line.sill_depth_m
    )
