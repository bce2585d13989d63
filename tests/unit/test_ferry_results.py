"""Measures of ferries against numbers worked by hand on a log of a few sailings."""

from __future__ import annotations

import pytest

from portsim.clock import Clock
from portsim.results.measures import compute_measures
from portsim.results.records import Entity, Records

ENTITIES = [
    Entity("cluster", "cluster", "", "Cluster", "港群"),
    Entity("strait", "service", "", "Strait", "海峡", group="ferry"),
    Entity("liner", "service", "", "Liner", "班轮"),
    Entity("rail", "service", "", "Rail ferry", "火车轮渡", group="ferry"),
]
AT = {entity.id: n for n, entity in enumerate(ENTITIES)}
FEBRUARY = 31 * 24.0


def a_year(warmup_days: int = 0) -> Records:
    return Records(Clock(2025, 1, warmup_days), list(ENTITIES))


def sail(records, hour, service="strait", out=True, trucks=0, cars=0, people=0.0, waited=0.0, share=0.0):
    """Loading begins an hour before she lets go."""
    row = (AT[service], out, 0, hour - 1.0, hour, hour + 1.0, trucks, cars, people, waited, 0, share)
    records.tables["sailings"].append(row)


def values(table, measure, period="2025"):
    return {row[2]: row[4] for row in table if row[0] == measure and row[3] == period}


def test_sailings_and_what_they_carry_count_by_direction_and_all_together():
    records = a_year()
    for _ in range(365):
        sail(records, 100.0, trucks=20, cars=30, people=120.0)
    for _ in range(730):
        sail(records, 5_000.0, out=False, trucks=10, cars=5, people=30.0)
    sail(records, 6_000.0, "rail", cars=7, people=21.0)
    table = compute_measures(records)
    assert values(table, "ferry_sailings_per_day") == pytest.approx({
        "strait": 3.0, "strait:out": 1.0, "strait:back": 2.0, "rail": 1 / 365, "rail:out": 1 / 365, "rail:back": 0.0,
        "cluster": 3.0 + 1 / 365,
    })  # fmt: skip
    assert values(table, "ferry_vehicles") == {
        "strait": 365 * 50 + 730 * 15, "strait:out": 365 * 50, "strait:back": 730 * 15,
        "rail": 7, "rail:out": 7, "rail:back": 0, "cluster": 365 * 50 + 730 * 15 + 7,
    }  # fmt: skip
    assert values(table, "ferry_passengers")["cluster"] == 365 * 120 + 730 * 30 + 21


def test_the_wait_is_the_mean_over_vehicles_not_over_sailings():
    records = a_year()
    sail(records, 100.0, trucks=1, waited=9.0)
    sail(records, 200.0, cars=99, waited=1.0)
    sail(records, 300.0, "rail", trucks=100, waited=390.0)
    found = values(compute_measures(records), "ferry_wait_h")
    assert found == {"strait": 0.1, "strait:out": 0.1, "rail": 3.9, "rail:out": 3.9, "cluster": 2.0}


def test_the_load_is_the_mean_over_sailings_empty_ones_included():
    records = a_year()
    for share in (1.0, 0.8, 0.0):
        sail(records, 100.0, trucks=1, share=share)
    sail(records, 100.0, out=False, share=0.2)
    found = values(compute_measures(records), "ferry_load_share")
    assert found == pytest.approx({"strait": 0.5, "strait:out": 0.6, "strait:back": 0.2, "cluster": 0.5})


def test_a_sailing_counts_in_the_month_in_which_she_lets_go():
    records = a_year()
    sail(records, FEBRUARY + 0.5, trucks=10, waited=20.0)  # loading began in January
    table = compute_measures(records)
    assert values(table, "ferry_vehicles", "2025-01")["strait"] == 0
    assert values(table, "ferry_vehicles", "2025-02")["strait"] == 10
    assert values(table, "ferry_wait_h", "2025-02")["strait"] == 2.0
    assert values(table, "ferry_sailings_per_day", "2025-02")["strait"] == pytest.approx(1 / 28)
    assert "strait" not in values(table, "ferry_wait_h", "2025-01")


def test_the_warm_up_and_what_lets_go_after_the_end_are_left_out():
    records = a_year(warmup_days=10)
    for hour in (239.9, 240.0, 8_999.9, 9_000.0):
        sail(records, hour, trucks=1)
    assert values(compute_measures(records), "ferry_vehicles")["strait"] == 2


def test_a_ferry_that_never_sails_has_no_wait_but_zero_sailings():
    table = compute_measures(a_year())
    assert values(table, "ferry_sailings_per_day")["strait"] == 0
    assert values(table, "ferry_wait_h") == values(table, "ferry_load_share") == {}


def test_without_ferries_there_are_no_measures_of_them():
    records = a_year()
    records.entities = [entity for entity in ENTITIES if entity.group != "ferry"]
    assert not [row for row in compute_measures(records) if row[0].startswith("ferry")]
