"""TEU-days that boxes stand in the yards in a year, against those the yards hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf

from portsim.capacity.preview_cargo import Cargo, Journey, Land
from portsim.capacity.preview_depot import WorkHours, depot_teu_h, waits_and_ways
from portsim.capacity.preview_lines import Departures, Line
from portsim.capacity.preview_row import Row, joined, named
from portsim.capacity.preview_weather import year_hours
from portsim.scenario.laws import mean_of
from portsim.scenario.port import channel_of
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Stop
from portsim.scenario.storage import Yard

Standing = dict[Stop, dict[str, float]]
"""TEU-hours a year by terminal and by what stands there."""
KM_PER_NM = 1.852


def yard_rows(scenario: Scenario, cargo: Cargo, year: int, work_h: WorkHours) -> Iterator[Row]:
    """All yards; `work_h` are the hours of work of the calls, by service and terminal."""
    standing: Standing = {}
    waits = {land: wait_h for land, (wait_h, _) in waits_and_ways(scenario, cargo, year).items()}
    for journey in cargo.journeys:
        for number, pair in enumerate(journey.legs):
            _add_before(scenario, cargo, standing, journey, number)
            if pair[1] in scenario.ports:
                _add_after(scenario, cargo, standing, journey, number, waits)
    for stop, teu_h in depot_teu_h(scenario, cargo, year, work_h).items():
        _add(standing, stop, "depot", teu_h)
    for port_id, port in scenario.ports.items():
        for terminal_id, terminal in port.terminals.items():
            if terminal.yard is not None:
                parts = standing.get(Stop(port_id, terminal_id), {})
                name = joined(named(port.name, port_id), named(terminal.name, terminal_id))
                capacity = terminal.yard.capacity_teu * year_hours(year) / 24.0
                because = {f"{what}_teu_days": teu_h / 24.0 for what, teu_h in parts.items()}
                demand = sum(because.values())
                yield Row("yard", f"{port_id}/{terminal_id}", name, demand, capacity, "TEU·d", because)


def _add(standing: Standing, stop: Stop, what: str, teu_h: float) -> None:
    parts = standing.setdefault(stop, {})
    parts[what] = parts.get(what, 0.0) + teu_h


def _yard(scenario: Scenario, stop: Stop) -> Yard | None:
    return scenario.ports[stop.port].terminals[stop.terminal].yard if stop.terminal else None


def _common(cargo: Cargo, pair: tuple[str, str]) -> list[Line]:
    return [line for line in cargo.lines.get(pair, []) if line.laden_share > 0.0]


def departures_of(lines: Sequence[Line]) -> Departures:
    """The cut-offs of several lines."""
    return Departures([(line.round.due_h[line.origin], line.round.headway_h) for line in lines])


def _to_first_move_h(scenario: Scenario, stop: Stop) -> float:
    """From the pro forma arrival at the anchorage to the first move: the way in, without waiting."""
    port = scenario.ports[stop.port]
    channel = port.channels.get(channel_of(port, stop.terminal))
    channel_h = channel.length_km / KM_PER_NM / channel.speed_kn if channel else 0.0
    return float(port.inbound_h + channel_h + port.terminals[stop.terminal].mooring_h)


def _add_before(scenario: Scenario, cargo: Cargo, standing: Standing, journey: Journey, number: int) -> None:
    """Exports at their gateway, from the yard's gate to the ship; transhipped boxes are counted where they land."""
    pair = journey.legs[number]
    if number or journey.land is None or not journey.outbound:
        return
    lines = _common(cargo, pair)
    departures = departures_of(lines)
    lead_h = max(0.0, mean_of(_largest_yard(scenario, pair[0]).export_lead_h))
    stands_h = departures.mean_wait_h(lead_h if journey.land[2] == "road" else inf)
    for line in lines:
        stop = line.round.stops[line.origin]
        yard = _yard(scenario, stop)
        if yard is not None:
            hours = stands_h + yard.cutoff_h + _to_first_move_h(scenario, stop)
            _add(standing, stop, "export", journey.teu * line.laden_share * hours)


def _add_after(
    scenario: Scenario,
    cargo: Cargo,
    standing: Standing,
    journey: Journey,
    number: int,
    waits: Mapping[Land, float],
) -> None:
    """Boxes landed at a port: for the next ship, the next train or barge, or the truck."""
    pair = journey.legs[number]
    following = journey.legs[number + 1] if number + 1 < len(journey.legs) else None
    for line in _common(cargo, pair):
        stop = line.round.stops[line.destination]
        yard = _yard(scenario, stop)
        if yard is None:
            continue
        if following is not None:
            what, hours = "transhipment", yard.connection_h + _to_next_ship_h(scenario, cargo, following)
        elif journey.land is not None and journey.land in waits:
            ready_h = yard.rail_ready_h if journey.land[2] == "rail" else yard.barge_ready_h
            what, hours = "import", ready_h + waits[journey.land]
        else:
            what, hours = "import", max(0.0, mean_of(_largest_yard(scenario, pair[1]).import_dwell_h))
        _add(standing, stop, what, journey.teu * line.laden_share * hours)


def _to_next_ship_h(scenario: Scenario, cargo: Cargo, pair: tuple[str, str]) -> float:
    lines = _common(cargo, pair)
    ashore_h = 0.0
    for line in lines:
        stop = line.round.stops[line.origin]
        yard = _yard(scenario, stop)
        cutoff_h = yard.cutoff_h if yard else 0.0
        ashore_h += line.laden_share * (cutoff_h + _to_first_move_h(scenario, stop))
    return departures_of(lines).mean_wait_h() + ashore_h


def _largest_yard(scenario: Scenario, port_id: str) -> Yard:
    """The yard whose laws hold for the whole port."""
    yards = [terminal.yard for terminal in scenario.ports[port_id].terminals.values() if terminal.yard]
    return max(yards, key=lambda yard: yard.capacity_teu)
