"""A liner service: its rotation, pro forma times and the number of ships its timetable needs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.carriage import node_of_port
from portsim.scenario.geography import SeaLane
from portsim.scenario.port import Port
from portsim.scenario.service import Liner, ShipClass, Stop

ROUNDING = 1e-9
"""Part of a headway by which a box may miss a cut-off and still be in time: sums of hours are no truer."""


@dataclass(frozen=True)
class Timetable:
    """Pro forma times of a service; sailing `m` follows sailing `m` - 1 by the headway, at every stop.

    Attributes
    ----------
    stops
        Ports of one round, in order.
    nodes
        Where cargo of each stop belongs: the port itself, or the market or zone it stands for.
    headway_h
        Hours between sailings, 168 / sailings per week.
    n_ships
        Ships of the string: the round time over the headway, rounded up.
    first_h
        Pro forma arrival of sailing 0 at the first stop, hour of the run.
    offset_h, stay_h
        Arrival after the first stop's, and stay, at each stop.
    distance_nm
        Sea miles from each stop to the next.
    shortest_h
        Least time at sea from each stop to the next, at top speed; inland waters come on top.
    cutoff_h
        Cut-off for cargo before the pro forma arrival, at each stop.
    capacity_teu
        Slots of each ship.
    """

    id: str
    stops: tuple[Stop, ...]
    nodes: tuple[str, ...]
    headway_h: float
    n_ships: int
    first_h: float
    offset_h: tuple[float, ...]
    stay_h: tuple[float, ...]
    distance_nm: tuple[float, ...]
    shortest_h: tuple[float, ...]
    cutoff_h: tuple[float, ...]
    capacity_teu: int

    @property
    def slots_a_week(self) -> float:
        """Slots it offers at each stop a week, TEU."""
        return self.capacity_teu * HOURS_PER_WEEK / self.headway_h

    @property
    def cycle_h(self) -> float:
        """Hours until a ship is back at the same stop."""
        return self.n_ships * self.headway_h

    def arrival_h(self, sailing: int, stop: int) -> float:
        """Pro forma arrival."""
        return self.first_h + sailing * self.headway_h + self.offset_h[stop]

    def departure_h(self, sailing: int, stop: int) -> float:
        """Pro forma departure."""
        return self.arrival_h(sailing, stop) + self.stay_h[stop]

    def transit_h(self, origin: int, destination: int) -> float:
        """Pro forma time from departure at one stop to arrival at a later one (the next round if it is not later)."""
        hours = self.offset_h[destination] - self.offset_h[origin] - self.stay_h[origin]
        return hours if destination > origin else hours + self.cycle_h


def timetable(
    service_id: str,
    service: Liner,
    stops: tuple[Stop, ...],
    ship: ShipClass,
    ports: Mapping[str, Port],
    sea_lanes: Mapping[frozenset[str], SeaLane],
    first_monday_h: float,
) -> Timetable:
    """Make the timetable of a service.

    Sea time is distance over pro forma speed plus the buffer, and the pro forma time on inland waters. What the string
    has over its round time (ships are whole) is spent at the last external port; a service without one sails so much
    slower.

    Parameters
    ----------
    sea_lanes
        Sea lanes by pair of ports.
    first_monday_h
        Hour of a Monday 00:00; the phase of the service counts from it.
    """
    following = (*stops[1:], stops[0])
    legs = [sea_lanes[frozenset((here.port, there.port))] for here, there in zip(stops, following, strict=True)]
    sea_h = [lane.pro_forma_h(ship.speed_kn, service.buffer_share) for lane in legs]
    distance_nm = tuple(float(lane.distance_nm) for lane in legs)
    shortest_h = tuple(distance / ship.top_speed_kn for distance in distance_nm)
    stay_h = [service.port_stay_h if ports[s.port].terminals else ports[s.port].stay_h for s in stops]
    headway_h = HOURS_PER_WEEK / service.sailings_per_week
    round_h = sum(sea_h) + sum(stay_h)
    n_ships = max(1, math.ceil(round_h / headway_h - ROUNDING))
    spare_h = n_ships * headway_h - round_h
    external = [place for place, stop in enumerate(stops) if not ports[stop.port].terminals]
    if external:
        stay_h[external[-1]] += spare_h
    else:
        sea_h = [hours * (1.0 + spare_h / sum(sea_h)) for hours in sea_h]
    offset_h, hours = [], 0.0
    for stay, sea in zip(stay_h, sea_h, strict=True):
        offset_h.append(hours)
        hours += stay + sea
    return Timetable(
        id=service_id,
        stops=stops,
        nodes=tuple(node_of_port(stop.port, ports[stop.port]) for stop in stops),
        headway_h=headway_h,
        n_ships=n_ships,
        first_h=first_monday_h + service.phase_h,
        offset_h=tuple(offset_h),
        stay_h=tuple(stay_h),
        distance_nm=distance_nm,
        shortest_h=shortest_h,
        cutoff_h=tuple(_cutoff_h(ports[stop.port], stop) for stop in stops),
        capacity_teu=ship.capacity_teu,
    )


def _cutoff_h(port: Port, stop: Stop) -> float:
    if not stop.terminal:
        return 0.0  # at an external port boxes may come until the ship does
    yard = port.terminals[stop.terminal].yard
    return yard.cutoff_h if yard else 0.0
