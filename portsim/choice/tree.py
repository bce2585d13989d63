"""Which ways each flow can take: its gateways, and below each gateway the modes and routes, as flat arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tree:
    """The alternatives of F flows, sorted by flow and within a flow by nest (gateway).

    Every flow has at least one nest and every nest at least one alternative; one that is closed or forbidden stays in
    the tree with utility minus infinity.

    Parameters
    ----------
    flow_start
        (F + 1,) flow f has the alternatives ``flow_start[f]:flow_start[f + 1]``.
    nest_start
        (N + 1,) nest n holds the alternatives ``nest_start[n]:nest_start[n + 1]``.
    nest_flow_start
        (F + 1,) flow f has the nests ``nest_flow_start[f]:nest_flow_start[f + 1]``.

    Raises
    ------
    ValueError
        When the three arrays do not describe the same alternatives.
    """

    flow_start: Integers
    nest_start: Integers
    nest_flow_start: Integers

    def __post_init__(self) -> None:
        for name in ("flow_start", "nest_start", "nest_flow_start"):
            starts = getattr(self, name)
            if starts.ndim != 1 or len(starts) == 0 or starts[0] != 0 or np.any(np.diff(starts) < 1):
                raise ValueError(f"{name} must rise from 0, by at least one each")
        if len(self.flow_start) != len(self.nest_flow_start) or self.nest_flow_start[-1] != self.n_nests:
            raise ValueError("nest_flow_start must give each flow its nests")
        if not np.array_equal(self.nest_start[self.nest_flow_start], self.flow_start):
            raise ValueError("a flow's nests must hold a flow's alternatives")

    @classmethod
    def from_labels(cls, flow: Integers, nest: Integers) -> Tree:
        """Build the tree from the flow (0 to F - 1) and the nest label of each of A alternatives, already sorted.

        Raises
        ------
        ValueError
            When the alternatives are not sorted by flow and nest, or a flow has none.
        """
        if len(flow) == 0:
            none = np.zeros(1, np.int64)
            return cls(none, none, none)
        new_flow = np.append(True, flow[1:] != flow[:-1])
        new_nest = new_flow | np.append(True, nest[1:] != nest[:-1])
        if not np.array_equal(flow[new_flow], np.arange(new_flow.sum())):
            raise ValueError("the flows of the alternatives must be 0, 0, ... 1, 1, ... without a gap")
        if len(set(zip(flow[new_nest].tolist(), nest[new_nest].tolist(), strict=True))) != new_nest.sum():
            raise ValueError("the alternatives of one nest must stand together")
        starts = np.flatnonzero(new_nest)
        return cls(
            flow_start=np.append(np.flatnonzero(new_flow), len(flow)).astype(np.int64),
            nest_start=np.append(starts, len(flow)).astype(np.int64),
            nest_flow_start=np.append(np.flatnonzero(new_flow[starts]), len(starts)).astype(np.int64),
        )

    @property
    def n_flows(self) -> int:
        """F, the number of flows."""
        return len(self.flow_start) - 1

    @property
    def n_nests(self) -> int:
        """N, the number of nests of all flows."""
        return len(self.nest_start) - 1

    @property
    def n_alternatives(self) -> int:
        """A, the number of alternatives of all flows."""
        return int(self.flow_start[-1])

    @cached_property
    def flow_width(self) -> Integers:
        """(F,) how many alternatives each flow has."""
        return np.diff(self.flow_start)

    @cached_property
    def nest_width(self) -> Integers:
        """(N,) how many alternatives each nest has."""
        return np.diff(self.nest_start)

    @cached_property
    def nest_flow_width(self) -> Integers:
        """(F,) how many nests each flow has."""
        return np.diff(self.nest_flow_start)

    @cached_property
    def flow_of_alternative(self) -> Integers:
        """(A,) the flow of each alternative."""
        return np.repeat(np.arange(self.n_flows), np.diff(self.flow_start))

    @cached_property
    def nest_of_alternative(self) -> Integers:
        """(A,) the nest of each alternative."""
        return np.repeat(np.arange(self.n_nests), np.diff(self.nest_start))

    @cached_property
    def flow_of_nest(self) -> Integers:
        """(N,) the flow of each nest."""
        return np.repeat(np.arange(self.n_flows), np.diff(self.nest_flow_start))

    def sum_by_flow(self, values: Floats) -> Floats:
        """(F,) the sum of (A,) values over the alternatives of each flow."""
        return np.add.reduceat(values, self.flow_start[:-1])

    def sum_by_nest(self, values: Floats) -> Floats:
        """(N,) the sum of (A,) values over the alternatives of each nest."""
        return np.add.reduceat(values, self.nest_start[:-1])
