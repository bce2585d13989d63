"""Vehicles that come to a ferry: a year's number over its days and hours, and at random."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import numpy as np

from portsim.clock import Clock
from portsim.model.inland.vehicle_line import Counts
from portsim.scenario.days import days_in
from portsim.scenario.ferry import Ferry
from portsim.streams import Floats, Streams

VehicleClass = Literal["trucks", "cars"]
HOURS = 24


def expected_by_day(ferry: Ferry, of: VehicleClass, out: bool, first: date, n_days: int) -> Floats:
    """Mean number of vehicles of a class and direction on each of some days."""
    last = first + timedelta(days=n_days - 1)
    years = [_days_of_year(ferry, of, out, year) for year in range(first.year, last.year + 1)]
    skipped = first.timetuple().tm_yday - 1
    days: Floats = np.concatenate(years)[skipped : skipped + n_days]
    return days


def _days_of_year(ferry: Ferry, of: VehicleClass, out: bool, year: int) -> Floats:
    vehicles = ferry.trucks if of == "trucks" else ferry.cars
    first = date(year, 1, 1)
    n_days = (date(year + 1, 1, 1) - first).days
    weights = np.array([vehicles.months[(first + timedelta(days=day)).month - 1] for day in range(n_days)], dtype=float)
    for peak in ferry.peaks.values():
        factor: float = getattr(peak, f"{of}_{'out' if out else 'back'}")
        for begins in days_in(peak.first_day, range(year - 1, year + 1)):
            day = (begins - first).days
            weights[max(0, day) : max(0, day + peak.days)] *= factor
    total = weights.sum()
    return weights * (vehicles.in_year(out, year) / total) if total else weights


def hourly_counts(ferry: Ferry, of: VehicleClass, out: bool, path: str, clock: Clock, streams: Streams) -> Counts:
    """Draw the vehicles of every hour of the run: Poisson numbers, with a stream of chance for each month."""
    n_days = round(clock.end_h / HOURS)
    first = clock.start.date()
    by_day = expected_by_day(ferry, of, out, first, n_days)
    profile = np.array((ferry.trucks if of == "trucks" else ferry.cars).hours, dtype=float)
    rates = by_day[:, None] * (profile / profile.sum())
    months = np.array([(first + timedelta(days=day)).strftime("%Y-%m") for day in range(n_days)])
    drawn = [streams.generator(f"{path}/{month}").poisson(rates[months == month]) for month in dict.fromkeys(months)]
    return np.concatenate(drawn).ravel()
