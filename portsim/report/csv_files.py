"""The numbers of figures and tables as CSV that a spreadsheet opens as it should."""

from __future__ import annotations

import pandas as pd

BOM = "\ufeff"
"""Without it Excel in China reads UTF-8 as GBK."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""East Asian versions of Excel read the wide signs too."""


def seven_digits(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose numbers have at most seven digits: more say nothing, and the page carries them all."""
    short = table.copy()
    for column in short.columns:
        if pd.api.types.is_float_dtype(short[column]):
            short[column] = [float(f"{value:.7g}") for value in short[column].tolist()]
    return short


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV; text that a spreadsheet would take for a formula gets a leading apostrophe, numbers do not."""
    safe = table.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_harmless)
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text


def _harmless(cell: object) -> object:
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
