"""Where ships lie: lengths and clearance along a quay, gaps between ships, berths in a row, depth. Hours from 5000."""

from __future__ import annotations

from typing import Any

import pytest
from small_clusters import Raw, calls_of, coming, one_terminal, run, scenario_of

from portsim.capacity.preview_terminal import fits
from portsim.errors import InputError


def on_quay(length_m: float, clearance_m: float, ships: dict[str, tuple[float, float, float]], **terminal: Any) -> Raw:
    """Single ships on one quay: (hour they come, length in m, hours of work)."""
    services = {id: coming(hour, work_h, ship_class=f"class_{id}") for id, (hour, _, work_h) in ships.items()}
    fleets = {f"class_{id}": {"loa_m": loa_m} for id, (_, loa_m, _) in ships.items()}
    return one_terminal(
        services, fleets, quays={"quay": {"length_m": length_m, "clearance_m": clearance_m}}, **terminal
    )


@pytest.mark.parametrize(("length_m", "third_waits_h"), [(360.0, 0.0), (359.0, 10.0)])
def test_a_quay_takes_as_many_ships_as_their_lengths_and_clearances_fill(length_m: float, third_waits_h: float) -> None:
    # Each takes 100 + 20 m: three fill 360 m to the metre; on 359 m the third waits for the first to leave at 10.
    ships = {"a": (0.0, 100.0, 10.0), "b": (0.0, 100.0, 20.0), "c": (0.0, 100.0, 20.0)}
    calls = calls_of(on_quay(length_m, 20.0, ships))
    assert [calls[id]["wait_h"] for id in "abc"] == [0.0, 0.0, third_waits_h]
    assert {calls[id]["occupied"] for id in "abc"} == {120.0}


def test_a_ship_that_needs_one_metre_too_much_waits_though_the_rest_of_the_quay_is_free() -> None:
    # 300 m less 180 m leave 120 m: 100 m and 20 m of clearance fit, 101 m do not.
    fits = calls_of(on_quay(300.0, 20.0, {"a": (0.0, 160.0, 10.0), "b": (1.0, 100.0, 5.0)}))
    waits = calls_of(on_quay(300.0, 20.0, {"a": (0.0, 160.0, 10.0), "b": (1.0, 101.0, 5.0)}))
    assert fits["b"]["wait_h"] == 0.0
    assert waits["b"]["wait_h"] == 9.0


def test_free_metres_apart_from_each_other_do_not_take_a_ship_longer_than_each() -> None:
    # a 0-100, b 100-300, c 300-450 m. b leaves at 10: 200 m and 50 m are free, not 250 m in one piece. c leaves at 20:
    # 100-500 m.
    ships = {
        "a": (0.0, 100.0, 99.0), "b": (0.0, 200.0, 10.0), "c": (0.0, 150.0, 20.0),
        "long": (11.0, 210.0, 5.0),
    }  # fmt: skip
    assert calls_of(on_quay(500.0, 0.0, ships))["long"]["inbound_h"] == 20.0


def test_a_gap_between_two_ships_takes_a_ship_of_its_very_length() -> None:
    ships = {
        "a": (0.0, 100.0, 99.0), "b": (0.0, 200.0, 10.0), "c": (0.0, 150.0, 99.0),
        "exact": (11.0, 200.0, 5.0),
    }  # fmt: skip
    assert calls_of(on_quay(500.0, 0.0, ships))["exact"]["wait_h"] == 0.0


def test_a_ship_takes_the_first_gap_and_not_the_tightest() -> None:
    # b leaves 100-300 m at 10, and 450-500 m was always free. The boat of 50 m would fit the end exactly, but takes
    # 100-150 m: so 180 m are nowhere free until the boat leaves at 31.
    ships = {
        "a": (0.0, 100.0, 99.0), "b": (0.0, 200.0, 10.0), "c": (0.0, 150.0, 99.0),
        "boat": (11.0, 50.0, 20.0), "long": (12.0, 180.0, 5.0),
    }  # fmt: skip
    calls = calls_of(on_quay(500.0, 0.0, ships))
    assert calls["boat"]["wait_h"] == 0.0
    assert calls["long"]["inbound_h"] == 31.0


@pytest.mark.parametrize("leaving", [("a", "b"), ("b", "a")])
def test_neighbouring_gaps_become_one_whichever_ship_leaves_first(leaving: tuple[str, str]) -> None:
    # a 0-100, b 100-200, c 200-300 m. One of a and b leaves at 10, the other at 20: then 200 m are free in one piece.
    first, second = leaving
    work_h = {first: 10.0, second: 20.0}
    ships = {"a": (0.0, 100.0, work_h["a"]), "b": (0.0, 100.0, work_h["b"]), "c": (0.0, 100.0, 99.0)}
    calls = calls_of(on_quay(300.0, 0.0, ships | {"long": (1.0, 200.0, 5.0)}))
    assert calls["long"]["inbound_h"] == 20.0


