"""What locks and waterways do for ships: waits, lockages, use, cargo and water, from lockages and passages.

A wait counts in the period in which the lockage starts, cargo of a waterway in that in which the vessel leaves it.
"""

from __future__ import annotations

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.view import Floats, Ints, Periods, View, ratio

WAIT = Measure(
    "lock_wait_h", "h", "wait at the lock", "船闸平均待闸时间",
    "Mean hours per vessel from arrival at the lock to the start of the lockage; entity `lock`, `lock:up` or "
    "`lock:down`. By year and month.",
    "每艘船从到达船闸到过闸开始的平均小时数；对象为船闸、`船闸:up`（上行）或 `船闸:down`（下行）。按年和月统计。",
)  # fmt: skip
WAIT_P95 = Measure(
    "lock_wait_h_p95", "h", "wait at the lock, 95th percentile", "待闸时间 95 分位",
    "Hours of waiting at the lock that 95 % of the vessels do not exceed.",
    "95% 的船舶待闸不超过的小时数。",
)  # fmt: skip
LOCKAGES = Measure(
    "lockages_per_day", "1/day", "lockages a day", "日均闸次",
    "Lockages with ships a day, empty turns not counted; entity a lock, a line, `lock:up` or `lock:down`. By year and "
    "month.",
    "每日载船闸次，不含空闸次；对象为船闸、单线、`船闸:up` 或 `船闸:down`。按年和月统计。",
)  # fmt: skip
EMPTY_TURNS = Measure(
    "empty_turns_per_day", "1/day", "empty turns a day", "日均空闸次",
    "Turns of a chamber without ships a day.",
    "每日不载船的闸室换向次数。",
)  # fmt: skip
USE = Measure(
    "lock_use_share", "share", "use of the lock", "船闸利用率",
    "Hours of lockages and empty turns over the hours in which the lines may work (maintenance, nights without service "
    "and days before opening excluded). By year and month.",
    "过闸与空闸换向占用的小时数与各线可运行小时数（不含检修、停航时段及开通前）之比。按年和月统计。",
)  # fmt: skip
AREA = Measure(
    "chamber_area_share", "share", "area used in the chamber", "闸室面积利用率",
    "Mean part of the chamber covered by ships, over lockages.",
    "各载船闸次中船舶占闸室面积比例的平均。",
)  # fmt: skip
SHIPS = Measure(
    "n_ships_per_lockage", "1", "ships in a lockage", "每闸次船舶数",
    "Ships locked through over lockages.",
    "过闸船舶数除以载船闸次。",
)  # fmt: skip
T_PER_LOCKAGE = Measure(
    "t_per_lockage", "t/lockage", "cargo in a lockage", "每闸次货运量",
    "Tonnes of cargo locked through over lockages.",
    "过闸货运量（吨）除以载船闸次。",
)  # fmt: skip
LOCK_CARGO = Measure(
    "lock_t", "t", "cargo through the lock", "过闸货运量",
    "Tonnes of cargo locked through, both directions; entity `lock:up` or `lock:down` for one. By year and month.",
    "双向过闸货运量（吨）；`船闸:up`、`船闸:down` 为单向。按年和月统计。",
)  # fmt: skip
LOCK_TEU = Measure(
    "lock_teu", "TEU", "boxes through the lock", "过闸集装箱量",
    "Laden and empty boxes locked through, both directions; entity `lock:up` or `lock:down` for one. By year and "
    "month.",
    "双向过闸重箱与空箱；`船闸:up`、`船闸:down` 为单向。按年和月统计。",
)  # fmt: skip
BOX_WAIT = Measure(
    "container_lock_wait_h", "h", "wait of container ships at the lock", "集装箱船待闸时间",
    "Mean hours per container barge or river-sea ship, laden or light, from arrival at the lock to the start of the "
    "lockage; entity `lock`, `lock:up` or `lock:down`. By year and month.",
    "集装箱驳船或江海直达船（不论是否载箱）从到达船闸到过闸开始的平均小时数；对象为船闸、`船闸:up` 或 `船闸:down`。"
    "按年和月统计。",
)  # fmt: skip
WATER = Measure(
    "lock_water_m3", "m3", "water let down", "过闸耗水量",
    "Volume of every filling of a chamber (area x head) less what saving basins or the other line give back.",
    "每次灌水体积（闸室面积×水头）减去省水池或另一线回用的水量。",
)  # fmt: skip
CANAL = Measure(
    "canal_t", "t", "cargo on the waterway", "航道货运量",
    "Tonnes of cargo on vessels that passed the whole waterway, both directions; entity `waterway:up` or "
    "`waterway:down` for one. By year and month.",
    "通过整条航道的船舶所载货物吨数，双向合计；`航道:up`、`航道:down` 为单向。按年和月统计。",
)  # fmt: skip
CANAL_TEU = Measure(
    "canal_teu", "TEU", "boxes on the waterway", "航道集装箱运量",
    "Laden and empty boxes on vessels that passed the whole waterway, both directions; entity `waterway:up` or "
    "`waterway:down` for one. By year and month.",
    "通过整条航道的船舶所载重箱与空箱，双向合计；`航道:up`、`航道:down` 为单向。按年和月统计。",
)  # fmt: skip
CANAL_BOX_T = Measure(
    "canal_container_t", "t", "weight of the boxes on the waterway", "航道集装箱货重",
    "The part of `canal_t` in and of boxes, empties included; entities as there. By year and month.",
    "`canal_t` 中集装箱（含空箱自重）的部分；对象相同。按年和月统计。",
)  # fmt: skip
TRANSIT = Measure(
    "canal_transit_h", "h", "transit of the waterway", "航道通过时间",
    "Mean hours from entering to leaving the waterway, locks included.",
    "从驶入到驶出航道（含过闸）的平均小时数。",
)  # fmt: skip
NOT_BEGUN = Measure(
    "n_barge_trips_not_begun", "1", "barge trips not begun", "因待闸放弃的船次",
    "Round trips of barge traffic not begun because the wait at the locks was longer than `escape_h`.",
    "因待闸时间超过 `escape_h` 而未开行的驳船往返航次数。",
)  # fmt: skip

