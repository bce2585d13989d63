"""Carrying out runs from the command line: with a bar, and with words for how they ended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path

from portsim.cli.console import Language
from portsim.cli.progress import OnProgress, progress_bar
from portsim.cli.texts import WORDS
from portsim.cli.workers import Workers
from portsim.errors import Interrupted, SomeRunsFailed
from portsim.results.index import INDEX
from portsim.study.outcome import CutShort, StudyOutcome, StudyStopped, WorkerDied
from portsim.study.requests import RunRequest
from portsim.study.runner import run_scenarios

Do = Callable[[Path, int | None, OnProgress | None, Executor | None], StudyOutcome]


def carry_out(
    requests: Sequence[RunRequest],
    name: str,
    folder: Path,
    jobs: int | None,
    quiet: bool,
    lang: Language,
    workers: Workers | None = None,
) -> StudyOutcome:
    """Carry out the runs that are not in the folder yet, with a bar where somebody may see it.

    Raises
    ------
    Interrupted
        Ctrl-C or SIGTERM.
    SomeRunsFailed
        A worker process died.
    """

    def do(place: Path, n_at_once: int | None, tell: OnProgress | None, executor: Executor | None) -> StudyOutcome:
        return run_scenarios(requests, place, n_at_once, tell, executor=executor)

    return carry_through(do, name, len(requests), folder, workers or Workers(jobs), quiet, lang)


def carry_through(
    do: Do, name: str, n_runs: int, folder: Path, workers: Workers, quiet: bool, lang: Language
) -> StudyOutcome:
    """Do something with many runs, with a bar and workers, and say in words how it was cut short.

    Parameters
    ----------
    do
        Called with the results folder, runs at a time, who is told of each run, and the executor.
    name, n_runs
        For the bar.
    folder
        The results folder.
    workers
        Who carries out the runs.
    quiet, lang
        Whether there is a bar, and in which language.

    Raises
    ------
    Interrupted
        Ctrl-C or SIGTERM.
    SomeRunsFailed
        A worker process died.
    """
    shown = sys.stderr.isatty() and not quiet
    try:
        with (
            workers.at_work(folder) as (executor, n_at_once, place),
            progress_bar(name, n_runs, lang, shown) as on_progress,
        ):
            return do(place, n_at_once, on_progress, executor)
    except StudyStopped as stopped:
        raise Interrupted(_cut_short(stopped.cut, lang)) from stopped
    except WorkerDied as died:
        raise SomeRunsFailed(_cut_short(died.cut, lang)) from died


def _cut_short(cut: CutShort, lang: Language) -> str:
    return WORDS.text(f"run.cut.{cut.cause}", lang, whole=cut.n_whole, all=cut.n_asked, folder=cut.folder)


def summary_of(outcome: StudyOutcome, name: str, wall_s: float, lang: Language) -> str:
    """How many runs were carried out, were there, failed; the time; where the results are."""
    return WORDS.text(
        "run.summary",
        lang,
        name=name,
        all=len(outcome.outcomes),
        done=outcome.n_done,
        cached=outcome.n_cached,
        failed=outcome.n_failed,
        seconds=f"{wall_s:.1f}",
        folder=outcome.folder,
    )


def failure_of(outcome: StudyOutcome, name: str, lang: Language) -> str:
    """How many runs failed, why the first did, and how to go on."""
    first = outcome.failed[0]
    return WORDS.text(
        "run.failed",
        lang,
        name=name,
        all=len(outcome.outcomes),
        failed=outcome.n_failed,
        seed=first.seed,
        replication=first.replication,
        error=first.error,
        index=outcome.folder / INDEX,
    )
