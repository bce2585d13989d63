"""The ways a flow can take: through which gateway, by which inland mode, direct or with a change of ship on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from portsim.choice.network import LandLeg, Network, Pair, SeaLeg
from portsim.scenario.demand import Flow
from portsim.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Way:
    """One way of a flow.

    Attributes
    ----------
    gateway
        Port where cargo changes between land and sea, hub of a transhipped box, outside gateway, or the zone whose
        inland port a river-sea ship leaves from.
    mode
        Inland mode; sea from market to market.
    hub
        Port where it changes ship; empty on a direct line.
    is_outside
        Past the cluster: no part of it is simulated.
    zone
        Inland end; empty from market to market.
    legs
        Sea legs in the direction of the flow; none past the cluster.
    money_cny
        All that is paid, CNY/TEU.
    inland_cny
        Part of it for the land leg.
    inland_h
        Mean time of the land leg, half the time between its departures included, h.
    time_h
        Mean time under way by the timetable, h.
    headway_h
        Times between departures of all legs with a timetable, added up.
    sd_h
        Standard deviation of the time by the tables.
    distance_km
        Way on land.
    """

    gateway: str
    mode: str
    hub: str
    is_outside: bool
    zone: str
    legs: tuple[Pair, ...]
    money_cny: float
    inland_cny: float
    inland_h: float
    time_h: float
    headway_h: float
    sd_h: float
    distance_km: float


def ways_of(scenario: Scenario, network: Network, flow: Flow) -> list[Way]:
    """All ways of a flow, sorted by gateway, mode and hub; none where nothing leads there."""
    markets = scenario.markets
    if flow.origin in markets and flow.destination in markets:
        found = list(_by_hub(scenario, network, flow))
    else:
        found = [*_by_gateway(scenario, network, flow), *_past_the_cluster(scenario, network, flow)]
    return sorted(found, key=attrgetter("gateway", "mode", "hub"))


def _by_gateway(scenario: Scenario, network: Network, flow: Flow) -> Iterator[Way]:
    outbound = flow.origin in scenario.zones
    zone, market = (flow.origin, flow.destination) if outbound else (flow.destination, flow.origin)
    hubs = ("", *(scenario.choice.hubs if scenario.choice else ()))
    for hub in hubs:
        legs = _chain(zone, hub, market, outbound)
        if all(leg in network.sea for leg in legs):  # a ship from the zone's own inland port
            charge = scenario.ports[hub].transhipment_cny_per_teu if hub else 0.0
            charge += _inland_charge(scenario, zone)
            yield _way(scenario, network, zone, "river_sea", hub, zone, legs, None, charge)
    for port_id, port in scenario.ports.items():
        if not port.terminals:
            continue
        for hub in hubs:
            legs = _chain(port_id, hub, market, outbound)
            if hub == port_id or any(leg not in network.sea for leg in legs):
                continue
            charge = port.charge_cny_per_teu + (scenario.ports[hub].transhipment_cny_per_teu if hub else 0.0)
            for land in network.land.get((zone, port_id), ()):
                yield _way(scenario, network, port_id, land.mode, hub, zone, legs, land, charge)


def _inland_charge(scenario: Scenario, zone: str) -> float:
    """What the inland port of a zone asks for a box, first and last mile included."""
    return min((port.charge_cny_per_teu for port in scenario.ports.values() if port.zone == zone), default=0.0)


def _by_hub(scenario: Scenario, network: Network, flow: Flow) -> Iterator[Way]:
    """Ways of a box between two markets: all hubs, or the one given."""
    hubs = (flow.hub,) if flow.hub else (scenario.choice.hubs if scenario.choice else ())
    for hub in hubs:
        legs = ((flow.origin, hub), (hub, flow.destination))
        if all(leg in network.sea for leg in legs):
            charge = scenario.ports[hub].transhipment_cny_per_teu
            yield _way(scenario, network, hub, "sea", "", "", legs, None, charge)
    for gateway in scenario.gateways if not flow.hub else ():
        pairs = [(gateway, flow.origin), (gateway, flow.destination)]
        if all(pair in network.outside_sea for pair in pairs):
            first, second = (network.outside_sea[pair] for pair in pairs)
            yield _outside(gateway, "sea", "", None, (first, second))


def _past_the_cluster(scenario: Scenario, network: Network, flow: Flow) -> Iterator[Way]:
    zone, market = (flow.origin, flow.destination) if flow.origin in scenario.zones else (flow.destination, flow.origin)
    for gateway in scenario.gateways:
        sea = network.outside_sea.get((gateway, market))
        if sea is not None:
            for land in network.outside_land.get((zone, gateway), ()):
                yield _outside(gateway, land.mode, zone, land, (sea,))


def _chain(start: str, hub: str, market: str, outbound: bool) -> tuple[Pair, ...]:
    nodes = [start, *([hub] if hub else []), market]
    if not outbound:
        nodes.reverse()
    return tuple(pairwise(nodes))


def _way(
    scenario: Scenario,
    network: Network,
    gateway: str,
    mode: str,
    hub: str,
    zone: str,
    legs: tuple[Pair, ...],
    land: LandLeg | None,
    charge_cny: float,
) -> Way:
    sea = tuple(network.sea[leg] for leg in legs)
    changes = [leg[1] for leg in legs[:-1]]
    connection_h = sum(_connection_h(scenario, port) for port in changes)
    return _summed(gateway, mode, hub, False, zone, legs, land, sea, charge_cny, connection_h)


def _outside(gateway: str, mode: str, zone: str, land: LandLeg | None, sea: tuple[SeaLeg, ...]) -> Way:
    return _summed(gateway, mode, "", True, zone, (), land, sea, 0.0, 0.0)


def _summed(
    gateway: str,
    mode: str,
    hub: str,
    is_outside: bool,
    zone: str,
    legs: tuple[Pair, ...],
    land: LandLeg | None,
    sea: tuple[SeaLeg, ...],
    charge_cny: float,
    connection_h: float,
) -> Way:
    parts: tuple[LandLeg | SeaLeg, ...] = (*((land,) if land else ()), *sea)
    return Way(
        gateway, mode, hub, is_outside, zone, legs,
        money_cny=sum(part.money_cny for part in parts) + charge_cny,
        inland_cny=land.money_cny if land else 0.0,
        inland_h=land.time_h + land.headway_h / 2.0 if land else 0.0,
        time_h=sum(part.time_h for part in parts) + connection_h,
        headway_h=sum(part.headway_h for part in parts),
        sd_h=sum(part.sd_h**2 for part in parts) ** 0.5,
        distance_km=land.distance_km if land else 0.0,
    )  # fmt: skip


def _connection_h(scenario: Scenario, port_id: str) -> float:
    """Least time between two ships at a port, that of its largest yard."""
    yards = [terminal.yard for terminal in scenario.ports[port_id].terminals.values() if terminal.yard]
    return max(yards, key=lambda yard: yard.capacity_teu).connection_h if yards else 0.0
