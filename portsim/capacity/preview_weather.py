"""How much of a year weather leaves open, in the mean: closures fall at random and independently of each other."""

from __future__ import annotations

import calendar
from math import exp

from portsim.clock import HOURS_PER_DAY
from portsim.scenario.laws import mean_of
from portsim.scenario.port import Port


def year_hours(year: int) -> float:
    """Hours of a civil year."""
    return HOURS_PER_DAY * (366 if calendar.isleap(year) else 365)


def open_share(port: Port, year: int, spared: str) -> float:
    """Mean share of a year in which the weather stops neither ships nor cranes, whichever is asked.

    n closures of a mean duration d fall at random in a month of H hours: exp(-n d / H) of it stays open.

    Parameters
    ----------
    spared
        Closures that stop only this do not count: ``"cranes"`` for ships, ``"access"`` for cranes.
    """
    open_h = 0.0
    for month in range(12):
        hours = HOURS_PER_DAY * calendar.monthrange(year, month + 1)[1]
        closed_h = sum(
            cause.monthly_events[month] * max(0.0, mean_of(cause.duration_h))
            for cause in port.weather.values()
            if cause.stops != spared and cause.monthly_events is not None and cause.duration_h is not None
        )
        open_h += hours * exp(-closed_h / hours)
    return open_h / year_hours(year)
