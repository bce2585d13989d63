"""Paired differences worked by hand, and Holm's correction."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from portsim.analysis.differences import holm, paired_differences


def rows(option: str, values: list[float], entity: str = "port", measure: str = "wait_h", first_run: int = 0):
    runs = [f"1-{first_run + n}" for n in range(len(values))]
    return pd.DataFrame(
        {
            "option": option, "run": runs, "measure": measure, "unit": "h", "entity": entity, "period": "2025",
            "value": values,
        }
    )  # fmt: skip


def test_differences_of_one_three_and_two_hours():
    """Mean 2, sd 1: t(2) 4.302653 / sqrt 3 = 2.484138. p of t 3.4641 at 2 degrees: 1 - t / sqrt(t^2 + 2) = 0.07418."""
    table = paired_differences(pd.concat([rows("base", [10.0, 20.0, 30.0]), rows("more", [11.0, 23.0, 32.0])]), "base")
    (row,) = table.to_dict("records")
    assert (row["option"], row["entity"], row["n"]) == ("more", "port", 3)
    assert (row["base"], row["mean"], row["difference"], row["relative"]) == (20.0, 22.0, 2.0, 0.1)
    assert row["half_width"] == pytest.approx(2.484138, abs=1e-6)
    assert (row["low"], row["high"]) == pytest.approx((-0.484138, 4.484138), abs=1e-6)
    assert row["p"] == row["p_holm"] == pytest.approx(0.0741799, abs=1e-6)
    assert not row["is_sure"]


def test_unpaired_the_same_runs_have_the_interval_of_welch():
    """Both variances 100: 4 degrees, t 2.776445 * sqrt(200/3). Paired 11, 11, -19: sd sqrt 300, t 4.302653 * 10."""
    table = paired_differences(pd.concat([rows("a", [10.0, 20.0, 30.0]), rows("b", [21.0, 31.0, 11.0])]), "a")
    assert table["unpaired_half_width"][0] == pytest.approx(2.776445 * math.sqrt(200.0 / 3.0), rel=1e-6)
    assert table["half_width"][0] == pytest.approx(43.02653, rel=1e-6)


def test_runs_are_paired_by_their_name_and_those_without_a_partner_left_out():
    measures = pd.concat([rows("a", [0.0, 10.0, 20.0]), rows("b", [25.0, 13.0, 7.0], first_run=1).iloc[::-1]])
    table = paired_differences(measures, "a")
    # run 1: 25 - 10, run 2: 13 - 20
    assert (table["n"][0], table["difference"][0], table["base"][0]) == (2, 4.0, 15.0)


def test_one_pair_has_a_difference_and_no_interval():
    table = paired_differences(pd.concat([rows("a", [1.0]), rows("b", [4.0])]), "a")
    assert table["difference"][0] == 3.0
    assert table[["half_width", "low", "high", "p", "p_holm"]].isna().all(axis=None)
    assert not table["is_sure"][0]


def test_a_difference_that_is_the_same_in_every_run_is_sure_and_none_is_not():
    same = [rows("a", [0.1, 0.2, 0.7]), rows("b", [0.1, 0.2, 0.7])]
    shifted = [rows("a", [1.0, 2.0, 4.0], "quay"), rows("b", [3.0, 4.0, 6.0], "quay")]
    table = paired_differences(pd.concat([*same, *shifted]), "a").set_index("entity")
    assert table.loc["port", ["difference", "half_width", "p", "is_sure"]].tolist() == [0.0, 0.0, 1.0, False]
    assert table.loc["quay", ["difference", "half_width", "p", "is_sure"]].tolist() == [2.0, 0.0, 0.0, True]


def test_a_base_of_zero_has_no_relative_difference_and_a_negative_one_keeps_the_sign():
    table = paired_differences(pd.concat([rows("a", [0.0, 0.0]), rows("b", [1.0, 2.0])]), "a")
    assert math.isnan(table["relative"][0])
    table = paired_differences(pd.concat([rows("a", [-10.0, -10.0]), rows("b", [-5.0, -5.0])]), "a")
    assert table["relative"][0] == 0.5


def test_places_of_one_measure_are_corrected_together_and_unchanged_ones_do_not_count():
    measures = [rows(option, [0.0, 0.0, 0.0], "idle") for option in ("a", "b")]
    for entity in ("north", "south"):
        measures += [rows("a", [10.0, 20.0, 30.0], entity), rows("b", [11.0, 23.0, 32.0], entity)]
    measures += [rows("a", [10.0, 20.0, 30.0], measure="service_h"), rows("b", [11.0, 23.0, 32.0], measure="service_h")]
    table = paired_differences(pd.concat(measures), "a").set_index(["measure", "entity"])["p_holm"]
    assert table["wait_h", "north"] == pytest.approx(2 * 0.0741799, abs=1e-6)
    assert table["service_h", "port"] == pytest.approx(0.0741799, abs=1e-6)
    assert table["wait_h", "idle"] == 1.0
    assert paired_differences(pd.concat(measures), "a", family=())["p_holm"].iloc[-1] == pytest.approx(3 * 0.0741799)


def test_every_other_option_is_compared_in_its_order():
    measures = pd.concat([rows("c", [3.0, 3.0]), rows("a", [1.0, 1.0]), rows("b", [2.0, 2.0])])
    table = paired_differences(measures, "a")
    assert list(zip(table["option"], table["difference"], strict=True)) == [("c", 2.0), ("b", 1.0)]


def test_what_cannot_be_compared_is_said():
    with pytest.raises(ValueError, match="no option x; there are a, b"):
        paired_differences(pd.concat([rows("a", [1.0]), rows("b", [1.0])]), "x")
    with pytest.raises(ValueError, match="no option beside a"):
        paired_differences(rows("a", [1.0]), "a")
    with pytest.raises(ValueError, match="confidence"):
        paired_differences(rows("a", [1.0]), "a", 1.0)


def test_holm_multiplies_the_smallest_most_and_never_falls_nor_exceeds_one():
    # 0.01 * 4, then max(0.04, 0.02 * 3), then max(0.06, 0.02 * 2), then 0.9
    assert holm([0.02, 0.9, 0.01, 0.02]).tolist() == pytest.approx([0.06, 0.9, 0.04, 0.06])
    assert holm([0.6, 0.7]).tolist() == [1.0, 1.0]
    assert holm([]).tolist() == []
