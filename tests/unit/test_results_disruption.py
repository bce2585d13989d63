"""What storms and disruptions do to ports: hours closed, ships and boxes delayed, days until all is as before."""

from __future__ import annotations

import numpy as np
import pytest
from dates import disrupted, storm
from harbours import harbour, records_of

from portsim.analysis.recovery import paired_loss, paired_recovery_h
from portsim.results.disruption import merged
from portsim.results.measures import compute_measures
from portsim.results.recovery import band_before, recovered_at

WORK = {"work_h": 4.0, "call_size_teu": 90.0}


def measured(port, ships, disruptions, **terminal):
    raw = harbour(port, ships, 0, **terminal) | {"disruptions": disruptions}
    records = records_of(raw)
    return compute_measures(records), records


def test_hours_closed_count_once_and_by_cause_and_month():
    """A gale from hour 700 to 750, six hours of which are in February; another cause from 720 to 730. The lead of 10 h

    of the typhoon is no closed time. Half the cranes are no closed time either.
    """
    gale = storm(700.0, 750.0) | {"evacuation": None}
    weather = {"gale": gale, "typhoon": storm(720.0, 730.0, lead_h=10.0, leave_h=5.0)}
    disruptions = {
        "slow": disrupted("ports.harbour.terminals.t.cranes", 100.0, 150.0, n=1),
        "shut": disrupted("services.ship", 10.0, 14.0),
    }
    ships = {"ship": {"at": 4000.0} | WORK}
    table, _ = measured({"weather": weather}, ships, disruptions, cranes={"n": 2})
    assert table.value("closed_h", "harbour:gale", "2025") == 50.0
    assert table.value("closed_h", "harbour:gale", "2025-01") == 44.0
    assert table.value("closed_h", "harbour:gale", "2025-02") == 6.0
    assert table.value("closed_h", "harbour:typhoon", "2025") == 10.0
    assert table.value("closed_h", "slow", "2025") == 0.0
    assert table.value("closed_h", "shut", "2025") == 4.0


def test_spans_of_one_cause_that_overlap_are_counted_once():
    owner, start, end = (
        np.array([2, 1, 1, 1, 2]),
        np.array([5.0, 0.0, 2.0, 9.0, 0.0]),
        np.array([6.0, 8.0, 3.0, 10.0, 5.0]),
    )
    assert [column.tolist() for column in merged(owner, start, end)] == [[1, 1, 2], [0.0, 9.0, 0.0], [8.0, 10.0, 6.0]]


def test_ships_and_boxes_delayed_are_those_in_port_that_lost_hours_of_the_kind():
    """The port is shut from 100 to 130. One comes at 110 and waits; one is alongside at 96.5 and waits to sail; one

    comes at 50 and is gone by 54; one waits for a berth at 300: no closure had to do with it.
    """
    ships = {
        "waits": {"at": 110.0}, "stays": {"at": 96.5}, "before": {"at": 50.0}, "first": {"at": 299.0},
        "second": {"at": 300.0},
    }  # fmt: skip
    ships = {id: WORK | ship for id, ship in ships.items()}
    quays = {"q": {"n_berths": 1, "depth_m": 30.0}}
    table, records = measured({}, ships, {"strike": disrupted("ports.harbour", 100.0, 130.0)}, quays=quays)
    calls = records.tables["calls"].columns()
    assert (calls["wait_berth_h"] > 0).any()
    assert table.value("n_ships_delayed", "strike", "2025") == 3.0  # with the second call of `before`, at 100
    assert table.value("delayed_teu", "strike", "2025") == 270.0


def test_a_ship_that_works_with_slow_cranes_is_delayed():
    ships = {"during": {"at": 110.0}, "later": {"at": 151.0}}
    ships = {id: ship | {"work_h": None, "call_size_teu": 80.0} for id, ship in ships.items()}
    slow = {"slow": disrupted("ports.harbour.terminals.t.cranes", 100.0, 150.0, rate_share=0.5)}
    table, _ = measured({}, ships, slow, cranes={"n": 2}, teu_per_box=1.0)
    assert table.value("n_ships_delayed", "slow", "2025") == 1.0


DAYS = 24.0 * np.arange(40)
USUAL = np.array([2.0, 4.0] * 20)
"""Mean 3 and standard deviation 1.018 over 28 days: the band ends at 5.036."""


