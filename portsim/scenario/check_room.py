"""Whether the ships have room for the cargo: what the flows ask of each sea leg against the slots that sail it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from portsim.scenario.carriage import Carrier, weekly_slots_called
from portsim.scenario.case import Case
from portsim.scenario.demand import Demand, Route
from portsim.scenario.volumes import Volumes

Routes = dict[tuple[str, str], list[Route]]
_WEEKS_PER_YEAR = 365.0 / 7.0
_HOPELESS = 3.0  # overload is a legitimate question; three times the slots is a wrong unit
FLOWS: tuple[str, ...] = ("demand", "flows")


@dataclass
class Network:
    """What carries cargo, and what is asked of it."""

    between: dict[tuple[str, str], list[Carrier]]
    roads: set[tuple[str, str]]
    trains: set[tuple[str, str]]
    barges: set[tuple[str, str]]
    asked: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    heaviest: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    largest: dict[tuple[str, str], tuple[float, str]] = field(default_factory=lambda: defaultdict(lambda: (0.0, "")))
    longest_h: float = 0.0

    def sail(self, flow: str, legs: list[tuple[str, str]], teu_per_week: float, t_per_teu: float) -> None:
        """Ask the sea legs of an itinerary to carry cargo of a flow."""
        hours = 0.0
        for leg in legs:
            self.asked[leg] += teu_per_week
            self.largest[leg] = max(self.largest[leg], (teu_per_week, flow))
            self.heaviest[leg] = max(self.heaviest[leg], t_per_teu)
            hours += min((carrier.hours for carrier in self.between.get(leg, ())), default=0.0)
        self.longest_h = max(self.longest_h, hours)


def ask(case: Case, demand: Demand, volumes: Volumes, name: str, usable: Routes, network: Network) -> None:
    """Lay the cargo of a flow on the sea legs it takes."""
    flow = demand.flows[name]
    teu_per_week = volumes.annual_teu(name, case.scenario.clock.year) / _WEEKS_PER_YEAR
    t_per_teu = flow.laden_t_per_teu or case.scenario.cargo.laden_t_per_teu
    if flow.hub is not None:
        network.sail(name, [(flow.origin, flow.hub), (flow.hub, flow.destination)], teu_per_week, t_per_teu)
        return
    outbound = flow.origin in case.scenario.zones
    zone, market = (flow.origin, flow.destination) if outbound else (flow.destination, flow.origin)
    for route in usable.get((zone, market), ()):
        legs = list(pairwise(route.nodes))
        network.sail(
            name,
            legs if outbound else [(there, here) for here, there in reversed(legs)],
            teu_per_week * route.share,
            t_per_teu,
        )


def check_room(case: Case, network: Network) -> None:
    """Weekly cargo against the slots of all services, between two places and in all from a place: an upper bound."""
    for (here, there), teu in network.asked.items():
        t_per_teu = network.heaviest[here, there]
        slots = sum(
            one.slots_per_week * min(1.0, one.payload_t_per_slot / t_per_teu) for one in network.between[here, there]
        )
        _say_room(case, teu, slots, f"from {here} to {there}", network.largest[here, there][1])
    slots_called = weekly_slots_called(case.scenario)
    for here in dict.fromkeys(here for here, _ in network.asked):
        legs = [leg for leg in network.asked if leg[0] == here]
        if len(legs) > 1:  # of a single leg all is said
            teu = sum(network.asked[leg] for leg in legs)
            _, flow = max(network.largest[leg] for leg in legs)
            _say_room(case, teu, slots_called.get(here, 0.0), f"from {here} in all", flow)


def _say_room(case: Case, teu: float, slots: float, between: str, flow: str) -> None:
    """Say of cargo that finds no room; it stands at the largest flow that asks for it."""
    if teu <= slots:
        return
    times = f"{teu / slots:.2f} of what they carry" if slots else "there are none"
    text = f"{teu:,.0f} laden TEU a week {between} against {slots:,.0f} slots of all services: {times}"
    where = (*FLOWS, flow, "annual_teu")
    if teu > _HOPELESS * slots:
        case.error(where, f"{text}; check units and services, {flow} is the largest flow")
    else:
        case.warning(where, f"{text}; the rest will wait or be rolled, {flow} is the largest flow")
