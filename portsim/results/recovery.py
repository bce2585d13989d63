"""When a place is back to normal after an event: its daily level within the band it had before."""

from __future__ import annotations

import numpy as np

from portsim.results.view import Floats

BEFORE_H = 28 * 24.0
"""Time before the event from which the band is made: assumed, four weeks hold four calls of every weekly service."""
SPREADS = 2.0
"""Standard deviations of the band above the mean: assumed, one normal day in forty lies above."""
_FEWEST_DAYS = 7


def band_before(days_h: Floats, level: Floats, event_h: float) -> float:
    """Upper end of the usual band: mean plus two standard deviations of the daily means of four weeks before.

    Parameters
    ----------
    days_h
        Starts of the days, h, in order.
    level
        Mean level of each day, shape as `days_h`.
    event_h
        First hour of the event.

    Returns
    -------
    NaN where fewer than seven whole days lie before the event.
    """
    before = (days_h + 24.0 <= event_h) & (days_h >= event_h - BEFORE_H)
    if before.sum() < _FEWEST_DAYS:
        return float("nan")
    usual = level[before]
    return float(usual.mean() + SPREADS * usual.std(ddof=1))


def recovered_at(days_h: Floats, level: Floats, event_h: float, over_h: float) -> float:
    """Midnight of the first whole day after an event on which the level is within its usual band.

    Parameters
    ----------
    days_h, level
        Daily means, as for :func:`band_before`.
    event_h, over_h
        First hour of the event, and the hour at which it is over.

    Returns
    -------
    Hour of the run; NaN where there is no such day, or no band.

    Examples
    --------
    >>> days = 24.0 * np.arange(14)
    >>> level = np.array([2, 3, 2, 3, 2, 3, 2, 0, 9, 7, 5, 3, 2, 3.0])
    >>> recovered_at(days, level, 170.0, 192.0)  # 2.43 and twice 0.53: the band ends at 3.50
    264.0
    """
    band = band_before(days_h, level, event_h)
    after = np.flatnonzero((days_h >= over_h) & (level <= band))
    return float(days_h[after[0]]) if len(after) else float("nan")
