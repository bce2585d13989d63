"""A liner service: its rotation, pro forma times and the number of ships its timetable needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.carriage import node_of_port
from portsim.scenario.geography import SeaLane
from portsim.scenario.port import Port
from portsim.scenario.rotation import rotation_of
from portsim.scenario.service import Liner, ShipClass, Stop


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
    life_h
        Hours from when and until when she departs on this service; None for always.
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
    life_h: tuple[float, float] | None = None

    def sails(self, sailing: int, stop: int) -> bool:
        """Whether a ship departs on this service at a stop; else she passes by."""
        return self.life_h is None or self.life_h[0] <= self.departure_h(sailing, stop) < self.life_h[1]

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
    first_h: float,
    life_h: tuple[float, float] | None = None,
) -> Timetable:
    """Make the timetable of a service from its pro forma round.

    Parameters
    ----------
    sea_lanes
        Sea lanes by pair of ports.
    first_h
        Pro forma arrival of sailing 0 at the first stop, hour of the run.
    life_h
        Hours between which it sails; None for always.
    """
    rotation = rotation_of(service, stops, ship, ports, sea_lanes)
    following = (*stops[1:], stops[0])
    legs = [sea_lanes[frozenset((here.port, there.port))] for here, there in zip(stops, following, strict=True)]
    distance_nm = tuple(float(lane.distance_nm) for lane in legs)
    return Timetable(
        id=service_id,
        stops=stops,
        nodes=tuple(node_of_port(stop.port, ports[stop.port]) for stop in stops),
        headway_h=rotation.headway_h,
        n_ships=rotation.n_ships,
        first_h=first_h,
        offset_h=rotation.offset_h,
        stay_h=rotation.stay_h,
        distance_nm=distance_nm,
        shortest_h=tuple(distance / ship.top_speed_kn for distance in distance_nm),
        cutoff_h=tuple(_cutoff_h(ports[stop.port], stop) for stop in stops),
        capacity_teu=ship.capacity_teu,
        life_h=life_h,
    )


def _cutoff_h(port: Port, stop: Stop) -> float:
    if not stop.terminal:
        return 0.0  # at an external port boxes may come until the ship does
    yard = port.terminals[stop.terminal].yard
    return yard.cutoff_h if yard else 0.0
