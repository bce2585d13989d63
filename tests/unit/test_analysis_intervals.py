"""Means with intervals, all runs at once or one by one."""

from __future__ import annotations

import pandas as pd
import pytest

from portsim.analysis.intervals import summarise, summarise_runs


def run(*rows: tuple[str, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["entity", "value"])
    return table.assign(measure="wait_h", unit="h", period="2025").astype({"entity": "category"})


def test_runs_one_by_one_have_the_mean_and_the_interval_of_all_at_once():
    """Of 1, 3 and 2: mean 2, standard deviation 1, t of 2 degrees 4.3027, half width 4.3027 / 1.7321."""
    runs = [run(("a", 1.0), ("b", 10.0)), run(("a", 3.0), ("b", 30.0)), run(("a", 2.0), ("b", 20.0))]
    found = summarise_runs(iter(runs)).set_index("entity")
    assert found.loc["a", ["n", "mean", "sd"]].tolist() == pytest.approx([3, 2.0, 1.0])
    assert found.loc["a", "half_width"] == pytest.approx(2.4841, abs=1e-4)
    whole = summarise(pd.concat(runs)).set_index("entity")
    for column in ("n", "mean", "low", "high"):
        assert found[column].to_dict() == pytest.approx(whole[column].to_dict())


def test_what_only_some_runs_have_is_the_mean_of_those():
    """A mean of nothing has no row: b is missing in the second run, c comes with the last, in another order."""
    runs = [run(("a", 1.0), ("b", 5.0)), run(("a", 3.0)), run(("c", 7.0), ("b", 9.0), ("a", 2.0))]
    found = summarise_runs(runs).set_index("entity")
    assert found["n"].to_dict() == {"a": 3, "b": 2, "c": 1}
    assert found["mean"].to_dict() == pytest.approx({"a": 2.0, "b": 7.0, "c": 7.0})
    assert found["sd"].isna().to_dict() == {"a": False, "b": False, "c": True}
    assert found["half_width"].isna()["c"]


def test_a_confidence_that_is_none_and_no_run_are_refused():
    with pytest.raises(ValueError, match="confidence"):
        summarise_runs([run(("a", 1.0))], 1.5)
    with pytest.raises(ValueError, match="no run"):
        summarise_runs([])
