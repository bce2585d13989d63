"""The report of a study: one page that compares, a page of each option beside it, and one workbook of all."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from portsim.analysis.answer import Answer, answer, cells_of, differences
from portsim.cli.console import Language
from portsim.cli.report_options import ReadOption, read_options
from portsim.cli.study_tables import INPUTS, case_name, lines_after, tables_of, title_of
from portsim.report.changes import changes_table
from portsim.report.charts import Chart, charts_of
from portsim.report.data import ReportData
from portsim.report.findings import ENOUGH_REPLICATIONS, Card, warnings
from portsim.report.inputs import definitions_table
from portsim.report.page_parts import Link
from portsim.report.printed import PrintedTable
from portsim.report.sheet import Sheet
from portsim.report.study_charts import study_charts
from portsim.report.study_page import PageLayout, StudyPage, render_study_page, shown
from portsim.report.study_tables import StudyTables, head_of, yearly_of
from portsim.report.summary import CLUSTER
from portsim.report.texts import TEXTS
from portsim.report.uncertain import uncertain_table
from portsim.report.units import measure_unit, percent
from portsim.report.workbook import write_workbook
from portsim.report.workbook_sheets import PASSED_ON, Part, sheets_of
from portsim.report.writing import Report, Wanted, draw, links_of, write_figures
from portsim.results.disk import make_folder, write_whole
from portsim.results.opening import Results

MOST_PAGES = 12
"""Options with a page of their own: each page is some megabytes."""
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
    study = _Study(results, read_options(results.path, _places(results), folder, languages, _bases(results)))
    pages, books, pictures = [], [], []
    for lang in languages:
        layout = study.layout(lang)
        charts = shown(study.charts(lang), layout)
        links = [*links_of(lang, languages, wanted.workbook), *study.links(lang)]
        pages.append(folder / f"report.{lang}.html")
        write_whole(pages[-1], render_study_page(study.page(lang), charts, lang, links))
        pictures += write_figures(charts, folder / "figures", lang, wanted.formats)
        if wanted.workbook:
            books.append(folder / f"report.{lang}.xlsx")
            write_workbook(books[-1], study.sheets(lang))
    drawn, note = draw(pictures, pages if wanted.page_pdf else [], languages)
    return Report(tuple(pages), drawn, note, tuple(books))


def figures_of_study(results: Results, languages: Sequence[Language]) -> dict[Language, list[Chart]]:
    """The figures of a study by language, without writing anything.

    Raises
    ------
    InputError
        A file of the results is damaged.
    """
    study = _Study(results, read_options(results.path, dict.fromkeys(_places(results)), None, languages, {}))
    return {lang: shown(study.charts(lang), study.layout(lang)) for lang in languages}


def _places(results: Results) -> dict[str, Path | None]:
    """The cases that have whole runs, and the folder of their pages below the report's; None beyond `MOST_PAGES`."""
    labels = list(dict.fromkeys(run.option for run in results.runs))
    found: dict[str, Path | None] = {}
    for number, label in enumerate(labels):
        name = re.sub(r"[^\w.-]+", "-", label).strip("-.") or "option"
        taken = {place.name for place in found.values() if place}
        place = Path("options", f"{name}-{number + 1}" if name in taken else name)
        found[label] = place if number < MOST_PAGES else None
    return found


def _bases(results: Results) -> dict[str, str]:
    """Of each case the one it is told from: with the same factors in the base option, else the first case."""
    labels = list(_places(results))
    told, base = results.study["options"], results.study.get("compare_to")
    found = {}
    for label in labels:
        same = (
            one
            for one in labels
            if told[one].get("option", one) == base and told[one].get("factors") == told[label].get("factors")
        )
        found[label] = next(same, labels[0])
    return found


