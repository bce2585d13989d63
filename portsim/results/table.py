"""One table of a log book: rows appended as plain tuples, kept in typed columns.

Rows cost as much as a ``list.append``; they are moved into typed columns now and then, so that the memory of a long run
stays flat.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from portsim.results.held import Apart, Columns, Held, Looked

Kind = Literal["f8", "f4", "i4", "i8", "bool", "entity"]
DTYPES: dict[Kind, str] = {"f8": "f8", "f4": "f4", "i4": "i4", "i8": "i8", "bool": "?", "entity": "i4"}


@dataclass(frozen=True)
class Column:
    """One column of a record table.

    Parameters
    ----------
    name
        Name, ending in its unit where the unit is not plain.
    kind
        ``f8``, ``f4`` (seven digits: for what is only averaged, in tables of very many rows), ``i4``, ``i8``, ``bool``,
        or ``entity``: an index into the run's entities, -1 for none.
    unit
        Unit as written to files; empty for names and numbers of things.
    doc
        What the value means.
    codes
        For a column of codes: the names the codes 0, 1, ... stand for (-1 for none).
    """

    name: str
    kind: Kind
    unit: str
    doc: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSpec:
    """The columns of one record table, in the order in which rows are appended.

    A table of very many rows holds indices of entities and codes as narrowly as they fit.
    """

    name: str
    columns: tuple[Column, ...]
    doc: str
    has_many_rows: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)


class Rows:
    """Rows of plain numbers that wait in one flat list until they are moved into columns.

    Parameters
    ----------
    name
        Of the table, for messages.
    held
        The columns, in the order of the values of a row.

    Attributes
    ----------
    append
        Takes one row as a tuple; it is the bound ``extend`` of the list, so it stays valid for ever and costs no more
        than that. The length of a row is checked at the next `compact`.
    """

    __slots__ = ("_name", "_pending", "append", "held", "n_compacted")

    def __init__(self, name: str, held: list[Held]) -> None:
        self._name = name
        self._pending: list[Any] = []
        self.held = held
        self.n_compacted = 0
        self.append: Callable[[tuple[Any, ...]], None] = self._pending.extend

    def __len__(self) -> int:
        return self.n_compacted + len(self._pending) // len(self.held)

    def compact(self, at_least: int) -> None:
        """Move the rows into the columns, in their types, if there are `at_least` so many."""
        values, n_columns = self._pending, len(self.held)
        if not values or (at_least > 1 and len(values) < at_least * n_columns):
            return
        n_rows, rest = divmod(len(values), n_columns)
        if rest:
            raise ValueError(f"{self._name}: a row needs {n_columns} values")
        # The quickest way from Python numbers to an array: half the time of np.array on mixed int, float and bool.
        grid = np.frombuffer(struct.pack(f"{len(values)}d", *values)).reshape(n_rows, n_columns)
        for held, column in zip(self.held, np.ascontiguousarray(grid.T), strict=True):
            held.grow(column)
        self.n_compacted += n_rows
        values.clear()  # the same list: `append` stays bound to it

    def append_block(self, *columns: NDArray[Any]) -> None:
        """Append many rows at once, one array (or single value) per column."""
        self.compact(1)
        length = max(np.size(column) for column in columns)
        for held, values in zip(self.held, columns, strict=True):
            held.grow(np.broadcast_to(values, length))
        self.n_compacted += length

    def __getstate__(self) -> tuple[str, list[Held], int]:
        """All but rows that wait: the table moves them before."""
        return self._name, self.held, self.n_compacted

    def __setstate__(self, state: tuple[str, list[Held], int]) -> None:
        self.__init__(*state[:2])  # type: ignore[misc]
        self.n_compacted = state[2]


class Table:
    """A record table that grows by rows.

    Parameters
    ----------
    spec
        Its columns.
    n_entities
        Entities of the run; None if not known.

    Attributes
    ----------
    append
        Takes one row as a tuple in column order, at the cost of a ``list.extend``.
    append_block
        Appends many rows at once, one array (or single value) per column, in column order.

    Examples
    --------
    >>> from portsim.results.log_inland import TRAINS
    >>> table = Table(TRAINS)
    >>> table.append((3, True, 10.0, 30.0, 104, 80, 0, 0.0, 0.0))
    >>> len(table), table.columns()["laden_teu"].tolist()
    (1, [80])
    """

    def __init__(self, spec: TableSpec, n_entities: int | None = None) -> None:
        self.spec = spec
        self._columns: dict[str, Held | Looked | Apart] = {
            column.name: Held(_dtype(column, spec, n_entities)) for column in spec.columns
        }
        self._keys: list[Held] = []  # numbers of lines of lists, before all columns
        self._rows = Rows(spec.name, [column for column in self._columns.values() if isinstance(column, Held)])
        self._apart: list[Rows] = []
        self._bind()

    def _bind(self) -> None:
        self.append, self.append_block = self._rows.append, self._rows.append_block

    @property
    def n_bytes(self) -> int:
        """Memory of the rows in the columns."""
        return sum(held.n_bytes for rows in (self._rows, *self._apart) for held in rows.held)

    def look_up(self, lines: Mapping[str, NDArray[Any]]) -> None:
        """Hold some columns as one, the number of a line in a list; for an empty table.

        From then on rows and blocks begin with that number, in the place of these columns.

        Parameters
        ----------
        lines
            The list, column by column, by name.
        """
        key = Held("i4")
        self._keys.append(key)
        self._hold_otherwise({name: Looked(key, lines[name].astype(self._held(name).dtype)) for name in lines})

    def set_apart(self, names: Sequence[str]) -> Callable[[tuple[Any, ...]], None]:
        """Hold some columns for those rows alone in which not all of them are zero; for an empty table.

        From then on rows and blocks go without these columns.

        Returns
        -------
        Takes, in the order of the rows and for each such row, a tuple of its number and the values of these columns.
        """
        number, all_held = Held("i4"), [self._held(name) for name in names]
        rows = Rows(self.spec.name, [number, *all_held])
        self._apart.append(rows)
        self._hold_otherwise({name: Apart(number, held) for name, held in zip(names, all_held, strict=True)})
        return rows.append

    def _held(self, name: str) -> Held:
        held = self._columns[name]
        if not isinstance(held, Held):
            raise ValueError(f"{self.spec.name}: {name} is looked up or held apart already")
        return held

    def _hold_otherwise(self, columns: Mapping[str, Looked | Apart]) -> None:
        if len(self):
            raise ValueError(f"{self.spec.name} has rows")
        self._columns |= columns
        row_by_row = (column for column in self._columns.values() if isinstance(column, Held))
        self._rows.held = [*self._keys, *row_by_row]

    def __len__(self) -> int:
        return len(self._rows)

    def compact(self, at_least: int = 1) -> None:
        """Move the rows appended so far into the columns, in their types, if there are `at_least` so many.

        Raises
        ------
        ValueError
            A row of the wrong length.
        """
        self._rows.compact(at_least)
        for rows in self._apart:
            rows.compact(at_least)

    def columns(self) -> Mapping[str, NDArray[Any]]:
        """All rows as one array per column, in the order they were appended; made when asked for."""
        self.compact()
        return Columns(dict(self._columns), len(self._rows))

    def __getstate__(self) -> dict[str, Any]:
        self.compact()
        return {name: value for name, value in vars(self).items() if not name.startswith("append")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._bind()


def _dtype(column: Column, spec: TableSpec, n_entities: int | None) -> str:
    if spec.has_many_rows and column.kind == "entity" and n_entities is not None and n_entities <= 2**15:
        return "i2"
    return "i1" if spec.has_many_rows and column.codes else DTYPES[column.kind]
