"""Checks of the cargo: has every flow a way, do the shares add up, has it yards and time to settle."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from portsim.scenario.barge import BargeLine
from portsim.scenario.carriage import carriers, node_of_port
from portsim.scenario.case import Case
from portsim.scenario.check_places import lanes, roads
from portsim.scenario.check_room import FLOWS, Network, Routes, ask, check_room
from portsim.scenario.demand import Demand, Flow, Route, Season
from portsim.scenario.policies import InlandMode
from portsim.scenario.service import Liner, Train
from portsim.scenario.volumes import Volumes

Keys = tuple[str | int, ...]
_WITHOUT_ROTATION = ("tramp", "train", "barge_traffic", "barge", "ferry")
_SHARE_TOLERANCE = 0.001
_MEAN_TOLERANCE = 0.005
_LEAST_WARMUP_D = 56.0
_WARMUP_MARGIN_D = 28.0
ROUTES: tuple[str, ...] = ("demand", "routes")


def check_demand(case: Case) -> None:
    """Seasons, flows, routes, room on the ships, yards and the warm-up."""
    demand = case.scenario.demand
    if demand is None:
        return
    trains = {(one.zone, one.port) for one in case.scenario.services.values() if isinstance(one, Train)}
    network = Network(carriers(case.scenario, lanes(case)), roads(case), trains, _barges(case))
    _check_seasons(case, demand)
    usable: Routes = defaultdict(list)
    for name, route in demand.routes.items():
        if _check_route(case, name, route, network):
            usable[route.zone, route.market].append(route)
    shares = _check_shares(case, demand)
    volumes = Volumes(case.scenario)
    for name, flow in demand.flows.items():
        if _check_flow(case, name, flow, network, shares):
            ask(case, demand, volumes, name, usable, network)
    if not case.findings.errors:
        check_room(case, network)
    _check_yards(case, demand)
    _check_warmup(case, network)


def _check_seasons(case: Case, demand: Demand) -> None:
    for name, season in demand.seasons.items():
        for part in ("monthly", "weekday"):
            factors = getattr(season, part)
            mean = sum(factors) / len(factors)
            where = ("demand", "seasons", name, part)
            if min(factors) < 0:
                case.error(where, f"a factor is negative: {min(factors):g}")
            elif abs(mean - 1.0) > _MEAN_TOLERANCE:
                case.error(where, f"the mean of the factors is {mean:.4g}, not 1; divide each by {mean:.4g}")
        _check_festivals(case, name, season)


def _check_festivals(case: Case, name: str, season: Season) -> None:
    """A feast in each civil year of the run, and no share without a date."""
    clock, where = case.scenario.clock, ("demand", "seasons", name, "festivals")
    if not season.festivals:
        if season.festival_share > 0.0:
            case.error((*where[:-1], "festival_share"), "it needs the dates of the feast: festivals")
        return
    first = clock.year - (1 if clock.warmup_days else 0)
    given = {int(festival.date[:4]) for festival in season.festivals.values()}
    missing = [str(year) for year in range(first, clock.year + clock.n_years) if year not in given]
    if missing:
        case.error(where, f"no date of the feast in {', '.join(missing)}")


def _modelled(case: Case, name: str, path: Keys, what: str) -> bool:
    ports = case.scenario.ports
    if not case.knows(name, path, what, ports, ("ports",)):
        return False
    if not ports[name].terminals:
        case.error(path, f"{name} is an external or inland port; a {what} has terminals")
        return False
    return True


def _check_route(case: Case, name: str, route: Route, network: Network) -> bool:
    """Whether cargo can take a route; what hinders it is noted."""
    where = (*ROUTES, name)
    scenario = case.scenario
    known = [
        case.knows(route.zone, (*where, "zone"), "zone", scenario.zones, ("zones",)),
        case.knows(route.market, (*where, "market"), "market", scenario.markets, ("markets",)),
        route.gateway is None or _modelled(case, route.gateway, (*where, "gateway"), "gateway"),
        route.hub is None or _modelled(case, route.hub, (*where, "hub"), "hub"),
    ]
    if not all(known):
        return False
    if route.hub is not None and route.hub == route.gateway:
        case.error((*where, "hub"), f"{route.hub} is the gateway too; leave the hub out for a direct line")
        return False
    legs = list(pairwise(route.nodes))
    if route.gateway is None:
        return _check_legs(case, legs, (*where, "mode"), network)
    ends = (route.zone, route.gateway)
    inland, lost, carrier = _overland(case, network, route.mode)
    carried = ends in inland
    if not carried and not lost and not _is_misspelt(case, ends, inland):
        case.error((*where, "mode"), f"no {carrier} between {route.zone} and {route.gateway}{_because(case, route)}")
    return _check_legs(case, legs, (*where, "hub" if route.hub else "gateway"), network) and carried


def _barges(case: Case) -> set[tuple[str, str]]:
    """Zones and ports with a barge line between them."""
    ports = case.scenario.ports
    return {
        (ports[one.inland_port].zone or "", one.port)
        for one in case.scenario.services.values()
        if isinstance(one, BargeLine) and one.inland_port in ports
    }


def _overland(case: Case, network: Network, mode: InlandMode) -> tuple[set[tuple[str, str]], bool, str]:
    """Where a mode carries, whether more was left out for mistakes, and what it is called."""
    if mode == "road":
        return network.roads, case.lost("links", kind=("mode", "road")), "road"
    if mode == "rail":
        return network.trains, case.lost("services", kind=("kind", "train")), "train"
    lost = case.lost("services", kind=("kind", "barge")) or case.lost("ports")
    return network.barges, lost, "barge line"


def _because(case: Case, route: Route) -> str:
    """What a zone without water cannot have."""
    inland = {port.zone for port in case.scenario.ports.values()}
    return f": {route.zone} has no inland port" if route.mode == "barge" and route.zone not in inland else ""


def _is_misspelt(case: Case, ends: tuple[str, str], inland: set[tuple[str, str]]) -> bool:
    """Whether a road or train with an end nobody knows may be the one between two places."""
    zones, ports = case.scenario.zones, case.scenario.ports
    return any((zone not in zones and port == ends[1]) or (port not in ports and zone == ends[0])
               for zone, port in inland)  # fmt: skip


def _check_legs(case: Case, legs: list[tuple[str, str]], path: Keys, network: Network) -> bool:
    missing = [leg for leg in legs if leg not in network.between]
    if missing and not case.lost("ports") and not case.lost("links", kind=("mode", "sea")):
        unsure = _unsure(case, network)
        for here, there in missing:
            if unsure is not None and not {here, there} & unsure:
                case.error(path, f"no service between {here} and {there}")
    return not missing


def _unsure(case: Case, network: Network) -> set[str] | None:
    """Places at which liners call that cannot be told for their mistakes; None where these may call anywhere."""
    whole = {carrier.service for found in network.between.values() for carrier in found}
    places: set[str] = set()
    for name in case.given("services") - whole:
        service = case.root.get(("services", name))
        written = service.plain() if service else None
        if not isinstance(written, dict) or written.get("kind") in _WITHOUT_ROTATION:
            continue
        rotation = written.get("rotation")
        stops = rotation.split(">") if isinstance(rotation, str) else rotation
        if not isinstance(stops, list):
            return None
        ports = [str(stop).partition("/")[0].strip() for stop in stops]
        places |= {node_of_port(port, case.scenario.ports[port]) for port in ports if port in case.scenario.ports}
    return None if case.lacks("services") else places


def _check_shares(case: Case, demand: Demand) -> dict[tuple[str, str], float]:
    """Shares of the routes between each zone and market, which add up to 1."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    last: dict[tuple[str, str], str] = {}
    for name, route in demand.routes.items():
        pair = (route.zone, route.market)
        sums[pair] += route.share
        last[pair] = name
    if case.is_whole(*ROUTES):
        for (zone, market), total in sums.items():
            if abs(total - 1.0) > _SHARE_TOLERANCE:
                case.error(
                    (*ROUTES, last[zone, market], "share"),
                    f"the shares of the routes between {zone} and {market} add up to {total:.6g}, not to 1",
                )
    return sums


