"""The tables of a run as the terminal shows them: those of the page, without what only the page has room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portsim.cli.texts import WORDS
from portsim.report.data import ReportData
from portsim.report.printed import PrintedTable
from portsim.report.tables import (
    bulk_table,
    bulk_terminals_table,
    ports_table,
    services_table,
    streams_table,
    terminals_table,
    throughput_table,
    zones_table,
)
from portsim.report.tables_observed import validation_table
from portsim.report.texts import TEXTS, Language

SERVICES_SHOWN = 12


def tables_of(data: ReportData, lang: Language) -> Iterator[PrintedTable]:
    """The tables that have rows, in order."""
    tables = [
        table
        for year in data.years
        for table in (
            throughput_table(data, year, lang),
            bulk_table(data, year, lang),
            ports_table(data, year, lang),
            terminals_table(data, year, lang),
            bulk_terminals_table(data, year, lang),
            zones_table(data, year, lang),
            _shortened(services_table(data, year, lang), lang),
            _shortened(streams_table(data, year, lang), lang),
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
    at = {key: table.header.index(TEXTS.text(f"table.{key}", lang)) for key in ("status", "period", "source", "unit")}
    others = [n for n in range(len(table.header)) if n not in at.values()]
    order = [*others[:2], at["unit"], *others[2:]]  # with the names: in narrow windows they stand in every part
    for period, status in dict.fromkeys((row[at["period"]], row[at["status"]]) for row in table.rows):
        rows = tuple(row for row in table.rows if (row[at["period"]], row[at["status"]]) == (period, status))
        title = WORDS.text("run.validation", lang, title=table.title, period=period, status=status)
        yield _columns(replace(table, title=title, rows=rows), order)


def _columns(table: PrintedTable, order: list[int]) -> PrintedTable:
    return replace(
        table,
        header=tuple(table.header[n] for n in order),
        rows=tuple(tuple(row[n] for n in order) for row in table.rows),
        texts=frozenset(new for new, old in enumerate(order) if old in table.texts),
    )
