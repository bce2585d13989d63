"""Ships before a typhoon: they leave with work undone, lie at anchor, and come back for the rest; all hours by hand.

The storm closes the port from hour 120 to 150; no ship is let in from 110, and those alongside leave at 114.
"""

from __future__ import annotations

import pytest
from dates import storm
from harbours import calls_of, first_calls, harbour, records_of

from portsim.model.port.storms import Storm, Storms

DAYS = 30
RULES = {"lead_h": 10.0, "leave_h": 6.0}
CRANES = {"n": 1, "moves_per_h": 10.0, "availability_share": 1.0, "interference_exponent": 1.0, "spacing_m": 100.0}
BY_CRANE = {"at": 102.5, "work_h": None, "call_size_teu": 200.0}
TERMINAL = {"cranes": CRANES, "teu_per_box": 1.0, "mooring_h": 0.5}
WAITS = ("weather", "berth", "tide", "channel", "pilot")


def port(start_h=120.0, end_h=150.0, **more):
    return {"inbound_h": 1.0, "outbound_h": 1.0, "weather": {"typhoon": storm(start_h, end_h, DAYS, **RULES | more)}}


def one_call(work, **more):
    records = records_of(harbour(port(**more), {"ship": work}, DAYS, **TERMINAL))
    return calls_of(records)["ship"], {
        name: values.tolist() for name, values in records.tables["shifts"].columns().items()
    }


@pytest.mark.parametrize("work", [BY_CRANE, {"at": 102.5, "work_h": 20.0}], ids=["cranes", "law"])
def test_a_ship_at_berth_leaves_with_half_her_work_done_and_comes_back_for_the_rest(work):
    """In at 102.5, moored 103.5, works from 104; by 114 ten of twenty hours are done. Unmoored 114.5, at anchor 115.5.

    In again at 150 when the port opens, moored 151, works 151.5 to 161.5, sails at 162.
    """
    call, shifts = one_call(work)
    assert (shifts["berthed_h"], shifts["unberthed_h"]) == ([103.5], [114.5])
    assert call["inbound_h"] == 102.5, "her first time in"
    assert call["berthed_h"] == pytest.approx(151.0)
    assert (call["work_start_h"], call["work_end_h"]) == (104.0, pytest.approx(161.5))
    assert (call["unberthed_h"], call["departed_h"]) == (pytest.approx(162.0), pytest.approx(163.0))
    assert call["wait_weather_h"] == call["wait_h"] == pytest.approx(150.0 - 115.5)
    assert call["service_h"] == pytest.approx((114.5 - 103.5) + (162.0 - 151.0))
    assert call["idle_weather_h"] == call["idle_crane_h"] == 0.0
    if work is BY_CRANE:
        assert (call["moves"], call["crane_h"]) == (200.0, pytest.approx(20.0))


def test_cranes_work_slower_after_the_storm_for_a_while():
    """From 151.5 to 155 at half rate: 17.5 of the 100 moves left; the other 82.5 take 8.25 h."""
    call, _ = one_call(BY_CRANE, recovery_h=5.0, recovery_rate_share=0.5)
    assert call["work_end_h"] == pytest.approx(163.25)


def test_a_ship_that_comes_within_the_lead_waits_outside_and_one_before_it_is_let_in():
    ships = {"late": {"at": 110.5}, "early": {"at": 109.5, "work_h": 2.0}}
    calls = first_calls(harbour(port(), ships, DAYS))
    assert calls["late"]["inbound_h"] == pytest.approx(150.0)
    assert calls["late"]["wait_weather_h"] == pytest.approx(39.5)
    assert (calls["early"]["inbound_h"], calls["early"]["unberthed_h"]) == (109.5, 112.5)


def test_a_ship_that_moors_when_all_must_leave_does_not_begin():
    """Mooring takes 5 h: she is alongside from 110.5 and would begin at 115.5, after 114. Unmooring takes her past 120:

    she stays, idle until 150, and then works 2 h.
    """
    ships = {"ship": {"at": 109.5, "work_h": 2.0}}
    call = first_calls(harbour(port(), ships, DAYS, mooring_h=5.0))["ship"]
    assert call["work_start_h"] == 115.5
    assert call["idle_weather_h"] == pytest.approx(150.0 - 115.5)
    assert call["work_end_h"] == pytest.approx(152.0)
    assert (call["wait_h"], call["berthed_h"]) == (0.0, 110.5)


