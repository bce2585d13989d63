"""What a port is to a ship: calls, waiting, time alongside and in port, from the calls.

A call counts in the period in which its last line is let go; a ship turned away, in that of its arrival.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import BOXES
from portsim.results.view import Floats, View, ratio

N_CALLS = Measure(
    "n_calls", "1", "calls", "靠泊艘次",
    "Calls of ships that berthed and worked; ships turned away are not counted. Entity a port, terminal or stream of "
    "bulk, or the cluster; `port:container` leaves bulk out. By year and month.",
    "靠泊并作业的船舶艘次，不含被拒船舶。对象为港口、码头、散货货流或港群；`港口:container` 不含散货船。按年和月统计。",
)  # fmt: skip
TURNED_AWAY = Measure(
    "turned_away_share", "share", "turned away", "被拒比例",
    "Ships that found the waiting room full over all ships that arrived.",
    "因候泊区已满而离开的船舶占全部到港船舶的比例。",
)  # fmt: skip
WAIT = Measure(
    "wait_h", "h", "waiting time", "平均待时",
    "Mean hours per call from arrival at the anchorage to the start of the inbound transit, and from ready to sail to "
    "the start of the outbound transit. Entity a port, terminal or stream of bulk, or the cluster; `port:container` "
    "leaves bulk out. By year and month.",
    "每艘次平均等待小时：从抵达锚地到开始进港，加上从准备离港到开始出港。对象为港口、码头、散货货流或港群；"
    "`港口:container` 不含散货船。按年和月统计。",
)  # fmt: skip
WAIT_P50, WAIT_P90, WAIT_P95 = (
    Measure(
        f"wait_h_p{p}", "h", f"waiting time, {p}th percentile", f"待时 {p} 分位",
        f"Hours of waiting that {p} % of the calls do not exceed.",
        f"{p}% 的艘次等待不超过的小时数。",
    )
    for p in (50, 90, 95)
)  # fmt: skip
_CAUSES = (
    ("weather", "weather", "天气", "in which weather kept ships from sailing", "因天气停航"),
    (
        "berth", "a berth", "泊位", "in which no fitting berth was free or a ship with a better right waited",
        "因无合适空泊位或前有优先船舶",
    ),
    ("tide", "the tide", "潮水", "in which the water was too low for the transit", "因潮位不足"),
    ("channel", "the channel", "航道", "in which the channel was not free to enter", "因航道不可进入"),
    ("pilot", "pilot or tugs", "引航与拖轮", "in which pilot or tugs were with other ships", "因引航员或拖轮不足"),
)  # fmt: skip
WAITS = tuple(
    Measure(
        f"wait_{cause}_h", "h", f"waiting for {en}", f"等{zh}时间",
        f"Part of the waiting time per call {doc}; each moment counts for the first of weather, berth, tide, channel, "
        "pilot that is not met, and the parts add up to the waiting time. By year and month.",
        f"每艘次待时中{doc_zh}的部分；每一时刻归于天气、泊位、潮水、航道、引航中第一个未满足者，各部分之和等于待时。按年和月统计。",
    )
    for cause, en, zh, doc, doc_zh in _CAUSES
)  # fmt: skip
WAIT_SHARES = tuple(
    Measure(
        f"wait_{cause}_share", "share", f"share of waiting for {en}", f"等{zh}占待时比例",
        f"Part of all hours of waiting {doc}; the parts add up to 1. None where no ship waits.",
        f"全部待时中{doc_zh}的比例，各部分之和为 1；无待时者不列。",
    )
    for cause, en, zh, doc, doc_zh in _CAUSES
)  # fmt: skip
IDLES = (
    Measure(
        "idle_weather_h", "h", "work stopped by weather", "因天气停工时间",
        "Part of the time alongside per call in which weather stopped the work. By year and month.",
        "每艘次在泊时间中因天气停止作业的部分。按年和月统计。",
    ),
    Measure(
        "idle_yard_h", "h", "work stopped by a full yard", "因堆场满停工时间",
        "Hours per call in which a full yard took no boxes off the ship, alongside or at anchor. By year and month.",
        "每艘次因堆场已满而不能卸箱的小时数，在泊或在锚地。按年和月统计。",
    ),
    Measure(
        "idle_crane_h", "h", "without a crane", "等岸桥时间",
        "Part of the time alongside per call, weather apart, in which no crane worked: all were with others, or off "
        "their working hours. By year and month.",
        "每艘次在泊时间中（天气停工除外）无岸桥作业的部分：岸桥都在别船作业，或不在作业时段。按年和月统计。",
    ),
)  # fmt: skip
SERVICE = Measure(
    "service_h", "h", "time alongside", "平均在泊时间",
    "Mean hours per call from first line to last line; `port:container` leaves bulk out.",
    "每艘次从带第一缆到解最后一缆的平均小时数；`港口:container` 不含散货船。",
)  # fmt: skip
TURNAROUND = Measure(
    "turnaround_h", "h", "turnaround time", "平均在港停时",
    "Mean hours per call from arrival at the anchorage to the open sea; `port:container` leaves bulk out.",
    "每艘次从抵达锚地到驶出港口的平均小时数；`港口:container` 不含散货船。",
)  # fmt: skip
TURNAROUND_P50, TURNAROUND_P90, TURNAROUND_P95 = (
    Measure(
        f"turnaround_h_p{p}", "h", f"turnaround time, {p}th percentile", f"在港停时 {p} 分位",
        f"Hours from the anchorage to the open sea that {p} % of the calls do not exceed.",
        f"{p}% 的艘次不超过的在港停时小时数。",
    )
    for p in (50, 90, 95)
)  # fmt: skip
WAIT_SERVICE = Measure(
    "wait_service_ratio", "ratio", "waiting over time alongside", "待时与在泊时间之比",
    "Mean waiting time over mean time alongside.",
    "平均待时除以平均在泊时间。",
)  # fmt: skip
DIRECT = Measure(
    "direct_berthing_share", "share", "berthing directly", "直靠率",
    "Calls that start the inbound transit within half an hour of arrival, without anchoring, over all calls; "
    "`port:container` leaves bulk out.",
    "抵港后半小时内不抛锚即开始进港的艘次占全部艘次的比例；`港口:container` 不含散货船。",
)  # fmt: skip
CALL_SIZE = Measure(
    "call_size_teu", "TEU", "call size", "平均单船装卸量",
    "Mean TEU discharged and loaded per call, laden + empty; calls of bulk streams left out.",
    "每艘次平均装卸的标准箱数，重箱加空箱；不含散货货流艘次。",
)  # fmt: skip

MEASURES = (
    N_CALLS, TURNED_AWAY, WAIT, WAIT_P50, WAIT_P90, WAIT_P95, *WAITS, *WAIT_SHARES, SERVICE, *IDLES, TURNAROUND,
    TURNAROUND_P50, TURNAROUND_P90, TURNAROUND_P95, WAIT_SERVICE, DIRECT, CALL_SIZE,
)  # fmt: skip
_AT_ONCE_H = 0.5  # keeping distance in the channel is not anchoring


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of calls, for ports, terminals and the cluster."""
    every = view.records.tables["calls"].columns()
    away = every["turned_away"]
    calls = {name: values[~away] for name, values in every.items()}
    terminal, ended = calls["terminal"], calls["unberthed_h"]
    years, months = view.years, view.months

    def mean(values: Floats) -> Floats:
        return ratio(view.by_place(terminal, ended, values, years), n_calls)

    n_calls = view.by_place(terminal, ended, 1.0, years)
    n_away = view.by_place(every["terminal"][away], every["departed_h"][away], 1.0, years)
    wait, service = mean(calls["wait_h"]), mean(calls["service_h"])
    at_once = calls["inbound_h"] - calls["arrived_h"] <= _AT_ONCE_H
    boxes = sum(calls[name].astype(float) for name in BOXES)
    n_of_boxes = view.by_place(terminal, ended, ~np.isin(calls["service"], view.of_kind("stream")), years)
    rows = (
        (N_CALLS, n_calls),
        (TURNED_AWAY, ratio(n_away, n_calls + n_away)),
        (WAIT, wait),
        (SERVICE, service),
        (TURNAROUND, mean(calls["departed_h"] - calls["arrived_h"])),
        (WAIT_SERVICE, ratio(wait, np.nan_to_num(service))),
        (DIRECT, mean(at_once.astype(float))),
        (
            CALL_SIZE,
            ratio(view.by_place(terminal, ended, boxes, years), n_of_boxes),
        ),
        *((measure, mean(calls[measure.id])) for measure in (*WAITS, *IDLES)),
        *(
            (share, ratio(mean(calls[part.id]), np.nan_to_num(wait)))
            for share, part in zip(WAIT_SHARES, WAITS, strict=True)
        ),
    )
    for measure, values in rows:
        table.add(measure, view.places, years.names, values)
    _add_without_bulk(view, table, calls)
    per_month = view.by_place(terminal, ended, 1.0, months)
    table.add(N_CALLS, view.places, months.names, per_month)
    for measure in (WAIT, *WAITS, *IDLES):
        by_month = view.by_place(terminal, ended, calls[measure.id], months)
        table.add(measure, view.places, months.names, ratio(by_month, per_month))
    year = years.index(ended)
    _add_percentiles(view, table, (WAIT_P50, WAIT_P90, WAIT_P95), calls["wait_h"], terminal, year)
    stays = calls["departed_h"] - calls["arrived_h"]
    _add_percentiles(view, table, (TURNAROUND_P50, TURNAROUND_P90, TURNAROUND_P95), stays, terminal, year)


