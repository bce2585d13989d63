"""Where the spread of a result over draws comes from: each input, chance in the run, and what their sum leaves open.

The variance of an additive model fitted to the draws is divided by covariances (the structural part of Li and others
(2010), Global sensitivity analysis for systems with independent and/or correlated inputs): the parts of the inputs sum
to its R2, whether the draws of the inputs are correlated by accident or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def variance_by_input(draws: pd.DataFrame, values: ArrayLike, run_variance: float = 0.0) -> pd.DataFrame:
    """Divide the variance of a result over draws among the inputs and chance.

    Parameters
    ----------
    draws
        Shape (draws, inputs): numbers enter as a straight line, words with a mean of their own each.
    values
        The result of each draw, shape (draws,).
    run_variance
        Variance over replications of one draw (the central case): the part of chance in each run; 0 where the draws
        share their seed.

    Returns
    -------
    Columns input, variance, share, sorted by share; then the rows ``run_noise`` (no more than the inputs leave) and
    ``rest``: bends, interactions, and accident. The shares sum to 1. The variance of an input may come out slightly
    below 0 by accident. The share of a result without spread is 0.

    Raises
    ------
    ValueError
        Too few draws to tell the inputs apart, a gap in the values, or a negative variance.
    """
    import pandas as pd

    y = np.asarray(values, dtype=float)
    blocks = [_block(draws[name]) for name in draws]
    n_columns = sum(block.shape[1] for block in blocks)
    if not np.isfinite(y).all() or len(y) != len(draws):
        raise ValueError("every draw needs a value")
    if len(y) < n_columns + 2:
        raise ValueError(f"{len(y)} draws are too few for {len(blocks)} inputs: at least {n_columns + 2}")
    if not run_variance >= 0.0:
        raise ValueError(f"run_variance is {run_variance}, below 0")
    centred = y - y.mean()
    total = float(centred @ centred) / (len(y) - 1)
    parts = _parts(blocks, centred) if n_columns else []
    noise = min(run_variance, max(total - sum(parts), 0.0))
    rows = sorted(zip(map(str, draws), parts, strict=True), key=lambda row: -row[1])
    rows += [("run_noise", noise), ("rest", total - sum(parts) - noise)]
    table = pd.DataFrame(rows, columns=["input", "variance"])
    table["share"] = table["variance"] / total if total > 0.0 else 0.0
    return table


def _block(column: pd.Series) -> Floats:
    """Columns of the model for one input, with mean 0: itself, or a column for each word but the first."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if is_numeric_dtype(column) and not is_bool_dtype(column):
        block = column.to_numpy(dtype=float)[:, None]
    else:
        words = sorted(set(map(str, column)))[1:]
        block = np.array([[str(value) == word for word in words] for value in column], dtype=float)
        block = block.reshape(len(column), len(words))
    centred: Floats = block - block.mean(axis=0)
    return centred


def _parts(blocks: list[Floats], y: Floats) -> list[float]:
    slopes, *_ = np.linalg.lstsq(np.hstack(blocks), y, rcond=None)
    ends = np.cumsum([block.shape[1] for block in blocks])
    fitted = [block @ slope for block, slope in zip(blocks, np.split(slopes, ends[:-1]), strict=True)]
    return [float(part @ y) / (len(y) - 1) for part in fitted]
