"""A ferry between two ends, with vehicles given hour by hour: its sailings as the log has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from portsim.capacity.openings import Openings
from portsim.model.inland.ferry import FerryEnd, Fill, Rule
from portsim.model.inland.ferry_build import LiveFerry
from portsim.model.inland.sailing_book import SailingBook
from portsim.model.inland.vehicle_line import Arrivals, VehicleLine
from portsim.model.kernel import Kernel, StrictKernel
from portsim.results.log_inland import SAILINGS
from portsim.results.table import Table

Counts = Mapping[int, int]
Closed = tuple[tuple[float, float], ...]


class Sailing(NamedTuple):
    """A row of the table `sailings`, without the service."""

    out: bool
    ship: int
    loading_h: float
    departed_h: float
    arrived_h: float
    trucks: int
    cars: int
    passengers: float
    waited_h: float
    left_waiting: int
    load_share: float


def counts(hours: int, given: Counts) -> Arrivals:
    """Vehicles by hour of the run, none in the others."""
    return Arrivals(np.array([given.get(hour, 0) for hour in range(hours)]))


def live_ferry(
    env: Kernel,
    table: Table,
    hours: int,
    trucks: tuple[Counts, Counts] = ({}, {}),
    cars: tuple[Counts, Counts] = ({}, {}),
    ships: int = 1,
    slots: float = 2.0,
    car_slots: float = 0.5,
    rule: Callable[[bool], Rule] = lambda out: Fill(10.0),
    berths: tuple[int, int] = (1, 1),
    port_h: tuple[float, float] = (0.5, 0.5),
    crossing_h: float = 1.0,
    closed: Closed = (),
    shut: Closed = (),
    passengers: tuple[float, float, float] = (1.0, 3.0, 0.0),
) -> LiveFerry:
    """Pairs are (origin, destination), or hours of (loading, unloading); `closed` stops all, `shut` only loading."""
    may_sail = Openings(closed, hours + 100.0).closed()
    may_load = may_sail.both(Openings(shut, float(hours)).closed())
    ends = []
    for number, out in enumerate((True, False)):
        line = VehicleLine(counts(hours, trucks[number]), counts(hours, cars[number]), car_slots)
        book = SailingBook(0, out, line, slots, car_slots, passengers, table)
        laws = (repeat(port_h[0]).__next__, repeat(port_h[1]).__next__, repeat(crossing_h).__next__)
        end = FerryEnd(env, line, rule(out), berths[number], slots, *laws, may_load, may_sail, float(hours), book)
        ends.append(end)
    ends[0].far, ends[1].far = ends[1], ends[0]
    return LiveFerry(0, ships, (ends[0], ends[1]))


def sailings_of(table: Table) -> list[Sailing]:
    """All rows by the hour at which loading began, out before back."""
    columns = table.columns()
    rows = zip(*(columns[name].tolist() for name in Sailing._fields), strict=True)
    return sorted((Sailing(*row) for row in rows), key=lambda row: (row.loading_h, not row.out))


def run_ferry(hours: int = 24, kernel: type[Kernel] = StrictKernel, **given: Any) -> list[Sailing]:
    """Sailings of a run of some hours."""
    env, table = kernel(), Table(SAILINGS)
    ferry = live_ferry(env, table, hours, **given)
    ferry.begin()
    env.run(until=float(hours))
    ferry.write()
    return sailings_of(table)


TRUCKS_AND_CARS: dict[str, Any] = {
    "trucks": {"annual_out": {"2025": 36_500.0}, "annual_back": {"2025": 36_500.0}, "passengers_per_vehicle": 1.5},
    "cars": {"annual_out": {"2025": 73_000.0}, "annual_back": {"2025": 73_000.0}, "passengers_per_vehicle": 3.0},
}
FERRY: dict[str, Any] = {
    "kind": "ferry", "ship_class": "roro", "ships": 4, "crossing_h": 1.0,
    "origin": {"berths": 2, "load_h": 0.5, "unload_h": 0.5},
    "destination": {"berths": 2, "load_h": 0.5, "unload_h": 0.5},
} | TRUCKS_AND_CARS  # fmt: skip


def strait(**ferry: Any) -> dict[str, Any]:
    """A scenario with a harbour nobody calls at and a ferry: 100 trucks and 200 cars a day each way, ships of 20."""
    return {
        "format": 1, "name": "strait", "clock": {"year": 2025, "warmup_days": 0},
        "ports": {"harbour": {"terminals": {"terminal": {"quays": {"quay": {"n_berths": 1}}}}}},
        "fleets": {"roro": {"truck_slots": 20}},
        "services": {"strait": FERRY | ferry},
    }  # fmt: skip
