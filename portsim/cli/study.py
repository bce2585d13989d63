"""The command for studies: check, count, carry out, print what the options give and how they differ."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from portsim.cli.carrying import carry_through, summary_of
from portsim.cli.console import Language, say
from portsim.cli.progress import OnProgress
from portsim.cli.texts import WORDS
from portsim.cli.workers import Workers
from portsim.errors import OutputError, SomeRunsFailed
from portsim.results.index import INDEX
from portsim.results.opening import open_results
from portsim.study.outcome import StudyOutcome
from portsim.study.reading import Study, read_study
from portsim.study.runner import available_cores


@dataclass(frozen=True)
class Options:
    """What the analyst asked for on the command line."""

    output: Path | None
    is_quick: bool
    is_dry: bool
    workers: Workers
    sets: Sequence[str]
    languages: tuple[Language, ...]
    as_json: bool
    quiet: bool
    allow_outside: bool
    replications: int | None = None
    seed: int | None = None

    @property
    def lang(self) -> Language:
        """Language of what is said beside the tables."""
        return self.languages[0]


def run_file(file: str, options: Options, languages_given: bool) -> None:
    """Carry out a study.

    Raises
    ------
    InputError
        Problems in the study or its scenarios, all together.
    SomeRunsFailed
        Runs failed; the tables of what is whole are printed.
    """
    study = _as_asked(read_study(file, options.is_quick, list(options.sets), options.allow_outside), options)
    told = study.file.report.languages
    if told and not languages_given:
        options = replace(options, languages=told)
    if not options.quiet:
        for warning in study.warnings:
            say(str(warning))
    folder = options.output if options.output is not None else Path("results", study.file.name)
    if folder.is_file():
        raise OutputError(f"cannot write {folder}: it is a file, not a folder")
    if options.is_dry:
        _print_estimate(study, folder, options)
        return
    begun = time.perf_counter()
    outcome = _carry_out(study, folder, options)
    if outcome.n_failed < len(outcome.outcomes):
        _print_results(study, outcome, options)
    if not options.quiet:
        say(summary_of(outcome, study.file.name, time.perf_counter() - begun, options.lang))
    if outcome.n_failed:
        raise SomeRunsFailed(_failure(study, outcome, options.lang))


def _as_asked(study: Study, options: Options) -> Study:
    from portsim.study.file import Replications

    changes: dict[str, object] = {}
    if options.replications is not None:
        changes["replications"] = Replications(at_least=options.replications)
    if options.seed is not None:
        changes["seed"] = options.seed
    return replace(study, file=study.file.model_copy(update=changes)) if changes else study


def _print_estimate(study: Study, folder: Path, options: Options) -> None:
    from portsim.study.estimate import estimate

    found = estimate(study, folder, options.workers.jobs or available_cores())
    if options.as_json:
        extra = {
            "study": study.file.name, "quick": study.is_quick, "n_runs": found.n_runs,
            "n_runs_at_most": found.n_runs_at_most, "seconds": found.seconds, "seconds_at_most": found.seconds_at_most,
        }  # fmt: skip
        print(json.dumps(extra | asdict(found), ensure_ascii=False))
        return
    lang = options.lang
    print(WORDS.text("study.count", lang, name=study.file.name, cases=found.n_cases, each=found.n_replications,
                     draws=found.n_draws, runs=found.n_runs, there=found.n_there))  # fmt: skip
    if found.n_runs_at_most > found.n_runs:
        print(WORDS.text("study.at_most", lang, most=found.n_at_most, runs=found.n_runs_at_most,
                         time=_duration(found.seconds_at_most, lang)))  # fmt: skip
    print(WORDS.text(f"study.time.{found.basis}", lang, each=f"{found.run_s:.2g}", n=found.n_processes,
                     time=_duration(found.seconds, lang)))  # fmt: skip


def _duration(seconds: float, lang: Language) -> str:
    if seconds < 90:
        return WORDS.text("study.seconds", lang, n=f"{seconds:.0f}")
    if seconds < 5400:
        return WORDS.text("study.minutes", lang, n=f"{seconds / 60:.0f}")
    return WORDS.text("study.hours", lang, n=f"{seconds / 3600:.1f}")


def _carry_out(study: Study, folder: Path, options: Options) -> StudyOutcome:
    from portsim.study.running import run_study

    def do(place: Path, n_at_once: int | None, tell: OnProgress | None, executor: Executor | None) -> StudyOutcome:
        return run_study(study, place, n_at_once, tell, executor)

    n_runs = len(study.cases) * (study.file.replications.at_least + study.n_samples)
    return carry_through(do, study.file.name, n_runs, folder, options.workers, options.quiet, options.lang)


def _print_results(study: Study, outcome: StudyOutcome, options: Options) -> None:
    from portsim.analysis.answer import answer
    from portsim.cli.layout import console_width, table_lines
    from portsim.cli.study_sheets import write_sheets
    from portsim.cli.study_tables import lines_after, tables_of
    from portsim.cli.study_words import STUDY_WORDS

    results = open_results(outcome.folder)
    found = answer(results)
    files = write_sheets(found, outcome.folder, options.lang)
    if not options.quiet:
        say(STUDY_WORDS.text("written", options.lang, files=", ".join(map(str, files))))
    if options.as_json:
        print(found.as_json())
        return
    lines: list[str] = []
    for lang in options.languages:
        question = study.file.question
        lines += [getattr(question, lang), ""] if question else []
        for table in tables_of(found, lang):
            lines += table_lines(table, console_width())
        lines += lines_after(found, lang)
    print("\n".join(lines), flush=True)


def _failure(study: Study, outcome: StudyOutcome, lang: Language) -> str:
    first = outcome.failed[0]
    draw = WORDS.text("study.draw", lang, n=first.draw) if first.draw else ""
    return WORDS.text(
        "study.failed", lang, name=study.file.name, all=len(outcome.outcomes), failed=outcome.n_failed,
        option=f"{first.option}{draw}", seed=first.seed, replication=first.replication, error=first.error,
        index=outcome.folder / INDEX,
    )  # fmt: skip
