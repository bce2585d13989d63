"""Commands about files: check, diff, schema; and the files that a pattern stands for."""

from __future__ import annotations

import glob
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from portsim.cli.console import Language, say
from portsim.cli.texts import WORDS
from portsim.errors import InputError, Problem, sort_problems
from portsim.report.file_words import input_unit, reason
from portsim.report.units import DASH
from portsim.scenario.diff import Side, compare_scenarios
from portsim.study.loading import load_scenario
from portsim.study.reading import is_study, read_study


def expanded(files: Sequence[str]) -> list[str]:
    """Files with their patterns (``*``, ``?``, ``[...]``, ``**``) replaced by what they match, each file once.

    Raises
    ------
    InputError
        A pattern matches nothing.
    """
    found: list[str] = []
    for file in files:
        if not glob.has_magic(file) or Path(file).exists():
            found.append(file)
            continue
        matching = sorted(path for path in glob.glob(file, recursive=True) if Path(path).is_file())
        if not matching:
            raise InputError(f"{file}: no file matches this pattern")
        found += matching
    return list(dict.fromkeys(found))


def check_all(files: Sequence[str], sets: Sequence[str], as_json: bool, allow_outside: bool, lang: Language) -> None:
    """Check each file and tell the problems of all.

    Raises
    ------
    typer.Exit
        There are errors.
    """
    problems: list[Problem] = []
    names = expanded(files)
    for file in names:
        try:
            warnings, told = _checked(file, sets, allow_outside, lang)
        except InputError as error:
            problems += error.problems
            continue
        problems += warnings
        if not as_json:
            print(told)
    problems = sort_problems(problems)
    n_errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            say(str(problem))
        if len(names) > 1 or len(problems) > 1:
            n_warnings = len(problems) - n_errors
            say(WORDS.text("check.sum", lang, files=len(names), errors=n_errors, warnings=n_warnings))
    if n_errors:
        raise typer.Exit(InputError.exit_code)


def _checked(file: str, sets: Sequence[str], allow_outside: bool, lang: Language) -> tuple[list[Problem], str]:
    """The warnings of a scenario or study, and what to say of it."""
    if is_study(file):
        study = read_study(file, sets=sets, allow_outside=allow_outside)
        n_runs = len(study.cases) * (study.file.replications.most + study.n_samples)
        counts = {"cases": len(study.cases), "samples": study.n_samples, "runs": n_runs}
        return study.warnings, WORDS.text("check.study", lang, file=file, **counts)
    loaded = load_scenario(file, sets=list(sets), allow_outside=allow_outside)
    return loaded.warnings, WORDS.text("check.ok", lang, file=file, identity=loaded.identity[:12])


def print_diff(first: str, second: str, as_json: bool, allow_outside: bool, lang: Language) -> None:
    """Print the values that differ."""
    before = load_scenario(first, allow_outside=allow_outside)
    after = load_scenario(second, allow_outside=allow_outside)
    differences = compare_scenarios(before, after)
    if as_json:
        print(json.dumps([asdict(one) for one in differences], ensure_ascii=False, indent=1, default=str))
        return
    for one in differences:
        unit = input_unit(one.unit, lang)
        print(f"{one.path}: {_side(one.before, unit, lang)} -> {_side(one.after, unit, lang)}")
    say(WORDS.text("diff.sum", lang, n=len(differences)) if differences else WORDS.text("diff.none", lang))


def _side(side: Side, unit: str, lang: Language) -> str:
    if not side.exists:
        return WORDS.text("diff.absent", lang)
    value = DASH if side.value is None else f"{side.value} {unit}".rstrip()
    origin = WORDS.text("diff.default", lang) if side.origin == "default" else reason(side.origin, lang)
    return f"{value} [{origin}]" if origin else value


def print_schema(fields: bool, study: bool) -> None:
    """Print the JSON Schema of scenarios or of studies, or the field reference."""
    if study:
        from portsim.study.schema_export import schema_text as study_schema_text

        print(study_schema_text(), end="")
        return
    from portsim.scenario.field_reference import field_reference
    from portsim.scenario.schema_export import schema_text

    print(field_reference() if fields else schema_text(), end="")
