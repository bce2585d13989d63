"""Container barges by hand: when they leave, what they take, and what an hour lost at a lock costs."""

from __future__ import annotations

import pytest
from barge_runs import HandLine, put, run
from lock_runs import Log, build, describe

from portsim.errors import BalanceError
from portsim.model.inland.barge_line import empties_afloat, trips_balance
from portsim.model.inland.vessel import Vessel, VesselClass
from portsim.model.kernel import Kernel

H = pytest.approx


def hours(hand, *columns):
    """Those columns of all trips."""
    return [tuple(getattr(trip, column) for column in columns) for trip in hand.trips]


def test_a_barge_leaves_as_soon_as_its_fill_share_waits():
    # 0.7 x 20 slots = 14 TEU: 5 at hour 1, 10 at hour 3, 14 at hour 6. She loads 14 TEU at 10 TEU/h in 1.4 h, sails
    # 10 h and is discharged in 1.4 h. The 9 TEU of hour 7 came too late and are fewer than 14: they go after 48 h, when
    # she is fetched back: she lies free at the port from 18.8 on, and is called at 55.
    hand = run(out=[(1.0, 5), (3.0, 5), (6.0, 4), (7.0, 9)], until=60.0)
    assert hours(hand, "loading_h", "departed_h", "arrived_h", "discharged_h", "laden_teu") == [
        (6.0, H(7.4), H(17.4), H(18.8), 14)
    ]
    assert hand.at_port == [(H(18.8), 5), (H(18.8), 5), (H(18.8), 4)]
    assert (hand.line.n_departed, hand.line.n_under_way) == (2, 1)


def test_a_barge_that_never_fills_leaves_at_its_latest_hour():
    # 5 TEU since hour 1, 3 more since hour 30: 8 < 14, so she leaves 48 h after the first, at 49, with both.
    hand = run(out=[(1.0, 5), (30.0, 3)], until=90.0)
    assert hours(hand, "loading_h", "departed_h", "discharged_h", "laden_teu") == [(49.0, H(49.8), H(60.6), 8)]


def test_the_latest_hour_counts_from_the_oldest_box_left_behind():
    # Two barges of 20. At hour 2 there are 26 TEU: 20 go. The 6 left were ready at 2, so the second leaves at 50, not
    # 48 h after the 1 TEU of hour 40.
    hand = run(out=[(2.0, 26), (40.0, 1)], n_vessels=2, until=90.0)
    assert hours(hand, "barge", "loading_h", "laden_teu") == [(0, 2.0, 20), (1, 50.0, 7)]


def test_slots_and_weight_bound_what_is_taken():
    # 9 t a slot make 180 t: 18 TEU of 10 t, though there are 20 slots. The barge that follows takes the other 2 when
    # they have waited for 48 h.
    hand = run(out=[(1.0, 20)], n_vessels=2, ship={"payload_t_per_slot": 9.0}, until=90.0)
    assert hours(hand, "loading_h", "laden_teu") == [(1.0, 18), (49.0, 2)]


def test_a_wait_at_the_lock_is_a_wait_for_the_next_box():
    # One barge, boxes for two trips out and one back, and a chamber that takes one vessel: entry 15 min and filling
    # 15 min make a lockage of 0.5 h and an empty turn of 0.25 h.
    lock = describe(
        {
            "length_m": 100.0, "beam_m": 12.0, "sill_depth_m": 5.0, "gate_min": 0.0, "fill_min": 15.0,
            "follow_min": 0.0, "entry_one_way_min": 15.0, "entry_two_way_min": 15.0, "exit_one_way_min": 0.0,
            "exit_two_way_min": 0.0,
        }
    )  # fmt: skip
    plain = _with_lock(lock, [])
    # Down at 7.0 the chamber stands below: an empty turn of 0.25 h, the lockage 7.25-7.75; at sea 12.75, discharged
    # 14.75. Up: loaded 16.75, at the lock 21.75, which stands below: through at 22.25, inland 27.25, discharged 29.25,
    # loaded again 31.25. Now it stands above: through without a wait, at sea 10.5 h later.
    assert hours(plain, "outbound", "departed_h", "arrived_h", "lock_wait_h") == [
        (True, 2.0, H(12.75), H(0.25)), (False, H(16.75), H(27.25), H(0.0)), (True, H(31.25), H(41.75), H(0.0)),
    ]  # fmt: skip
    # Six vessels that go up come at 21.0, before her. They need a lockage (0.5 h) each and the chamber turns empty
    # (0.25 h) after each: 21.0, 21.75, 22.5, 23.25, 24.0, 24.75 are their starts, 25.5 hers: she waits 3.75 h,
    # and the boxes of her next trip with her.
    held = _with_lock(lock, [21.0] * 6)
    assert hours(held, "outbound", "departed_h", "arrived_h", "lock_wait_h") == [
        (True, 2.0, H(12.75), H(0.25)), (False, H(16.75), H(31.0), H(3.75)), (True, H(35.0), H(45.5), H(0.0)),
    ]  # fmt: skip


