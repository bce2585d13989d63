"""A study carried out: replications until a precision, draws that all options share, the same bits whoever runs it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from study_files import QUAY, study, study_file

import portsim
from portsim.errors import SomeRunsFailed
from portsim.results.opening import open_results
from portsim.study import estimate as module
from portsim.study.estimate import Estimate, estimate, trial_s
from portsim.study.outcome import StudyOutcome
from portsim.study.reading import Study
from portsim.study.running import run_study

OPTIONS = f"options: {{today: , longer: {{set: {{{QUAY}: 900}}}}}}\n"
DRAWN = (
    "uncertainties: {services.ships.interarrival_h: {times: {uniform: [0.9, 1.1]}}}\n"
    "sampling: {method: latin_hypercube, n: 2}\n"
)


def run(one: Study, folder: Path, model: str = "quick", **more: Any) -> StudyOutcome:
    return run_study(one, folder, more.pop("jobs", 1), simulator=f"fake_model:{model}", **more)


@pytest.mark.parametrize(("at_most", "n_runs"), [(20, 9), (6, 6), (3, 3)])
def test_replications_go_on_until_the_precision_is_reached_and_confirmed(tmp_path, at_most, n_runs):
    """Waits are 100, 101, 102 ... h. The relative half width is 4.303 x 1 / sqrt 3 / 101 = 2.46 % after three runs,
    3.182 x 1.291 / 2 / 101.5 = 2.02 % after four, and stays below 2.05 % for the five runs that must confirm it:
    4 + 5 = 9.
    """
    precise = f"replications: {{at_least: 3, at_most: {at_most}, until: {{wait_h: 0.0205}}}}"
    text = precise if at_most > 3 else "replications: 3"
    run(study(tmp_path, OPTIONS + DRAWN + text), tmp_path / "out")
    results = open_results(tmp_path / "out")
    assert [(run.option, run.replication) for run in results.runs if run.option == "longer"] == [
        ("longer", replication) for replication in range(n_runs)
    ]
    assert len(results.runs) == 2 * n_runs
    assert len(results.draws) == 4  # two draws of two options, after the central case


def test_all_options_get_the_same_draws_and_the_same_chance(tmp_path):
    run_study(study(tmp_path, OPTIONS + DRAWN + "replications: 1"), tmp_path / "out", 1)
    results = open_results(tmp_path / "out")
    assert sorted((run.draw, run.option, run.label) for run in results.draws) == [
        (1, "longer", "1-0"), (1, "today", "1-0"), (2, "longer", "1-1"), (2, "today", "1-1"),
    ]  # fmt: skip
    found = results.draw_measures()
    calls = found[(found["measure"] == "n_calls") & (found["entity"] == "cluster") & (found["period"] == "2025")]
    by_draw = calls.groupby("draw")["value"].agg(["min", "max"])
    assert (
        by_draw["min"] - by_draw["max"]
    ).abs().max() <= 10  # the same arrivals; a longer quay ends a few calls sooner
    assert calls["value"].nunique() > 1
    factors = results.drawn()["services.ships.interarrival_h"]
    assert ((factors > 0.9) & (factors < 1.1)).all()
    fewer, more = factors.idxmax(), factors.idxmin()
    assert by_draw["max"][fewer] < by_draw["min"][more]  # longer between arrivals, fewer calls


def test_one_process_two_and_threads_give_the_same_measures_bit_by_bit(tmp_path):
    one = study(tmp_path, OPTIONS + DRAWN + "replications: 2")
    run_study(one, tmp_path / "one", 1)
    run_study(one, tmp_path / "two", 2)
    with ThreadPoolExecutor(2) as threads:
        run_study(one, tmp_path / "threads", 2, executor=threads)
    found = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("measures.parquet")}
        for name in ("one", "two", "threads")
    ]
    assert len(found[0]) == 2 * (2 + 2)
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_a_study_says_what_was_asked_so_that_its_folder_can_be_read_alone(tmp_path):
    text = (
        f"question: {{en: How long, zh: 多长}}\n{OPTIONS}{DRAWN}replications: 2\nseed: 7\ncompare_to: today\n"
        "factors: {services.ships.call_size_teu: [500, 600]}\n"
        "names: {services.ships.call_size_teu: {en: boxes a call, zh: 单船箱量}}\n"
        "select_best: {measure: wait_h, direction: min, indifference: 0.5}\nmeasures: [wait_h@harbour]"
    )
    run(study(tmp_path, text), tmp_path / "out")
    told = json.loads((tmp_path / "out" / "study.json").read_text(encoding="utf-8"))
    assert (told["study"], told["base"], told["seeds"], told["replications"]) == ("x", "tutorial", [7], 2)
    assert told["question"] == {"en": "How long", "zh": "多长"}
    assert told["compare_to"] == "today"
    assert told["select_best"] == {"measure": "wait_h", "direction": "min", "indifference": 0.5, "confidence": 0.95}
    assert told["measures"] == ["wait_h@harbour"]
    assert told["names"] == {"services.ships.call_size_teu": {"en": "boxes a call", "zh": "单船箱量"}}
    last = told["options"]["longer, call_size_teu=600"]
    assert (last["option"], last["factors"]) == ("longer", {"services.ships.call_size_teu": 600})
    first, second = told["draws"]
    assert (first["draw"], first["replication"], second["replication"]) == (1, 0, 1)
    strata = sorted((draw["values"]["services.ships.interarrival_h"] - 0.9) / 0.1 for draw in (first, second))
    assert [int(place) for place in strata] == [0, 1]


def test_only_the_first_replication_of_the_central_case_keeps_its_records(tmp_path):
    run(study(tmp_path, OPTIONS + DRAWN + "replications: 2"), tmp_path / "out")
    kept = [path.parent.name for path in (tmp_path / "out").rglob("calls.parquet")]
    assert kept == ["1-0", "1-0"]  # of both options; draws keep none


def test_a_run_that_raises_stops_neither_the_draws_nor_the_precision(tmp_path):
    text = OPTIONS + DRAWN + "replications: {at_least: 3, at_most: 4, until: {wait_h: 0.0001}}"
    outcome = run(study(tmp_path, text), tmp_path / "out", "fails_at_1")
    # Replication 1 of both options, and draw 2, whose chance is that of replication 1.
    assert [(one.draw, one.replication) for one in outcome.failed] == [(0, 1), (0, 1), (2, 1), (2, 1)]
    assert outcome.n_done == 2 * 3 + 2 * 1


def test_a_study_that_resumes_carries_out_only_what_is_missing(tmp_path):
    one = study(tmp_path, OPTIONS + DRAWN + "replications: 2")
    run(one, tmp_path / "out", "fails_at_1")
    again = run(one, tmp_path / "out")
    assert (again.n_cached, again.n_done, again.n_failed) == (4, 4, 0)


def test_the_public_function_runs_a_study_and_its_short_form(tmp_path):
    text = OPTIONS + "replications: 2\nquick: {replications: 1}"
    path = study_file(tmp_path, text)
    results = portsim.run_study(path, quick=True, jobs=1, output=tmp_path / "out")
    assert results.options == ("today", "longer")
    assert (len(results.runs), results.study["quick"]) == (2, True)
    wrong = study_file(tmp_path, "options: {a: }\nreplications: 1", "wrong.yaml")
    with pytest.raises(SomeRunsFailed), pytest.MonkeyPatch.context() as patch:
        patch.setattr("portsim.model.world.simulate", lambda *_: 1 / 0)
        portsim.run_study(wrong, jobs=1, output=tmp_path / "wrong")


# --- how long it will take


def test_an_estimate_counts_runs_and_those_that_are_there(tmp_path):
    text = OPTIONS + DRAWN + "replications: {at_least: 3, at_most: 8, until: {wait_h: 0.0205}}"
    one = study(tmp_path, text)
    before = estimate(one, tmp_path / "out", 2)
    assert (before.n_cases, before.n_draws, before.n_runs, before.n_runs_at_most) == (2, 2, 10, 20)
    assert (before.n_there, before.basis) == (0, "trial")
    assert not (tmp_path / "out").exists()
    run_study(one, tmp_path / "out", 1)
    after = estimate(one, tmp_path / "out", 2)
    assert (after.n_there, after.basis, after.seconds) == (10, "runs", 0.0)
    (tmp_path / "out" / "index.json").unlink()  # then the keys of draws are made anew
    assert estimate(one, tmp_path / "out", 2).n_there == 10


def test_the_time_is_that_of_the_runs_to_do_over_the_processes_that_have_work():
    def made(n_there: int) -> Estimate:
        return Estimate(2, 3, 5, 10, n_there, run_s=4.0, basis="trial", n_processes=8)

    assert made(0).seconds == pytest.approx(16 * 4.0 / 8)
    assert made(12).seconds == pytest.approx(4.0)  # four runs on four of the eight processes
    assert made(16).seconds == 0.0
    assert made(0).seconds_at_most == pytest.approx(26 * 4.0 / 8)


def test_a_trial_of_the_first_weeks_foretells_the_whole_run(tmp_path, monkeypatch):
    """On a clock by which each of the 200 parts takes 0.01 s the whole takes 2 s; the trial stops after 0.1 s."""
    ticks = count()
    monkeypatch.setattr(module, "_LONGEST_TRIAL_S", 0.1)
    monkeypatch.setattr(module.time, "perf_counter", lambda: 0.01 * next(ticks))
    scenario = study(tmp_path, "replications: 1").cases[0].loaded.scenario
    assert trial_s(scenario) == pytest.approx(2.0)
    assert next(ticks) < 15


def test_a_run_shorter_than_a_trial_is_timed_whole(tmp_path, monkeypatch):
    ticks = count()
    monkeypatch.setattr(module.time, "perf_counter", lambda: 0.001 * next(ticks))
    scenario = study(tmp_path, "replications: 1").cases[0].loaded.scenario
    assert trial_s(scenario) == pytest.approx(0.202)  # 200 parts, begin and end
