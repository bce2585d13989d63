"""Ways past the cluster: gateways, land legs to them and sea legs beyond, priced by the same laws as the cluster's own.

Unlimited in capacity. A sea leg costs the port charges of the gateway, the fixed part of a freight, and days at sea
times the slot cost of the ships usual there, so that large gateways are cheaper for a reason.
"""

from __future__ import annotations

from baseline_build.files import Row, number, read_input
from baseline_build.places import great_circle_nm, positions
from baseline_build.prices import SEA_FIXED_CNY, barge_cny, class_slot_cny, rail_cny, rail_h, road_cny, road_h

ROAD_OVER_CIRCLE, RAIL_OVER_CIRCLE = 1.18, 1.4
"""Road and rail distance over great circle where none is given: means of the rows that are (1.1-1.36, 1.24-1.68)."""

KM_PER_NM = 1.852
SPREAD = {"road": 0.2, "rail": 0.2, "barge": 0.25}
"""Standard deviation of the time over its mean, assumed; barge: lock waits of 3 d around 13 d on the Yangtze."""

OVERLAND = {"overland_north": "north_china", "overland_east": "east_china", "overland_south": "south_china"}
SAME_CITY = {"overland_east": "via_shanghai", "overland_south": "via_nansha"}
BEYOND_BORDER_KM = {"vietnam": 170.0, "thailand_cambodia": 1_250.0}
"""Pingxiang to Hanoi, and through Laos to the east of Thailand, read off a map."""

DOMESTIC = ("north_china", "east_china", "south_china")
MAIN_PORT = {
    "north_china": "tianjin", "east_china": "shanghai", "south_china": "nansha", "hong_kong": "hong_kong_port",
    "vietnam": "haiphong", "south_vietnam": "ho_chi_minh", "singapore_malaysia": "singapore",
    "thailand_cambodia": "laem_chabang", "indonesia": "jakarta", "philippines": "manila", "south_asia": "chennai",
    "middle_east": "jebel_ali", "africa": "durban", "europe": "rotterdam", "north_america": "los_angeles",
    "south_america": "santos", "north_east_asia": "busan", "oceania": "sydney",
}  # fmt: skip
BEYOND_SINGAPORE = ("south_asia", "middle_east", "africa", "europe", "south_america")
BEYOND_HONG_KONG = ("north_east_asia", "north_america", "oceania", "north_china", "east_china")
FOREIGN = tuple(market for market in MAIN_PORT if market not in DOMESTIC)
SERVES = {
    "via_nansha": (*DOMESTIC, *FOREIGN), "via_shenzhen": FOREIGN,
    "via_shanghai": ("east_china", "north_china", *FOREIGN),
    "via_tianjin": FOREIGN,
    "hub_hong_kong": (*DOMESTIC, *(m for m in FOREIGN if m != "hong_kong")),
    "hub_singapore": (*DOMESTIC, *(m for m in FOREIGN if m not in ("hong_kong", "singapore_malaysia"))),
}  # fmt: skip
"""Markets of each gateway; the hubs have no land legs, so they carry only what changes ship."""

QUAY = {  # port whose distances stand for the gateway
    "via_nansha": "nansha", "via_shenzhen": "yantian", "via_shanghai": "shanghai", "via_tianjin": "tianjin",
    "hub_hong_kong": "hong_kong_port",
    "hub_singapore": "singapore",
}  # fmt: skip
HONG_KONG_NM = {"nansha": 60.0, "yantian": 40.0, "hong_kong_port": 0.0}
"""From Hong Kong, about; also from where lines to the east pass it."""

NEAR_CLASS, NEAR_KN, FAR_KN, COASTAL_KN = 4_800, 15.0, 16.0, 13.5
SHORT_CLASS = 1_600
BUFFER, NEAR_CALLS_DAYS, FAR_CALLS_DAYS = 1.1, 0.5, 1.5
"""A tenth of slack as in the cluster's timetables, and time in ports on the way, assumed."""

HEADWAY_H = dict.fromkeys((*DOMESTIC, *FOREIGN), 24.0) | {
    "indonesia": 48.0, "philippines": 48.0, "south_asia": 48.0, "middle_east": 48.0, "africa": 56.0,
    "south_america": 56.0, "oceania": 56.0,
}  # fmt: skip
SEA_NOTE = (
    "port charges, 300 CNY and days at sea x slot cost of a {teu} TEU class; distance {nm:.0f} nm by the method of "
    "docs/explanation/demand.md; frequency of a large port"
)


