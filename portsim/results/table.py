"""One table of a log book: rows appended as plain tuples, kept in typed columns.

Rows cost as much as a ``list.append``; they are moved into typed columns now and then, so that the memory of a long run
stays flat.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from portsim.results.held import Columns, Held, Looked

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
        Takes one row as a tuple in column order; it is the bound ``extend`` of one flat list, so it stays valid for
        ever and costs no more than that. The length of a row is checked at the next `compact`.

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
        self._pending: list[Any] = []
        self._held = [Held(_dtype(column, spec, n_entities)) for column in spec.columns]
        self._columns: list[Held | Looked] = [*self._held]
        self._n_compacted = 0
        self.append: Callable[[tuple[Any, ...]], None] = self._pending.extend

    @property
    def n_bytes(self) -> int:
        """Memory of the rows in the columns."""
        return sum(held.n_bytes for held in self._held)

    def look_up(self, lines: Mapping[str, NDArray[Any]]) -> None:
        """Hold some columns as one, the number of a line in a list; for an empty table.

        From then on rows and blocks begin with that number, in the place of these columns.

        Parameters
        ----------
        lines
            The list, column by column, by name.
        """
        if len(self):
            raise ValueError(f"{self.spec.name} has rows")
        key, names, all_held = Held("i4"), self.spec.names, self._held
        self._held = [key, *(held for name, held in zip(names, all_held, strict=True) if name not in lines)]
        self._columns = [
            Looked(key, lines[name].astype(held.dtype)) if name in lines else held
            for name, held in zip(names, all_held, strict=True)
        ]

    def __len__(self) -> int:
        return self._n_compacted + len(self._pending) // len(self._held)

    def compact(self, at_least: int = 1) -> None:
        """Move the rows appended so far into the columns, in their types, if there are `at_least` so many.

        Raises
        ------
        ValueError
            A row of the wrong length.
        """
        values, n_columns = self._pending, len(self._held)
        if not values or (at_least > 1 and len(values) < at_least * n_columns):
            return
        n_rows, rest = divmod(len(values), n_columns)
        if rest:
            raise ValueError(f"{self.spec.name}: a row needs {n_columns} values")
        # The quickest way from Python numbers to an array: half the time of np.array on mixed int, float and bool.
        grid = np.frombuffer(struct.pack(f"{len(values)}d", *values)).reshape(n_rows, n_columns)
        for n, held in enumerate(self._held):
            held.grow(grid[:, n])
        self._n_compacted += n_rows
        values.clear()  # the same list: `append` stays bound to it

    def append_block(self, *columns: NDArray[Any]) -> None:
        """Append many rows at once, one array (or single value) per column, in column order."""
        self.compact()
        length = max(np.size(column) for column in columns)
        for held, values in zip(self._held, columns, strict=True):
            held.grow(np.broadcast_to(values, length))
        self._n_compacted += length

    def columns(self) -> Mapping[str, NDArray[Any]]:
        """All rows as one array per column, in the order they were appended; made when asked for."""
        self.compact()
        return Columns(dict(zip(self.spec.names, self._columns, strict=True)), self._n_compacted)

    def __getstate__(self) -> dict[str, Any]:
        self.compact()
        return {"spec": self.spec, "columns": self._columns, "held": self._held, "n": self._n_compacted}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.spec = state["spec"]
        self._columns, self._held = state["columns"], state["held"]
        self._n_compacted = state["n"]
        self._pending = []
        self.append = self._pending.extend


def _dtype(column: Column, spec: TableSpec, n_entities: int | None) -> str:
    if spec.has_many_rows and column.kind == "entity" and n_entities is not None and n_entities <= 2**15:
        return "i2"
    return "i1" if spec.has_many_rows and column.codes else DTYPES[column.kind]
