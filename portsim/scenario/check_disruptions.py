"""Checks of what happens on dates: does the thing exist, can that be done to it, and does it end within the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from portsim.scenario.access import Weather
from portsim.scenario.case import Case, near
from portsim.scenario.days import civil
from portsim.scenario.disruption import Disruption, Effect, resources
from portsim.scenario.ferry import Ferry

Keys = tuple[str | int, ...]
_WORDS: Mapping[Effect, str] = {"closed": "closed: true", "rate_share": "rate_share", "n": "n"}


def check_disruptions(case: Case) -> None:
    """Disruptions, and closures by weather that have dates."""
    _check_resources(case)
    for where, spans in _timed(case):
        _check_dates(case, where, spans)


def _check_resources(case: Case) -> None:
    known = resources(case.scenario)
    for id, disruption in case.scenario.disruptions.items():
        path: Keys = ("disruptions", id, "resource")
        named = disruption.resource
        if named in known:
            _check_effect(case, ("disruptions", id), disruption, known[named])
            continue
        keys = tuple(named.split("."))
        if case.root.get(keys) is not None and keys[0] in _ROOMS and not case.is_whole(*keys):
            continue  # it has mistakes of its own
        if len(keys) > 1 and case.lacks(*keys[:1]):
            continue  # its file could not be read
        case.error(path, f"unknown resource {named}{_hint(named, known)}")


_ROOMS = ("ports", "links", "locks", "services")


def _hint(named: str, known: Mapping[str, tuple[Effect, ...]]) -> str:
    """The nearest spelling among paths of like depth; else what kinds of paths there are."""
    able = [path for path, effects in known.items() if effects]
    alike = [path for path in able if path.count(".") == named.count(".")] or able
    return near(named, alike)


def _check_effect(case: Case, where: Keys, disruption: Disruption, allowed: tuple[Effect, ...]) -> None:
    named = disruption.resource
    if not allowed:
        reason = "a lock with passage: wait_law has no lines at work" if named.startswith("locks") else "it is external"
        case.error((*where, "resource"), f"{named} cannot be disrupted: {reason}")
    elif disruption.effect not in allowed:
        words = " or ".join(_WORDS[effect] for effect in allowed)
        case.error((*where, disruption.effect), f"{named} takes {words}, not {_WORDS[disruption.effect]}")
    elif disruption.n is not None:
        most = _number_of(case, named)
        if disruption.n > most:
            case.error((*where, "n"), f"{disruption.n} is more than the {most} there are")


def _number_of(case: Case, resource: str) -> int:
    """Cranes, unloaders, pilots or tugs there are."""
    keys = resource.split(".")
    port = case.scenario.ports[keys[1]]
    at_work = getattr(port.terminals[keys[3]], keys[4]) if keys[2] == "terminals" else getattr(port, keys[2])
    assert at_work is not None  # else the path is unknown
    return int(at_work.n)


Timed = list[tuple[Keys, datetime, datetime]]


def _timed(case: Case) -> Iterator[tuple[Keys, Timed]]:
    """Things on dates that should not overlap, together: of one resource and effect, or of one cause of weather."""
    scenario = case.scenario
    by_resource: dict[tuple[str, str], Timed] = {}
    for id, one in scenario.disruptions.items():
        span = (("disruptions", id), civil(one.starts), civil(one.ends))
        by_resource.setdefault((one.resource, one.effect), []).append(span)
    for spans in by_resource.values():
        yield ("disruptions",), spans
    for id, port in scenario.ports.items():
        for path, spans in _of_weather(("ports", id), port.weather):
            yield path, spans
    for id, service in scenario.services.items():
        if isinstance(service, Ferry):
            yield from _of_weather(("services", id), service.weather)


def _of_weather(owner: Keys, causes: Mapping[str, Weather]) -> Iterator[tuple[Keys, Timed]]:
    for cause, weather in causes.items():
        where: Keys = (*owner, "weather", cause)
        spans = [((*where, "dates", id), civil(one.starts), civil(one.ends)) for id, one in weather.dates.items()]
        if spans:
            yield where, spans


def _check_dates(case: Case, where: Keys, spans: Timed) -> None:
    calendar = case.scenario.clock
    begins = datetime(calendar.year, 1, 1) - timedelta(days=calendar.warmup_days)
    ends = datetime(calendar.year + calendar.n_years, 1, 1)
    run = f"the run goes from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}"
    before: tuple[Keys, datetime, datetime] | None = None
    for span in sorted(spans, key=lambda one: one[1:]):
        path, start, end = span
        if end <= begins or start >= ends:
            case.warning((*path, "starts"), f"has no effect: {run}")
        elif end > ends:
            case.warning((*path, "ends"), f"never ends within the run: {run}")
        if before is not None and start < before[2]:
            case.error(
                (*path, "starts"), f"overlaps {'.'.join(map(str, before[0]))}, which ends {before[2]:%Y-%m-%d %H:%M}"
            )
        if before is None or end > before[2]:
            before = span
