"""What a run folder says about its scenario: entities, capacities, observed values, inputs and sources as small tables.

With them a results folder can be read, charted and defended without the files the scenario was made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portsim.results.parquet import plain_table, write_table
from portsim.results.records import Entity, Records
from portsim.scenario.load import LoadedScenario

_PLACE = {"name_en": "text", "name_zh": "text", "lon": "number", "lat": "number", "kind": "word", "group": "word"}
_OBSERVED = ("id", "measure", "entity", "period", "value", "role", "low", "high", "note", "source")
_INPUTS = (
    "path", "value", "unit", "file", "line", "column", "source", "assumed", "confidence", "low", "high", "status",
)  # fmt: skip
_TYPES = {
    "observed": {"value": "number", "low": "number", "high": "number", "role": "word"},
    "inputs": {
        "number": "number", "low": "number", "high": "number", "line": "count",
        **dict.fromkeys(("unit", "file", "source", "assumed", "confidence", "status"), "word"),
    },
    "sources": {},
}  # fmt: skip
_MEASURES = dict.fromkeys(("measure", "unit", "entity", "period"), "word") | {"value": "number"}


@dataclass(frozen=True)
class Description:
    """The words and origins of a scenario, as columns; small, plain and picklable.

    Parameters
    ----------
    tables
        Columns of ``observed``, ``inputs`` and ``sources``.
    digest
        Changes when any of them, a title or a name does.
    """

    tables: dict[str, dict[str, list[Any]]]
    digest: str

    def write(self, folder: Path) -> None:
        """Write ``observed``, ``inputs`` and ``sources``.

        Raises
        ------
        OutputError
            The disk refuses.
        """
        for name, columns in self.tables.items():
            write_table(plain_table(columns, _TYPES[name], {}), folder / f"{name}.parquet")


def describe(loaded: LoadedScenario) -> Description:
    """Collect the words and origins of a scenario."""
    scenario = loaded.scenario
    origin_of = {row.path: row.source for row in loaded.inputs if row.path.startswith("observed.")}
    observed = [
        {"id": id, "source": origin_of.get(f"observed.{id}.value", "")} | row.model_dump()
        for id, row in scenario.observed.items()
    ]
    inputs = [{name: getattr(row, name) for name in _INPUTS} for row in loaded.inputs]
    sources = [{"id": id} | source.model_dump() for id, source in loaded.sources.items()]
    tables = {
        "observed": _columns(observed, _OBSERVED),
        "inputs": _inputs(inputs),
        "sources": _columns(sources, ("id", "publisher", "title", "date", "publisher_zh", "title_zh")),
    }
    words = [tables, scenario.model_dump(mode="json", include={"title", "name", *_NAMED})]
    digest = hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()
    return Description(tables, digest)


def describe_draw(option: Description, changes: Mapping[str, Any]) -> Description:
    """The words of a draw of uncertain inputs: as inputs only what it changes, the rest stands with its option.

    Parameters
    ----------
    option
        Words of the scenario that is changed.
    changes
        What is set, by path.
    """
    rows = [{"path": path, "value": value, "status": "drawn"} for path, value in changes.items()]
    inputs = _inputs(rows)
    told = json.dumps([option.digest, dict(changes)], sort_keys=True, default=str)
    return Description(option.tables | {"inputs": inputs}, hashlib.sha256(told.encode()).hexdigest())


_NAMED = ("zones", "markets", "ports", "links", "locks", "services", "fleets")


def _inputs(rows: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """The table of inputs: values as text, and as numbers where they are."""
    table = _columns(rows, _INPUTS)
    numbers = [float(value) if type(value) in (int, float) else None for value in table["value"]]
    return table | {name: [_text(value) for value in table[name]] for name in ("value", "column")} | {"number": numbers}


def _columns(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [row.get(name) for row in rows] for name in names}


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def write_entities(entities: Sequence[Entity], folder: Path) -> None:
    """Write the register of things.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    names = ("id", "kind", "parent", "name_en", "name_zh", "lon", "lat", "group")
    columns = {name: [getattr(entity, name) for entity in entities] for name in names}
    for name in ("lon", "lat"):
        columns[name] = [value if value == value else None for value in columns[name]]
    write_table(plain_table(columns, _PLACE, {"lon": "deg", "lat": "deg"}), folder / "entities.parquet")


def write_capacities(records: Records, folder: Path) -> None:
    """Write what quays, yards and cranes offer by month.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    names = ("entity", "what", "period", "value", "unit")
    columns = {name: [row[i] for row in records.capacities] for i, name in enumerate(names)}
    types = dict.fromkeys(names, "word") | {"value": "number"}
    write_table(plain_table(columns, types, {}), folder / "capacities.parquet")


def write_measures(columns: dict[str, list[Any]], folder: Path) -> None:
    """Write the measures of a run.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    write_table(plain_table(columns, _MEASURES, {}), folder / "measures.parquet")
