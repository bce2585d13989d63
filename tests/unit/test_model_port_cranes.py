"""Cranes shared among the ships alongside, worked by hand; one makes 20 moves an hour where not said otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_clusters import Raw, calls_of, coming, one_line, one_terminal, rows, run, with_changes

PLAIN = {"moves_per_h": 20.0, "availability_share": 1.0, "interference_exponent": 1.0}
"""n cranes make n times 20 moves an hour."""


def worked(ships: dict[str, tuple[float, float, float]], n_cranes: int, **cranes: Any) -> dict[str, dict[str, float]]:
    """Calls of single ships (hour they come, length in m, moves), with berths for all and a box of one TEU."""
    services = {
        id: coming(hour, ship_class=f"class_{id}", call_size_teu=float(moves)) for id, (hour, _, moves) in ships.items()
    }
    fleets = {f"class_{id}": {"loa_m": loa_m} for id, (_, loa_m, _) in ships.items()}
    described = {"n": n_cranes} | PLAIN | cranes
    return calls_of(one_terminal(services, fleets, quays={"row": {"n_berths": 9}}, teu_per_box=1.0, cranes=described))


def test_moves_are_boxes_of_the_mean_size_half_discharged_and_half_loaded() -> None:
    # 481 TEU at 1.6 a box are 300.625 boxes.
    call = calls_of(one_terminal({"a": coming(0.0, call_size_teu=481.0)}, cranes={"n": 2}))["a"]
    assert (call["discharged_laden_teu"], call["loaded_laden_teu"]) == (240, 241)
    assert call["moves"] == pytest.approx(300.625)


def test_one_ship_alone_works_with_as_many_cranes_as_find_room_along_her() -> None:
    # 180 m take three cranes of 60 m. At the defaults one makes 27 x 0.95 = 25.65 moves an hour, three
    # 25.65 x 3^0.9 = 25.65 x 2.687875 = 68.9440: 300 moves take 4.351358 h, 13.05407 h of cranes.
    call = calls_of(one_terminal({"a": coming(0.0, call_size_teu=480.0)}, {"ship": {"loa_m": 180.0}}, cranes={"n": 5}))[
        "a"
    ]
    assert call["work_end_h"] == pytest.approx(4.351358, abs=1e-5)
    assert call["crane_h"] == pytest.approx(13.05407, abs=1e-5)


@pytest.mark.parametrize(
    ("loa_m", "n_cranes", "hours"),
    [
        (59.0, 5, 30.0),  # one at least
        (119.9, 5, 30.0),  # room for one
        (120.0, 5, 15.0),  # for two
        (300.0, 5, 6.0),  # for five
        (300.0, 3, 10.0),  # but there are only three
    ],
)
def test_cranes_on_a_ship_are_limited_by_her_length_and_by_their_number(
    loa_m: float, n_cranes: int, hours: float
) -> None:
    # 600 moves: 30 h for one crane.
    assert worked({"a": (0.0, loa_m, 600.0)}, n_cranes)["a"]["work_end_h"] == pytest.approx(hours)


@pytest.mark.parametrize(("exponent", "times"), [(1.0, 4.0), (0.9, 3.4822), (0.5, 2.0)])
def test_four_cranes_hinder_each_other(exponent: float, times: float) -> None:
    # Four work like four, like 4^0.9 = 3.4822, or like two: 600 moves at 20 an hour are 30 h for one.
    call = worked({"a": (0.0, 240.0, 600.0)}, 4, interference_exponent=exponent)["a"]
    assert call["work_end_h"] == pytest.approx(30.0 / times, rel=1e-4)
    assert call["crane_h"] == pytest.approx(4 * 30.0 / times, rel=1e-4)


def test_cranes_available_half_the_time_take_twice_as_long() -> None:
    assert worked({"a": (0.0, 60.0, 100.0)}, 1, availability_share=0.5)["a"]["work_end_h"] == pytest.approx(10.0)


def test_a_ship_that_begins_takes_cranes_from_the_one_at_work_and_gives_them_back_when_she_ends() -> None:
    # Four cranes, both ships take four. a has 400 moves and all cranes, 80 an hour, until b comes at 2: 240 are left.
    # One each: a would need 240/20 = 12 h, b 100/20 = 5 h, so the third goes to a (240/40 = 6 h), and the fourth, as
    # 6 h are still more than 5 h, too. a makes 60 an hour and ends at 2 + 4 = 6; b has then made 80 of 100 and works on
    # with four cranes: 20/80 = 0.25 h.
    calls = worked({"a": (0.0, 240.0, 400.0), "b": (2.0, 240.0, 100.0)}, 4)
    assert calls["a"]["work_end_h"] == pytest.approx(6.0)
    assert calls["b"]["work_end_h"] == pytest.approx(6.25)
    assert calls["a"]["crane_h"] == pytest.approx(2 * 4 + 4 * 3)
    assert calls["b"]["crane_h"] == pytest.approx(4 * 1 + 0.25 * 4)


def test_shared_cranes_hinder_each_other_on_each_ship_alone() -> None:
    # The same with four cranes that work like two (2 like 1.4142, 3 like 1.7321): a makes 40 an hour until 2, 320 are
    # left. One each: a 16 h, b 200/20 = 10 h; the third to a: 320/28.284 = 11.31 h, still more: the fourth too. At
    # 34.641 an hour a ends after 9.2376 h; b has made 184.752 and needs 15.248/40 = 0.3812 h.
    calls = worked({"a": (0.0, 240.0, 400.0), "b": (2.0, 240.0, 200.0)}, 4, interference_exponent=0.5)
    assert calls["a"]["work_end_h"] == pytest.approx(11.2376, abs=1e-4)
    assert calls["b"]["work_end_h"] == pytest.approx(11.6188, abs=1e-4)


def test_ships_with_equal_work_share_alike_and_the_odd_crane_goes_to_the_first() -> None:
    # Five cranes on two ships of 300 moves: three on a, 60 an hour, 5 h; two on b, 40 an hour, 200 moves by 5. Then all
    # five are b's: 100/100 = 1 h.
    calls = worked({"a": (0.0, 300.0, 300.0), "b": (0.0, 300.0, 300.0)}, 5)
    assert calls["a"]["work_end_h"] == pytest.approx(5.0)
    assert calls["b"]["work_end_h"] == pytest.approx(6.0)


def test_cranes_for_which_no_ship_has_room_stand_idle() -> None:
    # Six cranes, two ships with room for two each: the second does not slow the first, 200 moves at 40 an hour.
    calls = worked({"a": (0.0, 120.0, 200.0), "b": (1.0, 120.0, 200.0)}, 6)
    assert calls["a"]["work_end_h"] == pytest.approx(5.0)
    assert calls["b"]["work_end_h"] == pytest.approx(6.0)
    assert calls["a"]["crane_h"] == pytest.approx(10.0)


def test_where_ships_outnumber_cranes_the_last_to_begin_waits_alongside_for_one() -> None:
    # Two cranes, one each for a and b. c begins when a ends at 5 and has 100 moves done at 10; b then has made 200 of
    # 240 and takes both cranes: 40/40 = 1 h.
    calls = worked({"a": (0.0, 240.0, 100.0), "b": (0.0, 240.0, 240.0), "c": (0.0, 240.0, 100.0)}, 2)
    assert [calls[id]["work_end_h"] for id in "abc"] == pytest.approx([5.0, 11.0, 10.0])
    assert [calls[id]["crane_h"] for id in "abc"] == pytest.approx([5.0, 10.0 + 2.0, 5.0])
    assert [calls[id]["idle_crane_h"] for id in "abc"] == pytest.approx([0.0, 0.0, 5.0])
    assert calls["c"]["wait_h"] == 0.0  # idle alongside is not waiting


def test_ships_that_end_at_one_moment_both_leave_then() -> None:
    calls = worked({"a": (0.0, 60.0, 100.0), "b": (0.0, 60.0, 100.0), "c": (0.0, 60.0, 140.0)}, 3)
    assert [calls[id]["work_end_h"] for id in "abc"] == pytest.approx([5.0, 5.0, 7.0])


def test_mooring_needs_no_cranes() -> None:
    # a is worked from 1 on. b, alongside since 2 and moored since 3, shares two cranes from 3 on: a has 200 - 80 = 120
    # left and one crane, 6 h; b 40 moves and one crane: done at 5. Then a has 80 left and both: 2 h, done at 7.
    services = {
        "a": coming(0.0, ship_class="long", call_size_teu=200.0),
        "b": coming(2.0, ship_class="long", call_size_teu=40.0),
    }  # fmt: skip
    raw = one_terminal(
        services, {"long": {"loa_m": 240.0}}, quays={"row": {"n_berths": 2}}, teu_per_box=1.0, mooring_h=1.0,
        cranes={"n": 2} | PLAIN,
    )  # fmt: skip
    calls = calls_of(raw)
    assert [calls[id]["work_end_h"] for id in "ab"] == pytest.approx([7.0, 5.0])
    assert [calls[id]["departed_h"] for id in "ab"] == pytest.approx([8.0, 6.0])


def test_work_given_as_a_law_takes_its_hours_whatever_the_boxes_and_leaves_the_cranes_to_others() -> None:
    services = {
        "law": coming(0.0, 10.0, call_size_teu=9_000.0), "boxes": coming(1.0, call_size_teu=320.0),
    }  # fmt: skip
    cranes = {"n": 2} | PLAIN
    calls = calls_of(one_terminal(services, quays={"row": {"n_berths": 2}}, cranes=cranes))
    assert calls["law"]["work_end_h"] == 10.0
    assert calls["law"]["crane_h"] == 0.0
    # 160 m have room for both: 200 moves at 40 an hour.
    assert calls["boxes"]["work_end_h"] == pytest.approx(1.0 + 5.0)


def test_a_ship_that_happens_to_bring_no_boxes_leaves_at_once() -> None:
    raw = one_terminal({"a": coming(0.0, call_size_teu={"empirical": [0.0]})}, cranes={"n": 2}, mooring_h=1.0)
    call = calls_of(raw)["a"]
    assert call["moves"] == call["crane_h"] == 0.0
    assert call["departed_h"] == 2.0


def test_cranes_at_work_are_counted_by_the_hour() -> None:
    # Hour 5016 is a midnight. Two cranes 5 h on 200 moves and one crane 3 h on 60: 13 crane-hours of a day.
    raw = one_terminal(
        {
            "a": coming(17.0, ship_class="two", call_size_teu=200.0),
            "b": coming(25.0, ship_class="one", call_size_teu=60.0),
        },
        {"two": {"loa_m": 120.0}, "one": {"loa_m": 100.0}}, teu_per_box=1.0, cranes={"n": 2} | PLAIN,
    )  # fmt: skip
    records = run(raw)
    day = rows(records, "levels", entity="harbour/terminal", quantity=3, start_h=5016)
    assert day["mean"].tolist() == pytest.approx([13.0 / 24.0])
    assert day["maximum"].tolist() == pytest.approx([2.0])
    assert rows(records, "levels", entity="harbour/terminal", quantity=3)["mean"].sum() == pytest.approx(13.0 / 24.0)


def with_cargo(**service: Any) -> Raw:
    """The weekly line with exports, worked by three cranes."""
    raw = with_changes(one_line(**service), {"services.line.work_h": None})
    cargo = {
        "zones": {"inland": {}},
        "ports.harbour.terminals.terminal.cranes": {"n": 3} | PLAIN,
        "ports.harbour.terminals.terminal.yard": {"capacity_teu": 9_000},
        "links.road": {
            "mode": "road", "origin": "inland", "destination": "harbour", "distance_km": 10, "time_h": 1.0,
        },
        "demand": {
            "year": 2025,
            "flows": {"out": {"origin": "inland", "destination": "overseas", "annual_teu": 20_000.0}},
            "routes": {
                "way": {"zone": "inland", "market": "overseas", "gateway": "harbour", "mode": "road", "share": 1.0}
            },
        },
    }  # fmt: skip
    return with_changes(raw, cargo)


def test_restows_are_moves_on_top_of_the_boxes_of_a_liner() -> None:
    # A quarter more moves and hours of cranes for the very same boxes.
    plain, restowed = (rows(run(with_cargo(restow_share=share)), "calls", service="line") for share in (0.0, 0.25))
    teu = sum(plain[name] for name in plain if name.endswith(("laden_teu", "empty_teu")))
    assert teu.min() > 100
    assert np.array_equal(plain["loaded_laden_teu"], restowed["loaded_laden_teu"])
    assert plain["moves"] == pytest.approx(teu / 1.6)
    assert restowed["moves"] == pytest.approx(plain["moves"] * 1.25)
    # Alone alongside with room for two cranes of 60 m: 40 moves an hour.
    for calls in (plain, restowed):
        assert calls["work_end_h"] - calls["work_start_h"] == pytest.approx(calls["moves"] / 40.0)
