"""A yard that fills: slower cranes, ships that load first, wait for room, leave the berth; all worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from harbours import calls_of, harbour

from portsim.errors import GridlockError
from portsim.model.kernel import StrictKernel
from portsim.model.world import World
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

CRANE = {"n": 1, "moves_per_h": 10.0, "availability_share": 1.0}
BOXES = {"at": 100, "work_h": None, "call_size_teu": 200}  # 100 to discharge, 100 to load, one move each
ONE_BERTH = {"q": {"n_berths": 1, "depth_m": 30.0}}


def run(stock_teu, picked_up=(), others=None, days=30, quays=ONE_BERTH, cranes=CRANE, **rules):
    """One crane, a yard of 1 000 TEU with some stock at hour 0 and pick-ups of (hour, TEU; landings if negative)."""
    rules = {"capacity_teu": 1000, "slow_to_share": 1.0} | rules
    port = {"inbound_h": 1.0, "outbound_h": 1.0}
    raw = harbour(port, {"a": BOXES} | (others or {}), days, cranes=cranes, yard=rules, teu_per_box=1.0, quays=quays)
    world = World(Scenario.model_validate(raw), Streams(1, 0), StrictKernel())
    yard = world.ports["harbour"].terminals["t"].yard
    yard.land(0.0, stock_teu)
    for hour, teu in picked_up:
        yard.pick_up(hour, teu)
    records = world.run()
    return calls_of(records), records


def test_a_yard_nine_tenths_full_slows_the_cranes_to_three_quarters():
    # Half of the way from 0.8 to 1.0, half of the way from 1.0 to 0.5: 200 moves at 7.5 an hour.
    calls, _ = run(900, [(250.0, 900)], slow_to_share=0.5)
    assert calls["a"]["work_end_h"] - calls["a"]["work_start_h"] == pytest.approx(200 / 7.5)


def test_a_ship_before_a_full_yard_loads_first_and_discharges_when_there_is_room():
    # Alongside at 101, loads 100 boxes until 111; 950 + 100 is too much. 60 are picked up at 115: 890 + 100 is not.
    calls, records = run(950, [(115.0, 60)])
    assert calls["a"]["idle_yard_h"] == pytest.approx(4.0)
    assert calls["a"]["work_end_h"] == pytest.approx(125.0)
    assert calls["a"]["crane_h"] == pytest.approx(20.0)
    assert len(records.tables["shifts"]) == 0


def test_a_ship_with_only_discharge_left_leaves_the_berth_after_a_day_and_comes_back():
    # She waits from 111 to 135 and sails to the anchorage; b, there since 120, gets the berth: alongside at 136, off at
    # 138. Room for a at 140: alongside again at 141, works until 151.
    calls, records = run(950, [(140.0, 60)], {"b": {"at": 120, "work_h": 2.0}})
    shifts = records.tables["shifts"].columns()
    assert shifts["berthed_h"].tolist() == [101.0]
    assert shifts["unberthed_h"].tolist() == [135.0]
    assert calls["b"]["berthed_h"] == pytest.approx(136.0)
    assert calls["b"]["wait_berth_h"] == pytest.approx(15.0)
    assert calls["a"]["idle_yard_h"] == pytest.approx(29.0)
    assert calls["a"]["berthed_h"] == pytest.approx(141.0)
    assert calls["a"]["work_end_h"] == pytest.approx(151.0)
    assert calls["a"]["service_h"] == pytest.approx(34.0 + 10.0)


def test_a_ship_discharges_in_parts_of_at_least_a_shift_as_room_is_made():
    # A shift of the crane is 80 boxes. At 115 there is room for 1 000 - 950 + 35 = 85 of her 100: she discharges them
    # until 123.5. They fill the yard (the boxes of tramps belong to nobody; these are put there by hand, at 123). She
    # lies idle with the last 15 until 20 are picked up at 130, and is done at 131.5.
    calls, _ = run(950, [(115.0, 35), (123.0, -85), (130.0, 20), (150.0, 900)])
    assert calls["a"]["idle_yard_h"] == pytest.approx(4.0 + 6.5)
    assert calls["a"]["work_end_h"] == pytest.approx(131.5)
    assert calls["a"]["crane_h"] == pytest.approx(20.0)


def test_room_for_less_than_a_shift_is_not_worth_a_crane():
    # Room for 50 + 25 boxes from 115 on is less than the 80 of a shift, room for 80 from 120 on is not.
    calls, _ = run(950, [(115.0, 25), (120.0, 5), (125.0, 20)])
    assert calls["a"]["idle_yard_h"] == pytest.approx(9.0)
    assert calls["a"]["work_end_h"] == pytest.approx(130.0)


def test_who_asked_first_gets_the_room_until_she_is_done():
    # Two berths, a crane for each ship, loaded at 111 and 112. Room for 80 at 115: a works until 123, and the boxes
    # fill the yard again. 30 are picked up at 130: 20 are the rest of a, 10 no shift's work for c. Room for c at 135.
    berths = {"q": {"n_berths": 2, "depth_m": 30.0}}
    cranes = CRANE | {"n": 2, "spacing_m": 200.0}
    picked_up = [(115.0, 30), (123.0, -80), (130.0, 30), (132.0, -20), (135.0, 900)]
    calls, _ = run(950, picked_up, {"c": BOXES | {"at": 101}}, quays=berths, cranes=cranes)
    assert calls["a"]["work_end_h"] == pytest.approx(132.0)
    assert calls["c"]["work_end_h"] == pytest.approx(145.0)
    assert calls["c"]["idle_yard_h"] == pytest.approx(23.0)


def test_ships_get_room_in_the_order_in_which_they_asked():
    # Two berths' worth of boxes but one berth: a waits at anchor from 135; c asks next. 60 TEU make room for one.
    calls, _ = run(950, [(170.0, 60), (200.0, 100)], {"c": BOXES | {"at": 101}})
    assert calls["a"]["work_end_h"] < calls["c"]["work_end_h"]


def test_a_yard_out_of_which_nothing_goes_fails_the_run_and_names_who_waits():
    # She asks in vain from 111 to 135, sails out for an hour and asks again.
    with pytest.raises(GridlockError) as caught:
        run(950)
    assert str(caught.value).startswith(
        "gridlock at harbour/t: for 504 h no laden box has left its yard of 1000 TEU (950 for the hinterland, "
        "0 to be shipped, 0 empty); ships wait to discharge: a voyage 0 (100 TEU, since hour 111)"
    )


def test_boxes_to_be_shipped_leave_room_for_those_for_the_hinterland():
    # Half of 1 000 TEU is the most for the 900 TEU to be shipped; 400 for the hinterland stand there too, 100 more fit.
    world = World(Scenario.model_validate(harbour({}, {"a": BOXES}, 1, cranes=CRANE, yard={"capacity_teu": 1000})),
                  Streams(1, 0), StrictKernel())  # fmt: skip
    yard = world.ports["harbour"].terminals["t"].yard
    yard.deliver(0.0, 900)
    yard.land(0.0, 400)
    assert yard.amount() == 900.0
    assert yard.reserve(100)
    assert not yard.reserve(1)
    inside, outside = yard.hourly(np.array([50.0]))
    assert set(inside.tolist()) == {900.0}
    assert set(outside.tolist()) == {450.0}
