"""The page of a study: question, answer, measures by option, differences, what is not known, and how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portsim.report.charts import Chart
from portsim.report.findings import Card
from portsim.report.page_parts import Figure, Head, Link, Section, TableNumbers, numbered_figures, render
from portsim.report.tables import PrintedTable
from portsim.report.texts import TEXTS, Language


@dataclass(frozen=True)
class StudyPage:
    """What the page of a study says, in one language.

    Parameters
    ----------
    name, title
        Of the study; the title is its question, or its name.
    scope
        Options, replications and draws in one line.
    warnings
        What limits the use of the results, the gravest first.
    answers
        Which option is best, and how sure that is.
    cards
        Key figures.
    results
        The measures by option.
    notes
        What the signs in the tables mean.
    options, uncertain, provenance
        Tables of the options, of the uncertain inputs and what they move, and of how the numbers were made.
    failures
        One line for each failed run.
    version
        Of portsim.
    """

    name: str
    title: str
    scope: str
    warnings: Sequence[str]
    answers: Sequence[str]
    cards: Sequence[Card]
    results: Sequence[PrintedTable]
    notes: Sequence[str]
    options: PrintedTable
    uncertain: Sequence[PrintedTable]
    provenance: Sequence[PrintedTable]
    failures: Sequence[str]
    version: str


def render_study_page(said: StudyPage, charts: Sequence[Chart], lang: Language, links: Sequence[Link] = ()) -> str:
    """The page of a study.

    Parameters
    ----------
    said
        Tables and words; every one is shown as text, never as HTML.
    charts
        Charts in the same language; their sections are ``results`` and ``sensitivity``.
    lang
        Language of the page.
    links
        Files beside the page.

    Returns
    -------
    HTML that refers to nothing outside itself but the links.
    """
    head = Head(said.title, said.scope, said.warnings, "", said.version, links)
    figures = numbered_figures(charts, lang)
    tables = TableNumbers(lang).of

    def of(section: str) -> list[Figure]:
        return [figure for figure, chart in zip(figures, charts, strict=True) if chart.section == section]

    def title(key: str) -> str:
        return TEXTS.text(key, lang)

    sections = [
        Section("answer", title("study.answer"), said.cards, said.answers),
        Section("results", title("study.results"), figures=of("results"), tables=tables(*said.results),
                notes=said.notes),
        Section("sensitivity", title("page.sensitivity"), figures=of("sensitivity"), tables=tables(*said.uncertain)),
        Section("options", title("study.options"), tables=tables(said.options)),
        Section("failures", title("study.failures"), points=said.failures),
        Section("appendix", title("page.appendix"), tables=tables(*said.provenance)),
    ]  # fmt: skip
    return render(head, sections, lang)
