"""Who berths next, who may pass whom, who is sent away, and the hours of a call. Hours are counted from 5000."""

from __future__ import annotations

import math
from typing import Any

import pytest
from small_clusters import MOMENTS, Raw, calls_of, coming, one_terminal, rows, run, with_changes


def waits(raw: Raw) -> dict[str, float]:
    """Hours each ship waited."""
    return {id: call["wait_h"] for id, call in calls_of(raw).items()}


def test_every_step_of_a_call_takes_its_hours_and_a_ship_holds_her_berth_from_inbound_to_last_line() -> None:
    # Anchorage to berth 2 h, mooring half an hour before and after 10 h of work, an hour to the open sea.
    port = {"inbound_h": 2.0, "outbound_h": 1.0}
    calls = calls_of(one_terminal({"a": coming(0.0, 10.0), "b": coming(1.0, 10.0)}, port=port, mooring_h=0.5))
    assert [calls["a"][moment] for moment in MOMENTS] == [0.0, 0.0, 2.0, 2.5, 12.5, 13.0, 14.0]
    # b starts inbound when a has cast off, at 13; not when she comes to the open sea at 14.
    assert [calls["b"][moment] for moment in MOMENTS] == [1.0, 13.0, 15.0, 15.5, 25.5, 26.0, 27.0]
    assert calls["b"]["wait_h"] == calls["b"]["wait_berth_h"] == 12.0
    assert calls["b"]["service_h"] == 11.0  # first to last line: 10 h and twice half an hour


THREE = {"a": coming(0.0, 10.0), "b": coming(1.0, 5.0), "c": coming(2.0, 1.0)}
"""One berth: while a is worked, b comes with 5 h of work and then c with one hour."""


def test_the_ship_that_came_first_berths_first() -> None:
    # b at 10, c when b is done at 15.
    assert waits(one_terminal(THREE)) == {"a": 0.0, "b": 9.0, "c": 13.0}


def test_the_ship_with_the_least_work_berths_first_where_that_is_the_rule() -> None:
    # c at 10, b when c is done at 11.
    assert waits(one_terminal(THREE, queue="shortest")) == {"a": 0.0, "b": 10.0, "c": 8.0}


def test_ships_with_equal_work_berth_as_they_came() -> None:
    # z has the least; of the three with 4 h the order is that of arrival: 10, 11, 15, 19.
    services = {
        "a": coming(0.0, 10.0), "p": coming(1.0, 4.0), "r": coming(2.0, 4.0), "q": coming(3.0, 4.0),
        "z": coming(4.0, 1.0),
    }  # fmt: skip
    calls = calls_of(one_terminal(services, queue="shortest"))
    assert [calls[id]["inbound_h"] for id in "zprq"] == [10.0, 11.0, 15.0, 19.0]


def test_a_ship_with_little_work_does_not_drive_away_one_that_is_alongside() -> None:
    assert (
        waits(one_terminal({"long": coming(0.0, 50.0), "short": coming(1.0, 1.0)}, queue="shortest"))["short"] == 49.0
    )


def test_the_shortest_work_is_counted_in_hours_with_the_cranes_a_ship_can_take() -> None:
    # 160 TEU are 100 moves: one crane on 60 m makes 20 an hour, 5 h. 320 TEU are 200 moves: four cranes on 240 m make
    # 80 an hour, 2.5 h. So the large ship goes first though she has twice the boxes.
    services = {
        "first": coming(0.0, 10.0, ship_class="smalls"),
        "small": coming(1.0, ship_class="smalls", call_size_teu=160.0),
        "large": coming(2.0, ship_class="larges", call_size_teu=320.0),
    }
    cranes = {"n": 4, "moves_per_h": 20.0, "availability_share": 1.0, "interference_exponent": 1.0}
    fleets = {"smalls": {"loa_m": 60.0}, "larges": {"loa_m": 240.0}}
    calls = calls_of(one_terminal(services, fleets, cranes=cranes, queue="shortest"))
    assert calls["large"]["inbound_h"] == 10.0
    assert calls["small"]["inbound_h"] == 12.5


