"""Study files of the tests: writing them and reading what portsim says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenario_files import said, write

from portsim.errors import InputError
from portsim.study.reading import Study, read_study

QUAY = "ports.harbour.terminals.terminal_1.quays.quay_1.length_m"
"""Path of the length of the only quay of the tutorial."""


def study_file(folder: Path, text: str, name: str = "x.yaml") -> Path:
    """Write a study of the tutorial; `text` begins in line 4."""
    return write(folder, f"format: 1\nname: x\nbase: tutorial\n{text}\n", name)


def study(folder: Path, text: str, **options: object) -> Study:
    """A study of the tutorial without mistakes."""
    return read_study(study_file(folder, text), **options)  # type: ignore[arg-type]


def mistakes(folder: Path, text: str, **options: object) -> list[str]:
    """What is said of a study of the tutorial with mistakes, without the file."""
    with pytest.raises(InputError) as caught:
        study(folder, text, **options)
    assert caught.value.exit_code == 3
    return [said(problem) for problem in caught.value.problems]


def odd(folder: Path, text: str) -> list[str]:
    """The warnings of a study of the tutorial."""
    return [said(problem) for problem in study(folder, text).warnings]
