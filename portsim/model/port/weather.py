"""Closures of a port by fog, wind and typhoon, drawn for the whole run: when ships may sail, when cranes may work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portsim.capacity.openings import Openings
from portsim.clock import HOURS_PER_DAY, Clock
from portsim.model.chance import draws_of
from portsim.scenario.access import Weather
from portsim.scenario.port import Port as PortDescription
from portsim.streams import Streams

Spans = list[tuple[float, float]]
"""Closures as (start, end), h."""


def closures(path: str, weather: Weather, clock: Clock, streams: Streams) -> Spans:
    """Draw the closures of one cause, month by month, so that a month's draws depend on no other month's."""
    spans = []
    for first, n_days in _months(clock):
        rng = streams.generator(f"{path}/{first:%Y-%m}")
        start_hour, duration_h = draws_of(weather.start_hour, rng), draws_of(weather.duration_h, rng)
        for _ in range(rng.poisson(weather.monthly_events[first.month - 1])):
            day = int(rng.integers(n_days))
            start_h = clock.hours_at(first) + HOURS_PER_DAY * day + start_hour()
            spans.append((start_h, start_h + max(0.0, duration_h())))
    return spans


def _months(clock: Clock) -> Iterable[tuple[date, int]]:
    """All months a run touches, with their number of days."""
    first = clock.start.date().replace(day=1)
    while clock.hours_at(first) < clock.end_h:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        yield first, (following - first).days
        first = following


def openings_of(id: str, port: PortDescription, clock: Clock, streams: Streams) -> tuple[Openings, Openings]:
    """When ships may sail and when cranes may work at a port."""
    at_sea: Spans = []
    at_berth: Spans = []
    for cause, weather in port.weather.items():
        spans = closures(f"port/{id}/weather/{cause}", weather, clock, streams)
        if weather.stops != "cranes":
            at_sea += spans
        if weather.stops != "access":
            at_berth += spans
    return tuple(_open_outside(spans, clock.end_h) for spans in (at_sea, at_berth))  # type: ignore[return-value]


def _open_outside(spans: Spans, end_h: float) -> Openings:
    return Openings(spans, end_h).closed()
