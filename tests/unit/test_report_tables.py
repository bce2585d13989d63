"""Tables of the page whose numbers follow from the measures: concentration of cargo, deliveries by zone."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from report_tables import YEAR, report

from portsim.report.summary import Names, Summary
from portsim.report.tables import concentration_table, zones_table


def test_the_concentration_of_boxes_is_the_sum_of_squared_shares():
    rows = {row[0]: row[1:] for row in concentration_table(report(), YEAR, "en").rows}
    shares = [7_488.0 / 8_838.0, 1_340.0 / 8_838.0, 10.0 / 8_838.0]
    hhi = sum(share**2 for share in shares)
    expected = ("8.838 million TEU", f"{hhi:.2f}", f"{1 / hhi:.1f}", "Big", f"{100 * shares[0]:.1f}")
    assert rows["containers"] == expected


def notes_of_zones(whole: float) -> tuple[str, ...]:
    summary = pd.DataFrame(
        [("delivered_teu", "TEU", place, YEAR, 2, teu, 0.0) for place, teu in (("hill", 60.0), ("cluster", whole))],
        columns=["measure", "unit", "entity", "period", "n", "mean", "half_width"],
    )
    names = pd.DataFrame([("hill", "zone", "", "Hill", "")], columns=["id", "kind", "parent", "name_en", "name_zh"])
    return zones_table(replace(report(), summary=Summary(summary), names=Names(names)), YEAR, "en").notes


def test_a_table_of_zones_says_where_its_sum_has_boxes_of_no_zone():
    assert notes_of_zones(60.0) == ()
    assert "between two markets" in notes_of_zones(75.0)[0]
