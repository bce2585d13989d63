"""Ports and berths: how full the quays are, how long ships wait and for what, and who lay where."""

from __future__ import annotations

from portsim.dashboard.controls import option_control, port_control, year_control
from portsim.dashboard.focus import at_port, in_year
from portsim.dashboard.parts import Figure, Page, Section, Sheet
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.report.charts import charts_of
from portsim.report.tables import bulk_terminals_table, ports_table, services_table, terminals_table
from portsim.report.texts import TEXTS

BERTHS = ("occupancy_months", "occupancy", "berth_plan", "wait_curves")
MOST_BARS = 25
WAITS = ("wait", "wait_causes", "wait_spread")


def ports(shelf: Shelf, view: View) -> Page:
    """Waiting by port and cause, occupancy by terminal and month, and two weeks at the quays."""
    whole, lang = in_year(shelf, view), view.lang
    data = at_port(whole, view.port)
    keys = {*BERTHS, *WAITS} | (set() if view.port else {"load"})
    if len(data.names.of_kind("terminal")) > MOST_BARS:
        keys -= {"occupancy"}  # the heatmaps and the table say the same in less room
    if view.year != shelf.data(view.option).years[0]:
        keys -= {"berth_plan"}  # two weeks of the first year are kept
    charts = [Figure.of(chart) for chart in charts_of(data, lang, keys)]
    tables = [ports_table(data, view.year, lang), terminals_table(data, view.year, lang)]
    tables.append(bulk_terminals_table(data, view.year, lang))
    loads = [] if view.port else [Sheet(services_table(whole, view.year, lang), folded=True)]
    return Page(
        TEXTS.text("dash.page.ports", lang),
        TEXTS.text("dash.lead.ports", lang),
        [*option_control(shelf, view), *year_control(shelf, view), *port_control(shelf, view)],
        sections=[
            Section(TEXTS.text("dash.waiting", lang), figures=_of(charts, WAITS), sheets=[Sheet(tables[0])]),
            Section(TEXTS.text("dash.quays", lang), figures=_of(charts, BERTHS),
                    sheets=[Sheet(one) for one in tables[1:]]),
            Section(TEXTS.text("dash.sailings", lang), figures=_of(charts, ("load",)), sheets=loads),
        ],
    )  # fmt: skip


def _of(charts: list[Figure], keys: tuple[str, ...]) -> list[Figure]:
    """The charts of some keys in their order; one that is cut into pages has its part behind the key."""
    longest = sorted((*BERTHS, *WAITS, "load"), key=len, reverse=True)
    key_of = {chart.key: next(key for key in longest if chart.key.startswith(key)) for chart in charts}
    return [chart for key in keys for chart in charts if key_of[chart.key] == key]
