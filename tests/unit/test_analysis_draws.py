"""What draws of uncertain inputs say: shares, regret, tornado, variance and targets, on tables of a few rows."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest

from portsim.analysis.attainment import attainment
from portsim.analysis.regret import regret
from portsim.analysis.shares import share_interval
from portsim.analysis.tornado import tornado
from portsim.analysis.variance import variance_by_input


def test_intervals_of_shares_have_their_closed_forms_at_the_ends():
    # none of 100: (1 - p)^100 = 0.025; one of two: 1 - (1 - p)^2 = 0.025, and the same from above
    assert share_interval(0, 100) == (0.0, pytest.approx(1.0 - 0.025**0.01))
    assert share_interval(100, 100) == (pytest.approx(0.025**0.01), 1.0)
    assert share_interval(1, 2) == pytest.approx((1.0 - math.sqrt(0.975), math.sqrt(0.975)))
    with pytest.raises(ValueError, match="3 hits in 2"):
        share_interval(3, 2)


TWO = pd.DataFrame({"hub": [10.0, 4.0, 7.0], "spread": [8.0, 6.0, 7.0]})
"""Best is the hub, then the spread, then both."""


def test_regret_is_the_distance_from_the_best_of_the_same_draw():
    table = regret(TWO).set_index("option")
    # the hub loses 0, 2, 0; the 95th percentile of 0, 0, 2 lies nine tenths of the way from 0 to 2
    assert table.loc["hub", ["n", "mean", "mean_regret", "regret_p95", "max_regret"]].tolist() == pytest.approx(
        [3, 7.0, 2.0 / 3.0, 1.8, 2.0]
    )
    assert table["best_share"].tolist() == [0.5, 0.5]
    assert table["near_best_share"].tolist() == pytest.approx([2.0 / 3.0, 2.0 / 3.0])
    assert regret(TWO, indifference=2.0)["near_best_share"].tolist() == [1.0, 1.0]


def test_where_little_is_good_the_other_option_regrets():
    # costs: best 8, 4, 7; the hub loses 2, 0, 0, the spread 0, 2, 0; the same gap in the second draw to 5 loses 1
    costs = TWO.assign(spread=[8.0, 5.0, 7.0])
    assert regret(costs, "min")["mean_regret"].tolist() == pytest.approx([2.0 / 3.0, 1.0 / 3.0])


def test_a_draw_with_a_gap_counts_for_nobody():
    assert regret(TWO.assign(hub=[np.nan, 4.0, 7.0]))["n"].tolist() == [2, 2]
    with pytest.raises(ValueError, match="no draw"):
        regret(TWO.assign(hub=np.nan))


BASE = {"growth": 1.0, "path": "central"}


def test_the_bars_of_a_tornado_stand_in_order_of_their_swing():
    draws = pd.DataFrame({"path": ["low", "central", "central"], "growth": [1.0, 2.0, 0.5]})
    table = tornado(draws, [95.0, 130.0, 90.0], BASE, 100.0)
    assert table["input"].tolist() == ["growth", "path"]
    assert table["swing"].tolist() == [40.0, 5.0]
    assert table[["low_setting", "high_setting", "low_change", "high_change"]].to_numpy().tolist() == [
        [0.5, 2.0, -10.0, 30.0],
        ["low", "central", -5.0, 0.0],
    ]


def test_an_input_that_works_the_other_way_keeps_its_settings_in_order():
    draws = pd.DataFrame({"growth": [2.0, 0.5], "path": "central"})
    row = tornado(draws, [90.0, 130.0], BASE, 100.0).iloc[0]
    assert (row["low_setting"], row["low"], row["high_setting"], row["high"]) == (0.5, 130.0, 2.0, 90.0)
    assert row["swing"] == 40.0


def test_a_draw_that_changes_two_inputs_is_no_tornado():
    with pytest.raises(ValueError, match="one at a time"):
        tornado(pd.DataFrame({"growth": [2.0], "path": ["low"]}), [1.0], BASE, 1.0)
    with pytest.raises(ValueError, match="lacks toll"):
        tornado(pd.DataFrame({"toll": [2.0]}), [1.0], BASE, 1.0)


CUBE = pd.DataFrame(product([-1.0, 1.0], repeat=3), columns=["x", "z", "w"])
"""All eight corners: the columns are independent to the last digit."""


def test_variance_is_divided_as_the_squares_of_the_slopes():
    # y = 3 x + 4 z + w, w not among the inputs: 9, 16 and 1 parts of 26; the sample variance has 8/7 of each
    y = 3.0 * CUBE["x"] + 4.0 * CUBE["z"] + CUBE["w"]
    table = variance_by_input(CUBE[["x", "z"]], y).set_index("input")["share"]
    assert table.to_dict() == pytest.approx({"z": 16 / 26, "x": 9 / 26, "run_noise": 0.0, "rest": 1 / 26})
    known = variance_by_input(CUBE[["x", "z"]], y, run_variance=8 / 7).set_index("input")["variance"]
    assert known.to_dict() == pytest.approx({"z": 128 / 7, "x": 72 / 7, "run_noise": 8 / 7, "rest": 0.0})


def test_run_noise_takes_no_more_than_the_inputs_leave():
    table = variance_by_input(CUBE[["x"]], 3.0 * CUBE["x"] + CUBE["w"], run_variance=100.0).set_index("input")["share"]
    assert table.to_dict() == pytest.approx({"x": 0.9, "run_noise": 0.1, "rest": 0.0})


def test_words_explain_what_their_means_explain():
    # means 1, 5, 6 by word, spread within none: all of the variance, though no straight line through them fits
    draws = pd.DataFrame({"path": ["low", "plan", "central"] * 2})
    table = variance_by_input(draws, [1.0, 5.0, 6.0] * 2).set_index("input")["share"]
    assert table["path"] == pytest.approx(1.0)


def test_the_shares_of_correlated_inputs_still_sum_to_one():
    draws = CUBE[["x", "z"]].assign(z=CUBE["z"] + 0.5 * CUBE["x"])
    table = variance_by_input(draws, CUBE["x"] + CUBE["z"] * CUBE["w"])
    assert table["share"].sum() == pytest.approx(1.0)
    assert variance_by_input(draws, [5.0] * 8)["share"].tolist() == [0.0] * 4


def test_too_few_draws_are_refused():
    with pytest.raises(ValueError, match="at least 4"):
        variance_by_input(CUBE[["x", "z"]].head(3), [1.0, 2.0, 3.0])


def draws_of(values: list[float], option: str = "canal") -> pd.DataFrame:
    return pd.DataFrame(
        {"option": option, "measure": "throughput_teu", "entity": "guangxi", "period": "2030", "value": values}
    )


TARGETS = pd.DataFrame(
    {"id": ["plan"], "measure": "throughput_teu", "entity": "guangxi", "period": "2030", "value": [10.0]}
)


def test_three_of_four_draws_meet_the_target_and_that_is_no_probability():
    # gaps -1, 0, 1, 2: the 5th percentile lies at -1 + 0.15, the 95th at 1 + 0.85
    (row,) = attainment(draws_of([9.0, 10.0, 11.0, 12.0]), TARGETS, has_uncertainties=True).to_dict("records")
    assert (row["option"], row["id"], row["target"], row["n"], row["met_share"]) == ("canal", "plan", 10.0, 4, 0.75)
    assert [row[key] for key in ("gap_mean", "gap_p5", "gap_p95")] == pytest.approx([0.5, -0.85, 1.85])
    assert math.isnan(row["probability"])


def test_a_hundred_draws_of_uncertainties_give_a_probability_and_a_hundred_runs_do_not():
    values = draws_of([9.0] * 30 + [11.0] * 70)
    assert attainment(values, TARGETS, has_uncertainties=True)["probability"].tolist() == [0.7]
    assert attainment(values, TARGETS, has_uncertainties=False)["probability"].isna().all()


def test_an_upper_limit_is_met_from_below_and_a_target_without_values_has_none():
    limits = pd.concat([TARGETS.assign(direction="at_most"), TARGETS.assign(period="2035", direction="at_least")])
    table = attainment(draws_of([9.0, 10.0, 11.0, 12.0]), limits, has_uncertainties=True)
    assert table["met_share"].iloc[0] == 0.5
    assert table["n"].tolist() == [4, 0]
    assert math.isnan(table["met_share"].iloc[1])


def test_options_stand_side_by_side():
    both = pd.concat([draws_of([9.0, 9.0]), draws_of([11.0, 11.0], "no canal")])
    table = attainment(both, TARGETS, has_uncertainties=False)
    assert list(zip(table["option"], table["met_share"], strict=True)) == [("canal", 0.0), ("no canal", 1.0)]
