"""Nested logit: shares of ways by their utilities, ways through one gateway being more alike.

P(m|g) ~ exp(V/lambda), P(g) ~ exp(lambda ln sum exp(V/lambda)) (McFadden 1978).
"""

from __future__ import annotations

import numpy as np

from portsim.choice.tree import Integers, Tree
from portsim.streams import Floats


def probabilities(utility: Floats, tree: Tree, nesting: float) -> tuple[Floats, Floats]:
    """Probability of each way, shape (A,), and the logsum of each flow, shape (F,).

    Parameters
    ----------
    utility
        Utilities, shape (A,); minus infinity bars a way. A flow all of whose ways are barred has probabilities 0 and
        the logsum minus infinity.
    nesting
        Likeness lambda in (0, 1]; 1 is the plain logit.
    """
    within, inclusive = _shares(utility / nesting, tree.nest_start)
    between, logsum = _shares(nesting * inclusive, tree.nest_flow_start)
    return within * np.repeat(between, np.diff(tree.nest_start)), logsum


def _shares(values: Floats, start: Integers) -> tuple[Floats, Floats]:
    """Shares of exp(values) within groups, and the logarithm of each group's sum."""
    lengths = np.diff(start)
    largest = np.maximum.reduceat(values, start[:-1])
    largest = np.where(np.isfinite(largest), largest, 0.0)
    exponentials = np.exp(values - np.repeat(largest, lengths))
    sums = np.add.reduceat(exponentials, start[:-1])
    with np.errstate(divide="ignore"):
        logsum = np.log(sums) + largest
    return exponentials / np.repeat(np.where(sums > 0.0, sums, 1.0), lengths), logsum
