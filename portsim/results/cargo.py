"""What a port cluster is to its cargo: boxes left behind, boxes unserved, deliveries and door-to-door time."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.view import CLUSTER, Floats, Ints, View, ratio

ROLLED = Measure(
    "rolled_teu", "TEU", "rolled", "甩箱量",
    "Laden TEU left behind at the port by a sailing they were due for; a box counts once for each such sailing.",
    "在港重箱未能装上应装航次的箱量；每错过一个应装航次计一次。",
)  # fmt: skip
ROLLED_SHARE = Measure(
    "rolled_share", "share", "roll-over", "甩箱率",
    "Laden TEU rolled over laden TEU loaded, at the ports modelled in full; of a port, a service or the cluster.",
    "群内港甩下的重箱量与装船重箱量之比；按港口、航线或港口群统计。",
)  # fmt: skip
ROLLED_ABROAD = Measure(
    "rolled_abroad_share", "share", "roll-over at external ports", "群外港甩箱率",
    "Laden TEU left behind at external ports by a sailing they were due for, over laden TEU brought into the "
    "cluster by sea.",
    "群外港未能装上应装航次的重箱量与海运进入港口群的重箱量之比。",
)  # fmt: skip
UNSERVED = Measure(
    "unserved_teu", "TEU", "unserved", "未获服务箱量",
    "Laden TEU that turned to a gateway outside after ships had left them behind; that were rolled more than twice, "
    "when delivered or (in the last period) still in the system at the end of the run; or that wait at its end for a "
    "ship, train or barge that was due before. Each counts once, by gateway (of those that left, the one they left); "
    "cargo from market to market by the port where it changes ship.",
    "被甩后改走群外口岸的重箱；被甩两次以上的重箱（统计期内交付的，以及最后一期运行结束时仍在途的）；以及运行结束时仍在等候"
    "本应已出发的船、列车或驳船的重箱。每箱只计一次，按门户港统计（改走的按原门户港）；市场间中转货按中转港统计。",
)  # fmt: skip
DELIVERED = Measure(
    "delivered_teu", "TEU", "delivered", "交付箱量",
    "Laden TEU delivered to their destination. Entity a flow, a zone (in and out) or the cluster.",
    "运达目的地的重箱标准箱数。对象为货流、腹地（进出合计）或港口群。",
)  # fmt: skip
DOOR_TO_DOOR = Measure(
    "door_to_door_h", "h", "door-to-door time", "全程运输时间",
    "Mean hours of a laden TEU from ready at its origin to delivered, of the consignments delivered in the period. "
    "Entity a flow, a zone or the cluster.",
    "重箱从起点备妥到交付的平均小时数（按标准箱加权，统计期内交付的货物）。对象为货流、腹地或港口群。",
)  # fmt: skip
DOOR_TO_DOOR_P50, DOOR_TO_DOOR_P95 = (
    Measure(
        f"door_to_door_h_p{p}", "h", f"door-to-door time, {p}th percentile", f"全程运输时间 {p} 分位",
        f"Hours door to door that {p} % of the laden TEU do not exceed. Entity a zone or the cluster.",
        f"{p}% 的重箱不超过的全程小时数。对象为腹地或港口群。",
    )
    for p in (50, 95)
)  # fmt: skip

MEASURES = (
    ROLLED, ROLLED_SHARE, ROLLED_ABROAD, UNSERVED, DELIVERED, DOOR_TO_DOOR, DOOR_TO_DOOR_P50, DOOR_TO_DOOR_P95,
)  # fmt: skip
_PATIENCE_ROLLS = 2


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of cargo."""
    _add_rolled(view, table)
    _add_consignments(view, table)


