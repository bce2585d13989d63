"""Checks of the ways into ports: which channel, how deep, for which ships, and weather that lets ships sail at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from portsim.scenario.access import Weather
from portsim.scenario.case import Case
from portsim.scenario.laws import mean_of
from portsim.scenario.port import Port, channel_of
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Liner, ShipClass, Stop, Tramp, stops, terminal_called

Keys = tuple[str | int, ...]
HOURS_PER_MONTH = 730.0


def check_access(case: Case) -> None:
    """Channels, draughts, deadweights and weather."""
    for id, ship in case.scenario.fleets.items():
        for name in ("inbound_draught_m", "outbound_draught_m"):
            draught_m = getattr(ship, name)
            if draught_m is not None and draught_m > ship.draught_m:
                case.error(
                    ("fleets", id, name),
                    f"{draught_m:g} m is above draught_m, {ship.draught_m:g} m",
                )
    for id, port in case.scenario.ports.items():
        _check_channels(case, id, port)
        check_weather(case, ("ports", id), port.weather, "the port")
    _check_sizes(case)


def callers(scenario: Scenario) -> Iterator[tuple[Keys, str, Stop]]:
    """Every (path, ship class, terminal called at) of liners, irregular callers and bulk that can be told."""
    for id, service in scenario.services.items():
        if not isinstance(service, Liner | Tramp) or service.ship_class not in scenario.fleets:
            continue
        try:
            if isinstance(service, Liner):
                called = stops(service, scenario.ports)
            else:
                terminal = terminal_called(service.port, service.terminal, scenario.ports)
                called = (Stop(service.port, terminal),)
        except ValueError:  # told by the checks of services
            continue
        for stop in dict.fromkeys(called):
            if stop.terminal:
                yield ("services", id), service.ship_class, stop
    for id, stream in scenario.bulk.items():
        try:
            terminal = terminal_called(stream.port, stream.terminal, scenario.ports)
        except ValueError:
            continue
        for class_id in stream.parcels:
            if terminal and class_id in scenario.fleets:
                yield ("bulk", id, "parcels", class_id), class_id, Stop(stream.port, terminal)


def _check_channels(case: Case, id: str, port: Port) -> None:
    for terminal_id, terminal in port.terminals.items():
        where: Keys = ("ports", id, "terminals", terminal_id)
        if terminal.channel is not None:
            kind = ("ports", id, "channels")
            case.knows(terminal.channel, (*where, "channel"), f"channel of {id}", port.channels, kind)
        elif len(port.channels) > 1:
            case.error(where, f"{id} has several channels, name its `channel`: one of {', '.join(port.channels)}")


def check_weather(case: Case, owner: Keys, causes: Mapping[str, Weather], what: str) -> None:
    """Closures of a port or a ferry leave some hours open in every month."""
    months = [0.0] * 12
    for cause, weather in causes.items():
        where: Keys = (*owner, "weather", cause)
        if weather.monthly_events is None or weather.duration_h is None:
            continue  # on dates: `check_disruptions` looks at these
        if any(events < 0 for events in weather.monthly_events):
            case.error((*where, "monthly_events"), "a number of closures is not negative")
        hours = [events * mean_of(weather.duration_h) for events in weather.monthly_events]
        months = [before + more for before, more in zip(months, hours, strict=True)]
        longest = max(hours)
        if longest >= HOURS_PER_MONTH:
            month = hours.index(longest)
            case.error(
                where,
                f"closes {what} for ever: {weather.monthly_events[month]:g} closures of "
                f"{mean_of(weather.duration_h):g} h on average in month {month + 1} make {longest:g} of "
                f"{HOURS_PER_MONTH:g} h",
            )
            return
    if months and max(months) >= HOURS_PER_MONTH:
        month = months.index(max(months))
        case.error(
            (*owner, "weather"),
            f"closes {what} for ever: all causes together make {max(months):g} of {HOURS_PER_MONTH:g} h in month "
            f"{month + 1}",
        )


def _check_sizes(case: Case) -> None:
    """A rule about deadweights needs the deadweights."""
    said: set[str] = set()
    for _, class_id, stop in callers(case.scenario):
        port = case.scenario.ports[stop.port]
        channel = port.channels.get(channel_of(port, stop.terminal))
        ship: ShipClass = case.scenario.fleets[class_id]
        if channel is None or channel.two_way_up_to_dwt_t is None or ship.dwt_t is not None or class_id in said:
            continue
        said.add(class_id)
        name = f"{stop.port}.channels.{channel_of(port, stop.terminal)}"
        limit = channel.two_way_up_to_dwt_t
        case.error(
            ("fleets", class_id),
            f"give dwt_t: in {name} ships above {limit:g} t meet nobody (two_way_up_to_dwt_t)",
        )