def _check_flow(case: Case, name: str, flow: Flow, network: Network, shares: dict[tuple[str, str], float]) -> bool:
    """Whether a flow has a way; what hinders it is noted."""
    where = (*FLOWS, name)
    zones, markets = case.scenario.zones, case.scenario.markets
    seasons = case.scenario.demand.seasons if case.scenario.demand else {}
    if flow.season is not None:
        case.knows(flow.season, (*where, "season"), "season", seasons, ("demand", "seasons"))
    ends = [
        case.knows(getattr(flow, end), (*where, end), "zone or market", {*zones, *markets}, ("zones",), ("markets",))
        for end in ("origin", "destination")
    ]
    hub_known = flow.hub is None or _modelled(case, flow.hub, (*where, "hub"), "hub")
    if not all(ends):
        return False
    if flow.origin == flow.destination:
        case.error((*where, "destination"), f"leads from {flow.origin} to itself")
        return False
    if flow.origin in zones and flow.destination in zones:
        case.error(
            (*where, "destination"),
            f"both {flow.origin} and {flow.destination} are zones; one end of a flow is a market",
        )
        return False
    if flow.origin in markets and flow.destination in markets:
        return hub_known and _check_transhipped(case, flow, where, network)
    if flow.hub is not None:
        case.error(
            (*where, "hub"),
            "a hub is given for a flow between two markets; between zone and market it stands in demand.routes",
        )
    if case.scenario.choice is not None:
        return False  # the choice finds its ways
    zone, market = (flow.origin, flow.destination) if flow.origin in zones else (flow.destination, flow.origin)
    if (zone, market) not in shares and case.is_whole(*ROUTES):
        case.error(where, f"no route between {zone} and {market} in demand.routes")
        return False
    return True


