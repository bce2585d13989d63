"""The pro forma round of a liner service: hours at sea and in port, ships needed, and when the first of them calls."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.geography import SeaLane, lanes_of
from portsim.scenario.port import Port
from portsim.scenario.service import Liner, ShipClass, Stop, stops

if TYPE_CHECKING:
    from portsim.scenario.scenario import Scenario

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Rotation:
    """One round of a service.

    Attributes
    ----------
    headway_h
        Hours between sailings, 168 / sailings per week.
    n_ships
        Ships of the string: the round time over the headway, rounded up.
    offset_h, stay_h
        Arrival after the first stop's, and stay, at each stop.
    sea_h
        From each stop to the next.
    """

    headway_h: float
    n_ships: int
    offset_h: tuple[float, ...]
    stay_h: tuple[float, ...]
    sea_h: tuple[float, ...]


def rotation_of(
    service: Liner,
    called: Sequence[Stop],
    ship: ShipClass,
    ports: Mapping[str, Port],
    sea_lanes: Mapping[frozenset[str], SeaLane],
) -> Rotation:
    """Pro forma of a service.

    Sea time is distance over pro forma speed plus the buffer, and the pro forma time on inland waters. What the string
    has over its round time (ships are whole) is spent at the last external port; a service without one sails so much
    slower.
    """
    following = (*called[1:], called[0])
    lanes = [sea_lanes[frozenset((here.port, there.port))] for here, there in zip(called, following, strict=True)]
    sea_h = [lane.pro_forma_h(ship.speed_kn, service.buffer_share) for lane in lanes]
    stay_h = [service.port_stay_h if ports[s.port].terminals else ports[s.port].stay_h for s in called]
    headway_h = HOURS_PER_WEEK / service.sailings_per_week
    round_h = sum(sea_h) + sum(stay_h)
    n_ships = max(1, math.ceil(round_h / headway_h - _ROUNDING))
    spare_h = n_ships * headway_h - round_h
    external = [place for place, stop in enumerate(called) if not ports[stop.port].terminals]
    if external:
        stay_h[external[-1]] += spare_h
    else:
        sea_h = [hours * (1.0 + spare_h / sum(sea_h)) for hours in sea_h]
    offset_h, hours = [], 0.0
    for stay, sea in zip(stay_h, sea_h, strict=True):
        offset_h.append(hours)
        hours += stay + sea
    return Rotation(headway_h, n_ships, tuple(offset_h), tuple(stay_h), tuple(sea_h))


def phases_of(scenario: Scenario) -> dict[str, float]:
    """First pro forma arrival of each liner service at its first stop, hours after a Monday 00:00.

    That of the file, but for services that rules of `kind: coordinate` spread: the first one named keeps its timetable,
    the others call at the ports of the rule at even distances after it, each moved as little as that needs.
    """
    services = {id: service for id, service in scenario.services.items() if isinstance(service, Liner)}
    phases = {id: float(service.phase_h) for id, service in services.items()}
    lanes = lanes_of(scenario.links)
    for rule in scenario.policies.values():
        first_h = 0.0
        for place, id in enumerate(rule.services):
            service = services[id]
            called = stops(service, scenario.ports)
            rotation = rotation_of(service, called, scenario.fleets[service.ship_class], scenario.ports, lanes)
            ports = [stop.port for stop in called]
            stop = next(stop for stop, port in enumerate(ports) if port in rule.gateways)
            comes_h = phases[id] + rotation.offset_h[stop]
            if place == 0:
                first_h = comes_h
            later_h = first_h + place * rotation.headway_h / len(rule.services) - comes_h
            phases[id] += later_h - rotation.headway_h * round(later_h / rotation.headway_h)
    return phases
