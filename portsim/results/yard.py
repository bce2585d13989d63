"""Boxes and ships that stand and wait at a terminal: yard occupancy, dwell, queues."""

from __future__ import annotations

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import QUANTITIES
from portsim.results.view import Floats, Ints, View, ratio

OCCUPANCY = Measure(
    "yard_occupancy_share", "share", "yard occupancy", "堆场利用率",
    "Time-weighted mean stock of the yard over its capacity, TEU. By year and month.",
    "堆场存箱量的时间加权平均与堆场容量之比（标准箱）。按年和月统计。",
)  # fmt: skip
OCCUPANCY_P95 = Measure(
    "yard_occupancy_share_p95", "share", "yard occupancy, 95th percentile", "堆场利用率 95 分位",
    "Share of the capacity that the daily mean stock does not exceed on 95 % of the days.",
    "95% 的日子里日均存箱量不超过的容量比例。",
)  # fmt: skip
IMPORT_DWELL = Measure(
    "import_dwell_h", "h", "import dwell", "进口箱堆存时间",
    "Mean hours of a laden TEU in the yard of the gateway from discharge to pick-up; consignments delivered "
    "in the period. Entity a port, the cluster or a flow.",
    "重箱从卸船到提离门户港堆场的平均小时数（按标准箱加权，统计期内交付的货物）。对象为港口、港口群或货流。",
)  # fmt: skip
EXPORT_DWELL = Measure(
    "export_dwell_h", "h", "export dwell", "出口箱堆存时间",
    "Mean hours of a laden TEU in the yard of the gateway from delivery there to loading; consignments "
    "delivered in the period. Entity a port, the cluster or a flow.",
    "重箱从进入门户港堆场到装船的平均小时数（按标准箱加权，统计期内交付的货物）。对象为港口、港口群或货流。",
)  # fmt: skip
TRANSHIPMENT_DWELL = Measure(
    "transhipment_dwell_h", "h", "transhipment dwell", "中转箱堆存时间",
    "Mean hours of a laden TEU in the yard of the hub between two ships; consignments delivered in the period. Entity "
    "a port, the cluster or a flow.",
    "重箱在中转港两船之间堆存的平均小时数（按标准箱加权，统计期内交付的货物）。对象为港口、港口群或货流。",
)  # fmt: skip
SHIPS_WAITING = Measure(
    "n_ships_waiting", "1", "ships waiting", "平均候泊船数",
    "Time-weighted mean number of ships waiting for a berth.",
    "等待泊位船舶数的时间加权平均。",
)  # fmt: skip
QUEUE_GROWTH = Measure(
    "n_ships_waiting_growth", "1", "growth of the queue", "候泊船数增长",
    "Mean number of ships waiting in the last quarter of the period less that in the first: well above 0 where there "
    "is no steady state.",
    "统计期最后四分之一与最初四分之一的平均候泊船数之差；明显大于 0 表示系统未达稳态。",
)  # fmt: skip
DEPOT = Measure(
    "depot_teu", "TEU", "empties in depot", "空箱库存",
    "Time-weighted mean stock of empty boxes.",
    "空箱库存的时间加权平均。",
)  # fmt: skip
OUTSIDE = Measure(
    "outside_teu", "TEU", "held outside the gate", "闸口外滞留箱量",
    "Time-weighted mean of boxes to be shipped, and empties, for which the yard keeps no room.",
    "堆场留不出位置的待装船重箱与空箱（标准箱）的时间加权平均。",
)  # fmt: skip

