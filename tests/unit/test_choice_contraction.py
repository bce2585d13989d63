"""Constants of gateways and modes, recovered from cargo that was made with known ones."""

from __future__ import annotations

import numpy as np
import pytest
from choice_trees import tree_of

from portsim.choice.contraction import Margin, added, fit
from portsim.choice.logit import probabilities

FREE = np.array([False, True, True])


def cargo_by(member, p, volume, tree, n):
    teu = p * volume[tree.flow_of_alternative]
    return np.array([teu[member == k].sum() for k in range(n)])


def test_one_constant_follows_from_the_observed_share():
    # two gateways at equal cost, observed 3 : 1, so the constant of the first is ln 3
    margin = Margin(np.array([1, 0]), np.array([0.0, 75.0]), np.array([False, True]))
    result = fit(np.zeros(2), tree_of((1, 1)), 1.0, np.array([100.0]), [margin])
    assert result.converged
    assert result.constants[0] == pytest.approx([0.0, np.log(3.0)])
    assert result.modelled[0] == pytest.approx([25.0, 75.0])


def test_close_rivals_within_a_nest_are_fitted_without_overshooting():
    # P = exp(c / lambda) / (1 + exp(c / lambda)) = 0.3, lambda 1/4; a full step would miss by 1.8 times the distance
    margin = Margin(np.array([1, 0]), np.array([0.0, 30.0]), np.array([False, True]))
    result = fit(np.zeros(2), tree_of((2,)), 0.25, np.array([100.0]), [margin])
    assert result.converged
    assert result.constants[0][1] == pytest.approx(0.25 * np.log(3 / 7))


@pytest.mark.parametrize("nesting", [0.25, 0.6, 1.0])
def test_known_constants_of_gateways_and_modes_are_found_again(nesting):
    # 40 flows over 3 gateways with rail and road each; gateway 0 and road are the ones held at 0
    chance = np.random.default_rng(4)
    tree, volume = tree_of(*[(2, 2, 2)] * 40), chance.uniform(10.0, 500.0, 40)
    gateway, mode = np.tile([0, 0, 1, 1, 2, 2], 40), np.tile([0, 1], 120)
    utility = chance.normal(0.0, 1.0, 240)
    true_gateway, true_mode = np.array([0.0, 0.7, -1.4]), np.array([0.0, 0.9])
    p, _ = probabilities(utility + true_gateway[gateway] + true_mode[mode], tree, nesting)
    margins = [
        Margin(gateway, cargo_by(gateway, p, volume, tree, 3), FREE),
        Margin(mode, cargo_by(mode, p, volume, tree, 2), FREE[:2]),
    ]
    result = fit(utility, tree, nesting, volume, margins)
    assert result.converged
    assert result.constants[0] == pytest.approx(true_gateway, abs=1e-6)
    assert result.constants[1] == pytest.approx(true_mode, abs=1e-6)


def test_where_margins_conflict_the_first_holds_and_the_other_keeps_a_residual():
    # one flow of 100, each gateway with its only mode: 60 by the port totals cannot be 80 by the modes
    gateway = Margin(np.array([1, 0]), np.array([0.0, 60.0]), np.array([False, True]))
    mode = Margin(np.array([1, 0]), np.array([0.0, 80.0]), np.array([False, True]))
    result = fit(np.zeros(2), tree_of((1, 1)), 1.0, np.array([100.0]), [gateway, mode], max_rounds=50)
    assert not result.converged
    assert result.n_rounds == 50
    assert result.largest_step > 0.1
    assert result.modelled[0][1] == pytest.approx(60.0)
    assert result.modelled[1][1] - 80.0 == pytest.approx(-20.0)


def test_margins_without_a_free_constant_change_nothing():
    margin = Margin(np.array([0, 0]), np.array([0.0]), np.array([False]))
    result = fit(np.zeros(2), tree_of((1, 1)), 1.0, np.array([100.0]), [margin])
    assert (result.converged, result.constants[0].tolist(), result.modelled[0].tolist()) == (True, [0.0], [100.0])


def test_alternatives_without_a_constant_keep_their_utility():
    margin = Margin(np.array([0, -1, 1]), np.array([1.0, 1.0]), np.array([True, True]))
    assert added(np.array([1.0, 2.0, 3.0]), [margin], [np.array([0.5, -0.5])]).tolist() == [1.5, 2.0, 2.5]


def test_a_constant_that_nobody_can_take_is_refused():
    margin = Margin(np.array([0, 1]), np.array([1.0, 5.0]), np.array([False, True]))
    with pytest.raises(ValueError, match=r"open alternative with cargo for the free constants \[1\]"):
        fit(np.array([0.0, -np.inf]), tree_of((1, 1)), 1.0, np.array([10.0]), [margin])


def test_a_constant_without_an_observation_is_refused():
    margin = Margin(np.array([0, 1]), np.array([1.0, 0.0]), np.array([False, True]))
    with pytest.raises(ValueError, match=r"observed cargo for the free constants \[1\]"):
        fit(np.zeros(2), tree_of((1, 1)), 1.0, np.array([10.0]), [margin])