def _with_lock(description, others_h):
    """One barge with 20 TEU for each of three trips, and vessels that come to the lock to go up."""
    env = Kernel()
    lock = build(env, description, Log())
    hand = HandLine(env, lock=lock)
    put(hand.to_port, [(0.0, 40)])
    put(hand.to_zone, [(0.0, 20)])
    for hour in others_h:
        vessel = Vessel(VesselClass(1, 80.0, 11.0, 3.0))
        vessel.onward = _Gone()
        env.defer(hour, lambda one: lock.arrive([one], True), vessel)
    env.start(hand.line.life())
    env.run(until=60.0)
    return hand


class _Gone:
    def enter(self, vessels):
        """Out of sight."""


def test_a_barge_is_fetched_light_where_boxes_wait_and_none_lies():
    # 15 TEU of imports at hour 3, the only barge lies inland: she sets out light at once, comes at 13, loads 1.5 h,
    # sails 14.5-24.5, and is discharged at 26.
    hand = run(back=[(3.0, 15)], until=100.0)
    assert hours(hand, "outbound", "loading_h", "departed_h", "arrived_h", "laden_teu") == [
        (True, 3.0, 3.0, 13.0, 0), (False, 13.0, H(14.5), H(24.5), 15),
    ]  # fmt: skip
    assert hand.at_zone == [(H(26.0), 15)]


def test_one_barge_is_fetched_at_a_time():
    # 60 TEU at hour 3: one of three barges is sent for; when she has come and left with 20, the next is sent for.
    hand = run(back=[(3.0, 60)], n_vessels=3, until=40.0)
    assert hours(hand, "barge", "outbound", "loading_h") == [
        (0, True, 3.0), (1, True, 13.0), (0, False, 13.0), (2, True, 23.0), (1, False, 23.0),
    ]  # fmt: skip


def test_a_barge_goes_back_at_once_for_boxes_that_waited_for_her():
    # 20 TEU at hour 0 and 20 more at hour 1 for one barge: discharged at 14, she finds nothing at sea and goes back
    # light for the others: 24, loaded at 26.
    hand = run(out=[(0.0, 20), (1.0, 20)], until=45.0)
    assert hours(hand, "outbound", "loading_h", "departed_h", "laden_teu") == [
        (True, 0.0, 2.0, 20), (False, 14.0, 14.0, 0), (True, 24.0, 26.0, 20),
    ]  # fmt: skip


def test_imports_leave_the_yard_when_the_barge_loads():
    hand = HandLine(Kernel())
    put(hand.to_zone, [(20.0, 15)])
    consignment = hand.to_zone.waiting()[0]
    consignment.at_h, consignment.yard = 5.0, hand.yard
    hand.yard.land(5.0, 15)
    hand.env.start(hand.line.life())
    hand.env.run(until=29.5)
    assert hand.yard.amount() == 15.0
    hand.env.run(until=31.5)
    # She is called at 20, loads at 30: 25 h after discharge.
    assert consignment.dwell_h == 25.0
    assert hand.yard.amount() == 0.0


def test_berths_are_shared_and_first_come():
    # Two barges leave with 20 TEU each at hour 0: one berth, 2 h each; at the far end the same again, no wait.
    hand = run(out=[(0.0, 40)], n_vessels=2, until=30.0)
    assert hours(hand, "departed_h", "discharged_h", "berth_wait_h") == [(2.0, 14.0, 0.0), (4.0, 16.0, 2.0)]


