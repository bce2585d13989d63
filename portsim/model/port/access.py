"""All ways into and out of a port: its channels, its tide, its pilots and tugs, its weather, by class of ship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portsim.capacity.disruptions import Disruptions
from portsim.capacity.openings import Openings
from portsim.capacity.water import passable, tide_heights_m
from portsim.clock import Clock
from portsim.model.port.channel import IN, Channel
from portsim.model.port.clearance import Clearance
from portsim.model.port.line import Line
from portsim.model.port.passage import Passage
from portsim.model.port.pilotage import Escorts
from portsim.model.port.weather import PortHours
from portsim.scenario.port import Port as PortDescription
from portsim.scenario.service import ShipClass
from portsim.streams import Floats

if TYPE_CHECKING:
    from portsim.model.port.terminal import Terminal


class Access:
    """The ways of one port.

    Parameters
    ----------
    clearance
        The harbour master.
    clock
        The years of the run.
    port_id, port
        Its id and what the scenario says of it.
    hours
        When ships may sail.
    disruptions
        Tells when channels are closed, and pilots and tugs are fewer.
    """

    def __init__(
        self,
        clearance: Clearance,
        clock: Clock,
        port_id: str,
        port: PortDescription,
        hours: PortHours,
        disruptions: Disruptions,
    ) -> None:
        self._clearance = clearance
        self._clock = clock
        self._port = port
        self._hours = hours
        self._channels = {id: Channel(channel) for id, channel in port.channels.items()}
        self._closed = {id: disruptions.openings(f"ports.{port_id}.channels.{id}") for id in port.channels}
        escorts = [(name, kind) for name, kind in (("pilots", port.pilots), ("tugs", port.tugs)) if kind is not None]
        self._escorts = [
            Escorts(kind, disruptions.numbers(kind.n, f"ports.{port_id}.{name}")) for name, kind in escorts
        ]
        self._heights: Floats | None = None
        self._passages: dict[tuple[object, ...], Passage] = {}
        self._sailing: dict[int, Line] = {}

    def passage(self, channel_id: str, ship: ShipClass, way: int) -> Passage:
        """The way of a class in (`IN`) or out through a channel (empty: none)."""
        draught_m = (ship.inbound_draught_m if way == IN else ship.outbound_draught_m) or ship.draught_m
        channel = self._channels.get(channel_id)
        large = channel.is_large(ship.dwt_t) if channel else False
        escorts = tuple((kind, n) for kind in self._escorts if (n := kind.needed(ship.loa_m)))
        key = (channel_id, way, draught_m, large, escorts)
        if key not in self._passages:
            manoeuvre_h = float(self._port.inbound_h if way == IN else self._port.outbound_h)
            transit_h = channel.transit_h if channel else 0.0
            in_channel_h = transit_h + (0.0 if way == IN else manoeuvre_h)
            water = self._water(channel_id, draught_m, in_channel_h)
            weather = self._hours.inbound if way == IN else self._hours.outbound
            starts = weather.both(water)
            is_open = self._closed.get(channel_id)
            self._passages[key] = Passage(
                weather=weather,
                starts=starts,
                tide_alone=weather.both(water.closed()),
                channel_open=is_open.shortened(in_channel_h) if is_open else None,
                channel=channel,
                escorts=escorts,
                way=way,
                large=large,
                manoeuvre_h=manoeuvre_h,
                hours=manoeuvre_h + transit_h,
            )
        return self._passages[key]

    def forget_tide(self) -> None:
        """Let the heights of the tide go."""
        self._heights = None

    def line(self, terminal: Terminal, alike: bool) -> Line:
        """Make a line in which ships wait for leave to berth at a terminal; `alike` if all need the same water."""
        return Line(self._clearance, terminal, alike)

    def sailing_line(self, passage: Passage) -> Line:
        """The line in which all ships of one way out wait for leave to sail."""
        key = id(passage)
        if key not in self._sailing:
            self._sailing[key] = Line(self._clearance, None, alike=True)
        return self._sailing[key]

    def _water(self, channel_id: str, draught_m: float, hours: float) -> Openings:
        """When a ship of some draught finds water enough for the next `hours` on her way."""
        if not channel_id:
            return Openings.always(self._clock.end_h)
        tide = self._port.tide
        if tide is not None and self._heights is None:
            self._heights = tide_heights_m(tide, self._clock)
        return passable(self._port.channels[channel_id], draught_m, hours, self._heights, self._clock.end_h)
