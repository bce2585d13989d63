"""Simulated beside observed values: verdicts worked by hand, intervals, what is printed of them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from report_tables import report

from portsim.analysis.intervals import summarise
from portsim.analysis.validation import validate
from portsim.report.tables import throughput_table
from portsim.report.tables_observed import monthly_validation_table, validation_page_table, validation_table


def judged(simulated: float | None, observed: float, low: Any = math.nan, high: Any = math.nan) -> dict[str, Any]:
    columns = ["measure", "unit", "entity", "period", "mean", "half_width"]
    rows = [] if simulated is None else [("wait_h", "h", "a", "2025", simulated, 0.25)]
    seen = pd.DataFrame(
        [{"measure": "wait_h", "entity": "a", "period": "2025", "value": observed, "low": low, "high": high}]
    )
    return validate(pd.DataFrame(rows, columns=columns), seen).to_dict("records")[0]


@pytest.mark.parametrize(
    ("simulated", "low", "high", "verdict"),
    [
        (1.27, 0.5, 3.0, "inside"),
        (0.5, 0.5, 3.0, "inside"),  # the ends belong to the band
        (3.0, 0.5, 3.0, "inside"),
        (0.49, 0.5, 3.0, "below"),
        (3.01, 0.5, 3.0, "above"),
        (9.0, 0.5, math.nan, "inside"),  # a floor alone: AIS sees at least so many calls
        (0.4, 0.5, None, "below"),
        (3.1, None, 3.0, "above"),
    ],
)
def test_a_band_decides_where_there_is_one(simulated: float, low: Any, high: Any, verdict: str) -> None:
    assert judged(simulated, 2.0, low, high)["verdict"] == verdict


@pytest.mark.parametrize(
    ("simulated", "verdict"),
    [(2.2, "close"), (1.8, "close"), (2.21, "off"), (1.79, "off")],  # a tenth of 2.0 is 0.2
)
def test_without_a_band_a_tenth_decides(simulated: float, verdict: str) -> None:
    assert judged(simulated, 2.0)["verdict"] == verdict


def test_the_difference_is_a_share_of_the_observed_value_and_the_interval_is_kept() -> None:
    row = judged(1.5, 2.0)
    assert row["difference"] == pytest.approx(-0.25)  # half an hour less of two
    assert (row["observed"], row["simulated"], row["half_width"], row["unit"]) == (2.0, 1.5, 0.25, "h")


def test_what_is_not_simulated_is_missing_and_not_judged() -> None:
    row = judged(None, 2.0, 0.5, 3.0)
    assert row["verdict"] == "missing"
    assert math.isnan(row["simulated"])
    assert math.isnan(row["difference"])


def test_an_observed_zero_has_no_relative_difference_and_is_not_close() -> None:
    row = judged(0.3, 0.0)
    assert math.isnan(row["difference"])
    assert row["verdict"] == "off"
    assert judged(0.0, 0.0)["verdict"] == "close"


def test_no_observed_values_give_an_empty_table() -> None:
    columns = ["measure", "entity", "period", "value", "low", "high"]
    summary = pd.DataFrame(columns=["measure", "unit", "entity", "period", "mean", "half_width"])
    assert len(validate(summary, pd.DataFrame(columns=columns))) == 0


def test_the_interval_of_a_mean_is_the_t_interval() -> None:
    """10, 12, 17: mean 13, squares 9 + 1 + 16 = 26, over 2 is 13; t(2; 97.5 %) is 4.3027; 4.3027 sqrt(13/3) = 8.957."""
    table = pd.DataFrame({"measure": "m", "unit": "h", "entity": "a", "period": "2025", "value": [10.0, 12.0, 17.0]})
    (row,) = summarise(table).to_dict("records")
    assert row["mean"] == pytest.approx(13.0)
    assert row["half_width"] == pytest.approx(8.957, abs=0.001)
    assert (row["low"], row["high"]) == pytest.approx((4.043, 21.957), abs=0.001)
    assert math.isnan(summarise(table[:1])["half_width"].iloc[0])


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_that_is_no_probability_is_refused(confidence: float) -> None:
    table = pd.DataFrame({"measure": "m", "unit": "h", "entity": "a", "period": "2025", "value": [1.0]})
    with pytest.raises(ValueError, match="confidence"):
        summarise(table, confidence)


def test_the_printed_row_says_observed_band_simulated_interval_verdict_and_source() -> None:
    table = validation_page_table(report(), "en")
    row = next(row for row in table.rows if row[0].startswith("Waiting time"))
    # 1.25 against 2.00 is 37.5 % less, and inside 0.5 to 3
    assert row[:7] == (
        "Waiting time (h)", "All ports", "2.00 (0.50–3.00)", "1.25 ± 0.25", "-37.5 %", "within the band", "not fitted",
    )  # fmt: skip
    assert row[7] == "ten sample ports; Source: The press; Assumed: the band"
    assert len(table.rows) == 4  # the years; months stand in a table of their own


def test_the_terminal_has_each_fact_in_a_column_of_its_own() -> None:
    table = validation_table(report(), "en")
    row = dict(zip(table.header, next(row for row in table.rows if row[0] == "Waiting time"), strict=True))
    assert row["Where"] == "All ports"
    assert row["Period"] == "2025"
    assert (row["Observed (band)"], row["Simulated ± 95 %"], row["Unit"]) == ("2.00 (0.50–3.00)", "1.25 ± 0.25", "h")
    assert (row["Verdict"], row["Status"], row["Source"]) == ("within the band", "not fitted", "The press")
    assert [row[9] for row in table.rows][2] == "estimate"  # of the token port nothing is published


def test_months_are_compared_one_by_one_with_their_note_said_once() -> None:
    table = monthly_validation_table(report(), "zh")
    # 62.0 against 54.0 is 14.8 % more, 11.0 against 10.9 is 0.9 % more
    assert [row[1:] for row in table.rows] == [
        ("大港", "2025-01", "54.0", "62.0 ± 0.9", "+14.8%", "偏差超过10%"),
        ("小港", "2025-01", "10.9", "11.0 ± 15.0", "+0.9%", "偏差10%以内"),
    ]
    assert table.notes == ("no growth；来源：Port authority",)


def test_an_estimate_is_not_printed_as_observed() -> None:
    rows = {row[0]: row for row in throughput_table(report(), "2025", "en").rows}
    assert rows["Big"][3:] == ("7.200", "+4.0 %")  # 7 488 / 7 200
    assert rows["Token"][3:] == ("0.005 (estimate)", "+100.0 %")
    assert rows["All ports"][3:] == ("–", "–")
