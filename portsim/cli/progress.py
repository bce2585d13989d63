"""The bar that shows how far the runs are: on a terminal only, never on stdout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from portsim.cli.texts import WORDS
from portsim.report.texts import Language
from portsim.study.outcome import Progress

OnProgress = Callable[[Progress], None]


@contextmanager
def progress_bar(name: str, n_runs: int, lang: Language, shown: bool) -> Iterator[OnProgress | None]:
    """A bar with runs, time left and failures.

    Parameters
    ----------
    name
        Name of the scenario.
    n_runs
        Runs asked for at first; more may follow.
    lang
        Language of the words.
    shown
        Whether there is a bar at all.
    """
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    n_cached, n_failed = 0, 0
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=n_runs)

        def show(progress: Progress) -> None:
            nonlocal n_cached, n_failed
            n_cached += progress.outcome.status == "cached"  # takes no time: it would spoil the time left
            bar.update(task, total=max(n_runs, progress.n_total) - n_cached)
            if progress.outcome.status == "cached":
                return
            n_failed += progress.outcome.status == "failed"
            failures = WORDS.text("progress.failed", lang, n=n_failed) if n_failed else ""
            bar.update(task, advance=1, description=f"{name} {failures}".strip())

        yield show
