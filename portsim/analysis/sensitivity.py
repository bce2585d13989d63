"""Which inputs matter: elementary effects (Morris) and shares of variance (Sobol), computed by SALib.

Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33; Saltelli and others
(2010), Variance based sensitivity analysis of model output, Computer Physics Communications 181. SALib is the optional
part `sensitivity` of portsim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portsim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
N_RESAMPLES = 200
"""Bootstrap samples behind an interval."""


@contextmanager
def salib() -> Iterator[None]:
    """Say in one line how to get SALib where it is missing.

    Raises
    ------
    InputError
        SALib is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "SALib":
            raise
        raise InputError("Morris and Sobol indices need SALib: pip install 'portsim[sensitivity]'") from error


def morris_indices(
    shares: pd.DataFrame, values: ArrayLike, n_levels: int = 4, confidence: float = 0.95, seed: int = 1
) -> pd.DataFrame:
    """Mean and spread of the elementary effects of each input.

    Parameters
    ----------
    shares
        Shape (trajectories * (inputs + 1), inputs): where each value lies in its law, 0 to 1, in the order of the
        design.
    values
        The result of each row.
    n_levels
        Levels of the design.
    confidence
        Of the intervals.
    seed
        Of their bootstrap.

    Returns
    -------
    Columns input, mean_effect (with its sign), mean_size, mean_size_half_width, spread (standard deviation of the
    effects: large beside mean_size where an input bends or works together with others), sorted by mean_size. An effect
    is the change of the result over the whole range of the input, in its unit.

    Raises
    ------
    ValueError
        Rows that are no whole trajectories, or a gap in the values.
    InputError
        SALib is not installed.
    """
    with salib():
        from SALib.analyze import morris

    y = _values(values)
    n_inputs = shares.shape[1]
    if len(y) != len(shares) or len(y) % (n_inputs + 1):
        raise ValueError(f"{len(y)} values are no whole trajectories of {n_inputs + 1} runs")
    if np.ptp(y) == 0.0:
        found = {name: np.zeros(n_inputs) for name in ("mu", "mu_star", "mu_star_conf", "sigma")}
    else:
        found = morris.analyze(
            _problem(list(map(str, shares))), shares.to_numpy(dtype=float), y,
            num_levels=n_levels, conf_level=confidence, num_resamples=N_RESAMPLES, seed=seed,
        )  # fmt: skip
    columns = {"mean_effect": "mu", "mean_size": "mu_star", "mean_size_half_width": "mu_star_conf", "spread": "sigma"}
    return _table(list(map(str, shares)), {name: found[key] for name, key in columns.items()}, "mean_size")


def sobol_indices(inputs: Sequence[str], values: ArrayLike, confidence: float = 0.95, seed: int = 1) -> pd.DataFrame:
    """Share of the variance that each input explains alone, and with all it works together with.

    Parameters
    ----------
    inputs
        Names, in the order of the design.
    values
        The result of each of the n * (inputs + 2) rows of a design by Saltelli without second order, in its order.
    confidence
        Of the intervals.
    seed
        Of their bootstrap.

    Returns
    -------
    Columns input, first, first_half_width, total, total_half_width, sorted by total. Estimates: of few samples they lie
    below 0 or above 1 by chance. All 0 where the result does not vary.

    Raises
    ------
    ValueError
        A number of values that is no such design, or a gap in them.
    InputError
        SALib is not installed.
    """
    with salib():
        from SALib.analyze import sobol

    y = _values(values)
    if not len(y) or len(y) % (len(inputs) + 2):
        raise ValueError(f"{len(y)} values are no whole multiple of {len(inputs) + 2}, inputs and 2")
    if np.ptp(y) == 0.0:
        found = {name: np.zeros(len(inputs)) for name in ("S1", "S1_conf", "ST", "ST_conf")}
    else:
        found = sobol.analyze(
            _problem(inputs), y, calc_second_order=False, conf_level=confidence, num_resamples=N_RESAMPLES, seed=seed
        )
    columns = {"first": "S1", "first_half_width": "S1_conf", "total": "ST", "total_half_width": "ST_conf"}
    return _table(inputs, {name: found[key] for name, key in columns.items()}, "total")


def _problem(inputs: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(inputs), "names": list(inputs), "bounds": [[0.0, 1.0]] * len(inputs)}


def _values(values: ArrayLike) -> Floats:
    y = np.asarray(values, dtype=float)
    if not np.isfinite(y).all():
        raise ValueError("every run of the design needs a value")
    return y


def _table(inputs: Sequence[str], columns: dict[str, Any], by: str) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame({"input": list(inputs)} | {name: np.asarray(column) for name, column in columns.items()})
    return table.sort_values(by, ascending=False, kind="stable", ignore_index=True)
