"""Rows of a table as plain tuples: what charts loop over."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The values of some columns, row by row, as plain Python values."""
    return list(zip(*(table[column].tolist() for column in columns), strict=True))


def summed(table: pd.DataFrame, *keys: str, value: str = "value") -> pd.DataFrame:
    """Sums of the column `value` by keys, the keys as columns."""
    return table.groupby(list(keys))[value].sum().reset_index()
