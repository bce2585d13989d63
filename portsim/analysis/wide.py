"""Tables of measures, one value in a row, as one column per option: what every comparison begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ROW_KEYS = ("measure", "unit", "entity", "period")
"""What names a row of a table of measures."""


def wide(
    measures: pd.DataFrame, measure: str, entity: str = "cluster", period: str | None = None, by: str = "run"
) -> pd.DataFrame:
    """One measure as a table with a row for each run (or draw) and a column for each option.

    Parameters
    ----------
    measures
        Columns option, measure, entity, period, value, and the one that `by` names.
    measure, entity
        Which values.
    period
        Which period; the only one, if None.
    by
        Column whose values belong together across options: ``run``, or ``draw``.

    Returns
    -------
    Shape (runs, options), in order of first appearance; NaN where an option has no value.

    Raises
    ------
    ValueError
        No such rows, several periods and none chosen, or two values for one run and option.
    """
    rows = measures[(measures["measure"] == measure) & (measures["entity"] == entity)]
    if period is None:
        periods = list(dict.fromkeys(rows["period"].astype(str)))
        if len(periods) > 1:
            raise ValueError(f"{measure} of {entity}: say which period; there are {', '.join(periods)}")
    else:
        rows = rows[rows["period"] == period]
    if rows.empty:
        raise ValueError(f"no values of {measure} of {entity}{f' in {period}' if period else ''}")
    rows = rows.astype({by: str, "option": str})
    if rows.duplicated([by, "option"]).any():
        raise ValueError(f"{measure} of {entity}: two values for one {by} and option")
    table = rows.pivot_table("value", by, "option", dropna=False)
    return table.reindex(index=rows[by].unique(), columns=rows["option"].unique())
