"""How far chance moves a mean: Student-t intervals over replications."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

KEYS = ["measure", "unit", "entity", "period"]


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
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    keys = [*(["option"] if "option" in measures else []), *KEYS]
    groups = measures.groupby(keys, sort=False, observed=True)["value"]
    table = groups.agg(["count", "mean", "std"]).reset_index().rename(columns={"count": "n", "std": "sd"})
    return _with_interval(table, confidence)


def summarise_runs(runs: Iterable[pd.DataFrame], confidence: float = 0.95) -> pd.DataFrame:
    """As `summarise` for one option whose runs come one by one: the memory of two runs, however many there are.

    Parameters
    ----------
    runs
        Of each run columns measure, unit, entity, period, value, each key once.
    confidence
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Columns measure, unit, entity, period, n, mean, sd, half_width, low, high.

    Raises
    ------
    ValueError
        A confidence that is no probability, or no run.

    Notes
    -----
    Means and squared deviations are carried along (Welford, 1962, Technometrics 4).
    """
    import numpy as np
    import pandas as pd

    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    known: pd.MultiIndex | None = None
    last: pd.DataFrame | None = None
    places = np.arange(0)
    n, mean, squares = np.zeros(0), np.zeros(0), np.zeros(0)
    for run in runs:
        keys = run[KEYS]
        if last is None or not keys.equals(last):  # runs of one scenario mostly have the same rows
            index = pd.MultiIndex.from_frame(keys.astype(str))
            known = index if known is None else known.append(index.difference(known, sort=False))
            places, last = known.get_indexer(index), keys
            n, mean, squares = (_longer(array, len(known)) for array in (n, mean, squares))
        values = run["value"].to_numpy(float)
        n[places] += 1.0
        off = values - mean[places]
        mean[places] += off / n[places]
        squares[places] += off * (values - mean[places])
    if known is None:
        raise ValueError("there is no run to summarise")
    table = known.to_frame(index=False)
    with np.errstate(invalid="ignore", divide="ignore"):
        sd = np.where(n > 1, np.sqrt(squares / (n - 1.0)), np.nan)
    return _with_interval(table.assign(n=n.astype(np.int64), mean=mean, sd=sd), confidence)


def _longer(array: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    import numpy as np

    return np.concatenate([array, np.zeros(size - len(array))])


def _with_interval(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    import numpy as np
    from scipy.special import stdtrit

    n = table["n"].to_numpy()
    quantile_of = {size: stdtrit(size - 1, 0.5 + confidence / 2) if size > 1 else np.nan for size in set(n.tolist())}
    quantile = np.array([quantile_of[size] for size in n.tolist()])
    table["half_width"] = quantile * table["sd"] / np.sqrt(n)
    table["low"] = table["mean"] - table["half_width"]
    table["high"] = table["mean"] + table["half_width"]
    return table
