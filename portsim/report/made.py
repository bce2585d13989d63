"""What makes a chart of a report: a figure with its numbers, and where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from portsim.report.data import ReportData
from portsim.report.texts import Language


@dataclass(frozen=True)
class Made:
    """A figure and the tidy numbers it shows, with a column ``unit``.

    Parameters
    ----------
    figure, table
        Both.
    part
        What it is of, for the name of its files, where a chart has several figures: ``xijin``.
    tail
        What stands behind the title of the chart, where a chart has several figures.
    """

    figure: go.Figure
    table: pd.DataFrame
    part: str = ""
    tail: str = ""


@dataclass(frozen=True)
class Maker:
    """One chart of the page.

    Parameters
    ----------
    key
        Name of its files; its title is the text ``chart.<key>.title``.
    section
        Section of the page it stands in.
    make
        Makes it from the tables of a report, for a year and a language; nothing where there is nothing to draw.
    """

    key: str
    section: str
    make: Callable[[ReportData, str, Language], list[Made]]


def chart_table(
    data: ReportData, measures: Sequence[str], entities: Iterable[str], periods: Sequence[str], lang: Language
) -> pd.DataFrame:
    """The numbers of a chart, one row per measure, entity and period, in the units of the data."""
    rows = []
    for entity in entities:
        for measure in measures:
            for period in periods:
                value = data.summary.get(measure, entity, period)
                seen = data.observed.get(measure, entity, period)
                if value is None and not math.isfinite(seen):
                    continue
                simulated = (value.mean, value.low, value.high, value.n) if value else (math.nan, math.nan, math.nan, 0)
                name = data.names.full(entity, lang)
                rows.append((measure, entity, name, period, data.summary.unit(measure), *simulated, seen))
    columns = ["measure", "entity", "name", "period", "unit", "mean", "low", "high", "n", "observed"]
    return pd.DataFrame(rows, columns=columns)


def named(table: pd.DataFrame, data: ReportData, lang: Language, *columns: str) -> pd.DataFrame:
    """The table with the names of its entities behind their ids."""
    named = table.reset_index(drop=True)
    for column in columns or ("entity",):
        label = "name" if column == "entity" else f"{column}_name"
        place = list(named.columns).index(column) + 1
        named.insert(place, label, [data.names.full(str(entity), lang) for entity in named[column]])
    return named
