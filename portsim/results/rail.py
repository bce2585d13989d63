"""What rail lines do for trains: use of their paths, trains a day, and the wait of block trains for a path.

A block train counts on a line in the period in which it enters it; trains of bulk and background by their daily
timetable.
"""

from __future__ import annotations

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.view import CLUSTER, Floats, Ints, Periods, View, ratio

USE = Measure(
    "rail_use_share", "share", "use of the rail line", "铁路线路利用率",
    "Block trains, trains of bulk and background trains over the paths of the line, both ways together. By year and "
    "month.",
    "集装箱班列、散货列车与背景列车列数之和与线路运行线数之比，双向合计。按年和月统计。",
)  # fmt: skip
TRAINS = Measure(
    "rail_trains_per_day", "1/day", "freight trains a day on the line", "线路日均货物列车数",
    "Freight trains on the line a day, both ways together; entity `line`, or `line:block`, `line:bulk` and "
    "`line:background` for its parts.",
    "线路每日货物列车数，双向合计；对象为线路，或 `线路:block`（班列）、`线路:bulk`（散货列车）、"
    "`线路:background`（背景列车）。",
)  # fmt: skip
WAIT = Measure(
    "path_wait_h", "h", "wait for a path", "等待运行线时间",
    "Mean hours per block train from being ready to enter the line to entering it on its path; entity `line`, "
    "`line:out` (from the line's origin to its destination) or `line:back`. By year and month.",
    "每列班列从可进入线路到按运行线进入的平均小时数；对象为线路、`线路:out`（由起点至终点）或 `线路:back`（反向）。"
    "按年和月统计。",
)  # fmt: skip
WAIT_P95 = Measure(
    "path_wait_h_p95", "h", "wait for a path, 95th percentile", "等待运行线时间 95 分位",
    "Hours of waiting for a path that 95 % of the block trains on the line do not exceed.",
    "线路上 95% 的班列不超过的等待运行线小时数。",
)  # fmt: skip
GAVE_WAY = Measure(
    "regular_path_wait_h", "h", "wait of regular trains that give way", "普通货物列车让行等待时间",
    "Mean hours per train of bulk or background by which it enters the line later than on its own path, having given "
    "way to trains with priority.",
    "散货列车与背景列车因给优先列车让行而推迟进入线路的平均小时数（按全部此类列车平均）。",
)  # fmt: skip
OF_TRAIN = Measure(
    "train_path_wait_h", "h", "wait for paths in a train's run", "班列全程等待运行线时间",
    "Mean hours that a block train waits for paths on all lines of its way, both directions; entity a relation, a port "
    "or the cluster.",
    "班列在全程各线路上等待运行线的平均小时数，双向合计；对象为班列、港口或港群。",
)  # fmt: skip

MEASURES = (USE, TRAINS, WAIT, WAIT_P95, GAVE_WAY, OF_TRAIN)
_WAYS = ("", ":out", ":back")


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of rail lines and of the trains on them."""
    lines = view.of_kind("rail_line")
    if not len(lines):
        return
    rows = view.records.tables["train_paths"].columns()
    mine = rows["service"] >= 0
    block = {name: values[mine] for name, values in rows.items()}
    gave_way = {name: values[~mine] for name, values in rows.items()}
    offered, bulk, background = (view.capacity(what) for what in ("rail_paths", "bulk_trains", "background_trains"))
    for periods in (view.years, view.months):
        paths, of_bulk, of_background = (
            view.months.total_in(periods, values)[lines] for values in (offered, bulk, background)
        )
        entered = view.total(block["line"], block["entered_h"], 1.0, periods)[lines]
        table.add(USE, view.names(lines), periods.names, ratio(entered + of_bulk + of_background, paths))
        _add_waits(view, table, lines, block, periods)
        if periods is view.years:
            days = periods.hours / 24.0
            parts = {":block": entered, ":bulk": of_bulk, ":background": of_background}
            for part, n in ({"": sum(parts.values(), np.zeros_like(entered))} | parts).items():
                table.add(TRAINS, [f"{view.ids[i]}{part}" for i in lines], periods.names, n / days)
            later = _total_wait(view, "line", gave_way, periods)[lines]
            regular = of_bulk + of_background
            some = np.flatnonzero(regular.sum(axis=1) > 0.0)
            table.add(GAVE_WAY, view.names(lines[some]), periods.names, ratio(later, regular)[some])
    _add_late(view, table, lines, block)
    _add_trains(view, table, block)


def _waits(rows: dict[str, Ints]) -> Floats:
    """Hours waited; NaN where no path was left."""
    waited: Floats = rows["entered_h"] - rows["arrived_h"]
    return waited


def _total_wait(view: View, owner: str, rows: dict[str, Ints], periods: Periods) -> Floats:
    return view.total(rows[owner], rows["entered_h"], np.nan_to_num(_waits(rows)), periods)


def _chosen(rows: dict[str, Ints]) -> list[dict[str, Ints]]:
    """All, those out and those back."""
    return [rows, *({name: values[rows["back"] == back] for name, values in rows.items()} for back in (False, True))]


def _add_waits(view: View, table: MeasureTable, lines: Ints, rows: dict[str, Ints], periods: Periods) -> None:
    for way, chosen in zip(_WAYS, _chosen(rows), strict=True):
        n = view.total(chosen["line"], chosen["entered_h"], 1.0, periods)[lines]
        hours = _total_wait(view, "line", chosen, periods)[lines]
        table.add(WAIT, [f"{view.ids[i]}{way}" for i in lines], periods.names, ratio(hours, n))


def _add_late(view: View, table: MeasureTable, lines: Ints, rows: dict[str, Ints]) -> None:
    year = view.years.index(rows["entered_h"])
    waited = _waits(rows)
    late = np.full((len(lines), len(view.years)), np.nan)
    for i, line in enumerate(lines):
        for j in range(len(view.years)):
            here = waited[(rows["line"] == line) & (year == j)]
            if here.size:
                late[i, j] = np.percentile(here, 95)
    table.add(WAIT_P95, view.names(lines), view.years.names, late)


def _add_trains(view: View, table: MeasureTable, rows: dict[str, Ints]) -> None:
    services = np.unique(rows["service"]).astype(np.intp)
    if not len(services):
        return
    trains = view.records.tables["trains"].columns()
    n = view.total(trains["service"], trains["departed_h"], 1.0, view.years)[services]
    hours = _total_wait(view, "service", rows, view.years)[services]
    table.add(OF_TRAIN, view.names(services), view.years.names, ratio(hours, n))
    port = view.port_of[services]
    of_ports = np.zeros((2, view.n, len(view.years)))
    for sums, values in zip(of_ports, (hours, n), strict=True):
        np.add.at(sums, port, values)
    called = np.unique(port)
    waited, ran = (np.vstack([sums[called], sums[called].sum(axis=0)]) for sums in of_ports)
    table.add(OF_TRAIN, [*view.names(called), CLUSTER], view.years.names, ratio(waited, ran))
