"""A sheet of a workbook before it is written: headings, cells that are text or numbers with a format, a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portsim.report.units import Unit


class Num(NamedTuple):
    """A number and how Excel prints it: ``#,##0.0``."""

    value: float
    format: str


Cell = str | Num | None


@dataclass(frozen=True)
class Grid:
    """Headings and rows.

    Parameters
    ----------
    title
        What it shows; empty where the sheet says it.
    header
        Heading of each column.
    rows
        Cells of each row, as many as headings.
    """

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True)
class StackedColumns:
    """A chart of Excel's own over the first grid of its sheet: the first column names the bars, the others are parts.

    Parameters
    ----------
    title, axis
        Title of the chart and of its axis of values.
    colours
        ``#rrggbb`` of each part.
    """

    title: str
    axis: str
    colours: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Parameters
    ----------
    name
        On its tab: at most 31 characters.
    lines
        Text above the grids.
    grids
        One below the other.
    chart
        Beside the first grid.
    table_name
        Makes the only grid an Excel Table of this name.
    """

    name: str
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    chart: StackedColumns | None = None
    table_name: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.lines and not any(grid.rows for grid in self.grids)


def number_format(unit: Unit) -> str:
    """The format of Excel for numbers of a unit: ``0.0%`` for shares, which Excel multiplies itself."""
    decimals = "." + "0" * unit.decimals if unit.decimals else ""
    return f"0{decimals}%" if unit.label == "%" else f"#,##0{decimals}"


def number(value: float, unit: Unit) -> Num | None:
    """A value of the data in its printed unit; nothing where there is none."""
    if not math.isfinite(value):
        return None
    return Num(value if unit.label == "%" else unit.scaled(value), number_format(unit))


def relative(value: float) -> Num | None:
    """A relative difference as a percentage with its sign."""
    return Num(value, "+0.0%;-0.0%;0.0%") if math.isfinite(value) else None
