"""Carrying out a study: the central case of every option until its precision is reached, then the draws."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from portsim.analysis.replications import precision_reached
from portsim.errors import InputError
from portsim.results.opening import open_results
from portsim.study.design import Sample, draw
from portsim.study.outcome import StudyOutcome
from portsim.study.reading import Study
from portsim.study.requests import RunRequest
from portsim.study.runner import OnProgress, run_scenarios
from portsim.study.worker import SIMULATOR


def run_study(
    study: Study,
    output: str | Path,
    n_jobs: int | None = None,
    on_progress: OnProgress | None = None,
    executor: Executor | None = None,
    simulator: str = SIMULATOR,
) -> StudyOutcome:
    """Carry out the runs of a study that are not in the results folder yet.

    Every option gets the same draws and the same chance.

    Parameters
    ----------
    study
        The study; see `portsim.study.reading.read_study`.
    output
        The results folder.
    n_jobs, on_progress, executor, simulator
        As in `portsim.study.runner.run_scenarios`.

    Raises
    ------
    InputError
        A design needs a library that is not installed, or `until` speaks of a value that no run has.
    OutputError
        The folder cannot be written.
    StudyStopped, WorkerDied
        As `run_scenarios`; the runs that are whole stay.
    """
    samples = draw(study.file)
    asked = _Asked(study, Path(output), samples)
    return run_scenarios(
        asked.first(), output, n_jobs, on_progress, simulator, executor, asked.more, describe(study, samples)
    )


def central_requests(study: Study, replications: range) -> list[RunRequest]:
    """Replications of the central case of every option."""
    records, seed = study.file.outputs.records, study.file.seed
    return [RunRequest(case.label, case.loaded, seed, n, records=records) for case in study.cases for n in replications]


def draw_requests(study: Study, samples: Sequence[Sample]) -> list[RunRequest]:
    """The draws, those of one number side by side."""
    return [
        RunRequest(case.label, case.loaded, study.file.seed, one.replication, one.number, one.changes)
        for one in samples
        for case in study.cases
    ]


class _Asked:
    """What is asked for, and in which order."""

    def __init__(self, study: Study, output: Path, samples: Sequence[Sample]) -> None:
        self._study = study
        self._output = output
        self._samples = samples
        self._n = study.file.replications.at_least
        self._draws_asked = False

    def first(self) -> list[RunRequest]:
        """The runs that are wanted in any case; with `until` the draws come later."""
        requests = central_requests(self._study, range(self._n))
        if self._study.file.replications.until:
            return requests
        self._draws_asked = True
        return requests + draw_requests(self._study, self._samples)

    def more(self) -> list[RunRequest]:
        """Further runs after those so far: replications until the precision is reached, then the draws."""
        often = self._study.file.replications
        if often.until and self._n < often.most:
            wanted = min(often.most, self._wanted())
            if wanted > self._n:
                further, self._n = range(self._n, wanted), wanted
                return central_requests(self._study, further)
        if self._draws_asked:
            return []
        self._draws_asked = True
        return draw_requests(self._study, self._samples)

    def _wanted(self) -> int:
        """Replications after which the precision may be reached, by the spread seen so far."""
        often = self._study.file.replications
        results = open_results(self._output)
        if not results.runs:
            return self._n
        try:
            reached = precision_reached(results.measures(), often.until, at_least=often.at_least)
        except ValueError as error:
            raise InputError(f"{self._study.path}: replications.until: {error}") from error
        open_ones = reached[~reached["is_met"].astype(bool)]
        return int(open_ones["n_expected"].max()) if len(open_ones) else self._n


def describe(study: Study, samples: Sequence[Sample]) -> dict[str, Any]:
    """What ``study.json`` says of a study: all that comparing and reporting need."""
    file = study.file
    told: dict[str, Any] = {
        "study": file.name,
        "question": file.question.model_dump() if file.question else None,
        "base": file.base,
        "quick": study.is_quick,
        "seed": file.seed,
        "options": {
            case.label: {"option": case.option, "option_title": case.title or None, "factors": case.factors}
            for case in study.cases
        },
        "investments": {
            id: option.investment.model_dump(mode="json") for id, option in file.options.items() if option.investment
        },
        "appraisal": file.appraisal.model_dump(mode="json") if file.appraisal else None,
        "targets": {
            id: target.model_dump(mode="json") | {"value": target.value} for id, target in file.targets.items()
        },
        "factors": file.factors,
        "uncertainties": {
            path: one.model_dump(exclude_defaults=True, mode="json") for path, one in file.uncertainties.items()
        },
        "names": {path: name.model_dump() for path, name in file.names.items()},
        "sampling": file.sampling.model_dump(exclude={"samples"}, mode="json"),
        "draws": [
            {"draw": one.number, "name": one.name, "replication": one.replication, "values": one.values}
            | ({"shares": one.shares} if one.shares else {})
            for one in samples
        ],
        "precision": file.replications.model_dump(mode="json"),
    }
    for name in ("compare_to", "select_best", "measures", "report", "outputs"):
        told[name] = getattr(file, name)
        if hasattr(told[name], "model_dump"):
            told[name] = told[name].model_dump(mode="json")
    return told
