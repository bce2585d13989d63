"""What holds for every choice, whatever the alternatives."""

from __future__ import annotations

import numpy as np
from choice_trees import random_tree, tree_of
from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.choice.logit import probabilities
from portsim.choice.tree import Tree

bounded = settings(max_examples=60, deadline=None, derandomize=True)
seeds, nestings = st.integers(0, 10**6), st.floats(0.1, 1.0)


@bounded
@given(seeds, nestings)
def test_shares_are_shares(seed, nesting):
    tree, utility = random_tree(seed)
    p, _ = probabilities(utility, tree, nesting)
    assert p.min() >= 0.0
    assert np.allclose(tree.sum_by_flow(p), 1.0, rtol=0, atol=1e-12)


@bounded
@given(seeds, nestings, st.floats(0.01, 5.0))
def test_a_better_way_raises_its_share_and_the_worth_of_its_flow_only(seed, nesting, gain):
    tree, utility = random_tree(seed)
    better = int(np.random.default_rng(seed).integers(tree.n_alternatives))
    improved = utility.copy()
    improved[better] += gain
    (p, logsum), (p_now, logsum_now) = probabilities(utility, tree, nesting), probabilities(improved, tree, nesting)
    others = np.arange(tree.n_alternatives) != better
    assert p_now[better] >= p[better]
    assert np.all(p_now[others] <= p[others] * (1 + 1e-12))
    risen = logsum_now - logsum
    flow = tree.flow_of_alternative[better]
    assert p[better] * gain <= risen[flow] + 1e-12  # the logsum is convex: its slope is the share, which only rises
    assert risen[flow] <= gain + 1e-12
    assert not np.delete(risen, flow).any()


@bounded
@given(seeds, nestings)
def test_the_order_of_flows_changes_nothing(seed, nesting):
    tree, utility = random_tree(seed)
    order = np.random.default_rng(seed + 1).permutation(tree.n_flows)
    turned = np.concatenate([np.arange(tree.flow_start[f], tree.flow_start[f + 1]) for f in order])
    place = np.argsort(order)
    sizes = [np.diff(tree.nest_start)[tree.flow_of_nest == f].tolist() for f in order]
    (p, logsum), (again, logsums) = (
        probabilities(utility, tree, nesting),
        probabilities(utility[turned], tree_of(*(tuple(flow) for flow in sizes)), nesting),
    )
    assert np.array_equal(again, p[turned])
    assert np.array_equal(logsums[place], logsum)


@bounded
@given(seeds, nestings, st.floats(-50.0, 50.0))
def test_only_differences_of_utility_matter(seed, nesting, shift):
    tree, utility = random_tree(seed)
    (p, logsum), (p_now, logsum_now) = (
        probabilities(utility, tree, nesting),
        probabilities(utility + shift, tree, nesting),
    )
    assert np.allclose(p, p_now, rtol=1e-9, atol=1e-12)
    assert np.allclose(logsum_now - logsum, shift, rtol=0, atol=1e-9)


@bounded
@given(seeds)
def test_with_nesting_one_a_nested_tree_is_a_plain_logit(seed):
    tree, utility = random_tree(seed)
    flow = tree.flow_of_alternative
    plain = Tree.from_labels(flow, np.arange(tree.n_alternatives))
    assert np.allclose(probabilities(utility, tree, 1.0)[0], probabilities(utility, plain, 1.0)[0], rtol=0, atol=1e-12)
