"""Block trains of the baseline: one relation per zone and port, its trains three quarters full."""

from __future__ import annotations

from math import ceil

from baseline_build.cargo import Parcel, laden_10k
from baseline_build.files import Row, number, read_input
from baseline_build.prices import RAIL_ENDS_CNY, rail_tariff_cny
from baseline_build.rail import rail_route

CAPACITY_TEU = 104
MEAN_LOAD_TEU = 70.0
"""Mean load of a train of 100 to 110 TEU, assumed 75-85."""

TERMINALS = {"qinzhou": "south_7_10", "fangchenggang": "yuwan_404_406", "beihai": "tieshan", "zhanjiang": "baoman"}
"""Terminal whose yard the trains serve: at Qinzhou the sea-rail automated terminal, elsewhere the only or main one."""

NAMES = {"qinzhou": "钦州", "fangchenggang": "防城港", "beihai": "北海", "zhanjiang": "湛江"}


def train_teu_10k(parcels: list[Parcel]) -> dict[tuple[str, str], float]:
    """TEU a year and direction on each relation: the heavier laden direction, empties fill the other."""
    ways: dict[tuple[str, str], list[float]] = {}
    for parcel in parcels:
        if parcel.mode == "rail":
            both = ways.setdefault((parcel.zone, parcel.gateway), [0.0, 0.0])
            both[0] += laden_10k(parcel, outbound=True)
            both[1] += laden_10k(parcel, outbound=False)
    return {pair: max(both) for pair, both in ways.items()}


def train_rows(parcels: list[Parcel]) -> list[Row]:
    """The table of block-train relations."""
    ways = {(r["zone"], r["port"]): r for r in read_input("inland_costs") if r["mode"] == "rail"}
    zones = {r["id"]: r for r in read_input("zones")}
    rows = []
    for place, ((zone, port), teu_10k) in enumerate(sorted(train_teu_10k(parcels).items())):
        way, departures = ways[zone, port], max(1, ceil(teu_10k * 1e4 / 52.0 / MEAN_LOAD_TEU))
        rows.append({
            "id": f"train_{zone}_{port}", "kind": "train",
            "name.en": f"Block train {zones[zone]['name.en'].split(' (')[0]} - {port.capitalize()}",
            "name.zh": f"{zones[zone]['name.zh'].split('（')[0]}—{NAMES[port]}班列",
            "zone": zone, "port": port, "terminal": TERMINALS[port], "departures_per_week": str(departures),
            "capacity_teu": str(CAPACITY_TEU), "running_h": way["time_h"], "phase_h": str(place * 53 % 168),
            "route": rail_route(zone, port),
            "distance_km": way["distance_km"], **_price(float(way["distance_km"]), float(way["cost_cny_per_teu"])),
            "assumed": f"departures: boxes of the relation over {MEAN_LOAD_TEU:.0f} TEU a train; running time: "
            "33-36 km/h and 24 h in terminals; phases spread; cost: tariff formula, of which the railway takes off "
            "30 % on the corridor from 600 km on and 15 % elsewhere from 400 km on",
        })  # fmt: skip
    return rows


def _price(distance_km: float, net_cny: float) -> Row:
    """List price, and the railway's discount that leaves the price paid."""
    listed = round(rail_tariff_cny(distance_km) + RAIL_ENDS_CNY, -1)
    return {"cost_cny_per_teu": str(number(listed, 0)), "subsidy_cny_per_teu": str(number(listed - net_cny, 0))}