def _check_transhipped(case: Case, flow: Flow, where: Keys, network: Network) -> bool:
    if flow.hub is None:
        if case.scenario.choice is not None:
            return False  # the choice finds its hubs
        case.error(
            (*where, "hub"),
            f"a flow between two markets, {flow.origin} and {flow.destination}, needs the hub where boxes change ship",
        )
        return False
    return _check_legs(case, [(flow.origin, flow.hub), (flow.hub, flow.destination)], (*where, "hub"), network)


def _check_yards(case: Case, demand: Demand) -> None:
    """Terminals whose boxes are picked up, delivered or change ship have a yard."""
    through = {route.gateway for route in demand.routes.values() if route.gateway} | {
        route.hub for route in demand.routes.values() if route.hub
    }
    through |= {flow.hub for flow in demand.flows.values() if flow.hub}
    called: dict[tuple[str, str], str] = {}
    for name, service in case.scenario.services.items():
        if isinstance(service, Liner):
            for text in service.rotation:
                port, _, terminal = text.partition("/")
                terminals = case.scenario.ports[port].terminals if port in case.scenario.ports else {}
                called.setdefault((port, terminal or next(iter(terminals), "")), name)
    for (port, terminal), name in called.items():
        found = (
            case.scenario.ports[port].terminals.get(terminal)
            if port in through and port in case.scenario.ports
            else None
        )
        if found is not None and found.yard is None and case.is_whole("ports", port):
            case.error(
                ("ports", port, "terminals", terminal, "yard"),
                f"missing: boxes of the service {name} pass this terminal",
            )


def _check_warmup(case: Case, network: Network) -> None:
    """The warm-up lets the longest transit and a month of yard and empties settle."""
    if not network.asked or not case.is_whole("clock", "warmup_days"):
        return
    needed = max(_LEAST_WARMUP_D, network.longest_h / 24.0 + _WARMUP_MARGIN_D)
    warmup = case.scenario.clock.warmup_days
    if warmup < needed:
        case.warning(
            ("clock", "warmup_days"),
            f"{warmup} days are short: the longest sea transit is {network.longest_h / 24.0:.0f} d, "
            f"at least {needed:.0f} d are needed to settle",
        )
