"""KN on values small enough to follow: two options whose difference alternates around its mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from portsim.analysis.selection import kn, select_best
from portsim.analysis.wide import wide


def pair(mean: float, n: int) -> pd.DataFrame:
    """Option a is better by `mean`, one more and one less in turn: over ten runs the variance is 10/9."""
    return pd.DataFrame({"a": mean + np.tile([1.0, -1.0], n)[:n], "b": np.zeros(n)})


def test_a_clear_difference_is_decided_in_the_first_stage():
    # h2 = 9 (0.1 ** (-2/9) - 1) = 6.0129; indifference 1: 6.0129 * 10/9 = 6.7 < 10: the mean alone counts
    found = kn(pair(0.2, 12), 1.0)
    assert (found.best, found.left, found.dropped_after, found.n_used) == ("a", ("a",), {"b": 10}, 10)
    assert found.n_at_most == 10


def test_a_small_difference_is_decided_when_it_leaves_the_triangle():
    """Indifference 0.5: W(r) = 0.25 (26.724 / r - 1), the mean is 0.2, or 0.2 + 1/r after odd runs.

    Run 10: 0.418; 11: 0.357 > 0.291; 12: 0.307; 13: 0.264 < 0.277: out. At 27 runs W is 0.
    """
    found = kn(pair(0.2, 40), 0.5)
    assert (found.best, found.dropped_after, found.n_used, found.n_at_most) == ("a", {"b": 13}, 13, 27)


def test_before_that_nothing_is_decided_and_what_is_decided_stays():
    found = kn(pair(0.2, 12), 0.5)
    assert (found.best, found.leading, found.left, found.n_used) == (None, "a", ("a", "b"), 12)
    late = pair(0.2, 40)
    late.loc[13:, "b"] = 100.0
    assert kn(late, 0.5).best == "a"


def test_the_smallest_is_best_where_that_was_asked_for():
    assert kn(pair(0.2, 40), 0.5, direction="min").best == "b"
    assert kn(-pair(0.2, 40), 0.5, direction="min").dropped_after == {"b": 13}


def test_options_that_agree_to_the_last_digit_end_in_the_first_of_them():
    same = pd.DataFrame({"a": np.arange(10.0), "b": np.arange(10.0), "c": np.arange(10.0) - 5.0})
    found = kn(same, 1.0)
    assert (found.best, found.dropped_after) == ("a", {"c": 10, "b": 10})


def test_common_chance_counts_only_through_the_differences():
    """A swell of 1 000 in both changes nothing."""
    swell = pair(0.2, 40).add(1000.0 * np.sin(np.arange(40.0)), axis=0)
    assert kn(swell, 0.5).dropped_after == {"b": 13}


def test_one_option_alone_is_best():
    assert kn(pair(0.2, 10)[["a"]], 1.0).best == "a"


@pytest.mark.parametrize(
    ("values", "arguments", "words"),
    [
        (pair(0.2, 9), {}, "first stage needs 10"),
        (pair(0.2, 10).assign(a=np.nan), {}, "value in every run"),
        (pair(0.2, 10), {"indifference": 0.0}, "must be positive"),
        (pair(0.2, 10), {"confidence": 0.5}, "between 1/2 and 1"),
        (pair(0.2, 10), {"direction": "best"}, "allowed are max, min"),
        (pair(0.2, 10), {"n_first": 1}, "at least 2"),
    ],
)
def test_arguments_out_of_bounds_are_refused(values, arguments, words):
    with pytest.raises(ValueError, match=words):
        kn(values, **({"indifference": 1.0} | arguments))


def table(values: pd.DataFrame) -> pd.DataFrame:
    """As `Results.measures` gives it."""
    return pd.DataFrame(
        [
            {"option": option, "run": f"1-{n}", "measure": "cost_cny", "unit": "CNY", "entity": entity,
             "period": "2025", "value": value}
            for option in values for n, value in enumerate(values[option]) for entity in ("cluster", "port")
        ]
    )  # fmt: skip


def test_the_best_of_a_table_of_measures_leaves_out_runs_that_one_option_lacks():
    measures = table(pair(0.2, 41))
    lacking = measures[~((measures["option"] == "a") & (measures["run"] == "1-40"))]
    assert select_best(lacking, "cost_cny", 0.5).dropped_after == {"b": 13}
    assert list(wide(lacking, "cost_cny", "port").columns) == ["a", "b"]
    assert wide(lacking, "cost_cny")["a"].isna().sum() == 1


def test_a_table_in_wide_form_needs_one_value_for_each_run_and_option():
    measures = table(pair(0.2, 3))
    with pytest.raises(ValueError, match="no values of wait_h of cluster"):
        wide(measures, "wait_h")
    with pytest.raises(ValueError, match="two values for one run"):
        wide(pd.concat([measures, measures]), "cost_cny")
    with pytest.raises(ValueError, match="say which period; there are 2025, 2026"):
        wide(pd.concat([measures, measures.assign(period="2026")]), "cost_cny")
    assert wide(pd.concat([measures, measures.assign(period="2026")]), "cost_cny", period="2026").shape == (3, 2)
