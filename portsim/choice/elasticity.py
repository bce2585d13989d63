"""How strongly cargo answers to cost, time and frequency: derivatives of the shares of the nested logit."""

from __future__ import annotations

import numpy as np

from portsim.choice.tree import Flags, Floats, Tree

_HALF = 0.5  # mean wait for a departure as a share of the headway


def by_cost(cost_cny: Floats, mu_per_cny: Floats, tree: Tree) -> Floats:
    """(A,) change of utility per unit relative rise of the (A,) costs, 0 where a cost does not rise; mu is (F,)."""
    return -mu_per_cny[tree.flow_of_alternative] * cost_cny


def by_time(time_h: Floats, vot_cny_per_teu_day: Floats, mu_per_cny: Floats, tree: Tree) -> Floats:
    """(A,) change of utility per unit relative rise of the (A,) times; value of time and mu are (F,)."""
    return by_cost(time_h * (vot_cny_per_teu_day / 24.0)[tree.flow_of_alternative], mu_per_cny, tree)


def by_frequency(headway_h: Floats, vot_cny_per_teu_day: Floats, mu_per_cny: Floats, tree: Tree) -> Floats:
    """(A,) change of utility per unit relative rise of departures; headways (A,) fall as departures rise."""
    return -by_time(_HALF * headway_h, vot_cny_per_teu_day, mu_per_cny, tree)


def share_change(p: Floats, utility_change: Floats, tree: Tree, nesting: float) -> Floats:
    """Return (A,) the derivative of the shares when utilities change in one direction.

    dP_a = P_a (v_a / lambda - (1 / lambda - 1) v_nest - v_flow), v_nest and v_flow the means of the change v over the
    nest and the flow at the shares P: the derivative of the formulas in `portsim.choice.logit`.

    Parameters
    ----------
    p
        (A,) probabilities.
    utility_change
        (A,) direction v, such as `by_cost` gives; finite.
    tree, nesting
        The alternatives; lambda.
    """
    changed = p * utility_change
    nest_share = tree.sum_by_nest(p)
    in_nest = np.divide(tree.sum_by_nest(changed), nest_share, out=np.zeros(tree.n_nests), where=nest_share > 0.0)
    in_flow = tree.sum_by_flow(changed)
    pull = (1.0 / nesting - 1.0) * in_nest[tree.nest_of_alternative] + in_flow[tree.flow_of_alternative]
    return changed / nesting - p * pull


def elasticity(p: Floats, utility_change: Floats, tree: Tree, nesting: float, volume: Floats, members: Flags) -> float:
    """Return the relative change of the cargo of some alternatives per unit relative change of a cause.

    Parameters
    ----------
    p, utility_change, tree, nesting
        As `share_change` takes them; the direction belongs to a relative change of 1.
    volume
        (F,) TEU of each flow.
    members
        (A,) alternatives whose cargo is asked for, such as all that go by rail.

    Raises
    ------
    ValueError
        When the members carry no cargo.
    """
    teu = volume[tree.flow_of_alternative][members]
    carried = float(teu @ p[members])
    if carried == 0.0:
        raise ValueError("alternatives without cargo have no elasticity")
    return float(teu @ share_change(p, utility_change, tree, nesting)[members]) / carried
