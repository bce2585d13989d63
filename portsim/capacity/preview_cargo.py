"""The boxes of a year before any run: laden ones by the shares of the routes, empties by the imbalance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portsim.capacity.preview_lines import Line, Pair, Round, lines_of, rounds_of
from portsim.scenario.demand import Demand, Flow
from portsim.scenario.scenario import Scenario
from portsim.scenario.volumes import Volumes

Land = tuple[str, str, str]
"""Zone, gateway and mode of a journey over land."""


@dataclass(frozen=True, slots=True)
class Journey:
    """Laden boxes a year that go the same way.

    Attributes
    ----------
    legs
        Its sea legs.
    outbound
        Whether the land leg comes first.
    land
        The land leg; None from market to market.
    """

    teu: float
    legs: tuple[Pair, ...]
    outbound: bool
    land: Land | None


@dataclass(slots=True)
class AtStop:
    """TEU a year over the quay at one stop of a service."""

    laden_in: float = 0.0
    laden_out: float = 0.0
    empty_in: float = 0.0
    empty_out: float = 0.0

    @property
    def teu(self) -> float:
        """All that crosses the quay."""
        return self.laden_in + self.laden_out + self.empty_in + self.empty_out


@dataclass(slots=True)
class Cargo:
    """All boxes of a year.

    Attributes
    ----------
    journeys
        Laden boxes by the way they go.
    laden, empty
        TEU by pair of places.
    lines
        Services by pair of places.
    at_stops
        What crosses the quay, by service and number of the stop.
    aboard
        TEU aboard, by service and number of the leg.
    by_land
        Laden TEU to the port and from it, and empties in the same order, by land leg.
    """

    journeys: list[Journey]
    laden: dict[Pair, float]
    empty: dict[Pair, float]
    lines: dict[Pair, list[Line]]
    rounds: list[Round]
    at_stops: dict[tuple[str, int], AtStop] = field(default_factory=dict)
    aboard: dict[tuple[str, int], float] = field(default_factory=dict)
    by_land: dict[Land, tuple[float, float, float, float]] = field(default_factory=dict)


def cargo_of(scenario: Scenario, year: int) -> Cargo:
    """Spread the demand of a year over routes, sea legs and services."""
    demand = scenario.demand
    journeys = list(_journeys(scenario, demand, year)) if demand is not None else []
    laden: dict[Pair, float] = {}
    for journey in journeys:
        for leg in journey.legs:
            laden[leg] = laden.get(leg, 0.0) + journey.teu
    rounds = rounds_of(scenario)
    lines = lines_of(rounds, scenario.cargo.common_line_share)
    cargo = Cargo(journeys, laden, _empties(scenario, laden, lines), lines, rounds)
    _load(cargo)
    _carry_inland(cargo)
    return cargo


def _journeys(scenario: Scenario, demand: Demand, year: int) -> Iterator[Journey]:
    routes: dict[frozenset[str], list[str]] = {}
    for id, route in demand.routes.items():
        routes.setdefault(frozenset((route.zone, route.market)), []).append(id)
    volumes = Volumes(scenario)
    for flow_id, flow in demand.flows.items():
        teu = volumes.annual_teu(flow_id, year)
        if teu <= 0.0:
            continue
        if flow.hub is not None and flow.origin in scenario.markets and flow.destination in scenario.markets:
            yield Journey(teu, ((flow.origin, flow.hub), (flow.hub, flow.destination)), False, None)
            continue
        ids = routes.get(frozenset((flow.origin, flow.destination)), [])
        total = sum(demand.routes[id].share for id in ids)
        for id in ids:
            if demand.routes[id].share > 0.0:
                yield _over_land(demand, id, flow, teu / total, flow.origin in scenario.zones)


def _over_land(demand: Demand, route_id: str, flow: Flow, teu: float, outbound: bool) -> Journey:
    route = demand.routes[route_id]
    nodes = route.nodes if outbound else route.nodes[::-1]
    land = None if route.gateway is None else (route.zone, route.gateway, route.mode)
    return Journey(teu * route.share, tuple(pairwise(nodes)), outbound, land)


def _empties(
    scenario: Scenario, laden: Mapping[Pair, float], lines: Mapping[Pair, Sequence[Line]]
) -> dict[Pair, float]:
    """Empties of a year: for each port and group of markets as many as laden boxes are missing one way."""
    groups: dict[tuple[str, str], list[str]] = {}
    modelled = [id for id, port in scenario.ports.items() if port.terminals]
    for port in modelled:
        joined = {there if here == port else here for here, there in lines if port in (here, there)}
        for other in sorted(joined):
            group = scenario.markets[other].group if other in scenario.markets else other
            groups.setdefault((port, group), []).append(other)
    empties: dict[Pair, float] = {}
    for (port, group), others in groups.items():
        came = sum(laden.get((other, port), 0.0) for other in others)
        left = sum(laden.get((port, other), 0.0) for other in others)
        if came > left:
            _call(empties, came - left, [(port, other) for other in others], lines)
        elif group not in modelled:  # between two ports of the cluster the one with too many calls
            _call(empties, left - came, [(other, port) for other in others], lines)
    return empties


def _call(empties: dict[Pair, float], teu: float, pairs: list[Pair], lines: Mapping[Pair, Sequence[Line]]) -> None:
    """Spread empties over pairs of places by the slots their common lines offer."""
    slots = {
        pair: sum(line.round.per_week * line.round.slots_teu for line in lines[pair] if line.laden_share > 0.0)
        for pair in pairs
        if pair in lines
    }
    for pair, offered in slots.items():
        empties[pair] = empties.get(pair, 0.0) + teu * offered / sum(slots.values())


def _load(cargo: Cargo) -> None:
    for pair, lines in cargo.lines.items():
        laden, empty = cargo.laden.get(pair, 0.0), cargo.empty.get(pair, 0.0)
        for line in lines:
            laden_teu, empty_teu = laden * line.laden_share, empty * line.empty_share
            service = line.round.service
            out = cargo.at_stops.setdefault((service, line.origin), AtStop())
            out.laden_out += laden_teu
            out.empty_out += empty_teu
            into = cargo.at_stops.setdefault((service, line.destination), AtStop())
            into.laden_in += laden_teu
            into.empty_in += empty_teu
            for leg in line.legs:
                cargo.aboard[service, leg] = cargo.aboard.get((service, leg), 0.0) + laden_teu + empty_teu


def _carry_inland(cargo: Cargo) -> None:
    totals: dict[Land, list[float]] = {}
    for journey in cargo.journeys:
        if journey.land is not None:
            totals.setdefault(journey.land, [0.0, 0.0])[0 if journey.outbound else 1] += journey.teu
    for land, (to_port, from_port) in totals.items():
        cargo.by_land[land] = (to_port, from_port, max(0.0, from_port - to_port), max(0.0, to_port - from_port))
