"""Results beside results: which rows, which options, which years. The stand-in's wait grows with the call size:
600 TEU add 6, 12, 6 h in replications 0, 1, 2; 700 TEU add 7, 14, 7 h."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import portsim
from portsim.analysis.comparison import compare_results, in_one_only, matched_years, select
from portsim.errors import InputError
from portsim.results.opening import Results, open_results
from portsim.scenario.load import load_scenario
from portsim.study.requests import replicate
from portsim.study.runner import run_scenarios

SIZE = "services.ships.call_size_teu"


def results(folder: Path, options: dict[str, dict[str, object]], /, seed: int = 1, n: int = 3, **study: Any) -> Results:
    """Runs of the tutorial with some values set, by option."""
    loaded = {label: load_scenario("tutorial", sets=sets) for label, sets in options.items()}
    run_scenarios(replicate(loaded, n, seed), folder, 1, simulator="fake_model:by_size", study=study)
    return open_results(folder)


def wait_of(table: pd.DataFrame, **wanted: str) -> dict[str, Any]:
    rows = table[(table["measure"] == "wait_h") & (table["entity"] == "cluster")]
    for name, value in wanted.items():
        rows = rows[rows[name] == value]
    (row,) = rows[rows["period"].str.len() != 7].to_dict("records")
    return row


def test_options_of_a_folder_are_compared_with_the_first_run_by_run(tmp_path):
    row = wait_of(compare_results(results(tmp_path, {"small": {SIZE: 600}, "large": {SIZE: 700}})))
    assert (row["option"], row["to"], row["period"], row["n"]) == ("large", "small", "2025", 3)
    # differences 1, 2, 1: mean 4/3, sd 0.57735, t(2) 4.302653 / sqrt 3
    assert row["difference"] == pytest.approx(4.0 / 3.0)
    assert row["half_width"] == pytest.approx(1.434218, abs=1e-6)


def test_what_a_study_compares_to_holds_unless_another_option_is_named(tmp_path):
    found = results(tmp_path, {"small": {SIZE: 600}, "large": {SIZE: 700}}, compare_to="large")
    assert wait_of(compare_results(found))["difference"] == pytest.approx(-4.0 / 3.0)
    assert wait_of(portsim.compare(tmp_path, to="small"))["difference"] == pytest.approx(4.0 / 3.0)
    with pytest.raises(InputError, match="no option smal, did you mean small"):
        compare_results(found, "smal")


def test_cases_of_a_study_are_compared_at_the_same_values_of_the_factors(tmp_path):
    sizes = {"small, 1": 600, "large, 1": 700, "small, 2": 1000, "large, 2": 1200}
    words = {label: {"option": label[:5], "factors": {"case": label[-1]}} for label in sizes}
    found = results(tmp_path, {label: {SIZE: size} for label, size in sizes.items()}, options=words)
    table = compare_results(found, "small")
    assert list(dict.fromkeys(zip(table["option"], table["to"], strict=True))) == [
        ("large, 1", "small, 1"),
        ("large, 2", "small, 2"),
    ]
    # 1200 against 1000 TEU: 2, 4, 2 h
    assert wait_of(table, option="large, 2")["difference"] == pytest.approx(8.0 / 3.0)


def test_two_folders_are_compared_and_told_apart_where_they_call_it_the_same(tmp_path):
    base = results(tmp_path / "base", {"tutorial": {SIZE: 600}})
    other = results(tmp_path / "other", {"tutorial": {SIZE: 700}})
    row = wait_of(portsim.compare(other, to=base, measures=["wait_h@cluster"]))
    assert (row["option"], row["to"], row["difference"]) == ("tutorial", str(tmp_path / "base"), pytest.approx(4 / 3))
    both = results(tmp_path / "both", {"small": {SIZE: 600}, "large": {SIZE: 700}})
    with pytest.raises(InputError, match=r"several options \(small, large\)"):
        portsim.compare(other, to=both)


def test_only_runs_of_one_seed_and_replication_are_compared(tmp_path):
    base = results(tmp_path / "base", {"base": {}}, n=2)
    assert wait_of(compare_results(results(tmp_path / "more", {"more": {SIZE: 700}}, n=3), base))["n"] == 2
    with pytest.raises(InputError, match=r"in common \(2-0, 2-1; 1-0, 1-1\): run both with the same seed"):
        compare_results(results(tmp_path / "seed", {"seed": {}}, seed=2, n=2), base)


def test_an_option_alone_has_nothing_to_be_compared_with(tmp_path):
    with pytest.raises(InputError, match="nothing beside tutorial"):
        compare_results(results(tmp_path, {"tutorial": {}}, n=1))


def test_another_year_is_compared_with_the_year_of_the_base(tmp_path):
    found = results(tmp_path, {"now": {SIZE: 600}, "later": {SIZE: 700, "clock.year": 2027}})
    table = compare_results(found)
    assert set(table["period"]) >= {"2025->2027", "2025-02->2027-02"}
    row = wait_of(table, period="2025->2027")
    assert row["difference"] == pytest.approx(4.0 / 3.0)


def test_years_are_matched_only_where_none_is_in_both_and_their_numbers_agree():
    assert matched_years(["2030", "2031-05", "2031"], ["2025", "2026"]) == {"2025": "2030", "2026": "2031"}
    assert matched_years(["2025", "2026"], ["2025"]) == {}
    assert matched_years(["2026", "2027"], ["2025"]) == {}


def test_what_one_option_lacks_is_listed_with_the_option_that_has_it():
    rows = [("a", "canal_t", "canal"), ("a", "wait_h", "port"), ("b", "wait_h", "port"), ("b", "lock_t", "lock")]
    rows += [("c", "canal_t", "canal"), ("c", "wait_h", "port")]
    years = pd.DataFrame(rows, columns=["option", "measure", "entity"]).assign(unit="t", period="2025")
    # two runs of each, with 2 and 4; months do not count
    measures = pd.concat([years.assign(value=2.0), years.assign(value=4.0), years.assign(period="2025-03", value=90.0)])
    table = in_one_only(measures, "a")
    assert table.to_numpy().tolist() == [["a", "canal_t", "canal", "t", 3.0], ["b", "lock_t", "lock", "t", 3.0]]


ROWS = pd.DataFrame(
    [("wait_h", "port"), ("wait_h", "quay"), ("wait_h_p90", "port"), ("lock_wait_h", "lock")],
    columns=["measure", "entity"],
)


@pytest.mark.parametrize(
    ("patterns", "entities", "found"),
    [
        ([], ["port"], [0, 1, 2, 3]),
        (["wait_h"], None, [0, 1]),
        (["wait_h"], ["port"], [0]),
        (["wait_h@*"], ["port"], [0, 1]),
        (["*wait_h", "wait_h_p90@port"], ["port", "lock"], [0, 2, 3]),
        (["wait_h@q?ay"], None, [1]),
        (["lock_wait_h"], ["port"], []),
    ],
)
def test_measures_are_chosen_by_name_and_place(patterns, entities, found):
    assert select(ROWS, patterns, entities).index.tolist() == found


def test_a_measure_or_place_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(InputError, match="no measure wait_hh, did you mean wait_h"):
        select(ROWS, ["wait_hh"])
    with pytest.raises(InputError, match="no wait_h of prt, did you mean port"):
        select(ROWS, ["wait_h@prt"])
    with pytest.raises(InputError, match="there are wait_h, wait_h_p90, lock_wait_h"):
        select(ROWS, ["throughput_teu"])
