"""The season of container traffic: month factors without trend, and the dip at the Spring Festival, fitted on 2021-24.

The festival moves between January and February, so its dip is fitted apart and put back at the festival's date of the
year wanted: log TEU per day of the three Guangxi ports = month + trend + log(1 - dip x share of the month's days that
are quiet), by least squares; the dip is the best on a grid of thousandths.

That is the season over the quay. A scenario wants it for cargo that becomes ready, which passes the quay later:
``ready_months`` are the months that make the fitted ones ``LAG_DAYS`` later, and the quiet days move with them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import numpy as np

from baseline_build.files import read_input

FITTED_YEARS = (2021, 2022, 2023, 2024)
QUIET_DAYS = (-7, 14)  # days around the festival with little work, assumed: migrants leave before and return after it

LAG_DAYS = 14
"""From ready to the quay. From runs: with the season unshifted the months of Qinzhou, Fangchenggang and Beihai were
most like it 15, 14 and 13 days later (``benchmarks/baseline_figures.py``). By arithmetic: imports 3 d for a sailing
and 6 d at sea, exports 1 d inland and 4 d in the yard, each 35 % of the boxes; empties 30 %, called for by the laden
boxes of four weeks and loaded within one, 7 + 14 + 4 d: 0.35 x 9 + 0.35 x 5 + 0.3 x 25 = 12.4 d."""

SMOOTHNESS = 0.02
"""Weight on second differences of the months, assumed: half of a month's boxes come from the month before, so that a
zigzag of the months would not show over the quay and must be kept out."""


def festivals() -> dict[int, date]:
    """First day of the lunar year by civil year."""
    days = (date.fromisoformat(row["date"]) for row in read_input("../festivals"))
    return {day.year: day for day in days}


def monthly_teu() -> dict[str, dict[str, float]]:
    """TEU by month (``2025-03``) and port, as published."""
    return {
        row["month"]: {port: float(row[port]) for port in ("qinzhou", "fangchenggang", "beihai")}
        for row in read_input("monthly_teu")
    }


def quiet_share(year: int, month: int) -> float:
    """Share of a month's days that are quiet because of the festival."""
    first = festivals()[year] + timedelta(days=QUIET_DAYS[0])
    days = [first + timedelta(days=day) for day in range(QUIET_DAYS[1] - QUIET_DAYS[0])]
    return sum(day.year == year and day.month == month for day in days) / monthrange(year, month)[1]


def fitted_season() -> tuple[tuple[float, ...], float]:
    """Month factors of ordinary days, mean 1, and the part of a day's cargo that stays away around the festival."""
    rows, values, quiet = [], [], []
    for index, (month, ports) in enumerate(sorted(monthly_teu().items())):
        y, m = int(month[:4]), int(month[5:])
        if y in FITTED_YEARS:
            rows.append([*(float(m == k) for k in range(1, 13)), index / 12.0])
            values.append(np.log(sum(ports.values()) / monthrange(y, m)[1]))
            quiet.append(quiet_share(y, m))
    design, teu, days = np.array(rows), np.array(values), np.array(quiet)

    def misfit(dip: float) -> float:
        level = teu - np.log1p(-dip * days)
        solution = np.linalg.lstsq(design, level, rcond=None)[0]
        return round(float(((level - design @ solution) ** 2).sum()), 9)

    dip = min((misfit(k / 1_000.0), k / 1_000.0) for k in range(0, 900))[1]
    months = np.linalg.lstsq(design, teu - np.log1p(-dip * days), rcond=None)[0][:12]
    factors = np.exp(months) / np.exp(months).mean()
    rounded = [round(float(factor), 3) for factor in factors]
    rounded[-1] = round(12.0 - sum(rounded[:-1]), 3)
    return tuple(rounded), dip


def season_factors(year: int) -> tuple[float, ...]:
    """TEU per day of each month of a year over the year's mean, the dip at its date: to compare, not to copy."""
    months, dip = fitted_season()
    factors = [factor * (1.0 - dip * quiet_share(year, m)) for m, factor in enumerate(months, start=1)]
    return tuple(round(factor * 12.0 / sum(factors), 3) for factor in factors)


def ready_months() -> tuple[float, ...]:
    """Month factors of cargo that becomes ready, mean 1: those that pass the quay ``LAG_DAYS`` later as fitted."""
    days = np.array([monthrange(2025, month)[1] for month in range(1, 13)])
    of_day = np.repeat(np.arange(12), days)
    late = np.roll(of_day, LAG_DAYS)
    passed = np.array([[(late[of_day == month] == ready).mean() for ready in range(12)] for month in range(12)])
    eye = np.eye(12)
    bends = np.roll(eye, 1, axis=1) - 2.0 * eye + np.roll(eye, -1, axis=1)
    over_quay, _ = fitted_season()
    design = np.vstack([passed, np.sqrt(SMOOTHNESS) * bends])
    ready = np.linalg.lstsq(design, np.concatenate([over_quay, np.zeros(12)]), rcond=None)[0]
    rounded = [round(float(factor), 3) for factor in ready / ready.mean()]
    rounded[-1] = round(12.0 - sum(rounded[:-1]), 3)
    return tuple(rounded)
