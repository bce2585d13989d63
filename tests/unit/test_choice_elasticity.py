"""Answers of cargo to cost, time and frequency, by hand and against small finite changes."""

from __future__ import annotations

import numpy as np
import pytest
from choice_trees import random_tree, tree_of

from portsim.choice.elasticity import by_cost, by_frequency, by_time, elasticity, share_change
from portsim.choice.logit import probabilities


def test_the_own_cost_elasticity_of_a_plain_logit():
    # -mu C (1 - P) with mu 0.001, C 2 000, P 1/2: -1; the other way gains mu C P = 1
    tree, p = tree_of((1, 1)), np.array([0.5, 0.5])
    dearer = by_cost(np.array([2000.0, 0.0]), np.array([0.001]), tree)
    volume = np.array([300.0])
    assert elasticity(p, dearer, tree, 1.0, volume, np.array([True, False])) == pytest.approx(-1.0)
    assert elasticity(p, dearer, tree, 1.0, volume, np.array([False, True])) == pytest.approx(1.0)


def test_modes_of_one_gateway_answer_each_other_more():
    # lambda 1/2, nest of two halves with share 1/2 of the flow and mu C = 1:
    # the dearer way -(2 - 1/2 - 1/4), its fellow 1/2 + 1/4, the other gateway 1/4
    tree, p = tree_of((2, 1)), np.array([0.25, 0.25, 0.5])
    dearer = by_cost(np.array([1000.0, 0.0, 0.0]), np.array([0.001]), tree)
    assert share_change(p, dearer, tree, 0.5) / p == pytest.approx([-1.25, 0.75, 0.25])


def test_time_is_cost_by_its_value():
    # 48 h at 160 CNY a day are 320 CNY: -0.0015 x 320
    assert by_time(np.array([48.0]), np.array([160.0]), np.array([0.0015]), tree_of((1,))) == pytest.approx([-0.48])


def test_departures_act_through_half_the_headway():
    # a weekly sailing waits 84 h, 3.5 d, at 75 CNY a day 262.5 CNY; more departures are good
    worth = by_frequency(np.array([168.0]), np.array([75.0]), np.array([0.002]), tree_of((1,)))
    assert worth == pytest.approx([0.525])


def test_derivatives_agree_with_small_changes():
    for seed in range(20):
        tree, utility = random_tree(seed)
        change = np.random.default_rng(seed + 100).normal(size=tree.n_alternatives)
        p, _ = probabilities(utility, tree, 0.6)
        ahead, _ = probabilities(utility + 1e-5 * change, tree, 0.6)
        back, _ = probabilities(utility - 1e-5 * change, tree, 0.6)
        assert share_change(p, change, tree, 0.6) == pytest.approx((ahead - back) / 2e-5, abs=1e-8)


def test_what_is_closed_does_not_answer():
    tree = tree_of((1, 2), (1,))
    p, _ = probabilities(np.array([-np.inf, 0.0, 0.0, 0.0]), tree, 0.6)
    change = share_change(p, np.array([-1.0, -1.0, 0.0, -1.0]), tree, 0.6)
    # 1/2 (-1/0.6 + (1/0.6 - 1) x 1/2 + 1/2) = -1/2.4 for the second way, the third takes it
    assert change == pytest.approx([0.0, -1 / 2.4, 1 / 2.4, 0.0])


def test_flows_count_by_their_cargo():
    # a flow of 100 answers with -1, a flow of 300 on the same way, but without another, not at all: 50 of 350 TEU
    tree = tree_of((1, 1), (1,))
    p, rail = np.array([0.5, 0.5, 1.0]), np.array([True, False, True])
    dearer = by_cost(np.array([2000.0, 0.0, 2000.0]), np.array([0.001, 0.001]), tree)
    assert elasticity(p, dearer, tree, 0.6, np.array([100.0, 300.0]), rail) == pytest.approx(-50 / 350)


def test_ways_without_cargo_have_no_elasticity():
    with pytest.raises(ValueError, match="without cargo"):
        elasticity(np.array([1.0]), np.zeros(1), tree_of((1,)), 0.6, np.ones(1), np.array([False]))
