"""What container barges do: trips, boxes, load, and the hours they lose at locks and barge berths.

A trip counts in the period in which the barge has been discharged. Boxes on barges are over the barge berths of a port:
no part of `throughput_teu`, which counts the quay of ships.
"""

from __future__ import annotations

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.view import CLUSTER, Floats, Ints, Periods, View, ratio

_WHERE_EN = "entity a barge line, `line:to_port` or `line:from_port` for one direction. By year and month."
_WHERE_ZH = "对象为驳船航线，`航线:to_port`（至港）、`航线:from_port`（离港）为单向。按年和月统计。"
TRIPS = Measure(
    "n_barge_trips", "1", "container barge trips", "集装箱驳船航次",
    f"Trips one way of container barges; {_WHERE_EN}",
    f"集装箱驳船单程航次数；{_WHERE_ZH}",
)  # fmt: skip
TEU = Measure(
    "barge_teu", "TEU", "boxes by barge", "驳船集装箱运量",
    "Laden and empty boxes on container barges, both directions; entity a barge line, a port with its terminals "
    "modelled in full, or `cluster`; `:to_port` or `:from_port` behind it for one direction. By year and month.",
    "集装箱驳船所载重箱与空箱，双向合计；对象为驳船航线、建模港口或 `cluster`，后缀 `:to_port`（至港）、"
    "`:from_port`（离港）为单向。按年和月统计。",
)  # fmt: skip
LOAD = Measure(
    "barge_load_share", "share", "load of container barges", "集装箱驳船装载率",
    f"Boxes aboard, laden and empty, over slots of the barges that sailed; {_WHERE_EN}",
    f"所载重箱与空箱之和除以开行驳船的箱位总数；{_WHERE_ZH}",
)  # fmt: skip
LOCK_WAIT = Measure(
    "barge_lock_wait_h", "h", "wait at locks in a barge trip", "驳船单程待闸时间",
    f"Mean hours that a container barge waits at all locks of a trip; {_WHERE_EN}",
    f"集装箱驳船单程在各船闸待闸小时数之和的平均；{_WHERE_ZH}",
)  # fmt: skip
BERTH_WAIT = Measure(
    "barge_berth_wait_h", "h", "wait for barge berths in a trip", "驳船单程待泊时间",
    f"Mean hours that a container barge waits for a barge berth, at both ends of a trip; {_WHERE_EN}",
    f"集装箱驳船单程在两端等待驳船泊位的平均小时数；{_WHERE_ZH}",
)  # fmt: skip
TRIP_H = Measure(
    "barge_trip_h", "h", "barge trip", "驳船单程时间",
    f"Mean hours from the end of loading to the end of discharge of a container barge; {_WHERE_EN}",
    f"集装箱驳船从装完离泊到卸完的平均小时数；{_WHERE_ZH}",
)  # fmt: skip

MEASURES = (TRIPS, TEU, LOAD, LOCK_WAIT, BERTH_WAIT, TRIP_H)
WAYS = ("", ":to_port", ":from_port")


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of container barges."""
    lines = np.array([i for i in view.of_kind("service") if view.entities[i].group == "barge_line"], dtype=np.intp)
    if not len(lines):
        return
    rows = view.records.tables["barge_trips"].columns()
    service, hour, outbound = rows["service"], rows["discharged_h"], rows["outbound"]
    port = view.port_of[service]
    served = np.unique(view.port_of[lines])
    teu = (rows["laden_teu"] + rows["empty_teu"]).astype(float)

    def totals(owner: Ints, weight: Floats | float, periods: Periods) -> list[Floats]:
        """Of both directions, to the port and from it."""
        weights = np.broadcast_to(weight, hour.shape)
        both, outward = (view.total(owner, hour, weights * part, periods) for part in (1.0, outbound))
        return [both, outward, both - outward]

    for periods in (view.years, view.months):
        n, boxes = totals(service, 1.0, periods), totals(service, teu, periods)
        slots = totals(service, rows["capacity_teu"].astype(float), periods)
        at_ports = totals(port, teu, periods)
        for number, way in enumerate(WAYS):
            names = [f"{view.ids[i]}{way}" for i in lines]
            table.add(TRIPS, names, periods.names, n[number][lines])
            table.add(TEU, names, periods.names, boxes[number][lines])
            of_ports = at_ports[number][served]
            places = [*(f"{view.ids[i]}{way}" for i in served), f"{CLUSTER}{way}"]
            table.add(TEU, places, periods.names, np.vstack([of_ports, of_ports.sum(axis=0)]))
            table.add(LOAD, names, periods.names, ratio(boxes[number][lines], slots[number][lines]))
        for measure, hours in (
            (LOCK_WAIT, rows["lock_wait_h"]),
            (BERTH_WAIT, rows["berth_wait_h"]),
            (TRIP_H, hour - rows["departed_h"]),
        ):
            sums = totals(service, hours, periods)
            for number, way in enumerate(WAYS):
                names = [f"{view.ids[i]}{way}" for i in lines]
                table.add(measure, names, periods.names, ratio(sums[number], n[number])[lines])
