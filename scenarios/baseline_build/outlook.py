"""Ships and trains of the outlook years: room for the fastest of the growth paths, so that slots do not bind.

All growth is in slots a ship, so that the timetable with its spaced sailings stays. Ships themselves get heavier with
the central path, longer by its third root and no deeper, since channels stay (assumed): with the slots of the fastest
path they would be 15 % longer and half as heavy again as their cargo needs on the central one, and block narrow
channels. What binds then are quays, yards, rails and locks. On the slower paths the same ships sail emptier; freight
does not depend on it; on the fastest path they are up to 15 % too short for their slots, so that quays are fuller
than is simulated. Trains grow with the central path, rounded up: the line from Litang to Qinzhou, used to 85 % in
2025, has paths for 1.8 times the block trains and no more.
"""

from __future__ import annotations

from math import ceil

from baseline_build.files import Row, number, read_input

YEARS = (2027, 2030, 2035)
BASE_YEAR = 2025
FASTEST_GROWTH = 0.096
"""A year, the path to 25 million TEU in 2035 that the draft master plan of the Guangxi ports gives."""

CENTRAL_GROWTH = 0.05
"""A year, the central path: what ships' lengths and trains follow."""

LONGEST_M, HEAVIEST_T = 400.0, 200_000.0
"""Largest ships of the berths, and of the channels on the tide."""


def growth(year: int, share: float) -> float:
    """A year over the baseline."""
    return float((1.0 + share) ** (year - BASE_YEAR))


def ship_growth_rows(year: int) -> list[Row]:
    """Slots, length and deadweight of the container ships, to lay over their table."""
    slots, size, rows = growth(year, FASTEST_GROWTH), growth(year, CENTRAL_GROWTH), []
    for row in read_input("ship_classes"):
        if row["design_fuel_t_per_day"]:
            length = min(LONGEST_M, float(row["loa_m"]) * size ** (1.0 / 3.0))
            rows.append({
                "id": row["id"], "capacity_teu": str(round(float(row["capacity_teu"]) * slots)),
                "loa_m": str(number(max(length, float(row["loa_m"])), 0)),
                "dwt_t": str(number(min(HEAVIEST_T, float(row["dwt_t"]) * size), -2)),
                "assumed": f"slots grow with the fastest path, {slots:.2f} since 2025; weight with the central path,"
                f" {size:.2f}, length by its third root",
            })  # fmt: skip
    return rows


def train_growth_rows(trains: list[Row], year: int) -> list[Row]:
    """Departures of the block trains, to lay over their table."""
    factor = growth(year, CENTRAL_GROWTH)
    note = f"departures grow with the central path, {factor:.2f} since 2025, rounded up"
    return [
        {
            "id": row["id"], "departures_per_week": str(ceil(float(row["departures_per_week"]) * factor)),
            "assumed": note,
        }
        for row in trains
    ]  # fmt: skip
