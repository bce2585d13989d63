"""Whether a 95 % interval over replications covers the true mean 95 times in a hundred."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from portsim.analysis.intervals import summarise

N_TRIALS = 2000
N_RUNS = 10


def measures(values: list[float], entity: str = "port") -> pd.DataFrame:
    """One measure, a run in each row."""
    return pd.DataFrame({"measure": "wait_h", "unit": "h", "entity": entity, "period": "2025", "value": values})


def coverage(draws: np.ndarray, mean: float, confidence: float = 0.95) -> float:
    """Share of the trials (rows) whose interval covers the true mean."""
    trials = measures(draws.ravel().tolist()).assign(entity=np.repeat(np.arange(len(draws)), draws.shape[1]))
    table = summarise(trials, confidence)
    assert len(table) == len(draws)
    return float(((table["low"] <= mean) & (mean <= table["high"])).mean())


@pytest.mark.parametrize("confidence", [0.90, 0.95, 0.99])
def test_intervals_of_normal_values_cover_as_often_as_they_say(confidence):
    """Four standard deviations of a share of 2000: 2.7, 1.95 and 0.9 points."""
    draws = np.random.default_rng(1).normal(5.0, 3.0, (N_TRIALS, N_RUNS))
    allowed = 4.0 * math.sqrt(confidence * (1.0 - confidence) / N_TRIALS)
    assert coverage(draws, 5.0, confidence) == pytest.approx(confidence, abs=allowed)


def test_intervals_of_three_normal_values_cover_as_often_as_they_say():
    """Few runs are where Student's t matters: the normal quantile 1.96 would cover 81 %."""
    draws = np.random.default_rng(2).normal(0.0, 1.0, (N_TRIALS, 3))
    assert coverage(draws, 0.0) == pytest.approx(0.95, abs=0.02)


def test_intervals_of_ten_skewed_values_cover_somewhat_less_than_they_say():
    """Exponential values: about nine in ten. Known of the t interval, and why means of whole years are taken."""
    draws = np.random.default_rng(3).exponential(1.0, (N_TRIALS, N_RUNS))
    assert 0.87 < coverage(draws, 1.0) < 0.93


def test_the_interval_of_one_two_and_three_is_that_worked_by_hand():
    """Mean 2, sd 1; Student's t of 2 degrees of freedom 4.302653 (95 %), 2.919986 (90 %); over the root of 3."""
    row = summarise(measures([1.0, 2.0, 3.0])).iloc[0]
    assert (row["n"], row["mean"], row["sd"]) == (3, 2.0, 1.0)
    assert row["half_width"] == pytest.approx(2.484138, abs=1e-6)
    assert (row["low"], row["high"]) == pytest.approx((-0.484138, 4.484138), abs=1e-6)
    assert summarise(measures([1.0, 2.0, 3.0]), 0.90).iloc[0]["half_width"] == pytest.approx(1.685855, abs=1e-6)


def test_one_run_has_a_mean_and_no_interval():
    row = summarise(measures([7.0])).iloc[0]
    assert (row["n"], row["mean"]) == (1, 7.0)
    assert row[["sd", "half_width", "low", "high"]].isna().all()


def test_a_run_without_a_value_does_not_count():
    """A mean over no ships is no number: 1 and 3 remain, mean 2, sd 1.414214, t 12.706205, half width 12.706205."""
    row = summarise(measures([1.0, math.nan, 3.0])).iloc[0]
    assert (row["n"], row["mean"]) == (2, 2.0)
    assert row["half_width"] == pytest.approx(12.706205, abs=1e-6)


def test_only_runs_without_a_value_give_none():
    row = summarise(measures([math.nan, math.nan])).iloc[0]
    assert row["n"] == 0
    assert row[["mean", "sd", "half_width", "low", "high"]].isna().all()


def test_runs_that_agree_have_an_interval_of_no_width():
    row = summarise(measures([4.0, 4.0, 4.0])).iloc[0]
    assert (row["half_width"], row["low"], row["high"]) == (0.0, 4.0, 4.0)


def test_options_and_entities_have_intervals_of_their_own_in_the_order_given():
    two = pd.concat([measures([3.0, 5.0], "b"), measures([1.0, 1.0], "a")])
    table = summarise(pd.concat([two.assign(option="more"), two.assign(option="less", value=two["value"] + 10.0)]))
    assert list(zip(table["option"], table["entity"], table["mean"], strict=True)) == [
        ("more", "b", 4.0), ("more", "a", 1.0), ("less", "b", 14.0), ("less", "a", 11.0),
    ]  # fmt: skip


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, 95.0, math.nan])
def test_a_confidence_that_is_no_probability_is_refused(confidence):
    with pytest.raises(ValueError, match="confidence"):
        summarise(measures([1.0, 2.0]), confidence)
