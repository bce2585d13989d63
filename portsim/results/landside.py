"""What a port is to trucks, trains and reefers: waits at gates and for tracks, their use, and plugs.

Only ports and terminals with a gate, a rail terminal or reefers have these measures. A truck counts in the hour in
which it comes, a train when it leaves the zone or the port.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import QUANTITIES
from portsim.results.view import CLUSTER, Floats, Ints, View, ratio

GATE_WAIT = Measure(
    "gate_wait_h", "h", "wait at the gate", "集卡进闸等待时间",
    "Mean hours per truck before the gate, served in order of arrival; a truck that finds it closed comes when it "
    "opens. By year and month.",
    "集卡在闸口外的平均等待小时数（按到达先后通过；闸口关闭时来的车按开门时到达计）。按年和月统计。",
)  # fmt: skip
GATE_WAIT_P95 = Measure(
    "gate_wait_h_p95", "h", "wait at the gate, 95th percentile", "集卡进闸等待时间 95 分位",
    "Hours of waiting before the gate that 95 % of the trucks do not exceed, trucks of an hour taken at their mean.",
    "95% 的集卡不超过的进闸等待小时数（同一小时到达的集卡取其平均）。",
)  # fmt: skip
GATE_USE = Measure(
    "gate_use_share", "share", "use of the gate", "闸口利用率",
    "Trucks that passed over those its lanes let through in its opening hours. By year and month.",
    "通过的集卡数与开放时间内各车道可通过集卡数之比。按年和月统计。",
)  # fmt: skip
TRUCKS = Measure(
    "trucks_per_day", "1/day", "trucks a day", "日均集卡数",
    "Trucks that came to the gates for laden boxes or with them, over the days of the period. By year and month.",
    "为提、送重箱到达闸口的集卡数除以统计期天数。按年和月统计。",
)  # fmt: skip
TRACK_WAIT = Measure(
    "train_wait_h", "h", "wait for a track", "班列等线时间",
    "Mean hours per block train from its arrival at the rail terminal, or from its wagons being there to be loaded, "
    "until a track is free.",
    "班列到达铁路装卸场（或待装车底就绪）至有空闲装卸线的平均小时数。",
)  # fmt: skip
TRACK_USE = Measure(
    "track_use_share", "share", "use of the tracks", "装卸线利用率",
    "Hours of trains on the tracks of the rail terminal over tracks x hours of the period.",
    "班列占用装卸线的小时数与装卸线数×统计期小时数之比。",
)  # fmt: skip
REEFERS = Measure(
    "reefer_teu", "TEU", "reefers in the yard", "冷藏箱存量",
    "Time-weighted mean stock of reefers in the yard, with and without plug.",
    "堆场冷藏箱存量的时间加权平均，含无插座者。",
)  # fmt: skip
PLUG_USE = Measure(
    "plug_use_share", "share", "use of the plugs", "冷藏箱插座利用率",
    "Time-weighted mean stock of reefers at a plug over the plugs, TEU.",
    "接插座冷藏箱存量的时间加权平均与插座容量之比（标准箱）。",
)  # fmt: skip
OUTSIDE = Measure(
    "reefer_outside_teu", "TEU", "reefers without a plug", "无插座冷藏箱存量",
    "Time-weighted mean stock of reefers in the yard beyond its plugs, standing on generators.",
    "堆场中超出插座容量、靠发电机供电的冷藏箱存量的时间加权平均。",
)  # fmt: skip

MEASURES = (GATE_WAIT, GATE_WAIT_P95, GATE_USE, TRUCKS, TRACK_WAIT, TRACK_USE, REEFERS, PLUG_USE, OUTSIDE)


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of gates, rail terminals and reefers."""
    _add_gates(view, table)
    _add_tracks(view, table)
    _add_reefers(view, table)


def _with(view: View, has: Floats) -> tuple[Ints, list[str]]:
    """Rows of `by_place` with some of a thing, and their ids; `has` is above 0 for the terminals that have it."""
    rows = np.flatnonzero(view.up_from_terminals(has[view.terminals][:, None])[:, 0] > 0.0)
    return rows, [view.places[row] for row in rows]


