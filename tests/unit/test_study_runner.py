"""Many runs: the same whoever carries them out, never twice, and whole whatever goes wrong."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from commands import unfinished, whole_runs
from scenario_files import DATA

import portsim
from portsim.errors import InputError, SomeRunsFailed
from portsim.results.opening import open_results
from portsim.scenario.load import LoadedScenario, load_scenario
from portsim.study.description import describe
from portsim.study.outcome import Progress, StudyOutcome, StudyStopped, WorkerDied
from portsim.study.requests import replicate
from portsim.study.runner import run_scenarios


@pytest.fixture(scope="module")
def tutorial() -> LoadedScenario:
    return load_scenario("tutorial")


def run(
    loaded: LoadedScenario, folder: Path, model: str = "quick", n: int = 3, jobs: int = 1, **more: object
) -> StudyOutcome:
    return run_scenarios(replicate([loaded], n), folder, jobs, simulator=f"fake_model:{model}", **more)  # type: ignore[arg-type]


def waits(folder: Path) -> list[float]:
    measures = open_results(folder).measures()
    one = (measures["measure"] == "wait_h") & (measures["entity"] == "cluster") & (measures["period"] == "2025")
    return sorted(measures[one]["value"])


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of all tables, by their place in the results folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_one_process_two_and_any_executor_give_the_same_tables_bit_by_bit(tmp_path):
    loaded = load_scenario("tutorial", sets=["outputs.records=all"])
    requests = replicate([loaded], 3)
    run_scenarios(requests, tmp_path / "one", 1)
    run_scenarios(requests, tmp_path / "two", 2)
    with ThreadPoolExecutor(2) as threads:
        run_scenarios(requests, tmp_path / "threads", executor=threads)
    expected = contents(tmp_path / "one")
    of_a_run = {Path(name).name for name in expected}
    assert {"measures.parquet", "calls.parquet", "levels.parquet", "entities.parquet"} <= of_a_run
    assert len([name for name in expected if name.endswith("/calls.parquet")]) == 3
    assert contents(tmp_path / "two") == expected
    assert contents(tmp_path / "threads") == expected


def test_an_executor_of_the_caller_stays_open(tutorial, tmp_path):
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert run(tutorial, tmp_path, executor=pool).n_done == 3
        assert pool.submit(abs, -1).result() == 1
    assert waits(tmp_path) == [100.0, 101.0, 102.0]  # 100 h x seed 1 + replication


def test_the_public_function_runs_and_opens(tmp_path):
    told: list[Progress] = []
    results = portsim.run("tutorial", replications=2, jobs=1, output=tmp_path / "out", on_progress=told.append)
    assert [run.label for run in results.runs] == ["1-0", "1-1"]
    assert [(one.n_done, one.n_total, one.outcome.status) for one in told] == [(1, 2, "done"), (2, 2, "done")]
    assert set(results.measures()["run"]) == {"1-0", "1-1"}


def test_a_second_time_no_run_is_repeated(tutorial, tmp_path):
    run(tutorial, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "runs").rglob("*")}
    told: list[Progress] = []
    again = run(tutorial, tmp_path, "always_fails", on_progress=told.append)
    assert (again.n_done, again.n_cached, again.n_failed) == (0, 3, 0)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "runs").rglob("*")} == before
    assert [(one.n_done, one.outcome.status) for one in told] == [(1, "cached"), (2, "cached"), (3, "cached")]


def test_more_replications_carry_out_only_the_new_ones(tutorial, tmp_path):
    run(tutorial, tmp_path, n=2)
    more = run(tutorial, tmp_path, n=5)
    assert [one.status for one in more.outcomes] == ["cached", "cached", "done", "done", "done"]


def test_another_seed_is_another_run(tutorial, tmp_path):
    run(tutorial, tmp_path, n=1)
    run_scenarios(replicate([tutorial], 1, seed=2), tmp_path, 1, simulator="fake_model:quick")
    assert waits(tmp_path) == [200.0]  # the folder shows what the last command asked for; the other run is cache
    assert len(whole_runs(tmp_path)) == 2


def test_only_the_runs_that_were_deleted_are_carried_out_again(tutorial, tmp_path):
    first = run(tutorial, tmp_path)
    shutil.rmtree(first.outcomes[1].folder)
    assert [entry.run.replication for entry in open_results(tmp_path).missing] == [1]
    assert [one.status for one in run(tutorial, tmp_path).outcomes] == ["cached", "done", "cached"]
    assert not open_results(tmp_path).missing


@pytest.mark.parametrize("harm", ["cut", "one byte", "a table is gone", "newer format", "no manifest"])
def test_a_damaged_run_is_moved_aside_and_carried_out_again(tutorial, tmp_path, harm):
    folder = run(tutorial, tmp_path).outcomes[1].folder
    table, manifest = folder / "measures.parquet", folder / "manifest.json"
    content = table.read_bytes()
    if harm == "cut":
        table.write_bytes(content[:100])
    elif harm == "one byte":
        table.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])
    elif harm == "a table is gone":
        (folder / "entities.parquet").unlink()
    elif harm == "newer format":
        manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 99'))
    else:
        manifest.unlink()
    left = sorted(path.name for path in folder.iterdir())
    assert [one.status for one in run(tutorial, tmp_path).outcomes] == ["cached", "done", "cached"]
    assert waits(tmp_path) == [100.0, 101.0, 102.0]
    (aside,) = folder.parent.glob("1-1.damaged-*")
    assert sorted(path.name for path in aside.iterdir()) == left


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_raises_is_recorded_and_the_others_go_on(tutorial, tmp_path, jobs):
    outcome = run(tutorial, tmp_path, "fails_at_1", jobs=jobs)
    assert [one.status for one in outcome.outcomes] == ["done", "failed", "done"]
    with pytest.raises(SomeRunsFailed, match=r"1 of 3 runs failed.*replication 1: the crane fell over") as caught:
        outcome.raise_if_failed()
    assert caught.value.exit_code == 4
    (failure,) = open_results(tmp_path).failures
    assert failure.error == "the crane fell over"
    assert "in fails_at_1" in failure.traceback
    assert waits(tmp_path) == [100.0, 102.0]
    assert [one.status for one in run(tutorial, tmp_path).outcomes] == ["cached", "done", "cached"]


def test_when_a_worker_is_killed_finished_runs_stay_and_the_rest_can_follow(tutorial, tmp_path):
    before = set(multiprocessing.active_children())
    with pytest.raises(WorkerDied, match=r"worker process died.*\d of 6 runs are whole.*same command") as caught:
        run(tutorial, tmp_path, "killed_at_2", n=6, jobs=2)
    assert caught.value.exit_code == 4
    n_whole = len(whole_runs(tmp_path))
    assert n_whole == caught.value.cut.n_whole
    assert not unfinished(tmp_path)
    assert set(multiprocessing.active_children()) <= before
    assert len(open_results(tmp_path).runs) == n_whole
    after = run(tutorial, tmp_path, n=6)
    assert (after.n_cached, after.n_done) == (n_whole, 6 - n_whole)
    assert waits(tmp_path) == [100.0, 101.0, 102.0, 103.0, 104.0, 105.0]


@pytest.mark.parametrize(
    ("jobs", "number", "cause"),
    [(1, signal.SIGINT, "ctrl_c"), (1, signal.SIGTERM, "sigterm"), (2, signal.SIGTERM, "sigterm")],
)
def test_a_signal_between_two_runs_keeps_what_is_whole(tutorial, tmp_path, jobs, number, cause):
    before = set(multiprocessing.active_children())
    handler = signal.getsignal(number)

    def stop(progress: Progress) -> None:
        if progress.n_done == 2:
            os.kill(os.getpid(), number)

    with pytest.raises(StudyStopped, match="of 5 runs are whole") as caught:
        run(tutorial, tmp_path, n=5, jobs=jobs, on_progress=stop)
    assert caught.value.exit_code == 130
    assert caught.value.cut.cause == cause
    assert caught.value.cut.n_whole >= 2
    assert signal.getsignal(number) is handler
    assert not unfinished(tmp_path)
    assert set(multiprocessing.active_children()) <= before
    n_whole = len(whole_runs(tmp_path))  # a worker may have finished one more that was not told any more
    assert len(open_results(tmp_path).missing) == 5 - n_whole
    assert run(tutorial, tmp_path, n=5).n_cached == n_whole


def test_an_error_of_the_caller_ends_the_workers(tutorial, tmp_path):
    before = set(multiprocessing.active_children())

    def fall_over(_progress: Progress) -> None:
        raise LookupError("the caller's own")

    with pytest.raises(LookupError, match="the caller's own"):
        run(tutorial, tmp_path, n=20, jobs=2, on_progress=fall_over)
    assert set(multiprocessing.active_children()) <= before
    assert not unfinished(tmp_path)


def test_records_are_kept_when_they_are_asked_for_later(tmp_path):
    """What is written does not change what happens: the same run, with more in its folder."""
    without, first, every = (load_scenario("tutorial", sets=[f"outputs.records={w}"]) for w in ("none", "first", "all"))
    assert [one.status for one in run(without, tmp_path, n=2).outcomes] == ["done", "done"]
    with pytest.raises(InputError, match="no run kept the table calls"):
        open_results(tmp_path).table("calls")
    run(first, tmp_path, n=2)
    assert set(open_results(tmp_path).table("calls")["run"]) == {"1-0"}
    run(every, tmp_path, n=2)
    assert set(open_results(tmp_path).table("calls")["run"]) == {"1-0", "1-1"}


def test_a_new_title_is_written_without_a_new_run(tmp_path):
    path = tmp_path / "mine.yaml"
    told = []
    for title in ("Old", "New"):
        path.write_text(f"format: 1\nname: mine\nextends: tutorial\ntitle: {{en: {title}, zh: 题}}\n", encoding="utf-8")
        outcome = run(load_scenario(path), tmp_path / "out", n=1)
        told.append((outcome.outcomes[0].status, open_results(tmp_path / "out").runs[0].manifest["title"]["en"]))
    assert told == [("done", "Old"), ("cached", "New")]


@pytest.mark.parametrize("path", ["locks.weir.name.en", "links.river.name.en", "services.line.name.en"])
def test_a_new_name_of_anything_changes_what_a_folder_says_of_its_scenario(path):
    before, after = (load_scenario(DATA / "everything.yaml", sets=sets) for sets in ((), (f"{path}=New",)))
    assert after.identity == before.identity
    assert describe(after).digest != describe(before).digest


def test_two_scenarios_share_seeds_and_one_of_the_same_name_gets_a_number(tutorial):
    requests = replicate([tutorial, tutorial], replications=2, seed=7)
    assert [(one.option, one.seed, one.replication) for one in requests] == [
        ("tutorial", 7, 0),
        ("tutorial", 7, 1),
        ("tutorial-2", 7, 0),
        ("tutorial-2", 7, 1),
    ]


@pytest.mark.parametrize(
    ("scenarios", "more", "message"),
    [(0, {}, "no scenario"), (1, {"replications": 0}, "at least 1, not 0"), (1, {"seed": -1}, "at least 0, not -1")],
)
def test_a_request_for_nothing_or_a_negative_seed_is_refused(tutorial, scenarios, more, message):
    with pytest.raises(InputError, match=message):
        replicate([tutorial] * scenarios, **more)


def test_the_index_lists_every_run_before_the_first_begins(tutorial, tmp_path):
    """A computer that is switched off in the middle leaves a folder that can be opened."""
    seen: list[list[str]] = []

    def look(_progress: Progress) -> None:
        rows = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))["runs"]
        seen.append([row["status"] for row in rows])

    run(tutorial, tmp_path, n=2, on_progress=look)
    assert seen == [["planned", "planned"]] * 2
    assert [run.label for run in open_results(tmp_path).runs] == ["1-0", "1-1"]