def test_a_gap_between_two_others_joins_both() -> None:
    # a and c leave at 10 and 11, b between them at 12: the whole quay is free.
    ships = {"a": (0.0, 100.0, 10.0), "b": (0.0, 100.0, 12.0), "c": (0.0, 100.0, 11.0), "long": (1.0, 300.0, 5.0)}
    assert calls_of(on_quay(300.0, 0.0, ships))["long"]["inbound_h"] == 12.0


def test_at_discrete_berths_a_ship_takes_one_whatever_her_length() -> None:
    # Two berths: the giant and the boat take one each; the third waits for the first to leave.
    services = {
        "giant": coming(0.0, 10.0, ship_class="giants"), "boat": coming(1.0, 20.0, ship_class="boats"),
        "third": coming(2.0, 5.0, ship_class="boats"),
    }  # fmt: skip
    fleets = {"giants": {"loa_m": 399.0}, "boats": {"loa_m": 40.0}}
    calls = calls_of(one_terminal(services, fleets, quays={"row": {"n_berths": 2}}))
    assert [calls[id]["wait_h"] for id in ("giant", "boat", "third")] == [0.0, 0.0, 8.0]
    assert {call["occupied"] for call in calls.values()} == {1.0}


@pytest.mark.parametrize(("clearance_m", "second_at"), [(0.5, "shallow"), (0.6, "deep")])
def test_a_ship_lies_at_the_first_quay_that_is_deep_enough_under_her_keel(clearance_m: float, second_at: str) -> None:
    # The heavy one needs 9 m and more: the deep quay. The light one draws 7.5 m: with 0.5 m under her keel the 8.0 m of
    # the shallow quay, named first, are just enough; with 0.6 m they are not.
    services = {"heavy": coming(0.0, 10.0, ship_class="heavies"), "light": coming(20.0, 10.0, ship_class="lights")}
    fleets = {"heavies": {"draught_m": 9.0}, "lights": {"draught_m": 7.5}}
    quays = {"shallow": {"n_berths": 1, "depth_m": 8.0}, "deep": {"n_berths": 1, "depth_m": 14.0}}
    records = run(one_terminal(services, fleets, quays=quays, under_keel_clearance_m=clearance_m))
    lay_at = [records.entities[quay].id for quay in records.tables["calls"].columns()["quay"].tolist()]
    assert lay_at == ["harbour/terminal/deep", f"harbour/terminal/{second_at}"]


@pytest.mark.parametrize(("length_m", "lies_at"), [(179.9, "long"), (180.0, "just")])
def test_a_ship_that_lies_alone_needs_her_clearance_too(length_m: float, lies_at: str) -> None:
    # 160 m and 20 m for her lines are 180 m: so much quay takes her, a hand less does not. The check before the run and
    # the preview say the same.
    fleets = {"ships": {"loa_m": 160.0}}
    quays = {"just": {"length_m": length_m, "clearance_m": 20.0}, "long": {"length_m": 300.0, "clearance_m": 20.0}}
    raw = one_terminal({"ship": coming(0.0, 10.0, ship_class="ships")}, fleets, quays=quays)
    records = run(raw)
    calls = records.tables["calls"].columns()
    assert records.entities[calls["quay"][0]].id == f"harbour/terminal/{lies_at}"
    assert calls["occupied"].tolist() == [180.0]

    scenario = scenario_of(raw)
    there = fits(scenario.ports["harbour"].terminals["terminal"], scenario.fleets["ships"])
    assert there == (("just", "long") if lies_at == "just" else ("long",))

    del raw["ports"]["harbour"]["terminals"]["terminal"]["quays"]["long"]
    if lies_at == "just":
        assert scenario_of(raw)
    else:
        with pytest.raises(InputError, match=r"the ship has 160 m, the longest quay takes 159\.9 m"):
            scenario_of(raw)


def test_a_quay_too_short_is_passed_over_for_one_that_takes_the_ship() -> None:
    # 160 + 20 m do not fit on 150 m; the boat of 100 + 20 m does and takes it, as it is named first.
    services = {"ship": coming(0.0, 10.0, ship_class="ships"), "boat": coming(1.0, 10.0, ship_class="boats")}
    fleets = {"ships": {"loa_m": 160.0}, "boats": {"loa_m": 100.0}}
    records = run(one_terminal(services, fleets, quays={"short": {"length_m": 150}, "long": {"length_m": 300}}))
    calls = records.tables["calls"].columns()
    lay_at = [records.entities[quay].id.rsplit("/")[-1] for quay in calls["quay"].tolist()]
    assert lay_at == ["long", "short"]
    assert calls["occupied"].tolist() == [180.0, 120.0]
