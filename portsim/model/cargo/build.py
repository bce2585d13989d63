"""Builds the cargo side of a live cluster: the ways of each flow and the shippers that make its consignments."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from portsim.capacity.disruptions import Disruptions
from portsim.capacity.hindrance import Hindrance
from portsim.capacity.openings import Openings
from portsim.choice.board import Board
from portsim.choice.itineraries import Way, ways_of
from portsim.choice.logit import probabilities
from portsim.choice.network import network_of
from portsim.clock import Clock
from portsim.model.cargo.consignment import Itinerary
from portsim.model.cargo.demand import Shipments, Shippers
from portsim.model.cargo.land_stack import Land, LandLeg
from portsim.model.cargo.relation import Line, Relation
from portsim.model.cargo.season import Calendar
from portsim.model.cargo.ways import LiveWay
from portsim.model.directory import Directory
from portsim.model.inland.road import TruckDelays
from portsim.model.port.customs import Release, release_of
from portsim.results.record_columns import MODES
from portsim.scenario.demand import Demand, Flow
from portsim.scenario.demand import Route as DescribedRoute
from portsim.scenario.geography import Road
from portsim.scenario.laws import Law
from portsim.scenario.scenario import Scenario
from portsim.scenario.volumes import Volumes
from portsim.streams import Floats, Streams

LAND_HISTORY_H = 14 * 24.0
"""Boxes that came to a yard up to a fortnight before the start may still stand there then."""
_WEEKS_A_YEAR = 365.0 / 7.0


class CargoBuilder:
    """Makes ways and shippers from a scenario.

    Parameters
    ----------
    relations
        Sea relations by (origin, destination).
    gates
        When each port takes trucks in, where storms stop them.
    disruptions
        Tells when roads are closed or slow.

    Attributes
    ----------
    flows
        Ids of the flows with cargo.
    board
        What they choose from; None where routes have fixed shares.
    land_legs
        The land legs that some itinerary has.
    """

    def __init__(
        self,
        scenario: Scenario,
        demand: Demand,
        directory: Directory,
        relations: Mapping[tuple[str, str], Relation],
        clock: Clock,
        gates: Mapping[str, Openings | None],
        disruptions: Disruptions,
    ) -> None:
        self._clock = clock
        self._scenario = scenario
        self._demand = demand
        self._number = directory.number
        self._relations = relations
        self._gates = gates
        self._volumes = Volumes(scenario)
        self._roads: dict[frozenset[str], tuple[Road, Hindrance | None]] = {
            frozenset((link.origin, link.destination)): (link, disruptions.hindrance(f"links.{id}"))
            for id, link in scenario.links.items()
            if isinstance(link, Road)
        }
        self.flows = [id for id in demand.flows if self.annual_teu(id) > 0.0]
        self.board = self._board() if scenario.choice else None
        self.land_legs: dict[Land, LandLeg] = {}
        self._teu_per_box = cache(self._teu_per_box_at)
        self._legs = cache(self._legs_of)
        self._foreign = cache(self._is_foreign)
        self._releases = cache(self._releases_of)

    def annual_teu(self, flow_id: str, year: int | None = None) -> float:
        """Laden TEU of a flow in a year; the first of the run unless given."""
        return self._volumes.annual_teu(flow_id, self._clock.year if year is None else year)

    def weekly_teu(self) -> Floats:
        """Laden TEU a week of the flows, shape (F,)."""
        return np.array([self.annual_teu(id) for id in self.flows]) / _WEEKS_A_YEAR

    def _board(self) -> Board:
        scenario, flows = self._scenario, self._demand.flows
        network = network_of(scenario)
        return Board(scenario, {id: ways_of(scenario, network, flows[id]) for id in self.flows})

    def ways(self) -> list[list[LiveWay]]:
        """All ways of each flow."""
        if self.board is None:
            return self._routes()
        nesting = self._scenario.choice.nesting if self._scenario.choice else 1.0
        shares, _ = probabilities(self.board.free_flow_utility(), self.board.tree, nesting)
        ways: list[list[LiveWay]] = [[] for _ in self.flows]
        for way, number, share in zip(self.board.ways, self.board.flow.tolist(), shares.tolist(), strict=True):
            ways[number].append(self._chosen_way(self.flows[number], way, share))
        return ways

    def shippers(self, ways: Sequence[Sequence[LiveWay]], streams: Streams) -> Shippers:
        """All shippers, given the ways of their flows; each begins early enough to fill ships and yards by hour 0."""
        shipments = [self._shipments(id, -self._history_h(one)) for id, one in zip(self.flows, ways, strict=True)]
        first_h = min((one.begin_h for one in shipments), default=0.0)
        calendar = Calendar(self._clock, math.floor(first_h / 24.0))
        seed = int(streams.generator("cargo").integers(2**63))
        return Shippers(shipments, self._scenario.cargo.consignment_cv, self._clock, calendar, seed)

    def _history_h(self, ways: Sequence[LiveWay]) -> float:
        if ways[0].itinerary.outbound:
            return LAND_HISTORY_H
        return LAND_HISTORY_H + longest_way_h(ways)

    def _shipments(self, flow_id: str, begin_h: float) -> Shipments:
        clock, flow = self._clock, self._demand.flows[flow_id]
        return Shipments(
            flow_id,
            self._demand.seasons[flow.season] if flow.season else None,
            tuple(self.annual_teu(flow_id, year) for year in range(clock.year, clock.year + clock.n_years)),
            flow.mean_consignment_teu or self._scenario.cargo.mean_consignment_teu,
            begin_h,
        )

    def _routes(self) -> list[list[LiveWay]]:
        """The ways of a scenario without choice: the routes with their shares, or the hub of a transhipped flow."""
        by_ends: dict[frozenset[str], list[DescribedRoute]] = {}
        for _, route in sorted(self._demand.routes.items()):  # draws must not depend on the order in the file
            by_ends.setdefault(frozenset((route.zone, route.market)), []).append(route)
        markets, found = self._scenario.markets, []
        for id in self.flows:
            flow = self._demand.flows[id]
            if flow.origin in markets and flow.destination in markets:
                assert flow.hub is not None  # checked: a flow between markets has a hub
                found.append([self._sea_way(id, flow.hub, 1.0)])
                continue
            routes = by_ends[frozenset((flow.origin, flow.destination))]
            found.append([self._route(id, route) for route in routes if route.share > 0.0])
        return found

    def _route(self, flow_id: str, route: DescribedRoute) -> LiveWay:
        gateway, hub = route.gateway or "", route.hub or ""
        return self._land_way(flow_id, route.zone, gateway, route.mode, hub, route.market, route.share)

    def _chosen_way(self, flow_id: str, way: Way, share: float) -> LiveWay:
        flow = self._demand.flows[flow_id]
        if way.is_outside:
            return self._past_the_cluster(flow_id, way, share)
        if way.mode == "sea":
            return self._sea_way(flow_id, way.gateway, share)
        market = flow.destination if flow.origin == way.zone else flow.origin
        gateway = "" if way.mode == "river_sea" else way.gateway
        return self._land_way(flow_id, way.zone, gateway, way.mode, way.hub, market, share)

    def _past_the_cluster(self, flow_id: str, way: Way, share: float) -> LiveWay:
        flow, number = self._demand.flows[flow_id], self._number
        outbound = flow.origin == way.zone
        record = (
            number[flow_id], number[flow.origin], number[flow.destination], number[way.gateway], -1, outbound,
            MODES.index(way.mode),
        )  # fmt: skip
        itinerary = Itinerary(record, (), (), outbound, None, self._t_per_teu(flow), self._teu_per_box(-1))
        return LiveWay(itinerary, share, None, 0.0, (way.time_h + way.headway_h / 2.0, way.sd_h))

    def _sea_way(self, flow_id: str, hub: str, share: float) -> LiveWay:
        flow = self._demand.flows[flow_id]
        legs = self._legs(flow.origin, hub, flow.destination)
        numbers = (-1, self._number[hub], False, MODES.index("sea"))
        return LiveWay(self._itinerary(flow_id, flow, numbers, legs, outbound=False, land=None), share, None, 0.0)

    def _land_way(
        self, flow_id: str, zone: str, gateway: str, mode: str, hub: str, market: str, share: float
    ) -> LiveWay:
        flow = self._demand.flows[flow_id]
        outbound = flow.origin in self._scenario.zones
        nodes = [gateway or zone, *([hub] if hub else []), market]
        legs = self._legs(*(nodes if outbound else nodes[::-1]))
        hub_number = self._number[hub] if hub else -1
        if not gateway:
            numbers = (-1, hub_number, outbound, MODES.index(mode))
            return LiveWay(self._itinerary(flow_id, flow, numbers, legs, outbound, land=None), share, None, 0.0)
        numbers = (self._number[gateway], hub_number, outbound, MODES.index(mode))
        itinerary = self._itinerary(flow_id, flow, numbers, legs, outbound, (zone, gateway, mode))
        if mode != "road":
            return LiveWay(itinerary, share, None, 0.0)
        road, hindrance = self._roads[frozenset((zone, gateway))]
        gate = self._gates[gateway]
        itinerary.delays = TruckDelays(hindrance, gate) if hindrance or gate else None
        lead_h, dwell_h = self._yard_laws(gateway)
        return LiveWay(itinerary, share, road, lead_h if outbound else dwell_h)

    def _itinerary(
        self,
        flow_id: str,
        flow: Flow,
        numbers: tuple[int, int, bool, int],
        legs: tuple[Relation, ...],
        outbound: bool,
        land: Land | None,
    ) -> Itinerary:
        number, (gateway, hub, outward, mode) = self._number, numbers
        foreign = self._foreign(legs, self._is_abroad(flow.origin) or self._is_abroad(flow.destination))
        return Itinerary(
            record=(number[flow_id], number[flow.origin], number[flow.destination], gateway, hub, outward, mode),
            legs=legs,
            foreign=foreign,
            outbound=outbound,
            land=land,
            on_land=self._on_land(land),
            t_per_teu=self._t_per_teu(flow),
            teu_per_box=self._teu_per_box(gateway if gateway >= 0 else hub),
            releases=self._releases(legs, foreign),
        )

    # What many itineraries have alike is one object for all of them: there are ten thousand.

    def _legs_of(self, *nodes: str) -> tuple[Relation, ...]:
        return tuple(self._relations[pair] for pair in pairwise(nodes))

    def _is_foreign(self, legs: tuple[Relation, ...], is_foreign: bool) -> tuple[bool, ...]:
        """Whether boxes of a flow that is foreign or not are so on each leg: one to or from a market is as that is."""
        markets = self._scenario.markets
        ends = [leg.origin if leg.origin in markets else leg.destination for leg in legs]
        return tuple(self._is_abroad(end) if end in markets else is_foreign for end in ends)

    def _is_abroad(self, end: str) -> bool:
        markets = self._scenario.markets
        return end in markets and markets[end].group != "domestic"

    def _releases_of(self, legs: tuple[Relation, ...], foreign: tuple[bool, ...]) -> tuple[Release | None, ...]:
        goes_on = (*foreign[1:], None)
        return tuple(self._release(leg, came, goes) for leg, came, goes in zip(legs, foreign, goes_on, strict=True))

    def _on_land(self, land: Land | None) -> LandLeg | None:
        return None if land is None else self.land_legs.setdefault(land, LandLeg(land[2]))

    def _t_per_teu(self, flow: Flow) -> float:
        return flow.laden_t_per_teu or self._scenario.cargo.laden_t_per_teu

    def _release(self, leg: Relation, came_foreign: bool, goes_foreign: bool | None) -> Release | None:
        port = self._scenario.ports.get(leg.destination)
        return None if port is None else release_of(port, self._clock, came_foreign, goes_foreign)

    def _teu_per_box_at(self, number: int) -> float:
        """That of a port's first terminal; of the cluster's first where the box crosses no quay of the cluster."""
        ports = self._scenario.ports
        found = [port for id, port in ports.items() if port.terminals and number in (-1, self._number[id])]
        return next(iter(found[0].terminals.values())).teu_per_box if found else 1.0

    def _yard_laws(self, gateway: str) -> tuple[Law, Law]:
        """Lead and dwell of the port's largest yard."""
        yards = [terminal.yard for terminal in self._scenario.ports[gateway].terminals.values() if terminal.yard]
        largest = max(yards, key=lambda yard: yard.capacity_teu)
        return largest.export_lead_h, largest.import_dwell_h


def teu_by_relation(ways: Iterable[Sequence[LiveWay]], weekly_teu: Floats) -> dict[tuple[str, str], float]:
    """Laden TEU a week on each relation, from the ways and weekly TEU of each flow."""
    totals: dict[tuple[str, str], float] = {}
    for group, teu in zip(ways, weekly_teu.tolist(), strict=True):
        for way in group:
            for leg in way.itinerary.legs:
                pair = (leg.origin, leg.destination)
                totals[pair] = totals.get(pair, 0.0) + teu * way.share
    return totals


def longest_way_h(ways: Sequence[LiveWay]) -> float:
    """Longest pro forma time from a market to the port where a box is landed last.

    Of each leg the wait for the cut-off, the stays of the ship at both ends and the voyage are counted.
    """

    def leg_h(leg: Relation) -> float:
        return max(_leg_h(line) for line in leg.common)

    return max((sum(leg_h(leg) for leg in way.itinerary.legs) for way in ways), default=0.0)


def _leg_h(line: Line) -> float:
    return line.timetable.headway_h + line.until_landed_h
