"""Freight trains that use each rail line in a year, against its paths."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.capacity.preview_row import Row, named
from portsim.capacity.preview_weather import year_hours
from portsim.clock import HOURS_PER_DAY
from portsim.scenario.rail_traffic import rail_lines, traffic_in
from portsim.scenario.scenario import Scenario


def line_rows(scenario: Scenario, year: int) -> Iterator[Row]:
    """Each rail line, both ways together."""
    days = year_hours(year) / HOURS_PER_DAY
    lines = rail_lines(scenario)
    for id, traffic in traffic_in(scenario, year).items():
        because = {
            "block_trains": traffic.block * days, "bulk_trains": traffic.bulk * days,
            "background_trains": traffic.background * days,
        }  # fmt: skip
        paths = lines[id].paths_in(year) * days
        if paths or traffic.total:
            yield Row("line", id, named(lines[id].name, id), traffic.total * days, paths, "trains", because)
