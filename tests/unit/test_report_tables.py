"""Tables of the page whose numbers follow from the measures: concentration of cargo, deliveries by zone."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from report_tables import YEAR, report

from portsim.report.printed import PrintedTable
from portsim.report.summary import Names, Summary
from portsim.report.tables import concentration_table, zones_table


def test_the_concentration_of_boxes_is_the_sum_of_squared_shares():
    rows = {row[0]: row[1:] for row in concentration_table(report(), YEAR, "en").rows}
    shares = [7_488.0 / 8_838.0, 1_340.0 / 8_838.0, 10.0 / 8_838.0]
    hhi = sum(share**2 for share in shares)
    expected = ("8.838 million TEU", f"{hhi:.2f}", f"{1 / hhi:.1f}", "Big", f"{100 * shares[0]:.1f}")
    assert rows["containers"] == expected


def zones_with(whole: float) -> PrintedTable:
    summary = pd.DataFrame(
        [("delivered_teu", "TEU", place, YEAR, 2, teu, 0.0) for place, teu in (("hill", 60.0), ("cluster", whole))],
        columns=["measure", "unit", "entity", "period", "n", "mean", "half_width"],
    )
    names = pd.DataFrame([("hill", "zone", "", "Hill", "")], columns=["id", "kind", "parent", "name_en", "name_zh"])
    return zones_table(replace(report(), summary=Summary(summary), names=Names(names)), YEAR, "en")


def test_a_table_of_zones_says_where_its_sum_has_boxes_of_no_zone():
    assert zones_with(60.0).notes == ()
    table = zones_with(75.0)
    assert "between two markets" in table.notes[0]


def test_the_last_row_of_a_table_of_zones_is_of_all_cargo_and_not_of_ports():
    names = pd.DataFrame(
        [("hill", "zone", "", "Hill", ""), ("plain", "zone", "", "Plain", "")],
        columns=["id", "kind", "parent", "name_en", "name_zh"],
    )
    summary = pd.DataFrame(
        [("delivered_teu", "TEU", place, YEAR, 2, 60.0, 0.0) for place in ("hill", "plain", "cluster")],
        columns=["measure", "unit", "entity", "period", "n", "mean", "half_width"],
    )
    table = zones_table(replace(report(), summary=Summary(summary), names=Names(names)), YEAR, "en")
    assert [row[0] for row in table.rows] == ["Hill", "Plain", "All cargo"]
