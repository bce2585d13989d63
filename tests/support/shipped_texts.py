"""Every reason and note that shipped scenarios, their tables and the shipped studies give, and the fields' defaults."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from portsim.scenario.shape import KindsShape, MappingShape, RecordShape, Shape, scenario_shape
from portsim.scenario.shipped import find, names

WORDS = ("assumed", "note")


def reasons_of_files() -> dict[str, str]:
    """Texts of the shipped files by themselves, each with the file that gives it first."""
    found: dict[str, str] = {}
    tables: set[Path] = set()
    for kind in ("scenarios", "experiments"):
        for name in names(kind):
            path = find(name, kind)
            for key, value in _leaves(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)):
                if key == "table":
                    tables.add(path.parent / value)
                elif key in WORDS and value:
                    found.setdefault(value, path.name)
    for path in sorted(tables):
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()):
            for key, value in row.items():
                if value and key.rsplit(".", 1)[-1] in WORDS:
                    found.setdefault(value, path.name)
    return found


def _leaves(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, item in node.items():
            yield from _leaves(item, str(name))
    elif isinstance(node, list):
        for item in node:
            yield from _leaves(item, key)
    elif isinstance(node, str):
        yield key, node


def fields_of_a_scenario() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field by its path, with its unit and the reason of its default."""
    yield from _fields(scenario_shape(), "", ())


def collections_of_a_scenario() -> set[str]:
    """Names of the fields below which things stand by ids."""
    return set(_collections(scenario_shape(), "", ()))


def _fields(shape: Shape, path: str, above: tuple[type, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, below, records in _below(shape, path, above):
        if isinstance(shape, RecordShape):
            extra = shape.model.model_fields[name.rsplit(".", 1)[-1]].json_schema_extra
            yield name, extra if isinstance(extra, dict) else {}
        yield from _fields(below, name, records)


def _collections(shape: Shape, path: str, above: tuple[type, ...]) -> Iterator[str]:
    if isinstance(shape, MappingShape):
        yield path.rsplit(".", 1)[-1]
    for name, below, records in _below(shape, path, above):
        yield from _collections(below, name, records)


def _below(shape: Shape, path: str, above: tuple[type, ...]) -> Iterator[tuple[str, Shape, tuple[type, ...]]]:
    if isinstance(shape, RecordShape) and shape.model not in above:
        for name, field in shape.fields.items():
            if name in shape.model.model_fields:
                yield f"{path}.{name}", field.shape, (*above, shape.model)
    elif isinstance(shape, MappingShape):
        yield f"{path}.*", shape.item, above
    elif isinstance(shape, KindsShape):
        for record in shape.kinds.values():
            yield path, record, above
