"""The report of a study: one page that compares, a page of each option beside it, and one workbook of all."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from portsim.analysis.answer import Answer, answer, cells_of, differences
from portsim.analysis.tornado import bars_of_draws
from portsim.cli.console import Language
from portsim.cli.study_tables import INPUTS, case_name, lines_after, tables_of, title_of
from portsim.report.chart_difference import MOST_MEASURES, difference_to_base
from portsim.report.chart_options import means_by_option
from portsim.report.chart_tornado import tornado_bars
from portsim.report.charts import Chart
from portsim.report.data import ReportData
from portsim.report.findings import ENOUGH_REPLICATIONS, Card, warnings
from portsim.report.frame import Caption
from portsim.report.gather import data_of
from portsim.report.inputs import definitions_table
from portsim.report.page_parts import Link
from portsim.report.sheet import Sheet
from portsim.report.study_page import StudyPage, render_study_page
from portsim.report.summary import CLUSTER
from portsim.report.tables import PrintedTable
from portsim.report.texts import TEXTS
from portsim.report.units import DASH, four_digits, measure_unit, percent
from portsim.report.workbook import write_workbook
from portsim.report.workbook_sheets import Part, sheets_of
from portsim.report.writing import Report, Wanted, draw, links_of, write_figures, write_report
from portsim.results.disk import make_folder, write_whole
from portsim.results.opening import Results

MOST_PAGES = 12
"""Options with a page of their own: each page is some megabytes."""
MOST_CHARTS = 8
MOST_CARDS = 6


def write_study(results: Results, folder: Path, languages: Sequence[Language], wanted: Wanted) -> Report:
    """Write ``report.<lang>.html``, ``report.<lang>.xlsx``, ``figures/`` and ``options/<label>/report.<lang>.html``.

    Raises
    ------
    InputError
        A file of the results is damaged.
    OutputError
        The disk refuses.
    """
    make_folder(folder / "figures")
    study = _Study(results)
    for label in study.paged:
        write_report(study.data[label], folder / _place(label), languages, Wanted(formats=()))
    pages, books, pictures = [], [], []
    for lang in languages:
        charts = list(study.charts(lang))
        links = [*links_of(lang, languages, wanted.workbook), *study.links(lang)]
        pages.append(folder / f"report.{lang}.html")
        write_whole(pages[-1], render_study_page(study.page(lang), charts, lang, links))
        pictures += write_figures(charts, folder / "figures", lang, wanted.formats)
        if wanted.workbook:
            books.append(folder / f"report.{lang}.xlsx")
            write_workbook(books[-1], study.sheets(lang))
    drawn, note = draw(pictures, pages if wanted.page_pdf else [], languages)
    return Report(tuple(pages), drawn, note, tuple(books))


def _place(label: str) -> Path:
    return Path("options", re.sub(r"[^\w.-]+", "-", label).strip("-.") or "option")


class _Study:
    """What a study says, and the report data of each of its cases."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.found: Answer = answer(results)
        self.labels = list(dict.fromkeys(run.option for run in results.runs))
        self.paged = self.labels[:MOST_PAGES]
        self.data: dict[str, ReportData] = {label: data_of(results, label) for label in self.labels}

    @property
    def _first(self) -> ReportData:
        return self.data[self.labels[0]]

    def _caption(self, n: int) -> Caption:
        first = self._first
        return Caption(self.found.study.get("study") or first.name, first.identity, first.version, n)

    def links(self, lang: Language) -> list[Link]:
        """To the pages of the options."""
        return [
            Link(f"{_place(label).as_posix()}/report.{lang}.html",
                 TEXTS.text("link.options", lang, option=case_name(self.found, label, lang)))
            for label in self.paged
        ]  # fmt: skip

    def page(self, lang: Language) -> StudyPage:
        """The words and tables of the page."""
        said = lines_after(self.found, lang)
        cut = said.index("") if "" in said else len(said)
        study = self.found.study
        name = str(study.get("study") or self._first.name)
        question = (study.get("question") or {}).get(lang)
        tables = list(tables_of(self.found, lang))
        return StudyPage(
            name=name,
            title=question or TEXTS.text("study.title", lang, name=name),
            scope=TEXTS.text("study.scope", lang, name=name, options=len(self.labels),
                             replications=self._n_replications(), draws=len(study.get("draws", []))),
            warnings=list(self._warnings(lang)),
            answers=[line for line in said[cut:] if line],
            cards=list(self._cards(lang)),
            results=[table for table in tables if table.key != INPUTS],
            notes=said[:cut],
            options=self._options(lang),
            # in the page of a scenario the key of the inputs has a look of its own
            uncertain=[*(replace(table, key="moved") for table in tables if table.key == INPUTS),
                       self._uncertain(lang)],
            provenance=(self._provenance(lang), definitions_table(self._first, lang)),
            failures=[f"{one.option}, {one.run.label}: {one.error}" for one in self.results.failures],
            version=self._first.version,
        )  # fmt: skip

    def _n_replications(self) -> int:
        return min(self.data[label].replications for label in self.labels)

    def _warnings(self, lang: Language) -> Iterator[str]:
        failures, study = self.results.failures, self.found.study
        if failures:
            shown = "; ".join(f"{one.option}, {one.run.label}" for one in failures[:3])
            yield TEXTS.text("warn.failed", lang, n=len(failures), runs=shown + ("…" if len(failures) > 3 else ""))
        if study.get("quick"):
            yield TEXTS.text("study.quick", lang)
        if self.results.missing:
            yield TEXTS.text("study.missing", lang, n=len(self.results.missing))
        if self._n_replications() < ENOUGH_REPLICATIONS:
            yield TEXTS.text("warn.replications", lang, n=self._n_replications(), enough=ENOUGH_REPLICATIONS)
        if not self.results.draws:
            yield TEXTS.text("study.no_draws", lang)
        # what is said above of the whole study is not said again of its first option
        yield from warnings(replace(self._first, failures=(), replications=ENOUGH_REPLICATIONS), lang)
        if len(self.labels) > len(self.paged):
            yield TEXTS.text("study.more_pages", lang, n=len(self.paged), all=len(self.labels))

    def _head(self) -> tuple[str, str]:
        """The measure that decides, or else the first."""
        best = self.found.best
        first = next(one for one in self.found.measures if one not in self.found.lacking)
        return (best[0].measure, best[0].entity) if best else first

    def _cards(self, lang: Language) -> Iterator[Card]:
        """The deciding measure of each option in the last year, with its difference to the base."""
        measure, entity = self._head()
        rows = self.found.summary
        rows = rows[(rows["measure"] == measure) & (rows["entity"] == entity)]
        rows = rows[rows["period"] == rows["period"].max()]
        unit = measure_unit(measure, str(rows["unit"].iloc[0]), float(rows["mean"].abs().max()), lang)
        for row in rows.head(MOST_CARDS).to_dict("records"):
            noise = f"± {unit.number(row['half_width'])}{unit.gap}{unit.label}"
            lines = [noise] if math.isfinite(row["half_width"]) else [TEXTS.text("card.no_interval", lang)]
            lines += self._change(str(row["option"]), (measure, entity, str(row["period"])), lang)
            label = f"{case_name(self.found, str(row['option']), lang)} · {self._first.label(measure, lang)}"
            yield Card(label, unit.number(row["mean"]), unit.label, tuple(lines))

    def _change(self, label: str, what: tuple[str, str, str], lang: Language) -> list[str]:
        table = self.found.differences
        if table is None:
            return []
        is_it = (table["option"] == label) & (table["measure"] == what[0]) & (table["entity"] == what[1])
        rows = table[is_it & (table["period"] == what[2])]
        if not len(rows):
            return []
        base = title_of(self.found, str(self.found.study["compare_to"]), lang)
        name = TEXTS.text("chart.options.difference", lang, option=case_name(self.found, label, lang), base=base)
        return [f"{name}: {percent(float(rows['relative'].iloc[0]), lang)}"]

    def _options(self, lang: Language) -> PrintedTable:
        header = tuple(TEXTS.text(f"study.{key}", lang) for key in ("options", "runs", "identity"))
        rows = tuple(
            (case_name(self.found, label, lang), str(one.replications), one.identity[:12])
            for label, one in self.data.items()
        )
        return PrintedTable("options", TEXTS.text("study.options", lang), header, rows, frozenset({0, 2}))

    def _uncertain(self, lang: Language) -> PrintedTable:
        drawn = self.results.drawn()
        rows = []
        for path, law in self.found.study.get("uncertainties", {}).items():
            told = {key: value for key, value in law.items() if key not in ("source", "assumed", "confidence")}
            values = drawn[path].dropna().tolist() if path in drawn else []
            numbers = [value for value in values if isinstance(value, int | float)]
            words = "; ".join(map(str, dict.fromkeys(values)))
            ends = f"{four_digits(min(numbers))} … {four_digits(max(numbers))}" if numbers else words
            reason = str(law.get("source") or law.get("assumed") or DASH)
            rows.append((path, json.dumps(told, ensure_ascii=False), ends or DASH, reason))
        keys = ("study.uncertain", "study.uncertain.law", "study.uncertain.range", "table.basis")
        header = tuple(TEXTS.text(key, lang) for key in keys)
        title = TEXTS.text("study.uncertain", lang)
        return PrintedTable("uncertain", title, header, tuple(rows), frozenset({0, 1, 2, 3}))

    def _provenance(self, lang: Language) -> PrintedTable:
        study, first = self.found.study, self._first
        facts = {
            "scenario": str(study.get("base") or first.name),
            "seed": ", ".join(map(str, study.get("seeds", ()))),
            "replications": str(self._n_replications()),
            "versions": first.provenance.get("versions", ""),
            "format": first.provenance.get("format", ""),
        }
        rows = tuple((TEXTS.text(f"prov.{key}", lang), value) for key, value in facts.items() if value)
        return PrintedTable("provenance", TEXTS.text("table.provenance", lang), ("", ""), rows, frozenset({0, 1}))

    def sheets(self, lang: Language) -> list[Sheet]:
        """The sheets of the workbook."""
        names = {label: case_name(self.found, label, lang) for label in self.labels}
        parts = [Part(names[label], self.data[label]) for label in self.labels]
        changes = self._all_differences
        if changes is None:
            return sheets_of(parts, lang)
        changes = changes.assign(option=changes["option"].map(names))
        return sheets_of(parts, lang, changes, title_of(self.found, self._base, lang))

    @property
    def _base(self) -> str:
        return str(self.found.study.get("compare_to") or "")

    @cached_property
    def _all_differences(self) -> pd.DataFrame | None:
        """Of every yearly measure of the cluster and its ports, read option by option; None without a base."""
        if not self._base:
            return None
        places = {CLUSTER, *(port for one in self.data.values() for port in one.names.ports)}
        kept = []
        for label in self.labels:
            table = self.results.measures(label)
            is_wanted = table["entity"].astype(str).isin(places) & (table["period"].astype(str).str.len() == 4)
            kept.append(table[is_wanted].astype(dict.fromkeys(("option", "run", "measure", "unit", "entity", "period"),
                                                              object)))  # fmt: skip
        return differences(pd.concat(kept, ignore_index=True), list(cells_of(self.found.study)), self._base)

    def charts(self, lang: Language) -> Iterator[Chart]:
        """Means by option, differences by port, and the tornado where one input at a time was changed."""
        yield from list(self._means(lang))[:MOST_CHARTS]
        yield from self._differences(lang)
        yield from self._tornado(lang)

    def _means(self, lang: Language) -> Iterator[Chart]:
        for measure, entity in self.found.measures:
            rows = self.found.summary
            rows = rows[(rows["measure"] == measure) & (rows["entity"] == entity)]
            for period in dict.fromkeys(rows["period"]):
                table = rows[rows["period"] == period].reset_index(drop=True)
                yield self._mean(table, measure, entity, str(period), lang)

    def _mean(self, table: pd.DataFrame, measure: str, entity: str, period: str, lang: Language) -> Chart:
        table = table.assign(name=[case_name(self.found, str(one), lang) for one in table["option"]],
                             draw_low=math.nan, draw_high=math.nan)  # fmt: skip
        draws = self.found.draws
        if draws is not None:
            is_it = (draws["measure"] == measure) & (draws["entity"] == entity) & (draws["period"] == period)
            mine = draws[is_it].set_index("option")
            for end in ("low", "high"):
                table[f"draw_{end}"] = table["option"].map(mine[end].to_dict())
        sizes = table[["mean", "draw_high"]].abs().max().max()
        unit = measure_unit(measure, str(table["unit"].iloc[0]), float(sizes), lang)
        place, label = self._first.names.full(entity, lang), self._first.label(measure, lang)
        caption = self._caption(int(table["n"].min()))
        figure = means_by_option(table, label, place, period, unit, caption, lang)
        key = re.sub(r"[^\w.-]+", "-", f"{measure}_{entity}_{period}")
        title = TEXTS.text("study.place", lang, measure=label, entity=place, period=period)
        return Chart(key, "results", title, figure, table.drop(columns="sd"))

    def _differences(self, lang: Language) -> Iterator[Chart]:
        table = self._all_differences if self._n_replications() > 1 else None
        if table is None:
            return
        measures = list(dict.fromkeys(measure for measure, _ in self.found.measures))
        for label in dict.fromkeys(table["option"]):
            mine = table[table["option"] == label]
            shown = [one for one in measures if (mine["measure"] == one).any()][:MOST_MEASURES]
            if not shown or str(label) not in self.paged:
                continue
            name, base = case_name(self.found, str(label), lang), title_of(self.found, self._base, lang)
            title = TEXTS.text("chart.options.difference", lang, option=name, base=base)
            caption = replace(self._caption(int(mine["n"].min())), scenario=title)
            period = str(mine["period"].max())
            labels = {one: self._first.label(one, lang) for one in shown}
            figure = difference_to_base(mine, shown, labels, self._first.names, period, caption, lang)
            numbers = mine[mine["measure"].isin(shown)]
            yield Chart(f"difference_{_place(str(label)).name}", "results", title, figure, numbers)

    def _tornado(self, lang: Language) -> Iterator[Chart]:
        if (self.found.study.get("sampling") or {}).get("method") != "one_at_a_time" or not self.results.draws:
            return
        measure, entity = self._head()
        table = self.results.draw_measures({measure})
        table = table[(table["entity"].astype(str) == entity) & (table["period"].astype(str).str.len() == 4)]
        label = str(self.labels[0])
        mine = table[(table["option"].astype(str) == label)]
        mine = mine[mine["period"].astype(str) == mine["period"].astype(str).max()]
        central = self.results.measures(label)
        is_it = (central["measure"] == measure) & (central["entity"] == entity)
        is_it &= central["period"].astype(str) == str(mine["period"].iloc[0])
        base = float(central[is_it & central["run"].astype(str).isin(mine["run"].astype(str))]["value"].mean())
        value_of = dict(zip(mine["draw"].tolist(), mine["value"].tolist(), strict=True))
        bars = bars_of_draws(self.results.study.get("draws", []), value_of, base)
        if not len(bars):
            return
        unit = measure_unit(measure, str(mine["unit"].iloc[0]), abs(base), lang)
        caption = replace(self._caption(1), scenario=case_name(self.found, label, lang))
        result = f"{self._first.label(measure, lang)}, {self._first.names.full(entity, lang)}"
        figure = tornado_bars(bars, base, {}, result, unit, caption, lang)
        title = TEXTS.text("chart.tornado.titled", lang, result=result)
        yield Chart("tornado", "sensitivity", title, figure, bars)