def _add_rolled(view: View, table: MeasureTable) -> None:
    legs = view.records.tables["voyages"].columns()
    calls = view.records.tables["calls"].columns()
    if not len(legs["service"]):
        return
    years = view.years
    left, departed = legs["left_laden_teu"].astype(float), legs["departed_h"]
    loaded_laden = calls["loaded_laden_teu"].astype(float)
    rolled = view.by_port(legs["origin"], departed, left, years)
    loaded = view.by_port(calls["port"], calls["unberthed_h"], loaded_laden, years)
    table.add(ROLLED, view.ports_and_cluster, years.names, rolled)
    table.add(ROLLED_SHARE, view.ports_and_cluster, years.names, ratio(rolled, loaded))

    at_home = view.port_of[legs["origin"]] >= 0
    liners = np.unique(legs["service"]).astype(np.intp)
    of_service = view.total(legs["service"], departed, np.where(at_home, left, 0.0), years)[liners]
    loaded_by = view.total(calls["service"], calls["unberthed_h"], loaded_laden, years)[liners]
    table.add(ROLLED, view.names(liners), years.names, of_service)
    table.add(ROLLED_SHARE, view.names(liners), years.names, ratio(of_service, loaded_by))

    abroad = view.total(legs["origin"], departed, np.where(at_home, 0.0, left), years).sum(axis=0, keepdims=True)
    brought = np.where(legs["crossing"] == -1, legs["laden_teu"], 0).astype(float)
    inbound = view.total(legs["destination"], departed, brought, years).sum(axis=0, keepdims=True)
    table.add(ROLLED_ABROAD, [CLUSTER], years.names, ratio(abroad, inbound))


def _add_consignments(view: View, table: MeasureTable) -> None:
    cargo = view.records.tables["consignments"].columns()
    if not len(cargo["flow"]):
        return
    years = view.years
    teu, delivered = cargo["teu"], cargo["delivered_h"]
    under_way = ~(delivered < view.end_h)  # not known, or on a truck at the end
    _add_unserved(view, table, cargo, under_way)

    flows = np.unique(cargo["flow"]).astype(np.intp)
    total = view.total(cargo["flow"], delivered, teu, years)[flows]
    teu_h = np.where(under_way, 0.0, delivered - cargo["ready_h"])
    teu_h *= teu
    total_h = view.total(cargo["flow"], delivered, teu_h, years)[flows]
    total, total_h = (np.vstack([values, values.sum(axis=0)]) for values in (total, total_h))
    names = [*view.names(flows), CLUSTER]
    table.add(DELIVERED, names, years.names, total)
    table.add(DOOR_TO_DOOR, names, years.names, ratio(total_h, total))
    del teu_h
    p50, p95 = _percentiles(cargo["ready_h"], delivered, teu, years.edges)
    table.add(DOOR_TO_DOOR_P50, [CLUSTER], years.names, p50[None])
    table.add(DOOR_TO_DOOR_P95, [CLUSTER], years.names, p95[None])


def _add_unserved(view: View, table: MeasureTable, cargo: Mapping[str, Any], under_way: Any) -> None:
    turns, queued = (view.records.tables[name].columns() for name in ("turns", "queued"))
    last_h = np.nextafter(view.end_h, 0.0)
    rolled, left, waits = cargo["rolls"] > _PATIENCE_ROLLS, turns["outside"], queued["rolls"] <= _PATIENCE_ROLLS
    parts = [
        view.by_port(np.where(gateway >= 0, gateway, hub), at_h, teu.astype(float), view.years)
        for gateway, hub, at_h, teu in (
            (
                cargo["gateway"][rolled], cargo["hub"][rolled],
                np.where(under_way[rolled], last_h, cargo["delivered_h"][rolled]), cargo["teu"][rolled],
            ),
            (turns["old_gateway"][left], turns["old_hub"][left], turns["at_h"][left], turns["teu"][left]),
            (
                queued["gateway"][waits], queued["hub"][waits], np.full(int(waits.sum()), last_h),
                queued["teu"][waits],
            ),
        )
    ]  # fmt: skip
    table.add(UNSERVED, view.ports_and_cluster, view.years.names, np.sum(parts, axis=0))


def _percentiles(ready_h: Floats, delivered_h: Floats, teu: Ints, edges_h: Floats) -> Floats:
    """Least hours that 50 and 95 % of the TEU do not exceed, by year; shape (2, years)."""
    found = np.full((2, len(edges_h) - 1), np.nan)
    for year, (begin_h, end_h) in enumerate(pairwise(edges_h.tolist())):
        here = (delivered_h >= begin_h) & (delivered_h < end_h)
        if here.any():
            hours = delivered_h[here] - ready_h[here]
            order = np.argsort(hours, kind="stable")
            upto = np.cumsum(teu[here][order])
            found[:, year] = hours[order[np.searchsorted(upto, np.array((0.5, 0.95)) * upto[-1])]]
    return found
