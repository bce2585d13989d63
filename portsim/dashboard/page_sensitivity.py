"""What is not known: which uncertain input moves a result, how far options reach, and what a choice may cost."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from portsim.analysis.inputs import SHARES, Inputs, inputs
from portsim.analysis.regret import regret
from portsim.analysis.selection import Direction
from portsim.analysis.tornado import bars_of_draws
from portsim.analysis.wide import wide
from portsim.dashboard.controls import label_of, option_control
from portsim.dashboard.focus import heading_of
from portsim.dashboard.page_compare import last_year, with_draws
from portsim.dashboard.parts import Control, Figure, Page, Section, Sheet
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.report.caption import Caption
from portsim.report.chart_inputs import inputs_bars
from portsim.report.chart_options import means_by_option
from portsim.report.chart_tornado import tornado_bars
from portsim.report.csv_files import seven_digits
from portsim.report.data import ReportData
from portsim.report.file_words import reason
from portsim.report.printed import PrintedTable
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.uncertain import input_label, uncertain_table
from portsim.report.units import Unit, measure_unit
from portsim.report.units import unit as unit_of
from portsim.results.definition import split_measure

_DRAWN = {"one_at_a_time": (), "morris": ("mean_size", "spread"), "saltelli": ("first", "total")}
"""Columns drawn by method; the part of the variance for the others."""


def sensitivity(shelf: Shelf, view: View) -> Page:
    """Tornado or parts of variance, options over the draws, regret, and the uncertain inputs."""
    lang = view.lang
    title, lead = TEXTS.text("dash.page.sensitivity", lang), TEXTS.text("dash.lead.sensitivity", lang)
    if not shelf.results.draws:
        return Page(title, TEXTS.text("dash.no_draws", lang))
    found = shelf.answer()
    kept = [one for one in found.measures if one not in found.lacking]
    if not kept:
        return Page(title, TEXTS.text("dash.no_draws", lang))
    asked = [one for one in map(split_measure, view.measures) if one in kept]
    rule = shelf.study.get("select_best")
    deciding = split_measure(rule["measure"]) if rule else kept[0]
    measure, entity = asked[0] if asked else (deciding if deciding in kept else kept[0])
    direction: Direction = "max" if (view.direction or (rule or {}).get("direction", "min")) == "max" else "min"
    data = shelf.data(view.option)
    choices = tuple((f"{name}@{place}", of_place(data, name, place, lang)) for name, place in kept)
    ways = tuple((way, TEXTS.text(f"dash.direction.{way}", lang)) for way in ("min", "max"))
    controls = [
        Control("measures", label_of("measure", lang), "one", choices, f"{measure}@{entity}"),
        *option_control(shelf, view),
        *([Control("direction", label_of("direction", lang), "buttons", ways, direction)] if len(shelf.labels) > 1
          else []),
    ]  # fmt: skip
    return Page(
        title, lead, controls,
        sections=[
            _moved(shelf, view, measure, entity),
            _reach(shelf, view, measure, entity, direction),
            Section(TEXTS.text("study.uncertain", lang),
                    sheets=[Sheet(uncertain_table(shelf.study, shelf.results.drawn(), lang))]),
        ],
    )  # fmt: skip


def of_place(data: ReportData, measure: str, entity: str, lang: Language) -> str:
    """A measure and where it is taken: ``Waiting time, Qinzhou``."""
    return ("，" if lang == "zh" else ", ").join((heading_of(data, measure, lang), data.names.full(entity, lang)))


def _caption(shelf: Shelf, view: View, n: int) -> Caption:
    data = shelf.data(view.option)
    return replace(data.caption(view.lang), scenario=shelf.title(view.option, view.lang), replications=n)


def _unit(shelf: Shelf, view: View, measure: str, entity: str) -> Unit:
    means = shelf.answer().summary
    means = means[(means["measure"] == measure) & (means["entity"] == entity)]
    return measure_unit(measure, str(means["unit"].iloc[0]), float(means["mean"].abs().max()), view.lang)


def _moved(shelf: Shelf, view: View, measure: str, entity: str) -> Section:
    """Which input moves the result in the scenario looked at."""
    lang, heading = view.lang, TEXTS.text("dash.moved", view.lang)
    moved = shelf.keep(("moved", measure, entity, view.option),
                       lambda: inputs(shelf.results, measure, entity, [view.option]))  # fmt: skip
    table = moved.tables.get(view.option) if moved else None
    if moved is None or table is None or not len(table):
        why = reason(moved.why_not, lang) if moved and moved.why_not else TEXTS.text("dash.moved.design", lang)
        return Section(heading, notes=[TEXTS.text("dash.moved.not", lang, why=why)])
    data = shelf.data(view.option)
    result = of_place(data, measure, entity, lang)
    unit = _unit(shelf, view, measure, entity)
    title = TEXTS.text("chart.tornado.titled", lang, result=result)
    if moved.design == "one_at_a_time":
        base = float(table["low"].iloc[0] - table["low_change"].iloc[0])
        drawn = _drawn(shelf, (measure, entity, moved.period))
        mine = drawn[drawn["option"].astype(str) == view.option]
        bars = bars_of_draws(shelf.study["draws"], dict(rows(mine, "draw", "value")), base)
        labels = {str(path): input_label(shelf.study, str(path), lang) for path in bars["input"]}
        figure = tornado_bars(bars, base, labels, result, unit, _caption(shelf, view, 1), lang)
        return Section(heading, figures=[Figure("tornado", title, figure, seven_digits(bars))])
    return Section(heading, figures=[_bars(shelf, view, moved, table, result, title)])


def _bars(shelf: Shelf, view: View, moved: Inputs, table: pd.DataFrame, result: str, title: str) -> Figure:
    lang = view.lang
    columns = _DRAWN.get(moved.design) or ("share",)
    named = {"run_noise": "dash.run_noise", "rest": "dash.rest"}
    printed = table.assign(
        input=[
            TEXTS.text(named[one], lang) if one in named else input_label(shelf.study, one, lang)
            for one in table["input"].astype(str)
        ]
    )
    unit = unit_of("share", lang) if set(columns) <= SHARES else _unit(shelf, view, moved.measure, moved.entity)
    labels = {column: TEXTS.text(f"dash.inputs.{column}", lang) for column in columns}
    n = int(shelf.answer().draws["n"].max()) if shelf.answer().draws is not None else 1  # type: ignore[index]
    figure = inputs_bars(printed, columns, labels, result, unit, n, _caption(shelf, view, n), lang)
    return Figure("inputs", title, figure, seven_digits(table))


def _reach(shelf: Shelf, view: View, measure: str, entity: str, direction: Direction) -> Section:
    """How far each option reaches over the draws, and the regret of choosing it."""
    lang, data, found = view.lang, shelf.data(view.option), shelf.answer()
    mine = found.summary[(found.summary["measure"] == measure) & (found.summary["entity"] == entity)]
    means = with_draws(last_year(mine), found.draws, measure, entity)
    means = means.assign(name=[shelf.title(str(one), lang) for one in means["option"]])
    label, place, period = heading_of(data, measure, lang), data.names.full(entity, lang), str(means["period"].max())
    unit = _unit(shelf, view, measure, entity)
    caption = replace(_caption(shelf, view, int(means["n"].min())), scenario=shelf.name)
    figure = means_by_option(means, label, place, period, unit, caption, lang)
    title = TEXTS.text("study.place", lang, measure=label, entity=place, period=period)
    figures = [Figure("reach", title, figure, seven_digits(means.drop(columns="sd")))]
    sheets = _regret(shelf, view, (measure, entity, period), direction, unit)
    return Section(TEXTS.text("dash.reach", lang), figures=figures, sheets=sheets,
                   notes=[TEXTS.text("dash.note.regret", lang)] if sheets else [])  # fmt: skip


def _drawn(shelf: Shelf, what: tuple[str, str, str]) -> pd.DataFrame:
    """The values of one measure, place and year in all draws."""
    measure, entity, period = what
    drawn = shelf.keep(("draws", measure), lambda: shelf.results.draw_measures({measure}))
    return drawn[(drawn["entity"].astype(str) == entity) & (drawn["period"].astype(str) == period)]


def _regret(shelf: Shelf, view: View, what: tuple[str, str, str], direction: Direction, unit: Unit) -> list[Sheet]:
    if len(shelf.labels) < 2:
        return []
    measure, entity, period = what
    mine = _drawn(shelf, what)
    values = wide(mine, measure, entity, period, by="draw").dropna() if len(mine) else mine
    if not len(values) or values.shape[1] < 2:
        return []
    table = regret(values, direction)
    lang, share = view.lang, unit_of("share", view.lang)
    cells = [
        (
            shelf.title(str(row["option"]), lang), unit.number(row["mean"]),
            f"{share.number(row['best_share'])} ({share.number(row['best_share_low'])}–"
            f"{share.number(row['best_share_high'])})",
            unit.number(row["mean_regret"]), unit.number(row["regret_p95"]), unit.number(row["max_regret"]),
        )
        for row in table.to_dict("records")
    ]  # fmt: skip
    tail = f" ({unit.label})" if unit.label else ""
    heads = [TEXTS.text("options.name", lang), TEXTS.text("options.mean", lang) + tail, TEXTS.text("dash.best", lang)]
    heads += [TEXTS.text(key, lang) + tail for key in ("options.regret", "options.regret_p95", "dash.regret_max")]
    title = TEXTS.text("dash.regret", lang, n=int(table["n"].iloc[0]))
    return [Sheet(PrintedTable("regret", title, tuple(heads), tuple(cells)), seven_digits(table))]
