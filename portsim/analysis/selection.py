"""The best of several options with a promise: the procedure KN, which drops options as runs come in.

Kim and Nelson (2001), A fully sequential procedure for indifference-zone selection in simulation, ACM Transactions on
Modeling and Computer Simulation 11, with c = 1. It allows unequal variances and common random numbers: it never assumes
more than the variance of each difference. If the best is better than every other by the indifference zone or more, it
is chosen with the stated confidence, provided the values are normal.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from portsim.analysis.wide import wide

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Direction = Literal["max", "min"]
N_FIRST = 10


@dataclass(frozen=True)
class Selection:
    """What KN says after the runs there are.

    Attributes
    ----------
    best
        The option chosen; None while more than one is left.
    leading
        The option with the best mean among those left.
    left
        Options not dropped yet, in order.
    dropped_after
        By dropped option: runs after which it was dropped.
    n_used
        Runs looked at until the choice fell, or all there are.
    n_at_most
        Runs by which the choice falls for certain, by the variances of the first stage.
    """

    best: Hashable | None
    leading: Hashable
    left: tuple[Hashable, ...]
    dropped_after: dict[Hashable, int]
    n_used: int
    n_at_most: int


def kn(
    values: pd.DataFrame,
    indifference: float,
    confidence: float = 0.95,
    direction: Direction = "max",
    n_first: int = N_FIRST,
) -> Selection:
    """Choose the best option.

    Parameters
    ----------
    values
        Shape (runs, options): a row is a replication with common random numbers, in order. More rows may be added
        later: what the first ones decided stays decided.
    indifference
        Difference in the mean below which it does not matter which option is chosen; positive.
    confidence
        Of choosing the best if it is better by that much: above 1/options, below 1.
    direction
        Whether the largest or the smallest mean is best.
    n_first
        Runs of the first stage, from which the variances come; at least 2, chosen before looking at the values.

    Raises
    ------
    ValueError
        Fewer runs than `n_first`, a gap in the values, or an argument out of bounds.
    """
    x = values.to_numpy(dtype=float)
    n_runs, n_options = x.shape
    _check(x, indifference, confidence, direction, n_first)
    labels = list(values.columns)
    if n_options == 1:
        return Selection(labels[0], labels[0], (labels[0],), {}, n_runs, n_first)
    better = x if direction == "max" else -x
    variances = _variances_of_differences(better[:n_first])
    h2 = _h2(n_options, confidence, n_first)
    n_at_most = max(n_first, int(h2 * variances.max() / indifference**2) + 1)  # there every margin is 0
    looked_at = better[:n_at_most]
    dropped_after = _screen(looked_at, h2 * variances, indifference, n_first)
    left = [i for i in range(n_options) if i not in dropped_after]
    n_used = max(dropped_after.values()) if len(left) == 1 else len(looked_at)
    leading = max(left, key=lambda i: float(looked_at[:n_used, i].mean()))
    is_over = len(left) == 1 or n_runs >= n_at_most
    if is_over:  # options that tie to the last digit: the first of them
        dropped_after |= {i: n_used for i in left if i != leading}
        left = [leading]
    return Selection(
        labels[leading] if is_over else None,
        labels[leading],
        tuple(labels[i] for i in left),
        {labels[i]: after for i, after in dropped_after.items()},
        n_used,
        n_at_most,
    )


def _check(x: Floats, indifference: float, confidence: float, direction: str, n_first: int) -> None:
    n_runs, n_options = x.shape
    if n_options < 1 or not np.isfinite(x).all():
        raise ValueError("every option needs a value in every run")
    if not 2 <= n_first <= n_runs:
        raise ValueError(f"{n_runs} runs: the first stage needs {n_first}, and at least 2")
    if not indifference > 0.0:
        raise ValueError(f"the indifference {indifference} must be positive")
    if not 1.0 / max(n_options, 2) < confidence < 1.0:
        raise ValueError(f"confidence {confidence} is not between 1/{max(n_options, 2)} and 1")
    if direction not in ("max", "min"):
        raise ValueError(f"direction is {direction}; allowed are max, min")


def _variances_of_differences(first: Floats) -> Floats:
    """Sample variance of the difference of each pair of options over the first stage, shape (options, options)."""
    differences = first[:, :, None] - first[:, None, :]
    variances: Floats = differences.var(axis=0, ddof=1)
    return variances


def _h2(n_options: int, confidence: float, n_first: int) -> float:
    share = 2.0 * (1.0 - confidence) / (n_options - 1)
    eta = 0.5 * (float(share ** (-2.0 / (n_first - 1))) - 1.0)
    return 2.0 * eta * (n_first - 1)


def _screen(better: Floats, h2_variances: Floats, indifference: float, n_first: int) -> dict[int, int]:
    """Drop options run by run; who is dropped, after how many runs."""
    n_runs, n_options = better.shape
    r = np.arange(n_first, n_runs + 1)
    means = np.cumsum(better, axis=0)[n_first - 1 :] / r[:, None]
    each = r[:, None, None]
    margin = np.maximum(0.0, (h2_variances / indifference - indifference * each) / (2.0 * each))
    is_beaten = means[:, :, None] < means[:, None, :] - margin  # (runs, loser, winner)
    left = np.ones(n_options, dtype=bool)
    dropped_after: dict[int, int] = {}
    at = 0
    while left.sum() > 1:  # once for each run in which somebody goes; who has gone beats nobody any more
        goes = (is_beaten[at:] & left).any(axis=2) & left
        happens = np.flatnonzero(goes.any(axis=1))
        if not len(happens):
            break
        at += int(happens[0])
        gone = goes[happens[0]]
        dropped_after |= dict.fromkeys(np.flatnonzero(gone).tolist(), int(r[at]))
        left &= ~gone
    return dropped_after


def select_best(
    measures: pd.DataFrame,
    measure: str,
    indifference: float,
    entity: str = "cluster",
    period: str | None = None,
    confidence: float = 0.95,
    direction: Direction = "max",
    n_first: int = N_FIRST,
) -> Selection:
    """Choose the option that is best in one measure.

    Parameters
    ----------
    measures
        Columns option, run, measure, entity, period, value, as `Results.measures` gives them. A run that an option
        lacks (it failed) is left out for all.
    measure, entity, period
        Which values decide; the only period, if None.
    indifference, confidence, direction, n_first
        As in `kn`; `indifference` in the unit of the measure.

    Raises
    ------
    ValueError
        As in `kn`, or no such values.
    """
    return kn(wide(measures, measure, entity, period).dropna(), indifference, confidence, direction, n_first)
