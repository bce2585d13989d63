"""Ways into a port, each against a case worked by hand."""

from __future__ import annotations

import pytest
from harbours import first_calls, harbour

ONE_HOUR = {"length_km": 18.52, "speed_kn": 10.0, "depth_m": 30.0}
"""A channel of 10 nm at 10 kn."""


def waits(call):
    causes = ("weather", "berth", "tide", "channel", "pilot")
    found = {cause: call[f"wait_{cause}_h"] for cause in causes}
    assert sum(found.values()) == call["wait_h"]
    span = call["inbound_h"] - call["arrived_h"] + call["unberthed_h"] - call["ready_h"]
    assert call["wait_h"] == pytest.approx(span, abs=1e-9)
    return {cause: pytest.approx(hours, abs=1e-9) for cause, hours in found.items() if hours}


def test_ships_of_one_way_follow_each_other_through_a_one_way_channel_and_the_other_way_waits():
    # a is in the channel 100-101 and out 103-104; b follows her in at 100.5, is ready at 103.5.
    # c comes at 103.2 while a sails out: she waits for a, until 104, and is in the channel until 105.
    # b became ready after c, so b may not slip out before her although a's way is b's way: she sails at 105.
    port = {"channels": {"east": ONE_HOUR | {"two_way_up_to_dwt_t": 0.0}}}
    ships = {"a": {"at": 100, "dwt_t": 9.0}, "b": {"at": 100.5, "dwt_t": 9.0}, "c": {"at": 103.2, "dwt_t": 9.0}}
    calls = first_calls(harbour(port, ships))
    assert waits(calls["a"]) == {}
    assert waits(calls["c"]) == {"channel": 0.8}
    assert waits(calls["b"]) == {"channel": 1.5}
    assert calls["b"]["sailing_channel_h"] == pytest.approx(1.5)
    assert calls["b"]["departed_h"] == pytest.approx(106.0)


def test_a_convoy_goes_on_before_the_direction_turns():
    # As above, but two ships may go in a row: b sails behind a at 103.5, c enters when b is out at 104.5.
    port = {"channels": {"east": ONE_HOUR | {"two_way_up_to_dwt_t": 0.0, "convoy_ships": 2}}}
    ships = {"a": {"at": 100, "dwt_t": 9.0}, "b": {"at": 100.5, "dwt_t": 9.0}, "c": {"at": 103.2, "dwt_t": 9.0}}
    calls = first_calls(harbour(port, ships))
    assert waits(calls["b"]) == {}
    assert waits(calls["c"]) == {"channel": 1.3}


def test_small_ships_meet_in_a_channel_and_a_large_one_meets_nobody():
    # small_out sails 103-104 and meets small_in (103.5); large comes at 103.6 and waits for small_out, until 104.
    port = {"channels": {"east": ONE_HOUR | {"two_way_up_to_dwt_t": 50_000.0}}}
    ships = {
        "small_out": {"at": 100, "dwt_t": 20_000.0},
        "small_in": {"at": 103.5, "dwt_t": 50_000.0},
        "large": {"at": 103.6, "dwt_t": 50_001.0},
    }
    calls = first_calls(harbour(port, ships))
    assert waits(calls["small_out"]) == waits(calls["small_in"]) == {}
    assert waits(calls["large"]) == {"channel": 0.4}


def test_ships_keep_their_distance_in_a_channel():
    # Half an hour between entries: b enters at 100.5, c at 101.0.
    port = {"channels": {"east": ONE_HOUR | {"separation_h": 0.5}}}
    calls = first_calls(harbour(port, {"a": {"at": 100}, "b": {"at": 100.1}, "c": {"at": 100.2}}))
    assert waits(calls["b"]) == {"channel": 0.4}  # out again she is ready at 103.5, half an hour after a sailed
    assert calls["b"]["inbound_h"] == pytest.approx(100.5)
    assert calls["c"]["inbound_h"] == pytest.approx(101.0)


def test_a_ship_without_a_pilot_waits_until_one_is_back():
    # One pilot: with a 100-101, back at 101.5; b starts then, in at 102.5, pilot back at 103. a is ready at 103.
    port = {"channels": {"east": ONE_HOUR}, "pilots": {"n": 1, "from_loa_m": 100.0, "return_h": 0.5}}
    ships = {"a": {"at": 100}, "b": {"at": 100.2}, "boat": {"at": 100.3, "loa_m": 99.0}}
    calls = first_calls(harbour(port, ships, overtaking=True))
    assert waits(calls["a"]) == {}
    assert calls["b"]["inbound_h"] == pytest.approx(101.5)
    assert calls["b"]["sailing_pilot_h"] == pytest.approx(0.0)
    assert waits(calls["b"]) == {"pilot": 1.3}
    assert waits(calls["boat"]) == {}


def test_a_deep_ship_waits_for_its_window_and_a_shallow_one_does_not():
    # Open for 6 h every 24 h, from 0 on: at 100 h the window 96-102 is open, but a ship must be through in time;
    # a window gives start times, so the deep ship at 103 waits for 120, and is ready at 123: open until 126.
    window = {"period_h": 24.0, "open_h": 6.0, "from_draught_m": 12.0}
    port = {"channels": {"east": ONE_HOUR | {"tide_window": window}}}
    ships = {"deep": {"at": 103, "draught_m": 12.0}, "shallow": {"at": 103, "draught_m": 11.9}}
    calls = first_calls(harbour(port, ships, overtaking=True))
    assert waits(calls["deep"]) == {"tide": 17.0}
    assert waits(calls["shallow"]) == {}


