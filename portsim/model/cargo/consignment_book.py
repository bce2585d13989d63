"""The log of the consignments: one is noted as few numbers, and what its way says is added for many at once."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portsim.model.cargo.consignment import Itinerary
from portsim.results.table import Table

Integers = NDArray[np.int64]
_WIDTH = 8


class ConsignmentBook:
    """Writes the rows of the table `consignments`.

    Parameters
    ----------
    table
        The record table.

    Attributes
    ----------
    note
        Takes a consignment, as its method `noted` gives it.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._pending: list[Any] = []
        self._teu_per_box = np.empty(0)
        self.note: Callable[[tuple[Any, ...]], None] = self._pending.extend

    def number(self, itineraries: list[Itinerary]) -> None:
        """Give the itineraries of the run their numbers; before the first is noted.

        What all of a way have in common is held once for the way.
        """
        for number, itinerary in enumerate(itineraries):
            itinerary.number = number
        heads = np.array([itinerary.record for itinerary in itineraries], dtype=np.int32).reshape(-1, 7)
        self._table.look_up(dict(zip(self._table.spec.names[:7], heads.T, strict=True)))
        self._teu_per_box = np.array([itinerary.teu_per_box for itinerary in itineraries])

    def write(self, at_least: int = 1) -> None:
        """Write the rows of the consignments noted, if there are `at_least` so many."""
        values = self._pending
        if len(values) < at_least * _WIDTH:
            return
        grid = np.frombuffer(struct.pack(f"{len(values)}d", *values)).reshape(-1, _WIDTH).T
        values.clear()  # the same list: `note` stays bound to it
        way, teu, *others = grid
        self._append(way.astype(np.int64), teu, *others)

    def append(self, way: Integers, teu: NDArray[Any], *others: NDArray[Any]) -> None:
        """Append rows, given the numbers of their itineraries, their TEU and the columns from `ready_h` on."""
        self.write()
        self._append(way, teu, *others)

    def _append(self, way: Integers, teu: NDArray[Any], *others: NDArray[Any]) -> None:
        self._table.append_block(way, teu, teu / self._teu_per_box[way], *others)
