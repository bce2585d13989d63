"""What carriage costs: the formulas by which rows of road, rail, river and sea are priced, all assumed but the ships.

Truck rates, rail tariffs by relation and river freights are not published; the formulas fit the few prices that are
(docs/explanation/demand.md). FX 7.1 CNY a dollar.
"""

from __future__ import annotations

from itertools import pairwise
from math import log

from baseline_build.files import Row, number, read_input

CNY_PER_USD = 7.1
BUNKER_USD_PER_T = 520.0
"""Low-sulphur fuel oil in 2025, assumed between 656 (Singapore, August 2024) and the prices of late 2025."""

USUAL_LOAD = 0.7
"""Slots that pay, mean of both directions; what the liner plan is sized for."""

TEU_PER_TRUCK = 1.6
SHARE_OF_20FT = 0.55
RAIL_ENDS_CNY = 900.0
"""Lorry and handling at the origin 650, handling at the port 250."""

CORRIDOR_PORTS = ("qinzhou", "fangchenggang", "zhanjiang")
CORRIDOR_FROM_KM, CORRIDOR_DISCOUNT = 600.0, 0.30
OTHER_FROM_KM, OTHER_DISCOUNT = 400.0, 0.15

FERRY_CNY_PER_TRUCK, FERRY_H = 1_200.0, 3.5

SEA_FIXED_CNY = 300.0

LINERLIB = {  # TEU: USD a day, kn, t of fuel a day at that speed
    900: (5_000.0, 12.0, 18.8), 1_600: (8_000.0, 14.0, 23.7), 2_400: (11_000.0, 18.0, 52.5),
    4_800: (21_000.0, 16.0, 57.4), 8_400: (35_000.0, 16.5, 82.2), 15_000: (55_000.0, 17.0, 126.9),
}  # fmt: skip


def road_cny(distance_km: float, ferry: bool = False) -> float:
    """Per TEU by road, tolls included: (600 + 9 CNY/km, at least 1 300) a truck of 1.6 TEU, and the Strait's ferry."""
    truck = max(1_300.0, 600.0 + 9.0 * distance_km) + (FERRY_CNY_PER_TRUCK if ferry else 0.0)
    return round(truck / TEU_PER_TRUCK, -1)


def road_h(distance_km: float, ferry: bool = False) -> float:
    """Hours by road: 50 km/h with rests, and 5 h at the ends; the Strait takes 3.5 h."""
    return float(round(distance_km / 50.0 + 5.0 + (FERRY_H if ferry else 0.0)))


def rail_tariff_cny(distance_km: float) -> float:
    """Railway tariff per TEU: 20 ft 440 + 3.185/km, 40 ft 532 + 3.357/km, 55 % of the TEU in 20 ft boxes."""
    of_20ft, of_40ft = 440.0 + 3.185 * distance_km, 532.0 + 3.357 * distance_km
    return SHARE_OF_20FT * of_20ft + (1.0 - SHARE_OF_20FT) * of_40ft / 2.0


def rail_discount(distance_km: float, port: str) -> float:
    """Share that the railway takes off: 30 % on the corridor from 600 km on, 15 % elsewhere from 400 km on."""
    if distance_km >= CORRIDOR_FROM_KM and port in CORRIDOR_PORTS:
        return CORRIDOR_DISCOUNT
    return OTHER_DISCOUNT if distance_km >= OTHER_FROM_KM else 0.0


def rail_cny(distance_km: float, port: str) -> float:
    """Per TEU by rail from door to quay, discount taken off."""
    return round(rail_tariff_cny(distance_km) * (1.0 - rail_discount(distance_km, port)) + RAIL_ENDS_CNY, -1)


def rail_h(distance_km: float) -> float:
    """Hours by rail: 33 km/h and 24 h in terminals."""
    return float(round(distance_km / 33.0 + 24.0))


def barge_cny(distance_km: float) -> float:
    """Per TEU by barge: two lifts of 200, 0.7 a kilometre, 200 for the lorry at the zone's end; tolls apart."""
    return round(2.0 * 200.0 + 0.7 * distance_km + 200.0)


def charter_usd(teu: float) -> float:
    """Ship's cost a day: LINERLIB between its classes (log-linear), by (slots / 900)^(2/3) below the smallest."""
    sizes = sorted(LINERLIB)
    if teu <= sizes[0]:
        return LINERLIB[sizes[0]][0] * float((teu / sizes[0]) ** (2.0 / 3.0))
    for low, high in pairwise(sizes):
        if teu <= high:
            grade = log(LINERLIB[high][0] / LINERLIB[low][0]) / log(high / low)
            return LINERLIB[low][0] * float((teu / low) ** grade)
    return LINERLIB[sizes[-1]][0] * teu / sizes[-1]


def slot_cny_per_day(
    teu: float, speed_kn: float, design_speed_kn: float, design_fuel_t: float, ship_teu: float
) -> float:
    """Charter and fuel per paying slot and day.

    Parameters
    ----------
    teu
        Slots offered here, over which the fuel given is shared.
    ship_teu
        Slots of the whole ship, which set her charter; more than `teu` where most of her cargo is not in the model.
    """
    charter = charter_usd(ship_teu) * teu / ship_teu
    fuel = design_fuel_t * (speed_kn / design_speed_kn) ** 3 * BUNKER_USD_PER_T
    return (charter + fuel) * CNY_PER_USD / teu / USUAL_LOAD


def class_slot_cny(teu: int, speed_kn: float) -> float:
    """The same for a class of LINERLIB at some speed: what ships of outside gateways cost."""
    _, design_kn, fuel_t = LINERLIB[teu]
    return slot_cny_per_day(teu, speed_kn, design_kn, fuel_t, teu)


def ship_rows() -> list[Row]:
    """The table of ship classes: dimensions made by hand, and the cost of a slot."""
    rows = []
    for row in read_input("ship_classes"):
        ship_teu, cost = row.pop("whole_ship_teu"), ""
        if row["design_fuel_t_per_day"]:
            slots = float(row["capacity_teu"])
            figures = (float(row[key]) for key in ("speed_kn", "design_speed_kn", "design_fuel_t_per_day"))
            cost = str(number(slot_cny_per_day(slots, *figures, float(ship_teu or slots)), 0))
        note = {key: row.pop(key) for key in ("source", "assumed")}
        because = "; slot: charter of LINERLIB and fuel at 520 USD/t, 70 % of the slots paying" if cost else ""
        rows.append({**row, "slot_cost_cny_per_day": cost, **note, "assumed": note["assumed"] + because})
    return rows
