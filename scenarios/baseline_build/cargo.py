"""The cargo that the ships and trains of the baseline are sized for: what crosses each quay for each market in 2025.

No flow is made from it (``demand.py``): lines and departures are, since carriers offer what a port had.

A port's boxes in equal its boxes out. Of each pair of zone and market the heavier direction is all laden; the lighter
one has ``ratio`` of its laden boxes, the model fills the rest with empties. So X (10 000 TEU over the quay, empties
included) makes X/2 laden in the heavier direction and ratio X/2 in the lighter one, and (1 - ratio)/2 of X is empty:
30 % at the ratio 0.4.
"""

from __future__ import annotations

from dataclasses import dataclass

from baseline_build.files import read_input
from baseline_build.hinterland import (
    FOREIGN_RAIL_SHARE,
    GUANGXI,
    NORTH_HAINAN_VIA_YANGPU,
    ZHANJIANG_FROM_YULIN,
    Split,
    guangxi_domestic_road,
    guangxi_foreign_road,
    rail_split,
)  # fmt: skip

DOMESTIC = ("north_china", "east_china", "south_china")
RATIO = 0.4
"""Laden boxes of the lighter direction over the heavier one, assumed: makes the assumed empty share of 30 %."""

HAINAN_RATIO = 0.25
"""The same for west Hainan and for what Yangpu transships between foreign and domestic markets, assumed: makes the
port's empty share 28 %, since its balanced domestic and foreign transhipment has no empties at all."""

LEAST_PARCEL_10K = 0.003
"""Ways with less than 30 TEU a year are left out."""


@dataclass(frozen=True)
class Parcel:
    """Quay TEU of one zone, market and way, 10 000 a year with empties."""

    zone: str
    market: str
    gateway: str
    mode: str
    hub: str
    teu_10k: float


@dataclass(frozen=True)
class Transhipment:
    """Laden boxes between two markets that change ship at a hub, 10 000 TEU a year, one way."""

    origin: str
    destination: str
    hub: str
    teu_10k: float


def port_markets() -> dict[tuple[str, str, str], float]:
    """Gateway cargo by (port, market, hub); the cell left open takes the rest of the port's total."""
    totals = {row["port"]: float(row["teu_10k"]) for row in read_input("port_totals")}
    given: dict[tuple[str, str, str], float] = {}
    open_cells = {}
    for row in read_input("port_markets"):
        key = row["port"], row["market"], row["via_hub"]
        if row["teu_10k"]:
            given[key] = float(row["teu_10k"])
        else:
            open_cells[row["port"]] = key
    for port, key in open_cells.items():
        own = sum(teu for (p, _, _), teu in given.items() if p == port)
        as_hub = sum(2.0 * teu for (_, _, hub), teu in given.items() if hub == port)
        given[key] = totals[port] - own - as_hub
    return given


def parcels() -> list[Parcel]:
    """Spread each port's gateway cargo over zones and inland modes."""
    cells = port_markets()
    domestic = {p: sum(v for (q, m, _), v in cells.items() if q == p and m in DOMESTIC) for p, _, _ in cells}
    foreign = {p: sum(v for (q, m, _), v in cells.items() if q == p and m not in DOMESTIC) for p, _, _ in cells}
    rail = rail_split()
    road = {
        "domestic": _road(domestic, rail, 1.0 - FOREIGN_RAIL_SHARE),
        "foreign": _road(foreign, rail, FOREIGN_RAIL_SHARE),
    }
    found = []
    for (port, market, hub), teu in sorted(cells.items()):
        kind, total = ("domestic", domestic[port]) if market in DOMESTIC else ("foreign", foreign[port])
        rail_part = 1.0 - FOREIGN_RAIL_SHARE if kind == "domestic" else FOREIGN_RAIL_SHARE
        for (zone, p), x in sorted(road[kind].items()):
            if p == port:
                found.append(Parcel(zone, market, port, "road", hub, teu * x / total))
        for (zone, p), x in sorted(rail.items()):
            if p == port:
                found.append(Parcel(zone, market, port, "rail", hub, teu * x * rail_part / total))
    return [parcel for parcel in found if parcel.teu_10k >= LEAST_PARCEL_10K]


def _road(totals: dict[str, float], rail: Split, rail_part: float) -> Split:
    rest = {port: teu - rail_part * sum(v for (_, p), v in rail.items() if p == port) for port, teu in totals.items()}
    guangxi = {port: rest[port] for port in GUANGXI}
    split = guangxi_domestic_road(guangxi) if rail_part > 0.5 else guangxi_foreign_road(guangxi, rail)
    for port, teu in rest.items():
        if port in ("maoming", "yangjiang"):
            split["west_guangdong", port] = teu
        elif port == "zhanjiang":
            split["yulin_guigang", port] = teu * ZHANJIANG_FROM_YULIN
            split["west_guangdong", port] = teu * (1.0 - ZHANJIANG_FROM_YULIN)
        elif port == "haikou":
            split["north_hainan", port] = teu
        elif port == "yangpu":
            split["north_hainan", port] = teu * NORTH_HAINAN_VIA_YANGPU
            split["west_hainan", port] = teu * (1.0 - NORTH_HAINAN_VIA_YANGPU)
    return {pair: teu for pair, teu in split.items() if teu > 1e-9}


def transhipments() -> list[Transhipment]:
    """Laden boxes that change ship at Yangpu between two markets, both ways."""
    rows = read_input("transhipment")
    domestic = {r["market"]: float(r["teu_10k"]) for r in rows if r["kind"] == "domestic_side"}
    whole = sum(domestic.values())
    found = []
    for row in rows:
        hub, market, teu = row["hub"], row["market"], float(row["teu_10k"])
        if row["kind"] == "foreign_domestic":  # X on each side; exports are the heavier direction
            for other, share in domestic.items():
                heavier = teu / 2.0 * share / whole
                found.append(Transhipment(other, market, hub, heavier))
                found.append(Transhipment(market, other, hub, heavier * HAINAN_RATIO))
        elif row["kind"] in ("foreign_foreign", "domestic_domestic"):  # balanced, two moves a box
            found.append(Transhipment(market, row["other"], hub, teu / 4.0))
            found.append(Transhipment(row["other"], market, hub, teu / 4.0))
    return found


def ratio_of(zone: str) -> float:
    """Lighter over heavier direction of a zone's laden boxes."""
    return HAINAN_RATIO if zone == "west_hainan" else RATIO


def laden_10k(parcel: Parcel, outbound: bool) -> float:
    """Laden boxes of a parcel in one direction: domestic cargo comes in mostly, foreign cargo goes out."""
    heavier = outbound == (parcel.market not in DOMESTIC)
    return parcel.teu_10k / 2.0 * (1.0 if heavier else ratio_of(parcel.zone))
