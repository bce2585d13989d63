"""The JSON Schema of study files, for completion and checks in an editor, made from the description."""

from __future__ import annotations

import json
from typing import Any

from portsim.study.file import StudyFile
from portsim.study.laws import LAWS


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a study file."""
    schema = StudyFile.model_json_schema()
    definitions = schema.pop("$defs")
    properties = schema["properties"]
    properties["replications"] = {
        "description": properties["replications"]["description"],
        "anyOf": [{"type": "integer", "minimum": 1}, {"$ref": "#/$defs/Replications"}],
    }
    properties["options"]["additionalProperties"] = False
    properties["options"]["patternProperties"] = {
        pattern: {"anyOf": [option, {"type": "null"}]}
        for pattern, option in properties["options"]["patternProperties"].items()
    }
    values = {"type": "array", "minItems": 1}
    for factors in (properties["factors"], definitions["Quick"]["properties"]["factors"]):
        factors["additionalProperties"] = values
    for name in ("Law", "Uncertainty"):
        definitions[name]["oneOf"] = [
            {"required": [law]} for law in (*LAWS, *(["times"] if name == "Uncertainty" else []))
        ]
        for law in LAWS:
            told = definitions[name]["properties"][law]
            definitions[name]["properties"][law] = {"description": told["description"], **told["anyOf"][0]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **{key: value for key, value in schema.items() if key != "title"},
        "title": "portsim study",
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
