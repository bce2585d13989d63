"""Builds the rail lines of a live cluster: their paths over the run, less what regular trains use."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from portsim.capacity.disruptions import Disruptions
from portsim.clock import HOURS_PER_DAY, Clock
from portsim.model.chance import block_of
from portsim.model.directory import Directory
from portsim.model.inland.path_book import PathBook
from portsim.model.inland.railline import RailRoute, Stretch, Track
from portsim.results.records import Records
from portsim.scenario.rail import RailLine, lines_of
from portsim.scenario.rail_traffic import LineTraffic, rail_lines, traffic_in
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Train
from portsim.streams import Streams

_N_DELAYS = 1_009
"""Delays drawn for a line; its regular trains have them one after the other. A prime: no rhythm with the days."""


@dataclass(frozen=True)
class _Period:
    """A time in which nothing changes on a line; trains a day both ways together."""

    start_h: float
    end_h: float
    double: bool
    paths: float
    bulk: float
    background: float


class RailBuilder:
    """Makes the rail lines of a scenario, and the ways of its trains over them.

    Parameters
    ----------
    scenario, directory, streams, clock
        Description, numbers of the entities, streams of chance and calendar of the run.
    records
        Takes rows and capacities.
    disruptions
        Tells when lines are closed or slow: a slow line has that share of its paths, and of its speed.
    """

    def __init__(
        self, scenario: Scenario, directory: Directory, streams: Streams, clock: Clock, records: Records,
        disruptions: Disruptions,
    ) -> None:  # fmt: skip
        self._number = directory.number
        self._streams = streams
        self._clock = clock
        self._records = records
        self._disruptions = disruptions
        self._lines = rail_lines(scenario)
        years = range(clock.start.year, clock.year + len(clock.years()))
        traffic = {year: traffic_in(scenario, max(year, clock.year)) for year in years} if self._lines else {}
        self._tracks = {id: self._build(id, line, traffic) for id, line in self._lines.items()}

    def route(self, id: str, train: Train) -> RailRoute | None:
        """The way of a relation; None where its lines are not told."""
        if not train.route:
            return None
        way = lines_of(train.route)
        total_km = sum(self._lines[line].length_km for line, _ in way)
        hours = {line: train.running_h * self._lines[line].length_km / total_km for line, _ in way}
        to_port = [self._stretch(line, back, hours[line]) for line, back in way]
        to_zone = [self._stretch(line, not back, hours[line]) for line, back in reversed(way)]
        return RailRoute(self._number[id], train.priority, to_port, to_zone, self._records.tables["train_paths"].append)

    def _stretch(self, id: str, back: bool, running_h: float) -> Stretch:
        rates = self._disruptions.rates(f"links.{id}")
        return Stretch(self._number[id], back, self._tracks[id][back], running_h, rates)

    def _build(self, id: str, line: RailLine, traffic: Mapping[int, Mapping[str, LineTraffic]]) -> tuple[Track, Track]:
        """The paths there and back; note what the line offers in each month, and the regular trains on it."""
        drawn_h = block_of(line.regular_lateness_h, self._streams.generator(f"link/{id}/late"))(_N_DELAYS)
        late_h = array("d", np.maximum(drawn_h, 0.0))
        ways: tuple[list[PathBook], list[PathBook]] = [], []
        periods = list(self._periods(id, line, {year: lines[id] for year, lines in traffic.items()}))
        for period in periods:
            if period.paths <= 0.0:
                continue
            regular = period.bulk + period.background
            if period.double:
                for back, books in enumerate(ways):
                    books.append(self._book(id, line, period, 0.5, regular, late_h, bool(back)))
            else:
                shared = self._book(id, line, period, 1.0, regular, late_h, False)
                for books in ways:
                    books.append(shared)
        for month, start_h, end_h in self._clock.months():
            for what in ("paths", "bulk", "background"):
                n = sum(
                    getattr(one, what) * max(0.0, min(end_h, one.end_h) - max(start_h, one.start_h)) / HOURS_PER_DAY
                    for one in periods
                )
                name = "rail_paths" if what == "paths" else f"{what}_trains"
                self._records.capacities.append((id, name, month, n, "1"))
        return Track(ways[0]), Track(ways[1])

    def _book(
        self, id: str, line: RailLine, period: _Period, share: float, regular: float, late_h: array[float], back: bool
    ) -> PathBook:
        number, append = self._number[id], self._records.tables["train_paths"].append
        return PathBook(
            period.start_h, period.end_h, share * period.paths, share * regular, line.headway_h, late_h,
            lambda path_h, later_h: append((number, -1, back, path_h, later_h)),
        )  # fmt: skip

    def _periods(self, id: str, line: RailLine, traffic: Mapping[int, LineTraffic]) -> Iterator[_Period]:
        """Times between the dates at which something changes: years, openings, the second track, disruptions."""
        clock = self._clock
        days = [date(year, 1, 1) for year in (*traffic, max(traffic) + 1)]
        days += map(date.fromisoformat, (*line.openings, *filter(None, (line.second_track_from,))))
        closed, rates = self._disruptions.closed(f"links.{id}"), self._disruptions.rates(f"links.{id}")
        edges = {0.0, clock.end_h, *(clock.hours_at(day) for day in days), *(hour for span in closed for hour in span)}
        edges |= {hour for hour, _ in rates.changes} if rates is not None else set()
        inside = sorted(hour for hour in edges if 0.0 <= hour <= clock.end_h)
        for start_h, end_h in pairwise(inside):
            day = (clock.start + timedelta(hours=start_h)).date()
            share = 0.0 if any(one <= start_h < other for one, other in closed) else 1.0
            share *= rates.at(start_h) if rates is not None else 1.0
            here = traffic[day.year]
            paths = line.paths_on(day)
            double = line.tracks == "double"
            double |= line.second_track_from is not None and line.second_track_from <= day.isoformat()
            run = line.regular_run(share * paths, here.block, here.regular) / here.regular if here.regular else 0.0
            yield _Period(start_h, end_h, double, share * paths, run * here.bulk, run * here.background)
