"""What a change is worth to those who send cargo, in CNY a year, and which part of it to trust.

The logsum is the only measure; it is told in three parts because a logit also pays for mere choice: a way that is no
better than what cargo uses today still raises the logsum. docs/explanation/choice.md shows the parts on an example.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portsim.choice.logit import probabilities
from portsim.choice.tree import Flags, Floats, Tree


@dataclass(frozen=True, eq=False)
class Benefit:
    """User benefit of F flows in three parts that add up to volume x change of the logsum / mu.

    Parameters
    ----------
    at_base_shares_cny
        (F,) change of cost if nobody switched, over the ways open before and after.
    of_switchers_cny
        (F,) what those who switch gain besides: never negative where nothing closes.
    of_variety_cny
        (F,) what new ways bring (or closed ones took) up to the point where they are as good as the mean of the
        others: the worth of choice itself.
    """

    at_base_shares_cny: Floats
    of_switchers_cny: Floats
    of_variety_cny: Floats

    @property
    def headline_cny(self) -> float:
        """Change of cost and gain of those who switch, of all flows."""
        return float(self.at_base_shares_cny.sum() + self.of_switchers_cny.sum())

    @property
    def total_cny(self) -> float:
        """Headline and variety: the change of the logsum of all flows."""
        return self.headline_cny + float(self.of_variety_cny.sum())


def user_benefit(
    before: Floats, after: Floats, tree: Tree, nesting: float, mu_per_cny: Floats, volume: Floats
) -> Benefit:
    """Return the benefit of going from one state to another.

    Parameters
    ----------
    before, after
        (A,) utilities in both states, over all alternatives of either; minus infinity where not open in that state.
    tree, nesting
        The alternatives; lambda.
    mu_per_cny
        (F,) utility of one CNY.
    volume
        (F,) TEU a year.

    Raises
    ------
    ValueError
        When a flow with cargo has nothing open before or nothing after: its benefit has no bounds.
    """
    _check(before, after, tree, volume)
    both = ~(np.isneginf(before) | np.isneginf(after))
    stays = tree.sum_by_flow(both.astype(float)) > 0.0
    _, worth_before = probabilities(before, tree, nesting)
    _, worth_after = probabilities(after, tree, nesting)
    lost_variety = _variety(before, both, tree, nesting)
    won_variety = _variety(after, both, tree, nesting)
    p_before, _ = probabilities(np.where(both, before, -np.inf), tree, nesting)
    same = tree.sum_by_flow(p_before * np.where(both, _difference(after, before), 0.0))
    total = _difference(worth_after, worth_before)
    variety = np.where(stays, won_variety - lost_variety, 0.0)
    cny = np.where(volume > 0.0, volume / mu_per_cny, 0.0)
    return Benefit(
        at_base_shares_cny=cny * np.where(stays, same, 0.0),
        of_switchers_cny=cny * (total - np.where(stays, same, 0.0) - variety),
        of_variety_cny=cny * variety,
    )


def rule_of_a_half(
    before: Floats, after: Floats, tree: Tree, nesting: float, mu_per_cny: Floats, volume: Floats
) -> Floats:
    """Return (F,) CNY a year by the rule of a half: mean of the shares before and after, times the change of cost.

    A check of cost change and switchers' gain for small changes, with arguments as `user_benefit` takes them. Ways
    that are open in one state only have no change of cost and are left out.
    """
    both = ~(np.isneginf(before) | np.isneginf(after))
    p_before, _ = probabilities(before, tree, nesting)
    p_after, _ = probabilities(after, tree, nesting)
    change = np.where(both, _difference(after, before), 0.0)
    return volume / mu_per_cny * tree.sum_by_flow(0.5 * (p_before + p_after) * change)


def _variety(utility: Floats, both: Flags, tree: Tree, nesting: float) -> Floats:
    """(F,) what the ways open in this state only would add to the logsum if no better than the mean of the others.

    The mean is that of the ways open in both states, at their shares without the others.
    """
    p, worth = probabilities(np.where(both, utility, -np.inf), tree, nesting)
    mean = tree.sum_by_flow(p * np.where(both, utility, 0.0))
    capped = np.where(both, utility, np.minimum(utility, mean[tree.flow_of_alternative]))
    _, with_equals = probabilities(capped, tree, nesting)
    return _difference(with_equals, worth)


def _difference(one: Floats, other: Floats) -> Floats:
    """One minus other where both are finite, 0 elsewhere."""
    finite = np.isfinite(one) & np.isfinite(other)
    return np.subtract(one, other, out=np.zeros(len(one)), where=finite)


def _check(before: Floats, after: Floats, tree: Tree, volume: Floats) -> None:
    for name, utility in (("before", before), ("after", after)):
        is_open = tree.sum_by_flow((~np.isneginf(utility)).astype(float)) > 0.0
        unbounded = np.flatnonzero(~is_open & (volume > 0.0))
        if len(unbounded):
            raise ValueError(f"the flows {unbounded.tolist()} have nothing open {name}: their benefit has no bounds")