def deep_and_shallow(**terminal: Any) -> Raw:
    """A berth for deep ships and one for all; two deep ships come, then a light one."""
    services = {
        "deep": coming(0.0, 10.0, ship_class="heavies"), "next": coming(1.0, 10.0, ship_class="heavies"),
        "light": coming(2.0, 3.0, ship_class="lights"),
    }  # fmt: skip
    fleets = {"heavies": {"draught_m": 12.0}, "lights": {"draught_m": 6.0}}
    quays = {"shallow": {"n_berths": 1, "depth_m": 8.0}, "deep": {"n_berths": 1, "depth_m": 14.0}}
    return one_terminal(services, fleets, quays=quays, **terminal)


def test_without_overtaking_a_ship_waits_behind_one_that_does_not_fit_though_her_berth_is_free() -> None:
    # The second deep ship blocks the queue until 10; the light one follows at the same moment, to the other berth.
    assert waits(deep_and_shallow()) == {"deep": 0.0, "next": 9.0, "light": 8.0}


def test_with_overtaking_a_ship_that_fits_passes_one_that_does_not() -> None:
    assert waits(deep_and_shallow(overtaking=True)) == {"deep": 0.0, "next": 9.0, "light": 0.0}


def beside_a_long_ship(**terminal: Any) -> Raw:
    """300 m of quay: 150 m are free from 10 on, all from 20 on; a ship of 200 m waits, then one of 140 m."""
    lengths = {"a": 150.0, "b": 100.0, "long": 200.0, "short": 140.0}
    hours = {"a": (0.0, 10.0), "b": (0.0, 20.0), "long": (1.0, 8.0), "short": (2.0, 30.0)}
    services = {id: coming(*hours[id], ship_class=f"class_{id}") for id in lengths}
    quays = {"quay": {"length_m": 300.0, "clearance_m": 0.0}}
    fleets = {f"class_{id}": {"loa_m": loa_m} for id, loa_m in lengths.items()}
    return one_terminal(services, fleets, quays=quays, **terminal)


def test_without_overtaking_a_gap_waits_for_the_ship_at_the_head_of_the_queue() -> None:
    # a leaves 0-150 m at 10: too little for the long ship, who blocks the short one. At 20 all is free: she takes
    # 0-200 m, which leaves 100 m; the short ship follows when she has gone at 28.
    calls = calls_of(beside_a_long_ship())
    assert calls["long"]["inbound_h"] == 20.0
    assert calls["short"]["inbound_h"] == 28.0


def test_with_overtaking_short_ships_keep_a_long_one_waiting() -> None:
    # The short ship takes 0-140 m at 10 and stays to 40. b leaves 150-250 m at 20: 140-300 m are 160 m, too little.
    calls = calls_of(beside_a_long_ship(overtaking=True))
    assert calls["short"]["inbound_h"] == 10.0
    assert calls["long"]["inbound_h"] == 40.0


def test_with_overtaking_too_the_first_of_those_that_fit_goes_first() -> None:
    # One berth, three classes: all fit, so nobody passes.
    come = {"a": 0.0, "c": 1.0, "b": 2.0, "d": 3.0}
    services = {id: coming(hour, 5.0, ship_class=f"class_{id}") for id, hour in come.items()}
    calls = calls_of(one_terminal(services, {f"class_{id}": {} for id in come}, overtaking=True))
    assert [calls[id]["inbound_h"] for id in "acbd"] == [0.0, 5.0, 10.0, 15.0]


def test_with_overtaking_and_the_shortest_first_the_least_work_of_those_that_fit_goes_first() -> None:
    # The deep berth is busy to 10. At 5 the shallow one falls free: of the two light ships the one with 2 h takes it,
    # then at 7 the one with 4 h; the deep ship with an hour of work has to wait for deep water.
    services = {
        "in_deep": coming(0.0, 10.0, ship_class="heavies"), "in_shallow": coming(0.0, 5.0, ship_class="lights"),
        "deep": coming(1.0, 1.0, ship_class="heavies"), "four": coming(2.0, 4.0, ship_class="lights"),
        "two": coming(3.0, 2.0, ship_class="lights"),
    }  # fmt: skip
    changes = {f"services.{id}": {"kind": "tramp", "port": "harbour"} | more for id, more in services.items()}
    raw = with_changes(deep_and_shallow(queue="shortest", overtaking=True), {"services": {}} | changes)
    calls = calls_of(raw)
    assert [calls[id]["inbound_h"] for id in ("two", "four", "deep")] == [5.0, 7.0, 10.0]


