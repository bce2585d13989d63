"""What pages of reports are put together from: numbered figures and tables in sections, all in one file."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portsim.report.charts import Chart
from portsim.report.csv_files import csv_text
from portsim.report.findings import Card
from portsim.report.printed import PrintedTable
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
class Figure:
    """A chart as the page holds it: its number, its numbers as CSV, plotly's description of it as JSON."""

    key: str
    number: str
    title: str
    height: int
    csv: str
    spec: str

    def file(self, lang: Language) -> str:
        """The file of its numbers beside the page."""
        return f"figures/{self.key}.{lang}.csv"


@dataclass(frozen=True)
class Table:
    """A numbered table; `folded` where only its heading shows until it is opened."""

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
class Section:
    """A part of the page with a place in the navigation; `preface` stands below its heading."""

    key: str
    title: str
    cards: Sequence[Card] = ()
    points: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    preface: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.cards or self.points or self.figures or self.tables or self.notes)


@dataclass(frozen=True)
class Link:
    """A file beside the page: the page in the other language, the workbook."""

    file: str
    text: str


@dataclass(frozen=True)
class Head:
    """What stands above the sections.

    Parameters
    ----------
    title, scope
        Heading, and the line that says what was simulated.
    warnings
        What limits the use of the results, the gravest first.
    intervals
        What the signs of the intervals mean; empty where there are none.
    version
        Of portsim.
    links
        Files beside the page.
    """

    title: str
    scope: str
    warnings: Sequence[str]
    intervals: str
    version: str
    links: Sequence[Link] = ()


def render(head: Head, sections: Sequence[Section], lang: Language) -> str:
    """The HTML of a page; every text is shown as text, never as HTML, and nothing outside the page is referred to."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(
        _file("page.html.j2")
    )
    return template.render(
        t=lambda key, **values: TEXTS.text(key, lang, **values),
        lang=lang,
        head=head,
        sections=[section for section in sections if not section.is_empty],
        style=_file("page.css"),
        loader=_file("page.js").replace("PLOT_CONFIG", json.dumps(PLOT_CONFIG)),
        plotly_packed=packed_plotly(),
        figures_packed=packed_figures([figure for section in sections for figure in section.figures]),
    )


def numbered_figures(charts: Sequence[Chart], lang: Language) -> list[Figure]:
    """Charts with their numbers, in their order."""
    return [
        Figure(
            chart.key,
            TEXTS.text("number.figure", lang, n=i),
            chart.title,
            int(chart.figure.layout.height),
            csv_text(chart.table),
            chart.figure.to_json(),
        )
        for i, chart in enumerate(charts, 1)
    ]


def _numbered(table: PrintedTable, n: int, lang: Language) -> Table:
    number = TEXTS.text("number.table", lang, n=n)
    long = len(table.rows) > _FOLDED_FROM and table.key not in _NEVER_FOLDED
    header = tuple(_heading(text) for text in table.header)
    return Table(
        number, long or table.key in _ALWAYS_FOLDED, table.key, table.title, header, table.rows, table.texts,
        table.emphasized, table.notes,
    )  # fmt: skip


class TableNumbers:
    """Numbers the tables of a page in the order in which they are asked for; tables without rows get none."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._n = 0

    def of(self, *tables: PrintedTable) -> list[Table]:
        """The tables that have rows, numbered."""
        found = []
        for table in tables:
            if table.rows:
                self._n += 1
                found.append(_numbered(table, self._n, self._lang))
        return found


def _heading(text: str) -> tuple[str, str]:
    """A heading and its unit, which stands in a line of its own."""
    found = re.fullmatch(r"(.+?)\s*([(（][^()（）]+[)）])", text)
    return (found[1], found[2]) if found else (text, "")


def packed(text: str) -> str:
    """A text, gzipped, as base64: what is inside cannot end the element of the page that holds it."""
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def packed_figures(figures: Sequence[Figure]) -> str:
    """Descriptions and numbers of all figures by key, packed: a tenth of their size."""
    parts = (f'{json.dumps(one.key)}:{{"spec":{one.spec},"csv":{json.dumps(one.csv)}}}' for one in figures)
    return packed("{" + ",".join(parts) + "}")


@cache
def packed_plotly() -> str:
    """plotly.js, gzipped, as base64: 1.9 MB instead of 4.8."""
    from plotly.offline import get_plotlyjs

    return packed(get_plotlyjs())


def _file(name: str) -> str:
    return (files("portsim.report") / "templates" / name).read_text(encoding="utf-8")
