"""Whether targets are met: in how many draws of what nobody knows, and by how much they are missed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from portsim.analysis.shares import share_interval

if TYPE_CHECKING:
    import pandas as pd

DRAWS_FOR_PROBABILITY = 100
"""Fewer draws give no probability worth the word."""


def attainment(
    values: pd.DataFrame, targets: pd.DataFrame, has_uncertainties: bool, confidence: float = 0.95
) -> pd.DataFrame:
    """Set the values of draws (or runs) against targets.

    Parameters
    ----------
    values
        Columns measure, entity, period, value, a row for each draw, and option where there are several.
    targets
        Columns measure, entity, period, value; more (id, note, source) are kept. A column ``direction`` with
        ``at_most`` in a row turns that target round; the others are ``at_least``.
    has_uncertainties
        Whether the rows are draws of declared uncertainties. The spread of runs that differ by chance only is no
        probability of the real world, and is not called so.
    confidence
        Of the interval of the share.

    Returns
    -------
    A row for each option and target, in the order of the targets: their columns (``value`` as ``target``), n,
    met_share, met_low, met_high, gap_mean, gap_p5, gap_p95 (value minus target, in the unit of the measure), and
    probability: the share, or NaN without uncertainties or with fewer than 100 draws. Targets without a value have n 0.
    """
    import pandas as pd

    options = list(dict.fromkeys(values["option"].astype(str))) if "option" in values else [None]
    rows = []
    for target in targets.to_dict("records"):
        same = values
        for key in ("measure", "entity", "period"):
            same = same[same[key].astype(str) == str(target[key])]
        for option in options:
            mine = same if option is None else same[same["option"] == option]
            row = {} if option is None else {"option": option}
            row |= {str(key): cell for key, cell in target.items() if key != "value"} | {"target": target["value"]}
            gaps = mine["value"].to_numpy(dtype=float) - float(target["value"])
            rows.append(row | _one(gaps[np.isfinite(gaps)], _sign(target), has_uncertainties, confidence))
    return pd.DataFrame(rows)


def _sign(target: dict[object, object]) -> float:
    return -1.0 if target.get("direction") == "at_most" else 1.0


def _one(gaps: np.ndarray, sign: float, has_uncertainties: bool, confidence: float) -> dict[str, float]:
    n = len(gaps)
    if not n:
        names = ("met_share", "met_low", "met_high", "gap_mean", "gap_p5", "gap_p95", "probability")
        return {"n": 0} | dict.fromkeys(names, math.nan)
    n_met = int((sign * gaps >= 0.0).sum())
    low, high = share_interval(n_met, n, confidence)
    p5, p95 = np.percentile(gaps, [5.0, 95.0]).tolist()
    is_probability = has_uncertainties and n >= DRAWS_FOR_PROBABILITY
    return {
        "n": n, "met_share": n_met / n, "met_low": low, "met_high": high,
        "gap_mean": float(gaps.mean()), "gap_p5": p5, "gap_p95": p95,
        "probability": n_met / n if is_probability else math.nan,
    }  # fmt: skip
