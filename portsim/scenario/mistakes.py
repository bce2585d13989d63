"""What is wrong with a value, in words: the messages of validation, with what is allowed and the nearest spelling."""

from __future__ import annotations

import difflib
from typing import Any

from portsim.scenario.laws import LAW_NAMES
from portsim.scenario.nodes import Findings, Node
from portsim.scenario.shape import (
    FieldShape,
    KindsShape,
    LawShape,
    MappingShape,
    RecordShape,
    Shape,
    below,
    field_at,
    fields_of,
    scenario_shape,
)

Keys = tuple[str | int, ...]

LATER_ROOMS = ("targets",)
"""Root keys of later versions."""

LATER_FIELDS = (
    "itineraries", "ferries",
)  # fmt: skip
"""Fields of later versions, wherever they stand."""

LATER_KINDS = ("feeder",)
"""Kinds of services and links of later versions."""

_NUMBERING = "_0123456789"
_UNITS_UNSAID = ("", "1", "share", "year", "as the measure")
_BOUNDS = {
    "greater_than": ("gt", "above"), "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"), "less_than_equal": ("le", "at most"),
}  # fmt: skip


def describe(mistake: Any, path: Keys, root: Node, findings: Findings, plan: Shape) -> None:
    """Note a mistake pydantic found.

    Parameters
    ----------
    mistake
        One item of ``ValidationError.errors()``.
    path
        Its path in the file.
    root
        The merged scenario, or the study.
    findings
        Takes it.
    plan
        The plan of the root.
    """
    kind: str = mistake["type"]
    node = root.nearest(path)
    if kind == "extra_forbidden":
        findings.error(node.key_place or node.place, path, unknown_field(path, root, plan))
    elif kind == "missing":
        findings.error(
            node.key_place or node.place,
            path,
            f"missing, required{_described(str(path[-1]), field_at(path, root, plan))}{_misspelt(path, root, plan)}",
        )
    elif mistake["loc"][-1] == "[key]":
        findings.error(
            node.key_place or node.place,
            path,
            _key_wanted(mistake.get("ctx", {}).get("pattern", ""), str(path[-1])),
        )
    else:
        findings.error(_told_by(path, node, root, plan).place, path, _message(kind, mistake, path, node, root, plan))


def _misspelt(path: Keys, root: Node, plan: Shape) -> str:
    """A hint where a thing that lacks something is new in its file, and one of nearly its id is in the parent's."""
    shape: Shape | None = plan
    holder: Node | None = root
    for key in path[:-1]:
        node = holder.get((key,)) if holder else None
        if isinstance(shape, MappingShape) and holder is not None and node is not None:
            inherited = [id for id, thing in holder.value.items() if thing.place.file is not node.place.file]
            close = difflib.get_close_matches(str(key), inherited, n=1, cutoff=0.8)
            if close and close[0].rstrip(_NUMBERING) != str(key).rstrip(_NUMBERING):
                return f"; {key} is new here, did you mean {close[0]}?"
        shape = below(shape, key, holder.value if holder else None)
        holder = node
    return ""


def _key_wanted(pattern: str, key: str) -> str:
    if pattern.startswith("^\\d{4}-"):
        return f"a day such as 2030-07-01 is expected, not {key}"
    if pattern.startswith("^\\d{4}"):
        return f"a year such as 2030 is expected, not {key}"
    return "an id is lower case letters, digits and underscores and begins with a letter"


def _told_by(path: Keys, node: Node, root: Node, plan: Shape) -> Node:
    """The value that is wrong: of a thing of an unknown kind the word that should name the kind."""
    shape = _shape_at(path, root, plan)
    return (node.get((shape.key,)) or node) if isinstance(shape, KindsShape) else node


def unknown_field(path: Keys, root: Node, plan: Shape) -> str:
    """What to say of a field that does not exist."""
    name = str(path[-1])
    if (len(path) == 1 and name in LATER_ROOMS) or name in LATER_FIELDS:
        return "not in this version"
    if name.isdigit():
        return "unknown field; is it the end of a number? A number is written without separators: 1600, not 1,600"
    holder = root.get(path[:-1])
    shape = _shape_at(path[:-1], root, plan)
    known = list(fields_of(shape, holder.value if holder else None))
    if len(path) == 1 and plan == scenario_shape():
        known += ["extends", "overlays"]
    close = (
        difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        or [one for one in known if one.startswith(f"{name}_")][:1]
    )
    if not close and "_" in name:  # length_ft: the quantity is known, the unit is another
        stem = name.rsplit("_", 1)[0]
        close = [one for one in known if one.rsplit("_", 1)[0] == stem][:1]
    if close:
        found = fields_of(shape, holder.value if holder else None).get(close[0])
        unit = f" (in {found.unit})" if found and found.unit not in ("", "1", "share") else ""
        return f"unknown field, did you mean {close[0]}?{unit}"
    if name in ("source", "assumed", "confidence"):
        return "unknown field; an origin goes with its number: {value: 3.5, source: id} or {value: 3.5, assumed: why}"
    return f"unknown field; allowed are {', '.join(known)}" if known else "nothing may stand here"


def _shape_at(path: Keys, root: Node, plan: Shape) -> Shape | None:
    shape: Shape | None = plan
    node: Node | None = root
    for key in path:
        shape = below(shape, key, node.value if node else None)
        node = node.get((key,)) if node else None
    return shape


def _described(name: str, found: FieldShape | None) -> str:
    if found is None:
        return ""
    unit = f", in {found.unit}" if found.unit not in _UNITS_UNSAID else ""
    doc = "a parameter of the law" if isinstance(found.shape, LawShape) and found.name != name else found.doc
    return f": {doc}{unit}" if doc else unit


