"""Cargo in no box: tonnes, vehicles and passengers over the quay, by place, stream and cargo; unloaders and stockyards.

A call counts, with all it carries, in the period in which its last line is let go.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import ONWARD_MODES, QUANTITIES
from portsim.results.ships import N_CALLS, WAIT
from portsim.results.view import CLUSTER, Floats, Ints, Periods, View, ratio

THROUGHPUT_T = Measure(
    "throughput_t", "t", "bulk throughput", "散货吞吐量",
    "Tonnes of bulk and general cargo crossing the quay, discharged + loaded; boxes, vehicles and passengers are not "
    "weighed. Entity a port, terminal or stream, the cluster, or one cargo there (`port:ore`, `cluster:ore`). By year "
    "and month.",
    "经过码头前沿的散货与件杂货吨数，卸船加装船；集装箱、车辆和旅客不计重。对象为港口、码头、货流、港群，或其中一个货类"
    "（`港口:ore`、`cluster:ore`）。按年和月统计。",
)  # fmt: skip
VEHICLES = Measure(
    "roro_vehicles", "vehicles", "ro-ro vehicles", "滚装车辆数",
    "Vehicles discharged and loaded by ships of streams; those of ferries are not among them. Entity a port, terminal "
    "or stream, or the cluster. By year and month.",
    "货流船舶装卸的车辆数，不含轮渡车辆。对象为港口、码头、货流或港群。按年和月统计。",
)  # fmt: skip
PASSENGERS = Measure(
    "cruise_passengers", "passengers", "cruise passengers", "邮轮旅客数",
    "People who land or board at calls of streams, each once. Entity a port, terminal or stream, or the cluster. By "
    "year and month.",
    "货流（邮轮）船舶上下的旅客人次，每人计一次。对象为港口、码头、货流或港群。按年和月统计。",
)  # fmt: skip
UNLOADER_RATE = Measure(
    "unloader_t_per_h", "t/h", "tonnes per unloader-hour", "卸船机台时效率",
    "Tonnes over unloader-hours worked, in calls worked by unloaders.",
    "卸船机作业艘次的吨数除以卸船机作业台时。",
)  # fmt: skip
SHIP_RATE_T = Measure(
    "ship_t_per_h", "t/h", "tonnes per ship-hour", "散货船时效率",
    "Tonnes over hours from first to last move, in calls worked by unloaders.",
    "卸船机作业艘次的吨数除以从开工到完工的小时数。",
)  # fmt: skip
STOCKYARD = Measure(
    "stockyard_occupancy_share", "share", "stockyard occupancy", "散货堆场利用率",
    "Time-weighted mean stock of the stockyard over its capacity, t. By year and month.",
    "散货堆场存量的时间加权平均与容量之比（吨）。按年和月统计。",
)  # fmt: skip
ONWARD_T = Measure(
    "onward_t", "t", "bulk by mode inland", "散货集疏运量",
    "Tonnes discharged and loaded whose way inland is by one mode, of streams that tell their modes. Entity "
    "`port:rail` or `cluster:rail`, and so on for road, barge and pipeline (or conveyor).",
    "标明集疏运方式的货流中，装卸吨数按内陆运输方式划分。"
    "对象为 `港口:rail`、`cluster:rail`，公路、驳船、管道（或皮带）类推。",
)  # fmt: skip

MEASURES = (THROUGHPUT_T, VEHICLES, PASSENGERS, UNLOADER_RATE, SHIP_RATE_T, STOCKYARD, ONWARD_T)
_COUNTED = ("vehicles", "passengers")


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of bulk; none where no stream is."""
    streams = view.of_kind("stream")
    if not len(streams):
        return
    every = view.records.tables["calls"].columns()
    of_stream = np.isin(every["service"], streams) & ~every["turned_away"]
    calls = {name: values[of_stream] for name, values in every.items()}
    cargoes = [view.entities[i].group for i in streams]
    for periods in (view.years, view.months):
        _add_volumes(view, table, streams, cargoes, calls, periods)
    _add_rates(view, table, calls)
    _add_stockyards(view, table)
    _add_onward(view, table)


