"""Trucks at the gates, trains on the tracks and reefers at the plugs in a year, against what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from portsim.capacity.preview_cargo import Cargo
from portsim.capacity.preview_row import Row, joined, named
from portsim.capacity.preview_weather import year_hours
from portsim.clock import HOURS_PER_DAY, HOURS_PER_WEEK
from portsim.scenario.base import Name
from portsim.scenario.port import Terminal
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Stop, Train, terminal_called


def _terminals(scenario: Scenario) -> Iterator[tuple[Stop, Name, Terminal]]:
    for port_id, port in scenario.ports.items():
        for id, terminal in port.terminals.items():
            yield Stop(port_id, id), joined(named(port.name, port_id), named(terminal.name, id)), terminal


def gate_rows(scenario: Scenario, cargo: Cargo, year: int) -> Iterator[Row]:
    """All gates: laden boxes by road spread over terminals as their ships are."""
    teu: dict[Stop, list[float]] = {}
    for journey in cargo.journeys:
        if journey.land is None or journey.land[2] != "road":
            continue
        pair = journey.legs[0 if journey.outbound else -1]
        for line in cargo.lines.get(pair, []):
            stop = line.round.stops[line.origin if journey.outbound else line.destination]
            ways = teu.setdefault(stop, [0.0, 0.0])
            ways[not journey.outbound] += journey.teu * line.laden_share
    days = year_hours(year) / HOURS_PER_DAY
    for stop, name, terminal in _terminals(scenario):
        gate = terminal.gate
        if gate is not None:
            brought, fetched = teu.get(stop, (0.0, 0.0))
            trucks = (brought + fetched) / gate.teu_per_truck
            room = gate.trucks_per_h * (gate.open_to_hour - gate.open_from_hour) * days
            because = {"brought_teu": brought, "fetched_teu": fetched, "trucks_per_day": trucks / days}
            yield Row("gate", f"{stop.port}/{stop.terminal}", name, trucks, room, "trucks", because)


def track_rows(scenario: Scenario, cargo: Cargo, year: int) -> Iterator[Row]:
    """All rail terminals: trains in are there for their boxes, wagons out for the loading of a full train."""
    weeks = year_hours(year) / HOURS_PER_WEEK
    calls: dict[Stop, list[tuple[Train, float]]] = {}
    capacity: dict[tuple[str, str], float] = {}
    for service in scenario.services.values():
        if isinstance(service, Train):
            n = service.departures_per_week * weeks
            stop = Stop(service.port, terminal_called(service.port, service.terminal, scenario.ports))
            calls.setdefault(stop, []).append((service, n))
            ends = (service.zone, service.port)
            capacity[ends] = capacity.get(ends, 0.0) + n * service.capacity_teu
    for stop, name, terminal in _terminals(scenario):
        rail = terminal.rail_terminal
        if rail is None:
            continue
        hours, n_trains, lifted = 0.0, 0.0, 0.0
        for train, n in calls.get(stop, []):
            to_port, _, empty, _ = cargo.by_land.get((train.zone, train.port, "rail"), (0.0,) * 4)
            into = min(1.0, (to_port + empty) / capacity[train.zone, train.port]) * train.capacity_teu
            hours += n * sum(rail.track_hours(teu, terminal.teu_per_box) for teu in (into, train.capacity_teu))
            n_trains += 2.0 * n
            lifted += n * into
        room = rail.tracks * year_hours(year)
        because = {"n_trains": n_trains, "unloaded_teu": lifted}
        yield Row("track", f"{stop.port}/{stop.terminal}", name, hours, room, "track-h", because)


def plug_rows(scenario: Scenario, yards: Sequence[Row], year: int) -> Iterator[Row]:
    """All plugs: reefers are a share of the laden boxes that stand in the yard."""
    laden: Mapping[str, float] = {row.place: row.demand - row.because.get("depot_teu_days", 0.0) for row in yards}
    for stop, name, terminal in _terminals(scenario):
        yard, place = terminal.yard, f"{stop.port}/{stop.terminal}"
        if yard is not None and yard.reefer_plugs_teu is not None and yard.reefer_share:
            room = yard.reefer_plugs_teu * year_hours(year) / HOURS_PER_DAY
            because = {"laden_teu_days": laden[place], "reefer_share": yard.reefer_share}
            yield Row("plug", place, name, yard.reefer_share * laden[place], room, "TEU·d", because)
