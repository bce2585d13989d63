"""Measures of gates and tracks from a log book worked by hand."""

from __future__ import annotations

import pytest
from tiny_records import a_year, add

from portsim.results.measures import compute_measures

JULY_H = 181 * 24.0


def log():
    """Two gates and a rail terminal; a/t1 has 744 000 trucks' room in January, a/t2 as much."""
    records = a_year()
    for period, start_h, end_h in records.clock.months():
        for terminal in ("a/t1", "a/t2"):
            records.capacities.append((terminal, "gate_trucks", period, 1_000.0 * (end_h - start_h), "1"))
        records.capacities.append(("a/t1", "rail_track_h", period, 2.0 * (end_h - start_h), "h"))
    return records


def test_waits_at_gates_are_means_over_trucks_and_percentiles_of_trucks():
    # 950 trucks wait 0.1 h and 50 wait 3 h: (95 + 150) / 1 000; 95 % wait 0.1 h at most. With 60 more of 2 h at the
    # other terminal 5 % of 1 060 are 53, of whom 3 are not among the 50: 2 h.
    records = log()
    add(records, "gates", start_h=10.0, came=950.0, passed=900.0, wait_h=0.1)
    add(records, "gates", start_h=JULY_H, came=50.0, passed=100.0, wait_h=3.0)
    add(records, "gates", terminal="a/t2", start_h=JULY_H, came=60.0, passed=60.0, wait_h=2.0)
    add(records, "gates", start_h=JULY_H + 1.0, came=0.0, passed=0.0, wait_h=float("nan"))
    found = compute_measures(records)
    assert found.value("gate_wait_h", "a/t1", "2025") == pytest.approx(0.245)
    assert found.value("gate_wait_h", "a/t1", "2025-01") == pytest.approx(0.1)
    assert found.value("gate_wait_h_p95", "a/t1", "2025") == pytest.approx(0.1)
    for place in ("a", "cluster"):
        assert found.value("gate_wait_h", place, "2025") == pytest.approx((245.0 + 120.0) / 1060.0)
        assert found.value("gate_wait_h_p95", place, "2025") == pytest.approx(2.0)
    assert found.value("gate_use_share", "a/t1", "2025-01") == pytest.approx(900.0 / 744_000.0)
    assert found.value("gate_use_share", "a", "2025") == pytest.approx(1_060.0 / (2 * 8_760_000.0))
    assert found.value("trucks_per_day", "a", "2025") == pytest.approx(1_060.0 / 365.0)
    assert not [row for row in found if row[0] == "gate_wait_h" and row[2].startswith("b")]


def test_trains_without_a_rail_terminal_are_left_out_of_waits_for_a_track():
    # Waits of 1 and 4 h; 3 and 5 h on two tracks.
    records = log()
    add(records, "trains", departed_h=100.0, arrived_h=120.0, wait_track_h=1.0, track_h=3.0)
    add(records, "trains", departed_h=200.0, arrived_h=220.0, wait_track_h=4.0, track_h=5.0)
    add(records, "trains", departed_h=300.0, arrived_h=320.0)
    found = compute_measures(records)
    assert found.value("train_wait_h", "a/t1", "2025") == pytest.approx(2.5)
    assert found.value("track_use_share", "a", "2025") == pytest.approx(8.0 / 17_520.0)
