"""Scenario files of the tests: writing them and reading what portsim says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from portsim.errors import InputError, Problem
from portsim.scenario.load import load_scenario
from portsim.scenario.shape import scenario_shape

DATA = Path(__file__).parents[1] / "data" / "scenario"
SMALL = DATA / "small.yaml"


def kinds(key: str) -> str:
    """The kinds of things that may stand under a root key, as messages list them."""
    return ", ".join(scenario_shape().fields[key].shape.item.kinds)


def write(folder: Path, text: str, name: str = "x.yaml") -> Path:
    """Write a file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def child(folder: Path, text: str, name: str = "x.yaml") -> Path:
    """Write a scenario that extends the small one; `text` begins in line 4."""
    return write(folder, f"format: 1\nname: x\nextends: {SMALL.as_posix()}\n{text}\n", name)


def problems(path: Path | str, **options: object) -> list[Problem]:
    """The problems of a scenario that must have some."""
    with pytest.raises(InputError) as caught:
        load_scenario(path, **options)
    assert caught.value.exit_code == 3
    return list(caught.value.problems)


def only_problem(path: Path | str, **options: object) -> Problem:
    """The problem of a scenario that must have exactly one."""
    found = problems(path, **options)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def said(problem: Problem) -> str:
    """Line, column, path and message, without the file."""
    return f"{problem.line}:{problem.column}: {problem.path}: {problem.message}"


def warnings(path: Path | str, **options: object) -> list[str]:
    """The warnings of a scenario without mistakes."""
    return [said(problem) for problem in load_scenario(path, **options).warnings]
