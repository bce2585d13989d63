"""How hard quays and cranes work: occupancy and reservation of berths, crane and ship rates, from the calls.

A stay over a border between two periods counts part in each.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import QUANTITIES
from portsim.results.view import Floats, View, ratio

OCCUPANCY = Measure(
    "berth_occupancy_share", "share", "berth occupancy", "泊位利用率",
    "Metre-hours of quay (berth-hours of discrete berths) taken from first line to last line, over those available; a "
    "ship takes its length plus clearance. A place with both kinds: the plain mean over its quays. Hours in which "
    "weather or a disruption closes the port are available too: ships lie alongside in them. By year and month.",
    "从带第一缆到解最后一缆占用的岸线米·小时（独立泊位为泊位·小时）与可用量之比；船舶占用船长加富裕长度。两类兼有时取各岸线的简单平均。"
    "天气或突发事件关港的时间也计入可用量（船舶仍靠泊其间）。按年和月统计。",
)  # fmt: skip
RESERVATION = Measure(
    "berth_reservation_share", "share", "berth reservation", "泊位占用率（含预留）",
    "As berth occupancy, from the start of the inbound transit (the berth is held for the ship) to last line.",
    "口径同泊位利用率，但从船舶开始进港（泊位已预留）计到解最后一缆。",
)  # fmt: skip
CRANE_RATE = Measure(
    "crane_moves_per_h", "moves/h", "moves per crane-hour", "岸桥台时效率",
    "Crane moves over crane-hours worked, in calls worked by cranes.",
    "岸桥作业艘次的作业次数除以岸桥作业台时。",
)  # fmt: skip
SHIP_RATE = Measure(
    "ship_moves_per_h", "moves/h", "moves per ship-hour", "船时效率",
    "Crane moves over hours from first to last move, in calls worked by cranes.",
    "岸桥作业艘次的作业次数除以从第一次作业到最后一次作业的小时数。",
)  # fmt: skip
CRANE_USE = Measure(
    "crane_use_share", "share", "cranes at work", "岸桥利用率",
    "Time-weighted mean number of cranes at work over the number of cranes.",
    "作业岸桥数的时间加权平均与岸桥总数之比。",
)  # fmt: skip

MEASURES = (OCCUPANCY, RESERVATION, CRANE_RATE, SHIP_RATE, CRANE_USE)
_ROUNDING_H = 1e-6


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of quays and cranes."""
    every = view.records.tables["calls"].columns()
    calls = {name: values[~every["turned_away"]] for name, values in every.items()}
    # One that came back to a berth was alongside for longer than since she last berthed: her first way in is past.
    came_back = calls["service_h"] > calls["unberthed_h"] - calls["berthed_h"] + _ROUNDING_H
    calls["inbound_h"] = np.where(came_back, calls["berthed_h"], calls["inbound_h"])
    for measure, since in ((OCCUPANCY, "berthed_h"), (RESERVATION, "inbound_h")):
        _add_busy_share(view, table, measure, calls, since)
    _add_rates(view, table, calls)
    _add_crane_use(view, table)


def _add_busy_share(view: View, table: MeasureTable, measure: Measure, calls: Mapping[str, Floats], since: str) -> None:
    busy = view.months.overlap(calls["quay"], view.n, calls[since], calls["unberthed_h"], calls["occupied"])
    shifts = view.records.tables["shifts"].columns()
    busy = busy + view.months.overlap(
        shifts["quay"], view.n, shifts["berthed_h"], shifts["unberthed_h"], shifts["occupied"]
    )
    metres, berths = view.capacity("quay_m_h"), view.capacity("berth_h")
    for periods in (view.months, view.years):
        busy_h, metre_h, berth_h = (view.months.total_in(periods, hours) for hours in (busy, metres, berths))
        of_quay = ratio(busy_h, metre_h + berth_h)
        names: list[str] = []
        rows: list[Floats] = []
        if periods is view.years:
            names += view.names(view.quays)
            rows += list(of_quay[view.quays])
        for places, owner in ((view.terminals, view.terminal_of), (view.ports, view.port_of)):
            for place in places:
                quays = view.quays[owner[view.quays] == place]
                lengths, discrete = metre_h[quays].sum(axis=0), berth_h[quays].sum(axis=0)
                share = ratio(busy_h[quays].sum(axis=0), lengths + discrete)
                mixed = (lengths > 0) & (discrete > 0)
                if mixed.any():
                    share[mixed] = of_quay[quays][:, mixed].mean(axis=0)
                names.append(view.ids[place])
                rows.append(share)
        table.add(measure, names, periods.names, np.array(rows).reshape(len(names), len(periods)))


def _add_rates(view: View, table: MeasureTable, calls: Mapping[str, Floats]) -> None:
    terminal, ended = calls["terminal"], calls["unberthed_h"]
    by_cranes = calls["crane_h"] > 0
    moves = np.where(by_cranes, calls["moves"], 0.0)
    hours = np.where(by_cranes, calls["work_end_h"] - calls["work_start_h"], 0.0)
    total = view.by_place(terminal, ended, moves, view.years)
    crane_h = view.by_place(terminal, ended, calls["crane_h"], view.years)
    table.add(CRANE_RATE, view.places, view.years.names, ratio(total, crane_h))
    ship_h = view.by_place(terminal, ended, hours, view.years)
    table.add(SHIP_RATE, view.places, view.years.names, ratio(total, ship_h))


def _add_crane_use(view: View, table: MeasureTable) -> None:
    levels = view.records.tables["levels"].columns()
    rows = levels["quantity"] == QUANTITIES.index("cranes_working")
    working_h = view.by_place(levels["entity"][rows], levels["start_h"][rows], 24.0 * levels["mean"][rows], view.years)
    available = view.capacity("cranes")[view.terminals] * view.months.hours
    available_h = view.up_from_terminals(view.months.total_in(view.years, available))
    table.add(CRANE_USE, view.places, view.years.names, ratio(working_h, available_h))
