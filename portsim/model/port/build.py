"""Builds the live ports of a scenario: quays, cranes, yards, depots, and the ways in and out."""

from __future__ import annotations

from collections.abc import Mapping

from portsim.capacity.disruptions import Disruptions
from portsim.capacity.lifetime import out_of_service
from portsim.capacity.openings import Openings
from portsim.clock import HOURS_PER_DAY, Clock
from portsim.model.directory import Directory
from portsim.model.kernel import Kernel, Process
from portsim.model.port.access import Access
from portsim.model.port.clearance import Clearance
from portsim.model.port.port import Port
from portsim.model.port.quay import build_quay
from portsim.model.port.storms import Storms
from portsim.model.port.terminal import Terminal
from portsim.model.port.weather import PortHours, hours_of
from portsim.model.port.yard import Yard
from portsim.scenario.handling import Cranes, Unloaders
from portsim.scenario.port import Port as PortDescription
from portsim.scenario.port import channel_of
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams


def build_ports(
    env: Kernel,
    scenario: Scenario,
    directory: Directory,
    clock: Clock,
    hours: Mapping[str, PortHours],
    disruptions: Disruptions,
) -> dict[str, Port]:
    """Make all ports that are modelled in full."""
    return {
        id: _build_port(env, id, port, directory, clock, hours[id], disruptions)
        for id, port in scenario.ports.items()
        if port.terminals
    }


def port_hours(scenario: Scenario, clock: Clock, streams: Streams, disruptions: Disruptions) -> dict[str, PortHours]:
    """When ships may sail and cranes work, at all ports that are modelled in full."""
    return {
        id: hours_of(id, port, clock, streams, disruptions)
        for id, port in scenario.ports.items()
        if not port.market
    }  # fmt: skip


def _build_port(
    env: Kernel,
    id: str,
    port: PortDescription,
    directory: Directory,
    clock: Clock,
    hours: PortHours,
    disruptions: Disruptions,
) -> Port:
    limited = port.channels or port.pilots or port.tugs or port.weather or disruptions.closed(f"ports.{id}")
    access = Access(Clearance(env), clock, id, port, hours, disruptions) if limited else None
    terminals = {}
    for terminal_id, terminal in port.terminals.items():
        path = f"{id}/{terminal_id}"
        quays = [build_quay(directory.number[f"{path}/{q}"], quay) for q, quay in terminal.quays.items()]
        numbers = (directory.number[path], directory.number[id])
        channel_id = channel_of(port, terminal_id)
        live = Terminal(env, path, *numbers, port, terminal, quays, access, channel_id, clock.end_h)
        live.storms = hours.storms or None
        in_file = f"ports.{id}.terminals.{terminal_id}"
        for kind, pool, equipment in (
            ("cranes", live.cranes, terminal.cranes), ("unloaders", live.unloaders, terminal.unloaders),
        ):  # fmt: skip
            if pool is not None and equipment is not None:
                pool.stop_during(hours.at_berth.closed(), by_weather=True)
                shut = Openings(disruptions.closed(in_file), clock.end_h).closed()
                pool.stop_during(_at_work(equipment, clock).both(shut).closed(), by_weather=False)
                pool.follow(
                    disruptions.rates(f"ports.{id}", in_file, f"{in_file}.{kind}", also=hours.slowed),
                    disruptions.numbers(equipment.n, f"{in_file}.{kind}"),
                )
        for quay_id, quay in zip(terminal.quays, quays, strict=True):
            shut_h = disruptions.closed(in_file, f"{in_file}.quays.{quay_id}")
            shut_h += out_of_service(clock, terminal, terminal.quays[quay_id])
            for start_h, end_h in Openings(shut_h, clock.end_h + 1.0).spans:
                env.start(live.close_quay(quay, start_h, end_h))
        terminals[terminal_id] = live
    if hours.storms:
        env.start(_clear_berths(env, hours.storms, list(terminals.values())))
    return Port(id, directory.number[id], terminals, clock.end_h)


def _clear_berths(env: Kernel, storms: Storms, terminals: list[Terminal]) -> Process:
    """Before each storm tell all alongside to leave; those who had no leave when it comes stay."""
    for storm in storms.all:
        for hour, tell in ((storm.leaves_h, Terminal.break_off), (storm.closes_h, Terminal.keep_alongside)):
            if hour > env.now:
                yield hour - env.now
            for terminal in terminals:
                tell(terminal)


def _at_work(cranes: Cranes | Unloaders, clock: Clock) -> Openings:
    """Hours of the day at which the cranes work; the run starts at a midnight."""
    start, stop = cranes.work_from_hour, cranes.work_to_hour
    n_days = round(clock.end_h / HOURS_PER_DAY)
    days = [HOURS_PER_DAY * day for day in range(n_days)]
    return Openings([(day + start, day + stop) for day in days], clock.end_h)


def yards_of(ports: dict[str, Port]) -> dict[tuple[str, str], Yard]:
    """All yards, by (port, terminal)."""
    return {
        (id, terminal_id): terminal.yard
        for id, port in ports.items()
        for terminal_id, terminal in port.terminals.items()
        if terminal.yard
    }
