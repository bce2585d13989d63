"""What is boiled down from records for charts: waits, berths, days and journeys, worked by hand."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

from portsim.report.recorded import days, journeys, legs, over_runs, plan, quays, waits

START = datetime(2024, 12, 31)  # hour 24 is New Year
YEARS = ["2025"]


def calls(rows):
    table = pd.DataFrame(
        rows, columns=["port", "quay", "berthed_h", "unberthed_h", "wait_h", "occupied", "turned_away"]
    )
    boxes = ("discharged_laden_teu", "discharged_empty_teu", "loaded_laden_teu", "loaded_empty_teu")
    return table.assign(terminal=table["quay"].str.rsplit("/", n=1).str[0], service="blue", **dict.fromkeys(boxes, 5))


def test_the_median_and_p90_of_waits_are_those_of_the_calls_that_let_go_in_the_year():
    """Waits 0, 1 ... 20 h: the median is 10, the 90th percentile 18; those of the warm-up and sent off out."""
    rows = [("a", "a/t/q", 25.0, 30.0, float(wait), 100.0, False) for wait in range(21)]
    rows += [("a", "a/t/q", 1.0, 5.0, 500.0, 100.0, False), ("a", "a/t/q", 25.0, 30.0, 500.0, 100.0, True)]
    found = waits(calls(rows), START, YEARS).set_index("share")["value"]
    assert (found[0.5], found[0.9], found[1.0]) == pytest.approx((10.0, 18.0, 20.0))


def test_a_port_of_few_calls_has_no_spread():
    assert not len(waits(calls([("a", "a/t/q", 25.0, 30.0, 1.0, 100.0, False)] * 19), START, YEARS))


def test_the_mean_length_at_a_terminal_is_of_ships_that_berthed():
    table = calls([
        ("a", "a/t/q", 25.0, 30.0, 0.0, 100.0, False),
        ("a", "a/t/r", 25.0, 30.0, 0.0, 200.0, False),
        ("a", "a/t/q", 25.0, 30.0, 0.0, 900.0, True),
    ])  # fmt: skip
    assert quays(table, START, YEARS).to_dict("records") == [{"period": "2025", "entity": "a/t", "value": 150.0}]


def test_ships_alongside_at_once_stand_in_rows_of_their_own():
    """1 January is from hour 24 on. The third ship comes when the first has gone: her row is free again."""
    table = calls([
        ("a", "a/t/q", 30.0, 40.0, 0.0, 100.0, False),
        ("a", "a/t/q", 35.0, 60.0, 0.0, 100.0, False),
        ("a", "a/t/q", 40.0, 45.0, 0.0, 100.0, False),
        ("a", "a/t/q", 1.0, 24.0, 0.0, 100.0, False),
        ("b", "b/t/q", 30.0, 40.0, 0.0, 100.0, False),
        ("b", "b/t/q", 80.0, 90.0, 0.0, 100.0, False),
    ])  # fmt: skip
    found = plan(table, START, datetime(2025, 1, 1), 2)
    assert found[["quay", "row"]].to_numpy().tolist() == [["a/t/q", 0], ["b/t/q", 0], ["a/t/q", 1], ["a/t/q", 0]]
    assert found["berthed"].iloc[0] == datetime(2025, 1, 1, 6)
    assert found["teu"].tolist() == [20] * 4


def test_terminals_of_a_port_are_added_up_day_by_day():
    levels = pd.DataFrame(
        [("a/t", "yard_teu", 24.0, 10.0), ("a/u", "yard_teu", 24.0, 5.0), ("a/t", "cranes_working", 24.0, 1.0),
         ("a/t", "yard_teu", 0.0, 9.0)],
        columns=["entity", "quantity", "start_h", "mean"],
    )  # fmt: skip
    found = days(levels, START, YEARS, {"a/t": "a", "a/u": "a"})
    assert found.to_numpy().tolist() == [["a", "yard_teu", "2025-01-01", 15.0]]


def test_a_journey_has_its_zone_on_the_land_side_whichever_way_it_goes():
    cargo = pd.DataFrame(
        [("hill", "sea", "a", True, "rail", 10, 30.0), ("sea", "hill", "a", False, "rail", 7, 30.0),
         ("hill", "sea", "a", True, "rail", 1, 31.0), ("hill", "sea", "a", True, "rail", 9, 3.0),
         ("sea", "coast", None, False, "sea", 4, 30.0), ("hill", "sea", "a", True, "rail", 8, float("nan"))],
        columns=["origin", "destination", "gateway", "outbound", "mode", "teu", "delivered_h"],
    )  # fmt: skip
    found = journeys(cargo, START, YEARS)
    assert found[["zone", "market", "outbound", "value"]].to_numpy().tolist() == [
        ["hill", "sea", False, 7.0],
        ["hill", "sea", True, 11.0],
    ]


def test_legs_carry_laden_and_empty_boxes():
    voyages = pd.DataFrame(
        [(30.0, "a", "b", 10, 5), (40.0, "a", "b", 1, 0)],
        columns=["departed_h", "origin", "destination", "laden_teu", "empty_teu"],
    )
    assert legs(voyages, START, YEARS).to_numpy().tolist() == [["2025", "a", "b", 16.0]]


def test_what_one_run_lacks_counts_as_nothing_there():
    """(4 + 0) / 2 = 2."""
    parts = [pd.DataFrame({"k": ["x", "y"], "value": [4.0, 6.0]}), pd.DataFrame({"k": ["y"], "value": [8.0]})]
    found = over_runs(parts, ["k"]).set_index("k")
    assert found.loc["x", ["value", "least", "largest", "n"]].tolist() == [2.0, 0.0, 4.0, 2]
    assert found.loc["y", "value"] == 7.0
