"""What becomes of runs: told after each, counted at the end, and said when they were cut short."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from portsim.errors import Interrupted, SomeRunsFailed

Cause = Literal["ctrl_c", "sigterm", "worker_died", "cluster_lost"]
_CAUSES: dict[Cause, str] = {
    "ctrl_c": "interrupted",
    "sigterm": "ended from outside (SIGTERM)",
    "worker_died": (
        "a worker process died (killed, out of memory, or started from a script whose runs are not under "
        "`if __name__ == '__main__':`)"
    ),
    "cluster_lost": "the cluster gave up: its scheduler or all its workers are gone",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one run.

    Parameters
    ----------
    status
        ``done``, ``cached`` (it was there, whole) or ``failed``.
    folder
        The run folder; of a failed run it does not exist.
    error, traceback
        Why it failed.
    wall_s, cpu_s, n_events
        Time taken and events of the clockwork; 0 for a cached run.
    draw
        Number of the draw of uncertain inputs; 0 for the scenario as it is.
    """

    option: str
    seed: int
    replication: int
    status: str
    folder: Path
    error: str = ""
    traceback: str = ""
    wall_s: float = 0.0
    cpu_s: float = 0.0
    n_events: int = 0
    draw: int = 0


@dataclass(frozen=True)
class Progress:
    """How far the runs are: told after each."""

    n_done: int
    n_total: int
    outcome: Outcome


@dataclass(frozen=True)
class StudyOutcome:
    """What became of all runs, in the order asked for."""

    folder: Path
    outcomes: tuple[Outcome, ...]

    def _count(self, status: str) -> int:
        return sum(outcome.status == status for outcome in self.outcomes)

    @property
    def n_done(self) -> int:
        """Runs carried out now."""
        return self._count("done")

    @property
    def n_cached(self) -> int:
        """Runs that were there already."""
        return self._count("cached")

    @property
    def n_failed(self) -> int:
        """Runs that failed."""
        return self._count("failed")

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The runs that failed."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == "failed")

    def raise_if_failed(self) -> None:
        """Complain about failed runs.

        Raises
        ------
        SomeRunsFailed
            There are some; the message tells the first.
        """
        if self.failed:
            first = self.failed[0]
            raise SomeRunsFailed(
                f"{self.n_failed} of {len(self.outcomes)} runs failed; the first is {first.option}, seed {first.seed}, "
                f"replication {first.replication}: {first.error}"
            )


@dataclass(frozen=True)
class CutShort:
    """Where the work stood when it was cut short.

    Parameters
    ----------
    cause
        Ctrl-C, SIGTERM, a worker process that died, or a cluster that gave up.
    n_whole, n_asked
        Runs that are whole, and all that were asked for.
    folder
        The results folder.
    """

    cause: Cause
    n_whole: int
    n_asked: int
    folder: Path

    def __str__(self) -> str:
        return (
            f"{_CAUSES[self.cause]}: {self.n_whole} of {self.n_asked} runs are whole in {self.folder}; "
            "the same command carries out only the others"
        )


class StudyStopped(Interrupted):
    """Ctrl-C or SIGTERM came; runs that are whole stay."""

    def __init__(self, cut: CutShort) -> None:
        self.cut = cut
        super().__init__(str(cut))


class WorkerDied(SomeRunsFailed):
    """A worker process died, or a whole cluster; runs that are whole stay."""

    def __init__(self, cut: CutShort) -> None:
        self.cut = cut
        super().__init__(str(cut))
