"""Measures of locks and waterways against numbers worked by hand on log books of a few rows."""

from __future__ import annotations

import pytest

from portsim.clock import Clock
from portsim.results.measures import compute_measures
from portsim.results.records import Entity, Records

ENTITIES = [
    Entity("cluster", "cluster", "", "Cluster", "港群"),
    Entity("canal", "waterway", "", "Canal", "运河"),
    Entity("gate", "lock", "", "Gate", "闸"),
    Entity("gate/one", "lock_line", "gate", "one", "one"),
    Entity("gate/two", "lock_line", "gate", "two", "two"),
    Entity("law", "lock", "", "Law", "律"),
    Entity("law/one", "lock_line", "law", "one", "one"),
    Entity("barges", "service", "", "Barges", "驳船", group="barge"),
    Entity("boxes", "service", "", "Boxes", "集装箱驳船", group="barge"),
]
AT = {entity.id: n for n, entity in enumerate(ENTITIES)}
FEBRUARY = 31 * 24.0
YEAR_H = 8760.0


def a_year() -> Records:
    """Line one may work all the time, line two half of every month."""
    records = Records(Clock(2025, 1, 0), list(ENTITIES))
    for period, start_h, end_h in records.clock.months():
        records.capacities += [
            ("gate/one", "lock_h", period, end_h - start_h, "h"),
            ("gate/two", "lock_h", period, (end_h - start_h) / 2, "h"),
        ]
    return records


def lockage(records, line, up, start, hours, ships=0, tonnes=0.0, share=0.0, water=0.0):
    row = (AT[line], up, start, start + hours, ships, tonnes, 0, ships == 0, share, water)
    records.tables["lockages"].append(row)


def passage(records, place, up, arrived, wait, hours, tonnes, service="barges"):
    row = (AT[place], AT[service], up, arrived, arrived + wait, arrived + wait + hours, tonnes, 0)
    records.tables["passages"].append(row)


def values(table, measure, period="2025"):
    return {row[2]: row[4] for row in table if row[0] == measure and row[3] == period}


def test_the_wait_is_the_mean_over_vessels_by_direction_and_counts_when_the_lockage_starts():
    records = a_year()
    for wait in (0.0, 1.0, 5.0):
        passage(records, "gate", True, 10.0, wait, 1.0, 100.0)
    passage(records, "gate", False, FEBRUARY - 1.0, 10.0, 1.0, 300.0)  # starts in February
    passage(records, "law", True, 10.0, 0.5, 1.0, 70.0)
    passage(records, "canal", True, 10.0, 0.0, 9.0, 1_000.0)  # a waterway is no lock
    table = compute_measures(records)
    assert values(table, "lock_wait_h") == {
        "gate": 4.0, "gate:up": 2.0, "gate:down": 10.0, "law": 0.5, "law:up": 0.5,
    }  # fmt: skip
    assert values(table, "lock_wait_h", "2025-01") == {"gate": 2.0, "gate:up": 2.0, "law": 0.5, "law:up": 0.5}
    assert values(table, "lock_wait_h", "2025-02") == {"gate": 10.0, "gate:down": 10.0}
    assert values(table, "lock_t")["gate"] == 600.0
    assert values(table, "lock_t")["gate:down"] == 300.0
    assert values(table, "lock_t", "2025-01")["gate"] == 300.0


def test_the_95th_percentile_of_twenty_one_waits_is_the_twentieth():
    records = a_year()
    for wait in range(21):
        passage(records, "gate", True, 10.0, float(wait), 1.0, 0.0)
    assert values(compute_measures(records), "lock_wait_h_p95")["gate"] == 19.0


