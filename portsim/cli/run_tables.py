"""The tables of a run as the terminal shows them: those of the page, without what only the page has room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portsim.cli.texts import WORDS
from portsim.report.data import ReportData
from portsim.report.tables import (
    PrintedTable,
    ports_table,
    services_table,
    terminals_table,
    throughput_table,
    validation_table,
)
from portsim.report.texts import TEXTS, Language

SERVICES_SHOWN = 12


def tables_of(data: ReportData, lang: Language) -> Iterator[PrintedTable]:
    """The tables that have rows, in order."""
    tables = [
        table
        for year in data.years
        for table in (
            throughput_table(data, year, lang),
            ports_table(data, year, lang),
            terminals_table(data, year, lang),
            _shortened(services_table(data, year, lang), lang),
        )
    ]
    yield from (table for table in tables if table.rows)
    yield from _by_status(validation_table(data, lang), lang)


def _shortened(table: PrintedTable, lang: Language) -> PrintedTable:
    if len(table.rows) <= SERVICES_SHOWN:
        return table
    title = WORDS.text("run.services", lang, title=table.title, shown=SERVICES_SHOWN, all=len(table.rows))
    return replace(table, title=title, rows=table.rows[:SERVICES_SHOWN])


def _by_status(table: PrintedTable, lang: Language) -> Iterator[PrintedTable]:
    """Values that were fitted and values that were not, apart; their sources stand in the page."""
    status, source = (table.header.index(TEXTS.text(f"table.{key}", lang)) for key in ("status", "source"))
    for one in dict.fromkeys(row[status] for row in table.rows):
        rows = tuple(row for row in table.rows if row[status] == one)
        title = WORDS.text("run.validation", lang, title=table.title, status=one)
        yield _without(replace(table, title=title, rows=rows), {status, source})


def _without(table: PrintedTable, dropped: set[int]) -> PrintedTable:
    kept = [n for n in range(len(table.header)) if n not in dropped]
    return replace(
        table,
        header=tuple(table.header[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
        texts=frozenset(new for new, old in enumerate(kept) if old in table.texts),
    )
