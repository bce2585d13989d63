"""Hours of channel, tide, pilots and tugs that the ships of a year ask for, against those there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portsim.capacity.preview_row import Row, Stage, joined, named
from portsim.capacity.preview_terminal import Caller
from portsim.capacity.preview_weather import open_share, year_hours
from portsim.capacity.water import passable, tide_heights_m
from portsim.clock import Clock
from portsim.scenario.access import Channel, Escorts
from portsim.scenario.port import Port, channel_of
from portsim.streams import Floats

KM_PER_NM = 1.852


@dataclass(frozen=True, slots=True)
class Passages:
    """The ships of one class that go through a channel one way, in a year."""

    caller: Caller
    inbound: bool
    is_large: bool
    draught_m: float
    hours: float

    @property
    def n(self) -> float:
        """How many."""
        return self.caller.n_calls


def access_rows(port_id: str, port: Port, callers: Sequence[Caller], year: int) -> Iterator[Row]:
    """Channels, tide, pilots and tugs of a port."""
    open_h = year_hours(year) * open_share(port, year, "cranes")
    heights: Floats | None = None
    clock = Clock(year, 1, 0)
    if port.tide is not None and any(channel.tide_window is None for channel in port.channels.values()):
        heights = tide_heights_m(port.tide, clock)
    for id, channel in port.channels.items():
        passages = [
            _passages(channel, one, inbound, port)
            for one in callers
            if channel_of(port, one.terminal) == id
            for inbound in (True, False)
        ]
        yield _channel_row(port_id, port, id, channel, passages, open_h)
        tide = _tide_row(port_id, port, id, channel, passages, open_h, heights, clock)
        if tide is not None:
            yield tide
    for stage, escorts in (("pilot", port.pilots), ("tug", port.tugs)):
        if escorts is not None:
            yield _escort_row(stage, port_id, port, escorts, callers, open_h)  # type: ignore[arg-type]


def transit_h(channel: Channel | None) -> float:
    """Time from end to end; 0 without a channel."""
    return 0.0 if channel is None else channel.length_km / KM_PER_NM / channel.speed_kn


def _passages(channel: Channel, one: Caller, inbound: bool, port: Port) -> Passages:
    ship, limit_t = one.ship, channel.two_way_up_to_dwt_t
    given = ship.inbound_draught_m if inbound else ship.outbound_draught_m
    is_large = limit_t is not None and ship.dwt_t is not None and ship.dwt_t > limit_t
    # on her way out the channel is hers from the first line let go
    hours = transit_h(channel) + (0.0 if inbound else port.outbound_h)
    return Passages(one, inbound, is_large, given or ship.draught_m, hours)


def _channel_row(
    port_id: str, port: Port, id: str, channel: Channel, passages: Sequence[Passages], open_h: float
) -> Row:
    large_h = sum(one.n * one.hours for one in passages if one.is_large)
    entries = [
        sum(one.n for one in passages if not one.is_large and one.inbound is inbound) for inbound in (True, False)
    ]
    small_h = max(entries) * channel.separation_h
    because = {
        "n_passages": sum(one.n for one in passages),
        "n_alone": sum(one.n for one in passages if one.is_large),
        "transit_h": transit_h(channel),
        "separation_h": channel.separation_h,
    }
    name = joined(named(port.name, port_id), named(channel.name, id))
    return Row("channel", f"{port_id}/{id}", name, large_h + small_h, open_h, "h", because)


def _tide_row(
    port_id: str,
    port: Port,
    id: str,
    channel: Channel,
    passages: Sequence[Passages],
    open_h: float,
    heights: Floats | None,
    clock: Clock,
) -> Row | None:
    """Ships that cannot come or go at any time: their hours, each over the part of the time in which she may start."""
    asked_h, use, n, shares = 0.0, 0.0, 0.0, []
    for one in passages:
        windows = passable(channel, one.draught_m, one.hours, heights, clock.end_h)
        share = windows.open_h(0.0, clock.end_h) / clock.end_h
        if share < 1.0:
            hours = one.n * (one.hours if one.is_large else channel.separation_h)
            asked_h += hours
            use += hours / (share * open_h) if share else float("inf")
            n += one.n
            shares.append(share)
    if not shares:
        return None
    name = joined(named(port.name, port_id), named(channel.name, id))
    because = {"n_passages": n, "least_open_share": min(shares)}
    capacity = asked_h / use if use else open_h * min(shares)
    return Row("tide", f"{port_id}/{id}", name, asked_h, capacity, "h", because)


def _escort_row(
    stage: Stage, port_id: str, port: Port, escorts: Escorts, callers: Sequence[Caller], open_h: float
) -> Row:
    asked_h, n = 0.0, 0.0
    for one in callers:
        if one.ship.loa_m >= escorts.from_loa_m:
            channel_h = transit_h(port.channels.get(channel_of(port, one.terminal)))
            both_ways_h = port.inbound_h + port.outbound_h + 2.0 * channel_h + 2.0 * escorts.return_h
            asked_h += one.n_calls * escorts.per_ship * both_ways_h
            n += 2.0 * one.n_calls
    because = {"n": float(escorts.n), "n_passages": n}
    return Row(stage, port_id, named(port.name, port_id), asked_h, escorts.n * open_h, "h", because)
