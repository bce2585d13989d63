"""What ways cost, worked by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scenario_files import DATA

from portsim.choice.cost import generalised_cost, lock_toll_cny_per_teu, sensitivity
from portsim.choice.network import network_of
from portsim.scenario.load import load_scenario
from portsim.study.ways_taken import taken_by_tables

CHOOSING = DATA / "choosing.yaml"


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


def two_lines(folder, second_sailings, first_sailings, **of_second):
    """The small scenario that chooses, its line between harbour, islands and coast run by two services."""
    first = load_scenario(CHOOSING).root.get(("services", "line")).plain()
    services = {"line": {"sailings_per_week": first_sailings}}
    if second_sailings:
        services["twin"] = first | {"sailings_per_week": second_sailings} | of_second
    overlay = folder / "lines.yaml"
    overlay.write_text(json.dumps({"format": 1, "name": "lines", "services": services}), encoding="utf-8")
    return load_scenario(CHOOSING, overlays=[overlay]).scenario


def test_a_service_split_in_two_of_half_the_frequency_changes_no_leg_and_no_share(tmp_path):
    whole, split = two_lines(tmp_path, 0, 2), two_lines(tmp_path, 1, 1)
    before, after = network_of(whole).sea, network_of(split).sea
    for pair in (("harbour", "islands"), ("islands", "harbour"), ("harbour", "coast")):
        values = [(leg.money_cny, leg.time_h, leg.headway_h, leg.sd_h) for leg in (before[pair], after[pair])]
        assert values[1] == pytest.approx(values[0])
    shares = [taken.teu / taken.volume for taken in (taken_by_tables(whole), taken_by_tables(split))]
    assert shares[1] == pytest.approx(shares[0])
    assert (shares[0] > 0.1).sum() > 5


def test_common_lines_add_their_sailings_and_slower_ones_count_for_nothing(tmp_path):
    # To the coast only `line` sails, 2 a week: 84 h between ships. A third sailing makes 56 h, a slow one none.
    coast = ("harbour", "coast")
    assert network_of(two_lines(tmp_path, 0, 2)).sea[coast].headway_h == pytest.approx(84.0)
    assert network_of(two_lines(tmp_path, 1, 2)).sea[coast].headway_h == pytest.approx(56.0)
    slow = network_of(two_lines(tmp_path, 1, 2, buffer_share=0.9)).sea[coast]
    assert (slow.headway_h, slow.time_h) == pytest.approx(
        (84.0, network_of(two_lines(tmp_path, 0, 2)).sea[coast].time_h)
    )


def test_a_toll_is_shared_by_the_boxes_on_board():
    # 5 000 dwt are 3 000 gross tons; 0.1 CNY each at 3 locks are 900 CNY for 150 TEU
    assert lock_toll_cny_per_teu(0.1, 5000.0, 0.6, 3, 150.0) == pytest.approx(6.0)


def test_an_empty_barge_has_nobody_to_share_its_toll():
    with pytest.raises(ValueError, match="on board"):
        lock_toll_cny_per_teu(0.1, 5000.0, 0.6, 3, 0.0)
