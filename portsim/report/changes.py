"""What one scenario has otherwise than another: the inputs whose values differ, as a table of a report."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from portsim.report.printed import PrintedTable
from portsim.report.rows import rows
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
    was, now = (
        {str(path): (_text(value), _text(unit)) for path, value, unit in rows(table, "path", "value", "unit")}
        for table in (before, after)
    )
    nothing = ("", "")
    found = [
        (
            path,
            now.get(path, nothing)[1] or was.get(path, nothing)[1],
            was.get(path, nothing)[0],
            now.get(path, nothing)[0],
        )
        for path in sorted({*was, *now})
        if was.get(path, nothing)[0] != now.get(path, nothing)[0]
    ]
    return pd.DataFrame(found, columns=["path", "unit", "before", "after"])


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell)


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
