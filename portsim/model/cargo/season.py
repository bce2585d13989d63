"""The calendar of the cargo: how much more or less of a year's cargo turns up on a day, by month, weekday and feast."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from portsim.clock import Clock
from portsim.scenario.demand import Season
from portsim.streams import Floats

Days = NDArray[np.datetime64]
_EVEN = Season(monthly=(1.0,) * 12)
_THURSDAY = 3  # the weekday of 1970-01-01, from which numpy counts days; Monday is 0


class Calendar:
    """The days of a run, and the factors of seasons on them, worked out once for all flows that share a season.

    Parameters
    ----------
    clock
        The years of the run.
    first_day
        First day that is asked for, counted from hour 0; negative before the start.

    Attributes
    ----------
    first_day, n_days
        The days: from this one on, to the end of the run.
    years
        Civil year of each day, shape (n_days,).
    """

    def __init__(self, clock: Clock, first_day: int) -> None:
        self._clock = clock
        self.first_day = first_day
        self.n_days = round(clock.end_h / 24.0) - first_day
        self.years = _days(clock, first_day, self.n_days).astype("datetime64[Y]").astype(np.int64) + 1970
        self._factors: dict[int, tuple[Season, Floats]] = {}

    def factors(self, season: Season | None) -> Floats:
        """Factors of a season on all days, shape (n_days,); without a season all days are alike."""
        season = season or _EVEN
        if id(season) not in self._factors:  # held with its season, so that no other takes its place
            self._factors[id(season)] = season, daily_factors(season, self._clock, self.first_day, self.n_days)
        return self._factors[id(season)][1]


def daily_factors(season: Season, clock: Clock, first_day: int, n_days: int) -> Floats:
    """Share of a year's cargo on each day from `first_day` (counted from hour 0), the mean over a civil year being 1.

    Days of the warm-up belong to the year before, whose calendar they have.
    """
    days = _days(clock, first_day, n_days)
    years = days.astype("datetime64[Y]")
    factors = _factors(season, days)
    for year in np.unique(years):
        whole = np.arange(year.astype("datetime64[D]"), (year + 1).astype("datetime64[D]"))
        factors[years == year] /= _factors(season, whole).mean()
    return factors


def _days(clock: Clock, first_day: int, n_days: int) -> Days:
    days: Days = np.datetime64(clock.start, "D") + np.arange(first_day, first_day + n_days)
    return days


def _factors(season: Season, days: Days) -> Floats:
    months = days.astype("datetime64[M]").astype(np.int64) % 12
    weekdays = (days.astype(np.int64) + _THURSDAY) % 7
    factors: Floats = np.array(season.monthly)[months] * np.array(season.weekday)[weekdays]
    for festival in season.festivals.values():
        after = (days - np.datetime64(festival.date, "D")).astype(np.int64)
        quiet = (after >= -season.festival_days_before) & (after < season.festival_days_after)
        factors[quiet] *= 1.0 - season.festival_share
    return factors
