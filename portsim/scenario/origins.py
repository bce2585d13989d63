"""Where numbers come from: values written as ``{value: 23.34, source: beibu_2021}``, and tables put in place.

Both are taken apart before anything is merged, so that models hold plain numbers and an override never inherits a
source.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path

from portsim.errors import InputError
from portsim.scenario.nodes import Findings, Node, Origin, Place
from portsim.scenario.shape import LawShape, ListShape, MappingShape, ScalarShape, Shape, below, holds_things

ORIGIN_WORDS = ("source", "assumed", "confidence", "range", "note")
CONFIDENCES = ("high", "medium", "low")
Keys = tuple[str | int, ...]
TableReader = Callable[[Path, Shape, Keys, Findings], dict[str, Node]]
TableFinder = Callable[[str, Place, Keys], Path | None]


def read_origin(words: Mapping[str, Node], place: Place, where: Keys, findings: Findings) -> Origin | None:
    """Read the words that tell an origin; None where they say nothing.

    Parameters
    ----------
    words
        Nodes by ``source``, ``assumed``, ``confidence``, ``range``, ``note``, ``default``.
    place
        Where the value stands.
    where
        Path of the value, for messages.
    findings
        Takes the mistakes.
    """
    text: dict[str, str] = {}
    for word in ("source", "assumed", "confidence", "note"):
        node = words.get(word)
        if node is None or node.value is None:
            continue
        if not isinstance(node.value, str) or not node.value.strip():
            findings.error(node.place, (*where, word), "text is expected")
        else:
            text[word] = node.value
    if text.get("confidence", "high") not in CONFIDENCES:
        findings.error(
            words["confidence"].place,
            (*where, "confidence"),
            f"one of {', '.join(CONFIDENCES)} is expected, not {text['confidence']}",
        )
        del text["confidence"]
    low, high = _ends(words.get("range"), where, findings)
    default = "default" in words and words["default"].value is True
    if not text and low is None and not default:
        return None
    source_place = words["source"].place if "source" in words else place
    return Origin(**text, low=low, high=high, default=default, place=source_place)


def _ends(node: Node | None, where: Keys, findings: Findings) -> tuple[float | None, float | None]:
    if node is None or node.value is None:
        return None, None
    ends = [item.value for item in node.value] if type(node.value) is list else []
    if len(ends) != 2 or not all(type(end) in (int, float) for end in ends) or not ends[0] <= ends[1]:
        findings.error(
            node.place,
            (*where, "range"),
            "a range is two numbers, the lower first: `[0.8, 1.0]`, in a table `0.8..1.0`",
        )
        return None, None
    return float(ends[0]), float(ends[1])


class Unfolder:
    """Takes apart what one file wrote: origins go beside the values, tables become things by id.

    Parameters
    ----------
    find_table
        Gives the file of a table named at a place, or None after noting a mistake.
    read_table
        Reads it.
    findings
        Takes the mistakes.
    """

    def __init__(self, find_table: TableFinder, read_table: TableReader, findings: Findings) -> None:
        self.find_table = find_table
        self.read_table = read_table
        self.findings = findings

    def unfold(self, node: Node, shape: Shape | None, where: Keys = ()) -> Node:
        """A node without origin objects and tables."""
        value = node.value
        if type(value) is list:
            node.value = [self.unfold(item, below(shape, index), (*where, index)) for index, item in enumerate(value)]
            return node
        if type(value) is not dict:
            return node
        if "value" in value and isinstance(shape, ScalarShape | ListShape | LawShape):
            return self._with_origin(node, shape, where)
        if (
            isinstance(shape, MappingShape)
            and holds_things(shape)
            and "table" in value
            and _names_a_table(value["table"])
        ):
            self._expand(node, shape, where)
        for key, item in node.value.items():
            if type(item.value) is dict or type(item.value) is list:
                node.value[key] = self.unfold(
                    item, shape if isinstance(shape, LawShape) else below(shape, key, value), (*where, key)
                )
        return node

    def _with_origin(self, node: Node, shape: Shape, where: Keys) -> Node:
        words = dict(node.value)
        inner: Node = words.pop("value")
        for word in [word for word in words if word not in (*ORIGIN_WORDS, "default")]:
            close = difflib.get_close_matches(word, ORIGIN_WORDS, n=1)
            hint = f"did you mean {close[0]}?" if close else f"beside `value` stand {', '.join(ORIGIN_WORDS)}"
            self.findings.error(words[word].key_place or words[word].place, (*where, word), f"unknown field, {hint}")
            del words[word]
        origin = read_origin(words, node.place, where, self.findings)
        inner.key_place = node.key_place
        self._give(inner, origin)
        value = inner.value
        if (
            origin
            and origin.low is not None
            and origin.high is not None
            and type(value) in (int, float)
            and not origin.low <= value <= origin.high
        ):
            self.findings.warning(
                inner.place, where, f"{value:g} lies outside its range {origin.low:g} to {origin.high:g}"
            )
        return inner

    def _give(self, node: Node, origin: Origin | None) -> None:
        node.origin = origin
        items = node.value.values() if type(node.value) is dict else node.value if type(node.value) is list else ()
        for item in items:
            self._give(item, origin)

    def _expand(self, node: Node, shape: MappingShape, where: Keys) -> None:
        """Put the rows of the named tables in the place of ``table``; things written beside it are laid over them."""
        own = dict(node.value)
        named = own.pop("table")
        replace = own.pop("replace", None)
        if replace is not None:
            if type(replace.value) is not bool:
                self.findings.error(replace.place, (*where, "replace"), "true or false is expected")
            node.replaces = replace.value is True
        rows: dict[str, Node] = {}
        for item in named.value if type(named.value) is list else [named]:
            for name, row in self._table(item, shape, where).items():
                if name in rows:
                    first = rows[name].place
                    self.findings.error(
                        row.place, (*where, name), f"given twice, first in {first.file.name}, line {first.line}"
                    )
                else:
                    rows[name] = row
        for name, thing in own.items():
            if name in rows:
                self.findings.error(
                    thing.key_place or thing.place,
                    (*where, name),
                    f"given in the table too, line {rows[name].place.line}",
                )
            else:
                rows[name] = thing
        node.value = rows

    def _table(self, item: Node, shape: MappingShape, where: Keys) -> dict[str, Node]:
        try:
            path = self.find_table(item.value, item.place, where)
            if path is None:
                self.findings.unread.append(where)
                return {}
            return self.read_table(path, shape.item, where, self.findings)
        except InputError as error:
            self.findings.unread.append(where)
            for problem in error.problems:
                if problem.line:
                    self.findings.problems.append(problem)
                else:
                    self.findings.error(item.place, (*where, "table"), f"{problem.file}: {problem.message}")
            return {}


def _names_a_table(node: Node) -> bool:
    items = node.value if type(node.value) is list else [node]
    return bool(items) and all(isinstance(item.value, str) for item in items)
