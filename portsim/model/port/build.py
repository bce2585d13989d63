"""Builds the live ports of a scenario: quays, cranes, yards, depots, and the ways in and out."""

from __future__ import annotations

from portsim.capacity.openings import Openings
from portsim.clock import HOURS_PER_DAY, Clock
from portsim.model.directory import Directory
from portsim.model.kernel import Kernel
from portsim.model.port.access import Access
from portsim.model.port.clearance import Clearance
from portsim.model.port.port import Port
from portsim.model.port.quay import build_quay
from portsim.model.port.terminal import Terminal
from portsim.model.port.weather import openings_of
from portsim.model.port.yard import Yard
from portsim.scenario.port import Cranes, Unloaders, channel_of
from portsim.scenario.port import Port as PortDescription
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams


def build_ports(
    env: Kernel, scenario: Scenario, directory: Directory, clock: Clock, streams: Streams
) -> dict[str, Port]:
    """Make all ports that are modelled in full."""
    return {
        id: _build_port(env, id, port, directory, clock, streams)
        for id, port in scenario.ports.items()
        if not port.market
    }


def _build_port(
    env: Kernel, id: str, port: PortDescription, directory: Directory, clock: Clock, streams: Streams
) -> Port:
    clearance = Clearance(env)
    at_sea, at_berth = openings_of(id, port, clock, streams)
    limited = port.channels or port.pilots or port.tugs or port.weather
    access = Access(clock, port, at_sea) if limited else None
    terminals = {}
    for terminal_id, terminal in port.terminals.items():
        path = f"{id}/{terminal_id}"
        quays = [build_quay(directory.number[f"{path}/{q}"], quay) for q, quay in terminal.quays.items()]
        numbers = (directory.number[path], directory.number[id])
        channel_id = channel_of(port, terminal_id)
        live = Terminal(env, path, *numbers, port, terminal, quays, clearance, access, channel_id, clock.end_h)
        for pool, equipment in ((live.cranes, terminal.cranes), (live.unloaders, terminal.unloaders)):
            if pool is not None and equipment is not None:
                pool.stop_during(at_berth.closed(), by_weather=True)
                pool.stop_during(_off_hours(equipment, clock), by_weather=False)
        terminals[terminal_id] = live
    return Port(id, directory.number[id], terminals, clock.end_h)


def _off_hours(cranes: Cranes | Unloaders, clock: Clock) -> Openings:
    """When the cranes do not work; the run starts at a midnight."""
    start, stop = cranes.work_from_hour, cranes.work_to_hour
    n_days = round(clock.end_h / HOURS_PER_DAY)
    days = [HOURS_PER_DAY * day for day in range(n_days)]
    return Openings([(day + start, day + stop) for day in days], clock.end_h).closed()


def yards_of(ports: dict[str, Port]) -> dict[tuple[str, str], Yard]:
    """All yards, by (port, terminal)."""
    return {
        (id, terminal_id): terminal.yard
        for id, port in ports.items()
        for terminal_id, terminal in port.terminals.items()
        if terminal.yard
    }
