"""The log book of a run: all its tables, what they speak of, and the counts that must balance.

No pandas and no pyarrow here: tables become DataFrames and files only after the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portsim.results.log_cargo import CHOICES, CONSIGNMENTS, EMISSION_RATES, LESSONS, QUEUED, TURNS, WAY_EMISSIONS
from portsim.results.log_inland import BARGE_TRIPS, ESCAPES, LOCKAGES, PASSAGES, SAILINGS, TRAIN_PATHS, TRAINS
from portsim.results.log_port import CALLS, CLOSURES, GATES, LEVELS, ONWARD, SHIFTS, VOYAGES
from portsim.results.table import Table

if TYPE_CHECKING:
    from portsim.clock import Clock

ALL_SPECS = (
    CALLS, SHIFTS, VOYAGES, CONSIGNMENTS, TURNS, QUEUED, TRAINS, TRAIN_PATHS, GATES, BARGE_TRIPS, LEVELS, LOCKAGES,
    PASSAGES, ESCAPES, SAILINGS, CLOSURES, ONWARD, CHOICES, LESSONS,
    WAY_EMISSIONS, EMISSION_RATES,
)  # fmt: skip


@dataclass
class Entity:
    """A thing the records speak of: place, facility, carrier or flow."""

    id: str
    kind: str
    parent: str
    name_en: str
    name_zh: str
    lon: float = float("nan")
    lat: float = float("nan")
    group: str = ""


@dataclass
class Records:
    """Everything one run leaves behind.

    Attributes
    ----------
    clock
        The years measured and the warm-up before them.
    entities
        What entity columns point at, by position.
    tables
        The record tables by name.
    capacities
        Rows ``(entity id, what, period, value, unit)``; ``what`` is ``quay_m_h``, ``berth_h``, ``yard_teu``,
        ``stockyard_t``, ``cranes``, ``unloaders``, ``gate_trucks`` (trucks the gate lets through),
        ``reefer_plugs_teu``, ``rail_track_h``, ``rail_paths`` (of a line), ``bulk_trains`` and ``background_trains``
        (on a line), or ``lock_h`` (hours in which a lock line may start); by month.
    balance
        Counts of consignments, TEU, boxes and ships made, delivered and still in the system.
    n_events
        Events of the clockwork.
    cpu_s
        Process CPU seconds of the simulation.
    """

    clock: Clock
    entities: list[Entity]
    tables: dict[str, Table] = field(default_factory=dict)
    capacities: list[tuple[str, str, str, float, str]] = field(default_factory=list)
    balance: dict[str, float | int] = field(default_factory=dict)
    n_events: int = 0
    cpu_s: float = 0.0

    def __post_init__(self) -> None:
        self.tables = {spec.name: Table(spec, len(self.entities)) for spec in ALL_SPECS} | self.tables

    def compact(self, at_least: int = 1) -> None:
        """Move the pending rows of each table that has `at_least` so many into the columns."""
        for table in self.tables.values():
            table.compact(at_least)
