"""Which share of a flow takes which way: the nested logit of gateway, then mode and route.

With utilities V and nesting lambda in (0, 1], P(m | g) ~ exp(V / lambda) within a gateway's nest and
P(g) ~ exp(lambda ln sum exp(V / lambda)) between gateways; lambda 1 is the plain logit. docs/explanation/choice.md
gives its source and says what it leaves out.
"""

from __future__ import annotations

import numpy as np

from portsim.choice.tree import Floats, Integers, Tree


def probabilities(utility: Floats, tree: Tree, nesting: float) -> tuple[Floats, Floats]:
    """Return the probability of each alternative and the logsum of each flow.

    Parameters
    ----------
    utility
        (A,) utility of each alternative; minus infinity where it is closed or forbidden.
    tree
        The flows, nests and alternatives.
    nesting
        lambda in (0, 1].

    Returns
    -------
    p
        (A,) probabilities; they sum to 1 over a flow, or are all 0 where a flow has no open alternative.
    logsum
        (F,) expected largest utility, without Euler's constant; minus infinity where nothing is open.

    Raises
    ------
    ValueError
        When lambda is outside (0, 1], or a utility is plus infinity or not a number.
    """
    check(utility, tree, nesting)
    if tree.n_flows == 0:
        return np.zeros(0), np.zeros(0)
    within, inclusive = _shares(utility / nesting, tree.nest_start, tree.nest_of_alternative)
    between, logsum = _shares(nesting * inclusive, tree.nest_flow_start, tree.flow_of_nest)
    return within * between[tree.nest_of_alternative], logsum


def check(utility: Floats, tree: Tree, nesting: float) -> None:
    """Raise a ValueError when lambda or a utility is not one a nested logit can have."""
    if not 0.0 < nesting <= 1.0:
        raise ValueError(f"nesting must be above 0 and at most 1, not {nesting}")
    if utility.shape != (tree.n_alternatives,):
        raise ValueError(f"{tree.n_alternatives} alternatives need as many utilities, not {utility.shape}")
    if not np.all(utility < np.inf):
        raise ValueError("a utility must be a number or minus infinity")


def _shares(value: Floats, start: Integers, segment: Integers) -> tuple[Floats, Floats]:
    """Shares ~ exp(value) within each segment, and ln sum exp(value) of each; segments of nothing open give 0, -inf."""
    top = np.maximum.reduceat(value, start[:-1])
    closed = np.isneginf(top)
    top[closed] = 0.0
    weight = np.exp(value - top[segment])
    total = np.add.reduceat(weight, start[:-1])
    total[closed] = 1.0
    logsum = top + np.log(total)
    logsum[closed] = -np.inf
    return weight / total[segment], logsum
