"""Data and assumptions: what was observed, every input with its source or reason, what differs, and how it was run."""

from __future__ import annotations

import pandas as pd

from portsim.dashboard.controls import base_control, label_of, option_control
from portsim.dashboard.focus import in_year
from portsim.dashboard.parts import Control, Figure, Page, Section, Sheet
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.report.charts import charts_of
from portsim.report.data import ReportData
from portsim.report.file_words import input_unit, reason
from portsim.report.inputs import count_inputs, definitions_table, provenance_table, sources_table
from portsim.report.printed import PrintedTable, word
from portsim.report.rows import rows
from portsim.report.tables_observed import monthly_validation_table, validation_page_table
from portsim.report.texts import TEXTS, Language
from portsim.report.units import DASH

MOST_ROWS = 200
_SEARCHED = ("path", "value", "unit", "source", "assumed", "file")


def data_page(shelf: Shelf, view: View) -> Page:
    """Observed and simulated values, inputs found by words, sources, definitions and provenance."""
    data, lang = in_year(shelf, view), view.lang
    counts = count_inputs(data.inputs)
    summary = TEXTS.text(
        "inputs.summary", lang, given=counts.given, sourced=counts.sourced, assumed=counts.assumed, bare=counts.bare,
        defaults=counts.defaults,
    )  # fmt: skip
    charts = [Figure.of(chart) for chart in charts_of(data, lang, {"calibration", "convergence"})]
    found = _found(data, view.find, lang)
    return Page(
        TEXTS.text("dash.page.data", lang),
        TEXTS.text("dash.lead.data", lang),
        [*option_control(shelf, view), *base_control(shelf, view),
         Control("find", label_of("find", lang), "text", value=view.find)],
        sections=[
            Section(TEXTS.text("table.inputs_all", lang), points=[summary], sheets=[_inputs(data, found, lang)]),
            *_changed(shelf, view),
            Section(TEXTS.text("page.validation", lang), figures=charts,
                    sheets=[Sheet(validation_page_table(data, lang)),
                            Sheet(monthly_validation_table(data, lang), folded=True)]),
            Section(TEXTS.text("dash.sources", lang),
                    sheets=[Sheet(sources_table(data, lang), folded=True),
                            Sheet(definitions_table(data, lang), folded=True)]),
            Section(TEXTS.text("table.provenance", lang), sheets=[Sheet(provenance_table(data, lang))]),
        ],
    )  # fmt: skip


def _found(data: ReportData, find: str, lang: Language) -> pd.DataFrame:
    """The inputs in which every word is found somewhere, letters large or small."""
    table = data.inputs
    if not len(table):
        return table
    publishers = data.publishers(lang)
    said = {text: reason(str(text), lang) for text in table["assumed"].dropna().unique()}
    also = zip(table["source"], table["assumed"], strict=True)
    text = pd.Series([f"{publishers.get(a, '')} {said.get(b, '')}" for a, b in also], index=table.index)
    for column in _SEARCHED:
        text = text + " " + table[column].astype(object).where(table[column].notna(), "").astype(str)
    text = text.str.lower()
    keep = pd.Series(True, index=table.index)
    for one in find.lower().split():
        keep &= text.str.contains(one, regex=False)
    return table[keep]


def _inputs(data: ReportData, found: pd.DataFrame, lang: Language) -> Sheet:
    publishers = data.publishers(lang)
    shown = found.head(MOST_ROWS)
    names = ("path", "value", "unit", "status", "source", "assumed", "file", "line")
    cells = []
    for path, value, unit, status, source, assumed, file, line in rows(
        shown.astype(object).where(shown.notna(), ""), *names
    ):
        basis = " ".join(str(part) for part in (publishers.get(source, source), reason(assumed, lang)) if part)
        where = f"{file}:{line}" if file else DASH
        cells.append(
            (
                str(path),
                str(value),
                input_unit(str(unit), lang),
                word("status", str(status), lang),
                basis or DASH,
                where,
            )
        )
    keys = ("table.input", "dash.value", "table.unit", "table.status", "table.basis", "dash.file")
    title = TEXTS.text("dash.inputs.found", lang, n=len(found), all=len(data.inputs), shown=len(shown))
    header = tuple(TEXTS.text(key, lang) for key in keys)
    return Sheet(PrintedTable("inputs", title, header, tuple(cells), frozenset({0, 2, 3, 4, 5})), found)


def _changed(shelf: Shelf, view: View) -> list[Section]:
    """Inputs that differ between the scenario and the base."""
    if view.base in ("", view.option):
        return []
    lang = view.lang
    values = [
        shelf.data(label).inputs.set_index("path")["value"].astype(str).rename(name)
        for label, name in ((view.base, "base"), (view.option, "option"))
    ]
    both = pd.concat(values, axis=1)
    both = both.astype(object).where(both.notna(), TEXTS.text("dash.absent", lang))
    table = both[both["base"] != both["option"]].reset_index()
    titles = [shelf.title(label, lang) for label in (view.base, view.option)]
    header = (TEXTS.text("table.input", lang), *titles)
    cells = tuple((str(a), str(b), str(c)) for a, b, c in rows(table.head(MOST_ROWS), "path", "base", "option"))
    title = TEXTS.text("dash.changed", lang, n=len(table), base=titles[0], option=titles[1])
    sheet = Sheet(PrintedTable("changed", title, header, cells, frozenset({0})), table)
    return [Section(TEXTS.text("dash.changed.title", lang), sheets=[sheet])]