def gateway_rows() -> list[Row]:
    """The table of outside gateways."""
    columns = ("id", "name.en", "name.zh", "lon", "lat", "source", "assumed")
    return [{column: row[column] for column in columns} for row in read_input("gateways")]


def land_rows() -> list[Row]:
    """Land legs: those of the input table, and overland ways to the domestic markets from every zone."""
    rows = []
    for row in read_input("outside_land"):
        km, by, ferry = float(row["distance_km"]), row["by"], row["zone"].endswith("hainan")
        cost = float(row["cost_cny_per_teu"] or _cost(by, km, row["gateway"], ferry))
        hours = float(row["time_h"] or (road_h(km, ferry) if by == "road" else rail_h(km)))
        because = "" if row["cost_cny_per_teu"] else "; cost by formula"
        rows.append(_land(row["zone"], row["gateway"], by, km, hours, cost, row["assumed"] + because))
    return [*rows, *_overland(rows)]


def _cost(by: str, km: float, gateway: str, ferry: bool = False) -> float:
    if by == "road":
        return road_cny(km, ferry)
    return rail_cny(km, gateway) if by == "rail" else barge_cny(km)


def _overland(given: list[Row]) -> list[Row]:
    known = {(r["origin"], r["destination"]): float(r["distance_km"]) for r in given if r["by"] == "road"}
    gateways = {r["id"]: (float(r["lon"]), float(r["lat"])) for r in read_input("gateways")}
    rows = []
    for zone in read_input("zones"):
        ferry = zone["id"].endswith("hainan")
        for gateway in OVERLAND:
            circle_km = great_circle_nm((float(zone["lon"]), float(zone["lat"])), gateways[gateway]) * KM_PER_NM
            guess_km = round(circle_km * ROAD_OVER_CIRCLE, -1)
            km = known.get((zone["id"], SAME_CITY.get(gateway, "")), guess_km)
            why = "as to the port of that city" if km != guess_km else f"great circle x {ROAD_OVER_CIRCLE}"
            note = f"distance {why}; cost and time by formula"
            rows.append(_land(zone["id"], gateway, "road", km, road_h(km, ferry), road_cny(km, ferry), note))
            if not ferry and gateway != "overland_south":
                km = round(circle_km * RAIL_OVER_CIRCLE, -1)
                note = f"distance great circle x {RAIL_OVER_CIRCLE}; tariff less 15 %, 33 km/h and 24 h in terminals"
                rows.append(_land(zone["id"], gateway, "rail", km, rail_h(km), rail_cny(km, gateway), note))
    return rows


def _land(zone: str, gateway: str, by: str, km: float, hours: float, cost: float, note: str) -> Row:
    return {
        "id": f"{zone}_{gateway}_{by}", "mode": "outside_land", "origin": zone, "destination": gateway, "by": by,
        "distance_km": str(number(km, 0)), "time_h": str(number(hours, 0)), "spread_share": str(SPREAD[by]),
        "headway_h": "", "cost_cny_per_teu": str(number(cost, 0)), "assumed": note,
    }  # fmt: skip


