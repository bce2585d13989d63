"""What ways cost, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from choice_trees import tree_of

from portsim.choice.cost import (
    barge_cost_cny_per_teu,
    common_lines,
    generalised_cost,
    lock_toll_cny_per_teu,
    sensitivity,
)
from portsim.choice.logit import probabilities


def lines(*services, n=1):
    """Each service: relation, sailings a week, TEU, hours, CNY."""
    relation, sailings, teu, hours, cny = (np.array(column, float) for column in zip(*services, strict=True))
    return common_lines(relation.astype(np.int64), n, sailings, teu, hours, cny)


def test_an_itinerary_costs_its_money_and_its_days():
    # 12 d under way, a sailing every 7 d (3.5 d of waiting), spread of 2 d at half its worth: 16.5 d x 160 + 3 000
    cost = generalised_cost(np.array([3000.0]), np.array([288.0]), np.array([168.0]), np.array([48.0]), 160.0, 0.5)
    assert cost == pytest.approx([5640.0])


def test_a_way_without_departures_cannot_be_taken():
    assert generalised_cost(np.array([1.0]), np.array([1.0]), np.array([np.inf]), np.array([0.0]), 75.0, 0.5) == np.inf


def test_long_ways_are_less_sensitive_to_a_yuan():
    # 4 000: half of mu0; 1 000: mu0; 200 counts as 500: root 2; no inland leg: mu0
    mu = sensitivity(np.array([4000.0, 1000.0, 200.0, np.nan]), 0.0015, "inland_cost")
    assert mu == pytest.approx([0.00075, 0.0015, 0.0015 * 2**0.5, 0.0015])


def test_a_constant_sensitivity_knows_no_distance():
    assert sensitivity(np.array([4000.0, np.nan]), 0.002, "constant").tolist() == [0.002, 0.002]


def test_other_scales_are_refused():
    with pytest.raises(ValueError, match="inland_cost or constant"):
        sensitivity(np.array([1000.0]), 0.0015, "linear")


def test_common_lines_share_their_sailings():
    # 2 + 1 sailings: one every 56 h; 2 x 100 TEU at 50 h and 200 at 56 h: means 53 h and 1 100 CNY
    line = lines((0, 2, 100, 50, 1000), (0, 1, 200, 56, 1200))
    assert (line.headway_h[0], line.time_h[0], line.rate_cny_per_teu[0]) == pytest.approx((56.0, 53.0, 1100.0))


def test_a_slow_line_adds_sailings_but_neither_time_nor_rate():
    # 61 h is more than a fifth above 50 h, 60 h is not
    line = lines((0, 1, 100, 50, 1000), (0, 2, 900, 61, 10), (1, 1, 100, 50, 1000), (1, 1, 100, 60, 800), n=2)
    assert line.headway_h.tolist() == [56.0, 84.0]
    assert line.time_h == pytest.approx([50.0, 55.0])
    assert line.rate_cny_per_teu == pytest.approx([1000.0, 900.0])


def test_a_relation_without_services_cannot_be_taken():
    line = lines((1, 1, 100, 50, 1000), n=3)
    for values in (line.headway_h, line.time_h, line.rate_cny_per_teu):
        assert np.isinf(values).tolist() == [True, False, True]


def test_a_service_split_in_two_of_half_the_frequency_changes_no_share():
    def shares(*services):
        line = lines(*services, n=2)
        cost = generalised_cost(line.rate_cny_per_teu, line.time_h, line.headway_h, np.zeros(2), 160.0, 0.5)
        return probabilities(-0.0015 * cost, tree_of((1, 1)), 0.6)[0]

    whole = shares((0, 2, 1500, 90, 2000), (0, 1, 800, 100, 1900), (1, 1, 1000, 80, 2100))
    split = shares((0, 1, 1500, 90, 2000), (0, 1, 1500, 90, 2000), (0, 1, 800, 100, 1900), (1, 1, 1000, 80, 2100))
    assert split == pytest.approx(whole)
    assert 0.1 < whole[0] < 0.9


@pytest.mark.parametrize("service", [(0, 0, 100, 50, 1000), (0, 1, 0, 50, 1000)])
def test_a_service_that_carries_nothing_is_refused(service):
    with pytest.raises(ValueError, match="above 0"):
        lines(service)


def test_a_toll_is_shared_by_the_boxes_on_board():
    # 5 000 dwt are 3 000 gross tons; 0.1 CNY each at 3 locks are 900 CNY for 150 TEU
    assert lock_toll_cny_per_teu(0.1, 5000.0, 0.6, 3, 150.0) == pytest.approx(6.0)


def test_an_empty_barge_has_nobody_to_share_its_toll():
    with pytest.raises(ValueError, match="on board"):
        lock_toll_cny_per_teu(0.1, 5000.0, 0.6, 3, 0.0)


def test_a_box_by_barge_from_nanning_to_qinzhou():
    # two lifts 400, 294.3 km at 0.7 are 206, the truck 200: 806 CNY; a toll comes on top
    assert barge_cost_cny_per_teu(294.3, 200.0, 0.7, 200.0) == pytest.approx(806.0, abs=0.1)
    assert barge_cost_cny_per_teu(294.3, 200.0, 0.7, 200.0, toll_cny=6.0) == pytest.approx(812.0, abs=0.1)
