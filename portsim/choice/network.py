"""The legs cargo can choose between, on land and at sea: what each costs, and how long it takes by the timetable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portsim.choice.cost import lock_toll_cny_per_teu
from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.barge import BargeLine
from portsim.scenario.carriage import Carrier, carriers
from portsim.scenario.geography import Road, lanes_of
from portsim.scenario.laws import Normal, mean_of
from portsim.scenario.outside import OutsideLand, OutsideSea
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Liner, ShipClass, Train, terminal_called
from portsim.scenario.waterway import Waterway

Pair = tuple[str, str]
_HOURS_A_DAY = 24.0
LOCK_H = 1.0
"""Time at a lock that tables count, waiting and being locked: assumed; what goes beyond it is heard of in a run."""


@dataclass(frozen=True, slots=True)
class LandLeg:
    """Between a zone and a gateway by one mode, all services of the mode together.

    Attributes
    ----------
    mode
        road, rail or barge.
    money_cny
        Per TEU, subsidies taken off.
    time_h, headway_h, sd_h
        Mean running time, time between departures (0: at once), standard deviation of the time.
    distance_km
        Way of a box.
    """

    mode: str
    money_cny: float
    time_h: float
    headway_h: float
    sd_h: float
    distance_km: float


@dataclass(frozen=True, slots=True)
class SeaLeg:
    """From one node to another by the common lines between the two.

    Attributes
    ----------
    money_cny
        Freight per TEU.
    time_h, headway_h, sd_h
        Mean time from quay to quay, time between departures, standard deviation of the time.
    """

    money_cny: float
    time_h: float
    headway_h: float
    sd_h: float


@dataclass(frozen=True)
class Network:
    """All legs of a scenario.

    Attributes
    ----------
    land
        By (zone, port modelled in full).
    sea
        By (node, node), a node being a port modelled in full, a market, or a zone with an inland port.
    outside_land, outside_sea
        By (zone, outside gateway) and (outside gateway, market).
    """

    land: Mapping[Pair, list[LandLeg]]
    sea: Mapping[Pair, SeaLeg]
    outside_land: Mapping[Pair, list[LandLeg]]
    outside_sea: Mapping[Pair, SeaLeg]


def network_of(scenario: Scenario) -> Network:
    """Find all legs of a checked scenario."""
    return Network(_land(scenario), _sea(scenario), _outside_land(scenario), _outside_sea(scenario))


def _land(scenario: Scenario) -> dict[Pair, list[LandLeg]]:
    costs = scenario.costs
    found: dict[Pair, list[LandLeg]] = {}
    road_km: dict[Pair, float] = {}
    for link in scenario.links.values():
        if isinstance(link, Road):
            pair = (link.origin, link.destination)
            road_km[pair] = link.distance_km
            money, sd_h = link.cost_cny_per_teu * costs.road_factor, link.time_h * link.spread_share
            found.setdefault(pair, []).append(LandLeg("road", money, link.time_h, 0.0, sd_h, link.distance_km))
    trains: dict[Pair, list[Train]] = {}
    barges: dict[Pair, list[tuple[str, BargeLine]]] = {}
    for id, service in scenario.services.items():
        if isinstance(service, Train):
            trains.setdefault((service.zone, service.port), []).append(service)
        elif isinstance(service, BargeLine):
            zone = scenario.ports[service.inland_port].zone
            assert zone is not None  # checked: barges load at inland ports
            barges.setdefault((zone, service.port), []).append((id, service))
    for pair, group in trains.items():
        found.setdefault(pair, []).append(_rail(scenario, group, road_km.get(pair, 0.0)))
    for pair, lines in barges.items():
        found.setdefault(pair, []).append(_barge(scenario, lines, road_km.get(pair, 0.0)))
    return found


def _rail(scenario: Scenario, trains: list[Train], road_km: float) -> LandLeg:
    """Trains of a relation: the means of their offers, weighted by the slots a week."""
    costs = scenario.costs
    weights = [train.departures_per_week * train.capacity_teu for train in trains]
    money = [
        train.cost_cny_per_teu * costs.rail_factor - train.subsidy_cny_per_teu * costs.subsidy_factor
        for train in trains
    ]
    headway_h = HOURS_PER_WEEK / sum(train.departures_per_week for train in trains)
    time_h = _mean([train.running_h for train in trains], weights)
    distance_km = _mean([train.distance_km or road_km for train in trains], weights)
    return LandLeg("rail", _mean(money, weights), time_h, headway_h, 0.0, distance_km)


def _barge(scenario: Scenario, lines: list[tuple[str, BargeLine]], road_km: float) -> LandLeg:
    """Barge lines of a relation; on demand they leave after the time they wait for cargo at most."""
    costs, fleets = scenario.costs, scenario.fleets
    weights, money, hours, headways, distances = [], [], [], [], []
    for _, line in lines:
        ship = fleets[line.ship_class]
        weights.append(float(line.n_vessels * ship.capacity_teu))
        toll = toll_cny_per_teu(scenario, ship, [part for part, _ in line.way_out])
        money.append(
            line.cost_cny_per_teu * costs.barge_factor - line.subsidy_cny_per_teu * costs.subsidy_factor + toll
        )
        hours.append(trip_h(scenario, line))
        headways.append(barge_headway_h(line))
        distances.append(line.distance_km or road_km)
    offers = [_mean(values, weights) for values in (money, hours, headways, distances)]
    return LandLeg("barge", offers[0], offers[1], offers[2] / len(lines), 0.0, offers[3])


def barge_headway_h(line: BargeLine) -> float:
    """Time between departures that boxes reckon with: by the timetable, or the longest that cargo is gathered for."""
    return HOURS_PER_WEEK / line.departures_per_week if line.departures == "timetable" else line.latest_h


def trip_h(scenario: Scenario, line: BargeLine) -> float:
    """Time of a box from the loading of its barge to the end of her discharge, without waits, mean of both directions.

    Laden; `LOCK_H` is counted for each lock, and the work at both berths for a barge as full as tolls assume.
    """
    teu = scenario.fleets[line.ship_class].capacity_teu * scenario.costs.barge_load_share
    terminal = terminal_called(line.port, line.terminal, scenario.ports)
    inland = scenario.ports[line.inland_port].barge_berths
    sea = scenario.ports[line.port].terminals[terminal].barge_berths
    assert inland is not None  # checked, as is the other end
    assert sea is not None
    total = line.sea_h + teu / sea.teu_per_h
    total += teu / inland.teu_per_h if line.inland_work_h is None else mean_of(line.inland_work_h) / 2.0
    for part, _ in line.way_out:
        link = scenario.links.get(part)
        if isinstance(link, Waterway):
            total += link.length_km * (1.0 / link.laden_down_kmh + 1.0 / link.laden_up_kmh) / 2.0
            total += LOCK_H * len(link.locks)
        else:
            total += LOCK_H
    return total


def toll_cny_per_teu(scenario: Scenario, ship: ShipClass, passed: Iterable[str]) -> float:
    """Tolls of waterways passed over the boxes aboard: toll x gross tonnage x locks / TEU; barges and river-sea ships.

    Gross tonnage is a share of the deadweight, the boxes aboard a share of the slots, both of `costs`.
    """
    costs = scenario.costs
    teu_aboard = ship.capacity_teu * costs.barge_load_share
    return sum(
        lock_toll_cny_per_teu(
            link.toll_cny_per_gt_lock, ship.dwt_t or 0.0, costs.gt_per_dwt, len(link.locks), teu_aboard
        )
        for part in passed
        if isinstance(link := scenario.links.get(part), Waterway)
    )


def _sea(scenario: Scenario) -> dict[Pair, SeaLeg]:
    offers = carriers(scenario, lanes_of(scenario.links))
    return {pair: _common_lines(scenario, found) for pair, found in offers.items()}


def _common_lines(scenario: Scenario, offers: list[Carrier]) -> SeaLeg:
    """Services within the common-line share of the fastest: their sailings add up, the rest is weighted by slots."""
    costs, share = scenario.costs, scenario.cargo.common_line_share
    fastest_h = min(offer.hours for offer in offers)
    common = [offer for offer in offers if offer.hours <= fastest_h * (1.0 + share)]
    weights, money, sds, sailings = [], [], [], 0.0
    for offer in common:
        service = scenario.services[offer.service]
        assert isinstance(service, Liner)
        ship = scenario.fleets[service.ship_class]
        slot_cny = costs.slot_cny_per_day if ship.slot_cost_cny_per_day is None else ship.slot_cost_cny_per_day
        freight = costs.sea_fixed_cny_per_teu + offer.hours / _HOURS_A_DAY * slot_cny
        weights.append(offer.slots_per_week)
        toll = toll_cny_per_teu(scenario, ship, offer.inland)
        money.append(freight * service.rate_factor * costs.sea_factor + toll)
        sds.append(service.lateness_h.normal.sd if isinstance(service.lateness_h, Normal) else 0.0)
        sailings += offer.slots_per_week / ship.capacity_teu
    time_h = _mean([offer.hours for offer in common], weights)
    return SeaLeg(_mean(money, weights), time_h, HOURS_PER_WEEK / sailings, _mean(sds, weights))


def _outside_land(scenario: Scenario) -> dict[Pair, list[LandLeg]]:
    costs = scenario.costs
    factors = {"road": costs.road_factor, "rail": costs.rail_factor, "barge": costs.barge_factor}
    found: dict[Pair, list[LandLeg]] = {}
    for link in scenario.links.values():
        if isinstance(link, OutsideLand):
            money = link.cost_cny_per_teu * factors[link.by] - link.subsidy_cny_per_teu * costs.subsidy_factor
            leg = LandLeg(link.by, money, link.time_h, 0.0, link.time_h * link.spread_share, link.distance_km)
            found.setdefault((link.origin, link.destination), []).append(leg)
    return found


def _outside_sea(scenario: Scenario) -> dict[Pair, SeaLeg]:
    factor = scenario.costs.sea_factor
    return {
        (link.origin, link.destination): SeaLeg(
            link.cost_cny_per_teu * factor, link.time_h, link.headway_h, link.time_h * link.spread_share
        )
        for link in scenario.links.values()
        if isinstance(link, OutsideSea)
    }


def _mean(values: list[float], weights: list[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)
