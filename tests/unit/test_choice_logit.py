"""The nested logit against shares and logsums worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from choice_trees import tree_of

from portsim.choice.logit import probabilities
from portsim.choice.tree import Tree


@pytest.mark.parametrize(
    ("theta", "costs", "shares", "logsum_cost"),
    [
        (0.5, [100.0, 102.0], [0.731059, 0.268941], 99.37348),
        (0.1, [2000.0, 2010.0, 2050.0], [0.727475, 0.267623, 0.004902], 1996.81825),
    ],
)
def test_the_published_logits_come_out(theta, costs, shares, logsum_cost):
    tree = tree_of(tuple(1 for _ in costs))
    p, logsum = probabilities(-theta * np.array(costs), tree, 1.0)
    assert p == pytest.approx(shares, abs=5e-7)
    assert -logsum[0] / theta == pytest.approx(logsum_cost, abs=5e-6)


def test_with_nesting_one_the_nests_do_not_matter():
    costs = -0.1 * np.array([2000.0, 2010.0, 2050.0])
    assert probabilities(costs, tree_of((2, 1)), 1.0)[0] == pytest.approx([0.727475, 0.267623, 0.004902], abs=5e-7)


def test_two_like_modes_share_a_gateway_and_count_less_than_two_gateways():
    # lambda 1/2, all utilities 0: the nest of two is worth 1/2 ln 2, weight sqrt 2 against 1 of the gateway alone
    p, logsum = probabilities(np.zeros(3), tree_of((2, 1)), 0.5)
    root = 2.0**0.5
    assert p == pytest.approx([root / 2 / (1 + root), root / 2 / (1 + root), 1 / (1 + root)])
    assert logsum[0] == pytest.approx(np.log(1 + root))


def test_a_split_nest_is_worth_more_than_the_nest():
    # split in two gateways of one mode each, the three are a plain logit of thirds
    p, logsum = probabilities(np.zeros(3), tree_of((1, 1, 1)), 0.5)
    assert p == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert logsum[0] == pytest.approx(np.log(3.0))


def test_nests_of_one_mode_each_are_a_plain_logit_whatever_the_nesting():
    utility = np.array([0.0, np.log(3.0)])
    for nesting in (0.3, 0.6, 1.0):
        assert probabilities(utility, tree_of((1, 1)), nesting)[0] == pytest.approx([0.25, 0.75])


def test_what_is_forbidden_takes_nothing_and_the_rest_shares_it():
    utility = np.array([-np.inf, 0.0, -np.inf, -np.inf, 0.0])
    p, logsum = probabilities(utility, tree_of((2, 2, 1)), 0.6)
    assert p.tolist() == [0.0, 0.5, 0.0, 0.0, 0.5]
    assert logsum[0] == pytest.approx(np.log(2.0))


def test_a_flow_with_nothing_open_has_no_shares_and_no_worth():
    p, logsum = probabilities(np.array([-np.inf, -np.inf, 5.0]), tree_of((1, 1), (1,)), 0.6)
    assert p.tolist() == [0.0, 0.0, 1.0]
    assert logsum.tolist() == [-np.inf, 5.0]


def test_utilities_of_any_size_stay_finite():
    p, logsum = probabilities(np.array([-1e6, -1e6, 1e5, 0.0]), tree_of((1, 1), (2,)), 0.3)
    assert p.tolist() == [0.5, 0.5, 1.0, 0.0]
    assert logsum == pytest.approx([-1e6 + np.log(2.0), 1e5])


def test_no_flows_have_no_shares():
    p, logsum = probabilities(np.zeros(0), tree_of(), 0.6)
    assert len(p) == len(logsum) == 0


@pytest.mark.parametrize("nesting", [0.0, -0.5, 1.01, float("nan")])
def test_a_nesting_outside_its_range_is_refused(nesting):
    with pytest.raises(ValueError, match="nesting must be"):
        probabilities(np.zeros(1), tree_of((1,)), nesting)


@pytest.mark.parametrize("utility", [float("inf"), float("nan")])
def test_a_utility_that_is_no_number_is_refused(utility):
    with pytest.raises(ValueError, match="a utility must be"):
        probabilities(np.array([0.0, utility]), tree_of((2,)), 0.6)


def test_too_few_utilities_are_refused():
    with pytest.raises(ValueError, match="2 alternatives need as many utilities"):
        probabilities(np.zeros(1), tree_of((2,)), 0.6)


def test_a_tree_knows_its_flows_and_nests():
    tree = tree_of((2, 1), (3,))
    assert (tree.n_flows, tree.n_nests, tree.n_alternatives) == (2, 3, 6)
    assert tree.flow_start.tolist() == [0, 3, 6]
    assert tree.nest_start.tolist() == [0, 2, 3, 6]
    assert tree.nest_flow_start.tolist() == [0, 2, 3]
    assert tree.flow_of_alternative.tolist() == [0, 0, 0, 1, 1, 1]
    assert tree.nest_of_alternative.tolist() == [0, 0, 1, 2, 2, 2]
    assert tree.flow_of_nest.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("flow", "nest"),
    [([0, 2], [0, 0]), ([1, 1], [0, 0]), ([0, 1, 0], [0, 0, 0]), ([0, 0, 0], [1, 2, 1])],
)
def test_alternatives_out_of_order_are_refused(flow, nest):
    with pytest.raises(ValueError, match="of"):
        Tree.from_labels(np.array(flow), np.array(nest))


@pytest.mark.parametrize(
    ("flow_start", "nest_start", "nest_flow_start"),
    [
        ([0, 2, 2], [0, 2], [0, 1, 1]),  # a flow without an alternative
        ([0, 2, 3], [0, 1, 3], [0, 1, 2]),  # the second nest holds alternatives of both flows
        ([0, 2, 3], [0, 2, 3], [0, 2]),  # nests of one flow only
        ([1, 3], [0, 3], [0, 1]),  # alternative 0 is nobody's
    ],
)
def test_arrays_that_contradict_each_other_are_refused(flow_start, nest_start, nest_flow_start):
    with pytest.raises(ValueError, match="must"):
        Tree(np.array(flow_start), np.array(nest_start), np.array(nest_flow_start))
