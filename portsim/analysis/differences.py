"""What one option changes against another: differences run by run, under common random numbers, with their intervals.

Runs of the same seed and replication share all chance that the options share: the interval of the mean of their
differences (paired t) is narrower than one from unpaired runs. Over many rows at once some differences look sure by
chance; Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6,
allows for that without assuming independence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portsim.analysis.wide import ROW_KEYS

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
FAMILY = ("measure", "period")
"""Rows judged together, unless said otherwise: all places and options of one measure and period."""


def paired_differences(
    measures: pd.DataFrame, to: str, confidence: float = 0.95, family: Sequence[str] = FAMILY
) -> pd.DataFrame:
    """Differences of every option to one of them.

    Parameters
    ----------
    measures
        Columns option, run, measure, unit, entity, period, value, as `Results.measures` gives them. Only runs that both
        options have count.
    to
        The option the others are compared to.
    confidence
        Of the intervals; a difference is sure where its corrected p lies below 1 minus it.
    family
        Columns (of option, measure, entity, period) by which rows are told apart for the correction: rows that agree in
        them are one family. Rows in which no run differs belong to none.

    Returns
    -------
    Columns option, measure, unit, entity, period, n (pairs), base, mean (means of both over the pairs), difference,
    relative (difference over base; NaN where base is 0), half_width, low, high, unpaired_half_width (of an interval by
    Welch from the same runs taken as unpaired), p, p_holm, is_sure. Half widths and p are NaN below two pairs; no
    difference in any pair has p 1, the same difference in each p 0. Rows in the order of `measures`; a row that one of
    the options lacks is left out.

    Raises
    ------
    ValueError
        No such option, none beside it, or a confidence that is no probability.
    """
    import pandas as pd

    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    options = list(dict.fromkeys(measures["option"].astype(str)))
    if to not in options:
        raise ValueError(f"no option {to}; there are {', '.join(options)}")
    if len(options) < 2:
        raise ValueError(f"there is no option beside {to} to compare")
    keys = ["run", *ROW_KEYS]
    plain = measures.astype(dict.fromkeys(("option", *keys), object))
    base = plain[plain["option"] == to].drop(columns="option").rename(columns={"value": "base"})
    parts = []
    for option in options:
        if option == to:
            continue
        pairs = plain[plain["option"] == option].merge(base, on=keys, how="inner", validate="one_to_one")
        parts.append(_intervals(pairs, confidence).assign(option=option))
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "option", table.pop("option"))
    table["p_holm"] = _holm_by_family(table, list(family))
    table["is_sure"] = table["p_holm"] < 1.0 - confidence
    return table


def _intervals(pairs: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """One row for each measure, entity and period of the pairs of two options."""
    from scipy.special import stdtr, stdtrit

    pairs = pairs.dropna(subset=["value", "base"])
    groups = pairs.assign(difference=pairs["value"] - pairs["base"]).groupby(list(ROW_KEYS), sort=False)
    table = groups.agg(
        n=("difference", "size"), base=("base", "mean"), mean=("value", "mean"), difference=("difference", "mean"),
        sd=("difference", "std"), var_base=("base", "var"), var_value=("value", "var"),
        smallest=("difference", "min"), largest=("difference", "max"),
    ).reset_index()  # fmt: skip
    n = table["n"].to_numpy(dtype=float)
    is_constant = (table["smallest"] == table["largest"]).to_numpy()
    error = np.where(is_constant, 0.0, table["sd"].to_numpy() / np.sqrt(n))
    error[n < 2] = np.nan
    difference = np.where(is_constant, table["smallest"], table["difference"])
    table["difference"] = difference
    base = table["base"].to_numpy(dtype=float)
    table["relative"] = np.divide(difference, np.abs(base), out=np.full(len(base), np.nan), where=base != 0.0)
    freedom = np.maximum(n - 1.0, 1.0)
    upper = 0.5 + confidence / 2
    table["half_width"] = stdtrit(freedom, upper) * error
    table["low"], table["high"] = difference - table["half_width"], difference + table["half_width"]
    table["unpaired_half_width"] = _welch_half_width(
        table["var_base"].to_numpy(dtype=float) / n, table["var_value"].to_numpy(dtype=float) / n, freedom, upper
    )
    t = np.divide(np.abs(difference), error, out=np.full(len(n), np.inf), where=error != 0.0)
    p = 2.0 * stdtr(freedom, -t)
    p[difference == 0.0] = 1.0
    p[n < 2] = np.nan
    table["p"] = p
    return table.drop(columns=["sd", "var_base", "var_value", "smallest", "largest"])


def _welch_half_width(error2_base: Floats, error2_value: Floats, freedom: Floats, upper: float) -> Floats:
    """Half width for unpaired samples of one size; the degrees of freedom by Welch and Satterthwaite."""
    from scipy.special import stdtrit

    both = error2_base + error2_value
    squares = error2_base**2 + error2_value**2
    joint = np.divide(both**2, squares, out=np.ones_like(both), where=squares > 0.0) * freedom
    half: Floats = stdtrit(joint, upper) * np.sqrt(both)
    return half


def _holm_by_family(table: pd.DataFrame, family: list[str]) -> Floats:
    corrected: Floats = table["p"].to_numpy(dtype=float).copy()
    differs = np.isfinite(corrected) & ~((table["difference"] == 0.0) & (table["half_width"] == 0.0)).to_numpy()
    groups = table[differs].groupby(family, sort=False).indices.values() if family else [np.arange(differs.sum())]
    at = np.flatnonzero(differs)
    for index in groups:
        corrected[at[index]] = holm(corrected[at[index]])
    return corrected


def holm(p: ArrayLike) -> Floats:
    """Correct p values for having looked at several of them.

    Parameters
    ----------
    p
        Shape (tests,).

    Returns
    -------
    Shape (tests,): the smallest times their number, the next times one less, ..., none below the one before, none above
    1.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    corrected: Floats = np.empty(len(values))
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected
