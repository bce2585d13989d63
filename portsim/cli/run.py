"""The main command: check, replicate, print the tables, write results and the page."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portsim.cli.console import Language, say
from portsim.cli.files import expanded
from portsim.cli.progress import progress_bar
from portsim.cli.texts import WORDS
from portsim.cli.workers import Workers
from portsim.errors import InputError, Interrupted, OutputError, Problem, SomeRunsFailed
from portsim.results.index import INDEX
from portsim.results.opening import open_results
from portsim.scenario.load import LoadedScenario
from portsim.study.loading import load_scenario
from portsim.study.outcome import CutShort, StudyOutcome, StudyStopped, WorkerDied
from portsim.study.requests import replicate
from portsim.study.runner import run_scenarios

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Options:
    """What the analyst asked for on the command line."""

    output: Path | None
    replications: int
    seed: int
    workers: Workers
    sets: Sequence[str]
    languages: tuple[Language, ...]
    as_json: bool
    quiet: bool
    images: bool
    allow_outside: bool

    @property
    def lang(self) -> Language:
        """Language of what is said beside the reports."""
        return self.languages[0]


def run_all(files: Sequence[str], options: Options) -> None:
    """Run each scenario into its folder; all are checked before the first runs.

    Raises
    ------
    InputError
        Problems in the files, all together.
    SomeRunsFailed
        Runs failed; the reports of what is whole are written.
    """
    loaded = _load_all(files, options)
    failures = []
    for one in loaded:
        if not options.quiet:
            for warning in one.warnings:
                say(str(warning))
        begun = time.perf_counter()
        outcome = _carry_out(one, _folder(one, len(loaded), options), options)
        if outcome.n_failed < len(outcome.outcomes):
            _report(outcome, one.scenario.name, options)
        if not options.quiet:
            say(_summary(outcome, one.scenario.name, time.perf_counter() - begun, options.lang))
        if outcome.n_failed:
            failures.append(_failure(outcome, one.scenario.name, options.lang))
    if failures:
        raise SomeRunsFailed("\n".join(failures))


def _load_all(files: Sequence[str], options: Options) -> list[LoadedScenario]:
    loaded: list[LoadedScenario] = []
    problems: list[Problem] = []
    for file in expanded(files):
        try:
            loaded.append(load_scenario(file, sets=list(options.sets), allow_outside=options.allow_outside))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    names = [one.scenario.name for one in loaded]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two scenarios are called {name}: their results would go to one folder")
    return loaded


def _folder(loaded: LoadedScenario, n_scenarios: int, options: Options) -> Path:
    name = loaded.scenario.name
    if options.output is None:
        return Path("results", name)
    if options.output.is_file():
        raise OutputError(f"cannot write {options.output}: it is a file, not a folder")
    return options.output if n_scenarios == 1 else options.output / name


def _carry_out(loaded: LoadedScenario, folder: Path, options: Options) -> StudyOutcome:
    name = loaded.scenario.name
    requests = replicate([loaded], options.replications, options.seed)
    shown = sys.stderr.isatty() and not options.quiet
    try:
        with (
            options.workers.at_work(folder) as (executor, n_at_once, place),
            progress_bar(name, len(requests), options.lang, shown) as on_progress,
        ):
            return run_scenarios(requests, place, n_at_once, on_progress, executor=executor)
    except StudyStopped as stopped:
        raise Interrupted(cut_short(stopped.cut, options.lang)) from stopped
    except WorkerDied as died:
        raise SomeRunsFailed(cut_short(died.cut, options.lang)) from died


def cut_short(cut: CutShort, lang: Language) -> str:
    """What to say of runs that were cut short."""
    return WORDS.text(f"run.cut.{cut.cause}", lang, whole=cut.n_whole, all=cut.n_asked, folder=cut.folder)


def _summary(outcome: StudyOutcome, name: str, wall_s: float, lang: Language) -> str:
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


def _failure(outcome: StudyOutcome, name: str, lang: Language) -> str:
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


def _report(outcome: StudyOutcome, option: str, options: Options) -> None:
    from portsim.analysis.intervals import summarise
    from portsim.analysis.validation import validate
    from portsim.cli.layout import console_width, table_lines
    from portsim.cli.run_tables import tables_of
    from portsim.report.gather import gather
    from portsim.report.writing import write_report

    results = open_results(outcome.folder)
    measures = results.measures()
    summary = summarise(measures[measures["option"] == option].drop(columns="option"))
    observed = results.table("observed")
    validation = validate(summary, observed[observed["option"] == option].drop(columns="option"))
    data = gather(results, option, summary, validation)
    if options.as_json:
        print(_as_json(option, summary))
    else:
        lines = [
            line
            for lang in options.languages
            for table in tables_of(data, lang)
            for line in table_lines(table, console_width())
        ]
        print("\n".join(lines), flush=True)
    report = write_report(data, outcome.folder, options.languages, options.images)
    if options.quiet:
        return
    if report.note:
        say(report.note)
    for page in report.pages:
        print(page, file=sys.stderr if options.as_json else sys.stdout)


def _as_json(option: str, summary: pd.DataFrame) -> str:
    """One line, with null where there is no number."""
    rows = [
        {
            str(name): None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in row.items()
        }
        for row in summary.drop(columns="sd").to_dict("records")
    ]
    return json.dumps({"scenario": option, "measures": rows}, ensure_ascii=False, default=str, allow_nan=False)
