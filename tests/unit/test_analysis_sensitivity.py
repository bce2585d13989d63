"""Indices of functions whose indices are known."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from SALib.sample import morris as morris_design
from SALib.sample import sobol as sobol_design

from portsim.analysis.sensitivity import morris_indices, sobol_indices
from portsim.errors import InputError

PROBLEM = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}


def trajectories() -> pd.DataFrame:
    return pd.DataFrame(morris_design.sample(PROBLEM, 8, num_levels=4, seed=3), columns=["a", "b", "c"])


def test_a_sum_has_its_slopes_as_effects_without_spread():
    shares = trajectories()
    table = morris_indices(shares, 2.0 * shares["b"] - 5.0 * shares["c"])
    assert table["input"].tolist() == ["c", "b", "a"]
    assert table["mean_effect"].tolist() == pytest.approx([-5.0, 2.0, 0.0], abs=1e-12)
    assert table["mean_size"].tolist() == pytest.approx([5.0, 2.0, 0.0], abs=1e-12)
    assert table["spread"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_inputs_that_work_together_have_a_spread():
    shares = trajectories()
    table = morris_indices(shares, shares["a"] * shares["b"]).set_index("input")
    assert table.loc["a", "spread"] > 0.1
    assert table.loc["c", "spread"] == 0.0


def test_the_variance_of_a_sum_is_shared_as_the_squares_of_the_slopes():
    # 4 a + 2 b, both uniform: 16 and 4 parts of 20, alone as together
    points = sobol_design.sample(PROBLEM, 512, calc_second_order=False, seed=3)
    table = sobol_indices(["a", "b", "c"], 4.0 * points[:, 0] + 2.0 * points[:, 1]).set_index("input")
    assert table["first"].to_dict() == pytest.approx({"a": 0.8, "b": 0.2, "c": 0.0}, abs=0.02)
    assert table["total"].to_dict() == pytest.approx({"a": 0.8, "b": 0.2, "c": 0.0}, abs=0.02)


def test_what_works_only_together_has_nothing_alone():
    # (2a - 1)(2b - 1): the mean over b is 0 for every a
    points = sobol_design.sample(PROBLEM, 512, calc_second_order=False, seed=3)
    y = (2.0 * points[:, 0] - 1.0) * (2.0 * points[:, 1] - 1.0)
    table = sobol_indices(["a", "b", "c"], y).set_index("input")
    assert table["first"].to_dict() == pytest.approx({"a": 0.0, "b": 0.0, "c": 0.0}, abs=0.05)
    assert table["total"].to_dict() == pytest.approx({"a": 1.0, "b": 1.0, "c": 0.0}, abs=0.05)


def test_the_intervals_are_the_same_whenever_they_are_computed():
    points = sobol_design.sample(PROBLEM, 16, calc_second_order=False, seed=3)
    first, again = (sobol_indices(["a", "b", "c"], points.sum(axis=1)) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)


def test_a_result_that_never_changes_depends_on_nothing():
    shares = trajectories()
    assert morris_indices(shares, np.ones(len(shares)))["mean_size"].tolist() == [0.0] * 3
    assert sobol_indices(["a", "b"], np.ones(16))["total"].tolist() == [0.0] * 2


def test_values_that_belong_to_no_design_are_refused():
    with pytest.raises(ValueError, match="whole trajectories of 4"):
        morris_indices(trajectories().head(3), np.ones(3))
    with pytest.raises(ValueError, match="multiple of 4"):
        sobol_indices(["a", "b"], np.arange(6.0))
    with pytest.raises(ValueError, match="needs a value"):
        sobol_indices(["a", "b"], [1.0, 2.0, np.nan, 4.0])


@pytest.mark.parametrize("index", ["morris", "sobol"])
def test_without_salib_one_line_says_what_to_install(monkeypatch, index):
    monkeypatch.setitem(sys.modules, "SALib", None)
    monkeypatch.delitem(sys.modules, "SALib.analyze", raising=False)
    with pytest.raises(InputError) as error:
        if index == "morris":
            morris_indices(trajectories_without_salib(), np.arange(4.0))
        else:
            sobol_indices(["a", "b"], np.arange(4.0))
    assert str(error.value) == "Morris and Sobol indices need SALib: pip install 'portsim[sensitivity]'"


def trajectories_without_salib() -> pd.DataFrame:
    return pd.DataFrame(np.zeros((4, 3)), columns=["a", "b", "c"])
