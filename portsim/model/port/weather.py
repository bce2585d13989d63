"""Closures of a port by fog, wind and typhoon, for the whole run: when ships may sail, cranes and trucks may work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portsim.capacity.disruptions import Disruptions, outside
from portsim.capacity.openings import Openings
from portsim.capacity.steps import Span
from portsim.clock import HOURS_PER_DAY, Clock
from portsim.model.chance import draws_of
from portsim.model.port.storms import Storm, Storms
from portsim.scenario.access import Evacuation, Weather
from portsim.scenario.days import civil
from portsim.scenario.port import Port as PortDescription
from portsim.streams import Streams

Spans = list[tuple[float, float]]
"""Closures as (start, end), h."""


def closures(path: str, weather: Weather, clock: Clock, streams: Streams) -> Spans:
    """Draw the closures of one cause, month by month, so that a month's draws depend on no other month's.

    Those on dates are as given.
    """
    spans = [(clock.hours_to(civil(one.starts)), clock.hours_to(civil(one.ends))) for one in weather.dates.values()]
    if weather.monthly_events is None or weather.duration_h is None:
        return spans
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


@dataclass(frozen=True)
class PortHours:
    """What weather and closures leave of the run at one port.

    Attributes
    ----------
    inbound, outbound
        When ships may be let in, and sail out.
    at_berth
        When cranes may work.
    gate
        When trucks may come; None where they always may.
    no_trains
        Hours in which trains do not run.
    storms
        Storms for which ships leave their berths.
    slowed
        Hours after storms in which cranes work slower, with the share of their rate.
    """

    inbound: Openings
    outbound: Openings
    at_berth: Openings
    gate: Openings | None
    no_trains: Spans
    storms: Storms
    slowed: list[Span]


class _Closed:
    """Spans in which things of a port stand still, as they are gathered."""

    def __init__(self, shut: Spans) -> None:
        self.inbound, self.outbound, self.at_berth = list(shut), list(shut), list(shut)
        self.gate: Spans = []
        self.trains: Spans = []
        self.storms: list[Storm] = []
        self.slowed: list[Span] = []

    def add(self, weather: Weather, spans: Spans) -> None:
        """Add the closures of a cause."""
        if weather.evacuation is not None:
            return self._evacuate(weather.evacuation, spans)
        if weather.stops != "cranes":
            self.inbound += spans
            self.outbound += spans
        if weather.stops != "access":
            self.at_berth += spans
        return None

    def _evacuate(self, rules: Evacuation, spans: Spans) -> None:
        for closes_h, reopens_h in spans:
            leaves_h = closes_h - rules.leave_h
            self.inbound.append((closes_h - rules.lead_h, reopens_h))
            self.outbound.append((closes_h, reopens_h))
            self.at_berth.append((leaves_h, reopens_h))
            self.storms.append(Storm(leaves_h, closes_h, reopens_h, rules.come_back == "first"))
            if rules.stops_gate:
                self.gate.append((leaves_h, reopens_h))
            if rules.stops_trains:
                self.trains.append((leaves_h, reopens_h))
            if rules.recovery_h:
                self.slowed.append((reopens_h, reopens_h + rules.recovery_h, rules.recovery_rate_share))


def hours_of(id: str, port: PortDescription, clock: Clock, streams: Streams, disruptions: Disruptions) -> PortHours:
    """When ships may sail, and cranes, trucks and trains work, at a port."""
    closed = _Closed(disruptions.closed(f"ports.{id}"))
    for cause, weather in port.weather.items():
        closed.add(weather, closures(f"port/{id}/weather/{cause}", weather, clock, streams))

    def within_run(spans: Spans) -> Openings:
        return Openings(spans, clock.end_h).closed()

    return PortHours(
        within_run(closed.inbound),
        within_run(closed.outbound),
        within_run(closed.at_berth),
        outside(closed.gate, clock.end_h) if closed.gate else None,
        closed.trains,
        Storms(closed.storms),
        closed.slowed,
    )
