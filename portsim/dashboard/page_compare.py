"""Options beside each other and against a base: means, and differences with paired intervals, by measure and place."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from portsim.analysis.comparison import compare_options
from portsim.analysis.intervals import summarise
from portsim.dashboard.controls import base_control, measures_control, places_control
from portsim.dashboard.focus import of_places
from portsim.dashboard.parts import Figure, Page, Section, Sheet
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.errors import InputError
from portsim.report.chart_difference import MOST_MEASURES, difference_to_base
from portsim.report.chart_options import means_by_option
from portsim.report.csv_files import seven_digits
from portsim.report.printed import PrintedTable, headed
from portsim.report.rows import rows
from portsim.report.summary import CLUSTER
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, change, measure_unit
from portsim.results.definition import split_measure

DEFAULT = ("throughput_teu", "wait_h", "berth_occupancy_share")
SURE = "*"
_TWO_DIGITS = 10.0


def compare(shelf: Shelf, view: View) -> Page:
    """Means by option, differences to the base by place, and the table of both."""
    lang = view.lang
    title, lead = TEXTS.text("dash.page.compare", lang), TEXTS.text("dash.lead.compare", lang)
    if len(shelf.labels) < 2:
        return Page(title, TEXTS.text("dash.compare.one", lang))
    table = shelf.yearly()
    mine = table[table["option"] == view.base]
    there = list(dict.fromkeys(mine["measure"].astype(str)))
    places = [one for one in (CLUSTER, *_in_order(shelf, view)) if (mine["entity"] == one).any()]
    measures = [one for one in view.measures if one in there] or _unasked(shelf, there)
    picked = [one for one in places if one in view.places] or places
    controls = [
        *base_control(shelf, view),
        measures_control(shelf, view, there, measures),
        places_control(shelf, view, places, picked),
    ]
    values = table[table["measure"].isin(measures) & table["entity"].isin(picked)]
    try:
        changes = compare_options(values, view.base)
    except (InputError, ValueError) as error:
        return Page(title, lead, controls, sections=[Section("", notes=[str(error)])])
    order = {measure: place for place, measure in enumerate(measures)}
    rank = changes["measure"].map(order)
    changes = changes.iloc[rank.argsort(kind="stable")].reset_index(drop=True)
    sections = [
        Section(TEXTS.text("dash.means", lang), figures=list(_means(shelf, view, values, measures, picked))),
        Section(
            TEXTS.text("dash.differences", lang, base=shelf.title(view.base, lang)),
            figures=list(_differences(shelf, view, changes, measures, picked)),
            sheets=[_sheet(shelf, view, changes)],
            notes=[TEXTS.text("dash.note.sure", lang), TEXTS.text("chart.difference.note", lang)],
        ),
    ]
    return Page(title, lead, controls, sections=sections)


def _in_order(shelf: Shelf, view: View) -> list[str]:
    names = shelf.data(view.base).names
    return [*names.ports, *names.of_kind("lock"), *names.of_kind("waterway")]


def _unasked(shelf: Shelf, there: list[str]) -> list[str]:
    """What the study asks for, else what always matters."""
    told = [split_measure(text)[0] for text in shelf.study.get("measures") or ()]
    asked = [one for one in dict.fromkeys(told) if one in there]
    return (asked or [one for one in DEFAULT if one in there] or there)[:MOST_MEASURES]


def _means(shelf: Shelf, view: View, values: pd.DataFrame, measures: list[str], places: list[str]) -> Iterator[Figure]:
    data, lang = shelf.data(view.base), view.lang
    draws = shelf.answer().draws if shelf.results.draws else None
    means = summarise(values.astype({"option": str, "entity": str}).drop(columns="run"))
    for measure in measures:
        mine = means[means["measure"] == measure]
        kept = set(mine["entity"])
        place = next((one for one in places if one in kept), None)
        if place is None:
            continue
        table = last_year(mine[mine["entity"] == place])
        periods = list(dict.fromkeys(table["period"].astype(str)))
        tails = [f" ({one})" if len(periods) > 1 else "" for one in table["period"].astype(str)]
        titles = [shelf.title(str(one), lang) for one in table["option"]]
        table = table.assign(name=[title + tail for title, tail in zip(titles, tails, strict=True)])
        table = with_draws(table, draws, measure, place)
        largest = float(table[["mean", "draw_high"]].abs().max().max())
        unit = measure_unit(measure, str(table["unit"].iloc[0]), largest, lang)
        caption = replace(data.caption(lang), scenario=shelf.name, replications=int(table["n"].min()))
        name, label, period = data.names.full(place, lang), data.label(measure, lang), "–".join(periods)
        figure = means_by_option(table, label, name, period, unit, caption, lang)
        title = TEXTS.text("study.place", lang, measure=label, entity=name, period=period)
        yield Figure(_key(measure, place), title, figure, seven_digits(table.drop(columns="sd")))


def last_year(means: pd.DataFrame) -> pd.DataFrame:
    """The last reported year of each option: options may be of different years."""
    last = means["period"].astype(str).groupby(means["option"]).transform("max")
    return means[means["period"].astype(str) == last].reset_index(drop=True)


def with_draws(means: pd.DataFrame, draws: pd.DataFrame | None, measure: str, place: str) -> pd.DataFrame:
    """Means with columns draw_low and draw_high, 5 % and 95 % quantiles over draws; NaN where the study keeps none."""
    nothing = means.iloc[:0].assign(low=math.nan, high=math.nan)
    mine = draws[(draws["measure"] == measure) & (draws["entity"] == place)] if draws is not None else nothing
    ends = {(str(o), str(p)): (low, high) for o, p, low, high in rows(mine, "option", "period", "low", "high")}
    found = [ends.get((str(o), str(p)), (math.nan, math.nan)) for o, p in rows(means, "option", "period")]
    return means.assign(draw_low=[low for low, _ in found], draw_high=[high for _, high in found])


def _differences(
    shelf: Shelf, view: View, changes: pd.DataFrame, measures: list[str], places: list[str]
) -> Iterator[Figure]:
    """One figure for each option and three measures."""
    data, lang = shelf.data(view.base), view.lang
    names = of_places(data, places)
    labels = {one: data.label(one, lang) for one in measures}
    for option in dict.fromkeys(changes["option"].astype(str)):
        mine = changes[changes["option"] == option]
        there = [one for one in measures if (mine["measure"] == one).any()]
        for first in range(0, len(there), MOST_MEASURES):
            shown = there[first : first + MOST_MEASURES]
            part = mine[mine["measure"].isin(shown)]
            title = TEXTS.text("chart.options.difference", lang, option=shelf.title(option, lang),
                               base=shelf.title(view.base, lang))  # fmt: skip
            caption = replace(data.caption(lang), scenario=title, replications=int(part["n"].min()))
            period = str(part["period"].max())
            figure = difference_to_base(part, shown, labels, names, period, caption, lang)
            numbers = part.drop(columns=["p", "unpaired_half_width"])
            yield Figure(_key("difference", option, str(first or "")), title, figure, seven_digits(numbers))


def _sheet(shelf: Shelf, view: View, changes: pd.DataFrame) -> Sheet:
    data, lang = shelf.data(view.base), view.lang
    sizes = changes.assign(size=changes[["base", "mean"]].abs().max(axis=1)).groupby("measure")["size"].max()
    cells = []
    for row in changes.to_dict("records"):
        unit = measure_unit(row["measure"], str(row["unit"]), float(sizes[row["measure"]]), lang)
        sure = SURE if row["is_sure"] else ""
        cells.append(
            (
                shelf.title(str(row["option"]), lang), headed(data.label(row["measure"], lang), unit.label, lang),
                data.names.full(row["entity"], lang), unit.number(row["base"]), unit.number(row["mean"]),
                f"{_change(row, unit, lang)}{sure}", change(float(row["relative"]), unit, lang),
            )
        )  # fmt: skip
    keys = ("dash.control.option", "table.measure", "table.where", "dash.base_mean", "table.mean",
            "dash.difference", "dash.relative")  # fmt: skip
    header = tuple(TEXTS.text(key, lang) for key in keys)
    title = TEXTS.text("dash.differences", lang, base=shelf.title(view.base, lang))
    shown = PrintedTable("differences", title, header, tuple(cells), frozenset({0, 1, 2}))
    return Sheet(shown, seven_digits(changes))


def _change(row: Mapping[Hashable, Any], unit: Unit, lang: Language) -> str:
    """Difference and half width of its interval; in a unit of its own where that of the means would hide it."""
    difference, half_width = float(row["difference"]), float(row["half_width"])
    size = max(abs(difference), half_width if math.isfinite(half_width) else 0.0)
    is_told = size == 0.0 or size / unit.factor >= _TWO_DIGITS * 10.0**-unit.decimals
    own = unit if is_told else measure_unit(str(row["measure"]), str(row["unit"]), size, lang)
    half = f" ± {own.number(half_width)}" if math.isfinite(half_width) else ""
    sign = "+" if difference > 0 else ""
    tail = f"{own.gap}{own.label}" if own.label != unit.label else ""
    return f"{sign}{own.number(difference)}{half}{tail}"


def _key(*parts: str) -> str:
    return re.sub(r"[^\w.-]+", "-", "_".join(part for part in parts if part)).strip("-.")
