"""Laying one scenario over another: parent, overlays from left to right, own values.

Mappings merge by key, tables row by row and cell by cell, null deletes, lists replace, and so does a law of another
kind. A value that is laid over another brings its own origin or none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from portsim.scenario.nodes import Findings, Node, Place, dotted
from portsim.scenario.shape import LawShape, MappingShape, Shape, below, field_at, fields_of, scenario_shape

Keys = tuple[str | int, ...]
_SUSPICIOUS_FACTOR = 10.0
_UNITS_WITHOUT_SCALE = ("deg", "year")


def merge(under: Node, over: Node, findings: Findings) -> Node:
    """Lay the scenario `over` over the scenario `under`; neither is changed.

    Parameters
    ----------
    under, over
        Roots without origin objects and tables (see `origins.Unfolder`).
    findings
        Takes warnings: numbers ten times the parent's, deletions of what is not there.
    """
    return _Merger(under, findings).merge(under, over, scenario_shape(), ())


def merge_at(under: Node, over: Node, shape: Shape, where: Keys, root: Node, findings: Findings) -> Node:
    """Lay a value over another one inside the scenario `root`, at the path `where`."""
    return _Merger(root, findings).merge(under, over, shape, where)


def without_nulls(node: Node, shape: Shape | None) -> Node:
    """The same value without keys set to null: what null deletes where there is nothing below it.

    A key that is no field stays, as the mistake it is: of ``{loa_m: 1,600}`` YAML makes a field 600 without a value.
    """
    if type(node.value) is not dict:
        return node
    kept = {
        key: without_nulls(item, below(shape, key, node.value))
        for key, item in node.value.items()
        if item.value is not None or _is_unknown(shape, key)
    }
    return replace(node, value=kept)


def _is_unknown(shape: Shape | None, key: str) -> bool:
    return not isinstance(shape, MappingShape) and key not in fields_of(shape)


class _Merger:
    def __init__(self, root: Node, findings: Findings) -> None:
        self.root = root
        self.findings = findings

    def merge(self, under: Node, over: Node, shape: Shape | None, where: Keys) -> Node:
        if type(under.value) is not dict or type(over.value) is not dict:
            self._compare(under, over, where)
            return without_nulls(over, shape)
        if over.replaces or (isinstance(shape, LawShape) and set(under.value) != set(over.value)):
            return without_nulls(over, shape)
        merged = dict(under.value)
        for key, item in over.value.items():
            before = under.value.get(key)
            if item.value is None and not _is_unknown(shape, key):
                if merged.pop(key, None) is None:
                    self._nothing_to_delete(item, shape, (*where, key))
            elif before is None:
                merged[key] = without_nulls(item, below(shape, key, over.value))
            else:
                merged[key] = self.merge(before, item, below(shape, key, under.value), (*where, key))
        return replace(under, value=merged)

    def _nothing_to_delete(self, item: Node, shape: Shape | None, where: Keys) -> None:
        if isinstance(shape, MappingShape):
            self.findings.warning(
                item.key_place or item.place, where, "deletes nothing: there is no such thing in the parent"
            )

    def _compare(self, under: Node, over: Node, where: Keys) -> None:
        """Warn of a number ten times the parent's, or a tenth: often a wrong unit."""
        before, after = under.value, over.value
        if type(before) not in (int, float) or type(after) not in (int, float) or before == 0 or after == 0:
            return
        ratio = after / before
        if 1 / _SUSPICIOUS_FACTOR < ratio < _SUSPICIOUS_FACTOR:
            return
        found = field_at(where, self.root)
        unit = found.unit if found else ""
        if unit not in _UNITS_WITHOUT_SCALE:
            times = f"{ratio:.3g} times the parent's" if ratio > 0 else "of the other sign than the parent's"
            check = f": check the unit, {unit}" if unit else ": check the unit"
            self.findings.warning(over.place, where, f"{after:g} is {times} {before:g}{check}")


def conflicts(earlier: Node, later: Node, pardoned: Collection[Keys], findings: Findings) -> None:
    """Note every path two overlays set differently, unless the later one lists it (or a path above) under `overrides`.

    Parameters
    ----------
    earlier, later
        Roots of two overlays.
    pardoned
        Paths the later one may override; ``*`` stands for any key.
    findings
        Takes the conflicts, at the place of the later value.
    """
    for path, before, after in _differences(earlier, later, scenario_shape(), ()):
        if not any(_covers(pattern, path) for pattern in pardoned):
            said = f"{_short(before)} in {_at(before.place)}"
            findings.error(
                after.key_place or after.place, path,
                f"two overlays differ: {_short(after)} here, {said}; "
                f"if this one is meant to win, list {dotted(path)} under `overrides:` in it",
            )  # fmt: skip


def _differences(earlier: Node, later: Node, shape: Shape | None, where: Keys) -> Iterator[tuple[Keys, Node, Node]]:
    both_mappings = type(earlier.value) is dict and type(later.value) is dict
    law_of_other_kind = both_mappings and isinstance(shape, LawShape) and set(earlier.value) != set(later.value)
    if both_mappings and not law_of_other_kind and not later.replaces:
        for key, item in later.value.items():
            if key in earlier.value:
                yield from _differences(earlier.value[key], item, below(shape, key, later.value), (*where, key))
    elif earlier.plain() != later.plain():
        yield where, earlier, later


def _covers(pattern: Keys, path: Keys) -> bool:
    return len(pattern) <= len(path) and all(one in ("*", key) for one, key in zip(pattern, path, strict=False))


def _short(node: Node) -> str:
    if node.value is None:
        return "deleted"
    text = str(node.plain())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _at(place: Place) -> str:
    return f"{place.file.name}:{place.line}" if place.line else place.file.name