def _add_gates(view: View, table: MeasureTable) -> None:
    room = view.capacity("gate_trucks")
    rows, names = _with(view, room.sum(axis=1))
    if not names:
        return
    hours = view.records.tables["gates"].columns()
    terminal, start_h, came = hours["terminal"], hours["start_h"], hours["came"]
    waited_h = came * np.nan_to_num(hours["wait_h"])
    for periods in (view.years, view.months):
        trucks = view.by_place(terminal, start_h, came, periods)[rows]
        waits = view.by_place(terminal, start_h, waited_h, periods)[rows]
        passed = view.by_place(terminal, start_h, hours["passed"], periods)[rows]
        offered = view.up_from_terminals(view.months.total_in(periods, room[view.terminals]))[rows]
        table.add(GATE_WAIT, names, periods.names, ratio(waits, trucks))
        table.add(GATE_USE, names, periods.names, ratio(passed, offered))
        table.add(TRUCKS, names, periods.names, trucks * 24.0 / periods.hours)
    table.add(GATE_WAIT_P95, names, view.years.names, np.vstack([
        _p95(view, np.nan_to_num(hours["wait_h"]), came, start_h, _within(view, terminal, name)) for name in names
    ]))  # fmt: skip


def _within(view: View, terminal: Ints, name: str) -> Ints:
    if name == CLUSTER:
        return np.ones(len(terminal), dtype=bool)
    place = view.position[name]
    mine: Ints = (terminal == place) | (view.port_of[terminal] == place)
    return mine


def _p95(view: View, hours: Floats, weight: Floats, when: Floats, mine: Ints) -> Floats:
    """Least hours that 95 % of the weight do not exceed, by year; NaN where there is none."""
    found = np.full(len(view.years), np.nan)
    order = np.flatnonzero(mine & (weight > 0.0))
    order = order[np.argsort(hours[order], kind="stable")]
    year = view.years.index(when)
    for j in range(len(view.years)):
        here = order[year[order] == j]
        if here.size:
            upto = np.cumsum(weight[here])
            found[j] = hours[here][np.searchsorted(upto, 0.95 * upto[-1])]
    return found


def _add_tracks(view: View, table: MeasureTable) -> None:
    offered = view.capacity("rail_track_h")
    rows, names = _with(view, offered.sum(axis=1))
    if not names:
        return
    trains = view.records.tables["trains"].columns()
    terminal = view.terminal_of[trains["service"]]
    departed, on_track = trains["departed_h"], trains["track_h"]
    handled = (on_track > 0.0).astype(float)
    years = view.years
    n_trains = view.by_place(terminal, departed, handled, years)[rows]
    waits = view.by_place(terminal, departed, handled * trains["wait_track_h"], years)[rows]
    used = view.by_place(terminal, departed, on_track, years)[rows]
    room = view.up_from_terminals(view.months.total_in(years, offered[view.terminals]))[rows]
    table.add(TRACK_WAIT, names, years.names, ratio(waits, n_trains))
    table.add(TRACK_USE, names, years.names, ratio(used, room))


def _add_reefers(view: View, table: MeasureTable) -> None:
    levels = view.records.tables["levels"].columns()
    has = np.bincount(levels["entity"][levels["quantity"] == QUANTITIES.index("reefer_teu")], minlength=view.n)
    rows, names = _with(view, has.astype(float))
    if not names:
        return
    years = view.years
    n_days = years.hours / 24.0
    stock, outside = (
        view.by_place(levels["entity"][mine], levels["start_h"][mine], levels["mean"][mine], years) / n_days
        for mine in (levels["quantity"] == QUANTITIES.index(name) for name in ("reefer_teu", "reefer_outside_teu"))
    )
    table.add(REEFERS, names, years.names, stock[rows])
    table.add(OUTSIDE, names, years.names, outside[rows])
    n_months = view.months.total_in(years, np.ones(len(view.months)))
    plugs = view.capacity("reefer_plugs_teu")
    limited, limited_names = _with(view, plugs.sum(axis=1))
    plugged = view.by_place(*_plugged(levels, plugs), years) / n_days
    room = view.up_from_terminals(view.months.total_in(years, plugs[view.terminals])) / n_months
    table.add(PLUG_USE, limited_names, years.names, ratio(plugged, room)[limited])


def _plugged(levels: Mapping[str, Ints], plugs: Floats) -> tuple[Ints, Floats, Floats]:
    """Terminals, days and mean reefers at a plug, where plugs are limited."""
    has_plugs = (plugs.sum(axis=1) > 0.0)[levels["entity"]]
    inside = has_plugs & (levels["quantity"] == QUANTITIES.index("reefer_teu"))
    beyond = has_plugs & (levels["quantity"] == QUANTITIES.index("reefer_outside_teu"))
    parts = [(levels["entity"][mine], levels["start_h"][mine], sign * levels["mean"][mine])
             for mine, sign in ((inside, 1.0), (beyond, -1.0))]  # fmt: skip
    owner, day, teu = (np.concatenate(column) for column in zip(*parts, strict=True))
    return owner, day, teu
