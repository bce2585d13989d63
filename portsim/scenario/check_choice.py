"""Checks of what cargo chooses between: outside gateways and legs, constants, classes, levers, growth and rules."""

from __future__ import annotations

from portsim.scenario.case import Case
from portsim.scenario.demand import Demand
from portsim.scenario.outside import OutsideLand, OutsideSea
from portsim.scenario.service import Liner

Keys = tuple[str | int, ...]


def check_choice(case: Case) -> None:
    """Everything named is there, and nothing is given that has no effect."""
    _check_outside_legs(case)
    demand = case.scenario.demand
    if demand is not None:
        _check_groups(case, demand)
    _check_constants(case)
    _check_rules(case)
    _check_coordination(case)


def _gateways(case: Case) -> set[str]:
    """Places cargo can pass: outside gateways and ports modelled in full."""
    scenario = case.scenario
    return {*scenario.gateways, *(id for id, port in scenario.ports.items() if port.terminals)}


def _check_outside_legs(case: Case) -> None:
    scenario = case.scenario
    seen: dict[tuple[str, ...], str] = {}
    for name, link in scenario.links.items():
        where = ("links", name)
        if isinstance(link, OutsideLand):
            case.knows(link.origin, (*where, "origin"), "zone", scenario.zones, ("zones",))
            case.knows(link.destination, (*where, "destination"), "gateway", scenario.gateways, ("gateways",))
            key: tuple[str, ...] = (link.origin, link.destination, link.by)
        elif isinstance(link, OutsideSea):
            case.knows(link.origin, (*where, "origin"), "gateway", scenario.gateways, ("gateways",))
            case.knows(link.destination, (*where, "destination"), "market", scenario.markets, ("markets",))
            key = (link.origin, link.destination)
        else:
            continue
        if key in seen:
            case.error(where, f"{seen[key]} leads between {link.origin} and {link.destination} already")
        seen[key] = name


def _check_groups(case: Case, demand: Demand) -> None:
    scenario = case.scenario
    paths, classes = ("demand", "growth_paths"), ("demand", "classes")
    if demand.growth_path is not None:
        case.knows(demand.growth_path, ("demand", "growth_path"), "growth path", demand.growth_paths, paths)
    for name, flow in demand.flows.items():
        if flow.cargo_class is not None:
            where: Keys = ("demand", "flows", name, "cargo_class")
            case.knows(flow.cargo_class, where, "class", demand.classes, classes)
    for name, lever in demand.levers.items():
        _check_lists(case, ("demand", "levers", name), lever.zones, lever.markets, lever.classes)
    if demand.coast is not None:
        where = ("demand", "coast")
        case.knows(demand.coast.zone, (*where, "zone"), "zone", scenario.zones, ("zones",))
        for n, zone in enumerate(demand.coast.zones):
            case.knows(zone, (*where, "zones", n), "zone", scenario.zones, ("zones",))
        if demand.coast.zone in demand.coast.zones:
            case.error((*where, "zones"), f"{demand.coast.zone} is the coastal zone; list the others only")


def _check_lists(
    case: Case, where: Keys, zones: tuple[str, ...], markets: tuple[str, ...], classes: tuple[str, ...]
) -> None:
    scenario, demand = case.scenario, case.scenario.demand
    for n, zone in enumerate(zones):
        case.knows(zone, (*where, "zones", n), "zone", scenario.zones, ("zones",))
    for n, market in enumerate(markets):
        case.knows(market, (*where, "markets", n), "market", scenario.markets, ("markets",))
    for n, one in enumerate(classes):
        known = demand.classes if demand else {}
        case.knows(one, (*where, "classes", n), "class", known, ("demand", "classes"))


def _check_constants(case: Case) -> None:
    choice = case.scenario.choice
    if choice is None:
        return
    gateways, zones = _gateways(case), case.scenario.zones
    for n, hub in enumerate(choice.hubs):
        ports = case.scenario.ports
        if case.knows(hub, ("choice", "hubs", n), "port", ports, ("ports",)) and not ports[hub].terminals:
            case.error(("choice", "hubs", n), f"{hub} is an external or inland port; boxes change ship at terminals")
    seen: dict[tuple[str, str, str], str] = {}
    for name, one in choice.gateway_constants.items():
        where: Keys = ("choice", "gateway_constants", name)
        case.knows(one.gateway, (*where, "gateway"), "gateway", {*gateways, *zones}, ("gateways",), ("ports",))
        _once(case, seen, ("gateway", one.gateway, one.trade), where)
    for name, constant in choice.mode_constants.items():
        where = ("choice", "mode_constants", name)
        _once(case, seen, ("mode", constant.mode, constant.distance), where)


def _once(case: Case, seen: dict[tuple[str, str, str], str], key: tuple[str, str, str], where: Keys) -> None:
    if key in seen:
        case.error(where, f"{seen[key]} gives the constant of {key[1]}, {key[2]} already")
    seen[key] = str(where[-1])


def _check_coordination(case: Case) -> None:
    """Services that rules spread are there, call at a port of the rule, sail equally often, and are in one rule."""
    services, seen = case.scenario.services, dict[str, str]()
    liners = {id for id, service in services.items() if isinstance(service, Liner)}
    ports = [id for id, port in case.scenario.ports.items() if port.terminals]
    for name, rule in case.scenario.policies.items():
        for n, port in enumerate(rule.gateways if rule.kind == "coordinate" else ()):
            case.knows(port, ("policies", name, "gateways", n), "port", ports, ("ports",))
        for n, id in enumerate(rule.services):
            where: Keys = ("policies", name, "services", n)
            case.knows(id, where, "liner service", liners, ("services",))
            first, service = services.get(rule.services[0]), services.get(id)
            if not isinstance(service, Liner) or not isinstance(first, Liner):
                continue
            if not {stop.partition("/")[0] for stop in service.rotation} & set(rule.gateways):
                case.error(where, f"{id} calls at none of {', '.join(rule.gateways)}")
            if service.sailings_per_week != first.sailings_per_week:
                case.error(
                    where,
                    f"{id} sails {service.sailings_per_week:g} times a week, {rule.services[0]} "
                    f"{first.sailings_per_week:g} times: only equally many can follow each other evenly",
                )
            if id in seen:
                case.error(where, f"{seen[id]} gives the timetable of {id} already")
            seen[id] = name


def _check_rules(case: Case) -> None:
    gateways = _gateways(case)
    for name, rule in case.scenario.policies.items():
        where: Keys = ("policies", name)
        if rule.kind == "coordinate":
            continue
        if case.scenario.choice is None and not case.lacks("choice"):
            case.error(where, "a rule changes how cargo chooses; without the key choice it has no effect")
        for n, gateway in enumerate(rule.gateways):
            case.knows(gateway, (*where, "gateways", n), "gateway", gateways, ("gateways",), ("ports",))
        _check_lists(case, where, rule.zones, rule.markets, rule.classes)
