"""Builds the carriers of a live cluster: timetables, strings of ships, irregular callers, block trains."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from portsim.capacity.disruptions import Disruptions
from portsim.capacity.fuel import FuelLaw
from portsim.model.cargo.relation import Relation
from portsim.model.carriers.loading import Ahead, Reserve, ahead_of, reserves_of
from portsim.model.carriers.service import Timetable, timetable
from portsim.model.carriers.tramp import TrampService
from portsim.model.carriers.voyage import InlandLeg, LinerString, Stopover
from portsim.model.chance import draws_of
from portsim.model.directory import Directory
from portsim.model.inland.build import WaterwayBuilder, vessel_class
from portsim.model.kernel import Kernel
from portsim.model.port.book import PortBook
from portsim.model.port.port import Port
from portsim.results.record_columns import GROUPS
from portsim.scenario.geography import SeaLane, lanes_of
from portsim.scenario.rotation import phases_of
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Liner, ShipClass, Tramp, stops, terminal_called
from portsim.streams import Streams


def timetables_of(
    scenario: Scenario, first_monday_h: float, lives_h: Mapping[str, tuple[float, float]] = MappingProxyType({})
) -> dict[str, Timetable]:
    """Timetables of all liner services, given the hours between which some of them sail."""
    sea_lanes, phases = lanes_of(scenario.links), phases_of(scenario)
    return {
        id: timetable(
            id, service, stops(service, scenario.ports), scenario.fleets[service.ship_class], scenario.ports, sea_lanes,
            first_monday_h + phases[id], lives_h.get(id),
        )
        for id, service in scenario.services.items()
        if isinstance(service, Liner)
    }  # fmt: skip


class CarrierBuilder:
    """Makes strings of ships from timetables and the relations they serve.

    Parameters
    ----------
    weekly_teu
        Laden TEU a week expected on each relation.
    disruptions
        Tells when services are cancelled and sea lanes closed or slow.
    waterways
        Makes the ways between inland ports and the sea.
    """

    def __init__(
        self,
        scenario: Scenario,
        directory: Directory,
        streams: Streams,
        ports: Mapping[str, Port],
        relations: Mapping[tuple[str, str], Relation],
        weekly_teu: Mapping[tuple[str, str], float],
        disruptions: Disruptions,
        waterways: WaterwayBuilder,
    ) -> None:
        self._scenario = scenario
        self._inland_ways = {
            frozenset((link.origin, link.destination)): (link, waterways.inland_way(link.way_out))
            for link in scenario.links.values()
            if isinstance(link, SeaLane) and link.route
        }
        self._disruptions = disruptions
        self._lanes = {
            frozenset((link.origin, link.destination)): disruptions.hindrance(f"links.{id}")
            for id, link in scenario.links.items()
            if isinstance(link, SeaLane)
        }
        self._number = directory.number
        self._streams = streams
        self._ports = ports
        self._relations = relations
        self._per_slot = {
            pair: weekly_teu.get(pair, 0.0) / relation.slots_a_week for pair, relation in relations.items()
        }
        self._foreign = frozenset(id for id, market in scenario.markets.items() if market.group != "domestic")

    def string(self, id: str, service: Liner, table: Timetable) -> LinerString:
        """The ships of a liner service, with all they find at each stop."""
        ship = self._scenario.fleets[service.ship_class]
        n_stops = len(table.stops)
        aheads = [ahead_of(table, self._relations, stop) for stop in range(n_stops)]
        per_sailing = {pair: share * ship.capacity_teu for pair, share in self._per_slot.items()}
        reserves = reserves_of(table, aheads, per_sailing, ship.capacity_teu, service.allotments)
        stopovers = tuple(
            self._stopover(table, stop, service.ship_class, ship, aheads[stop], reserves[stop])
            for stop in range(n_stops)
        )
        generator = self._streams.generator
        work = draws_of(service.work_h, generator(f"service/{id}/work")) if service.work_h is not None else None
        return LinerString(
            number=self._number[id],
            class_number=self._number[service.ship_class],
            timetable=table,
            ship=ship,
            stopovers=stopovers,
            work_h=work,
            lateness_h=tuple(
                draws_of(service.lateness_h, generator(f"service/{id}/lateness/{leg}")) for leg in range(n_stops)
            ),
            window_h=-1.0 if service.window_h is None else service.window_h,
            hindered=tuple(
                self._lanes[frozenset((here.port, there.port))]
                for here, there in zip(table.stops, (*table.stops[1:], table.stops[0]), strict=True)
            ),
            cancelled=self._disruptions.openings(f"services.{id}"),
            restow_share=service.restow_share,
            empty_t_per_teu=self._scenario.cargo.empty_t_per_teu,
            foreign_nodes=self._foreign,
            fuel=_fuel(ship),
            kind=vessel_class(self._number[id], ship, service.priority),
        )

    def _stopover(
        self,
        table: Timetable,
        stop: int,
        class_id: str,
        ship: ShipClass,
        ahead: tuple[Ahead, ...],
        reserves: tuple[Reserve, ...],
    ) -> Stopover:
        here, there = table.stops[stop], table.stops[(stop + 1) % len(table.stops)]
        port = self._ports.get(here.port)
        terminal = port.terminals[here.terminal] if port else None
        group, crossing = self._border(here.port, there.port)
        return Stopover(
            place=self._number[here.port],
            port=port,
            terminal=terminal,
            fit=terminal.fit(class_id, ship) if terminal else None,
            fixed_stay_h=float(self._scenario.ports[here.port].stay_h),
            ahead=ahead,
            reserves=reserves,
            group=group,
            crossing=crossing,
            inland=self._inland_leg(here.port, there.port),
        )

    def _inland_leg(self, here: str, there: str) -> InlandLeg | None:
        """Inland waters between two ports, of which the one up the river is the origin of their lane."""
        found = self._inland_ways.get(frozenset((here, there)))
        if found is None:
            return None
        lane, way = found
        return InlandLeg(way, lane.origin == here, float(lane.route_h))

    def _border(self, here: str, there: str) -> tuple[int, int]:
        """Market group of a leg that crosses the border of the cluster, and its direction."""
        ports, markets = self._scenario.ports, self._scenario.markets
        outer_here, outer_there = ports[here].market, ports[there].market
        if outer_here is None and outer_there is None:
            return GROUPS.index("cluster"), 0
        if outer_here is not None and outer_there is not None:
            return -1, 0
        outer = outer_there or outer_here
        assert outer is not None  # one of the two is external
        return GROUPS.index(markets[outer].group), 1 if outer_here is None else -1

    def tramp(self, env: Kernel, id: str, service: Tramp, book: PortBook) -> TrampService:
        """An irregular service."""
        ship = self._scenario.fleets[service.ship_class]
        terminal_id = terminal_called(service.port, service.terminal, self._scenario.ports)
        terminal = self._ports[service.port].terminals[terminal_id]
        generator = self._streams.generator
        return TrampService(
            env,
            self._number[id],
            self._number[service.ship_class],
            ship.loa_m,
            terminal,
            terminal.fit(service.ship_class, ship),
            draws_of(service.interarrival_h, generator(f"service/{id}/interarrival")),
            draws_of(service.work_h, generator(f"service/{id}/work")) if service.work_h is not None else None,
            draws_of(service.call_size_teu, generator(f"service/{id}/call_size")) if service.call_size_teu else None,
            book,
            self._disruptions.service_hours(id),
        )


def _fuel(ship: ShipClass) -> FuelLaw | None:
    if ship.design_speed_kn is None or ship.design_fuel_t_per_day is None:
        return None
    return FuelLaw(float(ship.design_speed_kn), float(ship.design_fuel_t_per_day))
