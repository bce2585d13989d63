"""PROVISIONAL: minimal loader so that others can read YAML files; the whole layer replaces it, same signature."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from portsim.errors import InputError, Problem
from portsim.scenario.evidence import Source
from portsim.scenario.scenario import Scenario

_ORIGIN = {"value", "source", "assumed", "confidence", "range", "note"}


@dataclass(frozen=True)
class InputRow:
    path: str
    value: Any
    unit: str
    file: str
    line: int
    column: int | str
    source: str
    assumed: str
    confidence: str
    low: float | None
    high: float | None
    status: str


@dataclass(frozen=True)
class LoadedScenario:
    scenario: Scenario
    identity: str
    resolved_yaml: str
    inputs: list[InputRow] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def sources(self) -> dict[str, Source]:
        return self.scenario.sources


def _cell(text: str) -> Any:
    value = yaml.safe_load(text)
    try:
        return float(text) if isinstance(value, str) else value
    except ValueError:
        return value


def _rows(path: Path) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()):
        entity: dict[str, Any] = {}
        for column, text in row.items():
            if column in ("id", "source", "assumed", "confidence", "range") or not text:
                continue
            if column == "note" and "measure" not in row:
                continue
            keys = column.split(".")
            target = entity
            for key in keys[:-1]:
                target = target.setdefault(key, {})
            target[keys[-1]] = text if column == "period" else _cell(text)
        rows[row["id"]] = entity
    return rows


def _plain(value: Any, folder: Path) -> Any:
    if isinstance(value, dict):
        if "value" in value and set(value) <= _ORIGIN:
            return _plain(value["value"], folder)
        if "table" in value:
            tables = value["table"] if isinstance(value["table"], list) else [value["table"]]
            rows: dict[str, Any] = {}
            for table in tables:
                rows |= _rows(folder / table)
            return rows
        return {key: _plain(item, folder) for key, item in value.items()}
    return [_plain(item, folder) for item in value] if isinstance(value, list) else value


def _merge(base: Any, top: Any) -> Any:
    if isinstance(base, dict) and isinstance(top, dict):
        merged = dict(base)
        for key, value in top.items():
            if value is None:
                merged.pop(key, None)
            else:
                merged[key] = _merge(base.get(key), value)
        return merged
    return top


def _read(path: Path, overlays: Sequence[str]) -> dict[str, Any]:
    own = _plain(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), path.parent)
    parent = own.pop("extends", None)
    between = own.pop("overlays", [])
    own.pop("overrides", None)
    merged: dict[str, Any] = _read(_find(parent), ()) if parent else {}
    for overlay in between:
        merged = _merge(merged, {k: v for k, v in _read(_find(overlay), ()).items() if k not in ("format", "name", "title")})
    merged = _merge(merged, own)
    for overlay in overlays:
        merged = _merge(merged, {k: v for k, v in _read(_find(overlay), ()).items() if k not in ("format", "name", "title")})
    return merged


def _find(name: str | Path) -> Path:
    if str(name).endswith((".yaml", ".yml")):
        return Path(name)
    return Path(__file__).parents[2] / "scenarios" / f"{name}.yaml"


def load_scenario(
    path_or_name: str | Path, overlays: Sequence[str] = (), sets: Sequence[str | tuple[str, Any]] = (), allow_outside: bool = False
) -> LoadedScenario:
    """Load a scenario."""
    from pydantic import ValidationError

    raw = _read(_find(path_or_name), overlays)
    for item in sets:
        path, value = (item.split("=", 1)[0], _cell(item.split("=", 1)[1])) if isinstance(item, str) else item
        target = raw
        keys = path.split(".")
        for key in keys[:-1]:
            target = target.setdefault(key, {})
        target[keys[-1]] = value
    try:
        scenario = Scenario.model_validate(raw)
    except ValidationError as error:
        raise InputError(
            [Problem("error", str(path_or_name), 0, 0, ".".join(map(str, item["loc"])), item["msg"]) for item in error.errors()]
        ) from error
    identity = hashlib.sha256(json.dumps(scenario.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()
    return LoadedScenario(scenario, identity, yaml.safe_dump(scenario.model_dump(mode="json"), allow_unicode=True, sort_keys=False))