class _Study:
    """What a study says, and the report data of each of its cases."""

    def __init__(self, results: Results, options: Mapping[str, ReadOption]) -> None:
        self.results = results
        self.found: Answer = answer(results)
        self.places = _places(results)
        self.labels = list(options)
        self.data: dict[str, ReportData] = {label: one.data for label, one in options.items()}
        self.tolls = {label: one.tolls for label, one in options.items()}
        self.changes = {label: one.changes for label, one in options.items()}

    @property
    def paged(self) -> list[str]:
        """The cases with a page of their own."""
        return [label for label, place in self.places.items() if place]

    @property
    def _first(self) -> ReportData:
        return self.data[self.labels[0]]

    def layout(self, lang: Language) -> PageLayout:
        """How the study wants its page."""
        told = self.found.study.get("report") or {}
        titles, notes = (
            {key: str(words[lang]) for key, words in (told.get(name) or {}).items()} for name in ("titles", "notes")
        )
        return PageLayout(tuple(told.get("sections") or ()), titles, notes)

    def links(self, lang: Language) -> list[Link]:
        """To the pages of the options."""
        return [
            Link(f"{place.as_posix()}/report.{lang}.html",
                 TEXTS.text("link.options", lang, option=case_name(self.found, label, lang)))
            for label, place in self.places.items() if place
        ]  # fmt: skip

    def page(self, lang: Language) -> StudyPage:
        """The words and tables of the page."""
        said = lines_after(self.found, lang)
        cut = said.index("") if "" in said else len(said)
        study = self.found.study
        name = str(study.get("study") or self._first.name)
        question = ((study.get("report") or {}).get("title") or study.get("question") or {}).get(lang)
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
            options=(self._options(lang), self._changes(lang)),
            # in the page of a scenario the key of the inputs has a look of its own
            uncertain=[*(replace(table, key="moved") for table in tables if table.key == INPUTS),
                       uncertain_table(study, self.results.drawn(), lang)],
            provenance=(self._provenance(lang), definitions_table(self._first, lang)),
            failures=[f"{one.option}, {one.run.label}: {one.error}" for one in self.results.failures],
            version=self._first.version,
            layout=self.layout(lang),
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

    def _cards(self, lang: Language) -> Iterator[Card]:
        """The deciding measure of each option in the last year, with its difference to the base."""
        measure, entity = head_of(self._tables)
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
        if not len(rows) or str(rows["unit"].iloc[0]) == "share":  # a percentage of it would be taken for points
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

    def _changes(self, lang: Language) -> PrintedTable:
        """What the options change, of each option the first case."""
        first: dict[str, pd.DataFrame] = {}
        for label, table in self.changes.items():
            option = str(self.found.study["options"][label].get("option", label))
            if len(table) and option not in first:
                first[option] = table
        names = {title_of(self.found, option, lang): table for option, table in first.items()}
        base = title_of(self.found, self._base, lang) if self._base else case_name(self.found, self.labels[0], lang)
        return changes_table(names, base, lang)

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
        parts = [
            Part(names[label], data, charts_of(data, lang, PASSED_ON) if label in self.paged else ())
            for label, data in self.data.items()
        ]
        changes = self._all_differences
        if changes is None:
            return sheets_of(parts, lang)
        changes = changes.assign(option=changes["option"].map(names))
        return sheets_of(parts, lang, changes, title_of(self.found, self._base, lang))

    @property
    def _base(self) -> str:
        return str(self.found.study.get("compare_to") or "")

    @cached_property
    def _yearly(self) -> pd.DataFrame:
        """Every yearly measure of the cluster and its ports, read run by run."""
        places = {CLUSTER, *(port for one in self.data.values() for port in one.names.ports)}
        parts = (
            yearly_of(table, places) for label in self.labels for table in self.results.one_by_one("measures", label)
        )
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def _all_differences(self) -> pd.DataFrame | None:
        """Of every yearly measure of the cluster and its ports to the base; None without one."""
        return differences(self._yearly, list(cells_of(self.found.study)), self._base) if self._base else None

    @cached_property
    def _tables(self) -> StudyTables:
        study = self.found.study
        return StudyTables(
            self.found,
            self.data,
            self.tolls,
            lambda label, lang: case_name(self.found, label, lang),
            lambda option, lang: title_of(self.found, option, lang),
            str(study.get("study") or self._first.name),
            self._first.identity,
            self._first.version,
        )

    def charts(self, lang: Language) -> list[Chart]:
        """All charts of the study."""
        return study_charts(self._tables, self._all_differences, lang)
