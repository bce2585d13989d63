"""How many replications are enough: until the interval of the mean is narrow, and stays so for some more runs.

Algorithm of Hoad, Robinson and Davies (2010), Automated selection of the number of replications for a discrete-event
simulation, Journal of the Operational Research Society 61: with the look-ahead, because an interval of few runs may be
narrow by luck.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
LOOK_AHEAD = 5
AT_LEAST = 3


@dataclass(frozen=True)
class Enough:
    """Whether the runs there are suffice.

    Attributes
    ----------
    n
        Runs there are.
    n_enough
        Runs at which the precision was reached for good; None if it was not.
    n_look_ahead
        Further runs that must confirm `n_enough`.
    is_met
        Whether it was reached and confirmed.
    relative_half_width
        Half width of the interval over the mean, with all runs.
    n_expected
        Runs that the spread seen so far lets expect, look-ahead included; `n` where they suffice.
    """

    n: int
    n_enough: int | None
    n_look_ahead: int
    is_met: bool
    relative_half_width: float
    n_expected: int


def relative_half_widths(values: ArrayLike, confidence: float = 0.95) -> Floats:
    """Half width of the t interval over the size of the mean, after each run.

    Parameters
    ----------
    values
        Shape (runs,), in the order of the runs.
    confidence
        Confidence of the intervals.

    Returns
    -------
    Shape (runs,); NaN for the first, 0 where all values agree, infinite where they do not and their mean is 0.
    """
    from scipy.special import stdtrit

    x = np.asarray(values, dtype=float)
    n = np.arange(1, len(x) + 1)
    from_first = x - x[:1]  # sums of squares of large numbers would lose the spread
    mean = np.cumsum(from_first) / n
    squares = np.maximum(np.cumsum(from_first**2) - n * mean**2, 0.0)
    squares[np.maximum.accumulate(np.abs(from_first)) == 0.0] = 0.0
    half: Floats = np.full(len(x), np.nan)
    half[1:] = stdtrit(n[1:] - 1, 0.5 + confidence / 2) * np.sqrt(squares[1:] / (n[1:] - 1) / n[1:])
    size = np.abs(mean + x[:1])
    relative: Floats = np.where(half == 0.0, 0.0, np.divide(half, size, out=np.full(len(x), np.inf), where=size > 0.0))
    relative[:1] = np.nan
    return relative


def enough(
    values: ArrayLike,
    precision: float,
    confidence: float = 0.95,
    at_least: int = AT_LEAST,
    look_ahead: int = LOOK_AHEAD,
) -> Enough:
    """Say whether the mean of a measure is known to a precision.

    Parameters
    ----------
    values
        One value per run, in the order of the runs.
    precision
        Half width over mean that is narrow enough: 0.01 for 1 %.
    confidence
        Confidence of the intervals.
    at_least
        Fewest runs that may be enough, at least 2.
    look_ahead
        Further runs in which it must stay so; from 100 runs on this percentage of them.

    Raises
    ------
    ValueError
        A precision that is not positive, or `at_least` below 2.
    """
    if not precision > 0.0 or at_least < 2:
        raise ValueError(f"precision {precision} must be positive, at_least {at_least} no less than 2")
    x = np.asarray(values, dtype=float)
    widths = relative_half_widths(x, confidence)
    narrow = widths <= precision
    ahead, first = look_ahead, at_least - 1
    n_enough: int | None = None
    while first < len(x):
        candidates = np.flatnonzero(narrow[first:])
        if not len(candidates):
            break
        at = first + int(candidates[0])
        ahead = _look_ahead(look_ahead, at + 1)
        failed = np.flatnonzero(~narrow[at : at + ahead + 1])
        if not len(failed):
            n_enough = at + 1
            break
        first = at + int(failed[0])
    is_met = n_enough is not None and len(x) >= n_enough + ahead
    last = float(widths[-1]) if len(x) else math.nan
    expected = len(x) if is_met else _expected(x, precision, confidence, at_least, look_ahead, n_enough)
    return Enough(len(x), n_enough, ahead, is_met, last, expected)


def _look_ahead(look_ahead: int, n: int) -> int:
    return math.ceil(look_ahead * max(n, 100) / 100)


def _expected(
    x: Floats, precision: float, confidence: float, at_least: int, look_ahead: int, n_enough: int | None
) -> int:
    n = n_enough
    if n is None:
        spread = float(x.std(ddof=1)) if len(x) > 1 else 0.0
        n = runs_for_precision(abs(float(x.mean())) if len(x) else 0.0, spread, precision, confidence, at_least)
    return max(len(x) + 1, n + _look_ahead(look_ahead, n))


def runs_for_precision(
    mean: float, sd: float, precision: float, confidence: float = 0.95, at_least: int = AT_LEAST
) -> int:
    """Fewest runs whose t interval is narrow enough, if mean and standard deviation are these.

    Parameters
    ----------
    mean, sd
        Of the values of single runs, in one unit.
    precision, confidence, at_least
        As in `enough`.

    Returns
    -------
    Runs; `at_least` where the mean is 0, as then no number of runs can be told.
    """
    from scipy.special import ndtri, stdtrit

    if mean == 0.0 or sd == 0.0:
        return at_least
    ratio, upper = sd / (abs(mean) * precision), 0.5 + confidence / 2
    n: int = max(
        at_least, math.ceil((ndtri(upper) * ratio) ** 2)
    )  # Student's t needs a few more than the normal quantile
    while stdtrit(n - 1, upper) * ratio > math.sqrt(n):
        n += 1
    return n


def precision_reached(
    measures: pd.DataFrame,
    until: Mapping[str, float],
    confidence: float = 0.95,
    at_least: int = AT_LEAST,
    look_ahead: int = LOOK_AHEAD,
) -> pd.DataFrame:
    """Check every precision asked for against the runs there are.

    Parameters
    ----------
    measures
        Columns measure, entity, period, value, and option where there are several; runs in their order. Periods of
        months are passed over.
    until
        Precision by ``measure`` (of the cluster) or ``measure@entity``.
    confidence, at_least, look_ahead
        As in `enough`.

    Returns
    -------
    Columns option, measure, entity, period, precision, n, n_enough (NaN if not), n_look_ahead, is_met,
    relative_half_width, n_expected.

    Raises
    ------
    ValueError
        A measure that no run has.
    """
    import pandas as pd

    years = measures[measures["period"].astype(str).str.len() == 4]
    found = []
    for wanted, precision in until.items():
        measure, _, entity = wanted.partition("@")
        rows = years[(years["measure"] == measure) & (years["entity"] == (entity or "cluster"))]
        if rows.empty:
            raise ValueError(f"no run has a value of {measure} of {entity or 'cluster'}")
        keys = [*(["option"] if "option" in rows else []), "measure", "entity", "period"]
        for key, group in rows.groupby(keys, sort=False, observed=True):
            one = enough(group["value"].to_numpy(), precision, confidence, at_least, look_ahead)
            found.append(dict(zip(keys, key, strict=True)) | {"precision": precision} | vars(one))
    table = pd.DataFrame(found)
    return table.astype({"n_enough": float})
