"""Which uncertain input moves the answer of a study: a tornado, indices or parts of variance, as its draws allow.

All arithmetic is that of `portsim.analysis`; here the right rows are handed to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from portsim.analysis.sensitivity import morris_indices, sobol_indices
from portsim.analysis.tornado import tornado
from portsim.analysis.variance import variance_by_input
from portsim.results.opening import Results

CENTRAL = "central"
"""Stands for the value an input has in the central case."""


@dataclass(frozen=True)
class Inputs:
    """What moves one measure.

    Parameters
    ----------
    design
        Method of the draws.
    measure, entity, period
        What moves.
    columns
        The numbers of the tables, in the unit of the measure or shares: see `SHARES`.
    tables
        By label of the case: column input, then `columns`, largest first.
    why_not
        Why there are no tables, where a case has too few whole draws.
    """

    design: str
    measure: str
    entity: str
    period: str
    columns: tuple[str, ...]
    tables: dict[str, pd.DataFrame]
    why_not: str = ""


FEWEST_DRAWS = 10
"""Below this the parts of the variance are accident."""
SHARES = frozenset({"share", "first", "total"})
"""Columns that hold shares; the others are in the unit of the measure."""
_COLUMNS = {
    "one_at_a_time": ("low_change", "high_change"),
    "morris": ("mean_effect", "mean_size", "spread"),
    "saltelli": ("first", "total"),
    "latin_hypercube": ("share",),
    "sobol": ("share",),
}


def inputs(results: Results, measure: str, entity: str, labels: list[str]) -> Inputs | None:
    """Which input moves a measure, in some cases; None where the design does not tell.

    Parameters
    ----------
    results
        The opened results folder of a study.
    measure, entity
        What moves; of the last year.
    labels
        The cases.
    """
    design = results.study.get("sampling", {}).get("method", "none")
    if design not in _COLUMNS or not results.draws:
        return None
    drawn, central = (
        _of(table, measure, entity) for table in (results.draw_measures({measure}), results.measures(only={measure}))
    )  # fmt: skip
    if drawn.empty:
        return None
    period = str(drawn["period"].iloc[-1])
    tables: dict[str, pd.DataFrame] = {}
    why_not = ""
    for label in labels:
        mine = drawn[(drawn["option"] == label) & (drawn["period"] == period)].set_index("draw")["value"]
        base = central[(central["option"] == label) & (central["period"] == period)].set_index("run")["value"]
        try:
            tables[label] = _METHODS[design](results, mine, base)
        except ValueError as error:
            why_not = str(error)
    return Inputs(design, measure, entity, period, _COLUMNS[design], tables, why_not)


def _of(measures: pd.DataFrame, measure: str, entity: str) -> pd.DataFrame:
    period = measures["period"].astype(str)
    rows = measures[(measures["measure"] == measure) & (measures["entity"] == entity) & (period.str.len() == 4)]
    return rows.astype(dict.fromkeys(("option", "run", "period"), object))


def _shares(results: Results) -> pd.DataFrame:
    rows = results.study["draws"]
    return pd.DataFrame([row["shares"] for row in rows], index=[row["draw"] for row in rows])


def _whole(results: Results, values: pd.Series) -> list[float]:
    """The values of all draws, in their order.

    Raises
    ------
    ValueError
        One has none.
    """
    ordered = values.reindex([row["draw"] for row in results.study["draws"]])
    if ordered.isna().any():
        raise ValueError("a draw has no value")
    return [float(value) for value in ordered]


def _tornado(results: Results, values: pd.Series, base: pd.Series) -> pd.DataFrame:
    """One at a time against the replication of the central case with the same chance."""
    draws = results.drawn().astype(object)
    draws = draws.where(draws.notna(), CENTRAL)
    first = min(base.index, key=lambda label: int(str(label).rpartition("-")[2]), default=None)
    if first is None or not str(first).endswith("-0"):
        raise ValueError("replication 0 of the central case is missing")
    return tornado(draws, _whole(results, values), dict.fromkeys(map(str, draws), CENTRAL), float(base[first]))


def _morris(results: Results, values: pd.Series, _base: pd.Series) -> pd.DataFrame:
    levels = results.study["sampling"].get("levels") or 4
    return morris_indices(_shares(results), _whole(results, values), levels, seed=results.study["seed"])


def _sobol(results: Results, values: pd.Series, _base: pd.Series) -> pd.DataFrame:
    return sobol_indices(list(map(str, _shares(results))), _whole(results, values), seed=results.study["seed"])


def _variance(results: Results, values: pd.Series, base: pd.Series) -> pd.DataFrame:
    if len(values) < FEWEST_DRAWS:
        raise ValueError(f"fewer than {FEWEST_DRAWS} draws")
    draws = results.drawn().loc[list(values.index)]
    noise = float(base.var()) if len(base) > 1 else 0.0
    return variance_by_input(draws, values.to_numpy(dtype=float), noise)


_METHODS: dict[str, Callable[[Results, Any, Any], pd.DataFrame]] = {
    "one_at_a_time": _tornado,
    "morris": _morris,
    "saltelli": _sobol,
    "latin_hypercube": _variance,
    "sobol": _variance,
}
