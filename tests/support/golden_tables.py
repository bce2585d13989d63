"""Golden tables: the measures of a year of shipped scenarios, kept in files, and what differs from them today."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.load import load_scenario

TABLES = Path(__file__).parents[1] / "golden" / "tables"
SCENARIOS = ("tutorial", "two_ports")
SEED, REPLICATION = 1, 0
UPDATE = ".venv/bin/python tests/golden/update.py"
COUNTED = ("TEU", "1")
"""Units of boxes, ships, sailings: whole numbers of them are counts and agree exactly, all else to 9 digits."""
_SHOWN = 30

Key = tuple[str, str, str, str]
Table = dict[Key, float]
"""Values by measure, unit, entity and period."""


def measured(scenario: str) -> Table:
    """The yearly measures of one replication, computed now."""
    measures = compute_measures(simulate(load_scenario(scenario).scenario, SEED, REPLICATION))
    return {row[:4]: row[4] for row in measures.rows if "-" not in row[3]}


def is_count(unit: str, value: float) -> bool:
    return unit in COUNTED and value.is_integer()


def write(path: Path, table: Table) -> None:
    """Write a table in the order of the measures; counts as whole numbers, all else with every digit."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("measure", "unit", "entity", "period", "value"))
        for key, value in table.items():
            writer.writerow((*key, int(value) if is_count(key[1], value) else repr(value)))


def read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {(measure, unit, entity, period): float(value) for measure, unit, entity, period, value in rows}


def agree(unit: str, kept: float, now: float) -> bool:
    if is_count(unit, kept) or is_count(unit, now):
        return kept == now
    return math.isclose(kept, now, rel_tol=1e-9, abs_tol=1e-12)


def differences(kept: Table, now: Table) -> list[str]:
    """A line for each row that is new, gone or another."""
    lines = []
    for key in {**kept, **now}:
        measure, unit, entity, period = key
        row = f"{measure} [{unit}] of {entity} in {period}:"
        if key not in now:
            lines.append(f"{row} {kept[key]!r} is gone")
        elif key not in kept:
            lines.append(f"{row} {now[key]!r} is new")
        elif not agree(unit, kept[key], now[key]):
            lines.append(f"{row} {kept[key]!r} became {now[key]!r}")
    return lines


def message(scenario: str, lines: list[str]) -> str:
    """What to tell of differences."""
    shown = [f"  {line}" for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        shown.append(f"  ... and {len(lines) - _SHOWN} more")
    head = f"{len(lines)} rows of {scenario} differ from tests/golden/tables/{scenario}.csv:"
    return "\n".join([head, *shown, f"If the model was meant to change: {UPDATE}, and say why in the change."])
