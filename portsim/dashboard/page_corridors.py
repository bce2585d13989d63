"""Corridors: which zones use which ports by which modes, on the map and as a flow, and what an option changes there."""

from __future__ import annotations

import pandas as pd

from portsim.dashboard.controls import base_control, option_control, port_control, year_control
from portsim.dashboard.focus import in_year, through
from portsim.dashboard.parts import Figure, Page, Section
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.report.chart_corridors import corridor_change, staged
from portsim.report.charts import charts_of
from portsim.report.csv_files import seven_digits
from portsim.report.makers import MAKERS
from portsim.report.makers_cargo import market_groups
from portsim.report.texts import TEXTS

SECTIONS = ("hinterland", "cost", "specialization")
FIRST = ("flow_map", "corridors")


def corridors(shelf: Shelf, view: View) -> Page:
    """Map, Sankey, change against the base, modes, gateways, locks, cost and specialization."""
    whole, lang = in_year(shelf, view), view.lang
    narrowed = charts_of(through(whole, view.port), lang, {"flow_map", "corridors", "modal_split", "gateways"})
    others = {maker.key for maker in MAKERS if maker.section in SECTIONS} - {
        *FIRST, "modal_split", "gateways",
    }  # fmt: skip
    rest = charts_of(whole, lang, others)
    titles = {section: TEXTS.text(f"page.{section}", lang) for section in SECTIONS}
    drawn = [Figure.of(chart) for chart in sorted(narrowed, key=lambda chart: chart.key not in FIRST)]
    drawn = [one for key in FIRST for one in drawn if one.key == key] + [one for one in drawn if one.key not in FIRST]
    changes = _change(shelf, view)
    same = drawn and not changes and view.base not in ("", view.option)
    notes = [TEXTS.text("dash.no_change", lang, base=shelf.title(view.base, lang))] if same else []
    sections = [
        Section("", figures=[*drawn[:2], *changes, *drawn[2:]], notes=notes),
        *(
            Section(titles[section], figures=[Figure.of(chart) for chart in rest if chart.section == section])
            for section in SECTIONS
        ),
    ]
    if all(section.is_empty for section in sections):
        sections = [Section("", notes=[TEXTS.text("dash.no_corridors", lang)])]
    controls = [*option_control(shelf, view), *base_control(shelf, view), *year_control(shelf, view)]
    return Page(
        TEXTS.text("dash.page.corridors", lang), TEXTS.text("dash.lead.corridors", lang),
        [*controls, *port_control(shelf, view)], sections=sections,
    )  # fmt: skip


def _change(shelf: Shelf, view: View) -> list[Figure]:
    """What the option changes against the base; nothing where both are one, or hold different years."""
    if view.base in ("", view.option):
        return []
    data, lang = shelf.data(view.option), view.lang
    base, option = (shelf.data(label).records.get("journeys") for label in (view.base, view.option))
    if base is None or option is None or not all((one["period"] == view.year).any() for one in (base, option)):
        return []
    markets = set(data.names.of_kind("market"))  # what only changes ship uses no corridor
    base, option = (one[~one["zone"].isin(markets)] for one in (base, option))
    groups = market_groups(data) | market_groups(shelf.data(view.base))
    if view.port:
        base, option = (one[one["gateway"] == view.port] for one in (base, option))
    figure = corridor_change(base, option, groups, data.names, view.year, data.caption(lang), lang)
    if not len(figure.data[0].link.value):
        return []
    signed = pd.concat([option, base.assign(value=-base["value"])])
    table = staged(signed, groups, view.year, data.names).assign(unit="TEU", period=view.year)
    title = TEXTS.text("chart.options.difference", lang, option=shelf.title(view.option, lang),
                       base=shelf.title(view.base, lang))  # fmt: skip
    return [Figure("corridor_change", title, figure, seven_digits(table))]
