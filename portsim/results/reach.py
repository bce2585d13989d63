"""How long cargo of each zone is under way, and how surely: door-to-door hours by zone, and their spread.

A consignment counts in the period in which it is delivered, that past the cluster too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from portsim.results.cargo import DELIVERED, DOOR_TO_DOOR, DOOR_TO_DOOR_P50, DOOR_TO_DOOR_P95
from portsim.results.definition import Measure, MeasureTable
from portsim.results.hinterland import zone_of
from portsim.results.record_columns import MODES
from portsim.results.view import CLUSTER, Floats, Ints, View, percentiles_by_year, ratio

SPREAD = Measure(
    "door_to_door_spread_h", "h", "spread of the door-to-door time", "全程运输时间波动",
    "Standard deviation of the hours from door to door of laden TEU of one flow that take one and the same way "
    "(gateway, mode and hub), over all ways, weighted by TEU: what a shipper who keeps to a way cannot plan. Entity a "
    "zone or the cluster (all cargo).",
    "同一货流、同一路径（门户、方式、中转港）重箱全程小时数的标准差，按标准箱对各路径加权：固守一条路径的货主无法预计的"
    "部分。对象为腹地或港口群（全部货物）。",
)  # fmt: skip

MEASURES = (SPREAD,)


def compute(view: View, table: MeasureTable) -> None:
    """Add door-to-door hours by zone, and their spread."""
    cargo = view.records.tables["consignments"].columns()
    if not len(cargo["flow"]):
        return
    delivered, years = cargo["delivered_h"], view.years
    inside = years.index(delivered) >= 0
    hours = np.where(inside, delivered - cargo["ready_h"], 0.0)
    teu = np.where(inside, cargo["teu"], 0).astype(float)
    zone, zones = zone_of(view, cargo), view.of_kind("zone")
    total = view.total(zone, delivered, teu, years)[zones]
    served = np.any(total > 0.0, axis=1)
    zones, total = zones[served], total[served]
    total_h = view.total(zone, delivered, teu * hours, years)[zones]
    table.add(DELIVERED, view.names(zones), years.names, total)
    table.add(DOOR_TO_DOOR, view.names(zones), years.names, ratio(total_h, total))
    for number in zones.tolist():
        mine = zone == number
        found = percentiles_by_year(hours[mine], delivered[mine], teu[mine], years.edges)
        for measure, values in zip((DOOR_TO_DOOR_P50, DOOR_TO_DOOR_P95), found, strict=True):
            table.add(measure, [view.ids[number]], years.names, values[None])
    _add_spread(view, table, hours, teu, _way_of(view, cargo), zone, zones)


def _way_of(view: View, cargo: Mapping[str, Any]) -> Ints:
    """Number of the flow and way of each consignment."""
    key = cargo["flow"].astype(np.int64)
    for column in (cargo["gateway"], cargo["hub"]):
        key = key * (view.n + 1) + (column.astype(np.int64) + 1)
    number: Ints = np.unique(key * len(MODES) + cargo["mode"], return_inverse=True)[1]
    return number


def _add_spread(
    view: View, table: MeasureTable, hours: Floats, teu: Floats, way: Ints, zone: Ints, zones: Ints
) -> None:
    """Square root of the mean over TEU of the squared distance to the mean of the way, by year."""
    year = view.years.index(view.records.tables["consignments"].columns()["delivered_h"])
    cell = way * len(view.years) + np.maximum(year, 0)
    n_cells = int(cell.max()) + 1
    total_h, total = np.bincount(cell, teu * hours, n_cells), np.bincount(cell, teu, n_cells)
    mean_h = ratio(total_h.astype(float), total.astype(float))[cell]
    squares = np.where(teu > 0.0, teu * (hours - np.nan_to_num(mean_h)) ** 2, 0.0)
    delivered = view.records.tables["consignments"].columns()["delivered_h"]
    everything = np.zeros(len(teu), dtype=np.intp)
    parts = []
    for weights in (squares, teu):
        of_zones = view.total(zone, delivered, weights, view.years)[zones]
        parts.append(np.vstack([of_zones, view.total(everything, delivered, weights, view.years)[:1]]))
    table.add(SPREAD, [*view.names(zones), CLUSTER], view.years.names, np.sqrt(ratio(*parts)))
