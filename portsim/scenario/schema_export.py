"""The JSON Schema of scenario files, for completion and checks in an editor, made from the descriptions."""

from __future__ import annotations

import json
from typing import Any

from portsim.scenario.origins import CONFIDENCES
from portsim.scenario.scenario import Scenario

Schema = dict[str, Any]
_SCALARS = ("number", "integer", "string", "boolean")
_LIST_OF_NAMES: Schema = {"type": "array", "items": {"type": "string"}}
_ROOT_WORDS: Schema = {
    "extends": {"type": "string", "description": "shipped scenario or path of a file this one is laid over"},
    "overlays": {**_LIST_OF_NAMES, "description": "shipped overlays or paths, laid over the parent from left to right"},
    "overrides": {**_LIST_OF_NAMES, "description": "in an overlay: paths that may differ from overlays before it"},
}


def json_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a scenario file.

    A file may leave out what its parent gives, so nothing but `format` is required here; `portsim check` asks for the
    rest. Null deletes what the parent gives.
    """
    schema = Scenario.model_json_schema()
    definitions = schema.pop("$defs")
    widened = {
        name: _relaxed(_widened(definition, definitions), definitions)
        for name, definition in sorted(definitions.items())
    }
    root = _relaxed(_widened(schema, definitions), definitions)
    root["properties"] = {**_ROOT_WORDS, **root["properties"]}
    for key in ("format", "name"):
        root["properties"][key] = schema["properties"][key]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "portsim scenario",
        **{key: value for key, value in root.items() if key != "title"}, "required": ["format"],
        "$defs": {"origin": _origin_words(), **widened},
    }  # fmt: skip


def _origin_words() -> Schema:
    text = {"type": "string", "minLength": 1}
    return {
        "description": "where a value comes from",
        "properties": {
            "source": {**text, "description": "id under `sources`"},
            "assumed": {**text, "description": "why this value is assumed"},
            "confidence": {"enum": list(CONFIDENCES)},
            "range": {
                "type": "array",
                "items": {"type": "number"},
                "minItems": 2,
                "maxItems": 2,
                "description": "lower and upper end",
            },
            "note": text,
            "default": {"type": "boolean", "description": "written by portsim beside documented defaults"},
        },
    }


def _is_single(part: Schema, definitions: Schema) -> bool:
    """Whether a part describes a single value: a scalar, a list, or a choice that holds one, such as a law."""
    if "$ref" in part:
        return False
    if part.get("type") in _SCALARS or "enum" in part or "const" in part or part.get("type") == "array":
        return True
    members: list[Schema] = part.get("anyOf") or part.get("oneOf") or []
    return any(_is_single(member, definitions) for member in members)


def _widened(part: Schema, definitions: Schema) -> Schema:
    """Every single value may be written alone or as ``{value: ..., source: ...}``; null deletes; tables stand too."""
    wide = {key: value for key, value in part.items() if key != "discriminator"}
    if "oneOf" in wide:
        wide["anyOf"] = wide.pop("oneOf")
    if "properties" in wide:
        wide["properties"] = {name: _widened(item, definitions) for name, item in wide["properties"].items()}
        return wide
    if wide.get("type") == "object":
        return _things(wide, definitions)
    if _is_single(wide, definitions):
        words: Schema = {
            key: wide.pop(key) for key in ("title", "description", "default", "unit", "reason") if key in wide
        }
        origins = {"$ref": "#/$defs/origin"}
        with_origin = {
            "type": "object",
            "allOf": [origins],
            "properties": {"value": dict(wide)},
            "required": ["value"],
            "unevaluatedProperties": False,
        }
        return {**words, "anyOf": [wide, with_origin, {"type": "null"}]}
    return wide


def _things(part: Schema, definitions: Schema) -> Schema:
    """Things by id, which a table may give; null deletes one."""
    names = "patternProperties" if "patternProperties" in part else "additionalProperties"
    if names == "patternProperties":
        items = {
            pattern.replace("^", "^(?!(table|replace)$)", 1): {"anyOf": [_widened(item, definitions), {"type": "null"}]}
            for pattern, item in part[names].items()
        }
        kept: Schema = {**part, names: items, "additionalProperties": False}
        item = next(iter(part[names].values()))
    else:
        item = part.get(names, {})
        kept = {**part, names: {"anyOf": [_widened(item, definitions), {"type": "null"}]}}
    if "$ref" in item or "oneOf" in item:
        file = {"type": "string", "description": "path of a .csv or .xlsx file"}
        kept["properties"] = {
            "table": {"anyOf": [file, {"type": "array", "items": file}], "description": "table with a column `id`"},
            "replace": {"type": "boolean", "description": "drop the rows of the parent"},
        }
    kept.pop("minProperties", None)
    return kept


def _relaxed(part: Schema, definitions: Schema) -> Schema:
    """Nothing is required: a parent or a table may give it."""
    return {key: value for key, value in part.items() if key not in ("required", "minProperties")}


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
