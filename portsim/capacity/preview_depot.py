"""Empties in depot in the mean of a year: the stock at the start, less those called for that are still on their way."""

from __future__ import annotations

from collections.abc import Mapping

from portsim.capacity.preview_barge import barge_waits
from portsim.capacity.preview_cargo import Cargo, Land
from portsim.capacity.preview_lines import Departures, Line
from portsim.capacity.preview_weather import year_hours
from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.geography import Road
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Stop, Train

Ends = tuple[str, str]
WorkHours = Mapping[tuple[str, Stop], float]
"""Hours of work of a call, by service and terminal."""


def depot_teu_h(scenario: Scenario, cargo: Cargo, year: int, work_h: WorkHours) -> dict[Stop, float]:
    """TEU-hours of empties in each yard; the depot of a port stands in its yards by their size.

    Parameters
    ----------
    work_h
        Hours of work of the calls.
    """
    hours = year_hours(year)
    found = {}
    for port_id, port in scenario.ports.items():
        yards = {id: terminal.yard.capacity_teu for id, terminal in port.terminals.items() if terminal.yard}
        loaded = sum(teu for (origin, _), teu in cargo.laden.items() if origin == port_id)
        stock = scenario.cargo.depot_weeks * loaded * HOURS_PER_WEEK / hours
        stock += _called_later_than_gone(scenario, cargo, port_id, year) / hours
        stock -= _under_discharge(cargo, port_id, work_h) / hours
        for id, capacity in yards.items():
            found[Stop(port_id, id)] = max(0.0, stock) * capacity / sum(yards.values()) * hours
    return found


def _called_later_than_gone(scenario: Scenario, cargo: Cargo, port: str, year: int) -> float:
    """TEU-hours by which empties called away stay longer than those called in take to come; negative as a rule.

    Both are called for in the same week, as many in as out. Those that leave stay until they are loaded, those that
    come are missing until they are landed.
    """
    teu_h = 0.0
    for (origin, destination), teu in cargo.empty.items():
        if port not in (origin, destination):
            continue
        lines = [line for line in cargo.lines[origin, destination] if line.empty_share > 0.0]
        wait_h = _wait_h(lines)
        if origin == port:
            teu_h += teu * wait_h
        else:
            teu_h -= teu * (wait_h + sum(line.empty_share * _way_h(line) for line in lines))
    return teu_h + _inland_teu_h(scenario, cargo, port, year)


def _under_discharge(cargo: Cargo, port: str, work_h: WorkHours) -> float:
    """TEU-hours from the opening of the hatches, when the books count what comes, to the end of work, when it lands."""
    return sum(
        (here.laden_in + here.empty_in) * work_h.get((one.service, stop), 0.0)
        for one in cargo.rounds
        for number, stop in enumerate(one.stops)
        if stop.port == port and (here := cargo.at_stops.get((one.service, number))) is not None
    )


def _wait_h(lines: list[Line]) -> float:
    return Departures([(line.round.due_h[line.origin], line.round.headway_h) for line in lines]).mean_wait_h()


def _way_h(line: Line) -> float:
    return line.round.transit_h(line.origin, line.destination)


def _inland_teu_h(scenario: Scenario, cargo: Cargo, port: str, year: int) -> float:
    roads = {
        frozenset((link.origin, link.destination)): link.time_h
        for link in scenario.links.values()
        if isinstance(link, Road)
    }
    running = waits_and_ways(scenario, cargo, year)
    teu_h = 0.0
    for land, (_, _, to_port, from_port) in cargo.by_land.items():
        zone, gateway, mode = land
        if gateway != port:
            continue
        if mode == "road":
            teu_h -= to_port * (scenario.cargo.empty_return_h + roads[frozenset((zone, port))])
        else:
            wait_h, running_h = running[land]
            teu_h += from_port * wait_h - to_port * (wait_h + running_h)
    return teu_h


def waits_and_ways(scenario: Scenario, cargo: Cargo, year: int) -> dict[Land, tuple[float, float]]:
    """Mean wait for a train or barge and its time under way, by land leg, h."""
    runs: dict[Ends, list[tuple[float, float]]] = {}
    hours: dict[Ends, list[tuple[float, float]]] = {}
    for service in scenario.services.values():
        if isinstance(service, Train):
            ends, n = (service.zone, service.port), service.departures_per_week
            runs.setdefault(ends, []).append((service.phase_h, HOURS_PER_WEEK / n))
            hours.setdefault(ends, []).append((n, n * service.running_h))
    by_rail: dict[Land, tuple[float, float]] = {
        (*ends, "rail"): (Departures(runs[ends]).mean_wait_h(), sum(h for _, h in pairs) / sum(n for n, _ in pairs))
        for ends, pairs in hours.items()
    }
    return by_rail | barge_waits(scenario, cargo, year)
