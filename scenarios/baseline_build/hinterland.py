"""Which zone's cargo passes which port: gravity for the zones, a doubly constrained (Furness) split over the ports.

Everything is in 10 000 TEU a year over the quay, empties included, as port statistics count; ``cargo.py`` turns it into
laden flows.
"""

from __future__ import annotations

from math import exp

from baseline_build.files import read_input

GUANGXI = ("qinzhou", "fangchenggang", "beihai")
GUANGXI_ZONES = (
    "beibu_coast", "nanning", "chongzuo_pingxiang", "liuzhou", "guilin", "yulin_guigang", "wuzhou_hezhou", "baise",
)  # fmt: skip

DOMESTIC_DECAY_CNY = 700.0
"""b of exp(-road cost/b), assumed: 2 000 CNY farther by road leaves 6 % of the boxes; far zones come by rail."""

FOREIGN_DECAY_CNY = 1_500.0
"""The same for foreign cargo, assumed: twice the domestic one, since few other ports offer the overseas services."""

LEAST_COAST_SHARE = 0.35
"""Least share of the coast zone in the Guangxi ports' domestic road boxes; assumed (0.25-0.55), no source found."""

FOREIGN_RAIL_SHARE = 0.31
"""Foreign share of port sea-rail: 14.6 of about 47 (10k TEU), January to November 2025."""

FAR_ROAD_SHARE = {"guizhou": 0.15, "yunnan": 0.15, "hunan": 0.15, "chongqing": 0.05, "sichuan": 0.05, "northwest": 0.05}
"""Road share of far zones' foreign boxes, assumed: road costs 1 900 to 3 100 CNY/TEU more than rail."""

SEA_RAIL_10K = {"guangxi": 51.1, "zhanjiang": 4.0}
"""Port sea-rail of 2025: 10 218 trains to 30 December at 50 TEU; Zhanjiang's own assumed."""

RAIL_FACTOR = 1.2
"""TEU over the quay per TEU on trains, calibrated: an import box that goes back laden saves an empty on the train."""

ZHANJIANG_FROM_YULIN = 0.10
"""Share of Zhanjiang's road cargo from Yulin and Guigang, assumed: as near as to Beihai; the rest: West Guangdong."""

NORTH_HAINAN_VIA_YANGPU = 0.30
"""Share of Yangpu's gateway cargo from the north of the island, assumed: 150 km by road, for services Haikou lacks."""

Split = dict[tuple[str, str], float]


def road_cost_cny() -> Split:
    """Road cost by (zone, port)."""
    return {
        (r["zone"], r["port"]): float(r["cost_cny_per_teu"]) for r in read_input("inland_costs") if r["mode"] == "road"
    }


def rail_split() -> Split:
    """Quay TEU that come or go by rail, by (zone, port)."""
    totals = dict.fromkeys(GUANGXI, SEA_RAIL_10K["guangxi"]) | {"zhanjiang": SEA_RAIL_10K["zhanjiang"]}
    return {
        (r["zone"], r["port"]): float(r["share"]) * totals[r["port"]] * RAIL_FACTOR
        for r in read_input("rail_relations")
    }


def furness(seed: Split, rows: dict[str, float], columns: dict[str, float]) -> Split:
    """Scale a seed matrix until its rows and columns add up as given."""
    matrix = {pair: value for pair, value in seed.items() if rows.get(pair[0]) and columns.get(pair[1])}
    for _ in range(200):
        for axis, totals in ((0, rows), (1, columns)):
            sums: dict[str, float] = {}
            for pair, value in matrix.items():
                sums[pair[axis]] = sums.get(pair[axis], 0.0) + value
            matrix = {pair: value * totals[pair[axis]] / sums[pair[axis]] for pair, value in matrix.items()}
    return matrix


def guangxi_domestic_road(totals: dict[str, float]) -> Split:
    """Domestic road cargo of the Guangxi ports by (zone, port).

    Zones get output x exp(-cost of the nearest of the three ports/b), the coast zone at least its share.
    """
    cost = road_cost_cny()
    whole = sum(totals.values())
    zones = [r for r in read_input("zones") if r["id"] not in ("west_guangdong", "north_hainan", "west_hainan")]
    weight = {
        r["id"]: float(r["output_bn_cny"]) * exp(-min(cost[r["id"], port] for port in GUANGXI) / DOMESTIC_DECAY_CNY)
        for r in zones
    }
    others = sum(weight.values()) - weight["beibu_coast"]
    least = others * LEAST_COAST_SHARE / (1.0 - LEAST_COAST_SHARE)
    weight["beibu_coast"] = max(weight["beibu_coast"], least)
    weight = {zone: value for zone, value in weight.items() if value > 0.002 * sum(weight.values())}
    scale = whole / sum(weight.values())
    rows = {zone: value * scale for zone, value in weight.items()}
    seed = {(zone, port): exp(-cost[zone, port] / DOMESTIC_DECAY_CNY) for zone in rows for port in GUANGXI}
    return furness(seed, rows, totals)


def guangxi_foreign_road(totals: dict[str, float], rail: Split) -> Split:
    """Foreign road cargo of the Guangxi ports by (zone, port): a little of the far zones, the rest from Guangxi.

    Rail is given, so what the far zones do not send falls on Guangxi's own zones (output x exp(-cost/b)).
    """
    cost = road_cost_cny()
    far = {
        zone: share
        / (1.0 - share)
        * FOREIGN_RAIL_SHARE
        * sum(v for (z, p), v in rail.items() if z == zone and p in GUANGXI)
        for zone, share in FAR_ROAD_SHARE.items()
    }
    output = {r["id"]: float(r["output_bn_cny"]) for r in read_input("zones")}
    weight = {
        zone: output[zone] * exp(-min(cost[zone, port] for port in GUANGXI) / FOREIGN_DECAY_CNY)
        for zone in GUANGXI_ZONES
    }
    scale = (sum(totals.values()) - sum(far.values())) / sum(weight.values())
    rows = far | {zone: value * scale for zone, value in weight.items()}
    seed = {(zone, port): exp(-cost[zone, port] / FOREIGN_DECAY_CNY) for zone in rows for port in GUANGXI}
    return furness(seed, rows, totals)