def test_a_ship_beyond_the_waiting_room_goes_away_and_is_counted() -> None:
    # One may wait: b does, c is sent away at 2. b goes in at 10, so d, coming at 11, finds room again and waits for 15.
    services = THREE | {"d": coming(11.0, 1.0)}
    raw = one_terminal(services, waiting_room=1)
    calls = calls_of(raw)
    assert [id for id, call in calls.items() if call["turned_away"]] == ["c"]
    assert calls["d"]["wait_h"] == 4.0
    assert calls["c"]["arrived_h"] == calls["c"]["departed_h"] == 2.0
    assert calls["c"]["quay"] == -1
    assert math.isnan(calls["c"]["inbound_h"])
    assert math.isnan(calls["c"]["service_h"])
    balance = run(raw).balance
    ships = {name: balance[f"ships_{name}"] for name in ("arrived", "departed", "turned_away", "in_port")}
    assert ships == {"arrived": 4, "departed": 3, "turned_away": 1, "in_port": 0}


def test_a_ship_that_goes_away_has_handled_no_boxes() -> None:
    services = {id: with_changes(one, {"call_size_teu": 100.0}) for id, one in THREE.items()}
    calls = calls_of(one_terminal(services, waiting_room=1))
    columns = ("turned_away", "moves", "discharged_laden_teu", "loaded_laden_teu")
    assert [calls["b"][name] for name in columns] == [False, 62.5, 50, 50]  # 1.6 TEU a box
    assert [calls["c"][name] for name in columns] == [True, 0.0, 0, 0]


def test_without_waiting_room_a_ship_stays_only_if_a_berth_is_free() -> None:
    calls = calls_of(one_terminal(THREE | {"late": coming(10.5, 1.0)}, waiting_room=0))
    assert {id: bool(call["turned_away"]) for id, call in calls.items()} == {
        "a": False, "b": True, "c": True, "late": False,
    }  # fmt: skip


def test_a_ship_that_finds_her_berth_free_needs_no_waiting_room() -> None:
    # The one place to wait is taken by a deep ship; the light one may pass her and does not wait.
    calls = calls_of(deep_and_shallow(overtaking=True, waiting_room=1))
    assert not any(call["turned_away"] for call in calls.values())
    # Without overtaking she would have to wait, and there is no room.
    calls = calls_of(deep_and_shallow(waiting_room=1))
    assert [id for id, call in calls.items() if call["turned_away"]] == ["light"]


def test_ships_at_anchor_and_alongside_are_counted_by_the_hour() -> None:
    # Hour 5016 is a midnight. From 1 to 10 o'clock b waits, from 2 to 15 c does: 22 ship-hours of 24, two at most.
    # Alongside is always one from 0 to 16 o'clock.
    records = run(one_terminal({id: with_changes(one, {"interarrival_h": one["interarrival_h"] + 16.0})
                                for id, one in THREE.items()}))  # fmt: skip
    for quantity, mean, most in ((1, 22.0 / 24.0, 2.0), (2, 16.0 / 24.0, 1.0)):
        day = rows(records, "levels", entity="harbour/terminal", quantity=quantity, start_h=5016)
        assert day["mean"].tolist() == pytest.approx([mean])
        assert day["maximum"].tolist() == pytest.approx([most])
        everything = rows(records, "levels", entity="harbour/terminal", quantity=quantity)["mean"]
        assert everything.sum() == pytest.approx(mean)  # no other day has any


