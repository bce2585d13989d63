"""Commands about files: check, diff, schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from portsim.cli.console import say
from portsim.errors import InputError, Problem
from portsim.scenario.diff import Side, compare_scenarios
from portsim.study.loading import load_scenario


def check_all(files: Sequence[str], sets: Sequence[str], as_json: bool, allow_outside: bool) -> None:
    """Check each file; raise all errors together.

    Raises
    ------
    InputError
        With the problems of all files.
    """
    errors: list[Problem] = []
    warnings: list[Problem] = []
    for file in files:
        try:
            loaded = load_scenario(file, sets=list(sets), allow_outside=allow_outside)
        except InputError as error:
            errors += error.problems
            continue
        warnings += loaded.warnings
        if not as_json:
            print(f"{file}: ok ({loaded.identity[:12]})")
    if as_json:
        print(json.dumps([asdict(problem) for problem in [*errors, *warnings]], ensure_ascii=False, indent=1))
    else:
        for problem in warnings:
            say(str(problem))
    if errors:
        raise InputError(errors)


def print_diff(first: str, second: str, as_json: bool, allow_outside: bool) -> None:
    """Print the values that differ."""
    before = load_scenario(first, allow_outside=allow_outside)
    after = load_scenario(second, allow_outside=allow_outside)
    differences = compare_scenarios(before, after)
    if as_json:
        print(json.dumps([asdict(one) for one in differences], ensure_ascii=False, indent=1, default=str))
        return
    for one in differences:
        unit = f" {one.unit}" if one.unit else ""
        print(f"{one.path}: {_side(one.before)} -> {_side(one.after)}{unit}")
    if not differences:
        say("no difference")


def _side(side: Side) -> str:
    if not side.exists:
        return "-"
    return f"{side.value} [{side.origin}]" if side.origin else str(side.value)


def print_schema(fields: bool) -> None:
    """Print the JSON Schema, or the field reference."""
    from portsim.scenario.field_reference import field_reference
    from portsim.scenario.schema_export import schema_text

    print(field_reference() if fields else schema_text(), end="")
