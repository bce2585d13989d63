"""Which charts a report has: those the results hold values for, each with the table of its numbers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from portsim.report.chart_heatmap import load_by_port, occupancy_by_month
from portsim.report.chart_monthly import monthly_throughput
from portsim.report.chart_service import occupancy_by_terminal, wait_by_port
from portsim.report.chart_throughput import throughput_by_port
from portsim.report.data import ReportData
from portsim.report.makers import MAKERS
from portsim.report.terminal_pages import terminal_pages
from portsim.report.texts import TEXTS, Language

SECTIONS = ("throughput", "service", "hinterland", "cost", "specialization", "validation")
"""Sections of the page that have figures, in their order; figures are numbered in it."""


@dataclass(frozen=True)
class Chart:
    """A figure and its numbers.

    Parameters
    ----------
    key
        Name of its files: ``throughput``; with the year where there are several.
    section
        Section of the page it stands in.
    title
        Title, for readers who cannot see the figure.
    figure
        The plotly figure.
    table
        Tidy numbers: measure, entity, name, period, unit, mean, low, high, n, observed.
    """

    key: str
    section: str
    title: str
    figure: go.Figure
    table: pd.DataFrame


def charts_of(data: ReportData, lang: Language, keys: Collection[str] | None = None) -> list[Chart]:
    """The charts of a report in their order, in one language.

    Parameters
    ----------
    data
        What they are drawn from.
    lang
        Their language.
    keys
        Only these, by the keys of their texts (``wait`` of ``chart.wait.title``); all if None.
    """
    charts: list[Chart] = []
    caption, several = data.caption(lang), len(data.years) > 1
    summary, observed, names = data.summary, data.observed, data.names

    def wanted(key: str) -> bool:
        return keys is None or key in keys

    def add(
        key: str,
        section: str,
        figure: go.Figure,
        measures: Sequence[str],
        entities: Iterable[str],
        periods: Sequence[str],
        part: str = "",
        tail: str = "",
    ) -> None:
        table = chart_table(data, measures, entities, periods, lang)
        name = "_".join(word for word in (key, part, periods[0][:4] if several else "") if word)
        title = TEXTS.text(f"chart.{key}.title", lang) + tail
        charts.append(Chart(name, section, title, figure, seven_digits(table)))

    for year in data.years:
        months = summary.months("throughput_teu", year)
        if wanted("throughput") and any(summary.get("throughput_teu", port, year) for port in names.ports):
            seen = data.observed_caption(lang, "throughput_teu", [year])
            figure = throughput_by_port(summary, observed, names, year, seen, lang)
            add("throughput", "throughput", figure, ["throughput_teu"], names.ports, [year])
        if wanted("monthly") and months:
            seen = data.observed_caption(lang, "throughput_teu", months)
            figure = monthly_throughput(summary, observed, names, year, seen, lang)
            add("monthly", "throughput", figure, ["throughput_teu"], names.ports, months)
        if wanted("wait") and any(summary.get("wait_h", port, year) for port in names.ports):
            figure = wait_by_port(summary, names, year, caption, lang)
            add("wait", "service", figure, ["wait_h", "wait_h_p90"], names.ports, [year])
        measure, occupied = "berth_occupancy_share", summary.months("berth_occupancy_share", year)
        pages = terminal_pages(data, year)
        for page in pages if wanted("occupancy") else []:
            tail = page.title(lang)
            figure = occupancy_by_terminal(summary, names, year, caption, lang, page.terminals, tail)
            add("occupancy", "service", figure, [measure], page.terminals, [year], page.part, tail)
        for page in pages if wanted("occupancy_months") else []:
            if any(summary.get(measure, terminal, month) for terminal in page.terminals for month in occupied):
                tail = page.title(lang)
                figure = occupancy_by_month(summary, names, year, caption, lang, page.terminals, tail)
                add("occupancy_months", "service", figure, [measure], page.terminals, occupied, page.part, tail)
        loads = [entity for entity in summary.entities("load_share", year) if entity.count(":") == 2]
        if wanted("load") and loads:
            figure = load_by_port(summary, names, year, caption, lang)
            add("load", "service", figure, ["load_share"], loads, [year])
        for maker in (one for one in MAKERS if wanted(one.key)):
            for made in maker.make(data, year, lang):
                name = "_".join(part for part in (maker.key, made.part, year if several else "") if part)
                title = TEXTS.text(f"chart.{maker.key}.title", lang)
                charts.append(Chart(name, maker.section, title, made.figure, seven_digits(made.table)))
    return sorted(charts, key=lambda chart: SECTIONS.index(chart.section))


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


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""East Asian versions of Excel read the wide signs too."""


def _harmless(cell: object) -> object:
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
