"""Where a run has forgotten how it began: small series whose best cut can be seen."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from portsim.analysis.settling import settling
from portsim.analysis.warmup import mser, trend_per_week, weekly, welch
from portsim.errors import InputError


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


def results_of(weeks: dict[str, list[float]], runs: int = 2) -> SimpleNamespace:
    """Results whose two terminals have half of each week's level every day; the run ends within a week."""
    rows = [
        (terminal, quantity, 24.0 * day, level[day // 7] / 2)
        for terminal in ("a/t1", "b/t1")
        for quantity, level in weeks.items()
        for day in range(7 * len(level))
    ]
    table = pd.DataFrame(rows, columns=["entity", "quantity", "start_h", "mean"])
    last = table.iloc[[-1]].assign(start_h=24.0 * 7 * len(next(iter(weeks.values()))), mean=1e6)
    levels = pd.concat([table, last], ignore_index=True)
    return SimpleNamespace(
        runs=[SimpleNamespace(option="x", manifest={"warmup_days": 84})],
        one_by_one=lambda name, option: iter([levels] * runs if option == "x" else []),
    )


def test_a_yard_that_fills_for_ten_weeks_is_told_and_a_depot_that_drains_has_a_trend():
    filling = [10.0] * 5 + [50.0] * 5 + [100.0] * 50
    draining = [160.0 - week for week in range(60)]  # in the 48 weeks after 84 days: 148 to 101, mean 124.5
    found = settling(results_of({"yard_teu": filling, "depot_teu": draining}), "x")
    quantities = found["quantities"].set_index("quantity")
    assert quantities.loc["yard_teu", ["n_weeks", "warmup_weeks", "mser_weeks"]].tolist() == [60, 12.0, 10]
    assert quantities.loc["yard_teu", "trend_share_per_week"] == 0.0
    assert quantities.loc["depot_teu", "trend_share_per_week"] == pytest.approx(-1.0 / 124.5)
    assert not quantities.loc["depot_teu", "is_settled"]
    weeks = found["weeks"][found["weeks"]["quantity"] == "yard_teu"]
    assert weeks["mean"].tolist() == filling


def test_runs_too_short_for_mser_still_have_their_weeks():
    found = settling(results_of({"ships_waiting": [2.0] * 20}), "x")
    assert found["quantities"]["mser_weeks"].isna().all()
    assert found["weeks"]["smoothed"][:16].tolist() == [2.0] * 16
    with pytest.raises(InputError, match="kept its records"):
        settling(results_of({"ships_waiting": [2.0] * 20}), "another")
