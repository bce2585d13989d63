"""The demand: laden flows by zone, market, class and direction, those that leave past the cluster included.

A year's flows come from totals of zones, markets and the cluster, never from what a port handled in that year: which
port they pass is for the choice to find. For each zone and market a pool is built: what passes the cluster (its total
spread over zones and markets) and what does not (the rest of the zone). Start shares size the pools; they are not
shares of the result. 10 000 TEU a year, laden, unless said otherwise (docs/explanation/demand.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from baseline_build.cargo import RATIO, ratio_of, transhipments
from baseline_build.files import Row, number, read_input
from baseline_build.hinterland import (
    DOMESTIC_DECAY_CNY,
    LEAST_COAST_SHARE,
    RAIL_FACTOR,
    road_cost_cny,
)

YEARS = (2023, 2024, 2025)
SMALL_PORTS = ("maoming", "yangjiang")
LADEN_SHARE = (1.0 + RATIO) / 2.0
"""Laden part of quay TEU whose lighter direction has RATIO of the laden boxes of the heavier one: empties are 30 %."""

DOMESTIC = ("north_china", "east_china", "south_china")
NEAR_TRADE = ("hong_kong", "vietnam", "south_vietnam", "singapore_malaysia", "thailand_cambodia", "indonesia",
              "philippines")  # fmt: skip
"""Markets of ASEAN and Hong Kong, to which goods of low value go too."""

FRUIT_MARKETS = ("thailand_cambodia", "south_vietnam")
FRUIT_SHARE = 0.3
"""Reefers in what comes from them, assumed: the durian trade."""

HEAVY_SHARE = 0.6
"""Grain, ore, coal and building boxes in domestic cargo, assumed: of trains it was two thirds inland-bound."""

PLAIN_SHARE = 0.4
"""Soda, fertiliser, wood and the like in exports to ASEAN and Hong Kong, assumed."""

FAR_ROAD_SHARE = 0.1
"""Far zones' boxes that come by road, assumed: road costs 1 900 to 3 100 CNY/TEU more than rail."""

COAST_CAPTIVE = 0.95
"""Share of the cluster in what is boxed at its ports, assumed."""

LEAST_TEU = 160.0
"""Flows smaller than this are left out, the others of the zone, trade and direction grow to make up for it."""

SIZES_TEU = {"near_domestic": 65.0, "south_china": 45.0, "near_foreign": 24.0, "far": 90.0, "hub": 30.0}
"""Mean consignments, assumed; of zones that send little by the cluster a train or more, since cost of a run grows with
them."""

FEW_SHARE = 0.4

Pool = dict[tuple[str, str], float]
NOTE = {
    "domestic": "derived: cluster total of domestic boxes by gravity, regions and markets, and what passes by",
    "foreign": "derived: foreign boxes of the zone, markets of the cluster, and what passes by",
    "hub": "derived: assumed pool of boxes that change ship in the region",
}


@dataclass(frozen=True)
class Volume:
    """Laden boxes of one class in one direction, 10 000 TEU a year."""

    origin: str
    destination: str
    cargo_class: str
    teu_10k: float
    size_teu: float
    kind: str

    @property
    def id(self) -> str:
        """Name of the flow."""
        return f"{self.origin}_to_{self.destination}_{self.cargo_class}"


def totals(year: int) -> dict[str, float]:
    """Cluster totals of a year by item."""
    return {row["item"]: float(row[f"teu_10k.{year}"]) for row in read_input("demand_totals")}


def quay_parts(year: int) -> tuple[float, float]:
    """Quay TEU of the cluster's own domestic and foreign gateway cargo: totals less what changes ship."""
    t = totals(year)
    foreign = t["foreign"] - t["transhipped_foreign_domestic"] - t["transhipped_foreign_foreign"]
    domestic = t["six_ports"] + t["small_ports"] - t["foreign"]
    domestic -= t["transhipped_foreign_domestic"] + t["transhipped_domestic_domestic"]
    return domestic - t["relayed_domestic"], foreign - t["relayed_foreign"]


