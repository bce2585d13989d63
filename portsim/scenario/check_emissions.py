"""Checks of emissions: what is said of ports and terminals speaks of some that are there."""

from __future__ import annotations

from portsim.scenario.case import Case


def check_emissions(case: Case) -> None:
    """Ports have terminals, terminals are theirs, and shares are shares."""
    ports = case.scenario.ports
    for id, about in case.scenario.emissions.ports.items():
        where = ("emissions", "ports", id)
        if not case.knows(id, where, "port", ports, ("ports",)):
            continue
        if not ports[id].terminals:
            case.error(where, f"{id} is an external or inland port; emissions are of ports with terminals")
            continue
        for terminal, share in about.terminal_shore_power_share.items():
            there = (*where, "terminal_shore_power_share", terminal)
            case.knows(terminal, there, "terminal", ports[id].terminals, ("ports", id, "terminals"))
            if not 0.0 <= share <= 1.0:
                case.error(there, f"a share between 0 and 1 is expected, not {share:g}")
