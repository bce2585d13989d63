"""CO2 of carriage, in two accounts: what the carriers of the cluster emit, and what cargo emits from door to door.

The first is what trucks, trains, barges and ships of the cluster put into the air: inland legs by their factors, ships
by the fuel of the legs they sailed, full or empty, and their engines at berth. The second follows the cargo, that past
the cluster too, with the same grams per TEU-km of ships everywhere: cargo that goes over to an outside gateway changes
it by its distances and modes, and never only because it leaves the first account.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.hinterland import rows_of_ways, zone_of
from portsim.results.record_columns import MODES, RATES
from portsim.results.view import CLUSTER, Floats, Ints, View, ratio

SOURCES = ("road", "rail", "barge", "river_sea", "sea", "berth")
"""Where the CO2 of the cluster comes from: modes of carriage, and ships at berth."""

CO2 = Measure(
    "co2_t", "t", "CO2", "二氧化碳排放",
    "CO2 of the carriers of the cluster: inland legs of laden boxes delivered in the period by the factor of the mode, "
    "fuel of liners at sea on the legs whose fuel is known, auxiliary engines and shore power of ships at berth whose "
    "power is known. Entity a port (its inland legs and berths) or the cluster (all, ships at sea included), and "
    "`place>mode`, berths as `place>berth`. Boxes whose distance is not given are left out.",
    "群内承运人的二氧化碳排放：统计期内交付重箱的内陆段按运输方式排放因子计；班轮海上航行按油耗已知航段的燃油计；"
    "靠泊船舶按功率已知者的辅机用能与岸电计。对象为港口（内陆段与靠泊）或港口群（另含海上航行），以及 `地点>方式`，"
    "靠泊为 `地点>berth`。运距未给出的货箱不计。",
)  # fmt: skip
PER_TEU_KM = Measure(
    "co2_g_per_teu_km", "g/TEU-km", "CO2 per TEU-km", "单位箱公里二氧化碳排放",
    "CO2 of the carriers over the kilometres of laden TEU carried through the cluster, by mode; entity `cluster>mode`. "
    "At sea the fuel of all legs of the liners counts, boxes or not.",
    "承运人二氧化碳排放与经港口群运输重箱的箱公里之比，按运输方式；对象为 `cluster>方式`。海上计入班轮全部航段的燃油，"
    "不论载箱多少。",
)  # fmt: skip
PAST = Measure(
    "co2_past_t", "t", "CO2 past the cluster", "绕开港口群的二氧化碳排放",
    "CO2 of laden boxes delivered in the period over gateways outside the cluster, from door to door by the factors of "
    "the modes; no part of `co2_t`. Entity the gateway or the cluster.",
    "统计期内经港口群以外门户交付重箱的全程二氧化碳排放，按各方式排放因子计，不含在 `co2_t` 内；对象为该门户或港口群。",
)  # fmt: skip
DOOR_TO_DOOR = Measure(
    "co2_door_to_door_t", "t", "CO2 from door to door", "全程二氧化碳排放",
    "CO2 of all laden boxes delivered in the period, through the cluster and past it, from door to door: inland and at "
    "sea by the factors of the modes, which are the same on both sides; the measure to compare scenarios by. Entity a "
    "zone or the cluster (all cargo, that from market to market included).",
    "统计期内交付的全部重箱（经港口群与绕开港口群）的全程二氧化碳排放，内陆与海上均按同一套排放因子计，用于情景对比；"
    "对象为腹地或港口群（含市场之间的中转货）。",
)  # fmt: skip
PER_TEU = Measure(
    "co2_kg_per_teu", "kg/TEU", "CO2 per TEU from door to door", "单箱全程二氧化碳排放",
    "CO2 from door to door over the laden TEU it is of; entities as there.",
    "全程二氧化碳排放除以相应的重箱标准箱数；对象同上。",
)  # fmt: skip
CAP_USE = Measure(
    "co2_cap_use_share", "share", "use of the CO2 cap", "碳排放上限使用率",
    "CO2 of a port or of the cluster over the cap given in `emissions`; above 1 the cap is broken. A cap binds nothing "
    "in a run.",
    "港口或港口群二氧化碳排放与 `emissions` 所给上限之比；大于 1 即超限。上限在运行中不起约束作用。",
)  # fmt: skip

MEASURES = (CO2, PER_TEU_KM, PAST, DOOR_TO_DOOR, PER_TEU, CAP_USE)
_BOX_MODES = tuple(mode for mode in MODES if mode != "sea")

Columns = Mapping[str, Any]


def compute(view: View, table: MeasureTable) -> None:
    """Add both accounts of CO2."""
    ways = view.records.tables["way_emissions"].columns()
    cargo = view.records.tables["consignments"].columns()
    by_source = {source: np.zeros((view.n, len(view.years))) for source in SOURCES}
    teu_km = {source: np.zeros(len(view.years)) for source in SOURCES}
    if len(ways["flow"]) and len(cargo["flow"]):
        row, is_there = rows_of_ways(ways, cargo, view.n)
        carried = _Carried(view, ways, cargo, row, is_there)
        carried.add_inland(by_source, teu_km)
        carried.add_door_to_door(table)
    _add_sea(view, by_source)
    _add_berths(view, by_source)
    _write(view, table, by_source, teu_km)


class _Carried:
    """Consignments beside the CO2 of their ways.

    Parameters
    ----------
    view
        The records.
    ways, cargo
        Columns of `way_emissions` and `consignments`.
    row, is_there
        Row of the way each consignment took, and whether it has one.
    """

    def __init__(self, view: View, ways: Columns, cargo: Columns, row: Ints, is_there: Ints) -> None:
        self._view, self._cargo = view, cargo
        self._delivered_h = cargo["delivered_h"]
        self._teu = cargo["teu"].astype(float)
        self._past = is_there & ways["past_cluster"][row]
        self._km = [np.where(is_there, ways[f"{part}_km"][row], np.nan) for part in ("inland", "sea")]
        self._kg = [np.where(is_there, ways[f"{part}_co2_kg"][row], np.nan) for part in ("inland", "sea")]

    def _total(self, owner: Ints, per_teu: Floats, chosen: Ints) -> Floats:
        """Sum over chosen consignments of what each TEU of them has, by owner and year; the unknown left out."""
        weight = np.where(chosen & np.isfinite(per_teu), per_teu * self._teu, 0.0)
        return self._view.total(owner, self._delivered_h, np.nan_to_num(weight), self._view.years)

    def add_inland(self, by_source: Mapping[str, Floats], teu_km: Mapping[str, Floats]) -> None:
        """CO2 of inland legs by gateway and mode, t (a ship from an inland port has none: the cluster), and TEU-km."""
        cargo, through = self._cargo, ~self._past
        gateway = np.where(cargo["gateway"] >= 0, cargo["gateway"], 0)
        everything = np.zeros(len(gateway), dtype=np.intp)
        for mode in _BOX_MODES:
            mine = through & (cargo["mode"] == MODES.index(mode))
            by_source[mode][:] += self._total(gateway, self._kg[0], mine) / 1_000.0
            teu_km[mode][:] += self._total(everything, self._km[0], mine)[0]
        teu_km["sea"][:] += self._total(everything, self._km[1], through)[0]

    def add_door_to_door(self, table: MeasureTable) -> None:
        """What all cargo emits from door to door, and the part of it past the cluster."""
        view, years = self._view, self._view.years
        kg = self._kg[0] + self._kg[1]
        known = np.isfinite(kg)
        everything = np.zeros(len(kg), dtype=np.intp)
        zone, zones = zone_of(view, self._cargo), view.of_kind("zone")
        sums = []
        for per_teu in (kg / 1_000.0, known.astype(float)):
            of_zones = self._total(zone, per_teu, known)[zones]
            sums.append(np.vstack([of_zones, self._total(everything, per_teu, known)[:1]]))
        names = [*view.names(zones), CLUSTER]
        has_cargo = np.any(sums[1], axis=1)
        shown = [name for name, has in zip(names, has_cargo.tolist(), strict=True) if has]
        table.add(DOOR_TO_DOOR, shown, years.names, sums[0][has_cargo])
        table.add(PER_TEU, shown, years.names, ratio(1_000.0 * sums[0], sums[1])[has_cargo])
        outside = view.of_kind("gateway")
        if len(outside):
            past = self._total(self._cargo["gateway"], kg / 1_000.0, self._past)[outside]
            table.add(PAST, [*view.names(outside), CLUSTER], years.names, np.vstack([past, past.sum(axis=0)]))


def _add_sea(view: View, by_source: Mapping[str, Floats]) -> None:
    """CO2 of liners at sea, t; to the cluster as a whole (entity 0), since a leg belongs to no one port."""
    factor = _rates(view, "sea_t_per_t_fuel")["value"]
    legs = view.records.tables["voyages"].columns()
    fuel = legs["fuel_t"].astype(float)
    known = np.isfinite(fuel)
    if len(factor) and known.any():
        everything = np.zeros(int(known.sum()), dtype=np.intp)
        burnt = view.total(everything, legs["departed_h"][known], fuel[known], view.years)
        by_source["sea"][:] += factor[0] * burnt


def _add_berths(view: View, by_source: Mapping[str, Floats]) -> None:
    """CO2 of ships at berth, t, by port."""
    rates = _rates(view, "berth_kg_per_h")
    if not len(rates["value"]):
        return
    calls = view.records.tables["calls"].columns()
    known, asked = (
        place.astype(np.int64) * (view.n + 1) + ship
        for place, ship in ((rates["place"], rates["ship_class"]), (calls["terminal"], calls["ship_class"]))
    )
    order = np.argsort(known)
    found = order[np.minimum(np.searchsorted(known[order], asked), len(order) - 1)]
    kg_per_h = np.where(known[found] == asked, rates["value"][found], 0.0)
    t = kg_per_h * calls["service_h"] / 1_000.0
    by_source["berth"][:] += view.total(calls["port"], calls["unberthed_h"], t, view.years)


def _rates(view: View, rate: str) -> dict[str, Ints]:
    rows = view.records.tables["emission_rates"].columns()
    mine = rows["rate"] == RATES.index(rate)
    return {name: rows[name][mine] for name in ("place", "ship_class", "value")}


def _write(view: View, table: MeasureTable, by_source: Mapping[str, Floats], teu_km: Mapping[str, Floats]) -> None:
    """Rows of ports and of the cluster, by source and in all; sources of which nothing is known have none."""
    years = view.years.names
    used = [source for source in SOURCES if by_source[source].any()]
    if not used:
        return
    if set(used) & set(_BOX_MODES):
        used = [source for source in SOURCES if source in used or source in _BOX_MODES]
    totals = np.zeros((len(view.ports_and_cluster), len(years)))
    for source in used:
        of_ports = by_source[source][view.ports]
        everywhere = by_source[source].sum(axis=0)
        totals += (values := np.vstack([of_ports, everywhere]))
        there = np.any(values, axis=1)
        there[-1] = True  # 0 says that the cluster has none of it
        names = [f"{place}>{source}" for place in view.ports_and_cluster]
        table.add(CO2, [n for n, has in zip(names, there.tolist(), strict=True) if has], years, values[there])
        grams = ratio(1e6 * everywhere, teu_km[source])
        table.add(PER_TEU_KM, [f"{CLUSTER}>{source}"], years, grams[None])
    table.add(CO2, view.ports_and_cluster, years, totals)
    caps = _rates(view, "cap_t")
    at = [view.ports_and_cluster.index(view.ids[place]) for place in caps["place"].tolist()]
    table.add(CAP_USE, view.names(caps["place"]), years, totals[at] / caps["value"][:, None])
