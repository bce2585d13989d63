"""The log of what was closed or disrupted: noted when the cluster is built, since all of it is known then."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.clock import Clock
from portsim.model.directory import Directory, closure_id
from portsim.model.port.weather import closures
from portsim.results.record_columns import DISRUPTED
from portsim.results.records import Records
from portsim.scenario.access import Weather
from portsim.scenario.days import civil
from portsim.scenario.disruption import Disruption
from portsim.scenario.ferry import Ferry
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

Row = tuple[int, int, int, float, float, float, float, float]


def note_closures(records: Records, scenario: Scenario, directory: Directory, clock: Clock, streams: Streams) -> None:
    """Append the closures of ports and ferries by weather, and the disruptions, that touch the run."""
    append = records.tables["closures"].append
    for row in (*_by_weather(scenario, directory, clock, streams), *_by_disruption(scenario, directory, clock)):
        _, _, _, from_h, _, _, until_h, _ = row
        if until_h > 0.0 and from_h < clock.end_h:
            append(row)


def _by_weather(scenario: Scenario, directory: Directory, clock: Clock, streams: Streams) -> Iterator[Row]:
    for id, port in scenario.ports.items():
        yield from _of_place(id, f"port/{id}", port.weather, directory, clock, streams)
    for id, service in scenario.services.items():
        if isinstance(service, Ferry):
            yield from _of_place(id, f"service/{id}", service.weather, directory, clock, streams)


def _of_place(
    id: str, path: str, causes: dict[str, Weather], directory: Directory, clock: Clock, streams: Streams
) -> Iterator[Row]:
    for cause, weather in causes.items():
        rules = weather.evacuation
        lead_h, after_h = (rules.lead_h, rules.recovery_h) if rules else (0.0, 0.0)
        numbers = (directory.number[closure_id(id, cause)], directory.number[id], DISRUPTED.index("weather"))
        for start_h, end_h in closures(f"{path}/weather/{cause}", weather, clock, streams):
            yield (*numbers, start_h - lead_h, start_h, end_h, end_h + after_h, 0.0)


def _by_disruption(scenario: Scenario, directory: Directory, clock: Clock) -> Iterator[Row]:
    for id, one in scenario.disruptions.items():
        start_h, end_h = clock.hours_to(civil(one.starts)), clock.hours_to(civil(one.ends))
        what, place = place_of(one)
        number = directory.number.get(place, -1)
        yield (
            directory.number[id], number, DISRUPTED.index(what), start_h, start_h, end_h, end_h,
            _share(one, scenario),
        )  # fmt: skip


def place_of(disruption: Disruption) -> tuple[str, str]:
    """What sort of thing is disrupted, and the entity of the records it is or belongs to."""
    room, id, *rest = disruption.resource.split(".")
    if room == "ports":
        return _at_port(id, rest)
    if room == "locks" and rest:
        return "lock_line", f"{id}/{rest[1]}"
    return room.removesuffix("s"), id


def _at_port(id: str, rest: list[str]) -> tuple[str, str]:
    if not rest:
        return "port", id
    if rest[0] != "terminals":
        return ("channel" if rest[0] == "channels" else rest[0]), id
    terminal = f"{id}/{rest[1]}"
    if len(rest) == 2:
        return "terminal", terminal
    return (rest[2], terminal) if rest[2] in ("cranes", "unloaders") else ("quay", f"{terminal}/{rest[3]}")


def _share(disruption: Disruption, scenario: Scenario) -> float:
    """Share of what works as usual; 0 for what is closed."""
    if disruption.n is None:
        return disruption.rate_share or 0.0
    _, id, *rest = disruption.resource.split(".")
    port = scenario.ports[id]
    usual = port.terminals[rest[1]].cranes if rest[0] == "terminals" else getattr(port, rest[0])
    return disruption.n / usual.n if usual else 0.0
