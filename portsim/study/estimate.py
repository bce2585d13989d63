"""How long a study will take: the runs it asks for, those that are there, and the time of one by trial."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portsim.model.kernel import Kernel
from portsim.model.world import simulate
from portsim.results.folder import MANIFEST, RUNS
from portsim.scenario.scenario import Scenario
from portsim.study.design import draw
from portsim.study.key import run_key
from portsim.study.reading import Study
from portsim.study.requests import RunRequest
from portsim.study.runner import n_there
from portsim.study.running import central_requests, draw_requests

_LONGEST_TRIAL_S = 1.5
_PARTS = 200
_TRIAL_SEED = 1


@dataclass(frozen=True)
class Estimate:
    """What a study asks for and how long it may take.

    Parameters
    ----------
    n_cases, n_draws
        Options crossed with factors, and draws of each.
    n_replications, n_at_most
        Replications of the central case of each: in any case, and at the most where a precision decides.
    n_runs, n_runs_at_most
        Runs in any case and at the most.
    n_there
        Runs that are in the results folder.
    run_s
        Seconds a run takes on one core.
    basis
        ``runs`` that are in the folder, or a ``trial`` of the first weeks.
    n_processes
        Processes at a time.
    """

    n_cases: int
    n_draws: int
    n_replications: int
    n_at_most: int
    n_there: int
    run_s: float
    basis: str
    n_processes: int

    @property
    def n_runs(self) -> int:
        """Runs in any case."""
        return self.n_cases * (self.n_replications + self.n_draws)

    @property
    def n_runs_at_most(self) -> int:
        """Runs if the precision is never reached."""
        return self.n_cases * (self.n_at_most + self.n_draws)

    @property
    def seconds(self) -> float:
        """Time for the runs that are to do in any case."""
        return self._time(self.n_runs)

    @property
    def seconds_at_most(self) -> float:
        """Time if the precision is never reached."""
        return self._time(self.n_runs_at_most)

    def _time(self, n_runs: int) -> float:
        n_to_do = max(0, n_runs - self.n_there)
        return n_to_do * self.run_s / max(1, min(self.n_processes, n_to_do))


def estimate(study: Study, output: Path, n_processes: int) -> Estimate:
    """Count the runs of a study, look which are there, and time a part of one where none is.

    Parameters
    ----------
    study
        The study.
    output
        Its results folder, which need not exist and is not changed.
    n_processes
        Processes that will work on it.
    """
    often = study.file.replications
    samples = draw(study.file)
    requests: list[RunRequest] = [
        *central_requests(study, range(often.at_least)), *draw_requests(study, samples),
    ]  # fmt: skip
    there = n_there(requests, output)
    run_s, basis = _from_runs(study, output), "runs"
    if run_s is None:
        ends = {case.label: case.loaded.scenario for case in (study.cases[0], study.cases[-1])}
        run_s, basis = _mean([trial_s(scenario) for scenario in ends.values()]), "trial"
    return Estimate(len(study.cases), len(samples), often.at_least, often.most, there, run_s, basis, n_processes)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _from_runs(study: Study, output: Path) -> float | None:
    """Mean time of the runs of the central cases in the folder; None where there are none."""
    times = []
    for key in {run_key(case.loaded.identity) for case in study.cases}:
        for path in (output / RUNS / key[:12]).glob(f"*/{MANIFEST}"):
            with suppress(OSError, ValueError, KeyError, TypeError):
                times.append(float(json.loads(path.read_text(encoding="utf-8"))["wall_s"]))
    return _mean(times) if times else None


class _Enough(Exception):
    """The trial has lasted long enough; `whole_s` is the time all would take."""

    def __init__(self, whole_s: float) -> None:
        self.whole_s = whole_s
        super().__init__()


class _Trial(Kernel):
    """A clockwork that stops after a while and tells how long the rest would take, at the pace of the second half."""

    def run(self, until: Any = None) -> Any:
        if until is None:
            return super().run()
        start, begun = self.now, time.perf_counter()
        half: tuple[float, int] | None = None
        for part in range(1, _PARTS + 1):
            super().run(start + (until - start) * part / _PARTS)
            took_s = time.perf_counter() - begun
            if half is None and took_s > _LONGEST_TRIAL_S / 2:
                half = (took_s, part)
            elif half is not None and took_s > _LONGEST_TRIAL_S:
                pace = (took_s - half[0]) / (part - half[1])
                raise _Enough(took_s + pace * (_PARTS - part))
        return None


def trial_s(scenario: Scenario) -> float:
    """Seconds a run of a scenario takes here, from its first weeks; at most about two seconds are spent on it."""
    begun = time.perf_counter()
    try:
        simulate(scenario, _TRIAL_SEED, 0, kernel=_Trial)
    except _Enough as enough:
        return enough.whole_s
    return time.perf_counter() - begun
