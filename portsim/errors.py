"""What can go wrong, in words an analyst can act on: problems with file, line and column, and their exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

Severity = Literal["error", "warning"]


def place_text(file: str, line: int, column: int | str) -> str:
    """``file:line:column``, ``file.csv:line:column_name`` or ``file.xlsx:Sheet1!C7``, without what is 0 or empty."""
    if isinstance(column, str) and "!" in column:
        line = 0
    return ":".join(str(part) for part in (file, line, column) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (or odd) in a file, and where.

    Attributes
    ----------
    severity
        ``"error"`` stops a run, ``"warning"`` does not.
    file
        File as the analyst named it, or ``--set``; empty where no file is to blame.
    line
        Line, from 1; 0 where there is none.
    column
        Column, from 1, or the name of a table's column, or ``Sheet1!C7``; 0 or ``""`` where there is none.
    path
        Path of the value in the scenario, ``ports.qinzhou.terminals.a``; empty where there is none.
    message
        What is wrong and what would be right.
    quoted
        The line of the file; empty where there is none.
    """

    severity: Severity
    file: str
    line: int
    column: int | str
    path: str
    message: str
    quoted: str = ""

    @property
    def place(self) -> str:
        """Where it is: ``file:line:column``, ``file.csv:line:column_name`` or ``file.xlsx:Sheet1!C7``."""
        return place_text(self.file, self.line, self.column)

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """Key by which problems are sorted: file, line, column, path."""
        number, text = (self.column, "") if isinstance(self.column, int) else (0, self.column)
        return (self.file, self.line, number, text, self.path, self.message)

    def __str__(self) -> str:
        head = ": ".join(part for part in (self.place, self.path) if part)
        mark = "warning: " if self.severity == "warning" else ""
        text = f"{head}: {mark}{self.message}" if head else f"{mark}{self.message}"
        return f"{text}\n    | {self.quoted}" if self.quoted else text


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by place and drop those said twice."""
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.order)


class PortsimError(Exception):
    """Anything portsim cannot do, said in one message; ``exit_code`` is that of the command line."""

    exit_code: ClassVar[int] = 1


class InputError(PortsimError):
    """An input is missing, unreadable, a directory or wrong; ``problems`` lists all that was found, sorted.

    Parameters
    ----------
    problems
        The problems, or one message.
    """

    exit_code = 3

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = [Problem("error", "", 0, 0, "", problems)]
        self.problems: tuple[Problem, ...] = tuple(sort_problems(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class OutputError(PortsimError):
    """Results cannot be written: no permission, disk full, not a folder."""


class RunError(PortsimError):
    """A run could not be carried through."""


class BalanceError(RunError):
    """Ships, consignments, TEU or boxes of a run do not add up."""


class GridlockError(RunError):
    """Ships wait to discharge into a full yard out of which nothing goes any more."""


class SomeRunsFailed(PortsimError):
    """Some runs of many failed; those that are whole stay, and the command can be repeated."""

    exit_code = 4


class Interrupted(PortsimError):
    """The user or the system stopped the work; runs that are whole stay."""

    exit_code = 130
