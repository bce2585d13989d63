"""The season of container traffic: month factors without trend, and the dip at the Spring Festival, fitted on 2021-24.

The festival moves between January and February, so its dip is fitted apart (log-linear least squares on the monthly
TEU of the three Guangxi ports) and put back at the festival's date in the year wanted.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import numpy as np

from baseline_build.files import read_input

FITTED_YEARS = (2021, 2022, 2023, 2024)
FESTIVAL = {  # first day of the lunar year, from the Chinese calendar
    2021: date(2021, 2, 12),
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
}
DIP_DAYS = (-7, 14)  # days around the festival with little work, assumed: migrants leave before and return after it


def monthly_teu() -> dict[str, dict[str, float]]:
    """TEU by month (``2025-03``) and port, as published."""
    return {
        row["month"]: {port: float(row[port]) for port in ("qinzhou", "fangchenggang", "beihai")}
        for row in read_input("monthly_teu")
    }


def festival_share(year: int, month: int) -> float:
    """Share of a month's days that lie in the festival's dip."""
    first = FESTIVAL[year] + timedelta(days=DIP_DAYS[0])
    days = [first + timedelta(days=day) for day in range(DIP_DAYS[1] - DIP_DAYS[0])]
    return sum(day.year == year and day.month == month for day in days) / monthrange(year, month)[1]


def season_factors(year: int) -> tuple[float, ...]:
    """Month factors of `year`, mean 1: TEU per day relative to the year's mean, growth taken out."""
    teu = monthly_teu()
    rows, values = [], []
    for index, (month, ports) in enumerate(sorted(teu.items())):
        y, m = int(month[:4]), int(month[5:])
        if y not in FITTED_YEARS:
            continue
        rows.append([*(float(m == k) for k in range(1, 13)), index / 12.0, festival_share(y, m)])
        values.append(np.log(sum(ports.values()) / monthrange(y, m)[1]))
    coefficients, *_ = np.linalg.lstsq(np.array(rows), np.array(values), rcond=None)
    dip = float(coefficients[13])
    factors = np.exp([coefficients[m - 1] + dip * festival_share(year, m) for m in range(1, 13)])
    rounded = [round(float(factor), 3) for factor in factors / factors.mean()]
    rounded[-1] = round(12.0 - sum(rounded[:-1]), 3)
    return tuple(rounded)
