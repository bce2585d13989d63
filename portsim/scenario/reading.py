"""Reading YAML: from the text of a scenario file to nodes that know their line and column.

The events of PyYAML's C parser are put together here on an own stack: ``yaml.compose`` recurses in C, so that a file of
a hundred thousand brackets ends the process, and it does not tell an anchor or a tag. Aliases, anchors, tags, duplicate
keys and several documents in one file are refused; depth and number of values are limited.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from portsim.errors import InputError, Problem
from portsim.scenario.files import read_text, refuse
from portsim.scenario.nodes import Findings, Node, Place, SourceFile
from portsim.scenario.scalars import scalar

DEEPEST = 40
MOST_VALUES = 1_000_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REFUSED_KEYS = {"": "a key without a name", "<<": "`<<` is not read, write the values out"}
_PLAIN_WORDS = (
    ("found a tab character", "a tab; indent with spaces"),
    ("cannot start any token", "a character that cannot stand here (a tab? indent with spaces; put @ ` % in quotes)"),
    ("mapping values are not allowed", "a `:` that cannot stand here; check the indentation, or quote the text"),
    ("did not find expected key", "the indentation or the brackets do not fit the lines above"),
    ("could not find expected ':'", "a key without `:`"),
    ("expected ',' or", "a bracket is not closed, or a comma is missing"),
    ("expected <block end>", "the indentation does not fit the lines above"),
    ("did not find expected node content", "a bracket is not closed, or a value is missing"),
    ("unexpected end of stream", "quotes are not closed"),
    ("block sequence entries are not allowed", "a `-` cannot stand here; check the indentation"),
)  # fmt: skip


def read_yaml(path: Path, findings: Findings, what: str = "scenario file") -> Node:
    """Read a YAML file whose root is a mapping.

    Raises
    ------
    InputError
        The file cannot be read, or is not YAML; smaller mistakes go to `findings`.
    """
    file, text = read_text(path, what)
    root = parse(text, file, findings)
    if root is None or root.value is None:
        raise refuse(file.name, f"this {what} is empty")
    if type(root.value) is not dict:
        raise _refuse(root.place, f"this is not a {what}: it must begin with keys, such as `format: 1`")
    return root


def parse(text: str, file: SourceFile, findings: Findings) -> Node | None:
    """Read YAML text into a node; None for text without any value.

    Raises
    ------
    InputError
        The text is not YAML, is nested too deep, or holds too many values.
    """
    builder = _Builder(file, findings)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, file) from None
    except yaml.YAMLError as error:
        raise refuse(file.name, f"not YAML: {error}") from None
    return builder.root


def _refuse(place: Place, message: str) -> InputError:
    return refuse(place.file.name, message, place.line, place.column, place.file.quote(place.line))


def _syntax_error(error: yaml.MarkedYAMLError, file: SourceFile) -> InputError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    problem = error.problem or "not YAML"
    here = file.lines[line - 1][column - 1 :] if 0 < line <= len(file.lines) else ""
    if here.startswith("\t"):
        problem = "found a tab character"
    message = next((plain for word, plain in _PLAIN_WORDS if word in problem), problem)
    started = error.context_mark
    since = f" (begun in line {started.line + 1})" if started and started.line + 1 != line else ""
    return InputError([Problem("error", file.name, line, column, "", f"not YAML: {message}{since}", file.quote(line))])


class _Builder:
    """Puts events together to nodes."""

    def __init__(self, file: SourceFile, findings: Findings) -> None:
        self.file = file
        self.findings = findings
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.key: tuple[str, Place] | None = None
        self.path: list[str | int] = []
        self.pending: list[tuple[str, Place] | None] = []
        self.n_values = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._open(event, {})
        elif kind is yaml.SequenceStartEvent:
            self._open(event, [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node = self.stack.pop()
            self.key = self.pending.pop()
            self._put(node)
        elif kind is yaml.AliasEvent:
            place = self._place(event)
            self._error(place, f"`*{event.anchor}` repeats another value; aliases are not read, write the value out")
            self._put(Node(None, place))
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            place = self._place(event)
            raise _refuse(place, "a second document begins here (`---`); one file holds one")

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _error(self, place: Place, message: str) -> None:
        keys = [pending[0] for pending in self.pending if pending]
        if self.key:
            keys.append(self.key[0])
        self.findings.error(place, tuple(keys), message)

    def _check(self, event: Any, place: Place) -> None:
        self.n_values += 1
        if self.n_values > MOST_VALUES:
            raise _refuse(place, f"more than {MOST_VALUES} values in one file")
        if event.anchor is not None:
            self._error(place, f"`&{event.anchor}` names a value to repeat it; anchors and aliases are not read")
        if event.tag is not None:
            self._error(place, f"tag `{event.tag}`: tags are not read, write the plain value")

    def _scalar(self, event: Any) -> None:
        place = self._place(event)
        self._check(event, place)
        is_key = bool(self.stack) and type(self.stack[-1].value) is dict and self.key is None
        if is_key:
            self._take_key(event.value, place)
        else:
            self._put(Node(scalar(event.value) if event.implicit[0] else event.value, place))

    def _take_key(self, text: str, place: Place) -> None:
        if text in _REFUSED_KEYS:
            self._error(place, _REFUSED_KEYS[text])
        self.key = (text, place)

    def _open(self, event: Any, value: dict[str, Node] | list[Node]) -> None:
        place = self._place(event)
        self._check(event, place)
        if len(self.stack) >= DEEPEST:
            raise _refuse(place, f"nested deeper than {DEEPEST} levels")
        if self.stack and type(self.stack[-1].value) is dict and self.key is None:
            raise _refuse(place, "a key must be a word, not a list or a mapping")
        self.stack.append(Node(value, place))
        self.pending.append(self.key)
        self.key = None

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        holder = self.stack[-1].value
        if type(holder) is list:
            holder.append(node)
            return
        if self.key is None:  # an alias where a key stands
            self.key = ("*", node.place)
            return
        name, place = self.key
        if name in _REFUSED_KEYS:
            pass
        elif name in holder:
            first = holder[name].key_place
            self._error(place, f"given twice, first in line {first.line if first else 0}")
        else:
            node.key_place = place
            holder[name] = node
        self.key = None
