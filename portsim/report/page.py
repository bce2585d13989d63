"""The report as one HTML file in one language: it works offline and asks no one for anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from portsim.report.charts import Chart
from portsim.report.data import ReportData
from portsim.report.findings import cards, points, warnings
from portsim.report.inputs import (
    count_inputs,
    definitions_table,
    inputs_table,
    provenance_table,
    sources_table,
    words_as_written,
)
from portsim.report.page_parts import Figure, Head, Link, Section, Table, TableNumbers, numbered_figures, render
from portsim.report.printed import PrintedTable
from portsim.report.tables import (
    bulk_table,
    bulk_terminals_table,
    cargo_table,
    concentration_table,
    parts_table,
    ports_table,
    services_table,
    streams_table,
    terminals_table,
    throughput_table,
    zones_table,
)
from portsim.report.tables_observed import monthly_validation_table, validation_page_table
from portsim.report.texts import TEXTS, Language


def render_page(data: ReportData, charts: Sequence[Chart], lang: Language, links: Sequence[Link] = ()) -> str:
    """The page of one scenario.

    Parameters
    ----------
    data
        Tables and facts; every text of theirs is shown as text, never as HTML.
    charts
        Charts in the same language, see `charts_of`.
    lang
        Language of the page.
    links
        Files beside the page.

    Returns
    -------
    HTML that refers to nothing outside itself but the links, below 4 MB for a cluster of eight ports.
    """
    head = Head(
        TEXTS.text("page.title", lang, title=data.title(lang)),
        scope_line(data, lang),
        warnings(data, lang),
        TEXTS.text("page.intervals", lang) if data.replications > 1 else "",
        data.version,
        links,
    )
    return render(head, _sections(data, charts, lang), lang)


def scope_line(data: ReportData, lang: Language) -> str:
    """What was simulated, in one line."""
    return TEXTS.text(
        "page.scope",
        lang,
        name=data.name,
        year=", ".join(data.years),
        ports=len(data.names.ports),
        replications=data.replications,
        warmup=f"{data.warmup_days:g}",
    )


def _sections(data: ReportData, charts: Sequence[Chart], lang: Language) -> list[Section]:
    figures = numbered_figures(charts, lang)
    tables = TableNumbers(lang).of

    def of(section: str) -> list[Figure]:
        return [figure for figure, chart in zip(figures, charts, strict=True) if chart.section == section]

    def title(key: str) -> str:
        return TEXTS.text(f"page.{key}", lang)

    def yearly(*makers: Callable[[ReportData, str, Language], PrintedTable]) -> list[Table]:
        return tables(*(make(data, year, lang) for year in data.years for make in makers))

    return [
        Section("findings", title("findings"), cards(data, lang), points(data, lang)),
        Section(
            "throughput",
            title("throughput"),
            figures=of("throughput"),
            tables=yearly(throughput_table, parts_table, bulk_table, streams_table),
        ),
        Section(
            "service",
            title("service"),
            figures=of("service"),
            tables=[*yearly(ports_table, terminals_table, bulk_terminals_table, services_table), *yearly(cargo_table)],
        ),
        Section("hinterland", title("hinterland"), figures=of("hinterland")),
        Section("cost", title("cost"), figures=of("cost"), tables=yearly(zones_table)),
        Section(
            "specialization",
            title("specialization"),
            figures=of("specialization"),
            tables=yearly(concentration_table),
        ),
        Section(
            "validation",
            title("validation"),
            figures=of("validation"),
            tables=tables(validation_page_table(data, lang), monthly_validation_table(data, lang)),
        ),
        Section(
            "assumptions",
            title("assumptions"),
            tables=tables(sources_table(data, lang), inputs_table(data, lang)),
            notes=_about_inputs(data, lang),
        ),
        Section(
            "appendix", title("appendix"), tables=tables(provenance_table(data, lang), definitions_table(data, lang))
        ),
    ]


def _about_inputs(data: ReportData, lang: Language) -> list[str]:
    """How many inputs rest on what, where all of them are, what their words mean."""
    notes = []
    if len(data.inputs):
        counts = count_inputs(data.inputs)
        words = {"given": counts.given, "sourced": counts.sourced, "assumed": counts.assumed, "bare": counts.bare}
        notes = [
            TEXTS.text("inputs.summary", lang, defaults=counts.defaults, **words),
            TEXTS.text("inputs.more", lang, file="inputs.csv"),
            TEXTS.text("inputs.words", lang),
        ]
    if lang == "zh" and (n := words_as_written(data)):
        notes.append(TEXTS.text("inputs.as_written", lang, n=n))
    return notes
