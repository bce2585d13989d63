"""Boxes over the quay: throughput of ports and terminals and its parts, from the calls.

A call counts, with all its boxes, in the period in which its last line is let go.
"""

from __future__ import annotations

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import BOXES
from portsim.results.view import Floats, Periods, View, ratio

THROUGHPUT = Measure(
    "throughput_teu", "TEU", "throughput", "集装箱吞吐量",
    "TEU crossing the quay: discharged + loaded, laden + empty; a transhipped box counts twice at the port where it "
    "changes ship. The cluster is the sum of its ports. By year and month.",
    "经过码头前沿的标准箱数：卸船加装船、重箱加空箱；中转箱在换船港计两次。港口群为各港之和。按年和月统计。",
)  # fmt: skip
DISCHARGED = Measure(
    "discharged_teu", "TEU", "discharged", "卸船量",
    "TEU discharged from ships, laden + empty.",
    "从船上卸下的标准箱数，重箱加空箱。",
)  # fmt: skip
LOADED = Measure(
    "loaded_teu", "TEU", "loaded", "装船量",
    "TEU loaded on ships, laden + empty.",
    "装上船的标准箱数，重箱加空箱。",
)  # fmt: skip
GATEWAY = Measure(
    "gateway_throughput_teu", "TEU", "gateway throughput", "腹地吞吐量",
    "Throughput without the boxes that change ship at the port; empty boxes included.",
    "吞吐量中扣除在本港换船的中转箱后的部分，含空箱。",
)  # fmt: skip
TRANSHIPMENT = Measure(
    "transhipment_share", "share", "transhipment share", "中转比例",
    "Part of throughput that changes ship at the port (each box counted twice, as in throughput).",
    "在本港换船的箱量占吞吐量的比例（每箱计两次，与吞吐量口径一致）。",
)  # fmt: skip
EMPTY = Measure(
    "empty_share", "share", "empty share", "空箱比例",
    "Empty TEU discharged and loaded over throughput.",
    "装卸的空箱标准箱数占吞吐量的比例。",
)  # fmt: skip
FOREIGN = Measure(
    "foreign_share", "share", "foreign share", "外贸比例",
    "Part of throughput, laden and empty, whose far end at sea is not a domestic market.",
    "海上另一端不是国内市场的箱量（重箱与空箱）占吞吐量的比例。",
)  # fmt: skip
CONCENTRATION = Measure(
    "port_concentration_ratio", "ratio", "concentration of throughput", "吞吐量集中度",
    "Herfindahl-Hirschman index of the container throughput of the ports: the sum of their squared shares; 1 where one "
    "port has all, 1/n where n ports have the same. Entity the cluster.",
    "各港集装箱吞吐量的赫芬达尔指数（份额平方和）：全部集中于一港为 1，n 港相等为 1/n；对象为港口群。",
)  # fmt: skip
BOX_BALANCE = Measure(
    "box_balance_share", "share", "box balance", "箱量平衡率",
    "(TEU discharged - TEU loaded) / (TEU discharged + TEU loaded), laden + empty; 0 where as many "
    "boxes leave by sea as come.",
    "（卸船标准箱 - 装船标准箱）/（卸船标准箱 + 装船标准箱），重箱加空箱；海上进出箱量相等时为 0。",
)  # fmt: skip

MEASURES = (THROUGHPUT, DISCHARGED, LOADED, GATEWAY, TRANSHIPMENT, EMPTY, FOREIGN, BOX_BALANCE, CONCENTRATION)


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of boxes over the quay, for ports, terminals and the cluster."""
    calls = view.records.tables["calls"].columns()

    def teu(periods: Periods, *columns: str) -> Floats:
        boxes = sum(calls[column].astype(float) for column in columns)
        return view.by_place(calls["terminal"], calls["unberthed_h"], boxes, periods)

    years, months = view.years, view.months
    discharged = teu(years, "discharged_laden_teu", "discharged_empty_teu")
    loaded = teu(years, "loaded_laden_teu", "loaded_empty_teu")
    throughput = discharged + loaded
    transhipped = teu(years, "transhipped_teu")
    rows = (
        (THROUGHPUT, throughput),
        (DISCHARGED, discharged),
        (LOADED, loaded),
        (GATEWAY, throughput - transhipped),
        (TRANSHIPMENT, ratio(transhipped, throughput)),
        (EMPTY, ratio(teu(years, "discharged_empty_teu", "loaded_empty_teu"), throughput)),
        (FOREIGN, ratio(teu(years, "foreign_teu"), throughput)),
        (BOX_BALANCE, ratio(discharged - loaded, throughput)),
    )
    for measure, values in rows:
        table.add(measure, view.places, years.names, values)
    shares = ratio(throughput[: len(view.ports)], throughput[-1])
    table.add(CONCENTRATION, view.places[-1:], years.names, (shares**2).sum(axis=0)[None])
    by_month = teu(months, *BOXES)
    table.add(THROUGHPUT, view.places, months.names, by_month)
