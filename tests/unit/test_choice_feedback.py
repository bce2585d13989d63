"""What shippers have learnt after a few weeks, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from choice_trees import tree_of

from portsim.choice.feedback import Feedback, gap

USED, UNUSED = np.array([True]), np.array([False])


def weeks(*observed: float | None) -> tuple[list[float], list[float]]:
    """Perceived hours and weights of one component, week by week; None is a week without users."""
    memory, perceived, weights = Feedback(1), [], []
    for hours in observed:
        seen = np.array([np.nan if hours is None else hours])
        perceived.append(memory.update(seen, UNUSED if hours is None else USED)[0])
        weights.append(memory.weight[0])
    return perceived, weights


def test_the_first_week_counts_three_tenths():
    assert weeks(10.0) == ([pytest.approx(3.0)], [0.3])


def test_a_lasting_wait_is_learnt_week_by_week():
    # 0.3 x 10 = 3; 3 + 0.3 x 7 = 5.1; 5.1 + 0.3 x 4.9 = 6.57; doubling is bounded by the first weight
    assert weeks(10.0, 10.0, 10.0) == (pytest.approx([3.0, 5.1, 6.57]), [0.3, 0.3, 0.3])


def test_a_swing_halves_the_weight_and_a_drift_doubles_it():
    # +10 x 0.3 = 3; down 3 at 0.15: 2.55; up 17.45 at 0.075: 3.85875; up 16.14125 at 0.15: 6.2799375
    perceived, weights = weeks(10.0, 0.0, 20.0, 20.0)
    assert weights == pytest.approx([0.3, 0.15, 0.075, 0.15])
    assert perceived == pytest.approx([3.0, 2.55, 3.85875, 6.2799375])


def test_the_weight_never_falls_below_a_twentieth():
    _, weights = weeks(100.0, 0.0, 100.0, 0.0, 100.0, 0.0)
    assert weights == pytest.approx([0.3, 0.15, 0.075, 0.05, 0.05, 0.05])


def test_without_users_the_wait_is_forgotten():
    # 6 after 20 h x 0.3; the turn halves the weight: 6 x 0.85 = 5.1; then 5.1 x 0.7
    assert weeks(20.0, None, None)[0] == pytest.approx([6.0, 5.1, 3.57])


def test_an_overloaded_component_is_not_trusted_again_at_once():
    # after weeks at 40 h one empty week leaves more than four fifths of what was perceived
    perceived, _ = weeks(40.0, 40.0, 40.0, 40.0, None)
    assert perceived[4] / perceived[3] == pytest.approx(0.85)


def test_a_week_without_change_is_no_turn():
    # 3, then exactly 3 seen: nothing moves and the weight stays; then down 3 is a turn against the first rise
    perceived, weights = weeks(10.0, 3.0, 0.0)
    assert perceived == pytest.approx([3.0, 3.0, 2.55])
    assert weights == pytest.approx([0.3, 0.3, 0.15])


def test_components_learn_each_for_itself():
    memory = Feedback(2, weight=0.5)
    memory.update(np.array([4.0, np.nan]), np.array([True, False]))
    assert memory.update(np.array([0.0, 8.0]), np.array([True, True])).tolist() == [1.5, 4.0]
    assert memory.weight.tolist() == [0.25, 0.5]


def test_what_is_handed_out_is_a_copy():
    memory = Feedback(1)
    memory.update(np.array([10.0]), USED)[0] = 99.0
    assert memory.perceived_h[0] == pytest.approx(3.0)


def test_a_component_with_users_needs_an_observation():
    with pytest.raises(ValueError, match="finite"):
        Feedback(1).update(np.array([np.nan]), USED)


@pytest.mark.parametrize("weight", [0.0, 0.04, 1.1])
def test_a_weight_outside_its_range_is_refused(weight):
    with pytest.raises(ValueError, match="weight"):
        Feedback(1, weight)


def test_the_gap_weighs_flows_by_their_cargo():
    # flow 0 moves 0.2 of 300 TEU, flow 1 nothing of 100: 60 of 400 TEU
    before, now = np.array([0.5, 0.5, 1.0]), np.array([0.7, 0.3, 1.0])
    assert gap(before, now, np.array([300.0, 100.0]), tree_of((1, 1), (1,))) == pytest.approx(0.15)


def test_no_cargo_has_no_gap():
    assert gap(np.array([1.0, 0.0]), np.array([0.0, 1.0]), np.zeros(1), tree_of((2,))) == 0.0
