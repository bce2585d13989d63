"""Where a run has forgotten how it began: small series whose best cut can be seen."""

from __future__ import annotations

import numpy as np
import pytest

from portsim.analysis.warmup import mser, trend_per_week, weekly, welch


def test_events_fall_in_their_weeks():
    # weeks begin at 0, 168, 336, 504 h; the last event lies after the series
    times, values = [0.0, 100.0, 168.0, 400.0, 700.0], [1.0, 3.0, 5.0, 7.0, 9.0]
    assert weekly(times, values, 4, "sum").tolist() == [4.0, 5.0, 7.0, 0.0]
    means = weekly(times, values, 4)
    assert means[:3].tolist() == [2.0, 5.0, 7.0]
    assert np.isnan(means[3])
    with pytest.raises(ValueError, match="mean, sum"):
        weekly(times, values, 4, "median")


def test_ten_high_weeks_at_the_beginning_are_dropped():
    # twelve batches: 10, 10, 0, ..., 0. Uncut: variance 200/12 - (20/12)^2 = 13.889 over 12; one cut: 8.2645 over 11
    found = mser([10.0] * 10 + [0.0] * 50)
    assert (found.n_dropped, found.is_settled) == (10, True)
    assert found.statistic[:3] == pytest.approx([13.8889 / 12, 8.26446 / 11, 0.0], abs=1e-5)


def test_weeks_that_fill_no_batch_are_left_out_at_the_end():
    assert mser([10.0] * 5 + [0.0] * 50 + [99.0] * 4).n_dropped == 5


def test_a_series_that_grows_to_its_end_does_not_settle():
    # batch means 0..11: the variance of m of them is (m^2 - 1)/12, over m it falls to the last cut allowed
    found = mser(np.repeat(np.arange(12.0), 5))
    assert not found.is_settled
    assert found.n_dropped == 35
    assert trend_per_week([1.0, 3.0, 5.0]) == pytest.approx(2.0)


def test_a_season_is_no_warm_up():
    season = np.where(np.arange(60) < 20, 1.5, 0.75)
    assert mser(100.0 * season).n_dropped == 20
    assert mser(100.0 * season, season).n_dropped == 0
    assert trend_per_week(100.0 * season, season) == pytest.approx(0.0, abs=1e-9)


def test_too_short_or_broken_series_are_refused():
    with pytest.raises(ValueError, match="needs 50"):
        mser([1.0] * 49)
    with pytest.raises(ValueError, match="gaps"):
        mser([1.0] * 50 + [np.nan])
    with pytest.raises(ValueError, match="positive factor"):
        mser([1.0] * 50, [0.0] * 50)


def test_welch_smooths_the_mean_over_replications_with_the_weeks_there_are():
    # mean 8, 0, 0, ...: week 0 alone, week 1 with one each side, from week 2 on two each side
    table = welch([[10.0] + [0.0] * 7, [6.0] + [0.0] * 7], window=2)
    assert table["mean"].tolist() == [8.0] + [0.0] * 7
    assert table["smoothed"][:6].tolist() == pytest.approx([8.0, 8.0 / 3.0, 8.0 / 5.0, 0.0, 0.0, 0.0])
    assert table["smoothed"][6:].isna().all()
    with pytest.raises(ValueError, match="quarter"):
        welch([[1.0] * 8], window=3)
