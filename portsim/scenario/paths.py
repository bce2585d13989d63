"""Setting single values from the command line or a study: ``demand.flows[origin=chongqing].annual_teu={times: 1.1}``.

``*`` stands for all ids, ``[column=value]`` for the rows in which a column has that value. A path that matches nothing
is an error. ``{times: 1.1}`` multiplies what is given, or the default; another value replaces, a mapping is laid over.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from portsim.errors import InputError
from portsim.scenario.merging import merge_at, without_nulls
from portsim.scenario.nodes import Findings, Node, Place, SourceFile, dotted, node_of
from portsim.scenario.origins import Unfolder
from portsim.scenario.reading import parse
from portsim.scenario.scalars import scalar
from portsim.scenario.shape import (
    KindsShape,
    LawShape,
    ListShape,
    MappingShape,
    RecordShape,
    ScalarShape,
    Shape,
    fields_of,
    holds_things,
    scenario_shape,
)  # fmt: skip

Keys = tuple[str | int, ...]
SetItem = str | tuple[str, Any]
_TOKEN = re.compile(r"\.?(?:([^.\[\]]+)|(\[[^\[\]=]+=[^\[\]]*\]))")


def split_path(text: str) -> tuple[str, ...]:
    """The words of a path: keys, ``*`` and ``[column=value]``; empty for text that is no path.

    Examples
    --------
    >>> split_path("demand.flows[origin=chongqing].annual_teu")
    ('demand', 'flows', '[origin=chongqing]', 'annual_teu')
    """
    words: list[str] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        separated = match is not None and (match[0].startswith(".") or match[2] is not None)
        if match is None or separated == (position == 0):
            return ()
        words.append(match[1] or match[2])
        position = match.end()
    return tuple(words)


def split_item(item: str) -> tuple[str, str] | None:
    """Path and value of ``path=value``; None where there is no ``=`` outside brackets."""
    depth = 0
    for index, letter in enumerate(item):
        depth += (letter == "[") - (letter == "]")
        if letter == "=" and depth == 0:
            return item[:index].strip(), item[index + 1 :].strip()
    return None


def apply_sets(root: Node, items: Iterable[SetItem], findings: Findings) -> Node:
    """Set values in a scenario; what cannot be set goes to the findings.

    Parameters
    ----------
    root
        The merged scenario; its mappings are changed in place.
    items
        ``path=value`` as on the command line, or pairs of a path and a plain value, or a node of a study file.
    findings
        Takes the mistakes: of a node at its own place, of another value at ``--set path=value``.
    """
    for item in items:
        _Setter(root, item, findings).apply()
    return root


@dataclass(frozen=True)
class _Spot:
    """A place in the tree where a value stands or may stand."""

    holders: tuple[tuple[Node, str], ...]
    shape: Shape
    default: Any
    path: Keys


class _NoMatch(Exception):
    """A path leads nowhere; the text says why."""


class _Setter:
    def __init__(self, root: Node, item: SetItem, findings: Findings) -> None:
        self.root = root
        self.findings = findings
        self.path: str
        self.text: str | None
        self.given: Any = None
        written = item if isinstance(item, str) else f"{item[0]}={item[1]}"
        self.here = Place(SourceFile(f"--set {written}"))
        if isinstance(item, str):
            pair = split_item(item)
            self.path, self.text = pair if pair else (item, None)
        else:
            self.path, self.given = item
            self.text = None
            if isinstance(self.given, Node):
                self.here = self.given.key_place or self.given.place
                self.given = self.given.plain()
        self.has_value = not isinstance(item, str) or self.text is not None

    def apply(self) -> None:
        words = split_path(self.path)
        if not words or not self.has_value:
            self._error("write path=value, such as demand.factor=1.1 or services.*.sailings_per_week={times: 0.5}")
            return
        try:
            spots = list(self._spots(self.root, scenario_shape(), words, (), ()))
            if not spots:
                raise _NoMatch("this path matches nothing")
            n_set = sum(self._set(spot) for spot in spots)
            if not n_set:
                raise _NoMatch("there is no number here to multiply")
        except _NoMatch as reason:
            self._error(str(reason))
        except InputError as error:
            self._error(f"the value cannot be read: {error.problems[0].message}")

    def _error(self, message: str) -> None:
        self.findings.error(self.here, split_path(self.path) or (self.path,), message)

    # --- where

    def _spots(
        self, node: Node, shape: Shape, words: tuple[str, ...], path: Keys, holders: tuple[tuple[Node, str], ...]
    ) -> Iterator[_Spot]:
        """All places the words lead to from a node."""
        word, rest = words[0], words[1:]
        found = False
        reason = _NoMatch("this path matches nothing")
        for key, following, default in self._keys(node, shape, word, path):
            below = node.value.get(key) if type(node.value) is dict else None
            trail = (*holders, (node, key))
            if not rest:
                found = True
                yield _Spot(trail, following, default, (*path, key))
                continue
            if below is None or type(below.value) is not dict:
                law = default if isinstance(following, LawShape) and isinstance(default, dict) and below is None else {}
                below = node_of(law, self.here)
            try:
                for spot in self._spots(below, following, rest, (*path, key), trail):
                    found = True
                    yield spot
            except _NoMatch as why:
                reason = why
        if not found:
            raise reason

    def _keys(self, node: Node, shape: Shape, word: str, path: Keys) -> Iterator[tuple[str, Shape, Any]]:
        """Keys of a node one word stands for, with the plan and the default of what stands there."""
        things: dict[str, Node] = node.value if type(node.value) is dict else {}
        if isinstance(shape, MappingShape):
            if word == "*":
                keys = list(things)
            elif word.startswith("["):
                keys = self._filtered(things, shape, word, path)
            elif word in things or not holds_things(shape):
                keys = [word]
            else:
                raise _NoMatch(f"nothing is called {word} in {dotted(path)}{_near(word, things)}")
            yield from ((key, shape.item, None) for key in keys)
        elif isinstance(shape, RecordShape | KindsShape):
            fields = fields_of(shape, things)
            if word not in fields:
                what = f"{dotted(path)} has no field {word}" if path else f"a scenario has no key {word}"
                raise _NoMatch(f"{what}{_near(word, fields)}")
            yield word, fields[word].shape, fields[word].default
        elif isinstance(shape, LawShape) and word in things:
            following: Shape = LawShape() if type(things[word].value) is dict else ScalarShape("number")
            yield word, following, None
        elif isinstance(shape, LawShape):
            raise _NoMatch(f"the law {dotted(path)} has no {word}{_near(word, things)}")
        elif isinstance(shape, ListShape):
            raise _NoMatch(f"{dotted(path)} is a list; it is set as a whole")
        else:
            raise _NoMatch(f"{dotted(path)} is a single value, nothing stands below it")

    def _filtered(self, things: dict[str, Node], shape: MappingShape, word: str, path: Keys) -> list[str]:
        column, _, wanted = word[1:-1].partition("=")
        column, wanted = column.strip(), wanted.strip()
        if column == "id":
            return [wanted] if wanted in things else []
        fields = fields_of(shape.item)
        if column not in fields:
            raise _NoMatch(f"{dotted(path)} has no column {column}{_near(column, fields)}")
        cells = {key: thing.get((column,)) for key, thing in things.items()}
        values = {key: cell.value if cell else fields[column].default for key, cell in cells.items()}
        keys = [key for key, value in values.items() if value in (wanted, scalar(wanted)) and value is not None]
        if not keys:
            raise _NoMatch(
                f"no row of {dotted(path)} has {column} {wanted}{_near(wanted, set(map(str, values.values())))}"
            )
        return keys

    # --- what

    def _value(self, shape: Shape) -> Node:
        """The value to set, as a fresh node."""
        if self.text is None:
            return node_of(self.given, self.here)
        if isinstance(shape, ScalarShape) and shape.kind in ("text", "choice") and self.text[:1] not in ("{", '"', "'"):
            return Node(None if scalar(self.text) is None else self.text, self.here, self.here)
        node = parse(self.text, self.here.file, self.findings)
        return node_of(node.plain() if node else None, self.here)

    def _set(self, spot: _Spot) -> bool:
        value = self._value(spot.shape)
        holder, key = spot.holders[-1]
        before = holder.value.get(key)
        if type(value.value) is dict and set(value.value) == {"times"}:
            factor = value.value["times"].value
            if type(factor) not in (int, float):
                raise _NoMatch("`times` is a number, such as {times: 1.1}")
            product = _times(
                before if before is not None else node_of(spot.default, self.here), factor, spot.shape, self.here
            )
            if product is None:
                return False
            value = product
        elif value.value is None:
            holder.value.pop(key, None)
            return True
        else:
            value = Unfolder(self._no_table, _never, self.findings).unfold(value, spot.shape, spot.path)
            value = (
                merge_at(before, value, spot.shape, spot.path, self.root, self.findings)
                if before is not None
                else without_nulls(value, spot.shape)
            )
        for (above, name), (below, _) in zip(spot.holders[:-1], spot.holders[1:], strict=True):
            above.value[name] = below
        holder.value[key] = value
        return True

    def _no_table(self, named: str, place: Place, where: Keys) -> None:
        self.findings.error(self.here, where, f"a table ({named}) is named in a scenario file, not here")


def _never(*_: Any) -> dict[str, Node]:
    return {}


def _times(node: Node, factor: float, shape: Shape | None, place: Place) -> Node | None:
    """A number, list or law times a factor (all numbers of a law but its phases); None where there is no number."""
    value = node.value
    if type(value) in (int, float):
        product = value * factor
        whole = isinstance(shape, ScalarShape) and shape.kind == "integer" and math.isfinite(product)
        return Node(round(product) if whole else product, place, place)
    if type(value) is list:
        items = [_times(item, factor, None, place) for item in value]
        return Node(items, place, place) if items and None not in items else None
    if type(value) is dict and isinstance(shape, LawShape):
        return Node(
            {key: item if key == "k" else _times(item, factor, shape, place) or item for key, item in value.items()},
            place,
            place,
        )
    return None


def _near(word: str, known: Iterable[str]) -> str:
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return f", did you mean {close[0]}?"
    return f"; there are {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}" if names else ""