def zones() -> list[Row]:
    """Zones with their demand; rows of totals left out."""
    return [row for row in read_input("zone_demand") if row["region"] != "total"]


def _output(zone: Row) -> float:
    given = {row["id"]: float(row["output_bn_cny"]) for row in read_input("zones")}
    return float(zone["gravity_output_bn_cny"] or given[zone["zone"]])


def domestic_weights(year: int) -> dict[str, float]:
    """Each zone's share of the cluster's domestic gateway cargo, adding up to 1.

    The region's share is spread by output x exp(-cost of the nearest port/b); in Guangxi the domestic part of sea-rail
    goes to the zones of the trains first, and the coast zone has at least its share of the rest.
    """
    regions = {row["region"]: float(row["domestic_share"]) for row in read_input("regions")}
    rail = _domestic_rail_shares(year)
    found = {}
    for region, share in regions.items():
        gravity = _gravity([zone for zone in zones() if zone["region"] == region])
        if region == "guangxi":
            found |= {zone: value for zone, value in rail.items() if zone not in gravity}
        rest = share - sum(found[zone] for zone in rail if region == "guangxi" and zone not in gravity)
        found |= {zone: rest * value for zone, value in gravity.items()}
    return found


def _domestic_rail_shares(year: int) -> dict[str, float]:
    """Domestic boxes of the sea-rail trains over the domestic gateway cargo, far zones only."""
    domestic, _ = quay_parts(year)
    return {
        row["zone"]: _rail_laden(row["zone"], year) * (1.0 - float(row["rail_foreign_share"])) / domestic / LADEN_SHARE
        for row in zones()
        if row["region"] == "far"
    }


def _gravity(rows: list[Row]) -> dict[str, float]:
    nearest: dict[str, float] = {}
    for (zone, port), cost in road_cost_cny().items():
        if port not in SMALL_PORTS:
            nearest[zone] = min(cost, nearest.get(zone, cost))
    weight = {row["zone"]: _output(row) * exp(-nearest[row["zone"]] / DOMESTIC_DECAY_CNY) for row in rows}
    if "beibu_coast" in weight:
        others = sum(weight.values()) - weight["beibu_coast"]
        weight["beibu_coast"] = max(weight["beibu_coast"], others * LEAST_COAST_SHARE / (1.0 - LEAST_COAST_SHARE))
    return {zone: value / sum(weight.values()) for zone, value in weight.items()}


def domestic_pool(year: int) -> Pool:
    """Laden boxes between zones and domestic markets."""
    quay, _ = quay_parts(year)
    markets = {row["market"]: row for row in read_input("demand_markets")}
    weights, pool = domestic_weights(year), {}
    for zone in zones():
        region = "guangxi" if zone["region"] == "far" else zone["region"]
        whole = quay * LADEN_SHARE * weights[zone["zone"]] / float(zone["domestic_start_share"])
        for market in DOMESTIC:
            pool[zone["zone"], market] = whole * float(markets[market][f"{region}_share"])
    return pool


def foreign_zone_totals(year: int) -> dict[str, float]:
    """Foreign laden boxes by zone, whichever gateway they take."""
    column = f"foreign_k_teu.{year}"
    regional = {row["zone"]: float(row[column]) for row in read_input("zone_demand") if row["region"] == "total"}
    found = {}
    for zone in zones():
        if zone[column]:
            found[zone["zone"]] = float(zone[column]) / 10.0
        else:
            same = [other for other in zones() if other["region"] == zone["region"]]
            part = _output(zone) / sum(_output(other) for other in same)
            found[zone["zone"]] = regional[zone["region"]] / 10.0 * part
    return found


