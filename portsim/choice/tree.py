"""Which ways belong to which flow, and among them which lead through the same gateway."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Tree:
    """Ways of F flows in flat arrays, A in number, those of a nest together; nests of a flow together, N in number.

    Attributes
    ----------
    flow_start
        First way of each flow, then A, shape (F + 1,).
    nest_start
        First way of each nest, then A, shape (N + 1,).
    nest_flow_start
        First nest of each flow, then N, shape (F + 1,).
    """

    flow_start: Integers
    nest_start: Integers
    nest_flow_start: Integers

    @property
    def nest(self) -> Integers:
        """Nest of each way, shape (A,)."""
        return np.repeat(np.arange(len(self.nest_start) - 1), np.diff(self.nest_start))
