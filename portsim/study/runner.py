"""Many runs: those that are not there yet, spread over processes; what is whole stays, whatever happens."""

from __future__ import annotations

import math
import os
import secrets
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, nullcontext, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from portsim.errors import InputError
from portsim.results.disk import make_folder, write_whole
from portsim.results.folder import KEY_LENGTH, RUNS, RunId, drop_abandoned, drop_partial, whole_manifest
from portsim.results.index import INDEX, SCENARIOS, Entry, Index, read_index
from portsim.study.executors import Stopped, in_order_of_finish, own_processes, stoppable
from portsim.study.outcome import Cause, CutShort, Outcome, Progress, StudyOutcome, StudyStopped, WorkerDied
from portsim.study.requests import RunRequest
from portsim.study.subjects import Subject, Subjects
from portsim.study.worker import SIMULATOR, Done, Task, carry_out_all, renew_description

_PARCEL_S = 0.5
"""Short runs are sent to a process in parcels that take about this long: sending one takes a few milliseconds."""
_LARGEST_PARCEL = 64
_INDEX_EVERY_S = 10.0
_INDEX_SHARE = 0.01
"""Of the time, at the most, that goes into writing the index again and again."""

More = Callable[[], Sequence[RunRequest]]
OnProgress = Callable[[Progress], None]


