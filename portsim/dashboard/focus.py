"""The tables of a scenario narrowed to what is looked at: a year, a port, some places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.report.data import ReportData
from portsim.report.summary import Names, Summary
from portsim.report.texts import TEXTS, Language


class _Narrowed(Mapping[str, pd.DataFrame]):
    """Tables of which some hold only the rows of one port; each is read when it is asked for.

    Parameters
    ----------
    whole
        All tables.
    columns
        By table: the column that names the port.
    port
        Its id.
    """

    def __init__(self, whole: Mapping[str, pd.DataFrame], columns: Mapping[str, str], port: str) -> None:
        self._whole, self._columns, self._port = whole, columns, port

    def __getitem__(self, name: str) -> pd.DataFrame:
        table, column = self._whole[name], self._columns.get(name)
        return table if column is None else table[table[column] == self._port]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def in_year(shelf: Shelf, view: View) -> ReportData:
    """The tables of the scenario as if its year were the only one."""
    return replace(shelf.data(view.option), years=(view.year,))


def heading_of(data: ReportData, measure: str, lang: Language) -> str:
    """Heading of a measure; those that only comparisons know have it in the catalogue."""
    key = f"measure.{measure}"
    return TEXTS.text(key, lang) if TEXTS.has(key) else data.label(measure, lang)


def at_port(data: ReportData, port: str) -> ReportData:
    """What is known of one port, its terminals and quays; the whole where no port is named."""
    if not port:
        return data
    names, table = data.names, data.summary.table
    ids = table["entity"].astype(str)
    port_of = {one: names.port_of(one.split(":")[0]) for one in set(ids)}
    return replace(
        data,
        names=of_places(data, {port}),
        summary=Summary(table[ids.map(port_of) == port]),
        records=_Narrowed(data.records, {"plan": "port", "waits": "entity", "days": "entity"}, port),
    )


def through(data: ReportData, port: str) -> ReportData:
    """Cargo through one port; all where no port is named."""
    return replace(data, records=_Narrowed(data.records, {"journeys": "gateway"}, port)) if port else data


def of_places(data: ReportData, places: Collection[str]) -> Names:
    """Names without the ports that are not among some places, and without their terminals; all where none is named."""
    if not places:
        return data.names
    table, names = data.names.table, data.names
    port_of = [names.port_of(str(one)) for one in table["id"].tolist()]
    return Names(table[[not port or port in places for port in port_of]])
