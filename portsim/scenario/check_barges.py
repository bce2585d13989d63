"""Checks of container barges and river-sea ships: ends, berths, ways, and whether these are open when boxes come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from portsim.scenario.barge import BargeLine
from portsim.scenario.case import Case
from portsim.scenario.check_places import lanes
from portsim.scenario.check_services import modelled_stop
from portsim.scenario.check_ways import RouteCheck, ship_for_locks
from portsim.scenario.geography import SeaLane
from portsim.scenario.service import Liner, ShipClass
from portsim.scenario.waterway import Waterway

Keys = tuple[str | int, ...]
Way = tuple[tuple[str, bool], ...]


def check_barges(case: Case) -> None:
    """Barge lines, and sea lanes from inland ports."""
    for name, service in case.scenario.services.items():
        if isinstance(service, BargeLine):
            _check_line(case, name, service)
    _check_lanes(case)
    _check_openings(case)


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


def _check_lanes(case: Case) -> None:
    """The inland part of sea lanes, for the ships of the liner services that sail it."""
    ships: dict[frozenset[str], dict[str, ShipClass]] = {}
    for name, service in case.scenario.services.items():
        if isinstance(service, Liner) and service.ship_class in case.scenario.fleets:
            for pair in _inland_lanes(case, service):
                found = ship_for_locks(case, service.ship_class, ("services", name, "ship_class"))
                ships.setdefault(pair, {}).update(found)
    for id, link in case.scenario.links.items():
        if isinstance(link, SeaLane) and link.route:
            pair = frozenset((link.origin, link.destination))
            RouteCheck(case, ships.get(pair, {})).check(link.way_out, ("links", id, "route"))


def _check_openings(case: Case) -> None:
    """Say where boxes are routed over a way that opens only after they have come."""
    clock = case.scenario.clock
    begins = date(clock.year, 1, 1) - timedelta(days=clock.warmup_days)
    for name, way in _ways_used(case):
        opens = _opens(case, way)
        if opens is not None and opens > begins:
            said = f"the way opens on {opens}, the run begins on {begins}"
            case.warning(("services", name), f"{said}: boxes routed over it wait till then")


def _ways_used(case: Case) -> Iterator[tuple[str, Way]]:
    """Services on inland water to which routes give boxes, with their ways."""
    scenario = case.scenario
    routes = [one for one in scenario.demand.routes.values() if one.share > 0.0] if scenario.demand else []
    by_barge = {(one.zone, one.gateway) for one in routes if one.mode == "barge"}
    by_ship = {one.zone for one in routes if one.mode == "river_sea"}
    for name, service in scenario.services.items():
        if isinstance(service, BargeLine) and service.inland_port in scenario.ports:
            if (scenario.ports[service.inland_port].zone, service.port) in by_barge:
                yield name, service.way_out
        elif isinstance(service, Liner):
            for pair, lane in _inland_lanes(case, service).items():
                zones = {scenario.ports[port].zone for port in pair if port in scenario.ports}
                if zones & by_ship:
                    yield name, lane.way_out


def _opens(case: Case, way: Way) -> date | None:
    """First day on which every waterway and a line of every lock is in service; None where they are from the start."""
    days: list[str | None] = []
    for part, _ in way:
        link = case.scenario.links.get(part)
        days.append(link.open_from if isinstance(link, Waterway) else None)
        for lock in link.locks if isinstance(link, Waterway) else (part,):
            lines = case.scenario.locks[lock].lines.values() if lock in case.scenario.locks else ()
            opened = [line.open_from for line in lines]
            days.append(None if None in opened else min((day for day in opened if day is not None), default=None))
    return max((date.fromisoformat(day) for day in days if day is not None), default=None)


def _inland_lanes(case: Case, service: Liner) -> dict[frozenset[str], SeaLane]:
    """Sea lanes over inland water that a service sails."""
    called = [text.partition("/")[0] for text in service.rotation]
    pairs = {frozenset(pair) for pair in zip(called, called[1:] + called[:1], strict=True)}
    return {pair: lane for pair, lane in lanes(case).items() if pair in pairs and lane.route}
