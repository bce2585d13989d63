"""The charts of yearly and monthly measures of a report, with the numbers beside them: throughput, wait, occupancy."""

from __future__ import annotations

from portsim.report.chart_heatmap import load_by_port, occupancy_by_month
from portsim.report.chart_monthly import monthly_throughput
from portsim.report.chart_service import occupancy_by_terminal, wait_by_port
from portsim.report.chart_throughput import throughput_by_port
from portsim.report.data import ReportData
from portsim.report.made import Made, chart_table
from portsim.report.terminal_pages import terminal_pages
from portsim.report.texts import Language

MEASURE, OCCUPANCY = "throughput_teu", "berth_occupancy_share"


def make_throughput(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Throughput of the year by port."""
    ports = data.names.ports
    if not any(data.summary.get(MEASURE, port, year) for port in ports):
        return []
    caption = data.observed_caption(lang, MEASURE, [year])
    figure = throughput_by_port(data.summary, data.observed, data.names, year, caption, lang)
    return [Made(figure, chart_table(data, [MEASURE], ports, [year], lang))]


def make_monthly(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Throughput of the months by port."""
    months = data.summary.months(MEASURE, year)
    if not months:
        return []
    caption = data.observed_caption(lang, MEASURE, months)
    figure = monthly_throughput(data.summary, data.observed, data.names, year, caption, lang)
    return [Made(figure, chart_table(data, [MEASURE], data.names.ports, months, lang))]


def make_wait(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Waiting time by port."""
    ports = data.names.ports
    if not any(data.summary.get("wait_h", port, year) for port in ports):
        return []
    figure = wait_by_port(data.summary, data.names, year, data.caption(lang), lang)
    return [Made(figure, chart_table(data, ["wait_h", "wait_h_p90"], ports, [year], lang))]


def make_occupancy(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Occupancy of the berths of the year by terminal, on as many pages as are needed."""
    made = []
    for page in terminal_pages(data, year):
        tail, caption = page.title(lang), data.caption(lang)
        figure = occupancy_by_terminal(data.summary, data.names, year, caption, lang, page.terminals, tail)
        made.append(Made(figure, chart_table(data, [OCCUPANCY], page.terminals, [year], lang), page.part, tail))
    return made


def make_occupancy_months(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Occupancy of the berths of the months by terminal, on as many pages as are needed."""
    months, made = data.summary.months(OCCUPANCY, year), []
    for page in terminal_pages(data, year):
        if any(data.summary.get(OCCUPANCY, terminal, month) for terminal in page.terminals for month in months):
            tail, caption = page.title(lang), data.caption(lang)
            figure = occupancy_by_month(data.summary, data.names, year, caption, lang, page.terminals, tail)
            made.append(Made(figure, chart_table(data, [OCCUPANCY], page.terminals, months, lang), page.part, tail))
    return made


def make_load(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Load of the sailings by port, market and direction."""
    loads = [entity for entity in data.summary.entities("load_share", year) if entity.count(":") == 2]
    if not loads:
        return []
    figure = load_by_port(data.summary, data.names, year, data.caption(lang), lang)
    return [Made(figure, chart_table(data, ["load_share"], loads, [year], lang))]
