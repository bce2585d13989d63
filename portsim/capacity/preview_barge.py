"""Slots of container barges asked for in a year, against those the fleets can make by turning round without a wait."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.capacity.preview_cargo import Cargo, Land
from portsim.capacity.preview_inland import code_times
from portsim.capacity.preview_row import Row, named
from portsim.capacity.preview_weather import year_hours
from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.barge import BargeLine
from portsim.scenario.base import Name
from portsim.scenario.laws import mean_of
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import ShipClass, terminal_called
from portsim.scenario.waterway import Waterway

Ends = tuple[str, str]
_WAYS = (("to_port", Name(en="to the port", zh="至港")), ("from_port", Name(en="from the port", zh="离港")))


def barge_rows(scenario: Scenario, cargo: Cargo, year: int) -> Iterator[Row]:
    """Each zone and port with barges between them, both ways."""
    for (zone, port), lines in lines_between(scenario).items():
        slots = sum(trips_a_year(scenario, line, year) * ship_of(scenario, line).capacity_teu for line in lines)
        carried = cargo.by_land.get((zone, port, "barge"), (0.0, 0.0, 0.0, 0.0))
        ends = named(scenario.zones[zone].name, zone), named(scenario.ports[port].name, port)
        n_barges = float(sum(line.n_vessels for line in lines))
        for way, (id, words) in enumerate(_WAYS):
            name = Name.made(en=f"{ends[0].en} - {ends[1].en}, {words.en}", zh=f"{ends[0].zh}—{ends[1].zh}{words.zh}")
            because = {"laden_teu": carried[way], "empty_teu": carried[2 + way], "n_barges": n_barges}
            yield Row("barge", f"{zone}-{port}:{id}", name, carried[way] + carried[2 + way], slots, "TEU", because)


def lines_between(scenario: Scenario) -> dict[Ends, list[BargeLine]]:
    """Barge lines by zone and port."""
    found: dict[Ends, list[BargeLine]] = {}
    for service in scenario.services.values():
        if isinstance(service, BargeLine):
            zone = scenario.ports[service.inland_port].zone
            found.setdefault((zone or "", service.port), []).append(service)
    return found


def ship_of(scenario: Scenario, line: BargeLine) -> ShipClass:
    """The class of its barges."""
    return scenario.fleets[line.ship_class]


def trips_a_year(scenario: Scenario, line: BargeLine, year: int) -> float:
    """Trips each way: as often as full barges can turn round, or by the timetable if that is less often."""
    trips = line.n_vessels * year_hours(year) / round_h(scenario, line)
    if line.departures == "timetable":
        return min(trips, line.departures_per_week * year_hours(year) / HOURS_PER_WEEK)
    return trips


def round_h(scenario: Scenario, line: BargeLine) -> float:
    """Hours of a round with full barges: both ways, lockages without a wait, work at both ends."""
    teu = ship_of(scenario, line).capacity_teu
    inland, sea = scenario.ports[line.inland_port].barge_berths, _terminal_berths(scenario, line)
    at_sea_h = 2.0 * teu / sea if sea else 0.0
    rate_h = 2.0 * teu / inland.teu_per_h if inland else 0.0
    inland_h = rate_h if line.inland_work_h is None else mean_of(line.inland_work_h)
    sailing_h = sum(_passage_h(scenario, part, up) + _passage_h(scenario, part, not up) for part, up in line.way_out)
    return at_sea_h + inland_h + sailing_h + 2.0 * (line.sea_h + max(0.0, mean_of(line.delay_h)))


def _passage_h(scenario: Scenario, part: str, up: bool) -> float:
    """Sailing laden over a waterway, and a lockage of one row at each of its locks (or at the lock itself)."""
    link = scenario.links.get(part)
    if not isinstance(link, Waterway):
        return _lockage_h(scenario, part)
    sailing_h = link.length_km / (link.laden_up_kmh if up else link.laden_down_kmh)
    return sailing_h + sum(_lockage_h(scenario, lock) for lock in link.locks)


def _lockage_h(scenario: Scenario, id: str) -> float:
    lock = scenario.locks[id]
    times = [code_times(lock, line) for line in lock.lines.values()]
    minutes = [t.entry_two_way_min + 2.0 * t.gate_min + t.fill_min + t.exit_two_way_min for t in times]
    return sum(minutes) / len(minutes) / 60.0 / lock.rate_factor


def _terminal_berths(scenario: Scenario, line: BargeLine) -> float:
    terminal = terminal_called(line.port, line.terminal, scenario.ports)
    berths = scenario.ports[line.port].terminals[terminal].barge_berths
    return berths.teu_per_h if berths else 0.0


def barge_waits(scenario: Scenario, cargo: Cargo, year: int) -> dict[Land, tuple[float, float]]:
    """Mean wait of a box for a barge, and half a round, by land leg, h.

    Half the time in which a barge fills, by the way with more boxes; half the headway where there is a timetable.
    """
    found: dict[Land, tuple[float, float]] = {}
    for ends, lines in lines_between(scenario).items():
        to_port, from_port, *_ = cargo.by_land.get((*ends, "barge"), (0.0, 0.0, 0.0, 0.0))
        teu_per_h = max(to_port, from_port) / year_hours(year) / len(lines)
        waits = [_wait_h(scenario, line, teu_per_h) for line in lines]
        ways = [round_h(scenario, line) / 2.0 for line in lines]
        found[*ends, "barge"] = (sum(waits) / len(waits), sum(ways) / len(ways))
    return found


def _wait_h(scenario: Scenario, line: BargeLine, teu_per_h: float) -> float:
    if line.departures == "timetable":
        return HOURS_PER_WEEK / line.departures_per_week / 2.0
    fill_teu = line.fill_share * ship_of(scenario, line).capacity_teu
    return min(line.latest_h, fill_teu / teu_per_h if teu_per_h > 0.0 else line.latest_h) / 2.0
