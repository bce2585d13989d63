"""What ferries do for vehicles: sailings, vehicles and people carried, their wait and the load of the ships.

A sailing counts in the period in which the ship lets go, with all who are aboard and all the hours they waited.
Vehicles of a ferry are no boxes: nothing here is part of the throughput of a port.
"""

from __future__ import annotations

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.view import CLUSTER, Floats, Periods, View, ratio

_WHERE_EN = (
    "entity a ferry, `ferry:out` or `ferry:back` for one direction, `cluster` for all ferries. By year and month."
)
_WHERE_ZH = "对象为轮渡、单向 `轮渡:out`（去程）或 `轮渡:back`（回程），`cluster` 为全部轮渡。按年和月统计。"
SAILINGS = Measure(
    "ferry_sailings_per_day", "1/day", "ferry sailings a day", "轮渡日均航次",
    f"Sailings a day, both directions together; {_WHERE_EN}",
    f"每日航次，双向合计；{_WHERE_ZH}",
)  # fmt: skip
VEHICLES = Measure(
    "ferry_vehicles", "vehicles", "vehicles carried by ferries", "轮渡车辆数",
    f"Trucks and cars carried, both directions together; {_WHERE_EN}",
    f"所载货车与小车数量，双向合计；{_WHERE_ZH}",
)  # fmt: skip
PASSENGERS = Measure(
    "ferry_passengers", "passengers", "passengers carried by ferries", "轮渡旅客数",
    f"People carried: in vehicles by a fixed number for each, and without one by a fixed number a sailing; {_WHERE_EN}",
    f"所载旅客：车上人员按每车固定人数计，无车旅客按每航次固定人数计；{_WHERE_ZH}",
)  # fmt: skip
WAIT = Measure(
    "ferry_wait_h", "h", "wait for a ferry", "车辆待渡时间",
    f"Mean hours per vehicle carried from its arrival at the port to the start of loading of its ship; {_WHERE_EN}",
    f"每辆已渡车辆从到港到所乘船舶开始装车的平均小时数；{_WHERE_ZH}",
)  # fmt: skip
LOAD = Measure(
    "ferry_load_share", "share", "load of ferries", "轮渡装载率",
    f"Truck slots used over slots, mean over sailings; {_WHERE_EN}",
    f"所用货车位与船舶货车位之比，按航次平均；{_WHERE_ZH}",
)  # fmt: skip

MEASURES = (SAILINGS, VEHICLES, PASSENGERS, WAIT, LOAD)
WAYS = ("", ":out", ":back")


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of ferries."""
    ferries = [int(i) for i in view.of_kind("service") if view.entities[i].group == "ferry"]
    if not ferries:
        return
    names = [f"{view.ids[i]}{way}" for i in ferries for way in WAYS] + [CLUSTER]
    rows = view.records.tables["sailings"].columns()
    service, out, departed = rows["service"], rows["out"], rows["departed_h"]

    def totals(weight: Floats, periods: Periods) -> Floats:
        """By ferry and way, then all together."""
        both, outward = (view.total(service, departed, weight * part, periods)[ferries] for part in (1.0, out))
        by_way = np.stack([both, outward, both - outward], axis=1).reshape(-1, len(periods))
        return np.vstack([by_way, both.sum(axis=0)])

    vehicles = (rows["trucks"] + rows["cars"]).astype(float)
    for periods in (view.years, view.months):
        n, carried = totals(np.ones(len(out)), periods), totals(vehicles, periods)
        table.add(SAILINGS, names, periods.names, n * 24.0 / periods.hours)
        table.add(VEHICLES, names, periods.names, carried)
        table.add(PASSENGERS, names, periods.names, totals(rows["passengers"], periods))
        table.add(WAIT, names, periods.names, ratio(totals(rows["waited_h"], periods), carried))
        table.add(LOAD, names, periods.names, ratio(totals(rows["load_share"], periods), n))
