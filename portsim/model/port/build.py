"""Builds the live ports of a scenario: quays, cranes, yards, depots."""

from __future__ import annotations

from portsim.model.directory import Directory
from portsim.model.kernel import Kernel
from portsim.model.port.port import Port
from portsim.model.port.quay import build_quay
from portsim.model.port.terminal import Terminal
from portsim.model.port.yard import Yard
from portsim.scenario.scenario import Scenario


def build_ports(env: Kernel, scenario: Scenario, directory: Directory, end_h: float) -> dict[str, Port]:
    """Make all ports that are modelled in full."""
    ports = {}
    for id, port in scenario.ports.items():
        if port.market:
            continue
        terminals = {}
        for terminal_id, terminal in port.terminals.items():
            path = f"{id}/{terminal_id}"
            quays = [build_quay(directory.number[f"{path}/{q}"], quay) for q, quay in terminal.quays.items()]
            numbers = (directory.number[path], directory.number[id])
            terminals[terminal_id] = Terminal(env, *numbers, port, terminal, quays, end_h)
        ports[id] = Port(id, directory.number[id], terminals, end_h)
    return ports


def yards_of(ports: dict[str, Port]) -> dict[tuple[str, str], Yard]:
    """All yards, by (port, terminal)."""
    return {
        (id, terminal_id): terminal.yard
        for id, port in ports.items()
        for terminal_id, terminal in port.terminals.items()
        if terminal.yard
    }
