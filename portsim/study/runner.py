"""Many runs: those that are not there yet, spread over processes; what is whole stays, whatever happens."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portsim.errors import InputError
from portsim.results.disk import make_folder, write_whole
from portsim.results.folder import KEY_LENGTH, RunId, drop_abandoned, drop_partial, whole_manifest
from portsim.results.index import SCENARIOS, Entry, Index
from portsim.scenario.load import LoadedScenario
from portsim.study.description import Description, describe
from portsim.study.executors import Stopped, in_order_of_finish, own_processes, stoppable
from portsim.study.key import run_key
from portsim.study.outcome import Cause, CutShort, Outcome, Progress, StudyOutcome, StudyStopped, WorkerDied
from portsim.study.worker import SIMULATOR, Done, Task, carry_out, renew_description


@dataclass(frozen=True)
class RunRequest:
    """One run somebody wants: a scenario under a label, a seed and a replication from 0."""

    option: str
    loaded: LoadedScenario
    seed: int
    replication: int

    @property
    def keeps_records(self) -> bool:
        """Whether the scenario asks for the record tables of this replication."""
        which = self.loaded.scenario.outputs.records
        return which == "all" or (which == "first" and self.replication == 0)


def replicate(
    scenarios: Mapping[str, LoadedScenario] | Sequence[LoadedScenario], replications: int = 5, seed: int = 1
) -> list[RunRequest]:
    """Ask for replications of scenarios, all with the same seeds.

    Parameters
    ----------
    scenarios
        By label, or in order under their own names (``name-2`` for the second of a name).
    replications
        Number of replications of each, at least 1.
    seed
        Seed of the study, at least 0.

    Raises
    ------
    InputError
        No scenario, no replication or a negative seed.
    """
    labelled = dict(scenarios) if isinstance(scenarios, Mapping) else _labelled(scenarios)
    if not labelled:
        raise InputError("no scenario to run")
    if replications < 1:
        raise InputError(f"replications must be at least 1, not {replications}")
    if seed < 0:
        raise InputError(f"the seed must be at least 0, not {seed}")
    return [RunRequest(label, loaded, seed, n) for label, loaded in labelled.items() for n in range(replications)]


def _labelled(scenarios: Iterable[LoadedScenario]) -> dict[str, LoadedScenario]:
    labelled: dict[str, LoadedScenario] = {}
    for loaded in scenarios:
        name, n = loaded.scenario.name, 2
        while name in labelled:
            name, n = f"{loaded.scenario.name}-{n}", n + 1
        labelled[name] = loaded
    return labelled


def available_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_scenarios(
    requests: Sequence[RunRequest],
    output: str | Path,
    n_jobs: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    simulator: str = SIMULATOR,
    executor: Executor | None = None,
) -> StudyOutcome:
    """Carry out the runs that are not in the results folder yet, and write its index.

    The results do not depend on who carries them out, bit for bit.

    Parameters
    ----------
    requests
        The runs; see `replicate`.
    output
        The results folder; made where it is missing.
    n_jobs
        Processes; 1 runs here, None takes all cores. With an executor: how many runs it works on at a time.
    on_progress
        Called here after each run, cached ones included.
    simulator
        ``module:function`` in place of the model, for tests.
    executor
        Carries out the runs in place of processes of this call's own; it sees the results folder under the same path,
        and stays open.

    Raises
    ------
    OutputError
        The folder cannot be written.
    StudyStopped
        Ctrl-C or SIGTERM; the runs that are whole stay and are not run again.
    WorkerDied
        A worker process died; the same holds.
    """
    return _Batch(list(requests), Path(output), on_progress, simulator).carry_through(n_jobs, executor)


class _Batch:
    def __init__(
        self,
        requests: list[RunRequest],
        output: Path,
        on_progress: Callable[[Progress], None] | None,
        simulator: str,
    ) -> None:
        self._requests = requests
        self._output = output
        self._on_progress = on_progress
        self._simulator = simulator
        self._token = secrets.token_hex(4)
        self._described: dict[str, tuple[str, Description]] = {}
        self._outcomes: dict[int, Outcome] = {}

    def carry_through(self, n_jobs: int | None, executor: Executor | None) -> StudyOutcome:
        make_folder(self._output)
        make_folder(self._output / SCENARIOS)
        drop_abandoned(self._output)
        for request in self._requests:
            self._describe(request)
        self._write_index()
        try:
            with stoppable():
                to_do = [n for n in range(len(self._requests)) if not self._take_cached(n)]
                self._carry_out(to_do, available_cores() if n_jobs is None else max(1, n_jobs), executor)
        except Stopped as stopped:
            raise StudyStopped(self._cut_short(stopped.cause)) from None
        except BrokenExecutor:
            raise WorkerDied(self._cut_short("worker_died")) from None
        finally:
            drop_partial(self._output, self._token)
            self._write_index()
        return StudyOutcome(self._output, tuple(self._outcomes[n] for n in range(len(self._requests))))

    def _carry_out(self, to_do: Sequence[int], n_at_once: int, executor: Executor | None) -> None:
        tasks = ((n, self._task(n)) for n in to_do)
        is_own = executor is None
        where = own_processes(min(n_at_once, len(to_do))) if is_own else nullcontext(executor)
        with (
            where as workers,
            closing(in_order_of_finish(carry_out, tasks, workers, n_at_once, cancels=not is_own)) as finished,
        ):
            for n, done in finished:
                self._finish(n, done)

    def _cut_short(self, cause: Cause) -> CutShort:
        n_whole = sum(self._is_whole(n) for n in range(len(self._requests)))  # also those nobody was told of any more
        return CutShort(cause, n_whole, len(self._requests), self._output)

    def _is_whole(self, n: int) -> bool:
        run = self._task(n).run
        return whole_manifest(self._output / run.place, run) is not None

    def _describe(self, request: RunRequest) -> None:
        if request.option in self._described:
            return
        key = run_key(request.loaded.identity)
        self._described[request.option] = (key, describe(request.loaded))
        write_whole(self._output / SCENARIOS / f"{key[:KEY_LENGTH]}.yaml", request.loaded.resolved_yaml)

    def _task(self, n: int) -> Task:
        request = self._requests[n]
        key, description = self._described[request.option]
        run = RunId(key, request.seed, request.replication)
        scenario = request.loaded.scenario
        about = _about(request.loaded)
        return Task(
            run, scenario, about, description, self._output, request.keeps_records, self._token, self._simulator
        )

    def _take_cached(self, n: int) -> bool:
        task = self._task(n)
        folder = self._output / task.run.place
        manifest = whole_manifest(folder, task.run)
        if manifest is None or (task.keeps_records and not manifest.get("keeps_records")):
            return False
        if manifest.get("description") != task.description.digest:
            renew_description(task, folder, manifest)
        self._tell(n, Outcome(*self._who(n), "cached", folder))
        return True

    def _finish(self, n: int, done: Done) -> None:
        folder = self._output / self._task(n).run.place
        status = "failed" if done.error else "done"
        outcome = Outcome(
            *self._who(n), status, folder, done.error, done.traceback, done.wall_s, done.cpu_s, done.n_events
        )
        self._tell(n, outcome)

    def _who(self, n: int) -> tuple[str, int, int]:
        request = self._requests[n]
        return request.option, request.seed, request.replication

    def _tell(self, n: int, outcome: Outcome) -> None:
        self._outcomes[n] = outcome
        if self._on_progress is not None:
            self._on_progress(Progress(len(self._outcomes), len(self._requests), outcome))

    def _write_index(self) -> None:
        entries = []
        for n, request in enumerate(self._requests):
            key, _ = self._described[request.option]
            entry = Entry(request.option, RunId(key, request.seed, request.replication))
            if n in self._outcomes:
                outcome = self._outcomes[n]
                entry = replace(entry, status=outcome.status, error=outcome.error, traceback=outcome.traceback)
            entries.append(entry)
        Index(self._study(), tuple(entries)).write(self._output)

    def _study(self) -> dict[str, Any]:
        options = {
            request.option: {**_about(request.loaded), "key": self._described[request.option][0]}
            for request in self._requests
        }
        return {
            "name": self._output.resolve().name,
            "options": options,
            "seeds": sorted({request.seed for request in self._requests}),
            "replications": len({request.replication for request in self._requests}),
        }


def _about(loaded: LoadedScenario) -> dict[str, Any]:
    scenario = loaded.scenario
    title = {"en": scenario.title.en, "zh": scenario.title.zh} if scenario.title else None
    return {"name": scenario.name, "title": title, "identity": loaded.identity}
