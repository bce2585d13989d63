"""Waiting and lost time by cause, on logs small enough to be worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from small_clusters import two_ports
from tiny_records import ENTITIES, FEBRUARY_H, JANUARY_H, YEAR_H, a_year, add_call

from portsim.analysis.explain import Where, by_cause, by_place, chosen, lost_hours, measured_calls
from portsim.analysis.explain_cargo import lock_waits
from portsim.clock import Clock
from portsim.results.parquet import record_table
from portsim.results.records import Records

CLOCK = Clock(2025, 1, 0)


def table(records: Records, name: str = "calls", run: str = "1-0") -> pd.DataFrame:
    """A record table as `open_results` gives it."""
    ids = [entity.id for entity in records.entities]
    return record_table(records.tables[name], ids).to_pandas().assign(run=run)


def two_calls() -> pd.DataFrame:
    """One call at A 1 that waits 5 h (berth 3, tide 1.5 in and 0.5 out) and idles 2 h, one at B that waits 1 h."""
    records = a_year()
    add_call(records, 100.0, 5.0, 20.0, wait_berth_h=3.0, wait_tide_h=2.0, sailing_tide_h=0.5, idle_weather_h=2.0)
    add_call(records, JANUARY_H, 1.0, 10.0, terminal="b/t")
    return measured_calls(table(records), CLOCK)


def test_each_hour_lost_belongs_to_one_cause_before_berthing_alongside_or_before_sailing():
    found = by_cause(two_calls(), 1).set_index(["phase", "cause"])["hours"].to_dict()
    assert found == {
        ("in", "berth"): pytest.approx(4.0), ("in", "tide"): pytest.approx(1.5),
        ("alongside", "weather"): pytest.approx(2.0), ("out", "tide"): pytest.approx(0.5),
    }  # fmt: skip


def test_hours_are_told_per_call_and_as_a_share_of_all_that_is_lost():
    # 8 h are lost in two calls; the berth takes 4 of them.
    berth = by_cause(two_calls(), 1).set_index("cause").loc["berth"]
    assert (berth["n_calls"], berth["hours_per_call"], berth["share"]) == (2, pytest.approx(2.0), pytest.approx(0.5))


def test_two_replications_count_as_their_mean():
    once = two_calls()
    found = by_cause(pd.concat([once, once.assign(run="1-1")]), 2)
    pd.testing.assert_frame_equal(found, by_cause(once, 1), check_dtype=False)


def test_a_cause_that_a_later_version_records_is_counted_without_a_change_here():
    calls = two_calls().assign(idle_yard_h=[0.0, 3.0], wait_ice_h=[1.0, 0.0])
    found = by_cause(calls, 1).set_index(["phase", "cause"])["hours"]
    assert found["alongside", "yard"] == pytest.approx(3.0)
    assert found["in", "ice"] == pytest.approx(1.0)


def test_ports_stand_in_the_order_of_the_hours_lost_with_what_took_most():
    ports = by_place(two_calls(), 1, "port")
    assert ports["port"].tolist() == ["a", "b"]
    first = ports.iloc[0]
    assert (first["phase"], first["cause"], first["cause_share"]) == ("in", "berth", pytest.approx(3 / 7))
    assert (first["in_h"], first["alongside_h"], first["out_h"]) == (4.5, 2.0, 0.5)
    assert ports["share"].tolist() == pytest.approx([7 / 8, 1 / 8])


def test_months_stand_in_their_order_and_a_call_counts_where_its_last_line_is_let_go():
    # The second ship comes at the last hour of January and sails in February, the third then and there.
    records = a_year()
    add_call(records, 100.0, 1.0, 20.0)
    add_call(records, JANUARY_H - 1.0, 2.0, 20.0)
    add_call(records, JANUARY_H + FEBRUARY_H - 50.0, 4.0, 20.0)
    months = by_place(measured_calls(table(records), CLOCK), 1, "period")
    assert months["period"].tolist() == ["2025-01", "2025-02"]
    assert months["hours"].tolist() == [1.0, 6.0]


def test_the_warm_up_ships_turned_away_and_what_ends_after_the_run_do_not_count():
    records = a_year(warmup_days=10)
    add_call(records, 239.0 - 21.0, 0.0, 19.0)  # lets go at 238 h, two hours before the year
    add_call(records, 300.0, 1.0, 5.0)
    add_call(records, 400.0, 0.0, 0.0, turned_away=True)
    add_call(records, 240.0 + YEAR_H - 3.0, 0.0, 9.0)
    calls = measured_calls(table(records), Clock(2025, 1, 10))
    assert calls["arrived_h"].tolist() == [300.0]


def test_a_port_a_month_and_a_ship_class_can_be_chosen():
    calls = two_calls()
    assert chosen(calls, Where(port="b"))["arrived_h"].tolist() == [JANUARY_H]
    assert chosen(calls, Where(month=2))["arrived_h"].tolist() == [JANUARY_H]
    assert chosen(calls, Where(port="a", month=2)).empty
    assert len(chosen(calls, Where(ship_class="feeder"))) == 2


def test_a_month_is_that_month_of_every_year():
    records = a_year(n_years=2)
    for year in (0, 1):
        add_call(records, year * YEAR_H + 10.0, 0.0, 5.0)
    add_call(records, 2_000.0, 0.0, 5.0)
    calls = measured_calls(table(records), Clock(2025, 2, 0))
    assert chosen(calls, Where(month=1))["period"].tolist() == ["2025-01", "2026-01"]


def test_in_a_run_the_causes_add_up_to_the_waits_and_the_idle_hours():
    records = two_ports(
        "ports.north_port.weather={fog: {monthly_events: [4,4,4,4,4,4,4,4,4,4,4,4], duration_h: 9, stops: all}}"
    )
    calls = measured_calls(table(records), records.clock)
    assert ENTITIES  # the log of a real run, not the tiny one
    expected = calls[["wait_h", "idle_weather_h", "idle_crane_h"]].to_numpy().sum()
    assert lost_hours(calls).to_numpy().sum() == pytest.approx(expected)
    assert by_cause(calls, 1, ("port",))["hours"].sum() == pytest.approx(expected)
    assert by_cause(calls, 1)["share"].sum() == pytest.approx(1.0)


def test_waits_at_locks_are_told_by_direction_the_longest_first():
    rows = pd.DataFrame({
        "place": ["gate", "gate", "gate", "river", "gate"], "up": [True, True, False, True, True],
        "arrived_h": [10.0, 20.0, 30.0, 0.0, -30.0], "entered_h": [12.0, 24.0, 31.0, 9.0, -1.0],
    })  # fmt: skip
    # Up 2 and 4 h, down 1 h; a passage of the river is no lock, and one before the year does not count.
    found = lock_waits(rows, {"gate"}, CLOCK, 1)
    assert found[["lock", "up", "wait_h", "hours"]].to_numpy().tolist() == [
        ["gate", True, 3.0, 6.0], ["gate", False, 1.0, 1.0],
    ]  # fmt: skip