def _add_without_bulk(view: View, table: MeasureTable, calls: Mapping[str, Floats]) -> None:
    """Rows `port:container` of the calls of no stream: statistics of liners do not speak of ore carriers."""
    streams, years = view.of_kind("stream"), view.years
    if not len(streams):
        return
    theirs = ~np.isin(calls["service"], streams)
    port, ended = view.port_of[calls["terminal"][theirs]], calls["unberthed_h"][theirs]
    names = [f"{name}:container" for name in view.ports_and_cluster]
    n_calls = view.by_port(port, ended, 1.0, years)
    table.add(N_CALLS, names, years.names, n_calls)
    at_once = calls["inbound_h"] - calls["arrived_h"] <= _AT_ONCE_H
    for measure, values in (
        (WAIT, calls["wait_h"]),
        (SERVICE, calls["service_h"]),
        (TURNAROUND, calls["departed_h"] - calls["arrived_h"]),
        (DIRECT, at_once.astype(float)),
    ):
        table.add(measure, names, years.names, ratio(view.by_port(port, ended, values[theirs], years), n_calls))


def _add_percentiles(
    view: View,
    table: MeasureTable,
    measures: tuple[Measure, Measure, Measure],
    hours: Floats,
    terminal: np.ndarray,
    period: np.ndarray,
) -> None:
    """Hours that 50, 90 and 95 % of the calls do not exceed."""
    values = np.full((3, len(view.places), len(view.years)), np.nan)
    port = view.port_of[terminal]
    for j in range(len(view.years)):
        here = period == j
        those, ports, terminals = hours[here], port[here], terminal[here]
        groups = [those[ports == p] for p in view.ports] + [those[terminals == t] for t in view.terminals] + [those]
        for i, group in enumerate(groups):
            if group.size:
                values[:, i, j] = np.percentile(group, (50, 90, 95))
    for measure, rows in zip(measures, values, strict=True):
        table.add(measure, view.places, view.years.names, rows)
