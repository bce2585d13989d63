"""The tables of the baseline on disk: sourced inputs in ``data/inputs``, derived tables in ``data``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
INPUTS = DATA / "inputs"

Row = dict[str, str]


def read_input(name: str) -> list[Row]:
    """Rows of an input table, cells as text."""
    return read_table(INPUTS / f"{name}.csv")


def read_table(path: Path) -> list[Row]:
    """Rows of a table made by hand, cells as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Write rows as CSV text; the first row names the columns, None is an empty cell."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: "" if cell is None else cell for column, cell in row.items()})
    return text.getvalue()


def number(value: float, digits: int) -> float | int:
    """Round; whole numbers without a decimal point."""
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded
