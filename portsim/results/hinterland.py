"""How cargo travels between hinterland and sea: gateways, inland modes, what it pays, and how settled its choice is.

A consignment counts in the period in which it is delivered. What it pays is known where cargo chooses its way; then the
cargo that goes past the cluster is known too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import MODES
from portsim.results.view import CLUSTER, Floats, Ints, View, percentiles_by_year, ratio

GATEWAY_SHARE = Measure(
    "gateway_share", "share", "gateway share", "门户份额",
    "Part of a zone's laden TEU, delivered in the period, that takes a gateway, gateways outside the cluster included; "
    "entity `zone>gateway`, or `cluster>gateway` for the cargo of all zones. Cargo on a ship from the zone's own "
    "inland port has the port where it changes ship, or the zone itself, as gateway.",
    "统计期内交付的某腹地重箱中经由各门户（含港口群以外门户）的比例；对象为 `腹地>门户`，`cluster>门户` 为全部腹地。"
    "由本地内河港直接上船的货物，以其换船港或腹地自身为门户。",
)  # fmt: skip
MODE_SHARE = Measure(
    "mode_share", "share", "modal split", "集疏运方式结构",
    "Part of the laden TEU between hinterland and port, delivered in the period, by inland mode; entity `port>mode`, "
    "`zone>mode`, or `cluster>mode` for all ports modelled in full; ships from inland ports are in the last two. What "
    "goes past the cluster is in none.",
    "统计期内交付的、在腹地与港口之间集疏运的重箱按方式的比例；对象为 `港口>方式`、`腹地>方式`，`cluster>方式` 为全部"
    "群内港；后两者含内河港直达船，均不含绕开港口群的货物。",
)  # fmt: skip
PAST = Measure(
    "past_cluster_teu", "TEU", "past the cluster", "绕开港口群的箱量",
    "Laden TEU, delivered in the period, that took a gateway outside the cluster from the start; entity the gateway or "
    "the cluster. Cargo that would turn away after having been rolled is not modelled.",
    "统计期内交付的、一开始就选择港口群以外门户的重箱；对象为该门户或港口群。被甩箱后改走群外门户的情形未作模拟。",
)  # fmt: skip
COST = Measure(
    "door_to_door_cny", "CNY/TEU", "door-to-door cost", "全程物流费用",
    "Mean of what a laden TEU delivered in the period pays from door to door: freights, handling, tolls and port "
    "charges less subsidies, not the worth of time; cargo past the cluster included. Entity a zone or the cluster.",
    "统计期内交付重箱的平均全程费用：运费、装卸、过闸与通行费、港口费用减补贴，不含时间价值；包括绕开港口群的货物。"
    "对象为腹地或港口群。",
)  # fmt: skip
COST_P50, COST_P95 = (
    Measure(
        f"door_to_door_cny_p{p}", "CNY/TEU", f"door-to-door cost, {p}th percentile", f"全程物流费用 {p} 分位",
        f"Cost from door to door that {p} % of the laden TEU do not exceed.",
        f"{p}% 的重箱不超过的全程费用。",
    )
    for p in (50, 95)
)  # fmt: skip
LOGISTICS = Measure(
    "logistics_cost_cny", "CNY", "logistics cost", "物流总费用",
    "What all laden TEU delivered in the period pay from door to door, cargo past the cluster included; entity a "
    "zone or the cluster (all cargo, that from market to market included).",
    "统计期内交付的全部重箱的全程费用，包括绕开港口群的货物；对象为腹地或港口群（含市场之间的中转货）。",
)  # fmt: skip
GAP = Measure(
    "choice_gap_share", "share", "weekly change of the choice", "选择的周变化",
    "Cargo that would choose otherwise than a week before, by TEU: half the sum of the absolute changes of the "
    "probabilities; mean of the last 26 weeks of the run.",
    "与上周相比会改变选择的货量比例（概率变化绝对值之和的一半，按标准箱加权），取运行最后 26 周的平均。",
)  # fmt: skip

MEASURES = (GATEWAY_SHARE, MODE_SHARE, PAST, COST, COST_P50, COST_P95, LOGISTICS, GAP)
_WEEKS_OF_GAP = 26
_INLAND = [number for number, mode in enumerate(MODES) if mode != "sea"]
_KEY = ("flow", "gateway", "hub", "mode")

Columns = Mapping[str, Any]


def compute(view: View, table: MeasureTable) -> None:
    """Add gateway shares, modal split, costs and the gap of the choice."""
    cargo = view.records.tables["consignments"].columns()
    if len(cargo["flow"]):
        zone = zone_of(view, cargo)
        _add_gateways(view, table, cargo, zone)
        _add_modes(view, table, cargo, zone)
        _add_costs(view, table, cargo, zone)
    gaps = view.records.tables["lessons"].columns()["gap"]
    if len(gaps):
        table.add(GAP, [CLUSTER], view.years.names[-1:], np.array([[gaps[-_WEEKS_OF_GAP:].mean()]]))


def _is(view: View, kind: str) -> Ints:
    """For each entity whether it is of a kind; the last place answers for entity -1."""
    return np.array([*(entity.kind == kind for entity in view.entities), False], dtype=bool)


def zone_of(view: View, cargo: Columns) -> Ints:
    """Inland end of each consignment; -1 from market to market."""
    is_zone = _is(view, "zone")
    origin, destination = cargo["origin"], cargo["destination"]
    return np.where(is_zone[origin], origin, np.where(is_zone[destination], destination, -1))


def _add_gateways(view: View, table: MeasureTable, cargo: Columns, zone: Ints) -> None:
    by_ship = np.where(cargo["hub"] >= 0, cargo["hub"], zone)
    gateway = np.where(cargo["gateway"] >= 0, cargo["gateway"], by_ship)
    pair = np.where(zone >= 0, zone.astype(np.int64) * view.n + gateway, -1)
    pairs, teu = _by_label(view, cargo, pair)
    zones, gateways = pairs // view.n, pairs % view.n
    of_zone = np.zeros((view.n, len(view.years)))
    np.add.at(of_zone, zones, teu)
    names = [f"{view.ids[a]}>{view.ids[b]}" for a, b in zip(zones.tolist(), gateways.tolist(), strict=True)]
    table.add(GATEWAY_SHARE, names, view.years.names, ratio(teu, of_zone[zones]))
    used, number = np.unique(gateways, return_inverse=True)
    of_all = np.zeros((len(used), len(view.years)))
    np.add.at(of_all, number, teu)
    names = [f"{CLUSTER}>{view.ids[i]}" for i in used.tolist()]
    table.add(GATEWAY_SHARE, names, view.years.names, ratio(of_all, of_all.sum(axis=0)))

    outside = view.of_kind("gateway")
    if len(outside):
        past = view.total(cargo["gateway"], cargo["delivered_h"], cargo["teu"], view.years)[outside]
        table.add(PAST, [*view.names(outside), CLUSTER], view.years.names, np.vstack([past, past.sum(axis=0)]))


def _add_modes(view: View, table: MeasureTable, cargo: Columns, zone: Ints) -> None:
    here = (zone >= 0) & ~_is(view, "gateway")[cargo["gateway"]]
    mode = cargo["mode"].astype(np.int64)
    port = np.where(cargo["gateway"] >= 0, cargo["gateway"], 0).astype(np.int64)  # entity 0 stands for no port
    _add_split(view, table, *_by_label(view, cargo, np.where(here, port * len(MODES) + mode, -1)), "port")
    _add_split(view, table, *_by_label(view, cargo, np.where(here, zone * np.int64(len(MODES)) + mode, -1)), "zone")


def _add_split(view: View, table: MeasureTable, pairs: Ints, teu: Floats, kind: str) -> None:
    """Shares of modes at each place of a kind, from TEU by place and mode; with ports also of all rows together."""
    places, modes = pairs // len(MODES), pairs % len(MODES)
    everywhere = [None] if kind == "port" else []
    for place in [*np.unique(places[_is(view, kind)[places]]).tolist(), *everywhere]:
        mine = np.ones(len(places), dtype=bool) if place is None else places == place
        parts = np.zeros((len(MODES), len(view.years)))
        np.add.at(parts, modes[mine], teu[mine])
        used = np.unique(modes[mine]) if place is not None else np.array(_INLAND)  # there 0 says that none goes by it
        name = CLUSTER if place is None else view.ids[place]
        share = ratio(parts, parts.sum(axis=0))
        table.add(MODE_SHARE, [f"{name}>{MODES[m]}" for m in used.tolist()], view.years.names, share[used])


def _by_label(view: View, cargo: Columns, label: Ints) -> tuple[Ints, Floats]:
    """The labels there are, without -1, and the TEU delivered of each by year; shape (labels, years)."""
    there, number = np.unique(label, return_inverse=True)
    teu = np.zeros((len(there), len(view.years)))
    year = view.years.index(cargo["delivered_h"])
    inside = year >= 0
    np.add.at(teu, (number[inside], year[inside]), cargo["teu"][inside].astype(float))
    return there[there >= 0], teu[there >= 0]


def _add_costs(view: View, table: MeasureTable, cargo: Columns, zone: Ints) -> None:
    choices = view.records.tables["choices"].columns()
    if not len(choices["flow"]):
        return
    money = paid_by_teu(choices, cargo, view.n)
    teu, delivered, years = cargo["teu"].astype(float), cargo["delivered_h"], view.years
    known = np.isfinite(money)
    everything = np.zeros(len(teu), dtype=np.intp)  # entity 0 is the cluster
    paid = np.where(known, money * teu, 0.0)
    counted = np.where(known, teu, 0.0)
    zones = view.of_kind("zone")
    sums = []
    for weight in (paid, counted):
        of_zones = view.total(zone, delivered, weight, years)[zones]
        sums.append(np.vstack([of_zones, view.total(everything, delivered, weight, years)[:1]]))
    names = [*view.names(zones), CLUSTER]
    table.add(LOGISTICS, names, years.names, sums[0])
    table.add(COST, names, years.names, ratio(sums[0], sums[1]))
    for owner, name in [*((number, view.ids[number]) for number in zones.tolist()), (None, CLUSTER)]:
        mine = known if owner is None else known & (zone == owner)
        found = percentiles_by_year(money[mine], delivered[mine], teu[mine], years.edges)
        for measure, values in zip((COST_P50, COST_P95), found, strict=True):
            table.add(measure, [name], years.names, values[None])


def paid_by_teu(choices: Columns, cargo: Columns, n_entities: int) -> Floats:
    """What each consignment pays, CNY/TEU, from the way it took; NaN where its way stands in no row of `choices`."""
    found, is_there = rows_of_ways(choices, cargo, n_entities)
    money: Floats = np.where(is_there, choices["money_cny"][found], np.nan)
    return money


def rows_of_ways(ways: Columns, cargo: Columns, n_entities: int) -> tuple[Ints, Ints]:
    """Row of the way each consignment took in a table of ways, and whether it stands there."""
    keys = [_way_key([one[name] for name in _KEY], n_entities) for one in (ways, cargo)]
    order = np.argsort(keys[0], kind="stable")
    place = np.minimum(np.searchsorted(keys[0][order], keys[1]), len(order) - 1)
    found = order[place]
    return found, keys[0][found] == keys[1]


def _way_key(columns: Sequence[Ints], n_entities: int) -> Ints:
    """One number for (flow, gateway, hub, mode); none (-1) has a number of its own."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        key = key * (n_entities + len(MODES)) + (column.astype(np.int64) + 1)
    return key
