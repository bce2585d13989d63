"""Checks of the map and the evidence: ids, links, origins, observed values, laws and the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.scenario.base import Description
from portsim.scenario.case import Case, near
from portsim.scenario.geography import Road, SeaLane, lanes_of
from portsim.scenario.laws import Empirical, Normal, Triangular, Uniform
from portsim.scenario.nodes import Origin
from portsim.scenario.outside import OutsideLand, OutsideSea
from portsim.scenario.rail import RailLine
from portsim.scenario.shape import LawShape, MappingShape, record_shape
from portsim.scenario.waterway import Waterway

Keys = tuple[str | int, ...]
_KINDS = ("zones", "markets", "ports", "gateways", "locks", "fleets", "services", "bulk", "disruptions")
_FASTEST_KMH, _SLOWEST_KMH = 120.0, 5.0
_SHORT_KM = 30.0  # on short roads the time is queues and papers
_MAY_BE_NEGATIVE = ("lateness_h",)
_MUST_BE_POSITIVE = ("interarrival_h", "size")  # the latter of a parcel


def check_ids(case: Case) -> None:
    """One id names one thing, whatever its kind: results are told apart by it."""
    first: dict[str, Keys] = {"cluster": ()}
    kinds: list[Keys] = [(kind,) for kind in _KINDS]
    for kind in [*kinds, ("demand", "flows")]:
        for name in case.given(*map(str, kind)):
            if name not in first:
                first[name] = (*kind, name)
                continue
            node = case.root.get((*kind, name))
            meant = (
                f"{'.'.join(map(str, first[name]))} has it too" if first[name] else "it stands for the whole cluster"
            )
            if node is not None:
                case.findings.error(
                    node.key_place or node.place,
                    (*kind, name),
                    f"the id {name} is taken: {meant}; results need one id per thing",
                )


def check_links(case: Case) -> None:
    """Roads lead from a zone to a port, sea lanes from port to port, each pair once."""
    scenario = case.scenario
    seen: dict[tuple[str, frozenset[str]], str] = {}
    for name, link in scenario.links.items():
        where = ("links", name)
        ports = scenario.ports
        # `check_waterways`, `check_rail` and `check_choice` look at these
        if isinstance(link, Waterway | RailLine | OutsideLand | OutsideSea):
            continue
        if isinstance(link, Road):
            _check_speed(case, link, where)
            case.knows(link.origin, (*where, "origin"), "zone", scenario.zones, ("zones",))
            if (
                case.knows(link.destination, (*where, "destination"), "port", ports, ("ports",))
                and not ports[link.destination].terminals
            ):
                case.error(
                    (*where, "destination"),
                    f"{link.destination} is an external or inland port; roads lead to ports with terminals",
                )
        else:
            for end in ("origin", "destination"):
                case.knows(getattr(link, end), (*where, end), "port", ports, ("ports",))
            if link.origin == link.destination:
                case.error((*where, "destination"), f"leads from {link.origin} to itself")
            _check_inland_end(case, link, where)
        pair = (link.mode, frozenset((link.origin, link.destination)))
        if pair in seen:
            case.error(
                where, f"{seen[pair]} is a {link.mode} link between {link.origin} and {link.destination} already"
            )
        seen[pair] = name
    for name, port in scenario.ports.items():
        if port.market is not None:
            case.knows(port.market, ("ports", name, "market"), "market", scenario.markets, ("markets",))
        if port.zone is not None:
            case.knows(port.zone, ("ports", name, "zone"), "zone", scenario.zones, ("zones",))


def _check_inland_end(case: Case, lane: SeaLane, where: Keys) -> None:
    """From an inland port ships sail over waterways, and only from there."""
    origin, destination = (case.scenario.ports.get(id) for id in (lane.origin, lane.destination))
    if destination is not None and destination.zone is not None:
        case.error((*where, "destination"), f"{lane.destination} is an inland port; make it the origin")
    elif origin is not None and (origin.zone is not None) != bool(lane.route):
        said = "an inland port: give the route" if origin.zone is not None else "no inland port: it needs no route"
        case.error((*where, "route" if lane.route else "origin"), f"{lane.origin} is {said} over waterways to the sea")


def _check_speed(case: Case, road: Road, where: Keys) -> None:
    """Distance and time of a road make a speed that trucks can have; time counts in a run, distance tells a mistake."""
    kmh = road.distance_km / road.time_h
    if kmh > _FASTEST_KMH or (kmh < _SLOWEST_KMH and road.distance_km > _SHORT_KM):
        case.warning(
            (*where, "time_h"), f"{road.distance_km:g} km in {road.time_h:g} h are {kmh:.3g} km/h: check the units"
        )


def lanes(case: Case) -> dict[frozenset[str], SeaLane]:
    """Sea lanes by pair of ports."""
    return lanes_of(case.scenario.links)


def roads(case: Case) -> set[tuple[str, str]]:
    """Pairs of zone and port with a road."""
    return {(link.origin, link.destination) for link in case.scenario.links.values() if isinstance(link, Road)}


def check_sources(case: Case) -> None:
    """Every source named by a number is listed under ``sources``."""
    known = case.given("sources")
    seen: set[int] = set()
    for path, node in case.root.leaves():
        origin: Origin | None = node.origin
        if origin is None or not origin.source or id(origin) in seen:
            continue
        seen.add(id(origin))
        if origin.source not in known:
            case.findings.error(
                origin.place or node.place, path, f"unknown source {origin.source}{near(origin.source, known)}"
            )


def check_observed(case: Case) -> None:
    """Observed values speak of the cluster or of things of this scenario."""
    scenario = case.scenario
    known = {
        "cluster",
        *scenario.gateways,
        *scenario.zones,
        *scenario.markets,
        *scenario.ports,
        *scenario.services,
        *scenario.fleets,
    }
    known.update(scenario.disruptions, scenario.locks, scenario.bulk)
    known.update(name for name, link in scenario.links.items() if isinstance(link, Waterway | RailLine))
    known.update(scenario.demand.flows if scenario.demand else ())
    terminals = {f"{port}/{terminal}" for port in scenario.ports for terminal in scenario.ports[port].terminals}
    quays = {
        f"{port}/{terminal}/{quay}" for port in scenario.ports for terminal in scenario.ports[port].terminals
        for quay in scenario.ports[port].terminals[terminal].quays
    }  # fmt: skip
    quays |= {f"{lock}/{line}" for lock in scenario.locks for line in scenario.locks[lock].lines}
    kinds = [*((kind,) for kind in _KINDS), ("links",), ("demand", "flows")]
    for name, value in scenario.observed.items():
        entity = value.entity.split(":")[0]
        port = entity.split("/")[0]
        if "/" not in entity or port in scenario.ports or port not in case.given("ports"):
            case.knows(entity, ("observed", name, "entity"), "entity", known | terminals | quays, *kinds)
        if value.low is not None and value.high is not None and value.low > value.high:
            case.error(("observed", name, "low"), f"low {value.low:g} is above high {value.high:g}")


def check_laws(case: Case) -> None:
    """Times and sizes are never drawn negative, except a delay, which may be."""
    for path, law in _laws(case.scenario, ()):
        name = str(path[-1])
        if name in _MAY_BE_NEGATIVE:
            continue
        if isinstance(law, Normal):
            case.error(path, "a normal law may be negative; use gamma or lognormal")
            continue
        least = _least(law)
        if least is not None and least < 0:
            case.error(path, f"may be as low as {least:g}; a negative value has no meaning here")
        elif name in _MUST_BE_POSITIVE and _most(law) == 0:
            case.error(path, "is always 0: ships would come without end at one moment")


def _least(law: object) -> float | None:
    if isinstance(law, Uniform):
        return law.uniform.low
    if isinstance(law, Triangular):
        return law.triangular.low
    if isinstance(law, Empirical):
        return min(law.empirical)
    return float(law) if isinstance(law, int | float) else None


def _most(law: object) -> float | None:
    if isinstance(law, Empirical):
        return max(law.empirical)
    return float(law) if isinstance(law, int | float) else None


def _laws(thing: Description, where: Keys) -> Iterator[tuple[Keys, object]]:
    for name, field in record_shape(type(thing)).fields.items():
        value = getattr(thing, name)
        if isinstance(field.shape, LawShape):
            if value is not None:
                yield (*where, name), value
        elif isinstance(value, Description):
            yield from _laws(value, (*where, name))
        elif isinstance(field.shape, MappingShape):
            for key, item in value.items():
                if isinstance(item, Description):
                    yield from _laws(item, (*where, name, key))


def check_calendar(case: Case) -> None:
    """The first year simulated is not before the year of the tables."""
    demand, clock = case.scenario.demand, case.scenario.clock
    if (
        demand is not None
        and clock.year < demand.year
        and case.is_whole("clock", "year")
        and case.is_whole("demand", "year")
    ):
        case.error(
            ("clock", "year"), f"{clock.year} is before {demand.year}, the year of the demand tables (demand.year)"
        )
