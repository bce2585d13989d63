"""The main command: check, replicate, print the tables, write results and the page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portsim.cli.console import Language, say
from portsim.errors import InputError, OutputError, Problem
from portsim.results.opening import open_results
from portsim.scenario.load import LoadedScenario
from portsim.study.loading import load_scenario
from portsim.study.runner import Progress, StudyOutcome, replicate, run_scenarios

if TYPE_CHECKING:
    from portsim.report.data import ReportData
    from portsim.report.tables import PrintedTable


@dataclass(frozen=True)
class Options:
    """What the analyst asked for on the command line."""

    output: Path | None
    replications: int
    seed: int
    jobs: int | None
    sets: Sequence[str]
    languages: tuple[Language, ...]
    as_json: bool
    quiet: bool
    images: bool
    allow_outside: bool


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
    outcomes = []
    for one in loaded:
        folder = _folder(one, len(loaded), options)
        if not options.quiet:
            for warning in one.warnings:
                say(str(warning))
        requests = replicate([one], options.replications, options.seed)
        outcome = run_scenarios(requests, folder, options.jobs, _progress(options))
        outcomes.append(outcome)
        if len(outcome.failed) < len(outcome.outcomes):
            _report(outcome, one.scenario.name, options)
    for outcome in outcomes:
        outcome.raise_if_failed()


def _load_all(files: Sequence[str], options: Options) -> list[LoadedScenario]:
    loaded: list[LoadedScenario] = []
    problems: list[Problem] = []
    for file in files:
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


def _progress(options: Options) -> Callable[[Progress], None] | None:
    if options.quiet or not sys.stderr.isatty():
        return None

    def show(progress: Progress) -> None:
        print(f"\r{progress.n_done}/{progress.n_total}", end="", file=sys.stderr, flush=True)
        if progress.n_done == progress.n_total:
            print(file=sys.stderr)

    return show


def _report(outcome: StudyOutcome, option: str, options: Options) -> None:
    from portsim.analysis.intervals import summarise
    from portsim.analysis.validation import validate
    from portsim.report.gather import gather
    from portsim.report.writing import write_report

    results = open_results(outcome.folder)
    measures = results.measures()
    summary = summarise(measures[measures["option"] == option].drop(columns="option"))
    observed = results.table("observed")
    validation = validate(summary, observed[observed["option"] == option].drop(columns="option"))
    data = gather(results, option, summary, validation)
    if options.as_json:
        kept = summary.drop(columns="sd").to_dict("records")
        text = json.dumps({"scenario": option, "measures": kept}, ensure_ascii=False, default=str)
        print(text.replace("NaN", "null"))
    else:
        for lang in options.languages:
            _print_tables(data, lang)
    report = write_report(data, outcome.folder, options.languages, options.images)
    if options.quiet:
        return
    if report.note:
        say(report.note)
    for page in report.pages:
        print(page, file=sys.stderr if options.as_json else sys.stdout)


def _print_tables(data: ReportData, lang: Language) -> None:
    from rich.console import Console

    from portsim.report.tables import ports_table, services_table, terminals_table, throughput_table, validation_table

    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False, emoji=False, markup=False)
    for year in data.years:
        for table in (
            throughput_table(data, year, lang),
            ports_table(data, year, lang),
            terminals_table(data, year, lang),
            _shortened(services_table(data, year, lang)),
        ):
            _print(console, table)
    _print(console, validation_table(data, lang))


SERVICES_SHOWN = 12


def _shortened(table: PrintedTable) -> PrintedTable:
    """The first services only: all of them stand in the page."""
    from dataclasses import replace

    if len(table.rows) <= SERVICES_SHOWN:
        return table
    return replace(table, title=f"{table.title} [{SERVICES_SHOWN}/{len(table.rows)}]", rows=table.rows[:SERVICES_SHOWN])


def _print(console: object, table: PrintedTable) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    assert isinstance(console, Console)
    if not table.rows:
        return
    drawn = Table(title=Text(table.title), title_justify="left", show_edge=False, pad_edge=False)
    for number, heading in enumerate(table.header):
        drawn.add_column(Text(heading), justify="left" if number in table.texts else "right", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console.print(drawn)
    console.print()
