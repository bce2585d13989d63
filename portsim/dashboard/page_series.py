"""Time series: measures month by month, throughput beside what was observed, yards and queues day by day."""

from __future__ import annotations

from portsim.analysis.comparison import OVERVIEW_KINDS
from portsim.dashboard.controls import measures_control, option_control, places_control, year_control
from portsim.dashboard.focus import in_year
from portsim.dashboard.parts import Figure, Page, Section
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.report.chart_series import MOST_SERIES, series_by_month
from portsim.report.charts import charts_of
from portsim.report.csv_files import seven_digits
from portsim.report.data import ReportData
from portsim.report.made import chart_table
from portsim.report.summary import CLUSTER
from portsim.report.texts import TEXTS

DEFAULT = ("wait_h", "n_calls")
MOST_MEASURES = 4


def series(shelf: Shelf, view: View) -> Page:
    """Lines by month for the measures and places asked for, then the charts of months and days of the report."""
    data, lang = in_year(shelf, view), view.lang
    by_month = _monthly(data, view.year)
    there = [measure for measure, places in by_month.items() if places]
    measures = [one for one in view.measures if one in there] or [one for one in DEFAULT if one in there] or there[:1]
    measures = measures[:MOST_MEASURES]
    places = list(dict.fromkeys(place for measure in measures for place in by_month[measure]))
    picked = [one for one in places if one in view.places] or [one for one in places if one != CLUSTER][:MOST_SERIES]
    figures = []
    months = data.summary.months
    for measure in measures:
        mine = [one for one in picked if one in by_month[measure]]
        label = data.label(measure, lang)
        figure = series_by_month(data.summary, measure, label, mine, data.names, data.caption(lang), lang, view.year)
        table = chart_table(data, [measure], mine, months(measure, view.year), lang)
        figures.append(Figure(f"series_{measure}", label, figure, seven_digits(table)))
    days = [Figure.of(chart) for chart in charts_of(data, lang, {"monthly", "days"})]
    controls = [*option_control(shelf, view), *year_control(shelf, view)]
    if there:
        controls.append(measures_control(shelf, view, there, measures))
        controls.append(places_control(shelf, view, places, picked))
    return Page(
        TEXTS.text("dash.page.series", lang), TEXTS.text("dash.lead.series", lang), controls,
        sections=[
            Section(TEXTS.text("dash.by_month", lang), figures=figures),
            Section(TEXTS.text("dash.observed_and_days", lang), figures=days),
        ],
    )  # fmt: skip


def _monthly(data: ReportData, year: str) -> dict[str, list[str]]:
    """By measure that is kept by month: the cluster, ports, locks and waterways it is kept of."""
    known = [CLUSTER, *(one for kind in OVERVIEW_KINDS for one in data.names.of_kind(kind))]
    order = {place: rank for rank, place in enumerate(dict.fromkeys(known))}
    table = data.summary.table
    period = table["period"].astype(str)
    mine = table[period.str.startswith(f"{year}-") & (period.str.len() == len("2025-01"))]
    found: dict[str, set[str]] = {}
    for measure, entity in zip(mine["measure"].astype(str), mine["entity"].astype(str), strict=True):
        if entity in order:
            found.setdefault(measure, set()).add(entity)
    return {measure: sorted(places, key=order.__getitem__) for measure, places in found.items()}
