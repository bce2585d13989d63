"""What the tables of a study say: the right rows in the right places, by option and factor, from numbers worked out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from study_files import QUAY, study

from portsim.analysis.answer import Answer, Best, answer
from portsim.analysis.sheets import draws_sheet, summary_sheet
from portsim.cli.study_sheets import write_sheets
from portsim.cli.study_tables import lines_after, tables_of
from portsim.report.best import best_lines
from portsim.results.opening import open_results
from portsim.study.running import run_study

SIZE = "services.ships.call_size_teu"
OPTIONS = f"options: {{today: , longer: {{set: {{{QUAY}: 900}}}}}}\n"


def answered(folder: Path, text: str, model: str = "by_scenario", **more: Any) -> Answer:
    """A study of which every wait is known: see `fake_model.by_scenario`."""
    run_study(study(folder, text, **more), folder / "out", 1, simulator=f"fake_model:{model}")
    return answer(open_results(folder / "out"))


def table(found: Answer, key: str) -> list[tuple[str, ...]]:
    (one,) = [table for table in tables_of(found, "en") if table.key == key]
    return list(one.rows)


def test_differences_are_taken_within_each_value_of_a_factor(tmp_path):
    """Waits: a tenth of the call size, 20 h less at the longer quay, replication + 1 h more: 50, 30, 60 and 40 plus a
    mean of 1.5 over two replications. The differences of -20 h are the same in both runs, so their interval is 0.
    """
    text = OPTIONS + f"factors: {{{SIZE}: [500, 600]}}\nreplications: 2\ncompare_to: today\nmeasures: [wait_h]"
    found = answered(tmp_path, text)
    rows = table(found, "wait_h@cluster")
    assert [row[:3] for row in rows] == [
        ("today", "500", "2"), ("today", "600", "2"), ("longer", "500", "2"), ("longer", "600", "2"),
    ]  # fmt: skip
    assert [row[3].split(" ± ")[0] for row in rows] == ["51.5", "61.5", "31.5", "41.5"]
    assert [row[4] for row in rows] == ["–", "–", "-20.0 ± 0.0*", "-20.0 ± 0.0*"]
    assert rows[2][5] == "-38.8 %"  # 20 of 51.5


def test_the_best_option_and_its_share_of_the_draws(tmp_path):
    """Draws of 300 to 600 TEU change the wait of both options alike: the longer quay is best in all of them."""
    text = (
        OPTIONS + f"uncertainties: {{{SIZE}: {{choice: [300, 600]}}}}\nsampling: {{method: latin_hypercube, n: 4}}\n"
        "replications: 3\nselect_best: {measure: wait_h, direction: min, indifference: 1.0}\nmeasures: [n_calls]"
    )
    found = answered(tmp_path, text)
    (best,) = found.best
    assert (best.selected, best.most_often, best.shares["today"]["best_share"]) == ("longer", "longer", 0.0)
    assert best.shares["today"]["mean_regret"] == pytest.approx(20.0)
    assert {text for text, _ in found.measures} == {"n_calls", "wait_h"}  # what decides is printed too
    lines = lines_after(found, "en")
    assert "Least waiting time, 2025: longer, at the central case (KN, to within the indifference)." in lines
    told = json.loads(found.as_json())
    assert told["best"][0]["selected"] == "longer"
    # Draws 1 to 4 have replications 0 to 3: two of them 300, two 600 TEU; mean 45 + 2.5, less 20 at the longer quay.
    means = {(row["option"], row["measure"]): row["mean"] for row in told["draws"]}
    assert means["today", "wait_h"] == pytest.approx(47.5)
    assert means["longer", "wait_h"] == pytest.approx(27.5)


def test_a_tie_of_the_draws_is_no_quarrel_with_the_central_case():
    shares = {"today": {"best_share": 0.5}, "longer": {"best_share": 0.5}}
    best = Best({}, "throughput_teu", "cluster", "2030", "max", "longer", "longer", 9, 9, shares, ("longer",))
    lines = [*best_lines(best, "throughput", "", str, "en")]
    assert not any("disagree" in line for line in lines)
    shares["today"]["best_share"] = 0.6
    assert any("disagree" in line for line in best_lines(best, "throughput", "", str, "en"))


def test_where_the_central_case_and_the_draws_disagree_it_is_said(tmp_path):
    """Quays of 720 and 900 m; above 800 TEU a call the longer one is the worse, and all draws are there."""
    text = (
        OPTIONS + f"uncertainties: {{{SIZE}: {{choice: [850, 900]}}}}\nsampling: {{method: latin_hypercube, n: 2}}\n"
        "replications: 3\nselect_best: {measure: wait_h, direction: min, indifference: 1.0}"
    )
    found = answered(tmp_path, text)
    (best,) = found.best
    assert (best.selected, best.most_often) == ("longer", "today")
    assert "The two disagree: over the draws today is best most often." in lines_after(found, "en")


def test_one_at_a_time_is_set_against_the_replication_with_the_same_chance(tmp_path):
    """Ends of 400 and 700 TEU against 600: -20 and +10 h, whatever replications 1 and 2 of the central case say."""
    text = (
        f"uncertainties: {{{SIZE}: {{uniform: [400, 700]}}}}\nsampling: {{method: one_at_a_time}}\nreplications: 3\n"
        "measures: [wait_h]"
    )
    found = answered(tmp_path, text)
    assert table(found, "inputs") == [("tutorial", SIZE, "-20.0", "10.0")]


@pytest.mark.parametrize(("method", "n_draws"), [("morris, n: 4", 8), ("saltelli, n: 8", 24)])
def test_indices_of_a_wait_that_follows_the_only_input_in_a_straight_line(tmp_path, method, n_draws):
    """A tenth of 400 to 700 TEU: an effect of 30 h over the whole range, the same everywhere; all of the variance."""
    text = (
        f"uncertainties: {{{SIZE}: {{uniform: [400, 700]}}}}\nsampling: {{method: {method}}}\nreplications: 1\n"
        "measures: [wait_h]"
    )
    found = answered(tmp_path, text)
    assert len(found.results.draws) == n_draws
    assert found.inputs is not None
    (row,) = found.inputs.tables["tutorial"].to_dict("records")
    if method.startswith("morris"):
        assert (row["mean_effect"], row["spread"]) == (pytest.approx(30.0), pytest.approx(0.0, abs=1e-9))
    else:
        assert row["total"] == pytest.approx(1.0, abs=0.5)  # an estimate from eight base samples


def test_few_draws_tell_no_parts_of_the_variance_and_many_do(tmp_path):
    uncertain = f"uncertainties: {{{SIZE}: {{uniform: [400, 700]}}}}"
    text = f"{uncertain}\nsampling: {{method: latin_hypercube, n: N}}\nreplications: 2\nmeasures: [wait_h]"
    few = answered(tmp_path / "few", text.replace("N", "9"))
    assert few.inputs is not None
    assert not few.inputs.tables
    assert "fewer than 10 draws" in " ".join(lines_after(few, "en"))
    many = answered(tmp_path / "many", text.replace("N", "20"))
    rows = {row[1]: float(row[2]) for row in table(many, "inputs")}
    assert rows[SIZE] > 50  # 30 h of range against 20 h of replications 0 to 19


def test_a_study_whose_options_failed_in_part_still_answers(tmp_path):
    text = (
        OPTIONS
        + "replications: 3\ncompare_to: today\nselect_best: {measure: wait_h, direction: min, indifference: 1.0}"
    )
    found = answered(tmp_path, text, model="fails_at_1")
    assert set(found.summary["n"]) == {2}
    assert found.best[0].n_runs == 2


def test_the_sheets_say_what_the_tables_say_one_row_for_each_option_and_draw(tmp_path):
    """The longer quay has 20 h less in both runs; two draws of 400 and 600 TEU at replications 0 and 1."""
    text = (
        OPTIONS + f"uncertainties: {{{SIZE}: {{choice: [400, 600]}}}}\nsampling: {{method: latin_hypercube, n: 2}}\n"
        "replications: 2\ncompare_to: today\nmeasures: [wait_h, n_calls]"
    )
    found = answered(tmp_path, text)
    rows = summary_sheet(found).set_index(["option", "measure"])
    assert rows.loc[("longer", "wait_h"), "difference"] == -20.0
    assert rows.loc[("longer", "wait_h"), "is_sure"]
    assert rows.loc[("today", "wait_h"), "draws_n"] == 2
    sheet = draws_sheet(found)
    assert len(sheet) == 4
    # a tenth of the size, the replication (draw less 1) and 1 h
    today = sheet[sheet["option"] == "today"]
    expected = 0.1 * today[SIZE].astype(float) + today["draw"]
    assert today["wait_h@cluster"].tolist() == pytest.approx(expected.tolist())
    files = write_sheets(found, tmp_path, "zh")
    assert [path.name for path in files] == ["study.csv", "study.parquet", "draws.csv", "draws.parquet"]
    text = (tmp_path / "study.csv").read_text(encoding="utf-8-sig")
    assert "平均待时" in text
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "draws.parquet")[["draw", "wait_h@cluster"]], sheet[["draw", "wait_h@cluster"]]
    )


@pytest.mark.parametrize(("n_runs", "told"), [(2, "are too few to choose"), (5, "9 would for certain (KN)")])
def test_how_many_runs_would_decide_is_not_told_from_a_few(n_runs, told):
    best = Best({}, "wait_h", "cluster", "2025", "min", None, "today", n_runs, 9, {})
    (line,) = best_lines(best, "waiting time", "", str, "en")
    assert line.startswith("waiting time, 2025: today leads")
    assert told in line
