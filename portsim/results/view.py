"""The records as the measures see them: by place and by period, without the warm-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portsim.results.records import Entity, Records

Floats = NDArray[np.float64]
Ints = NDArray[Any]
CLUSTER = "cluster"
_ROWS_AT_ONCE = 2**16


@dataclass(frozen=True)
class Periods:
    """Periods that follow each other without a gap: the years or the months of the measured time."""

    names: tuple[str, ...]
    edges: Floats

    @classmethod
    def of(cls, rows: Sequence[tuple[str, float, float]]) -> Periods:
        """Make them from rows (name, start_h, end_h) in order."""
        return cls(tuple(row[0] for row in rows), np.array([row[1] for row in rows] + [rows[-1][2]], dtype=float))

    def __len__(self) -> int:
        return len(self.names)

    @property
    def hours(self) -> Floats:
        """Length of each period, h."""
        return np.diff(self.edges)

    def index(self, hours: Floats) -> Ints:
        """Position of the period each moment falls in; -1 outside (warm-up, after the end, NaN)."""
        position = np.searchsorted(self.edges, hours, side="right") - 1
        position[~(hours < self.edges[-1])] = -1
        return position

    def total_in(self, coarse: Periods, values: Floats) -> Floats:
        """Sum values by these periods (last axis) into coarser ones."""
        starts = np.searchsorted(self.edges[:-1], coarse.edges[:-1])
        summed: Floats = np.add.reduceat(values, starts, axis=-1)
        return summed

    def overlap(self, owner: Ints, n_owners: int, start: Floats, end: Floats, weight: Floats) -> Floats:
        """Weighted hours of the intervals [start, end) that fall in each period, by owner.

        Returns
        -------
        Array of shape (n_owners, periods): an interval over a border counts a part on each side.
        """
        total = np.zeros((n_owners, len(self)))
        low, high = np.maximum(start, self.edges[0]), np.minimum(end, self.edges[-1])
        inside = (high > low) & (owner >= 0)
        owner, low, high, weight = owner[inside], low[inside], high[inside], weight[inside]
        period = np.searchsorted(self.edges, low, side="right") - 1
        while len(owner):
            until = np.minimum(high, self.edges[period + 1])
            np.add.at(total, (owner, period), weight * (until - low))
            more = high > until
            owner, low, high, weight, period = owner[more], until[more], high[more], weight[more], period[more] + 1
        return total


def ratio(above: Floats, below: Floats) -> Floats:
    """Divide; NaN where there is nothing to divide by."""
    quotient: Floats = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient


def percentiles_by_year(values: Floats, at_h: Floats, weights: Floats, edges_h: Floats) -> Floats:
    """Least values that 50 and 95 % of the weight do not exceed, by year of the moment; shape (2, years)."""
    found = np.full((2, len(edges_h) - 1), np.nan)
    for year, (begin_h, end_h) in enumerate(pairwise(edges_h.tolist())):
        here = (at_h >= begin_h) & (at_h < end_h)
        if here.any():
            order = np.argsort(values[here], kind="stable")
            upto = np.cumsum(weights[here][order])
            found[:, year] = values[here][order][np.searchsorted(upto, np.array((0.5, 0.95)) * upto[-1])]
    return found


class View:
    """Records prepared for measuring.

    Parameters
    ----------
    records
        The log book of one run.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.entities: list[Entity] = records.entities
        self.n = len(self.entities)
        self.ids = [entity.id for entity in self.entities]
        self.position = {entity.id: i for i, entity in enumerate(self.entities)}
        self.years = Periods.of(records.clock.years())
        self.months = Periods.of(records.clock.months())
        self.end_h = float(records.clock.end_h)

    def of_kind(self, kind: str) -> Ints:
        """Positions of the entities of one kind."""
        return np.array([i for i, entity in enumerate(self.entities) if entity.kind == kind], dtype=np.intp)

    def names(self, positions: Ints) -> list[str]:
        """Ids at these positions."""
        return [self.ids[i] for i in positions]

    @cached_property
    def ports(self) -> Ints:
        """Positions of the ports modelled in full."""
        return self.of_kind("port")

    @cached_property
    def terminals(self) -> Ints:
        """Positions of the terminals."""
        return self.of_kind("terminal")

    @cached_property
    def quays(self) -> Ints:
        """Positions of the quays."""
        return self.of_kind("quay")

    @cached_property
    def port_of(self) -> Ints:
        """For each entity the modelled port it is or belongs to; -1 for none."""
        return self._ancestor("port")

    @cached_property
    def terminal_of(self) -> Ints:
        """For each entity the terminal it is or belongs to; -1 for none."""
        return self._ancestor("terminal")

    def _ancestor(self, kind: str) -> Ints:
        found = np.full(self.n + 1, -1, dtype=np.intp)  # the last place answers for entity -1
        for i, entity in enumerate(self.entities):
            at: Entity | None = entity
            while at is not None and at.kind != kind:
                at = self.entities[self.position[at.parent]] if at.parent in self.position else None
            if at is not None:
                found[i] = self.position[at.id]
        return found

    @cached_property
    def places(self) -> list[str]:
        """Ids of ports, terminals and the cluster, in the order of the rows of `by_place`."""
        return [*self.names(self.ports), *self.names(self.terminals), CLUSTER]

    @cached_property
    def ports_and_cluster(self) -> list[str]:
        """Ids of ports and the cluster, in the order of the rows of `by_port`."""
        return [*self.names(self.ports), CLUSTER]

    def total(self, owner: Ints, time: Floats, weight: Any, periods: Periods) -> Floats:
        """Sum weights by owner and period.

        Parameters
        ----------
        owner
            Position of the entity of each row; -1 is left out.
        time
            Hours that decide the period.
        weight
            Value of each row, or a plain number for all.
        periods
            Years or months.

        Returns
        -------
        Array of shape (entities, periods).
        """
        weights = np.broadcast_to(np.asarray(weight), time.shape)
        summed: Floats = np.zeros(self.n * len(periods))
        for first in range(0, len(time), _ROWS_AT_ONCE):  # so that a long table is not held several times over
            rows = slice(first, first + _ROWS_AT_ONCE)
            period = periods.index(time[rows])
            inside = (period >= 0) & (owner[rows] >= 0)
            cell = owner[rows][inside].astype(np.intp) * len(periods) + period[inside]
            summed += np.bincount(cell, weights[rows][inside].astype(float), len(summed))
        return summed.reshape(self.n, len(periods))

    def by_port(self, port: Ints, time: Floats, weight: Any, periods: Periods) -> Floats:
        """Sum weights by port, with the cluster (the sum over ports) as the last row."""
        ports = self.total(port, time, weight, periods)[self.ports]
        return np.vstack([ports, ports.sum(axis=0)])

    def by_place(self, terminal: Ints, time: Floats, weight: Any, periods: Periods) -> Floats:
        """Sum weights by port, terminal and cluster."""
        terminals = self.total(terminal, time, weight, periods)
        return self.up_from_terminals(terminals[self.terminals])

    def up_from_terminals(self, values: Floats) -> Floats:
        """Add values of terminals (rows in the order of `terminals`) up to ports and the cluster."""
        ports = np.zeros((self.n + 1, values.shape[1]))
        np.add.at(ports, self.port_of[self.terminals], values)
        of_ports = ports[self.ports]
        return np.vstack([of_ports, values, of_ports.sum(axis=0)])

    def capacity(self, what: str) -> Floats:
        """Capacity of one sort by (entity, month); 0 where there is none."""
        month = {name: j for j, name in enumerate(self.months.names)}
        room = np.zeros((self.n, len(month)))
        for entity, kind, period, value, _ in self.records.capacities:
            if kind == what and period in month:
                room[self.position[entity], month[period]] += value
        return room
