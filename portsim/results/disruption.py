"""What storms and disruptions do to ports: hours closed by cause, ships and boxes delayed, and the time to recover."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import BOXES, DISRUPTED, QUANTITIES
from portsim.results.recovery import recovered_at
from portsim.results.view import Floats, Ints, View, ratio

CLOSED = Measure(
    "closed_h", "h", "hours closed", "关闭时间",
    "Hours closed by a cause of weather or a disruption, of a port, a ferry or another thing; hours with slower or "
    "fewer hands and the lead of an evacuation do not count. By year and month.",
    "因某类天气或某次中断而关闭的小时数（港口、轮渡或其他对象）；减速、人手减少的时段以及撤离提前量不计。按年和月统计。",
)  # fmt: skip
DELAYED = Measure(
    "n_ships_delayed", "1", "ships delayed", "受影响船舶艘次",
    "Calls in port during a closure or disruption (lead included) that lost hours of its kind: weather and ports to "
    "wait_weather_h or idle_weather_h, channels to wait_channel_h, pilots and tugs to wait_pilot_h, terminals and "
    "quays to wait_berth_h or idle_crane_h, cranes to idle_crane_h or by working while they were slow or few.",
    "关闭或中断期间（含提前量）在港并因同类原因损失时间的艘次：天气与港口关闭对应天气等待或天气停工，航道对应等航道，引航与拖轮对应等引航，"
    "码头与岸线对应等泊位或无岸桥，岸桥对应无岸桥或在减速、减少期间作业。",
)  # fmt: skip
DELAYED_TEU = Measure(
    "delayed_teu", "TEU", "boxes delayed", "受影响箱量",
    "TEU discharged and loaded in the calls that count as delayed.",
    "受影响艘次装卸的标准箱数。",
)  # fmt: skip
RECOVERY = Measure(
    "recovery_h", "h", "recovery time", "恢复时间",
    "Hours from the reopening of a port, terminal, quay or channel, or of the cranes or pilots, to the first midnight "
    "of a day on which no more ships wait at the port in the mean than the mean and two standard deviations of the "
    "four weeks before; closures and disruptions of a day or longer, lead included; mean over those that end in "
    "the period.",
    "从港口、码头、岸线、航道、岸桥或引航恢复之时到某日零点的小时数：该日在港等待船数的日均值首次不超过事件前四周日均值的均值加两倍标准差。"
    "只计一天及以上（含提前量）的关闭与中断；取统计期内结束者的平均。",
)  # fmt: skip

MEASURES = (CLOSED, DELAYED, DELAYED_TEU, RECOVERY)
_LOST = {
    "weather": ("wait_weather_h", "idle_weather_h"), "port": ("wait_weather_h", "idle_weather_h"),
    "terminal": ("wait_berth_h", "idle_crane_h"), "quay": ("wait_berth_h", "idle_crane_h"), "cranes": ("idle_crane_h",),
    "unloaders": ("idle_crane_h",),
    "channel": ("wait_channel_h",), "pilots": ("wait_pilot_h",), "tugs": ("wait_pilot_h",),
}  # fmt: skip
_DAY_H = 24.0

Rows = Mapping[str, Floats]


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of closures and disruptions."""
    rows = view.records.tables["closures"].columns()
    causes = np.unique(rows["closure"]).astype(np.intp)
    if not len(causes):
        return
    _add_closed(view, table, rows, causes)
    at_ports = np.isin(rows["what"], [DISRUPTED.index(what) for what in _LOST]) & (view.port_of[rows["place"]] >= 0)
    rows = {name: values[at_ports] for name, values in rows.items()}
    _add_delayed(view, table, rows)
    _add_recovery(view, table, rows)


def _add_closed(view: View, table: MeasureTable, rows: Rows, causes: Ints) -> None:
    shut = rows["share"] == 0.0
    owner, start, end = merged(rows["closure"][shut], rows["start_h"][shut], rows["end_h"][shut])
    hours = view.months.overlap(owner, view.n, start, end, np.ones(len(owner)))[causes]
    for periods in (view.years, view.months):
        table.add(CLOSED, view.names(causes), periods.names, view.months.total_in(periods, hours))


