"""Ships and trains of the outlook years: room for the fastest of the growth paths, so that slots do not bind.

All growth is in slots a ship, so that the timetable with its spaced sailings stays; ships get longer by the third root
of their slots and no deeper, since channels stay (assumed). What binds then are quays, yards, rails and locks. On the
slower paths the same ships sail emptier; freight does not depend on it. Trains grow with the central path: the line
from Litang to Qinzhou, used to 85 % in 2025, has paths for 1.8 times the block trains and no more.
"""

from __future__ import annotations

from math import ceil

from baseline_build.files import Row, number, read_input

YEARS = (2027, 2030, 2035)
BASE_YEAR = 2025
FASTEST_GROWTH = 0.096
"""A year, the path to 25 million TEU in 2035 that the draft master plan of the Guangxi ports gives."""

TRAIN_GROWTH = 0.05
"""A year, the central path."""

LONGEST_M, HEAVIEST_T = 400.0, 200_000.0
"""Largest ships of the berths, and of the channels on the tide."""


def growth(year: int) -> float:
    """Slots offered over those of the baseline."""
    return float((1.0 + FASTEST_GROWTH) ** (year - BASE_YEAR))


def ship_growth_rows(year: int) -> list[Row]:
    """Slots, length and deadweight of the container ships, to lay over their table."""
    factor, rows = growth(year), []
    for row in read_input("ship_classes"):
        if row["design_fuel_t_per_day"]:
            length = min(LONGEST_M, float(row["loa_m"]) * factor ** (1.0 / 3.0))
            rows.append({
                "id": row["id"], "capacity_teu": str(round(float(row["capacity_teu"]) * factor)),
                "loa_m": str(number(max(length, float(row["loa_m"])), 0)),
                "dwt_t": str(number(min(HEAVIEST_T, float(row["dwt_t"]) * factor), -2)),
                "assumed": f"slots grow with the fastest path, {factor:.2f} since 2025; length by their third root",
            })  # fmt: skip
    return rows


def train_growth_rows(trains: list[Row], year: int) -> list[Row]:
    """Departures of the block trains, to lay over their table."""
    factor = (1.0 + TRAIN_GROWTH) ** (year - BASE_YEAR)
    note = f"departures grow with the central path, {factor:.2f} since 2025"
    return [
        {
            "id": row["id"], "departures_per_week": str(ceil(float(row["departures_per_week"]) * factor - 0.5)),
            "assumed": note,
        }
        for row in trains
    ]  # fmt: skip
