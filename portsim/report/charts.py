"""Which charts a report has: those the results hold values for, each with the table of its numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from portsim.report.csv_files import seven_digits
from portsim.report.data import ReportData
from portsim.report.makers import MAKERS
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
    charts = []
    for year in data.years:
        for maker in (one for one in MAKERS if keys is None or one.key in keys):
            for made in maker.make(data, year, lang):
                name = "_".join(part for part in (maker.key, made.part, year if len(data.years) > 1 else "") if part)
                title = TEXTS.text(f"chart.{maker.key}.title", lang) + made.tail
                charts.append(Chart(name, maker.section, title, made.figure, seven_digits(made.table)))
    return sorted(charts, key=lambda chart: SECTIONS.index(chart.section))
