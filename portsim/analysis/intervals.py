"""How far chance moves a mean: Student-t intervals over replications."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def summarise(measures: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Means with t intervals over the runs of each option.

    Parameters
    ----------
    measures
        Columns measure, unit, entity, period, value, and option where there are several.
    confidence
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Columns (option,) measure, unit, entity, period, n, mean, sd, half_width, low, high; half width NaN below two runs.

    Raises
    ------
    ValueError
        A confidence that is no probability.
    """
    import numpy as np
    from scipy.special import stdtrit

    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    keys = [*(["option"] if "option" in measures else []), "measure", "unit", "entity", "period"]
    groups = measures.groupby(keys, sort=False, observed=True)["value"]
    table = groups.agg(["count", "mean", "std"]).reset_index().rename(columns={"count": "n", "std": "sd"})
    n = table["n"].to_numpy()
    quantile = np.array([stdtrit(size - 1, 0.5 + confidence / 2) if size > 1 else np.nan for size in n.tolist()])
    table["half_width"] = quantile * table["sd"] / np.sqrt(n)
    table["low"] = table["mean"] - table["half_width"]
    table["high"] = table["mean"] + table["half_width"]
    return table
