"""The lane of `cargo_clusters` with its train on a rail line: hour 0 is Wednesday 1 January 2025 00:00."""

from __future__ import annotations

from typing import Any

import numpy as np
from cargo_clusters import by_rail, lane
from small_clusters import Columns, Raw, number_of, rows

from portsim.results.records import Records

LINE: Raw = {
    "mode": "rail", "origin": "up", "destination": "sea", "length_km": 100.0, "tracks": "single",
    "paths_per_day": 24.0, "regular_lateness_h": 0.0,
}  # fmt: skip
HALF_PAST_MIDNIGHT = {"departures_per_week": 1.0, "phase_h": 48.5, "route": ["rails"]}
"""A train a week and direction, which leaves on Wednesdays at 00:30: at 0.5, 168.5, 336.5 h."""


def on_line(line: Raw | None = None, train: Raw | None = None, changes: Raw | None = None, exports: float = 20) -> Raw:
    """Exports of the lane by a train a week over one rail line."""
    made = by_rail(**(HALF_PAST_MIDNIGHT | (train or {}))) | {"links.rails": LINE | (line or {})}
    return lane(exports=exports, changes=made | (changes or {}))


def paths(records: Records, line: str = "rails", **where: Any) -> Columns:
    """Paths given on a line, in the order in which trains were ready for them."""
    found = rows(records, "train_paths", line=line, **where)
    order = np.argsort(found["arrived_h"], kind="stable")
    return {name: values[order] for name, values in found.items()}


def entered(records: Records, n: int, back: bool, line: str = "rails", service: str = "train") -> list[float]:
    """When the first trains of a direction entered a line."""
    hours = paths(records, line, service=service, back=back)["entered_h"]
    return [float(hour) for hour in hours[:n]]


def that_gave_way(records: Records) -> Columns:
    """Regular trains that gave way to one with priority."""
    found = records.tables["train_paths"].columns()
    mine = found["service"] == -1
    return {name: values[mine] for name, values in found.items()}


def offered(records: Records, what: str, period: str, line: str = "rails") -> float:
    """Paths of a line, or regular trains on it, in a month."""
    assert number_of(records, line) >= 0
    (value,) = (row[3] for row in records.capacities if row[:3] == (line, what, period))
    return float(value)
