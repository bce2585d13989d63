"""Measures of rail lines from a log book worked by hand."""

from __future__ import annotations

import pytest
from tiny_records import JANUARY_H, POSITION, a_year, add

from portsim.results.measures import compute_measures
from portsim.results.records import Entity


def log():
    """A line `branch` with 10 paths a day, on which 3 trains of bulk and 2 of background run a day."""
    records = a_year()
    records.entities.append(Entity("branch", "rail_line", "", "Branch", "支线"))
    for period, start_h, end_h in records.clock.months():
        days = (end_h - start_h) / 24.0
        for what, n in (("rail_paths", 10.0), ("bulk_trains", 3.0), ("background_trains", 2.0)):
            records.capacities.append(("branch", what, period, n * days, "1"))
    return records


def path(records, arrived_h, entered_h, service="train", back=False):
    """A path given on the branch, the last of the entities."""
    row = (len(records.entities) - 1, POSITION[service], back, arrived_h, entered_h)
    records.tables["train_paths"].append(row)


def test_block_trains_count_where_they_enter_and_others_by_their_timetable():
    # January: two block trains and 31 x 5 others on 310 paths. One that waits into February counts there.
    records = log()
    for arrived_h, entered_h, back in ((10.0, 11.0, False), (20.0, 23.0, True), (JANUARY_H - 1.0, JANUARY_H + 4, True)):
        path(records, arrived_h, entered_h, back=back)
    found = compute_measures(records)
    assert found.value("rail_use_share", "branch", "2025-01") == pytest.approx((2 + 155) / 310)
    assert found.value("rail_use_share", "branch", "2025") == pytest.approx((3 + 5 * 365) / 3650)
    assert found.value("path_wait_h", "branch", "2025-01") == pytest.approx((1.0 + 3.0) / 2)
    assert found.value("path_wait_h", "branch", "2025") == pytest.approx((1.0 + 3.0 + 5.0) / 3)
    assert found.value("path_wait_h", "branch:out", "2025") == pytest.approx(1.0)
    assert found.value("path_wait_h", "branch:back", "2025") == pytest.approx(4.0)
    assert found.value("rail_trains_per_day", "branch:block", "2025") == pytest.approx(3 / 365)
    assert found.value("rail_trains_per_day", "branch:bulk", "2025") == pytest.approx(3.0)
    assert found.value("rail_trains_per_day", "branch:background", "2025") == pytest.approx(2.0)
    assert found.value("rail_trains_per_day", "branch", "2025") == pytest.approx(5.0 + 3 / 365)


def test_the_95th_percentile_lies_between_the_two_longest_waits_of_twenty_one():
    # Waits 0, 1, ..., 20 h: 95 % of the way from the first to the last of 21 is the twentieth: 19.
    records = log()
    for n in range(21):
        path(records, 100.0 * n, 101.0 * n)
    assert compute_measures(records).value("path_wait_h_p95", "branch", "2025") == pytest.approx(19.0)


def test_a_train_without_a_path_waits_in_no_mean():
    records = log()
    path(records, 10.0, 12.0)
    path(records, 20.0, float("nan"))
    found = compute_measures(records)
    assert found.value("path_wait_h", "branch", "2025") == pytest.approx(2.0)
    assert found.value("path_wait_h_p95", "branch", "2025") == pytest.approx(2.0)


def test_regular_trains_that_gave_way_are_spread_over_all_regular_trains():
    # Two gave way, by 1 and 2.65 h, of 5 x 365 in the year.
    records = log()
    path(records, 10.0, 11.0, service="")
    path(records, 20.0, 22.65, service="")
    found = compute_measures(records)
    assert found.value("regular_path_wait_h", "branch", "2025") == pytest.approx(3.65 / 1825)
    assert found.value("rail_trains_per_day", "branch:block", "2025") == 0.0


def test_the_wait_of_a_train_is_that_on_all_its_lines():
    # Two trains left; on two lines they waited 1 and 2 h, and 3 and 0 h: 6 h over two trains.
    records = log()
    for hour in (9.0, 19.0):
        add(records, "trains", departed_h=hour, arrived_h=hour + 50.0)
    for arrived_h, entered_h in ((9.0, 10.0), (15.0, 17.0), (19.0, 22.0), (25.0, 25.0)):
        path(records, arrived_h, entered_h)
    found = compute_measures(records)
    for entity in ("train", "a", "cluster"):
        assert found.value("train_path_wait_h", entity, "2025") == pytest.approx(3.0)


def test_clusters_without_rail_lines_have_none_of_these_measures():
    assert not [row for row in compute_measures(a_year()) if row[0].startswith(("rail_use", "rail_trains", "path_"))]