def _message(kind: str, mistake: Any, path: Keys, node: Node, root: Node, plan: Shape) -> str:
    found = field_at(path, root, plan)
    unit = f" in {found.unit}" if found and found.unit not in _UNITS_UNSAID else ""
    given = _given(node)
    context = mistake.get("ctx", {})
    if kind in _BOUNDS:
        word, said = _BOUNDS[kind]
        return f"{given} is not {said} {context[word]:g}{_range(found)}{unit}"
    if kind in ("float_type", "int_type", "int_from_float", "float_parsing", "int_parsing"):
        whole = "a whole number" if kind.startswith("int") else "a number"
        return f"{whole}{unit} is expected, not {given}{_number_hint(node.value)}"
    if kind == "finite_number":
        return f"a finite number{unit} is expected, not {given}"
    if kind == "string_type":
        return f"text is expected, not {given}{'; put it in quotes' if not isinstance(node.value, dict | list) else ''}"
    if kind == "bool_type":
        return f"true or false is expected, not {given}"
    if kind in ("literal_error", "enum"):
        return _choice(node, found, given, context)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _kind(path, root, node, plan)
    if kind == "string_pattern_mismatch":
        return _pattern(context.get("pattern", ""), given)
    if kind == "law":
        return f"{mistake['msg']}, not {given}{_law_hint(node)}"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"a mapping with keys is expected, not {given}{_allowed(path, root, plan)}"
    if kind in ("tuple_type", "list_type"):
        return f"a list is expected, not {given}"
    if kind in ("too_short", "too_long"):
        limit = context.get("min_length", context.get("max_length"))
        bound = "at least" if kind == "too_short" else "at most"
        return f"{bound} {limit} expected, {context.get('actual_length', 0)} given"
    if kind in ("string_too_short", "string_too_long"):
        return (
            "text is expected, it is empty"
            if kind == "string_too_short"
            else f"text of at most {context.get('max_length')} letters is expected"
        )
    if kind == "value_error":
        return str(mistake["msg"]).removeprefix("Value error, ")
    return str(mistake["msg"])


def _given(node: Node) -> str:
    value = node.value
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"text {value[:60]!r}" if value else "empty text"
    return "nothing" if value is None else f"{value}"


def _number_hint(value: Any) -> str:
    """Why a text is no number, where that can be told."""
    if not isinstance(value, str):
        return ""
    text = value.strip()
    bare = text.replace(",", "").replace("_", "").replace(" ", "")
    try:
        float(bare)
    except ValueError:
        head = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%/ ")
        return "; write the number alone, its unit is in the name of the field" if head and head != text else ""
    return f"; write {bare}" + (" without separators" if bare != text else " without quotes")


def _range(found: FieldShape | None) -> str:
    if found is None or len(found.limits) < 2:
        return ""
    words = [f"{_LIMIT_SIGNS[word]} {value:g}" for word, value in found.limits.items()]
    return f" ({', '.join(words)})"


_LIMIT_SIGNS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}


def _choice(node: Node, found: FieldShape | None, given: str, context: Any) -> str:
    if node.value in LATER_KINDS:
        return f"{node.value}: not in this version"
    choices = getattr(found.shape, "choices", ()) if found else ()
    names = [str(choice) for choice in choices]
    if str(node.value) in names:
        return f"{node.value} is expected, not {given}; write it without quotes"
    close = difflib.get_close_matches(str(node.value), names, n=1)
    hint = f", did you mean {close[0]}?" if close else ""
    allowed = f"one of {', '.join(names)}" if len(names) > 1 else ", ".join(names) or context.get("expected", "")
    return f"{allowed} is expected, not {given}{hint}"


def _law_hint(node: Node) -> str:
    if isinstance(node.value, str):
        return _number_hint(node.value)
    close = [
        hit
        for key in (node.value if isinstance(node.value, dict) else ())
        for hit in difflib.get_close_matches(key, LAW_NAMES, n=1)
    ]
    return f", did you mean {close[0]}?" if close and close[0] not in node.value else ""


def _kind(path: Keys, root: Node, node: Node, plan: Shape) -> str:
    shape = _shape_at(path, root, plan)
    if not isinstance(shape, KindsShape):
        return "this is none of the kinds known here"
    names = list(shape.kinds)
    written = node.get((shape.key,))
    if not isinstance(node.value, dict):
        return f"a mapping with a key `{shape.key}` is expected, not {_given(node)}"
    if written is None:
        return f"missing, required: {shape.key}, one of {', '.join(names)}"
    if written.value in LATER_KINDS:
        return f"{shape.key} {written.value}: not in this version, which knows {', '.join(names)}"
    close = difflib.get_close_matches(str(written.value), names, n=1)
    return f"{shape.key} is one of {', '.join(names)}, not {_given(written)}" + (
        f", did you mean {close[0]}?" if close else ""
    )


def _pattern(pattern: str, given: str) -> str:
    if pattern.startswith("^[a-z]"):
        return f"an id is expected (lower case letters, digits and underscores, a letter first), not {given}"
    if pattern == "^\\d{4}-\\d{2}-\\d{2}$":
        return f"a day such as 2025-11-01 is expected, not {given}"
    if pattern.startswith("^(\\d{4}-)?"):
        return f"a day such as 2025-11-01, or 11-01 of every year, is expected, not {given}"
    if pattern.startswith("^\\d{4}"):
        return f"a date such as 2025 or 2025-03 in quotes is expected, not {given}"
    return f"letters, digits, `_`, `.` and `-` are expected, not {given}"


def _allowed(path: Keys, root: Node, plan: Shape) -> str:
    shape = _shape_at(path, root, plan)
    if isinstance(shape, RecordShape):
        return f"; its keys are {', '.join(shape.fields)}"
    return ""
