"""Whether the runs of an option had forgotten how they began when measuring began: stocks and queues week by week."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portsim.analysis.warmup import WEEK_H, mser, trend_per_week, weekly, welch, without_season
from portsim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from portsim.results.opening import Results

WINDOW_WEEKS = 4
"""Weeks on each side in the moving average: a month of them smooths the calls of weekly services."""
DAYS_PER_WEEK = 7
_LEAST_WEEKS = 4
"""Welch's window is at most a quarter of the series, and at least a week."""


def settling(results: Results, option: str, season: ArrayLike | None = None) -> dict[str, pd.DataFrame]:
    """Levels of the whole cluster, week by week from the start of the runs, the warm-up included.

    Parameters
    ----------
    results
        Results whose runs kept their records.
    option
        Label of the scenario.
    season
        Shape (weeks,): factor of each week of the run; None for none, and a season is then taken for a warm-up.

    Returns
    -------
    ``quantities``: a row for each quantity (``ships_waiting``, ``yard_teu``, ``stockyard_t`` ...): columns quantity,
    n_weeks, warmup_weeks (simulated before measuring began), mser_weeks (to be dropped by MSER-5; NaN where the run is
    too short for it), is_settled, trend_share_per_week (slope of the measured weeks over their mean).
    ``weeks``: Welch's data: columns quantity, week (from 0), mean (over runs), smoothed.

    Raises
    ------
    InputError
        No run of the option kept its records, or none over four weeks.
    """
    import pandas as pd

    series = _by_quantity(results, option)
    if not series:
        raise InputError(f"no run of {option} kept its records of levels over four weeks")
    run = next(run for run in results.runs if run.option == option)
    warmup_weeks = float(run.manifest["warmup_days"]) / DAYS_PER_WEEK
    found, weeks = [], []
    for quantity, runs in series.items():
        table = welch(runs, min(WINDOW_WEEKS, max(1, runs.shape[1] // 4)), season)
        weeks.append(table.assign(quantity=quantity)[["quantity", "week", "mean", "smoothed"]])
        facts = {"quantity": quantity, "n_weeks": runs.shape[1], "warmup_weeks": warmup_weeks}
        found.append(facts | _one(runs, warmup_weeks, season))
    return {"quantities": pd.DataFrame(found), "weeks": pd.concat(weeks, ignore_index=True)}


def _by_quantity(results: Results, option: str) -> dict[str, NDArray[np.float64]]:
    """Weekly means of each quantity, places added up: shape (runs, weeks), whole weeks only."""
    found: dict[str, list[NDArray[np.float64]]] = {}
    for levels in results.one_by_one("levels", option):
        n_weeks = int((levels["start_h"].max() + 24.0) // WEEK_H) if len(levels) else 0
        for quantity, mine in levels.groupby(levels["quantity"].astype(str)):
            if n_weeks >= _LEAST_WEEKS:
                series = weekly(mine["start_h"], mine["mean"], n_weeks, "sum") / DAYS_PER_WEEK
                found.setdefault(str(quantity), []).append(series)
    return {quantity: np.vstack(runs) for quantity, runs in found.items()}


def _one(runs: NDArray[np.float64], warmup_weeks: float, season: ArrayLike | None) -> dict[str, float | bool]:
    mean = without_season(runs, season).mean(axis=0)
    measured = mean[math.ceil(warmup_weeks) :]
    level = float(measured.mean()) if len(measured) else 0.0
    trend = trend_per_week(measured) / level if level and len(measured) > 1 else math.nan
    try:
        cut = mser(mean)
    except ValueError:  # the run is too short
        return {"mser_weeks": math.nan, "is_settled": False, "trend_share_per_week": trend}
    return {"mser_weeks": cut.n_dropped, "is_settled": cut.is_settled, "trend_share_per_week": trend}
