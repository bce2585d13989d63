"""What one input after the other does to a result: the bars of a tornado chart, the longest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    import pandas as pd


def tornado(draws: pd.DataFrame, values: ArrayLike, base: Mapping[str, Any], base_value: float) -> pd.DataFrame:
    """Bars of a tornado chart, from draws that change one input at a time.

    Parameters
    ----------
    draws
        Shape (draws, inputs): the value of each input, a number or a word. In each row at most one differs from `base`.
    values
        The result of each draw, shape (draws,).
    base
        Value of each input in the central case.
    base_value
        The result of the central case.

    Returns
    -------
    Columns input, low_setting, high_setting, low, high (results at those settings), low_change, high_change (against
    the base), swing (largest minus smallest result, the central case included), sorted by swing. Low and high are the
    smallest and the largest setting; of words those with the smallest and the largest result. An input tried on one
    side only has its base on the other.

    Raises
    ------
    ValueError
        A row changes several inputs, or `base` lacks one.
    """
    import pandas as pd

    results = np.asarray(values, dtype=float)
    names = list(map(str, draws))
    lacking = [name for name in names if name not in base]
    if lacking:
        raise ValueError(f"the base lacks {', '.join(lacking)}")
    changed = np.array([[value != base[name] for value in draws[name]] for name in names]).T
    if (changed.sum(axis=1) > 1).any():
        raise ValueError("a draw changes several inputs: a tornado needs one at a time")
    rows = []
    for number, name in enumerate(names):
        which = np.flatnonzero(changed[:, number])
        tried = [(base[name], base_value)]
        tried += [(draws[name].iloc[i], float(results[i])) for i in which.tolist()]
        has_numbers = all(isinstance(setting, int | float | np.number) for setting, _ in tried)
        low, high = _ends(tried, by=0 if has_numbers else 1)
        outcomes = [outcome for _, outcome in tried]
        rows.append(
            {
                "input": name, "low_setting": low[0], "high_setting": high[0], "low": low[1], "high": high[1],
                "low_change": low[1] - base_value, "high_change": high[1] - base_value,
                "swing": max(outcomes) - min(outcomes),
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def _ends(tried: list[tuple[Any, float]], by: int) -> tuple[tuple[Any, float], tuple[Any, float]]:
    ordered = sorted(tried, key=lambda pair: pair[by])
    return ordered[0], ordered[-1]


def bars_of_draws(draws: Sequence[Mapping[str, Any]], value_of: Mapping[int, float], base_value: float) -> pd.DataFrame:
    """Bars of a tornado chart from the draws of a study, without the setting of the central case.

    Parameters
    ----------
    draws
        As in ``study.json``: ``draw`` (number) and ``values`` (by path); those that change one input are taken.
    value_of
        The result of each draw, by its number.
    base_value
        The result of the central case.

    Returns
    -------
    Columns input, low_setting, high_setting, low, high, swing, sorted by swing. Low is the smallest setting of numbers,
    the smallest result of words. Inputs of which fewer than two settings were run are left out.
    """
    import pandas as pd

    tried: dict[str, list[tuple[Any, float]]] = {}
    for row in draws:
        if len(row["values"]) == 1 and row["draw"] in value_of:
            for path, setting in row["values"].items():
                tried.setdefault(path, []).append((setting, value_of[row["draw"]]))
    bars = []
    for path, pairs in tried.items():
        if len(pairs) < 2:
            continue
        has_numbers = all(isinstance(setting, int | float) for setting, _ in pairs)
        (low_setting, low), (high_setting, high) = _ends(pairs, by=0 if has_numbers else 1)
        outcomes = [base_value, *(value for _, value in pairs)]
        bars.append((path, low_setting, high_setting, low, high, max(outcomes) - min(outcomes)))
    columns = ["input", "low_setting", "high_setting", "low", "high", "swing"]
    return pd.DataFrame(bars, columns=columns).sort_values("swing", ascending=False, ignore_index=True)
