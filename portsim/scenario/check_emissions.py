"""Checks of emissions: ports and terminals that are spoken of are there, and ways by land have a length."""

from __future__ import annotations

from portsim.scenario.case import Case
from portsim.scenario.outside import OutsideSea


def check_emissions(case: Case) -> None:
    """Ports have terminals, terminals are theirs, shares are shares; only a ship's way follows from its time."""
    for id, leg in case.scenario.links.items():
        if isinstance(leg, OutsideSea) and leg.by != "sea" and leg.distance_km is None:
            case.error(("links", id), f"goes by {leg.by}: give distance_km; a length from time is that of a ship")
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
