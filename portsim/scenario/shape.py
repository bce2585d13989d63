"""The plan of a scenario file, read off the descriptions: which fields stand where, with unit, default and limits.

Tables, ``--set``, messages, the JSON Schema and the field reference all look here, so that nothing is said twice.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from portsim.scenario.base import Description
from portsim.scenario.laws import Exponential
from portsim.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class ScalarShape:
    """A number, an integer, text, true or false, or one of a few words."""

    kind: Literal["number", "integer", "text", "flag", "choice"]
    choices: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list of scalars."""

    item: ScalarShape


@dataclass(frozen=True, slots=True)
class LawShape:
    """A number or a law of chance."""


@dataclass(frozen=True, slots=True)
class FreeShape:
    """Any value: what a study lays over a scenario is read with the plan of the scenario."""


@dataclass(frozen=True, slots=True)
class MappingShape:
    """Things by id."""

    item: Shape


@dataclass(frozen=True, slots=True)
class RecordShape:
    """A thing with fields."""

    model: type[Description]
    fields: Mapping[str, FieldShape] = field(hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class KindsShape:
    """A thing of one of several kinds, told by one of its fields."""

    key: str
    kinds: Mapping[str, RecordShape] = field(hash=False)


Shape = ScalarShape | ListShape | LawShape | FreeShape | MappingShape | RecordShape | KindsShape


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of a thing."""

    name: str
    shape: Shape
    required: bool
    default: Any
    unit: str
    doc: str
    reason: str
    limits: Mapping[str, float]


@cache
def scenario_shape() -> RecordShape:
    """The plan of a whole scenario."""
    return record_shape(Scenario)


@cache
def record_shape(model: type[Description]) -> RecordShape:
    """The plan of one description."""
    return RecordShape(model, {name: _field(name, info) for name, info in model.model_fields.items()})


def _field(name: str, info: FieldInfo) -> FieldShape:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    words = ("ge", "gt", "le", "lt")
    limits = {word: getattr(rule, word) for rule in info.metadata for word in words if hasattr(rule, word)}
    default = info.get_default(call_default_factory=True, validated_data={})
    shape = _shape(info.annotation, info.discriminator if isinstance(info.discriminator, str) else None)
    return FieldShape(
        name, shape, info.is_required(), None if default is PydanticUndefined else default,
        str(extra.get("unit", "")), info.description or "", str(extra.get("reason", "")), limits,
    )  # fmt: skip


def _members(annotation: Any) -> list[Any]:
    """The members of a union without ``Annotated`` and without None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        return [one for member in get_args(annotation) for one in _members(member) if one is not type(None)]
    return [annotation]


def _discriminator(annotation: Any) -> str | None:
    while get_origin(annotation) is Annotated:
        for rule in get_args(annotation)[1:]:
            if isinstance(getattr(rule, "discriminator", None), str):
                return str(rule.discriminator)
        annotation = get_args(annotation)[0]
    return None


def _shape(annotation: Any, key: str | None = None) -> Shape:
    key = key or _discriminator(annotation)
    members = _members(annotation)
    first = members[0]
    if first is Any:
        return FreeShape()
    if Exponential in members:
        return LawShape()
    if key:
        records = [record_shape(member) for member in members]
        return KindsShape(
            key, {word: one for one in records for word in get_args(one.model.model_fields[key].annotation)}
        )
    origin = get_origin(first)
    if origin is dict:
        return MappingShape(_shape(get_args(first)[1]))
    if origin is tuple:
        item = _shape(get_args(first)[0])
        assert isinstance(item, ScalarShape)
        return ListShape(item)
    if origin is Literal:
        return ScalarShape("choice", get_args(first))
    if isinstance(first, type) and issubclass(first, Description):
        return record_shape(first)
    kinds: dict[type, Literal["flag", "integer", "number", "text"]] = {
        bool: "flag",
        int: "integer",
        float: "number",
        str: "text",
    }
    return ScalarShape(kinds[first])


def fields_of(shape: Shape | None, value: Any = None) -> Mapping[str, FieldShape]:
    """The fields that may stand in a thing; of all kinds where `value`, plain or node mapping, does not tell which."""
    if isinstance(shape, RecordShape):
        return shape.fields
    if isinstance(shape, KindsShape):
        kind = value.get(shape.key) if isinstance(value, dict) else None
        kind = getattr(kind, "value", kind)
        if isinstance(kind, str) and kind in shape.kinds:
            return shape.kinds[kind].fields
        merged: dict[str, FieldShape] = {}
        for record in shape.kinds.values():
            merged = {**record.fields, **merged}
        return merged
    return {}


def below(shape: Shape | None, key: str | int, value: Any = None) -> Shape | None:
    """The plan of what stands under a key of a thing; None where nothing may stand there (or inside a law)."""
    if isinstance(shape, MappingShape):
        return shape.item
    if isinstance(shape, ListShape):
        return shape.item
    found = fields_of(shape, value).get(str(key))
    return found.shape if found else None


def holds_things(shape: Shape | None) -> bool:
    """Whether a table may stand here: things with fields, by id."""
    return isinstance(shape, MappingShape) and isinstance(shape.item, RecordShape | KindsShape)


def field_at(path: tuple[str | int, ...], root: Any, plan: Shape | None = None) -> FieldShape | None:
    """The field a path ends in; `root` is the plain or node tree that tells the kinds of things on the way."""
    shape: Shape | None = plan or scenario_shape()
    found: FieldShape | None = None
    value = root
    for key in path:
        value = getattr(value, "value", value)
        following = fields_of(shape, value).get(str(key))
        if following is not None:
            found = following
        elif isinstance(shape, LawShape):
            return found
        elif not isinstance(shape, MappingShape | ListShape):
            return None
        shape = below(shape, key, value)
        value = value.get(key) if isinstance(value, dict) else None
    return found
