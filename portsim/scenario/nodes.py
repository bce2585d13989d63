"""What was written and where: values of scenario files with their file, line, column and origin, before validation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from portsim.errors import Problem, Severity, place_text, sort_problems

Scalar = str | int | float | bool | None
_MOST_BITS = 1023
"""Of a whole number that a float can take."""


@dataclass(eq=False)
class SourceFile:
    """A file that was read: how messages call it, where it is, and its lines for quoting."""

    name: str
    path: Path | None = None
    lines: list[str] = field(default_factory=list, repr=False)

    def quote(self, line: int) -> str:
        """The line, from 1, without its indentation and cut to a readable length; empty where there is none."""
        if not 1 <= line <= len(self.lines):
            return ""
        text = self.lines[line - 1].strip()
        return text if len(text) <= 160 else f"{text[:157]}..."


class Place(NamedTuple):
    """A spot in a file; the column is a number, the name of a table's column, or ``Sheet1!C7``."""

    file: SourceFile
    line: int = 0
    column: int | str = 0

    @property
    def text(self) -> str:
        """``file:line:column``, as messages write it."""
        return place_text(self.file.name, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number comes from: a source or an assumption, with confidence and range."""

    source: str = ""
    assumed: str = ""
    confidence: str = ""
    low: float | None = None
    high: float | None = None
    note: str = ""
    default: bool = False
    place: Place | None = None


@dataclass(slots=True)
class Node:
    """A value of a file: mapping, list or scalar.

    Attributes
    ----------
    value
        ``dict`` of nodes by key, ``list`` of nodes, or a scalar.
    place
        Where the value stands.
    key_place
        Where its key stands; None for the root and items of lists.
    origin
        Source or assumption of the value; None where none was given.
    replaces
        A mapping that drops the rows of the parent (``replace: true`` beside a table).
    """

    value: Any
    place: Place
    key_place: Place | None = None
    origin: Origin | None = None
    replaces: bool = False

    def plain(self) -> Any:
        """The value without places and origins."""
        value = self.value
        if type(value) is dict:
            return {key: item.plain() for key, item in value.items()}
        if type(value) is list:
            return [item.plain() for item in value]
        return value

    def copied(self) -> Node:
        """A copy whose mappings can be changed; single values and lists, which nobody changes, are shared."""
        value = self.value
        if type(value) is dict:
            value = {key: item.copied() if type(item.value) is dict else item for key, item in value.items()}
        return replace(self, value=value)

    def get(self, path: tuple[str | int, ...]) -> Node | None:
        """The node at a path below this one; None where there is none."""
        node: Node | None = self
        for key in path:
            if node is None:
                return None
            value = node.value
            if type(value) is dict:
                node = value.get(key)
            elif type(value) is list and isinstance(key, int) and key < len(value):
                node = value[key]
            else:
                return None
        return node

    def nearest(self, path: tuple[str | int, ...]) -> Node:
        """The node at a path below this one, or its nearest ancestor that exists."""
        node = self
        for key in path:
            below = node.get((key,))
            if below is None:
                break
            node = below
        return node

    def leaves(self, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Node]]:
        """All scalars below this node, with their paths."""
        value = self.value
        if type(value) is dict:
            for key, item in value.items():
                yield from item.leaves((*path, key))
        elif type(value) is list:
            for index, item in enumerate(value):
                yield from item.leaves((*path, index))
        else:
            yield path, self


def node_of(plain: Any, place: Place) -> Node:
    """A plain value as a node, all of it at one place."""
    if isinstance(plain, dict):
        return Node({str(key): node_of(item, place) for key, item in plain.items()}, place, place)
    if isinstance(plain, list | tuple):
        return Node([node_of(item, place) for item in plain], place, place)
    if type(plain) is int and plain.bit_length() > _MOST_BITS:  # as YAML reads such a number
        plain = float("inf") if plain > 0 else float("-inf")
    return Node(plain, place, place)


def related(one: tuple[str | int, ...], other: tuple[str | int, ...]) -> bool:
    """Whether one of two paths leads to the other, or both are the same."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as messages and ``--set`` write it: ``ports.qinzhou.inbound_h``."""
    return ".".join(map(str, path))


class Findings:
    """The problems found so far, errors and warnings.

    Attributes
    ----------
    problems
        All that was found, in the order of finding.
    unread
        Paths of what could not be read, a table or (the empty path) a whole file: what is missing there is no mistake.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.unread: list[tuple[str | int, ...]] = []

    def may_lack(self, path: tuple[str | int, ...]) -> bool:
        """Whether something at a path may be missing only because a file could not be read."""
        return any(related(path, one) for one in self.unread)

    def error(self, place: Place, path: tuple[str | int, ...], message: str) -> None:
        """Note something that stops a run."""
        self._add("error", place, path, message)

    def warning(self, place: Place, path: tuple[str | int, ...], message: str) -> None:
        """Note something odd that does not stop a run."""
        self._add("warning", place, path, message)

    def _add(self, severity: Severity, place: Place, path: tuple[str | int, ...], message: str) -> None:
        file = place.file
        self.problems.append(
            Problem(severity, file.name, place.line, place.column, dotted(path), message, file.quote(place.line))
        )

    @property
    def errors(self) -> list[Problem]:
        """The errors, sorted."""
        return sort_problems(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> list[Problem]:
        """The warnings, sorted."""
        return sort_problems(problem for problem in self.problems if problem.severity == "warning")
