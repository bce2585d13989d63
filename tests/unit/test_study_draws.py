"""Runs of draws, parcels of short runs, executors that lose tasks: each run once, none kept in memory, none lost."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from portsim.results.opening import open_results
from portsim.scenario.load import LoadedScenario, load_scenario
from portsim.study import requests as requests_module
from portsim.study.outcome import StudyOutcome, WorkerDied
from portsim.study.requests import RunRequest, replicate
from portsim.study.runner import run_scenarios

SIZE = "services.ships.call_size_teu"


@pytest.fixture(scope="module")
def tutorial() -> LoadedScenario:
    return load_scenario("tutorial")


def draws(loaded: LoadedScenario, sizes: Sequence[int]) -> list[RunRequest]:
    return [RunRequest("tutorial", loaded, 1, n - 1, n, {SIZE: size}) for n, size in enumerate(sizes, 1)]


def run(requests: Sequence[RunRequest], folder: Path, model: str = "quick", **more: Any) -> StudyOutcome:
    return run_scenarios(requests, folder, more.pop("jobs", 1), simulator=f"fake_model:{model}", **more)


class Inline(Executor):
    """Does a task when it is submitted, and counts what it was given; some are lost."""

    def __init__(self, loses: Callable[[int], BaseException | None] = lambda n: None) -> None:
        self.parcels: list[int] = []
        self.loses = loses

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.parcels.append(len(args[0]))
        future: Future[Any] = Future()
        lost = self.loses(len(self.parcels))
        if lost is None:
            future.set_result(fn(*args, **kwargs))
        else:
            future.set_exception(lost)
        return future


def test_draws_stand_apart_from_the_scenario_as_it_is(tutorial, tmp_path):
    requests = [*replicate([tutorial], 2), *draws(tutorial, [500, 700])]
    outcome = run(requests, tmp_path, study={"draws": [{"draw": 1, "values": {SIZE: 500}}]})
    assert [(one.draw, one.replication, one.status) for one in outcome.outcomes] == [
        (0, 0, "done"), (0, 1, "done"), (1, 0, "done"), (2, 1, "done"),
    ]  # fmt: skip
    results = open_results(tmp_path)
    assert [run.label for run in results.runs] == ["1-0", "1-1"]
    assert [(run.draw, run.label) for run in results.draws] == [(1, "1-0"), (2, "1-1")]
    assert set(results.measures()["run"]) == {"1-0", "1-1"}
    found = results.draw_measures()
    assert list(found.columns[:3]) == ["option", "draw", "run"]
    assert dict.fromkeys(zip(found["draw"], found["run"], strict=True)) == {(1, "1-0"): None, (2, "1-1"): None}
    assert results.drawn().loc[1, SIZE] == 500
    assert results.study["replications"] == 2  # of the scenario as it is
    assert len({run.key for run in (*results.runs, *results.draws)}) == 3


def test_a_draw_gives_the_same_run_as_the_scenario_with_that_value(tutorial, tmp_path):
    run_scenarios(draws(tutorial, [700]), tmp_path / "draw", 1)
    run_scenarios(replicate([load_scenario("tutorial", sets=[f"{SIZE}=700"])], 1), tmp_path / "set", 1)
    drawn, set_one = (next((tmp_path / name).rglob("measures.parquet")) for name in ("draw", "set"))
    assert drawn.parent.parent.name == set_one.parent.parent.name  # the same key
    assert drawn.read_bytes() == set_one.read_bytes()


def test_a_draw_keeps_no_records_and_tells_what_it_changed(tutorial, tmp_path):
    outcome = run([RunRequest("tutorial", tutorial, 1, 0, 1, {SIZE: 700}, records="all")], tmp_path)
    assert not (outcome.outcomes[0].folder / "calls.parquet").exists()
    import pyarrow.parquet as pq

    (row,) = pq.read_table(outcome.outcomes[0].folder / "inputs.parquet").to_pylist()
    assert (row["path"], row["number"], row["status"]) == (SIZE, 700.0, "drawn")


def test_no_scenario_of_a_draw_is_kept(tutorial, tmp_path, monkeypatch):
    alive: list[weakref.ref[LoadedScenario]] = []
    most = 0
    make = requests_module.changed

    def counted(loaded: LoadedScenario, changes: Any) -> LoadedScenario:
        nonlocal most
        made = make(loaded, changes)
        alive.append(weakref.ref(made))
        most = max(most, sum(one() is not None for one in alive))
        return made

    monkeypatch.setattr(requests_module, "changed", counted)
    run(draws(tutorial, range(500, 530)), tmp_path)
    assert len(alive) == 30
    assert most <= 2


def test_a_resumed_study_knows_the_keys_of_its_draws_without_making_their_scenarios(tutorial, tmp_path, monkeypatch):
    requests = draws(tutorial, [500, 600, 700])
    run(requests, tmp_path)

    def never(*_: Any) -> LoadedScenario:
        raise AssertionError("made again")

    monkeypatch.setattr(requests_module, "changed", never)
    assert run(requests, tmp_path, "always_fails").n_cached == 3
    monkeypatch.undo()
    (tmp_path / "index.json").unlink()  # without the memory they are found by making them
    assert run(requests, tmp_path, "always_fails").n_cached == 3


def test_a_draw_that_cannot_be_is_told_and_the_others_go_on(tutorial, tmp_path):
    requests = draws(tutorial, [500, -3, 700])
    outcome = run(requests, tmp_path)
    assert [one.status for one in outcome.outcomes] == ["done", "failed", "done"]
    assert "as low as -3; a negative value has no meaning here" in outcome.failed[0].error
    assert [entry.draw for entry in open_results(tmp_path).failures] == [2]


def test_short_runs_go_out_in_parcels_and_give_the_same_tables(tutorial, tmp_path):
    inline = Inline()
    run(replicate([tutorial], 60), tmp_path / "parcels", executor=inline, jobs=2)
    run(replicate([tutorial], 60), tmp_path / "single")
    assert sum(inline.parcels) == 60
    assert inline.parcels[0] == 1  # nobody knows yet how long a run takes
    assert max(inline.parcels) > 1
    assert inline.parcels[-1] == 1  # at the end no process waits for another's parcel
    one, other = (
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in tmp_path.glob(f"{name}/**/*.parquet")
        }
        for name in ("parcels", "single")
    )
    assert one == other


def test_runs_an_executor_lost_are_told_and_the_others_go_on(tutorial, tmp_path):
    """A cluster gives up a task whose workers died again and again."""
    inline = Inline(lambda n: MemoryError("worker gone") if n == 2 else None)
    outcome = run(replicate([tutorial], 4), tmp_path, executor=inline, jobs=1)
    assert [one.status for one in outcome.outcomes] == ["done", "failed", "done", "done"]
    assert outcome.failed[0].error == "MemoryError: worker gone"
    assert run(replicate([tutorial], 4), tmp_path).n_done == 1


def test_an_executor_that_gives_up_everything_stops_the_study_with_a_message(tutorial, tmp_path):
    from concurrent.futures import CancelledError

    inline = Inline(lambda n: CancelledError() if n == 3 else None)
    with pytest.raises(WorkerDied, match=r"the cluster gave up.*same command carries out only the others") as caught:
        run(replicate([tutorial], 6), tmp_path, executor=inline, jobs=1)
    n_whole = caught.value.cut.n_whole
    assert n_whole >= 2
    assert run(replicate([tutorial], 6), tmp_path).n_cached == n_whole


def test_a_run_another_command_carried_out_meanwhile_is_not_repeated(tutorial, tmp_path):
    """Both commands found the folder empty; while the first works the second one runs everything."""

    class Slow(Inline):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if not self.parcels:
                run(replicate([tutorial], 3), tmp_path)
            return super().submit(fn, *args, **kwargs)

    outcome = run(replicate([tutorial], 3), tmp_path, "always_fails", executor=Slow())
    assert [one.status for one in outcome.outcomes] == ["cached"] * 3


def test_further_runs_are_asked_for_until_there_are_none(tutorial, tmp_path):
    waves = [replicate([tutorial], 4)[2:], []]
    told: list[tuple[int, int]] = []
    outcome = run(
        replicate([tutorial], 2), tmp_path, more=lambda: waves.pop(0),
        on_progress=lambda progress: told.append((progress.n_done, progress.n_total)),
    )  # fmt: skip
    assert told == [(1, 2), (2, 2), (3, 4), (4, 4)]
    assert [one.replication for one in outcome.outcomes] == [0, 1, 2, 3]
    rows = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))["runs"]
    assert [row["status"] for row in rows] == ["done"] * 4
