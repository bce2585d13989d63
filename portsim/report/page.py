"""The report as one HTML file in one language: it works offline and asks no one for anything."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portsim.report.charts import Chart, csv_text
from portsim.report.data import ReportData
from portsim.report.findings import Card, cards, points, warnings
from portsim.report.inputs import count_inputs, definitions_table, inputs_table, provenance_table, sources_table
from portsim.report.tables import (
    PrintedTable,
    bulk_table,
    bulk_terminals_table,
    cargo_table,
    monthly_validation_table,
    parts_table,
    ports_table,
    services_table,
    streams_table,
    terminals_table,
    throughput_table,
    validation_page_table,
)
from portsim.report.texts import TEXTS, Language

PLOT_CONFIG: dict[str, object] = {
    "showSendToCloud": False,
    "displaylogo": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
    "toImageButtonOptions": {"format": "png", "scale": 3},
}
"""Settings of every figure: plotly.js would offer to upload the data otherwise."""
_FOLDED_FROM = 25
_NEVER_FOLDED = frozenset({"validation"})
_ALWAYS_FOLDED = frozenset({"definitions", "validation_months"})


@dataclass(frozen=True)
class _Figure:
    key: str
    number: str
    title: str
    height: int
    csv: str
    spec: str


@dataclass(frozen=True)
class _Table:
    number: str
    folded: bool
    key: str
    title: str
    header: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int]
    emphasized: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Section:
    key: str
    title: str
    cards: Sequence[Card] = ()
    points: Sequence[str] = ()
    figures: Sequence[_Figure] = ()
    tables: Sequence[_Table] = ()
    notes: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.points or self.figures or self.tables or self.notes)


def render_page(data: ReportData, charts: Sequence[Chart], lang: Language) -> str:
    """The page of one scenario.

    Parameters
    ----------
    data
        Tables and facts; every text of theirs is shown as text, never as HTML.
    charts
        Charts in the same language, see `charts_of`.
    lang
        Language of the page.

    Returns
    -------
    HTML that refers to nothing outside itself, below 4 MB for a cluster of eight ports.
    """
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(
        _file("page.html.j2")
    )
    years = ", ".join(data.years)
    loader = _file("page.js").replace("PLOT_CONFIG", json.dumps(PLOT_CONFIG))
    return template.render(
        t=lambda key, **values: TEXTS.text(key, lang, **values),
        lang=lang,
        version=data.version,
        title=TEXTS.text("page.title", lang, title=data.title(lang)),
        scope=TEXTS.text(
            "page.scope",
            lang,
            name=data.name,
            year=years,
            ports=len(data.names.ports),
            replications=data.replications,
            warmup=f"{data.warmup_days:g}",
        ),
        warnings=warnings(data, lang),
        intervals=TEXTS.text("page.intervals", lang) if data.replications > 1 else "",
        sections=[section for section in _sections(data, charts, lang) if not section.is_empty],
        style=_file("page.css"),
        loader=loader,
        plotly_packed=packed_plotly(),
    )


def _sections(data: ReportData, charts: Sequence[Chart], lang: Language) -> list[_Section]:
    figures = _numbered_figures(charts, lang)
    counter = [0]

    def tables(*printed: PrintedTable) -> list[_Table]:
        kept = [table for table in printed if table.rows]
        return [_numbered(table, counter, lang) for table in kept]

    def of(section: str) -> list[_Figure]:
        return [figure for figure, chart in zip(figures, charts, strict=True) if chart.section == section]

    def title(key: str) -> str:
        return TEXTS.text(f"page.{key}", lang)

    years = data.years
    counts = count_inputs(data.inputs)
    words = {"given": counts.given, "sourced": counts.sourced, "assumed": counts.assumed, "bare": counts.bare}
    notes = [TEXTS.text("inputs.summary", lang, defaults=counts.defaults, **words)] if len(data.inputs) else []
    throughput = [
        table
        for year in years
        for table in (
            throughput_table(data, year, lang),
            parts_table(data, year, lang),
            bulk_table(data, year, lang),
            streams_table(data, year, lang),
        )
    ]
    service = [
        table
        for year in years
        for table in (
            ports_table(data, year, lang),
            terminals_table(data, year, lang),
            bulk_terminals_table(data, year, lang),
            services_table(data, year, lang),
        )
    ]
    cargo = [cargo_table(data, year, lang) for year in years]
    return [
        _Section("findings", title("findings"), cards(data, lang), points(data, lang)),
        _Section("throughput", title("throughput"), figures=of("throughput"), tables=tables(*throughput)),
        _Section("service", title("service"), figures=of("service"), tables=tables(*service, *cargo)),
        _Section("hinterland", title("hinterland"), figures=of("hinterland")),
        _Section("cost", title("cost"), figures=of("cost")),
        _Section("specialization", title("specialization"), figures=of("specialization")),
        _Section(
            "validation",
            title("validation"),
            figures=of("validation"),
            tables=tables(validation_page_table(data, lang), monthly_validation_table(data, lang)),
        ),
        _Section(
            "assumptions",
            title("assumptions"),
            tables=tables(sources_table(data, lang), inputs_table(data, lang)),
            notes=[*notes, TEXTS.text("inputs.more", lang, file="inputs.csv")] if notes else (),
        ),
        _Section(
            "appendix", title("appendix"), tables=tables(provenance_table(data, lang), definitions_table(data, lang))
        ),
    ]


def _numbered_figures(charts: Sequence[Chart], lang: Language) -> list[_Figure]:
    return [
        _Figure(
            chart.key,
            TEXTS.text("number.figure", lang, n=i),
            chart.title,
            int(chart.figure.layout.height),
            "data:text/csv;charset=utf-8;base64,"
            + base64.b64encode(csv_text(chart.table).encode("utf-8-sig")).decode(),
            json_for_html(chart.figure.to_json()),
        )
        for i, chart in enumerate(charts, 1)
    ]


def _numbered(table: PrintedTable, counter: list[int], lang: Language) -> _Table:
    counter[0] += 1
    number = TEXTS.text("number.table", lang, n=counter[0])
    long = len(table.rows) > _FOLDED_FROM and table.key not in _NEVER_FOLDED
    header = tuple(_heading(text) for text in table.header)
    return _Table(
        number, long or table.key in _ALWAYS_FOLDED, table.key, table.title, header, table.rows, table.texts,
        table.emphasized, table.notes,
    )  # fmt: skip


def _heading(text: str) -> tuple[str, str]:
    """A heading and its unit, which stands in a line of its own."""
    found = re.fullmatch(r"(.+?)\s*([(（][^()（）]+[)）])", text)
    return (found[1], found[2]) if found else (text, "")


def json_for_html(text: str) -> str:
    """JSON that cannot end the script element it stands in."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def packed_plotly() -> str:
    """plotly.js, gzipped, as base64: 1.9 MB instead of 4.8."""
    from plotly.offline import get_plotlyjs

    return base64.b64encode(gzip.compress(get_plotlyjs().encode(), 9, mtime=0)).decode()


def _file(name: str) -> str:
    return (files("portsim.report") / "templates" / name).read_text(encoding="utf-8")
