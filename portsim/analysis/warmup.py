"""Where a run has forgotten how it began: MSER-5, and the data of Welch's graph, on weekly series without their season.

MSER: White (1997), An effective truncation heuristic for bias reduction in simulation output, Simulation 69; with
batches of five, White, Cobb and Spratt (2000). Welch's graph: Welch (1983); Law, Simulation Modeling and Analysis,
chapter 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
WEEK_H = 168.0
BATCH = 5
_LEFT = 5
"""Batches that stay at the end: the variance of fewer is small by chance."""


@dataclass(frozen=True)
class WarmUp:
    """What MSER says of a series.

    Attributes
    ----------
    n_dropped
        Values (weeks) at the beginning that are better left out.
    is_settled
        Whether the series settles: False where the best cut lies in its second half, and the run is too short to tell.
    statistic
        Shape (cuts,): squared standard error of the mean of the batches that remain after 0, 1, ... are dropped.
    """

    n_dropped: int
    is_settled: bool
    statistic: Floats


def weekly(times_h: ArrayLike, values: ArrayLike, n_weeks: int, how: str = "mean") -> Floats:
    """Values of events, such as the wait of each call, as a series of weeks.

    Parameters
    ----------
    times_h
        When each happened, h from the start of the run.
    values
        Shape as `times_h`.
    n_weeks
        Length of the series; events after it are left out.
    how
        ``mean`` (NaN in a week without an event) or ``sum``.

    Raises
    ------
    ValueError
        `how` is neither.
    """
    if how not in ("mean", "sum"):
        raise ValueError(f"how is {how}; allowed are mean, sum")
    week = np.floor(np.asarray(times_h, dtype=float) / WEEK_H)
    inside = (week >= 0) & (week < n_weeks)
    index = week[inside].astype(np.intp)
    total = np.bincount(index, np.asarray(values, dtype=float)[inside], n_weeks).astype(float)
    if how == "sum":
        return total
    n = np.bincount(index, minlength=n_weeks)
    mean: Floats = np.divide(total, n, out=np.full(n_weeks, np.nan), where=n > 0)
    return mean


def without_season(series: ArrayLike, season: ArrayLike | None) -> Floats:
    """Divide a series by its season.

    Parameters
    ----------
    series
        Shape (..., weeks).
    season
        Shape (weeks,): factor of each week, positive, 1 in a mean week; None for none.

    Raises
    ------
    ValueError
        A factor that is not positive, or of another length.
    """
    values = np.asarray(series, dtype=float)
    if season is None:
        return values
    factors = np.asarray(season, dtype=float)
    if factors.shape != values.shape[-1:] or not (factors > 0.0).all():
        raise ValueError("a season needs one positive factor for each week of the series")
    divided: Floats = values / factors
    return divided


def mser(series: ArrayLike, season: ArrayLike | None = None, batch: int = BATCH) -> WarmUp:
    """Find the cut that leaves the mean of the rest best known.

    Parameters
    ----------
    series
        Shape (weeks,): mean over replications, or one run. No gaps: use it only where nothing is overloaded.
    season
        As in `without_season`.
    batch
        Values in a batch; 5 makes it MSER-5. An incomplete batch at the end is left out.

    Raises
    ------
    ValueError
        Fewer than ten batches, or a week without a value.
    """
    values = without_season(series, season)
    n_batches = len(values) // batch
    if n_batches < 2 * _LEFT:
        raise ValueError(f"{len(values)} weeks are too few: MSER needs {2 * _LEFT * batch}")
    if not np.isfinite(values).all():
        raise ValueError("a week without a value: MSER needs a series without gaps")
    means = values[: n_batches * batch].reshape(n_batches, batch).mean(axis=1)
    cuts = range(n_batches - _LEFT + 1)
    statistic = np.array([means[cut:].var() / (n_batches - cut) for cut in cuts])
    best = int(np.argmin(statistic))
    return WarmUp(best * batch, best <= n_batches / 2, statistic)


def welch(series: ArrayLike, window: int, season: ArrayLike | None = None) -> pd.DataFrame:
    """Data of Welch's graph: the mean over replications, smoothed, against the week.

    Parameters
    ----------
    series
        Shape (replications, weeks).
    window
        Weeks on each side that the moving average takes in, at least 1; near the beginning as many as there are.
    season
        As in `without_season`.

    Returns
    -------
    Columns week (from 0), mean, smoothed; the last `window` weeks have no smoothed value.

    Raises
    ------
    ValueError
        A window below 1, or as wide as a quarter of the series.
    """
    import pandas as pd

    values = np.atleast_2d(without_season(series, season))
    n_weeks = values.shape[1]
    if not 1 <= window <= n_weeks // 4:
        raise ValueError(f"a window of {window} weeks: allowed are 1 to a quarter of the series, {n_weeks // 4}")
    mean = values.mean(axis=0)
    smoothed = np.full(n_weeks, np.nan)
    for week in range(n_weeks - window):
        reach = min(week, window)
        smoothed[week] = mean[week - reach : week + reach + 1].mean()
    return pd.DataFrame({"week": np.arange(n_weeks), "mean": mean, "smoothed": smoothed})


def trend_per_week(series: ArrayLike, season: ArrayLike | None = None) -> float:
    """Slope of the straight line through a series (least squares): what is shown where there is no steady state."""
    values = without_season(series, season)
    weeks = np.arange(len(values)) - (len(values) - 1) / 2
    return float((weeks * values).sum() / (weeks**2).sum())
