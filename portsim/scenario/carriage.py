"""What liner services carry between places, by the pro forma: who sails from where to where, how long, what room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portsim.scenario.geography import SeaLane
from portsim.scenario.outside import KM_PER_NM
from portsim.scenario.port import Port
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Liner, ShipClass
from portsim.scenario.waterway import Waterway


@dataclass(frozen=True, slots=True)
class Carrier:
    """A service between two places.

    Attributes
    ----------
    service
        Id of the service.
    hours
        Shortest pro forma time between the two, stays on the way included, h.
    slots_per_week
        The most it can carry from the one to the other, TEU a week.
    payload_t_per_slot
        Weight it carries per slot, t/TEU.
    distance_km
        What it sails between the two, waterways included, km.
    inland
        Waterways and locks it passes between the two.
    """

    service: str
    hours: float
    slots_per_week: float
    payload_t_per_slot: float
    distance_km: float
    inland: tuple[str, ...] = ()


def node_of_port(port_id: str, port: Port) -> str:
    """The place cargo is counted at: a port modelled in full itself, else the market or zone it serves."""
    return port.place or port_id


def carriers(scenario: Scenario, sea_lanes: Mapping[frozenset[str], SeaLane]) -> dict[tuple[str, str], list[Carrier]]:
    """All services between each pair of places; services with an unknown port, ship or lane are left out.

    Parameters
    ----------
    scenario
        The description.
    sea_lanes
        Sea lanes by pair of ports.
    """
    found: dict[tuple[str, str], list[Carrier]] = {}
    for name, service in scenario.services.items():
        if isinstance(service, Liner) and service.ship_class in scenario.fleets:
            _add(found, name, service, scenario, sea_lanes)
    return found


def _add(
    found: dict[tuple[str, str], list[Carrier]],
    name: str,
    service: Liner,
    scenario: Scenario,
    sea_lanes: Mapping[frozenset[str], SeaLane],
) -> None:
    ship = scenario.fleets[service.ship_class]
    called = [text.partition("/")[0] for text in service.rotation]
    pairs = [frozenset(pair) for pair in zip(called, called[1:] + called[:1], strict=True)]
    if any(port not in scenario.ports for port in called) or any(pair not in sea_lanes for pair in pairs):
        return
    ports = [scenario.ports[port] for port in called]
    nodes = [node_of_port(port_id, port) for port_id, port in zip(called, ports, strict=True)]
    lanes = [sea_lanes[pair] for pair in pairs]
    sailing = [lane.pro_forma_h(ship.speed_kn, service.buffer_share) for lane in lanes]
    stays = [service.port_stay_h if port.terminals else port.stay_h for port in ports]
    lengths = [_length_km(scenario, lane) for lane in lanes]
    for pair, (time, legs) in _shortest(nodes, sailing, stays).items():
        calls = min(nodes.count(pair[0]), nodes.count(pair[1]))
        slots = service.sailings_per_week * ship.capacity_teu * calls
        km = sum(lengths[leg] for leg in legs)
        inland = tuple(part for leg in legs for part, _ in lanes[leg].way_out)
        found.setdefault(pair, []).append(Carrier(name, time, slots, ship.payload_t_per_slot, km, inland))


def _length_km(scenario: Scenario, lane: SeaLane) -> float:
    """Way at sea and on the waterways before it, km."""
    links = (scenario.links.get(part) for part, _ in lane.way_out)
    return lane.distance_nm * KM_PER_NM + sum(link.length_km for link in links if isinstance(link, Waterway))


def _shortest(
    nodes: list[str], sailing: list[float], stays: list[float]
) -> dict[tuple[str, str], tuple[float, list[int]]]:
    """Shortest time from leaving one place to reaching another, once round the rotation at most, and the legs."""
    n = len(nodes)
    found: dict[tuple[str, str], tuple[float, list[int]]] = {}
    for start in range(n):
        elapsed = 0.0
        for step in range(n - 1):
            elapsed += sailing[(start + step) % n]
            stop = (start + step + 1) % n
            pair = (nodes[start], nodes[stop])
            if pair[0] != pair[1] and (pair not in found or elapsed < found[pair][0]):
                found[pair] = elapsed, [(start + passed) % n for passed in range(step + 1)]
            elapsed += stays[stop]
    return found


def weekly_slots_called(scenario: Scenario) -> dict[str, float]:
    """The most that can be loaded at each place in a week, TEU: slots of all services times their calls there."""
    slots: dict[str, float] = {}
    for service in scenario.services.values():
        ship: ShipClass | None = scenario.fleets.get(service.ship_class) if isinstance(service, Liner) else None
        if ship is None or not isinstance(service, Liner):
            continue
        for text in service.rotation:
            port_id = text.partition("/")[0]
            if port_id in scenario.ports:
                node = node_of_port(port_id, scenario.ports[port_id])
                slots[node] = slots.get(node, 0.0) + service.sailings_per_week * ship.capacity_teu
    return slots