def test_the_band_is_made_of_the_four_weeks_before():
    level = USUAL.copy()
    level[:2] = 100.0  # more than four weeks before
    assert band_before(DAYS, level, 30 * 24.0) == pytest.approx(3.0 + 2.0 * np.sqrt(28.0 / 27.0))
    assert np.isnan(band_before(DAYS, level, 6 * 24.0 + 23.0))


def test_a_place_has_recovered_on_the_first_whole_day_within_the_band():
    """Shut on day 30 and until 6 o'clock on day 31, which is no whole day; 9, 6 and 5.1 are above, 5.0 is within."""
    level = USUAL.copy()
    level[30:36] = [0.0, 3.0, 9.0, 6.0, 5.1, 5.0]
    assert recovered_at(DAYS, level, 30 * 24.0, 31 * 24.0 + 6.0) == 35 * 24.0
    level[30:] = 20.0
    assert np.isnan(recovered_at(DAYS, level, 30 * 24.0, 31 * 24.0 + 6.0))


def test_recovery_is_measured_from_the_reopening_to_a_midnight():
    """Four ships come every 60 h and work 14 h each at one berth, each week alike but for a closure of two days."""
    ships = {f"s{n}": {"at": 60.0, "work_h": 14.0} for n in range(4)}
    quays = {"q": {"n_berths": 1, "depth_m": 30.0}}
    end_h = 1248.0
    table, records = measured({}, ships, {"strike": disrupted("ports.harbour", 1200.0, end_h)}, quays=quays)
    levels = records.tables["levels"].columns()
    waiting = levels["mean"][levels["quantity"] == 1]
    band = band_before(24.0 * np.arange(365), waiting, 1200.0)
    days = round(table.value("recovery_h", "strike", "2025") / 24.0)
    assert days > 2
    assert (waiting[52 : 52 + days] > band).all()
    assert waiting[52 + days] <= band


def test_of_two_runs_the_level_is_back_when_it_stays_near_the_other_for_two_days():
    without = [5.0] * 10
    level = [5.0, 5.0, 0.0, 12.0, 9.0, 5.4, 7.0, 5.5, 4.0, 5.0]
    days = [24.0 * n for n in range(10)]
    assert paired_recovery_h(days, level, without, over_h=72.0, within=0.5) == 7 * 24.0 - 72.0
    assert paired_recovery_h(days, level, without, over_h=72.0, within=0.5, for_days=1) == 5 * 24.0 - 72.0
    assert np.isnan(paired_recovery_h(days, [9.0] * 10, without, over_h=72.0, within=0.5))


def test_of_two_runs_what_an_event_costs_is_the_most_that_was_missing_and_the_time_to_make_it_up():
    """10 a day; shut on days 2 and 3, then 16 a day: 20, 14, 8, 2, -4 missing. The day before does not count."""
    days = [24.0 * n for n in range(9)]
    with_event = [10.0, 3.0, 0.0, 0.0, 16.0, 16.0, 16.0, 16.0, 10.0]
    loss = paired_loss(days, with_event, [10.0] * 9, event_h=48.0, over_h=96.0, within=0.0)
    assert (loss.lost, loss.worst_h, loss.made_up_h) == (20.0, 72.0, 96.0)
    never = paired_loss(days, [10.0, 10.0, 0.0, 0.0, 10.0, 10.0, 10.0, 10.0, 10.0], [10.0] * 9, 48.0, 96.0, 1.0)
    assert (never.lost, never.worst_h) == (20.0, 72.0)
    assert np.isnan(never.made_up_h)


def test_ships_alongside_before_a_storm_count_among_those_at_berth():
    """Alongside from 101 to 114 and, after the storm, from 151 on: none in between."""
    port = {"inbound_h": 1.0, "weather": {"typhoon": storm(120.0, 150.0, lead_h=10.0, leave_h=6.0)}}
    records = records_of(harbour(port, {"ship": {"at": 100.0, "work_h": 20.0}}, 0))
    levels = records.tables["levels"].columns()
    alongside = levels["mean"][levels["quantity"] == 2]
    assert alongside[4] == pytest.approx(13.0 / 24.0)  # 101 to 114 of the day from 96 to 120
    assert alongside[5] == 0.0
    assert alongside[6] == pytest.approx(7.0 / 24.0)  # 151 to 158, before she leaves
