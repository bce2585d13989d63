"""Checks of rail lines and the trains on them: do routes join, do the lines open, and are there paths for all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from portsim.scenario.case import Case
from portsim.scenario.rail import RailLine, lines_of
from portsim.scenario.rail_traffic import LineTraffic, rail_lines, traffic_in
from portsim.scenario.service import Train

Keys = tuple[str | int, ...]
_TOLERANCE = 1e-9
_HOPELESS = 3.0  # overload is a legitimate question; three times the paths is a wrong unit


def check_rail(case: Case) -> None:
    """Rail lines, and the routes of block trains and of the trains of bulk."""
    lines = rail_lines(case.scenario)
    for id, line in lines.items():
        _check_line(case, id, line)
    for route, where in _routes(case):
        _check_route(case, route, where)
    _check_bulk(case)
    if lines and all(case.is_whole(room) for room in ("links", "services", "bulk")):
        clock = case.scenario.clock
        for year in sorted({clock.year, clock.year + clock.n_years - 1}):
            for id, traffic in traffic_in(case.scenario, year).items():
                if id in lines:
                    _check_traffic(case, id, lines[id], traffic, year)


def _check_line(case: Case, id: str, line: RailLine) -> None:
    where = ("links", id)
    scenario = case.scenario
    if any(id in room for room in (scenario.locks, scenario.ports, scenario.services, scenario.bulk, scenario.zones)):
        case.error(where, f"the id {id} is taken by another thing; results need one id per thing")
    most = max(line.most_paths())
    if most * line.headway_h > 24.0 + _TOLERANCE:
        case.error(
            (*where, "paths_per_day"),
            f"{most:g} paths a day on a track with a headway of {line.headway_h:g} h take {most * line.headway_h:g} h "
            "of 24",
        )
    modelled = line.observed_modelled_per_day
    if modelled is not None and not line.observed_trains_per_day:
        case.warning(
            (*where, "observed_modelled_per_day"), "has no effect without observed_trains_per_day: no background"
        )


def _routes(case: Case) -> Iterator[tuple[tuple[str, ...], Keys]]:
    for id, service in case.scenario.services.items():
        if isinstance(service, Train) and service.route:
            yield service.route, ("services", id, "route")
    for id, stream in case.scenario.bulk.items():
        if stream.rail_route:
            yield stream.rail_route, ("bulk", id, "rail_route")


def _check_route(case: Case, route: tuple[str, ...], where: Keys) -> None:
    """Every part is a rail line that opens, and begins where the one before ends."""
    lines, links = rail_lines(case.scenario), case.scenario.links
    clock = case.scenario.clock
    last_day = date(clock.year + clock.n_years, 1, 1) - timedelta(days=1)
    at, before, passed = "", "", set()
    for index, (id, backwards) in enumerate(lines_of(route)):
        path = (*where, index)
        line = lines.get(id)
        if line is None:
            if id in links:
                case.error(path, f"{id} is a {links[id].mode} link; trains run on rail lines")
            else:
                case.knows(id, path, "rail line", lines, ("links",))
            at = ""
            continue
        enters, leaves = line.ends(backwards)
        if at and enters != at:
            hint = f"; write {id}/back" if leaves == at and not backwards else ""
            case.error(path, f"{id} begins at {enters}, but {before} ends at {at}{hint}")
        if id in passed:
            case.error(path, f"passes {id} twice")
        if line.paths_on(last_day) <= 0.0:
            case.error(path, f"{id} has no paths by {last_day}, the end of the run: its trains would wait for ever")
        passed.add(id)
        at, before = leaves, id


def _check_bulk(case: Case) -> None:
    for id, stream in case.scenario.bulk.items():
        if not stream.rail_route:
            continue
        where = ("bulk", id, "rail_route")
        if stream.unit != "t":
            case.error(where, f"{stream.cargo} are not weighed: only tonnes make trains of bulk")
        elif stream.onward is None or not stream.onward.rail:
            case.warning(where, "nothing goes by rail (onward.rail is 0): no train will run")


def _check_traffic(case: Case, id: str, line: RailLine, traffic: LineTraffic, year: int) -> None:
    """Trains of a mean day against the paths, and observed trains against those of the scenario."""
    where = ("links", id)
    paths = line.paths_in(year)
    run = line.regular_run(paths, traffic.block, traffic.regular)
    if max(traffic.block - paths, traffic.regular - run) > _TOLERANCE:
        times = f"{traffic.total / paths:.2f} times" if paths > 0.0 else "there are none"
        text = (
            f"{traffic.total:.1f} trains a day in {year} (block {traffic.block:.1f}, bulk {traffic.bulk:.1f}, "
            f"background {traffic.background:.1f}) against {paths:.1f} paths: {times}"
        )
        if paths > 0.0 and traffic.total > _HOPELESS * paths:
            case.error(where, f"{text}; check the units")
        else:
            left = traffic.regular - run
            does = f"{left:.1f} of bulk and background do not run" if left > 0.0 else "their queue grows"
            case.warning(where, f"{text}; {does}")
    observed = line.observed_in(year)
    modelled = traffic.block + traffic.bulk
    if observed is not None and line.observed_modelled_per_day is None and modelled > observed + _TOLERANCE:
        case.warning(
            (*where, "observed_trains_per_day"),
            f"{observed:g} trains a day observed, but block trains and trains of bulk are {modelled:.1f} alone in "
            f"{year}: no background",
        )
