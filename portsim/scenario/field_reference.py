"""The reference of all fields of a scenario, made from the descriptions: unit, default, range, reason, meaning."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from portsim.scenario.base import Description
from portsim.scenario.shape import (
    FieldShape,
    KindsShape,
    LawShape,
    ListShape,
    MappingShape,
    RecordShape,
    ScalarShape,
    Shape,
    scenario_shape,
)

_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
_HEAD = """# Fields of a scenario

Generated from the descriptions in `portsim/scenario`; a test fails when it is out of date. `<id>` stands for an id of
your own choice. A field without a default is required. Every number may be written alone or with its origin:
`{value: 3.5, source: id}` or `{value: 3.5, assumed: "why"}`, with `confidence`, `range` and `note` if you like. Where
things stand by id, a table may stand: `{table: data/flows.csv}`.
"""


def field_reference() -> str:
    """The reference as Markdown text."""
    lines = [_HEAD]
    for path, record in _records(scenario_shape(), ""):
        lines += [f"## `{path}`" if path else "## Root of the file", "", _sentence(record.model), ""]
        lines += [
            "| field | unit | default | range | what it is | reason of the default |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_line(field) for field in record.fields.values()]
        lines.append("")
    return "\n".join(lines)


def _records(shape: Shape, path: str) -> Iterator[tuple[str, RecordShape]]:
    if isinstance(shape, RecordShape):
        yield path, shape
        for name, field in shape.fields.items():
            if name not in ("name", "title"):
                yield from _records(field.shape, f"{path}.{name}" if path else name)
    elif isinstance(shape, MappingShape):
        yield from _records(shape.item, f"{path}.<id>")
    elif isinstance(shape, KindsShape):
        for kind, record in shape.kinds.items():
            yield from _records(record, f"{path} ({shape.key}: {kind})")


def _sentence(model: type[Description]) -> str:
    return (inspect.getdoc(model) or "").split("\n\n")[0].replace("\n", " ").replace("``", "`")


def _line(field: FieldShape) -> str:
    limits = ", ".join(f"{_SIGNS[word]} {value:g}" for word, value in field.limits.items())
    doc = "; ".join(part for part in (field.doc, _kind(field.shape)) if part)
    cells = [f"`{field.name}`", field.unit, _default(field), limits, doc, field.reason]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _default(field: FieldShape) -> str:
    if field.required:
        return "required"
    return _short(field.default)


def _short(value: Any) -> str:
    if value is None or value == {} or isinstance(value, Description):
        return "none" if value is None else ""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_short(item)}' for key, item in value.items())}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_short, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _kind(shape: Shape) -> str:
    if isinstance(shape, ScalarShape):
        if shape.kind == "choice":
            return f"one of {', '.join(f'`{choice}`' for choice in shape.choices)}"
        return {"number": "", "integer": "whole number", "text": "text", "flag": "`true` or `false`"}[shape.kind]
    if isinstance(shape, LawShape):
        return "number or law of chance"
    if isinstance(shape, ListShape):
        return "list"
    return "by id" if isinstance(shape, MappingShape) else ""
