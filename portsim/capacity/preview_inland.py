"""Slots of trains and lockages asked for in a year, against those there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from portsim.capacity.lock_code import LockTimes, levelling_s, ship_capacity_t
from portsim.capacity.preview_cargo import Cargo
from portsim.capacity.preview_row import Row, named
from portsim.capacity.preview_weather import year_hours
from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.barge import BargeLine
from portsim.scenario.base import Name
from portsim.scenario.days import days_in
from portsim.scenario.geography import lanes_of
from portsim.scenario.lock import Lock, LockLine
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Liner, ShipClass, Train
from portsim.scenario.waterway import BargeTraffic, Waterway

_WAYS = (("to_port", Name(en="to the port", zh="至港")), ("from_port", Name(en="from the port", zh="离港")))


def rail_rows(scenario: Scenario, cargo: Cargo, year: int) -> Iterator[Row]:
    """Each relation between a zone and a port, both ways."""
    weeks = year_hours(year) / HOURS_PER_WEEK
    offered: dict[tuple[str, str], tuple[float, float]] = {}
    for service in scenario.services.values():
        if isinstance(service, Train):
            trains, teu = offered.get((service.zone, service.port), (0.0, 0.0))
            n = service.departures_per_week * weeks
            offered[service.zone, service.port] = (trains + n, teu + n * service.capacity_teu)
    for (zone, port), (n_trains, slots) in offered.items():
        carried = cargo.by_land.get((zone, port, "rail"), (0.0, 0.0, 0.0, 0.0))
        ends = named(scenario.zones[zone].name, zone), named(scenario.ports[port].name, port)
        for way, (id, words) in enumerate(_WAYS):
            name = Name.made(en=f"{ends[0].en} - {ends[1].en}, {words.en}", zh=f"{ends[0].zh}—{ends[1].zh}{words.zh}")
            because = {"laden_teu": carried[way], "empty_teu": carried[2 + way], "n_trains": n_trains}
            yield Row("rail", f"{zone}-{port}:{id}", name, carried[way] + carried[2 + way], slots, "TEU", because)


def lock_rows(scenario: Scenario, cargo: Cargo, year: int) -> Iterator[Row]:
    """Each junction, the busier direction, by the Chinese code for shiplocks."""
    for id, lock in scenario.locks.items():
        tonnes = _deadweight_through(scenario, cargo, id, year)
        if not tonnes:
            if lock.use_share is not None:
                yield _given(id, lock)
            continue
        by_class = {name: max(ways) for name, ways in tonnes.items()}
        mix = {name: t / (scenario.fleets[name].dwt_t or 1.0) for name, t in by_class.items()}
        ships = {name: scenario.fleets[name] for name in mix}
        capacity_t, lockages, ships_in = 0.0, 0.0, 0.0
        for line_id, line in lock.lines.items():
            n_ships, per_lockage_t = _full_chamber(lock, line, ships, mix)
            per_day = code_times(lock, line).lockages_per_day(lock.hours_per_day) * lock.rate_factor
            days = _days_open(lock, line_id, line, year)
            capacity_t += ship_capacity_t(per_day, days, per_lockage_t)
            lockages += per_day * days if per_lockage_t else 0.0
            ships_in = max(ships_in, n_ships)
        because = {"lockages_per_year": lockages, "ships_in_a_full_chamber": ships_in, "n_ships": sum(mix.values())}
        yield Row("lock", id, named(lock.name, id), sum(by_class.values()), capacity_t, "dwt t", because)


def _given(id: str, lock: Lock) -> Row:
    assert lock.use_share is not None  # see the caller
    return Row("lock", id, named(lock.name, id), lock.use_share, 1.0, "share", {"given": 1.0})


def code_times(lock: Lock, line: LockLine) -> LockTimes:
    """The times of the code for a line, min; `rate_factor` comes on top."""
    fill_min = line.fill_min
    if fill_min is None:
        assert line.levelling is not None  # the description has one of the two
        valves = line.levelling
        area_m2 = line.length_m * line.beam_m
        fill_min = levelling_s(area_m2, lock.head_m, valves.valve_m2, valves.coefficient, valves.end_m) / 60.0
    return LockTimes(
        gate_min=line.gate_min, entry_one_way_min=line.entry_one_way_min, entry_two_way_min=line.entry_two_way_min,
        fill_min=fill_min, exit_one_way_min=line.exit_one_way_min, exit_two_way_min=line.exit_two_way_min,
        follow_min=line.follow_min,
    )  # fmt: skip


def _deadweight_through(scenario: Scenario, cargo: Cargo, lock: str, year: int) -> dict[str, list[float]]:
    """Deadweight of barges that want to pass a lock down and up, by ship class, t a year."""
    found: dict[str, list[float]] = {}
    sea_lanes = lanes_of(scenario.links)

    def add(way: Sequence[tuple[str, bool]], ship: str, out_trips: float, back_trips: float) -> None:
        for part, up in way:
            link = scenario.links.get(part)
            if lock in (link.locks if isinstance(link, Waterway) else (part,)):
                ways = found.setdefault(ship, [0.0, 0.0])
                ways[up] += out_trips * (scenario.fleets[ship].dwt_t or 0.0)
                ways[not up] += back_trips * (scenario.fleets[ship].dwt_t or 0.0)

    for service in scenario.services.values():
        if isinstance(service, BargeTraffic):
            total = sum(service.mix.values())
            mean_t = sum(share * (scenario.fleets[name].dwt_t or 0.0) for name, share in service.mix.items()) / total
            trips = service.tonnes_in(year) / (mean_t * service.load_of_trip)
            for name, share in service.mix.items():
                n = trips * share / total
                add(service.way_out, name, n, n if service.returns else 0.0)
        elif isinstance(service, BargeLine):
            n = _barge_trips(scenario, cargo, service)
            add(service.way_out, service.ship_class, n, n)
        elif isinstance(service, Liner):
            called = [text.partition("/")[0] for text in service.rotation]
            for here, there in zip(called, called[1:] + called[:1], strict=True):
                lane = sea_lanes[frozenset((here, there))]
                n = service.sailings_per_week * year_hours(year) / HOURS_PER_WEEK
                ways = (n, 0.0) if lane.origin == here else (0.0, n)
                add(lane.way_out, service.ship_class, *ways)
    return found


def _barge_trips(scenario: Scenario, cargo: Cargo, line: BargeLine) -> float:
    """Trips each way that carry the boxes of the fuller way, each as full as the line waits for."""
    ends = (scenario.ports[line.inland_port].zone or "", line.port)
    n_lines = sum(
        isinstance(other, BargeLine) and (scenario.ports[other.inland_port].zone, other.port) == ends
        for other in scenario.services.values()
    )
    laden_out, laden_back, empty_out, empty_back = cargo.by_land.get((*ends, "barge"), (0.0, 0.0, 0.0, 0.0))
    teu = max(laden_out + empty_out, laden_back + empty_back)
    full_teu = scenario.fleets[line.ship_class].capacity_teu * (line.fill_share or 1.0)
    return teu / n_lines / full_teu


def _full_chamber(
    lock: Lock, line: LockLine, ships: dict[str, ShipClass], mix: dict[str, float]
) -> tuple[float, float]:
    """Ships and deadweight in a full chamber: each class in rows of its own, by its part of the ships it can take."""
    parts, weight, tonnes = 0.0, 0.0, 0.0
    for name, n in mix.items():
        ship = ships[name]
        along = int((line.length_m + lock.gap_along_m + 1e-9) / (ship.loa_m + lock.gap_along_m))
        across = int((line.beam_m + lock.gap_across_m + 1e-9) / ((ship.beam_m or 0.0) + lock.gap_across_m))
        if along * across and ship.draught_m <= line.sill_depth_m - lock.keel_clearance_m + 1e-9:
            parts += n / (along * across)
            weight += n
            tonnes += n * (ship.dwt_t or 0.0)
    return (weight / parts, tonnes / parts) if parts else (0.0, 0.0)


def _days_open(lock: Lock, line_id: str, line: LockLine, year: int) -> float:
    """Days of a year on which a line works."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    opens = date.fromisoformat(line.open_from) if line.open_from else first
    days = max(0, (after - max(first, opens)).days)
    for closure in lock.maintenance.values():
        if closure.line == line_id:
            days -= sum(closure.days for day in days_in(closure.first_day, range(year, year + 1)) if day.year == year)
    return float(max(0, days))
