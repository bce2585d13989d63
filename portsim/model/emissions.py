"""What carriage emits, written down at the end of a run: CO2 of a laden box on every way, of ships at berth, and caps.

Nothing of it changes a run: the ways and the ships are there, and their factors are those of the scenario.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from portsim.choice.network import network_of
from portsim.model.cargo.consignment import Itinerary
from portsim.model.directory import Directory
from portsim.results.record_columns import MODES, RATES
from portsim.results.records import Records
from portsim.scenario.barge import BargeLine
from portsim.scenario.carriage import Carrier, carriers
from portsim.scenario.emissions import Emissions
from portsim.scenario.geography import lanes_of
from portsim.scenario.outside import OutsideSea
from portsim.scenario.scenario import Scenario
from portsim.scenario.waterway import Waterway


def note_emissions(
    records: Records, scenario: Scenario, directory: Directory, itineraries: Iterable[Itinerary]
) -> None:
    """Append the tables `way_emissions` and `emission_rates`.

    Parameters
    ----------
    records
        With all calls of the run.
    scenario, directory
        The description, and the numbers of its things.
    itineraries
        Of all ways of the cargo.
    """
    distances = _Distances(scenario)
    ids = [entity.id for entity in directory.entities]
    append = records.tables["way_emissions"].append
    for itinerary in {itinerary.record: itinerary for itinerary in itineraries}.values():
        flow, _, _, gateway, hub, _, mode = itinerary.record
        is_past = gateway >= 0 and ids[gateway] in scenario.gateways
        stretches = distances.past(itinerary, ids) if is_past else distances.through(itinerary, ids)
        emitted = [(one.km, one.kg_per_teu(scenario.emissions, itinerary.t_per_teu)) for one in stretches]
        append((flow, gateway, hub, mode, is_past, *emitted[0], *emitted[1]))
    _note_rates(records, scenario, directory, ids)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a way by one mode; a length that is not given is unknown, not 0."""

    mode: str
    km: float

    def kg_per_teu(self, emissions: Emissions, t_per_teu: float) -> float:
        """CO2 of a laden TEU, kg."""
        return self.km * grams_per_teu_km(emissions, self.mode, t_per_teu) / 1_000.0


def grams_per_teu_km(emissions: Emissions, mode: str, t_per_teu: float) -> float:
    """CO2 of a laden TEU carried a kilometre, g: by its weight on land and on rivers, by the box at sea.

    Parameters
    ----------
    mode
        One of the modes of consignments.
    t_per_teu
        Weight of a laden TEU, box included, t.
    """
    by_weight = {
        "road": emissions.road_g_per_t_km,
        "rail": emissions.rail_g_per_t_km,
        "barge": emissions.barge_g_per_t_km,
        "river_sea": emissions.river_sea_g_per_t_km,
    }
    return by_weight[mode] * t_per_teu if mode in by_weight else emissions.sea_g_per_teu_km


class _Distances:
    """How long the legs of ways are.

    Parameters
    ----------
    scenario
        With its links and services.
    """

    def __init__(self, scenario: Scenario) -> None:
        network = network_of(scenario)
        self._land = {
            (*pair, leg.mode): leg.distance_km
            for legs in (network.land, network.outside_land)
            for pair, found in legs.items()
            for leg in found
        }
        self._land |= _barge_km(scenario)
        self._beyond = {
            (link.origin, link.destination): link for link in scenario.links.values() if isinstance(link, OutsideSea)
        }
        offers = carriers(scenario, lanes_of(scenario.links))
        share = scenario.cargo.common_line_share
        self._sea = {pair: _common_km(found, share) for pair, found in offers.items()}

    def through(self, itinerary: Itinerary, ids: list[str]) -> tuple[_Stretch, _Stretch]:
        """Way through the cluster: inland, by a ship from an inland port too, and at sea."""
        _, origin, destination, gateway, _, outbound, mode_number = itinerary.record
        mode = MODES[mode_number]
        legs = [(leg.origin, leg.destination) for leg in itinerary.legs]
        inland_km = 0.0
        if mode == "river_sea":
            inland_km = self._sea[legs.pop(0 if outbound else -1)]
        elif mode != "sea":
            inland_km = self._land.get((ids[origin if outbound else destination], ids[gateway], mode)) or math.nan
        return _Stretch(mode, inland_km), _Stretch("sea", sum(self._sea[leg] for leg in legs))

    def past(self, itinerary: Itinerary, ids: list[str]) -> tuple[_Stretch, _Stretch]:
        """Way past the cluster: to or from the outside gateway, and beyond it."""
        _, origin, destination, gateway, _, outbound, mode_number = itinerary.record
        mode, exit_id = MODES[mode_number], ids[gateway]
        if mode == "sea":
            legs = [self._beyond[exit_id, ids[end]] for end in (origin, destination)]
            return _Stretch(mode, 0.0), _Stretch(mode, sum(leg.length_km for leg in legs))
        zone, market = (origin, destination) if outbound else (destination, origin)
        beyond = self._beyond[exit_id, ids[market]]
        inland_km = self._land.get((ids[zone], exit_id, mode)) or math.nan
        return _Stretch(mode, inland_km), _Stretch(beyond.by, beyond.length_km)


def _barge_km(scenario: Scenario) -> dict[tuple[str, str, str], float]:
    """Way of the barges of each zone and port, km, mean of their lines: as given, or the waterways they pass."""
    found: dict[tuple[str, str, str], list[float]] = {}
    for line in scenario.services.values():
        if isinstance(line, BargeLine):
            links = (scenario.links.get(part) for part, _ in line.way_out)
            km = line.distance_km or sum(link.length_km for link in links if isinstance(link, Waterway))
            zone = scenario.ports[line.inland_port].zone or ""
            found.setdefault((zone, line.port, "barge"), []).append(km)
    return {key: sum(lengths) / len(lengths) for key, lengths in found.items()}


def _common_km(offers: list[Carrier], common_line_share: float) -> float:
    """Distance by the common lines of a relation, weighted by their slots, km."""
    fastest_h = min(offer.hours for offer in offers)
    common = [offer for offer in offers if offer.hours <= fastest_h * (1.0 + common_line_share)]
    slots = sum(offer.slots_per_week for offer in common)
    return sum(offer.distance_km * offer.slots_per_week for offer in common) / slots


def _note_rates(records: Records, scenario: Scenario, directory: Directory, ids: list[str]) -> None:
    emissions, append = scenario.emissions, records.tables["emission_rates"].append
    at_berth, at_sea, cap = (RATES.index(rate) for rate in ("berth_kg_per_h", "sea_t_per_t_fuel", "cap_t"))
    calls = records.tables["calls"].columns()
    seen = np.unique(calls["terminal"].astype(np.int64) * len(ids) + calls["ship_class"])  # each pair as one number
    for terminal, ship_class in (divmod(pair, len(ids)) for pair in seen.tolist()):
        kw = scenario.fleets[ids[ship_class]].berth_kw
        if kw is not None:
            port_id, _, terminal_id = ids[terminal].partition("/")
            append((at_berth, terminal, ship_class, kw * emissions.g_per_kwh_at(port_id, terminal_id) / 1_000.0))
    append((at_sea, directory.number["cluster"], -1, emissions.sea_t_per_t_fuel))
    caps = {"cluster": emissions.cap_t} | {id: port.cap_t for id, port in emissions.ports.items()}
    for place, cap_t in caps.items():
        if cap_t is not None:
            append((cap, directory.number[place], -1, cap_t))
