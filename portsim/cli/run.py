"""The main command: check, replicate, print the tables, write results and the page."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portsim.analysis.plain import plain_rows
from portsim.cli.carrying import carry_out, failure_of, summary_of
from portsim.cli.console import Language, say
from portsim.cli.files import expanded
from portsim.cli.workers import Workers
from portsim.errors import InputError, OutputError, Problem, SomeRunsFailed
from portsim.results.opening import open_results
from portsim.scenario.load import LoadedScenario
from portsim.study.loading import load_scenario
from portsim.study.outcome import StudyOutcome
from portsim.study.requests import replicate

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
        name, folder = one.scenario.name, _folder(one, len(loaded), options)
        requests = replicate([one], options.replications, options.seed)
        outcome = carry_out(requests, name, folder, None, options.quiet, options.lang, options.workers)
        if outcome.n_failed < len(outcome.outcomes):
            _report(outcome, name, options)
        if not options.quiet:
            say(summary_of(outcome, name, time.perf_counter() - begun, options.lang))
        if outcome.n_failed:
            failures.append(failure_of(outcome, name, options.lang))
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


def _report(outcome: StudyOutcome, option: str, options: Options) -> None:
    from portsim.cli.layout import console_width, table_lines
    from portsim.cli.run_tables import tables_of
    from portsim.report.gather import data_of
    from portsim.report.writing import Wanted, write_report

    data = data_of(open_results(outcome.folder), option)
    if options.as_json:
        print(_as_json(option, data.summary.table))
    else:
        lines = [
            line
            for lang in options.languages
            for table in tables_of(data, lang)
            for line in table_lines(table, console_width())
        ]
        print("\n".join(lines), flush=True)
    wanted = Wanted(("png",) if options.images else ())
    report = write_report(data, outcome.folder, options.languages, wanted)
    if options.quiet:
        return
    if report.note:
        say(report.note)
    for page in report.pages:
        print(page, file=sys.stderr if options.as_json else sys.stdout)


def _as_json(option: str, summary: pd.DataFrame) -> str:
    """One line, with null where there is no number."""
    told = {"scenario": option, "measures": plain_rows(summary.drop(columns="sd"))}
    return json.dumps(told, ensure_ascii=False, default=str, allow_nan=False)
