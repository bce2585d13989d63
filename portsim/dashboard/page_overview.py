"""The first page: what the simulation says in a few figures, how sure that is, and what to be careful about."""

from __future__ import annotations

from dataclasses import replace

from portsim.analysis.comparison import compare_options
from portsim.dashboard.controls import base_control, option_control, year_control
from portsim.dashboard.focus import heading_of, in_year
from portsim.dashboard.parts import Figure, Page, Section, Sheet
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.errors import InputError
from portsim.report.best import best_lines
from portsim.report.charts import charts_of
from portsim.report.data import ReportData
from portsim.report.findings import Card, cards, points, warnings
from portsim.report.page import scope_line
from portsim.report.tables import parts_table, ports_table, throughput_table
from portsim.report.texts import TEXTS, Language
from portsim.report.units import percent
from portsim.study.naming import cell_name, title_of


def overview(shelf: Shelf, view: View) -> Page:
    """Warnings, key figures with intervals, findings, and throughput and waiting by port."""
    data, lang = in_year(shelf, view), view.lang
    shown = [Figure.of(chart) for chart in charts_of(data, lang, {"throughput", "wait"})]
    sheets = [throughput_table(data, view.year, lang), parts_table(data, view.year, lang)]
    sheets.append(ports_table(data, view.year, lang))
    question = str((shelf.study.get("question") or {}).get(lang) or "")
    interval = [TEXTS.text("page.intervals", lang)] if data.replications > 1 else []
    return Page(
        title=data.title(lang) if len(shelf.labels) == 1 else shelf.title(view.option, lang),
        lead=" ".join(part for part in (question, scope_line(data, lang)) if part),
        controls=[*option_control(shelf, view), *base_control(shelf, view), *year_control(shelf, view)],
        warnings=[*_of_the_folder(shelf, lang), *warnings(data, lang)],
        sections=[
            Section(TEXTS.text("dash.key_figures", lang), cards=_cards(shelf, view, data), notes=interval),
            *_answers(shelf, lang),
            Section(TEXTS.text("page.findings", lang), points=points(data, lang)),
            Section(TEXTS.text("page.throughput", lang), figures=shown[:1], sheets=[Sheet(one) for one in sheets[:2]]),
            Section(TEXTS.text("page.service", lang), figures=shown[1:], sheets=[Sheet(one) for one in sheets[2:]]),
        ],
    )


def _answers(shelf: Shelf, lang: Language) -> list[Section]:
    """Which option is best, where the study asks for it."""
    if not shelf.study.get("select_best") or len(shelf.labels) < 2:
        return []
    said = [
        line
        for best in shelf.answer().best
        for line in best_lines(
            best,
            heading_of(shelf.data(shelf.labels[0]), best.measure, lang),
            cell_name(shelf.study, best.cell, lang),
            lambda option: title_of(shelf.study, option, lang),
            lang,
        )
    ]
    return [Section(TEXTS.text("study.answer", lang), points=said)]


def _of_the_folder(shelf: Shelf, lang: Language) -> list[str]:
    said = []
    if shelf.study.get("quick"):
        said.append(TEXTS.text("study.quick", lang))
    if shelf.results.missing:
        said.append(TEXTS.text("study.missing", lang, n=len(shelf.results.missing)))
    return said


def _cards(shelf: Shelf, view: View, data: ReportData) -> list[Card]:
    """The key figures; where another scenario is the base, with the difference to it."""
    shown = cards(data, view.lang)
    if view.base in ("", view.option):
        return shown
    measures = {data.label(one, view.lang): one for one in dict.fromkeys(data.summary.table["measure"].tolist())}
    lines = _changes(shelf, view, {measures[card.label] for card in shown})
    base = shelf.title(view.base, view.lang)
    found = []
    for card in shown:
        change = lines.get(measures[card.label])
        line = TEXTS.text("dash.to_base", view.lang, base=base, difference=change) if change else ""
        found.append(replace(card, lines=(*card.lines, line)) if line else card)
    return found


def _changes(shelf: Shelf, view: View, measures: set[str]) -> dict[str, str]:
    """Relative differences to the base, of the cluster or of its only port, in words."""
    table = shelf.yearly()
    names = shelf.data(view.option).names
    place = names.ports[0] if len(names.ports) == 1 else "cluster"
    mine = table[table["measure"].isin(measures) & (table["entity"] == place)]
    mine = mine[mine["option"].isin([view.option, view.base])]
    try:
        changes = compare_options(mine, view.base)
    except (InputError, ValueError):  # nothing that both have, or no pairs
        return {}
    changes = changes[changes["period"].str.endswith(view.year)]
    sure = {True: "", False: TEXTS.text("dash.unsure", view.lang)}
    return {
        str(row["measure"]): percent(float(row["relative"]), view.lang) + sure[bool(row["is_sure"])]
        for row in changes.to_dict("records")
    }
