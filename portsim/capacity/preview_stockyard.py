"""Tonnes that stockyards are to take in a year, against those for which they have room or a way out."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.capacity.preview_row import Row, joined, named
from portsim.capacity.preview_weather import year_hours
from portsim.clock import HOURS_PER_DAY
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import terminal_called


def stockyard_rows(scenario: Scenario, year: int) -> Iterator[Row]:
    """Every stockyard into which a stream discharges."""
    landed: dict[tuple[str, str], float] = {}
    for stream in scenario.bulk.values():
        place = stream.port, terminal_called(stream.port, stream.terminal, scenario.ports)
        landed[place] = landed.get(place, 0.0) + stream.landed_t_in(year)
    days = year_hours(year) / HOURS_PER_DAY
    for (port_id, terminal_id), tonnes in landed.items():
        port = scenario.ports[port_id]
        terminal = port.terminals[terminal_id]
        stockyard = terminal.stockyard
        if stockyard is not None and tonnes > 0.0:
            name = joined(named(port.name, port_id), named(terminal.name, terminal_id))
            because = {"landed_t_per_day": tonnes / days, "capacity_t": stockyard.capacity_t}
            if stockyard.dwell_days is not None:
                because["dwell_days"] = stockyard.dwell_days
            most = stockyard.most_t_per_day * days
            yield Row("stockyard", f"{port_id}/{terminal_id}", name, tonnes, most, "t", because)
