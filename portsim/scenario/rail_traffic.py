"""How many freight trains a day use each rail line: block trains, trains of bulk, and what was seen beyond them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portsim.scenario.bulk import BulkStream
from portsim.scenario.rail import RailLine, lines_of
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Train

_DAYS_A_WEEK, _DAYS_A_YEAR = 7.0, 365.25
_BOTH_WAYS = 2.0  # every train comes back: block trains by their timetable, those of bulk empty


@dataclass(frozen=True)
class LineTraffic:
    """Mean trains a day on a line in a year, both ways together.

    Attributes
    ----------
    block
        Block trains by their timetables.
    bulk
        Trains of the rail tonnes of bulk streams, laden one way and empty the other.
    background
        All others: observed less those, never below 0.
    """

    block: float = 0.0
    bulk: float = 0.0
    background: float = 0.0

    @property
    def regular(self) -> float:
        """Trains with a path of their own in the daily timetable."""
        return self.bulk + self.background

    @property
    def total(self) -> float:
        """All freight trains."""
        return self.block + self.bulk + self.background


def rail_lines(scenario: Scenario) -> dict[str, RailLine]:
    """The rail lines of a scenario by id."""
    return {id: link for id, link in scenario.links.items() if isinstance(link, RailLine)}


def bulk_trains_in(stream: BulkStream, year: int) -> float:
    """Laden trains of a stream in a year."""
    rail = stream.onward.rail if stream.onward is not None and stream.unit == "t" else 0.0
    return stream.volume_in(year) * rail / stream.rail_train_t


def traffic_in(scenario: Scenario, year: int) -> Mapping[str, LineTraffic]:
    """Traffic of every rail line in a year."""
    lines = rail_lines(scenario)
    block, bulk = dict.fromkeys(lines, 0.0), dict.fromkeys(lines, 0.0)
    for service in scenario.services.values():
        if isinstance(service, Train):
            for id, _ in lines_of(service.route):
                block[id] = block.get(id, 0.0) + _BOTH_WAYS * service.departures_per_week / _DAYS_A_WEEK
    for stream in scenario.bulk.values():
        for id, _ in lines_of(stream.rail_route):
            bulk[id] = bulk.get(id, 0.0) + _BOTH_WAYS * bulk_trains_in(stream, year) / _DAYS_A_YEAR
    found = {}
    for id, line in lines.items():
        observed = line.observed_in(year) or 0.0
        modelled = line.observed_modelled_per_day
        known = block[id] + bulk[id] if modelled is None else modelled
        found[id] = LineTraffic(block[id], bulk[id], max(0.0, observed - known))
    return found
