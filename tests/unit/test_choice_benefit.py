"""What changes are worth, in parts worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from choice_trees import random_tree, tree_of

from portsim.choice.benefit import Benefit, rule_of_a_half, user_benefit
from portsim.choice.logit import probabilities

MU, VOLUME = np.array([0.001]), np.array([100.0])


def parts(before: list[float], after: list[float], tree, nesting: float = 1.0) -> list[float]:
    benefit = user_benefit(np.array(before), np.array(after), tree, nesting, MU, VOLUME)
    return [benefit.at_base_shares_cny[0], benefit.of_switchers_cny[0], benefit.of_variety_cny[0]]


def test_what_is_cheaper_for_all_has_no_switchers():
    # 50 CNY of utility 0.05 off both ways for 100 TEU
    assert parts([-2.0, -2.0], [-1.95, -1.95], tree_of((1, 1))) == pytest.approx([5000.0, 0.0, 0.0], abs=1e-6)


def test_a_cheaper_way_is_worth_more_than_its_base_share():
    # shares 1/2; one way better by ln 3: base 1/2 ln 3, in all ln(4/2) = ln 2; 100 TEU / 0.001
    expected = [1e5 * 0.5 * np.log(3.0), 1e5 * (np.log(2.0) - 0.5 * np.log(3.0)), 0.0]
    assert parts([0.0, 0.0], [np.log(3.0), 0.0], tree_of((1, 1))) == pytest.approx(expected)


def test_a_new_way_no_better_than_the_old_is_mere_variety():
    assert parts([0.0, -np.inf], [0.0, 0.0], tree_of((1, 1))) == pytest.approx([0.0, 0.0, 1e5 * np.log(2.0)])
    assert parts([0.0, -np.inf], [0.0, -1.0], tree_of((1, 1))) == pytest.approx([0.0, 0.0, 1e5 * np.log1p(np.exp(-1))])


def test_a_new_way_that_is_better_gains_by_its_advantage():
    # better by ln 3: ln 4 in all, ln 2 of it for being there
    expected = [0.0, 1e5 * np.log(2.0), 1e5 * np.log(2.0)]
    assert parts([0.0, -np.inf], [np.log(3.0), 0.0][::-1], tree_of((1, 1))) == pytest.approx(expected)


def test_the_variety_of_a_way_in_an_old_nest_counts_by_the_nesting():
    assert parts([0.0, -np.inf], [0.0, 0.0], tree_of((2,)), 0.6)[2] == pytest.approx(0.6e5 * np.log(2.0))


def test_closing_a_way_takes_what_opening_it_gave():
    opened = parts([0.0, -np.inf], [0.0, np.log(3.0)], tree_of((1, 1)))
    closed = parts([0.0, np.log(3.0)], [0.0, -np.inf], tree_of((1, 1)))
    assert closed == pytest.approx([-part for part in opened])


def test_when_every_way_is_replaced_all_is_gain_of_those_who_switch():
    assert parts([0.0, -np.inf], [-np.inf, 0.5], tree_of((1, 1))) == pytest.approx([0.0, 0.5e5, 0.0])


def test_the_parts_add_up_to_the_change_of_the_logsum():
    for seed in range(30):
        tree, before = random_tree(seed)
        chance = np.random.default_rng(seed + 500)
        after = before + chance.normal(0.0, 1.0, tree.n_alternatives)
        closing, opening = chance.random((2, tree.n_alternatives)) < 0.2
        first = tree.flow_start[:-1]
        closing[first] = opening[first] = False
        before[opening], after[closing & ~opening] = -np.inf, -np.inf
        mu, volume = chance.uniform(0.001, 0.002, tree.n_flows), chance.uniform(1.0, 900.0, tree.n_flows)
        benefit = user_benefit(before, after, tree, 0.6, mu, volume)
        worth = [probabilities(utility, tree, 0.6)[1] for utility in (before, after)]
        assert benefit.total_cny == pytest.approx((volume / mu * (worth[1] - worth[0])).sum())
        if not closing.any():
            assert benefit.of_switchers_cny.min() >= -1e-6
            assert benefit.of_variety_cny.min() >= 0.0


def test_for_small_changes_the_rule_of_a_half_agrees():
    for seed in range(10):
        tree, before = random_tree(seed)
        change = 0.05 * np.random.default_rng(seed + 500).normal(size=tree.n_alternatives)
        mu, volume = np.full(tree.n_flows, 0.001), np.full(tree.n_flows, 100.0)
        args = (before, before + change, tree, 0.6, mu, volume)
        rule, benefit = rule_of_a_half(*args), user_benefit(*args)
        # the rule errs in the third power of the change: 1e5 x a few times 0.05^3 CNY, a hundredth of the base effect
        assert rule == pytest.approx(benefit.at_base_shares_cny + benefit.of_switchers_cny, abs=10.0)


def test_the_rule_of_a_half_by_hand():
    # shares 1/2 and 3/4 of the improved way: (1/2 + 3/4) / 2 x ln 3
    rule = rule_of_a_half(np.zeros(2), np.array([np.log(3.0), 0.0]), tree_of((1, 1)), 1.0, MU, VOLUME)
    assert rule == pytest.approx([1e5 * 0.625 * np.log(3.0)])


def test_the_rule_of_a_half_leaves_new_ways_out():
    rule = rule_of_a_half(np.array([0.0, -np.inf]), np.zeros(2), tree_of((1, 1)), 1.0, MU, VOLUME)
    assert rule.tolist() == [0.0]


@pytest.mark.parametrize(("before", "after"), [(-np.inf, 0.0), (0.0, -np.inf)])
def test_a_flow_that_cannot_move_in_one_state_has_no_benefit(before, after):
    with pytest.raises(ValueError, match=r"flows \[0\] have nothing open"):
        user_benefit(np.array([before]), np.array([after]), tree_of((1,)), 0.6, MU, VOLUME)


def test_a_flow_without_cargo_gains_nothing_even_where_it_cannot_move():
    benefit = user_benefit(np.array([-np.inf]), np.zeros(1), tree_of((1,)), 0.6, MU, np.zeros(1))
    assert benefit.total_cny == 0.0


def test_the_headline_leaves_variety_out():
    benefit = Benefit(np.array([1.0, 2.0]), np.array([10.0, 20.0]), np.array([100.0, 200.0]))
    assert (benefit.headline_cny, benefit.total_cny) == (33.0, 333.0)
