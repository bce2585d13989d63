"""Distances of the baseline: sailing distance of every pair of ports that a rotation joins, and roads to the ports."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from baseline_build.files import Row, number, read_input

CIRCUITY = 1.3
"""Sailing distance over great circle where no distance is given, assumed: capes and islands on short coastal legs."""

MODELLED = {  # lon, lat of the berths: IMF PortWatch
    "qinzhou": (108.64, 21.68), "fangchenggang": (108.36, 21.61), "beihai": (109.54, 21.51), "yangpu": (109.18, 19.77),
    "haikou": (110.28, 20.03), "zhanjiang": (110.41, 21.21), "maoming": (111.07, 21.48), "yangjiang": (111.84, 21.70),
}  # fmt: skip

Pair = tuple[str, str]


def positions() -> dict[str, tuple[float, float]]:
    """Longitude and latitude of all ports."""
    return MODELLED | {row["id"]: (float(row["lon"]), float(row["lat"])) for row in read_input("../external_ports")}


def great_circle_nm(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula; earth radius 3 440.1 nm."""
    (lon1, lat1), (lon2, lat2) = here, there
    a = sin(radians(lat2 - lat1) / 2.0) ** 2
    a += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2.0) ** 2
    return 2.0 * 3_440.1 * asin(sqrt(a))


def sea_distance(pair: Pair, given: dict[Pair, tuple[float, str]]) -> tuple[float, str]:
    """Distance of a pair of ports and where it comes from."""
    for key in (pair, pair[::-1]):
        if key in given:
            return given[key]
    for port, other in (pair, pair[::-1]):
        if other == "yingkou" and port in MODELLED:
            nm, _ = sea_distance((port, "tianjin"), given)
            return nm, "as Tianjin: both lie at the head of the Bohai Sea"
        if other in ("tianjin", "ningbo") and port in MODELLED:
            nm = given["qinzhou", other][0] + given[port, "shanghai"][0] - given["qinzhou", "shanghai"][0]
            return nm, "from Qinzhou, plus the difference of both ports' distances to Shanghai"
    where = positions()
    nm = great_circle_nm(where[pair[0]], where[pair[1]]) * CIRCUITY
    return nm, f"great circle x {CIRCUITY} for capes and islands"


def lane_rows() -> list[Row]:
    """Sea lanes of all consecutive pairs of ports of the liner plan."""
    given = {
        (r["origin"], r["destination"]): (float(r["distance_nm"]), r["assumed"]) for r in read_input("sea_distances")
    }
    pairs: set[Pair] = set()
    for row in read_input("liner_plan"):
        ports = [stop.strip().split("/")[0] for stop in row["rotation"].split(">")]
        pairs |= {(min(a, b), max(a, b)) for a, b in zip(ports, ports[1:] + ports[:1], strict=True)}
    rows = []
    for pair in sorted(pairs):
        nm, why = sea_distance(pair, given)
        rows.append({
            "id": f"sea_{pair[0]}_{pair[1]}", "mode": "sea", "origin": pair[0], "destination": pair[1],
            "distance_nm": str(round(nm)), "assumed": why,
        })  # fmt: skip
    return rows


def road_rows() -> list[Row]:
    """Roads between zones and ports."""
    return [
        {
            "id": f"road_{r['zone']}_{r['port']}", "mode": "road", "origin": r["zone"], "destination": r["port"],
            "distance_km": r["distance_km"], "time_h": str(number(float(r["time_h"]), 1)),
            "cost_cny_per_teu": r["cost_cny_per_teu"], "assumed": r["assumed"],
        }
        for r in read_input("inland_costs")
        if r["mode"] == "road"
    ]  # fmt: skip


def zone_rows() -> list[Row]:
    """Zones with their names and the place at which they are drawn."""
    return [
        {
            "id": r["id"], "name.en": r["name.en"], "name.zh": r["name.zh"], "lon": r["lon"], "lat": r["lat"],
            "reference_cny_per_teu": r["reference_cny_per_teu"],
            "assumed": "drawn at its main city, read off a map; its cheapest way inland of 2025",
        }
        for r in read_input("zones")
    ]  # fmt: skip