def test_empties_fill_what_laden_boxes_leave_free_as_far_as_the_depot_has_them():
    hand = HandLine(Kernel())
    hand.port.store_empties(0.0, 6)
    put(hand.to_zone, [(2.0, 9)])
    hand.env.start(hand.line.life())
    hand.env.defer(4.0, hand.to_zone.call_empties, 10)
    # 9 laden and the 6 empties there are make 15 >= 14 at hour 4: she comes at 14. Of the 10 called 4 are still owed.
    hand.env.run(until=20.0)
    assert (hand.port.depot_teu, hand.to_zone.empties_called_teu) == (0, 4)
    assert empties_afloat([hand.line]) == {"harbour": 6}
    hand.env.run(until=40.0)
    assert hours(hand, "outbound", "laden_teu", "empty_teu") == [(True, 0, 0), (False, 9, 6)]
    assert empties_afloat([hand.line]) == {"harbour": 0}


def test_empties_called_to_the_port_come_into_its_depot():
    hand = HandLine(Kernel(), latest_h=10.0)
    hand.env.start(hand.line.life())
    hand.env.defer(1.0, hand.to_port.call_empties, 8)
    # 8 < 14: after 10 h, at 11, she loads 0.8 h, sails 10 h, is discharged in 0.8 h: 22.6.
    hand.env.run(until=22.5)
    assert hand.port.depot_teu == 0
    hand.env.run(until=22.7)
    assert hand.port.depot_teu == 8
    assert hours(hand, "loading_h", "laden_teu", "empty_teu") == [(11.0, 0, 8)]


def test_by_the_timetable_a_departure_without_a_barge_is_made_when_one_comes():
    # Every 24 h from hour 4 (7 a week) from both ends, one barge, no boxes, 10 h each way. At 4 she leaves the inland
    # port; the departure of the far end at 4 waits for her until 14. At 24 she is home again; 28 and so on.
    hand = run(departures="timetable", departures_per_week=7.0, phase_h=4.0, until=60.0)
    assert hours(hand, "outbound", "departed_h") == [(True, 4.0), (False, 14.0), (True, 28.0), (False, 38.0)]


def test_departures_that_fall_together_are_made_once():
    # Every 6 h from both ends: she is back after 20 h; three departures passed meanwhile, one is made: at 20 and 40.
    hand = run(departures="timetable", departures_per_week=28.0, until=65.0)
    assert hours(hand, "outbound", "departed_h") == [
        (True, 0.0), (False, 10.0), (True, 20.0), (False, 30.0), (True, 40.0), (False, 50.0),
    ]  # fmt: skip


def test_no_barge_comes_before_the_waterway_is_open():
    hand = run(out=[(1.0, 20)], opens_h=100.0, until=150.0)
    assert hours(hand, "loading_h", "departed_h") == [(100.0, 102.0)]
    early = run(out=[(1.0, 20)], opens_h=100.0, until=50.0)
    assert (early.line.n_under_way, early.line.n_departed) == (0, 0)


def test_a_delay_and_the_way_beyond_the_canal_lengthen_each_trip():
    # 10 h of canal, 3 h of sea and 2 h of delay.
    hand = run(out=[(1.0, 20)], sea_h=3.0, delay_h=2.0, until=40.0)
    assert hours(hand, "departed_h", "arrived_h") == [(3.0, 18.0)]


def test_trips_begun_are_ended_or_under_way():
    hand = run(out=[(0.0, 40)], n_vessels=2, until=15.0)
    assert trips_balance([hand.line]) == {
        "barge_line_trips_begun": 2, "barge_line_trips_ended": 1, "barge_line_trips_under_way": 1,
    }  # fmt: skip


def test_a_trip_that_is_lost_fails_the_run():
    hand = run(out=[(0.0, 40)], n_vessels=2, until=15.0)
    hand.line.n_ended += 1
    with pytest.raises(BalanceError, match="2 trips begun, 2 ended, 1 under way"):
        trips_balance([hand.line])
