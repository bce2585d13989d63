"""Preview of ports: quays, cranes, channels, tide windows and pilots of small ports, worked by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest
from small_clusters import Raw, one_terminal, scenario_of

from portsim.capacity.preview import preview
from portsim.capacity.preview_row import Row
from portsim.capacity.preview_weather import open_share
from portsim.scenario.base import Name

YEAR_H = 8760.0
FOG: Raw = {"monthly_events": [1] + [0] * 11, "duration_h": 74.4}  # January has 744 h: a tenth of it


def rows(raw: Raw, stage: str) -> dict[str, Row]:
    return {row.place: row for row in preview(scenario_of(raw), 2025) if row.stage == stage}


def every(hours: float, **more: Any) -> Raw:
    """Ships that come every so many hours."""
    return {"interarrival_h": hours} | more


def by_cranes(n: int, **more: Any) -> Raw:
    """Cranes of 20 moves an hour that never break."""
    return {"n": n, "moves_per_h": 20.0, "availability_share": 1.0, "interference_exponent": 1.0} | more


def test_a_berth_is_used_for_the_hours_of_work_and_mooring_over_those_between_ships():
    # A ship every 20 h lies 9 h + 2 x 0.5 h: half of the time. 438 ships a year of 10 h.
    raw = one_terminal({"ships": every(20, work_h=9.0)}, mooring_h=0.5)
    row = rows(raw, "quay")["harbour/terminal"]
    assert row.use_share == pytest.approx(0.5)
    assert (row.demand, row.capacity, row.unit) == (pytest.approx(4380), pytest.approx(8760), "berth-h")
    assert row.because["n_calls"] == pytest.approx(438)


def test_a_ship_takes_her_length_and_clearance_of_a_quay():
    # 160 + 20 of 400 m for 10 of 20 h: 180 / 400 / 2.
    raw = one_terminal({"ships": every(20, work_h=10.0)}, quays={"quay": {"length_m": 400, "clearance_m": 20}})
    assert rows(raw, "quay")["harbour/terminal"].use_share == pytest.approx(0.225)


def test_more_ships_than_a_berth_takes_are_marked_over_and_nine_tenths_high():
    assert rows(one_terminal({"ships": every(10, work_h=12.0)}), "quay")["harbour/terminal"].flag == "over"
    assert rows(one_terminal({"ships": every(10, work_h=9.0)}), "quay")["harbour/terminal"].flag == "high"
    assert rows(one_terminal({"ships": every(10, work_h=8.5)}), "quay")["harbour/terminal"].flag == ""


def test_something_asked_of_nothing_is_over():
    row = Row("rail", "a-b", Name(en="a", zh="a"), 1.0, 0.0, "TEU")
    assert (row.use_share, row.flag) == (math.inf, "over")


def test_ships_that_fit_only_the_deep_quay_stand_apart():
    # Deep ships: 5 of 20 h at the deep berth alone, a quarter. Both kinds: 10 h of work every 20 h on two berths.
    quays = {"deep": {"n_berths": 1, "depth_m": 15}, "old": {"n_berths": 1, "depth_m": 10}}
    fleets = {"deep": {"draught_m": 14.0}, "small": {"draught_m": 9.0}}
    raw = one_terminal(
        {"a": every(20, work_h=5.0, ship_class="deep"), "b": every(20, work_h=5.0, ship_class="small")},
        fleets, quays=quays,
    )  # fmt: skip
    found = rows(raw, "quay")
    assert found["harbour/terminal"].use_share == pytest.approx(0.25)
    assert found["harbour/terminal:only:deep"].use_share == pytest.approx(0.25)


def test_metres_and_berths_of_one_terminal_count_as_places_for_ships():
    # 360 m take two ships of 180 m, beside one berth: three places for 15 of 20 h.
    quays = {"long": {"length_m": 360, "clearance_m": 20}, "berth": {"n_berths": 1}}
    row = rows(one_terminal({"ships": every(20, work_h=15.0)}, quays=quays), "quay")["harbour/terminal"]
    assert row.use_share == pytest.approx(0.25)


def test_one_crane_makes_200_moves_in_10_hours():
    # 320 TEU are 200 boxes: 10 h every 20 h, both the berth and the crane half used; 438 x 200 moves of 8760 x 20.
    raw = one_terminal({"ships": every(20, call_size_teu=320)}, cranes=by_cranes(1))
    assert rows(raw, "quay")["harbour/terminal"].use_share == pytest.approx(0.5)
    crane = rows(raw, "crane")["harbour/terminal"]
    assert (crane.demand, crane.capacity) == (pytest.approx(87_600), pytest.approx(175_200))


def test_two_cranes_on_a_ship_hinder_each_other():
    # 2 ** 0.9 = 1.8661 cranes' worth: 200 / 37.321 = 5.3589 h of two cranes, 10.718 crane-hours of the 40 in 20 h.
    cranes = by_cranes(2, interference_exponent=0.9, spacing_m=60)
    raw = one_terminal({"ships": every(20, call_size_teu=320)}, cranes=cranes)
    assert rows(raw, "quay")["harbour/terminal"].because["mean_work_h"] == pytest.approx(5.3589, abs=1e-3)
    assert rows(raw, "crane")["harbour/terminal"].use_share == pytest.approx(0.26795, abs=1e-4)


def test_a_ship_beside_others_has_fewer_cranes():
    # Alone two cranes need 5 h, and one 10 h: with a second berth in use she is somewhere in between.
    raw = one_terminal({"ships": every(10, call_size_teu=320)}, quays={"q": {"n_berths": 2}}, cranes=by_cranes(2))
    assert 5.2 < rows(raw, "quay")["harbour/terminal"].because["mean_work_h"] < 9.0
    # What the cranes are asked for does not depend on it: without interference 200 moves are 10 of 20 crane-hours.
    assert rows(raw, "crane")["harbour/terminal"].use_share == pytest.approx(0.5)


def test_cranes_that_work_half_the_day_need_twice_the_hours():
    cranes = by_cranes(1, work_from_hour=8.0, work_to_hour=20.0)
    raw = one_terminal({"ships": every(40, call_size_teu=320)}, cranes=cranes)
    assert rows(raw, "quay")["harbour/terminal"].because["mean_work_h"] == pytest.approx(20.0)


def test_weather_leaves_open_what_random_closures_do_not_cover():
    # One closure of a tenth of January: exp(-0.1) of its 744 h stay open, 673.199 h; with the rest 8689.2 of 8760 h.
    port = scenario_of(one_terminal({"ships": every(20, work_h=1.0)}, port={"weather": {"fog": FOG}})).ports["harbour"]
    assert open_share(port, 2025, "cranes") * YEAR_H == pytest.approx(8689.2, abs=0.1)
    assert open_share(port, 2025, "access") == 1.0  # fog stops no crane


def channel(**more: Any) -> Raw:
    """A channel of an hour: 10 nm at 10 kn."""
    return {"length_km": 18.52, "depth_m": 20.0, "speed_kn": 10.0} | more


def test_a_large_ship_has_the_channel_for_her_transits_in_and_out():
    # In 1 h, out 1.5 h since it is hers from the first line let go: 2.5 of every 20 h.
    raw = one_terminal(
        {"ships": every(20, work_h=1.0)}, {"ship": {"dwt_t": 90_000.0}},
        port={"channels": {"main": channel(two_way_up_to_dwt_t=50_000.0)}, "outbound_h": 0.5},
    )  # fmt: skip
    row = rows(raw, "channel")["harbour/main"]
    assert row.use_share == pytest.approx(0.125)
    assert row.because["n_alone"] == pytest.approx(876)


def test_small_ships_take_the_separation_of_their_own_direction():
    raw = one_terminal(
        {"ships": every(20, work_h=1.0)}, {"ship": {"dwt_t": 9_000.0}},
        port={"channels": {"main": channel(two_way_up_to_dwt_t=50_000.0, separation_h=0.5)}},
    )  # fmt: skip
    assert rows(raw, "channel")["harbour/main"].use_share == pytest.approx(0.5 / 20)


def test_ships_that_need_the_tide_share_the_hours_of_its_windows():
    # Two hours alone in the channel every 20 h, in windows of 6 of 24 h: 0.1 / 0.25. Without one there is no row.
    window = {"period_h": 24.0, "open_h": 6.0}
    rule = {"two_way_up_to_dwt_t": 50_000.0}
    fleets = {"ship": {"dwt_t": 90_000.0}}
    raw = one_terminal(
        {"ships": every(20, work_h=1.0)}, fleets, port={"channels": {"main": channel(tide_window=window, **rule)}}
    )
    row = rows(raw, "tide")["harbour/main"]
    assert row.use_share == pytest.approx(0.4, rel=1e-3)
    assert row.because["least_open_share"] == pytest.approx(0.25, rel=1e-3)
    without = one_terminal({"ships": every(20, work_h=1.0)}, fleets, port={"channels": {"main": channel(**rule)}})
    assert not rows(without, "tide")


def test_a_pilot_is_busy_in_out_and_on_the_way_back():
    # (0.5 + 1) + (0.25 + 1) in the channel and berthing, and 2 x 0.625 h back: 4 of every 20 h of two pilots.
    port = {
        "channels": {"main": channel()}, "inbound_h": 0.5, "outbound_h": 0.25, "pilots": {"n": 2, "return_h": 0.625},
        "tugs": {"n": 2, "from_loa_m": 300.0},
    }  # fmt: skip
    raw = one_terminal({"ships": every(20, work_h=1.0)}, port=port)
    assert rows(raw, "pilot")["harbour"].use_share == pytest.approx(0.1)
    assert rows(raw, "tug")["harbour"].demand == 0.0  # ships of 160 m take none
