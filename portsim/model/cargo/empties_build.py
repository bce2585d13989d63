"""Finds between which ports, market groups and zones empty boxes have to be balanced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portsim.model.cargo.empties import Imbalance, InlandImbalance, slot_shares
from portsim.model.cargo.land_stack import Land, LandStack
from portsim.model.cargo.relation import Relation
from portsim.model.cargo.ways import LiveWay
from portsim.model.port.port import LastWeeks, Port

Pair = tuple[str, str]


def sea_imbalances(
    ports: Mapping[str, Port],
    relations: Mapping[Pair, Relation],
    groups: Mapping[str, str],
    window_weeks: int,
) -> list[Imbalance]:
    """One for each port and market group it is joined with, and for each port and other port of the cluster."""
    found = []
    for id, port in ports.items():
        nodes: dict[str, set[str]] = {}
        for origin, destination in relations:
            if id in (origin, destination):
                other = destination if origin == id else origin
                nodes.setdefault(groups.get(other, other), set()).add(other)
        for members in nodes.values():
            to_group = [relations[id, node] for node in sorted(members) if (id, node) in relations]
            to_port = [relations[node, id] for node in sorted(members) if (node, id) in relations]
            calls_in = not members & ports.keys()  # else the other port calls, if it has the surplus
            outward, inward = slot_shares(to_group), slot_shares(to_port)
            found.append(Imbalance(port, frozenset(members), outward, inward, LastWeeks(window_weeks), calls_in))
    return found


def inland_imbalances(
    ports: Mapping[str, Port],
    ways: Iterable[LiveWay],
    to_port: Mapping[Land, LandStack],
    to_zone: Mapping[Land, LandStack],
    window_weeks: int,
) -> list[InlandImbalance]:
    """One for each zone, gateway and mode that a flow can use."""
    found: dict[Land, InlandImbalance] = {}
    for way in ways:
        land = way.itinerary.land
        if land is None or land in found:
            continue
        stacks = (to_port[land], to_zone[land]) if land in to_port else None
        road_h = way.road.time_h if way.road else 0.0
        assert way.itinerary.on_land is not None  # it has a land leg
        found[land] = InlandImbalance(way.itinerary.on_land, ports[land[1]], road_h, LastWeeks(window_weeks), stacks)
    return list(found.values())
