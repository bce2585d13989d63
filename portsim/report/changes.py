"""What one scenario has otherwise than another: the inputs whose values differ, as a table of a report."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from portsim.report.rows import rows
from portsim.report.tables import PrintedTable
from portsim.report.texts import TEXTS, Language
from portsim.report.units import DASH

MOST_CHANGES = 40
"""Changes of one option that are printed: an overlay of a lock has a dozen, a year of growth some thousands."""


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The inputs that differ.

    Parameters
    ----------
    before, after
        Inputs of two scenarios: columns path, value, unit.

    Returns
    -------
    Columns path, unit, before, after (text; empty where one of them has no such input), in the order of the paths.
    """
    table = before[["path", "value", "unit"]].merge(
        after[["path", "value", "unit"]], on="path", how="outer", suffixes=("_before", "_after")
    )
    told = table.astype({"value_before": object, "value_after": object}).fillna("")
    differs = told["value_before"].astype(str) != told["value_after"].astype(str)
    found = told[differs].sort_values("path", kind="stable")
    unit = (
        found["unit_after"].astype(str).where(found["unit_after"].astype(str) != "", found["unit_before"].astype(str))
    )
    return pd.DataFrame(
        {
            "path": found["path"].astype(str).tolist(),
            "unit": unit.tolist(),
            "before": found["value_before"].astype(str).tolist(),
            "after": found["value_after"].astype(str).tolist(),
        }
    )


def changes_table(found: Mapping[str, pd.DataFrame], base: str, lang: Language) -> PrintedTable:
    """The changes of each option, the first of them where they are many.

    Parameters
    ----------
    found
        By name of the option: `changes` from the base.
    base
        Name of the base.
    lang
        Language.
    """
    lines = []
    for name, table in found.items():
        for path, unit, before, after in rows(table.head(MOST_CHANGES), "path", "unit", "before", "after"):
            lines.append((name, path, "" if unit == "1" else unit, before or DASH, after or DASH))
        if len(table) > MOST_CHANGES:
            more = TEXTS.text("changes.more", lang, n=len(table) - MOST_CHANGES)
            lines.append((name, more, "", "", ""))
    header = (
        TEXTS.text("changes.option", lang), TEXTS.text("table.input", lang), TEXTS.text("table.unit", lang), base,
        TEXTS.text("changes.after", lang),
    )  # fmt: skip
    return PrintedTable(
        "changes", TEXTS.text("changes.title", lang, base=base), header, tuple(lines), frozenset(range(5))
    )