def _add_volumes(
    view: View, table: MeasureTable, streams: Ints, cargoes: list[str], calls: Mapping[str, Floats], periods: Periods
) -> None:
    service, ended = calls["service"], calls["unberthed_h"]
    tonnes = calls["discharged_t"].astype(float) + calls["loaded_t"]
    names, n_calls = view.names(streams), view.total(service, ended, 1.0, periods)[streams]
    table.add(N_CALLS, names, periods.names, n_calls)
    wait_h = view.total(service, ended, calls["wait_h"], periods)[streams]
    table.add(WAIT, names, periods.names, ratio(wait_h, n_calls))
    for measure, amount, belongs in (
        (THROUGHPUT_T, tonnes, [cargo not in _COUNTED for cargo in cargoes]),
        (VEHICLES, calls["vehicles"], [cargo == "vehicles" for cargo in cargoes]),
        (PASSENGERS, calls["passengers"], [cargo == "passengers" for cargo in cargoes]),
    ):
        mine = streams[np.array(belongs)]
        if len(mine):
            table.add(measure, view.places, periods.names, view.by_place(calls["terminal"], ended, amount, periods))
            table.add(measure, view.names(mine), periods.names, view.total(service, ended, amount, periods)[mine])
    for cargo in dict.fromkeys(cargo for cargo in cargoes if cargo not in _COUNTED):
        carrying = streams[[one == cargo for one in cargoes]]
        values = view.by_port(calls["port"], ended, np.where(np.isin(service, carrying), tonnes, 0.0), periods)
        _add_parts(view, table, THROUGHPUT_T, cargo, periods, values, carrying)


def _add_parts(
    view: View, table: MeasureTable, measure: Measure, part: str, periods: Periods, values: Floats, streams: Ints
) -> None:
    """Rows `port:part` of the ports these streams call at, and `cluster:part`."""
    ports = set(view.port_of[streams].tolist())
    rows = [n for n, port in enumerate(view.ports.tolist()) if port in ports]
    names = [f"{view.ids[view.ports[n]]}:{part}" for n in rows] + [f"{CLUSTER}:{part}"]
    table.add(measure, names, periods.names, values[[*rows, -1]])


def _add_rates(view: View, table: MeasureTable, calls: Mapping[str, Floats]) -> None:
    by_unloaders = calls["unloader_h"] > 0.0
    tonnes = np.where(by_unloaders, calls["discharged_t"].astype(float) + calls["loaded_t"], 0.0)
    ship_h = np.where(by_unloaders, calls["work_end_h"] - calls["work_start_h"], 0.0)
    terminal, ended, years = calls["terminal"], calls["unberthed_h"], view.years
    moved = view.by_place(terminal, ended, tonnes, years)
    for measure, hours in ((UNLOADER_RATE, calls["unloader_h"]), (SHIP_RATE_T, ship_h)):
        table.add(measure, view.places, years.names, ratio(moved, view.by_place(terminal, ended, hours, years)))


def _add_stockyards(view: View, table: MeasureTable) -> None:
    levels = view.records.tables["levels"].columns()
    rows = levels["quantity"] == QUANTITIES.index("stockyard_t")
    terminal, day, stock = levels["entity"][rows], levels["start_h"][rows], levels["mean"][rows]
    room_t_h = view.capacity("stockyard_t")[view.terminals] * view.months.hours
    for periods in (view.years, view.months):
        stock_t_h = view.by_place(terminal, day, 24.0 * stock, periods)
        room = view.up_from_terminals(view.months.total_in(periods, room_t_h))
        table.add(STOCKYARD, view.places, periods.names, ratio(stock_t_h, room))


def _add_onward(view: View, table: MeasureTable) -> None:
    rows = view.records.tables["onward"].columns()
    weighed = np.array([entity.group not in _COUNTED for entity in view.entities])[rows["stream"]]
    for code, mode in enumerate(ONWARD_MODES):
        mine = weighed & (rows["inland_mode"] == code)
        if mine.any():
            streams = rows["stream"][mine]
            values = view.by_port(view.port_of[streams], rows["start_h"][mine], rows["amount"][mine], view.years)
            _add_parts(view, table, ONWARD_T, mode, view.years, values, np.unique(streams))
