"""Whether paired intervals cover as often as they say, and how often something untrue is called sure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from portsim.analysis.differences import paired_differences

N_TRIALS, N_RUNS = 2000, 10


def table(base: np.ndarray, other: np.ndarray, period: np.ndarray) -> pd.DataFrame:
    """Values of shape (rows, runs) as a table of measures: each row an entity, its period that of the trial."""
    n_rows, n_runs = base.shape
    parts = [
        pd.DataFrame(
            {
                "option": option,
                "run": np.tile([f"1-{n}" for n in range(n_runs)], n_rows),
                "measure": "wait_h", "unit": "h",
                "entity": np.repeat([str(n) for n in range(n_rows)], n_runs),
                "period": np.repeat(period, n_runs),
                "value": values.ravel(),
            }
        )
        for option, values in (("base", base), ("other", other))
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("spread_of_other", [0.5, 3.0])
def test_paired_intervals_cover_and_are_narrower_under_common_chance(spread_of_other):
    """The common part has a spread of 4: the paired interval does not see it, the unpaired one is much wider."""
    random = np.random.default_rng(11)
    common = random.normal(0.0, 4.0, (N_TRIALS, N_RUNS))
    base = 10.0 + common + random.normal(0.0, 0.5, common.shape)
    other = 11.0 + common + random.normal(0.0, spread_of_other, common.shape)
    found = paired_differences(table(base, other, np.full(N_TRIALS, "2025")), "base")
    assert len(found) == N_TRIALS
    coverage = ((found["low"] <= 1.0) & (found["high"] >= 1.0)).mean()
    assert coverage == pytest.approx(0.95, abs=0.02)
    # variances: paired 0.25 + s^2, unpaired 32 more; the quantiles t(9) 2.262 and t(18) 2.101 or a little less freedom
    expected = np.sqrt((32.25 + spread_of_other**2) / (0.25 + spread_of_other**2)) * 2.101 / 2.262
    factor = (found["unpaired_half_width"] / found["half_width"]).median()
    assert factor == pytest.approx(expected, rel=0.1)


def test_a_difference_that_is_not_there_is_called_sure_in_one_family_of_twenty_at_most():
    """Five places each, correlated. Two standard errors above 5 % are 6 %; uncorrected it would be about a fifth."""
    random = np.random.default_rng(12)
    n_places = 5
    shape = (N_TRIALS, n_places, N_RUNS)
    shared = random.normal(0.0, 0.5, (N_TRIALS, 1, N_RUNS))
    base = random.normal(0.0, 1.0, shape).reshape(-1, N_RUNS)
    other = (random.normal(0.0, 1.0, shape) + shared).reshape(-1, N_RUNS)
    family = np.repeat([str(n) for n in range(N_TRIALS)], n_places)
    found = paired_differences(table(base, other, family), "base")
    falsely = found.groupby("period")["is_sure"].any().mean()
    assert 0.01 < falsely <= 0.06
    assert found.assign(is_sure=found["p"] < 0.05).groupby("period")["is_sure"].any().mean() > 0.12