def test_who_gets_no_pilot_before_the_storm_rides_it_out_alongside_and_works_on():
    """One pilot and 4 h to the sea. All leave at 117: the first takes the pilot until 121, the second waits from 117 to

    120 for him, and lies idle until 150. She has worked from 101 to 117, 16 h, and 4 h are left.
    """
    way = port(leave_h=3.0) | {"outbound_h": 4.0, "pilots": {"n": 1}}
    ships = {"first": {"at": 99.0, "work_h": 20.0}, "second": {"at": 100.0, "work_h": 20.0}}
    calls = first_calls(harbour(way, ships, DAYS))
    second = calls["second"]
    assert second["berthed_h"] == 101.0
    assert second["wait_pilot_h"] == pytest.approx(3.0)
    assert second["idle_weather_h"] == pytest.approx(30.0)
    assert second["work_end_h"] == pytest.approx(154.0)
    # The first worked 17 of 20 h from 100 on, is at anchor at 121, waits for 150, is moored at 151.
    assert calls["first"]["wait_weather_h"] == pytest.approx(29.0)
    assert calls["first"]["work_end_h"] == pytest.approx(154.0)


@pytest.mark.parametrize(
    ("rule", "before", "after"), [("first", "evacuated", "waiting"), ("queue", "waiting", "evacuated")]
)
def test_those_who_left_come_back_before_all_others_or_by_the_queue_rule(rule, before, after):
    """One berth. The evacuated is at anchor at 115, the other came at 112: first come, first served is the queue."""
    ships = {"evacuated": {"at": 103.0, "work_h": 20.0}, "waiting": {"at": 112.0, "work_h": 4.0}}
    raw = harbour(port(come_back=rule), ships, DAYS, quays={"q": {"n_berths": 1, "depth_m": 30.0}})
    calls = first_calls(raw)
    assert calls[before]["berthed_h"] == pytest.approx(151.0)
    assert calls[after]["berthed_h"] == pytest.approx(calls[before]["unberthed_h"] + 1.0)
    assert calls[after]["wait_berth_h"] == pytest.approx(calls[before]["unberthed_h"] - 150.0)


def test_waits_by_cause_add_up_for_a_ship_that_left_and_came_back():
    way = port(leave_h=3.0) | {"outbound_h": 4.0, "pilots": {"n": 1, "return_h": 1.0}}
    ships = {name: {"at": 99.0 + hour, "work_h": 20.0} for hour, name in enumerate("abc")}
    for call in first_calls(harbour(way, ships, DAYS)).values():
        assert sum(call[f"wait_{cause}_h"] for cause in WAITS) == call["wait_h"]
        assert all(call[f"wait_{cause}_h"] >= 0.0 for cause in WAITS)


def test_ships_that_only_wait_to_sail_are_no_evacuation_and_storms_that_overlap_are_one():
    storms = Storms(
        [Storm(114.0, 120.0, 150.0, False), Storm(140.0, 145.0, 170.0, True), Storm(300.0, 310.0, 320.0, False)]
    )
    assert storms.all == [Storm(114.0, 120.0, 170.0, True), Storm(300.0, 310.0, 320.0, False)]
    assert storms.at(113.9) is None
    assert storms.at(114.0) == storms.at(169.9) == storms.all[0]
    assert storms.at(170.0) is None
    assert (storms.next_leave(0.0), storms.next_leave(114.0), storms.next_leave(300.0)) == (114.0, 300.0, float("inf"))


def test_a_storm_that_ships_ride_out_alongside_only_stops_the_cranes():
    """Without evacuation: works 104 to 120 and 150 to 154."""
    weather = {"typhoon": storm(120.0, 150.0, DAYS) | {"evacuation": None}}
    ships = {"ship": BY_CRANE}
    call = first_calls(harbour(port() | {"weather": weather}, ships, DAYS, **TERMINAL))["ship"]
    assert call["berthed_h"] == 103.5
    assert call["work_end_h"] == pytest.approx(154.0)
    assert call["idle_weather_h"] == pytest.approx(30.0)


def test_a_ship_behind_one_that_is_done_gives_up_leaving_and_the_other_goes_on_waiting():
    """One pilot, 4 h to the sea. `gone` takes him at 116.5; `done` is ready at 116.8 and first in line; `stays`, who

    has worked 15 h since 102, is told to leave at 117 and waits behind her until 120, when she gives up and lies idle.
    """
    way = port(leave_h=3.0) | {"outbound_h": 4.0, "pilots": {"n": 1}}
    ships = {
        "gone": {"at": 99.0, "work_h": 16.5}, "done": {"at": 99.8, "work_h": 15.8},
        "stays": {"at": 101.0, "work_h": 20.0},
    }  # fmt: skip
    calls = first_calls(harbour(way, ships, DAYS))
    stays, done = calls["stays"], calls["done"]
    assert calls["gone"]["unberthed_h"] == pytest.approx(116.5)
    assert done["ready_h"] == pytest.approx(116.8)
    assert (done["sailing_pilot_h"], done["sailing_weather_h"]) == (pytest.approx(3.2), pytest.approx(30.0))
    assert done["unberthed_h"] == pytest.approx(150.0)
    assert stays["wait_pilot_h"] == pytest.approx(3.0)
    assert stays["idle_weather_h"] == pytest.approx(30.0)
    assert stays["work_end_h"] == pytest.approx(155.0)