MEASURES = (
    WAIT, WAIT_P95, LOCKAGES, EMPTY_TURNS, USE, AREA, SHIPS, T_PER_LOCKAGE, LOCK_CARGO, LOCK_TEU, BOX_WAIT, WATER,
    CANAL, CANAL_TEU, CANAL_BOX_T, TRANSIT, NOT_BEGUN,
)  # fmt: skip
WAYS = ("", ":up", ":down")


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of locks, lock lines, waterways and barge traffic."""
    locks = view.of_kind("lock")
    if len(locks):
        _add_waits(view, table, locks)
        _add_lockages(view, table, locks)
        _add_use(view, table, locks)
    _add_waterways(view, table)
    _add_escapes(view, table)


def _by_way(view: View, owner: Ints, up: Ints, hour: Floats, weight: Floats | float, periods: Periods) -> list[Floats]:
    """Totals by entity and period of both directions, up and down."""
    upward = view.total(owner, hour, np.broadcast_to(weight, hour.shape) * up, periods)
    downward = view.total(owner, hour, np.broadcast_to(weight, hour.shape) * ~up, periods)
    return [upward + downward, upward, downward]


def _add(
    table: MeasureTable, measure: Measure, view: View, owners: Ints, periods: Periods, totals: list[Floats]
) -> None:
    for way, values in zip(WAYS, totals, strict=True):
        table.add(measure, [f"{view.ids[i]}{way}" for i in owners], periods.names, values[owners])


def _add_waits(view: View, table: MeasureTable, locks: Ints) -> None:
    rows = view.records.tables["passages"].columns()
    place, up, entered = rows["place"], rows["up"], rows["entered_h"]
    wait = entered - rows["arrived_h"]
    carries_boxes = ~_in_traffic(view)[rows["service"]]
    for periods in (view.years, view.months):
        n = _by_way(view, place, up, entered, 1.0, periods)
        hours = _by_way(view, place, up, entered, wait, periods)
        _add(table, WAIT, view, locks, periods, [ratio(a, b) for a, b in zip(hours, n, strict=True)])
        _add(table, LOCK_CARGO, view, locks, periods, _by_way(view, place, up, entered, rows["cargo_t"], periods))
        _add(table, LOCK_TEU, view, locks, periods, _by_way(view, place, up, entered, rows["teu"], periods))
        n, hours = (_by_way(view, place, up, entered, weight * carries_boxes, periods) for weight in (1.0, wait))
        _add(table, BOX_WAIT, view, locks, periods, [ratio(a, b) for a, b in zip(hours, n, strict=True)])
    year = view.years.index(entered)
    for way, chosen in zip(WAYS, (np.ones(len(up), dtype=bool), up, ~up), strict=True):
        late = np.full((len(locks), len(view.years)), np.nan)
        for i, lock in enumerate(locks):
            for j in range(len(view.years)):
                waits = wait[(place == lock) & (year == j) & chosen]
                if waits.size:
                    late[i, j] = np.percentile(waits, 95)
        table.add(WAIT_P95, [f"{view.ids[i]}{way}" for i in locks], view.years.names, late)


def _add_lockages(view: View, table: MeasureTable, locks: Ints) -> None:
    rows = view.records.tables["lockages"].columns()
    lock_of = np.array([view.position.get(entity.parent, -1) for entity in view.entities])
    lock, full, start = lock_of[rows["line"]], ~rows["empty_turn"], rows["start_h"]
    watched = np.concatenate([locks, view.of_kind("lock_line")])
    watched = watched[_simulated(view, watched)]
    if not len(watched):
        return

    def totals(weight: Floats | float, chosen: Ints, periods: Periods) -> list[Floats]:
        weights = np.broadcast_to(weight, start.shape) * chosen
        of_lock = _by_way(view, lock, rows["up"], start, weights, periods)
        of_line = _by_way(view, rows["line"], rows["up"], start, weights, periods)
        return [a + b for a, b in zip(of_lock, of_line, strict=True)]

    for periods in (view.years, view.months):
        n = totals(1.0, full, periods)
        days = periods.hours / 24.0
        _add(table, LOCKAGES, view, watched, periods, [values / days for values in n])
        if periods is view.months:
            continue
        empty, water = totals(1.0, ~full, periods), totals(rows["water_m3"], np.ones(len(full), dtype=bool), periods)
        _add(table, EMPTY_TURNS, view, watched, periods, [values / days for values in empty])
        table.add(WATER, view.names(watched), periods.names, water[0][watched])
        for measure, column in ((AREA, "area_share"), (SHIPS, "ships"), (T_PER_LOCKAGE, "cargo_t")):
            sums = totals(rows[column], full, periods)
            _add(table, measure, view, watched, periods, [ratio(a, b) for a, b in zip(sums, n, strict=True)])


def _simulated(view: View, places: Ints) -> Ints:
    """Whether locks and lines are simulated lockage by lockage: the lines have hours of service."""
    lines = {entity for entity, what, *_ in view.records.capacities if what == "lock_h"}
    known = lines | {line.rpartition("/")[0] for line in lines}
    return np.array([view.ids[i] in known for i in places], dtype=bool)


def _add_use(view: View, table: MeasureTable, locks: Ints) -> None:
    rows = view.records.tables["lockages"].columns()
    lines = view.of_kind("lock_line")
    parent = np.array([view.position[view.entities[i].parent] for i in lines], dtype=np.intp)
    ones = np.ones(len(rows["line"]))
    busy = view.months.overlap(rows["line"], view.n, rows["start_h"], rows["end_h"], ones)[lines]
    open_h = view.capacity("lock_h")[lines]
    for periods in (view.months, view.years):
        busy_h, offered_h = (view.months.total_in(periods, hours) for hours in (busy, open_h))
        table.add(USE, view.names(lines), periods.names, ratio(busy_h, offered_h))
        of_locks = np.zeros((2, view.n, len(periods)))
        np.add.at(of_locks[0], parent, busy_h)
        np.add.at(of_locks[1], parent, offered_h)
        table.add(USE, view.names(locks), periods.names, ratio(of_locks[0][locks], of_locks[1][locks]))


def _add_waterways(view: View, table: MeasureTable) -> None:
    waterways = view.of_kind("waterway")
    rows = view.records.tables["passages"].columns()
    place, up, left = rows["place"], rows["up"], rows["left_h"]
    for periods in (view.years, view.months) if len(waterways) else ():
        _add(table, CANAL, view, waterways, periods, _by_way(view, place, up, left, rows["cargo_t"], periods))
        boxes_t = rows["cargo_t"] * ~_in_traffic(view)[rows["service"]]
        _add(table, CANAL_TEU, view, waterways, periods, _by_way(view, place, up, left, rows["teu"], periods))
        _add(table, CANAL_BOX_T, view, waterways, periods, _by_way(view, place, up, left, boxes_t, periods))
        n = _by_way(view, place, up, left, 1.0, periods)
        hours = _by_way(view, place, up, left, left - rows["arrived_h"], periods)
        if periods is view.years:
            _add(table, TRANSIT, view, waterways, periods, [ratio(a, b) for a, b in zip(hours, n, strict=True)])


def _in_traffic(view: View) -> Ints:
    """For each entity whether it is a barge traffic: its vessels carry bulk, those of all others boxes."""
    return np.array([entity.kind == "service" and entity.group == "barge" for entity in view.entities], dtype=bool)


def _add_escapes(view: View, table: MeasureTable) -> None:
    barges = np.flatnonzero(_in_traffic(view))
    rows = view.records.tables["escapes"].columns()
    if len(barges):
        counts = view.total(rows["service"], rows["at_h"], 1.0, view.years)[barges]
        table.add(NOT_BEGUN, view.names(barges), view.years.names, counts)