def liners(**terminal: Any) -> Raw:
    """One berth. Tuesdays 23:00 a ship in ballast, Wednesdays 00:00 one with boxes, 01:00 one in ballast; 12 h each."""
    liner = {"kind": "liner", "ship_class": "ship", "lateness_h": 0.0, "work_h": 12.0, "port_stay_h": 48.0}
    phases = {"blocker": ("there", 47.0), "laden": ("here", 48.0), "ballast": ("there", 49.0)}
    yard = {"capacity_teu": 9_000}
    return {
        "format": 1, "name": "liners", "clock": {"year": 2025, "warmup_days": 0},
        "zones": {"inland": {}}, "markets": {"near": {"group": "asean"}, "far": {"group": "domestic"}},
        "ports": {
            "harbour": {"terminals": {"terminal": {"quays": {"q": {"n_berths": 1}}, "yard": yard} | terminal}},
            "here": {"market": "near"}, "there": {"market": "far"},
        },
        "links": {
            "road": {"mode": "road", "origin": "inland", "destination": "harbour", "distance_km": 10, "time_h": 1.0},
            "sea": {"mode": "sea", "origin": "harbour", "destination": "here", "distance_nm": 300},
            "other": {"mode": "sea", "origin": "harbour", "destination": "there", "distance_nm": 300},
        },
        "fleets": {"ship": {}},
        "services": {id: liner | {"rotation": ["harbour", to], "phase_h": h} for id, (to, h) in phases.items()},
        "demand": {
            "year": 2025, "flows": {"in": {"origin": "near", "destination": "inland", "annual_teu": 20_000.0}},
            "routes": {"way": {"zone": "inland", "market": "near", "gateway": "harbour", "mode": "road", "share": 1.0}},
        },
    }  # fmt: skip


@pytest.mark.parametrize(("queue", "laden_waits_h", "ballast_waits_h"), [("first_come", 11, 22), ("shortest", 23, 10)])
def test_of_liners_the_one_with_fewer_boxes_to_discharge_goes_first_where_the_shortest_does(
    queue: str, laden_waits_h: float, ballast_waits_h: float
) -> None:
    # The berth is busy from 23:00 to 11:00: by arrival the laden ship waits 11 h and the other, from 1:00, to 23:00;
    # by work the ship in ballast goes in at 11:00 and the laden one at 23:00.
    records = run(liners(queue=queue))
    for service, hours in (("laden", laden_waits_h), ("ballast", ballast_waits_h)):
        calls = rows(records, "calls", service=service)
        later = calls["arrived_h"] > 168.0  # in the first week the other ships are still on their way
        assert later.sum() > 45
        assert set(calls["wait_h"][later].tolist()) == {hours}
    assert rows(records, "calls", service="laden")["discharged_laden_teu"].min() > 0


@pytest.mark.parametrize(
    ("late_h", "window_h", "laden_waits_h", "ballast_waits_h"),
    [(0.0, None, 11.0, 22.0), (0.0, 0.0, 23.0, 10.0), (1.5, 1.5, 23.0, 8.5), (1.5, 1.0, 11.0, 20.5)],
)
def test_a_liner_in_time_for_her_berth_window_goes_before_ships_that_came_before_her(
    late_h: float, window_h: float | None, laden_waits_h: float, ballast_waits_h: float
) -> None:
    # As above the berth is free at 11:00 and then at 23:00; the ship in ballast comes at 1:00, or an hour and a half
    # later, which a window of 1.5 h forgives and one of an hour does not.
    changes = {"services.ballast.lateness_h": late_h, "services.ballast.window_h": window_h}
    records = run(with_changes(liners(queue="priority"), changes))
    for service, hours in (("laden", laden_waits_h), ("ballast", ballast_waits_h)):
        calls = rows(records, "calls", service=service)
        later = calls["arrived_h"] > 168.0
        assert later.sum() > 45
        assert set(calls["wait_h"][later].tolist()) == {hours}


def test_a_ship_without_timetable_never_goes_before_others_where_windows_count() -> None:
    assert waits(one_terminal(THREE, queue="priority")) == {"a": 0.0, "b": 9.0, "c": 13.0}