def merged(owner: Ints, start: Floats, end: Floats) -> tuple[Ints, Floats, Floats]:
    """Spans with those of one owner that overlap made one."""
    order = np.lexsort((start, owner))
    owner, start, end = owner[order].astype(np.intp), start[order], end[order]
    keep: list[int] = []
    last = np.array(end)
    for n in range(len(owner)):
        if keep and owner[keep[-1]] == owner[n] and start[n] <= last[keep[-1]]:
            last[keep[-1]] = max(last[keep[-1]], end[n])
        else:
            keep.append(n)
    return owner[keep], start[keep], last[keep]


def _add_delayed(view: View, table: MeasureTable, rows: Rows) -> None:
    calls = view.records.tables["calls"].columns()
    teu = np.sum([calls[name].astype(float) for name in BOXES], axis=0)
    year = view.years.index(calls["unberthed_h"])
    causes = np.unique(rows["closure"]).astype(np.intp)
    values = np.zeros((2, len(causes), len(view.years)))
    for i, cause in enumerate(causes.tolist()):
        delayed = np.zeros(len(year), dtype=bool)
        for n in np.flatnonzero(rows["closure"] == cause).tolist():
            delayed |= _delayed_by(view, calls, {name: column[n] for name, column in rows.items()})
        delayed &= year >= 0
        values[0, i] = np.bincount(year[delayed], minlength=len(view.years))
        values[1, i] = np.bincount(year[delayed], teu[delayed], minlength=len(view.years))
    for measure, counted in zip((DELAYED, DELAYED_TEU), values, strict=True):
        table.add(measure, view.names(causes), view.years.names, counted)


def _delayed_by(view: View, calls: Rows, row: dict[str, float]) -> Ints:
    """Which calls one closure or disruption delayed."""
    place, what = int(row["place"]), DISRUPTED[int(row["what"])]
    terminal = int(view.terminal_of[place])
    here = calls["terminal"] == terminal if terminal >= 0 else calls["port"] == place
    during = here & (calls["arrived_h"] < row["end_h"]) & (calls["unberthed_h"] > row["from_h"])
    lost: Ints = np.sum([calls[name] for name in _LOST[what]], axis=0) > 0.0
    if what in ("cranes", "unloaders") and row["share"] > 0.0:
        worked = (calls["work_start_h"] < row["end_h"]) & (calls["work_end_h"] > row["start_h"])
        lost = lost | (worked & (calls["crane_h"] > 0.0))
    delayed: Ints = during & lost
    return delayed


def _add_recovery(view: View, table: MeasureTable, rows: Rows) -> None:
    causes = np.unique(rows["closure"]).astype(np.intp)
    hours, counted = np.zeros((2, len(causes), len(view.years)))
    levels = view.records.tables["levels"].columns()
    is_wait = levels["quantity"] == QUANTITIES.index("ships_waiting")
    year = view.years.index(rows["end_h"])
    for n in np.flatnonzero((rows["end_h"] - rows["from_h"] >= _DAY_H) & (year >= 0)).tolist():
        mine = is_wait & (view.port_of[levels["entity"]] == view.port_of[int(rows["place"][n])])
        days, nth = np.unique(levels["start_h"][mine], return_inverse=True)
        waiting = np.bincount(nth, levels["mean"][mine], len(days)).astype(float)
        back_h = recovered_at(days, waiting, float(rows["from_h"][n]), float(rows["end_h"][n]))
        if np.isfinite(back_h):
            cell = (np.searchsorted(causes, int(rows["closure"][n])), year[n])
            hours[cell] += back_h - rows["end_h"][n]
            counted[cell] += 1.0
    table.add(RECOVERY, view.names(causes), view.years.names, ratio(hours, counted))
