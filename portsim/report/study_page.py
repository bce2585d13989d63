"""The page of a study: question, answer, measures by option, differences, what is not known, and how it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portsim.report.charts import Chart
from portsim.report.findings import Card
from portsim.report.page_parts import Head, Link, Section, TableNumbers, numbered_figures, render
from portsim.report.printed import PrintedTable
from portsim.report.texts import TEXTS, Language

SECTIONS = ("answer", "results", "hinterland", "cost", "sensitivity", "options", "failures", "appendix")
"""Parts of the page in their usual order; figures are numbered in it."""
ALWAYS = "failures"
"""Shown whatever the study says: what failed is not left out."""


@dataclass(frozen=True)
class PageLayout:
    """How a study wants its page.

    Parameters
    ----------
    sections
        Parts shown, in their order; all in the usual order if empty.
    titles, notes
        By part: heading in place of its own; what stands below the heading.
    """

    sections: Sequence[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[str, ...]:
        """Parts in the order of the page."""
        if not self.sections:
            return SECTIONS
        return (*self.sections, *(() if ALWAYS in self.sections else (ALWAYS,)))


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
    layout
        Which parts are shown, in which order, under which headings.
    """

    name: str
    title: str
    scope: str
    warnings: Sequence[str]
    answers: Sequence[str]
    cards: Sequence[Card]
    results: Sequence[PrintedTable]
    notes: Sequence[str]
    options: Sequence[PrintedTable]
    uncertain: Sequence[PrintedTable]
    provenance: Sequence[PrintedTable]
    failures: Sequence[str]
    version: str
    layout: PageLayout = field(default_factory=PageLayout)


def shown(charts: Sequence[Chart], layout: PageLayout) -> list[Chart]:
    """The charts of the parts that are shown, in the order of the page."""
    order = layout.order
    return sorted((one for one in charts if one.section in order), key=lambda one: order.index(one.section))


def render_study_page(said: StudyPage, charts: Sequence[Chart], lang: Language, links: Sequence[Link] = ()) -> str:
    """The page of a study.

    Parameters
    ----------
    said
        Tables and words; every one is shown as text, never as HTML.
    charts
        Charts in the same language; their sections are some of `SECTIONS`.
    lang
        Language of the page.
    links
        Files beside the page.

    Returns
    -------
    HTML that refers to nothing outside itself but the links.
    """
    head = Head(said.title, said.scope, said.warnings, "", said.version, links)
    drawn = shown(charts, said.layout)
    figures = numbered_figures(drawn, lang)
    tables = TableNumbers(lang).of
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "answer": lambda: {"cards": said.cards, "points": said.answers},
        "results": lambda: {"tables": tables(*said.results), "notes": said.notes},
        "sensitivity": lambda: {"tables": tables(*said.uncertain)},
        "options": lambda: {"tables": tables(*said.options)},
        "failures": lambda: {"points": said.failures},
        "appendix": lambda: {"tables": tables(*said.provenance)},
    }
    sections = [
        Section(
            key,
            said.layout.titles.get(key) or TEXTS.text(_TITLES[key], lang),
            figures=[figure for figure, chart in zip(figures, drawn, strict=True) if chart.section == key],
            preface=said.layout.notes.get(key, ""),
            **(parts[key]() if key in parts else {}),
        )
        for key in said.layout.order
    ]
    return render(head, sections, lang)


_TITLES = {
    "answer": "study.answer",
    "results": "study.results",
    "hinterland": "page.hinterland",
    "cost": "page.cost",
    "sensitivity": "page.sensitivity",
    "options": "study.options",
    "failures": "study.failures",
    "appendix": "page.appendix",
}