MEASURES = (
    OCCUPANCY, OCCUPANCY_P95, IMPORT_DWELL, EXPORT_DWELL, TRANSHIPMENT_DWELL, SHIPS_WAITING, QUEUE_GROWTH, DEPOT,
    OUTSIDE,
)  # fmt: skip


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of yards, depots and queues."""
    _add_occupancy(view, table)
    _add_dwell(view, table)
    _add_queues(view, table)


def _level(view: View, quantity: str) -> tuple[Ints, Floats, Floats]:
    levels = view.records.tables["levels"].columns()
    rows = levels["quantity"] == QUANTITIES.index(quantity)
    return levels["entity"][rows], levels["start_h"][rows], levels["mean"][rows]


def _add_occupancy(view: View, table: MeasureTable) -> None:
    terminal, day, stock = _level(view, "yard_teu")
    room = view.capacity("yard_teu")
    has_yard = room[terminal].any(axis=1)
    terminal, day, stock = terminal[has_yard], day[has_yard], stock[has_yard]
    teu_h = room[view.terminals] * view.months.hours
    for periods in (view.years, view.months):
        stock_h = view.by_place(terminal, day, 24.0 * stock, periods)
        room_h = view.up_from_terminals(view.months.total_in(periods, teu_h))
        table.add(OCCUPANCY, view.places, periods.names, ratio(stock_h, room_h))
    _add_p95(view, table, terminal, day, stock, room)


def _add_p95(view: View, table: MeasureTable, terminal: Ints, day: Floats, stock: Floats, room: Floats) -> None:
    month = view.months.index(day)
    days, nth = np.unique(day, return_inverse=True)
    n_days = len(days)
    cell = np.searchsorted(view.terminals, terminal) * n_days + nth
    known_room = np.where(month >= 0, room[terminal, month], 0.0)

    def daily(values: Floats) -> Floats:
        of_terminal = np.bincount(cell, values, len(view.terminals) * n_days).astype(float)
        return view.up_from_terminals(of_terminal.reshape(len(view.terminals), n_days))

    share = ratio(daily(stock), daily(known_room))
    year = view.years.index(days)
    p95 = np.full((len(view.places), len(view.years)), np.nan)
    for j in range(len(view.years)):
        for i, row in enumerate(share[:, year == j]):
            known = row[np.isfinite(row)]
            if known.size:
                p95[i, j] = np.percentile(known, 95)
    table.add(OCCUPANCY_P95, view.places, view.years.names, p95)


def _add_dwell(view: View, table: MeasureTable) -> None:
    cargo = view.records.tables["consignments"].columns()
    for measure, place in ((IMPORT_DWELL, "gateway"), (EXPORT_DWELL, "gateway"), (TRANSHIPMENT_DWELL, "hub")):
        dwell = cargo[measure.id]
        known = np.isfinite(dwell)
        at, when, teu = cargo[place][known], cargo["delivered_h"][known], cargo["teu"][known].astype(float)
        total = view.by_port(at, when, teu, view.years)
        mean = ratio(view.by_port(at, when, teu * dwell[known], view.years), total)
        table.add(measure, view.ports_and_cluster, view.years.names, mean)
        flow = cargo["flow"][known]
        flows = np.unique(flow).astype(np.intp)
        weights = (teu * dwell[known], teu)
        of_flows = ratio(*(view.total(flow, when, weight, view.years)[flows] for weight in weights))
        table.add(measure, view.names(flows), view.years.names, of_flows)


def _add_queues(view: View, table: MeasureTable) -> None:
    years = view.years
    known = np.unique(view.records.tables["levels"].columns()["start_h"])
    for measure, quantity in ((SHIPS_WAITING, "ships_waiting"), (DEPOT, "depot_teu"), (OUTSIDE, "outside_teu")):
        table.add(measure, view.places, years.names, _mean_level(view, known, *_level(view, quantity)))

    def part_of_year(day: Floats, low: float, high: float) -> Ints:
        year = years.index(day)
        through = np.where(year >= 0, (day - years.edges[year]) / years.hours[year], -1.0)
        inside: Ints = (through >= low) & (through < high)
        return inside

    terminal, day, level = _level(view, "ships_waiting")
    first, last = (
        _mean_level(view, known[part_of_year(known, *part)], *(rows[part_of_year(day, *part)] for rows in (
            terminal, day, level
        )))
        for part in ((0.0, 0.25), (0.75, 1.0))
    )  # fmt: skip
    table.add(QUEUE_GROWTH, view.places, years.names, last - first)


def _mean_level(view: View, days: Floats, terminal: Ints, day: Floats, level: Floats) -> Floats:
    """Mean over the given days of each year, added up over the terminals of a place; NaN without days."""
    n_days = np.bincount(view.years.index(days) + 1, minlength=len(view.years) + 1)[1:].astype(float)
    return ratio(view.by_place(terminal, day, level, view.years), n_days)