def available_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_scenarios(
    requests: Sequence[RunRequest],
    output: str | Path,
    n_jobs: int | None = None,
    on_progress: OnProgress | None = None,
    simulator: str = SIMULATOR,
    executor: Executor | None = None,
    more: More | None = None,
    study: Mapping[str, Any] | None = None,
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
    more
        Asked for further runs whenever all are finished, until it gives none.
    study
        What ``study.json`` says beside options, seeds and replications.

    Raises
    ------
    OutputError
        The folder cannot be written.
    StudyStopped
        Ctrl-C or SIGTERM; the runs that are whole stay and are not run again.
    WorkerDied
        A worker process died, or the executor gave up; the same holds.
    """
    batch = _Batch(Path(output), on_progress, simulator, study or {})
    return batch.carry_through(list(requests), n_jobs, executor, more)


def n_there(requests: Sequence[RunRequest], output: Path) -> int:
    """How many of some runs are whole in a results folder; nothing is changed in it.

    Where the folder holds runs whose keys are not remembered, the scenarios of all draws have to be made.
    """
    if not (output / RUNS).is_dir():
        return 0
    subjects = Subjects(_known_keys(output))
    n = 0
    for request in requests:
        with suppress(InputError):
            key = subjects.known_key(request) or subjects.of(request).key
            run = RunId(key, request.seed, request.replication)
            manifest = whole_manifest(output / run.place, run)
            n += manifest is not None and bool(manifest.get("keeps_records") or not request.keeps_records)
    return n


class _Batch:
    def __init__(self, output: Path, on_progress: OnProgress | None, simulator: str, study: Mapping[str, Any]) -> None:
        self._output = output
        self._on_progress = on_progress
        self._simulator = simulator
        self._more_of_study = study
        self._token = secrets.token_hex(4)
        self._requests: list[RunRequest] = []
        self._keys: list[str] = []
        self._outcomes: dict[int, Outcome] = {}
        self._pace = _Pace()
        self._index_due_s = 0.0

    def carry_through(
        self, requests: list[RunRequest], n_jobs: int | None, executor: Executor | None, more: More | None
    ) -> StudyOutcome:
        make_folder(self._output)
        make_folder(self._output / SCENARIOS)
        drop_abandoned(self._output)
        self._subjects = Subjects(_known_keys(self._output))
        n_at_once = available_cores() if n_jobs is None else max(1, n_jobs)
        to_come = self._add(requests)
        self._write_index()
        try:
            with stoppable():
                to_do = [n for n in to_come if not self._take_known(n)]
                n_own = n_at_once if more is not None else min(n_at_once, len(to_do))
                with own_processes(n_own) if executor is None else nullcontext(executor) as workers:
                    self._carry_out(to_do, n_at_once, workers, is_own=executor is None)
                    while more is not None and (requests := list(more())):
                        to_come = self._add(requests)
                        self._write_index()
                        to_do = [n for n in to_come if not self._take_known(n)]
                        self._carry_out(to_do, n_at_once, workers, is_own=executor is None)
        except Stopped as stopped:
            raise StudyStopped(self._cut_short(stopped.cause)) from None
        except BrokenExecutor as broken:
            is_process = isinstance(broken, BrokenProcessPool)
            raise WorkerDied(self._cut_short("worker_died" if is_process else "cluster_lost")) from None
        finally:
            drop_partial(self._output, self._token)
            self._write_index()
        return StudyOutcome(self._output, tuple(self._outcomes[n] for n in range(len(self._requests))))

    def _add(self, requests: Sequence[RunRequest]) -> range:
        """Note further runs; their numbers."""
        first = len(self._requests)
        options = {request.option for request in self._requests}
        for request in requests:
            self._requests.append(request)
            self._keys.append(self._subjects.known_key(request))
            if request.option not in options:
                options.add(request.option)
                subject = self._subjects.central(request)
                place = self._output / SCENARIOS / f"{subject.key[:KEY_LENGTH]}.yaml"
                write_whole(place, subject.loaded.resolved_yaml)
        return range(first, len(self._requests))

    def _carry_out(self, to_do: Sequence[int], n_at_once: int, workers: Executor | None, is_own: bool) -> None:
        parcels = self._parcels(to_do, n_at_once if workers else 0)
        finished = in_order_of_finish(carry_out_all, parcels, workers, n_at_once, cancels=not is_own)
        with closing(finished):
            for numbers, results in finished:
                done = [self._lost(n, results) for n in numbers] if isinstance(results, Exception) else results
                for n, one in zip(numbers, done, strict=True):
                    self._finish(n, one)
                self._renew_index()

    def _parcels(self, to_do: Sequence[int], n_at_once: int) -> Iterator[tuple[tuple[int, ...], tuple[Task, ...]]]:
        """The runs, several short ones together; none that is there by now, or cannot be."""
        tasks = self._tasks(to_do)
        n_left = len(to_do)
        while True:
            parcel = list(islice(tasks, self._pace.parcel(n_left, n_at_once)))
            if not parcel:
                return
            n_left -= len(parcel)
            yield tuple(n for n, _ in parcel), tuple(task for _, task in parcel)

    def _tasks(self, to_do: Sequence[int]) -> Iterator[tuple[int, Task]]:
        for n in to_do:
            request = self._requests[n]
            try:
                subject = self._subjects.of(request)
            except InputError as error:  # a draw that does not fit: told, and the others go on
                self._finish(n, Done(str(error), "".join(traceback.format_exception_only(error))))
                continue
            was_known, self._keys[n] = bool(self._keys[n]), subject.key
            if was_known or not self._take_known(n):
                yield n, self._task(n, subject)

    def _lost(self, n: int, error: Exception) -> Done:
        """What to say of a run whose worker gave no answer: it may be whole all the same."""
        if self._is_whole(n):
            return Done(was_there=True)
        return Done(f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error)))

    def _cut_short(self, cause: Cause) -> CutShort:
        n_whole = sum(self._is_whole(n) for n in range(len(self._requests)))  # also those nobody was told of any more
        return CutShort(cause, n_whole, len(self._requests), self._output)

    def _is_whole(self, n: int) -> bool:
        return bool(self._keys[n]) and whole_manifest(self._folder(n), self._run(n)) is not None

    def _run(self, n: int) -> RunId:
        request = self._requests[n]
        return RunId(self._keys[n], request.seed, request.replication)

    def _folder(self, n: int) -> Path:
        return self._output / self._run(n).place

    def _task(self, n: int, subject: Subject) -> Task:
        return Task(
            self._run(n), subject.loaded.scenario, subject.about, subject.description, self._output,
            self._requests[n].keeps_records, self._token, self._simulator,
        )  # fmt: skip

    def _take_known(self, n: int) -> bool:
        """Take a run that is there, if its key is known."""
        if not self._keys[n]:
            return False
        request, run, folder = self._requests[n], self._run(n), self._folder(n)
        manifest = whole_manifest(folder, run)
        if manifest is None or (request.keeps_records and not manifest.get("keeps_records")):
            return False
        if manifest.get("description") != self._subjects.description(request).digest and not request.draw:
            renew_description(self._task(n, self._subjects.of(request)), folder, manifest)
        self._tell(n, Outcome(*self._who(n), "cached", folder, draw=request.draw))
        return True

    def _finish(self, n: int, done: Done) -> None:
        status = "failed" if done.error else "cached" if done.was_there else "done"
        self._pace.learn(done)
        times = (done.wall_s, done.cpu_s, done.n_events)
        draw = self._requests[n].draw
        self._tell(n, Outcome(*self._who(n), status, self._folder(n), done.error, done.traceback, *times, draw))

    def _who(self, n: int) -> tuple[str, int, int]:
        request = self._requests[n]
        return request.option, request.seed, request.replication

    def _tell(self, n: int, outcome: Outcome) -> None:
        self._outcomes[n] = outcome
        if self._on_progress is not None:
            self._on_progress(Progress(len(self._outcomes), len(self._requests), outcome))

    def _renew_index(self) -> None:
        """Write the index once in a while: who looks into the folder, or switches the computer off, finds the runs."""
        if time.monotonic() >= self._index_due_s:
            self._write_index()

    def _write_index(self) -> None:
        begun = time.monotonic()
        entries = []
        for n, request in enumerate(self._requests):
            made_of = self._subjects.made_of(request) if request.draw else ""
            entry = Entry(request.option, self._run(n), draw=request.draw, made_of=made_of)
            if n in self._outcomes:
                outcome = self._outcomes[n]
                entry = replace(entry, status=outcome.status, error=outcome.error, traceback=outcome.traceback)
            entries.append(entry)
        Index(self._study(), tuple(entries)).write(self._output)
        took_s = time.monotonic() - begun
        self._index_due_s = begun + max(_INDEX_EVERY_S, took_s / _INDEX_SHARE)

    def _study(self) -> dict[str, Any]:
        central = [request for request in self._requests if not request.draw]
        options = {}
        for request in self._requests:
            if request.option not in options:
                subject = self._subjects.central(request)
                options[request.option] = {**subject.about, "key": subject.key}
        more = dict(self._more_of_study)
        for label, words in more.pop("options", {}).items():
            options[label] = options.get(label, {}) | words
        return {
            "name": self._output.resolve().name,
            "options": options,
            "seeds": sorted({request.seed for request in self._requests}),
            "replications": len({request.replication for request in central}),
            **more,
        }


class _Pace:
    """How long runs take, and how many of them make a parcel."""

    def __init__(self) -> None:
        self._took_s, self._n = 0.0, 0

    def learn(self, done: Done) -> None:
        """Note how long a run took."""
        if done.took_s:
            self._took_s, self._n = self._took_s + done.took_s, self._n + 1

    def parcel(self, n_left: int, n_at_once: int) -> int:
        """Runs of the next parcel: short ones together, and never so many that a process would wait at the end."""
        if not self._n or not n_at_once:
            return 1
        fitting = int(_PARCEL_S / max(self._took_s / self._n, 1e-4))
        return max(1, min(fitting, _LARGEST_PARCEL, math.ceil(n_left / (4 * n_at_once))))


def _known_keys(output: Path) -> dict[str, str]:
    """Keys of the draws of the last command on a folder, by what they are made of; none where there was no command."""
    if not (output / INDEX).is_file():
        return {}
    try:
        entries = read_index(output).entries
    except InputError:
        return {}
    return {entry.made_of: entry.run.key for entry in entries if entry.made_of and entry.run.key}