def boxed_at_port(year: int) -> dict[str, float]:
    """Part of each far zone's foreign cargo that reaches the cluster loose, by lorry or wagon, and is boxed there.

    The published guesses of the cluster's share of far zones give several times the boxes that trains bring, so what
    neither trains nor their usual companion of trucks carry cannot come in boxes.
    """
    whole, found = foreign_zone_totals(year), {}
    for zone in zones():
        if zone["region"] == "far":
            by_rail = _rail_laden(zone["zone"], year) * float(zone["rail_foreign_share"]) / (1.0 - FAR_ROAD_SHARE)
            found[zone["zone"]] = max(0.0, 1.0 - by_rail / (float(zone["foreign_start_share"]) * whole[zone["zone"]]))
    return found


def _rail_laden(zone: str, year: int) -> float:
    """Laden boxes of a zone on the port trains, by the split of the cluster's sea-rail total."""
    rail = totals(year)["sea_rail"], totals(year)["sea_rail_zhanjiang"]
    return sum(
        float(row["share"]) * rail[row["port"] == "zhanjiang"] * RAIL_FACTOR * LADEN_SHARE
        for row in read_input("rail_relations")
        if row["zone"] == zone
    )


def boxed_zone_totals(year: int) -> dict[str, float]:
    """Foreign laden boxes by the zone where they are packed: what is boxed at the ports belongs to the coast."""
    whole, loose = foreign_zone_totals(year), boxed_at_port(year)
    share = {row["zone"]: float(row["foreign_start_share"]) for row in zones()}
    moved = sum(loose[zone] * share[zone] * whole[zone] for zone in loose)
    return {
        zone: teu * (1.0 - loose.get(zone, 0.0)) + (moved / COAST_CAPTIVE if zone == "beibu_coast" else 0.0)
        for zone, teu in whole.items()
    }


def start_shares(year: int) -> dict[str, float]:
    """The cluster's share of each zone's foreign boxes: the published guesses, moved to meet the cluster's total.

    Those of the near zones are moved by the same amount of log odds, found by bisection.
    """
    _, quay = quay_parts(year)
    whole, target = boxed_zone_totals(year), quay * LADEN_SHARE
    given = {row["zone"]: float(row["foreign_start_share"]) for row in zones()}
    own = foreign_zone_totals(year)["beibu_coast"] / whole["beibu_coast"]
    given["beibu_coast"] = own * given["beibu_coast"] + (1.0 - own) * COAST_CAPTIVE
    near = {row["zone"] for row in zones() if row["region"] != "far"}

    def moved(by: float) -> dict[str, float]:
        return {
            zone: 1.0 / (1.0 + exp(-log(share / (1.0 - share)) - (by if zone in near else 0.0)))
            for zone, share in given.items()
        }

    low, high = -5.0, 5.0
    for _ in range(60):
        middle = (low + high) / 2.0
        made = sum(whole[zone] * share for zone, share in moved(middle).items())
        low, high = (middle, high) if made < target else (low, middle)
    return moved(low)


def foreign_pool(year: int) -> Pool:
    """Laden boxes between zones and foreign markets."""
    share, whole = start_shares(year), boxed_zone_totals(year)
    return {
        (zone, row["market"]): whole[zone]
        * (share[zone] * float(row["cluster_share"]) + (1.0 - share[zone]) * float(row["outside_share"]))
        for zone in share
        for row in read_input("demand_markets")
        if row["cluster_share"]
    }


def volumes(year: int) -> list[Volume]:
    """All flows of a year."""
    found = [*_domestic_volumes(year), *_foreign_volumes(year)]
    kept = _without_small(found, {volume.id for volume in _of_2025() if volume.teu_10k * 1e4 >= LEAST_TEU})
    return [*kept, *_hub_volumes(year)]


def _of_2025() -> list[Volume]:
    return [*_domestic_volumes(2025), *_foreign_volumes(2025)]


