"""How much is lost by an option that turns out not to be the best, over draws of what nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from portsim.analysis.selection import Direction
from portsim.analysis.shares import share_interval

if TYPE_CHECKING:
    import pandas as pd


def regret(
    values: pd.DataFrame, direction: Direction = "max", indifference: float = 0.0, confidence: float = 0.95
) -> pd.DataFrame:
    """Regret of each option, and the share of draws in which it is best.

    The regret of an option in a draw is the distance of its value from the best value of that draw (Savage, 1951).

    Parameters
    ----------
    values
        Shape (draws, options), as `portsim.analysis.wide.wide` gives it; a draw with a gap is left out for all.
    direction
        Whether a large or a small value is good.
    indifference
        Distance from the best that does not matter, for `near_best_share`.
    confidence
        Of the intervals of `best_share`.

    Returns
    -------
    Columns option, n (draws), mean, mean_regret, regret_p95, max_regret, best_share (options that tie for the best
    count in equal parts, so that the shares sum to 1), best_share_low, best_share_high, near_best_share. In the order
    given.

    Raises
    ------
    ValueError
        No draw has values of all options, or a direction that does not exist.
    """
    import pandas as pd

    if direction not in ("max", "min"):
        raise ValueError(f"direction is {direction}; allowed are max, min")
    whole = values.dropna()
    if whole.empty:
        raise ValueError("no draw has values of all options")
    x = whole.to_numpy(dtype=float) * (1.0 if direction == "max" else -1.0)
    lost = x.max(axis=1, keepdims=True) - x
    is_best = lost == 0.0
    hits = (is_best / is_best.sum(axis=1, keepdims=True)).sum(axis=0)
    n = len(x)
    intervals = [share_interval(min(float(hit), float(n)), n, confidence) for hit in hits]
    return pd.DataFrame(
        {
            "option": list(whole.columns),
            "n": n,
            "mean": whole.mean().to_numpy(),
            "mean_regret": lost.mean(axis=0),
            "regret_p95": np.percentile(lost, 95.0, axis=0),
            "max_regret": lost.max(axis=0),
            "best_share": hits / n,
            "best_share_low": [low for low, _ in intervals],
            "best_share_high": [high for _, high in intervals],
            "near_best_share": (lost <= indifference).mean(axis=0),
        }
    )
