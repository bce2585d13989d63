"""What a page of the application is made of: controls, key figures, figures and tables, still without any HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from portsim.report.charts import Chart
from portsim.report.findings import Card
from portsim.report.printed import PrintedTable

Kind = Literal["one", "many", "buttons", "ticks", "text"]
"""A list to choose one or several from, the same with all choices in sight, or words to type."""


@dataclass(frozen=True)
class Control:
    """Something to set: it changes one field of the view.

    Parameters
    ----------
    name
        The field.
    label
        What stands above it.
    kind
        How it looks.
    choices
        Value and word of each choice.
    value
        What is set.
    """

    name: str
    label: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    value: str | tuple[str, ...] = ""


@dataclass(frozen=True)
class Figure:
    """A figure, and the numbers it shows."""

    key: str
    title: str
    figure: go.Figure
    table: pd.DataFrame

    @classmethod
    def of(cls, chart: Chart) -> Figure:
        """A chart of the report."""
        return cls(chart.key, chart.title, chart.figure, chart.table)


@dataclass(frozen=True)
class Sheet:
    """A table to read; `table` is what is downloaded, where that is more than what is shown.

    Parameters
    ----------
    shown
        The table.
    table
        What is downloaded; the cells shown if None.
    folded
        Whether only its heading shows until it is opened.
    """

    shown: PrintedTable
    table: pd.DataFrame | None = None
    folded: bool = False

    @property
    def key(self) -> str:
        """Name of its file: a figure of the page may have the same without the word."""
        return f"table_{self.shown.key}"

    @property
    def numbers(self) -> pd.DataFrame:
        """What is downloaded."""
        if self.table is not None:
            return self.table
        return pd.DataFrame([list(row) for row in self.shown.rows], columns=list(self.shown.header))


@dataclass(frozen=True)
class Section:
    """Figures and tables under a heading.

    Parameters
    ----------
    title
        The heading; empty for none.
    points
        Sentences above them.
    cards, figures, sheets
        What stands in it.
    notes
        Sentences below them.
    """

    title: str
    points: Sequence[str] = ()
    cards: Sequence[Card] = ()
    figures: Sequence[Figure] = ()
    sheets: Sequence[Sheet] = ()
    notes: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.points or self.cards or self.figures or self.sheets or self.notes)


@dataclass(frozen=True)
class Page:
    """One page.

    Parameters
    ----------
    title
        Its heading.
    lead
        What it shows, in a sentence.
    controls
        What can be set.
    warnings
        What limits the use of the results; None where the page says nothing of it.
    sections
        The rest.
    """

    title: str
    lead: str
    controls: Sequence[Control] = ()
    warnings: Sequence[str] | None = None
    sections: Sequence[Section] = field(default_factory=tuple)

    def table_of(self, key: str) -> pd.DataFrame | None:
        """The numbers of a figure or a table by its key; None where the page has none of that name."""
        for section in self.sections:
            found = [one.table for one in section.figures if one.key == key]
            found += [one.numbers for one in section.sheets if one.key == key]
            if found:
                return found[0]
        return None