def sea_nm(quay: str, market: str) -> float:
    """Distance from the quay of a gateway to the main port of a market.

    By way of Singapore or Hong Kong the parts beyond are those found for Qinzhou; to Haiphong the way leads through
    the Strait; else great circle with a factor for capes.
    """
    if quay == MAIN_PORT[market]:
        return 0.0
    given = {(r["origin"], r["destination"]): float(r["distance_nm"]) for r in read_input("sea_distances")}
    where, there = positions(), MAIN_PORT[market]

    def circle(factor: float, end: str) -> float:
        return great_circle_nm(where[quay], where[end]) * factor

    to_singapore = 0.0 if quay == "singapore" else circle(1.08, "singapore")
    from_hong_kong = HONG_KONG_NM.get(quay, circle(1.08, "hong_kong_port"))
    if market in BEYOND_SINGAPORE:
        return to_singapore + given["qinzhou", there] - given["qinzhou", "singapore"]
    if quay == "shanghai" and market in BEYOND_HONG_KONG:
        return circle(1.08, there)
    if quay == "tianjin":  # 599 nm farther than Shanghai, but no farther round Korea
        farther = 0.0 if market in ("north_east_asia", "north_america") else given["qinzhou", "tianjin"]
        return sea_nm("shanghai", market) + max(0.0, farther - given["qinzhou", "shanghai"])
    if market in BEYOND_HONG_KONG:
        return from_hong_kong + given["qinzhou", there] - given["qinzhou", "hong_kong_port"]
    if market == "thailand_cambodia" and quay != "singapore":  # round the south of Vietnam
        return sea_nm(quay, "south_vietnam") + given["qinzhou", "laem_chabang"] - given["qinzhou", "ho_chi_minh"]
    if market == "vietnam" and quay in ("nansha", "yantian", "shanghai", "hong_kong_port"):
        return given["haikou", quay] + given["haikou", "haiphong"]
    return from_hong_kong if market == "hong_kong" else circle(1.12, there)


def sea_rows() -> list[Row]:
    """Sea legs of the outside gateways, and what lies beyond the borders and the overland ways."""
    rows = []
    for gateway in read_input("gateways"):
        for market in SERVES.get(gateway["id"], ()):
            rows.append(_sea_row(gateway, market))
        if gateway["id"] in OVERLAND:
            note = "the way ends in the market; the hour counts nothing"
            rows.append(_sea(gateway["id"], OVERLAND[gateway["id"]], 0.0, 1.0, 0.0, 0.0, note))
        if gateway["id"] == "land_border":
            for market, km in BEYOND_BORDER_KM.items():
                cost = float(gateway["charge_cny.foreign"]) + road_cny(km)
                note = f"{km:.0f} km by road by the same formula, a day and 300 CNY at the border"
                rows.append(_sea(gateway["id"], market, km, 24.0 + road_h(km), 0.0, cost, note, by="road"))
    return rows


def _sea_row(gateway: Row, market: str) -> Row:
    domestic = market in DOMESTIC
    is_hub = gateway["id"].startswith("hub_")
    charge = float(gateway["charge_cny.domestic" if domestic else "charge_cny.foreign"]) * (0.5 if is_hub else 1.0)
    nm = sea_nm(QUAY[gateway["id"]], market)
    if nm == 0.0:  # the market itself: a lorry or barge within the delta
        note = "the gateway lies in the market: port charges and half a day"
        return _sea(gateway["id"], market, 0.0, 12.0, HEADWAY_H[market], charge, note)
    teu, knots, calls = _ships(gateway, market, nm)
    days = nm / knots / 24.0 * BUFFER + calls
    cost = charge + SEA_FIXED_CNY + days * class_slot_cny(teu, knots)
    note = SEA_NOTE.format(teu=teu, nm=nm)
    return _sea(gateway["id"], market, nm * KM_PER_NM, days * 24.0, HEADWAY_H[market], cost, note)


def _ships(gateway: Row, market: str, nm: float) -> tuple[int, float, float]:
    """Class, speed and days in ports on the way."""
    if nm < 600.0:
        return SHORT_CLASS, COASTAL_KN, 0.25
    if market in DOMESTIC:
        return NEAR_CLASS, COASTAL_KN, NEAR_CALLS_DAYS
    if market in ("hong_kong", *BEYOND_SINGAPORE, "north_america", "oceania"):
        return int(gateway["usual_class_teu"]), FAR_KN, FAR_CALLS_DAYS
    return NEAR_CLASS, NEAR_KN, NEAR_CALLS_DAYS


def _sea(
    gateway: str, market: str, km: float, hours: float, headway_h: float, cost: float, note: str, by: str = ""
) -> Row:
    return {
        "id": f"{gateway}_{market}", "mode": "outside_sea", "origin": gateway, "destination": market, "by": by,
        "distance_km": str(number(km, 0)), "time_h": str(number(hours, 0)), "spread_share": "0.1",
        "headway_h": str(number(headway_h, 0)), "cost_cny_per_teu": str(number(cost, 0)), "assumed": note,
    }  # fmt: skip


def outside_rows() -> list[Row]:
    """The table of legs past the cluster."""
    return [*land_rows(), *sea_rows()]
