"""Small clusters for tests of the model: the mappings a scenario file holds, runs of them, ways to look at their logs.

Without warm-up hour 0 is Wednesday 1 January 2025 00:00, and a run ends at hour 8760.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from portsim.model.kernel import Kernel
from portsim.model.world import simulate
from portsim.results.records import Records
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

Raw = dict[str, Any]
Columns = dict[str, np.ndarray]
MOMENTS = ("arrived_h", "inbound_h", "berthed_h", "work_start_h", "work_end_h", "unberthed_h", "departed_h")
"""Columns of `calls` with the hours of a call, in their order."""
HALF_A_YEAR_H = 4380.0


def one_terminal(
    services: Raw, fleets: Raw | None = None, warmup_days: int = 0, port: Raw | None = None, **terminal: Any
) -> Raw:
    """A port with one terminal, `harbour/terminal`, visited by tramps; `terminal` adds to a single berth."""
    described = {"quays": {"quay": {"n_berths": 1}}} | terminal
    tramp = {"kind": "tramp", "ship_class": "ship", "port": "harbour"}
    return {
        "format": 1, "name": "one_terminal", "clock": {"year": 2025, "warmup_days": warmup_days},
        "ports": {"harbour": {"terminals": {"terminal": described}} | (port or {})},
        "fleets": fleets or {"ship": {}},
        "services": {id: tramp | more for id, more in services.items()},
    }  # fmt: skip


def coming(hour: float, work_h: float | None = None, **more: Any) -> Raw:
    """A tramp service of a single ship, which comes so many hours after hour 5000: its gaps are over half a year."""
    assert 5000.0 + hour > HALF_A_YEAR_H
    described = {"interarrival_h": 5000.0 + hour} | more
    return described if work_h is None else described | {"work_h": work_h}


def calls_of(raw: Raw) -> dict[str, dict[str, float]]:
    """Run a cluster of single ships: the call of each service, its hours counted from hour 5000."""
    records = run(raw)
    calls = records.tables["calls"].columns()
    found = {}
    for place, service in enumerate(calls["service"].tolist()):
        call = {name: values[place].item() for name, values in calls.items()}
        hours = {name: call[name] - 5000.0 for name in MOMENTS}
        found[records.entities[service].id] = call | hours
    assert len(found) == len(calls["service"]), "a service sent more than one ship"
    return found


def one_line(**service: Any) -> Raw:
    """A port with berths for all and a weekly line to a port abroad, 540 nm off; no cargo, all on time."""
    liner = {
        "kind": "liner", "ship_class": "ship", "rotation": ["harbour", "abroad"], "lateness_h": 0.0, "work_h": 12.0,
    }  # fmt: skip
    return {
        "format": 1, "name": "one_line", "clock": {"year": 2025, "warmup_days": 0},
        "markets": {"overseas": {"group": "asean"}},
        "ports": {
            "harbour": {"terminals": {"terminal": {"quays": {"quay": {"n_berths": 9}}}}},
            "abroad": {"market": "overseas", "stay_h": 24.0},
        },
        "links": {"sea": {"mode": "sea", "origin": "harbour", "destination": "abroad", "distance_nm": 540}},
        "fleets": {"ship": {"speed_kn": 13.5, "top_speed_kn": 18.0}},
        "services": {"line": liner | service},
    }  # fmt: skip


def scenario_of(raw: Raw) -> Scenario:
    """The scenario of a file with this content, through all checks."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "cluster.yaml")
        path.write_text(json.dumps(raw), encoding="utf-8")
        return load_scenario(path).scenario


def run(raw: Raw, seed: int = 1, replication: int = 0, kernel: type[Kernel] = Kernel) -> Records:
    """Run the scenario of a file with this content."""
    return simulate(scenario_of(raw), seed, replication, kernel)


@cache
def two_ports(*sets: str, seed: int = 1, replication: int = 0, overlays: tuple[str, ...] = ()) -> Records:
    """A run of the shipped example with some values set, kept for other tests."""
    return simulate(load_scenario("two_ports", overlays, sets).scenario, seed, replication)


def with_changes(raw: Raw, changes: Raw) -> Raw:
    """A copy with values set by dotted path; None removes."""
    changed = deepcopy(raw)
    for path, value in changes.items():
        *keys, last = path.split(".")
        place = changed
        for key in keys:
            place = place.setdefault(key, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = deepcopy(value)
    return changed


def number_of(records: Records, id: str) -> int:
    """Index of an entity in the log."""
    return next(number for number, entity in enumerate(records.entities) if entity.id == id)


def rows(records: Records, table: str, **where: str | int | bool) -> Columns:
    """Columns of a table, of the rows with these values; entities by id."""
    columns = records.tables[table].columns()
    keep = np.ones(len(records.tables[table]), dtype=bool)
    for name, value in where.items():
        keep &= columns[name] == (number_of(records, value) if isinstance(value, str) else value)
    return {name: values[keep] for name, values in columns.items()}


def named_rows(records: Records, table: str) -> list[tuple[Any, ...]]:
    """All rows, sorted, entities by id: comparable between scenarios with other entities. NaN becomes None."""
    spec, columns = records.tables[table].spec, records.tables[table].columns()
    ids = [*(entity.id for entity in records.entities), ""]
    listed = []
    for column in spec.columns:
        values = columns[column.name].tolist()
        if column.kind == "entity":
            values = [ids[value] for value in values]
        elif column.kind in ("f8", "f4"):
            values = [None if value != value else value for value in values]
        listed.append(values)
    return sorted(zip(*listed, strict=True), key=repr)


def same_records(one: Records, other: Records) -> bool:
    """Whether two logs are equal bit by bit."""
    return all(
        np.array_equal(values, other.tables[name].columns()[column], equal_nan=values.dtype.kind == "f")
        for name, table in one.tables.items()
        for column, values in table.columns().items()
    )
