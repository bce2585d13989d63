"""Builds the cargo side of a live cluster: itineraries of each flow and the sources that make its consignments."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from portsim.capacity.disruptions import Disruptions
from portsim.capacity.hindrance import Hindrance
from portsim.capacity.openings import Openings
from portsim.clock import Clock
from portsim.model.cargo.consignment import Itinerary
from portsim.model.cargo.demand import FlowSource, Route, longest_way_h
from portsim.model.cargo.relation import Relation
from portsim.model.directory import Directory
from portsim.model.inland.road import TruckDelays
from portsim.model.port.customs import Release, release_of
from portsim.results.records import MODES
from portsim.scenario.demand import Demand, Flow
from portsim.scenario.geography import Road
from portsim.scenario.laws import Law
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

LAND_HISTORY_H = 14 * 24.0
"""Boxes that came to a yard up to a fortnight before the start may still stand there then."""


class CargoBuilder:
    """Makes itineraries and sources from a scenario.

    Parameters
    ----------
    relations
        Sea relations by (origin, destination).
    gates
        When each port takes trucks in, where storms stop them.
    disruptions
        Tells when roads are closed or slow.
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
        self._roads: dict[frozenset[str], tuple[Road, Hindrance | None]] = {
            frozenset((link.origin, link.destination)): (link, disruptions.hindrance(f"links.{id}"))
            for id, link in scenario.links.items()
            if isinstance(link, Road)
        }
        self._routes: dict[frozenset[str], list[str]] = {}
        for id, route in sorted(demand.routes.items()):  # draws must not depend on the order in the file
            self._routes.setdefault(frozenset((route.zone, route.market)), []).append(id)

    def annual_teu(self, flow: Flow, year: int) -> float:
        """Laden TEU of a flow in a year."""
        growth = (1.0 + flow.growth_share) ** (year - self._demand.year)
        return flow.annual_teu * growth * self._demand.factor

    def routes(self, flow_id: str, flow: Flow) -> list[Route]:
        """All ways of a flow with their shares."""
        if flow.origin in self._scenario.markets and flow.destination in self._scenario.markets:
            return [self._sea_route(flow_id, flow)]
        ids = self._routes[frozenset((flow.origin, flow.destination))]
        return [self._land_route(id, flow_id, flow) for id in ids if self._demand.routes[id].share > 0.0]

    def source(self, flow_id: str, flow: Flow, routes: list[Route], clock: Clock, streams: Streams) -> FlowSource:
        """The source of a flow's consignments, beginning early enough to fill ships and yards at the start."""
        cargo = self._scenario.cargo
        history_h = LAND_HISTORY_H
        if not routes[0].itinerary.outbound:
            history_h += longest_way_h(routes)
        return FlowSource(
            flow_id,
            flow,
            self._demand.seasons[flow.season] if flow.season else None,
            routes,
            [self.annual_teu(flow, year) for year in range(clock.year, clock.year + clock.n_years)],
            flow.mean_consignment_teu or cargo.mean_consignment_teu,
            cargo.consignment_cv,
            clock,
            -history_h,
            streams,
        )

    def _sea_route(self, flow_id: str, flow: Flow) -> Route:
        assert flow.hub is not None  # checked: a flow between markets has a hub
        legs = (self._relations[flow.origin, flow.hub], self._relations[flow.hub, flow.destination])
        numbers = (-1, self._number[flow.hub], False, MODES.index("sea"))
        itinerary = self._itinerary(flow_id, flow, numbers, legs, outbound=False, land=None)
        return Route("sea", 1.0, itinerary, None, 0.0, 0.0)

    def _land_route(self, route_id: str, flow_id: str, flow: Flow) -> Route:
        route = self._demand.routes[route_id]
        outbound = flow.origin in self._scenario.zones
        nodes = route.nodes if outbound else route.nodes[::-1]
        legs = tuple(self._relations[pair] for pair in pairwise(nodes))
        hub = self._number[route.hub] if route.hub else -1
        mode = MODES.index(route.mode)
        if route.gateway is None:
            itinerary = self._itinerary(flow_id, flow, (-1, hub, outbound, mode), legs, outbound, land=None)
            return Route(route_id, route.share, itinerary, None, 0.0, 0.0)
        numbers = (self._number[route.gateway], hub, outbound, mode)
        land = (route.zone, route.gateway, route.mode)
        itinerary = self._itinerary(flow_id, flow, numbers, legs, outbound, land)
        road: Road | None = None
        if route.mode == "road":
            road, hindrance = self._roads[frozenset((route.zone, route.gateway))]
            gate = self._gates[route.gateway]
            itinerary.delays = TruckDelays(hindrance, gate) if hindrance or gate else None
        lead_h, dwell_h = self._yard_laws(route.gateway)
        return Route(route_id, route.share, itinerary, road, lead_h, dwell_h)

    def _itinerary(
        self,
        flow_id: str,
        flow: Flow,
        numbers: tuple[int, int, bool, int],
        legs: tuple[Relation, ...],
        outbound: bool,
        land: tuple[str, str, str] | None,
    ) -> Itinerary:
        markets, number = self._scenario.markets, self._number
        is_foreign = any(end in markets and markets[end].group != "domestic" for end in (flow.origin, flow.destination))

        def leg_is_foreign(leg: Relation) -> bool:
            market = markets.get(leg.origin) or markets.get(leg.destination)
            return is_foreign if market is None else market.group != "domestic"

        gateway, hub, outward, mode = numbers
        foreign = tuple(leg_is_foreign(leg) for leg in legs)
        return Itinerary(
            record=(number[flow_id], number[flow.origin], number[flow.destination], gateway, hub, outward, mode),
            legs=legs,
            foreign=foreign,
            outbound=outbound,
            land=land,
            t_per_teu=flow.laden_t_per_teu or self._scenario.cargo.laden_t_per_teu,
            teu_per_box=self._teu_per_box(gateway if gateway >= 0 else hub),
            releases=tuple(
                self._release(leg, came, goes)
                for leg, came, goes in zip(legs, foreign, (*foreign[1:], None), strict=True)
            ),
        )

    def _release(self, leg: Relation, came_foreign: bool, goes_foreign: bool | None) -> Release | None:
        port = self._scenario.ports.get(leg.destination)
        return None if port is None else release_of(port, self._clock, came_foreign, goes_foreign)

    def _teu_per_box(self, number: int) -> float:
        """That of a port's first terminal; of the cluster's first where the box crosses no quay of the cluster."""
        ports = self._scenario.ports
        found = [port for id, port in ports.items() if port.terminals and number in (-1, self._number[id])]
        return next(iter(found[0].terminals.values())).teu_per_box if found else 1.0

    def _yard_laws(self, gateway: str) -> tuple[Law, Law]:
        """Lead and dwell of the port's largest yard."""
        yards = [terminal.yard for terminal in self._scenario.ports[gateway].terminals.values() if terminal.yard]
        largest = max(yards, key=lambda yard: yard.capacity_teu)
        return largest.export_lead_h, largest.import_dwell_h