def test_lockages_a_day_leave_out_empty_turns_which_have_a_measure_of_their_own():
    records = a_year()
    for n in range(73):
        lockage(records, "gate/one", True, 24.0 * n, 1.0, ships=4, tonnes=2_000.0, share=0.5)
        lockage(records, "gate/one", False, 24.0 * n + 1, 0.5)
    for n in range(73):
        lockage(records, "gate/two", False, 24.0 * n, 1.0, ships=1, tonnes=400.0, share=0.2)
    table = compute_measures(records)
    a_day = values(table, "lockages_per_day")
    assert [a_day[key] for key in ("gate", "gate/one", "gate/two", "gate:up", "gate:down")] == [0.4, 0.2, 0.2, 0.2, 0.2]
    assert values(table, "empty_turns_per_day")["gate"] == 0.2
    assert values(table, "empty_turns_per_day")["gate/two"] == 0.0
    assert values(table, "n_ships_per_lockage")["gate"] == 2.5
    assert values(table, "t_per_lockage")["gate"] == 1_200.0
    assert values(table, "t_per_lockage")["gate/two"] == 400.0
    assert values(table, "chamber_area_share")["gate"] == pytest.approx(0.35)
    assert values(table, "lockages_per_day", "2025-01")["gate"] == 2.0
    assert not any(entity.startswith("law") for entity in a_day)  # no lockages are simulated there


def test_use_counts_lockages_and_empty_turns_over_open_hours_and_splits_them_at_the_end_of_a_month():
    records = a_year()
    lockage(records, "gate/one", True, FEBRUARY - 2.0, 6.0, ships=1)  # 2 h in January, 4 h in February
    lockage(records, "gate/two", True, 10.0, 3.0)
    table = compute_measures(records)
    assert values(table, "lock_use_share", "2025-01")["gate/one"] == pytest.approx(2 / 744)
    assert values(table, "lock_use_share", "2025-02")["gate/one"] == pytest.approx(4 / 672)
    assert values(table, "lock_use_share")["gate/two"] == pytest.approx(3 / (YEAR_H / 2))
    assert values(table, "lock_use_share")["gate"] == pytest.approx(9 / (1.5 * YEAR_H))


def test_water_is_the_sum_of_what_every_filling_lets_down():
    records = a_year()
    lockage(records, "gate/one", True, 1.0, 1.0, ships=1, water=40_800.0)
    lockage(records, "gate/one", True, 5.0, 1.0, water=40_800.0)
    lockage(records, "gate/two", True, 5.0, 1.0, ships=2, water=100.0)
    assert values(compute_measures(records), "lock_water_m3") == {
        "gate": 81_700.0, "gate/one": 81_600.0, "gate/two": 100.0,
    }  # fmt: skip


def test_cargo_and_transit_of_a_waterway_count_when_the_vessel_leaves_it():
    records = a_year()
    passage(records, "canal", True, 10.0, 0.0, 12.0, 1_000.0)
    passage(records, "canal", False, FEBRUARY - 5.0, 0.0, 20.0, 3_000.0, service="boxes")
    passage(records, "gate", True, 12.0, 1.0, 1.0, 1_000.0)
    table = compute_measures(records)
    assert values(table, "canal_t") == {"canal": 4_000.0, "canal:up": 1_000.0, "canal:down": 3_000.0}
    assert values(table, "canal_t", "2025-02") == {"canal": 3_000.0, "canal:up": 0.0, "canal:down": 3_000.0}
    assert values(table, "canal_transit_h") == {"canal": 16.0, "canal:up": 12.0, "canal:down": 20.0}


def test_trips_not_begun_are_counted_by_service():
    records = a_year()
    for hour in (5.0, 6.0, 7.0):
        records.tables["escapes"].append((AT["barges"], hour, 80.0, 4_000.0))
    assert values(compute_measures(records), "n_barge_trips_not_begun") == {"barges": 3.0, "boxes": 0.0}


def test_a_cluster_without_inland_waterways_has_none_of_these_measures():
    records = Records(Clock(2025, 1, 0), ENTITIES[:1])
    measured = {row[0] for row in compute_measures(records)}
    assert not measured & {"lock_wait_h", "canal_t", "lockages_per_day", "n_barge_trips_not_begun"}