def _domestic_volumes(year: int) -> list[Volume]:
    """Domestic cargo comes in mostly: the inbound direction is the heavier one."""
    found = []
    far = {row["zone"] for row in zones() if float(row["domestic_start_share"]) <= FEW_SHARE}
    for (zone, market), teu in sorted(domestic_pool(year).items()):
        size = SIZES_TEU["far" if zone in far else market if market == "south_china" else "near_domestic"]
        heavy = teu / (1.0 + ratio_of(zone))
        for ends, part in (((market, zone), heavy), ((zone, market), teu - heavy)):
            found.append(Volume(*ends, "bulk_box", part * HEAVY_SHARE, size, "domestic"))
            found.append(Volume(*ends, "general", part * (1.0 - HEAVY_SHARE), size, "domestic"))
    return found


def _foreign_volumes(year: int) -> list[Volume]:
    """Foreign cargo goes out mostly: the outbound direction is the heavier one."""
    found = []
    rows = {row["zone"]: row for row in zones()}
    for (zone, market), teu in sorted(foreign_pool(year).items()):
        size = SIZES_TEU["far" if rows[zone]["region"] == "far" else "near_foreign"]
        out, high = teu / (1.0 + ratio_of(zone)), float(rows[zone]["high_value_share"])
        plain = PLAIN_SHARE * (1.0 - high) if market in NEAR_TRADE else 0.0
        fruit = FRUIT_SHARE if market in FRUIT_MARKETS else 0.0
        parts = (
            (zone, market, "high_value", out * high), (zone, market, "general", out * plain),
            (zone, market, "manufactured", out * (1.0 - high - plain)),
            (market, zone, "high_value", (teu - out) * fruit), (market, zone, "general", (teu - out) * (1.0 - fruit)),
        )  # fmt: skip
        found += [Volume(*ends, part, size, "foreign") for *ends, part in parts if part > 0.0]
    return found


def _without_small(found: list[Volume], large: set[str]) -> list[Volume]:
    """Leave the small ones out; the others of the same zone, trade and direction take them over in proportion."""

    def group(volume: Volume) -> tuple[str, str]:
        inbound = volume.destination in zone_ids
        return volume.kind, f"to {volume.destination}" if inbound else f"from {volume.origin}"

    zone_ids = {row["zone"] for row in zones()}
    whole: dict[tuple[str, str], float] = {}
    kept: dict[tuple[str, str], float] = {}
    for volume in found:
        whole[group(volume)] = whole.get(group(volume), 0.0) + volume.teu_10k
        if volume.id in large:
            kept[group(volume)] = kept.get(group(volume), 0.0) + volume.teu_10k
    return [
        Volume(v.origin, v.destination, v.cargo_class, v.teu_10k * whole[group(v)] / kept[group(v)], v.size_teu, v.kind)
        for v in found
        if v.id in large
    ]


def _hub_volumes(year: int) -> list[Volume]:
    """Boxes between two markets that change ship at some hub of the region; which one is for the choice to find."""
    flows = transhipments()
    scale = totals(year)["transhipment_pool"] / sum(flow.teu_10k for flow in flows)
    found = []
    for flow in flows:
        ends = sum(node in DOMESTIC for node in (flow.origin, flow.destination))
        cargo = "bulk_box" if ends == 2 else "manufactured" if flow.destination not in DOMESTIC else "general"
        found.append(Volume(flow.origin, flow.destination, cargo, flow.teu_10k * scale, SIZES_TEU["hub"], "hub"))
    return found


def demand_rows() -> list[Row]:
    """The table of flows of 2025."""
    return [
        {
            "id": v.id, "origin": v.origin, "destination": v.destination, "cargo_class": v.cargo_class,
            "annual_teu": str(round(v.teu_10k * 1e4)), "season": "guangxi_2021_2024",
            "mean_consignment_teu": str(number(v.size_teu, 0)), "assumed": NOTE[v.kind],
        }
        for v in volumes(2025)
    ]  # fmt: skip


def demand_rows_of(year: int) -> list[Row]:
    """Yearly boxes of the same flows in another year, to lay over the table."""
    return [{"id": v.id, "annual_teu": str(round(v.teu_10k * 1e4)), "assumed": NOTE[v.kind]} for v in volumes(year)]