def test_a_berth_is_not_held_for_a_ship_that_waits_for_water():
    # One berth. The deep ship comes at 103 and starts at 120; between them the shallow one, at 104, is served:
    # in the channel until 105, work until 107. The berth is taken 104-107 and from 120 on.
    window = {"period_h": 24.0, "open_h": 6.0, "from_draught_m": 12.0}
    port = {"channels": {"east": ONE_HOUR | {"tide_window": window}}}
    ships = {"deep": {"at": 103, "draught_m": 12.0}, "shallow": {"at": 104, "draught_m": 11.9}}
    one_berth = {"q": {"n_berths": 1, "depth_m": 30.0}}
    calls = first_calls(harbour(port, ships, overtaking=True, quays=one_berth))
    assert waits(calls["shallow"]) == {}
    assert waits(calls["deep"]) == {"tide": 17.0}


def test_without_overtaking_a_ship_behind_one_that_waits_for_water_waits_for_her_turn():
    window = {"period_h": 24.0, "open_h": 6.0, "from_draught_m": 12.0}
    port = {"channels": {"east": ONE_HOUR | {"tide_window": window}}}
    ships = {"deep": {"at": 103, "draught_m": 12.0}, "shallow": {"at": 104, "draught_m": 11.9}}
    calls = first_calls(harbour(port, ships))
    assert waits(calls["deep"]) == {"tide": 17.0}
    assert waits(calls["shallow"]) == {"berth": 16.0}


def test_a_ship_that_waits_for_a_berth_and_then_for_water_waits_for_both_in_turn():
    # One berth, taken 100-103 by a. The deep ship comes at 102.5 (window closed at 102): berth until 103, then tide.
    window = {"period_h": 24.0, "open_h": 6.0, "from_draught_m": 12.0}
    port = {"channels": {"east": ONE_HOUR | {"tide_window": window}}}
    ships = {"a": {"at": 100, "draught_m": 9.0}, "deep": {"at": 102.5, "draught_m": 12.0}}
    one_berth = {"q": {"n_berths": 1, "depth_m": 30.0}}
    calls = first_calls(harbour(port, ships, quays=one_berth))
    assert waits(calls["deep"]) == {"berth": 0.5, "tide": 17.0}


def test_fog_keeps_ships_from_sailing_and_comes_first_among_the_reasons():
    # Fog every day of 2025 from 04:00 to 10:00 (hours 100-106 are hours 4-10 of the fifth day).
    # One berth. a comes at 101 and starts at 106; b comes at 102: weather until 106, berth until a has sailed.
    # a: in the channel until 107, work until 109; b starts at 109, is ready at 112.
    fog = {"monthly_events": [9999.0] * 12, "duration_h": 6.0, "start_hour": 4.0}
    port = {"channels": {"east": ONE_HOUR}, "weather": {"fog": fog}}
    one_berth = {"q": {"n_berths": 1, "depth_m": 30.0}}
    calls = first_calls(harbour(port, {"a": {"at": 101}, "b": {"at": 102}}, quays=one_berth))
    assert waits(calls["a"]) == {"weather": 5.0}
    assert waits(calls["b"]) == {"weather": 4.0, "berth": 3.0}


def test_a_ship_alongside_waits_for_the_fog_to_lift_before_she_sails():
    # Fog at hours 100-106: a comes at 98, is alongside at 99, ready at 101 and sails at 106.
    fog = {"monthly_events": [9999.0] * 12, "duration_h": 6.0, "start_hour": 4.0}
    port = {"channels": {"east": ONE_HOUR}, "weather": {"fog": fog}}
    calls = first_calls(harbour(port, {"a": {"at": 98}}))
    assert waits(calls["a"]) == {"weather": 5.0}
    assert calls["a"]["sailing_weather_h"] == pytest.approx(5.0)
    assert calls["a"]["service_h"] == pytest.approx(7.0)


def test_wind_stops_the_cranes_and_the_ship_lies_idle_until_it_drops():
    # 54 moves at 27 an hour with one crane: 2 h of work. Alongside at 99, wind from 100 to 106: done at 107.
    wind = {"monthly_events": [9999.0] * 12, "duration_h": 6.0, "start_hour": 4.0, "stops": "cranes"}
    port = {"channels": {"east": ONE_HOUR}, "weather": {"wind": wind}}
    cranes = {"n": 1, "moves_per_h": 27.0, "availability_share": 1.0}
    boxes = {"at": 98, "work_h": None, "call_size_teu": 54}
    calls = first_calls(harbour(port, {"a": boxes}, cranes=cranes, teu_per_box=1.0))
    assert waits(calls["a"]) == {}
    assert calls["a"]["idle_weather_h"] == pytest.approx(6.0)
    assert calls["a"]["work_end_h"] == pytest.approx(107.0)
    assert calls["a"]["crane_h"] == pytest.approx(2.0)
