"""Shippers hear of locks: hours beyond those the tables count, in each direction, and ships that still wait."""

from __future__ import annotations

import pytest

from portsim.choice.network import network_of, toll_cny_per_teu
from portsim.model.inland.lock_delays import LockDelays
from portsim.model.kernel import Kernel
from portsim.model.world import World
from portsim.scenario.load import load_scenario
from portsim.streams import Streams


def test_what_is_heard_of_a_lock_is_the_mean_of_boxes_through_and_of_boxes_that_wait() -> None:
    # 100 TEU through in 3 h (2 beyond the usual hour), 50 in half an hour (half an hour less); 50 TEU have waited 5 h.
    lock = LockDelays(1.0)
    lock.arrive(100, 10.0)
    lock.arrive(50, 20.0)
    assert lock.leave(100, 10.0, 13.0) == pytest.approx(2.0)
    assert lock.leave(50, 20.0, 20.5) == 0.0
    lock.arrive(50, 30.0)
    teu, late_h, _ = lock.heard(35.0)
    assert teu == 200.0
    assert late_h == pytest.approx((100 * 2.0 - 50 * 0.5 + 50 * 4.0) / 200)
    assert lock.heard(30.5) == (0.0, 0.0, 0.0), "who has waited for less than is usual is not late"


def test_a_lock_that_nobody_passed_tells_nothing() -> None:
    assert LockDelays(1.0).heard(168.0) == (0.0, 0.0, 0.0)


def test_a_way_by_barge_hears_of_its_locks_in_its_own_direction() -> None:
    world = World(load_scenario("invented_cluster").scenario, Streams(1, 0), Kernel())
    heard = world.waterways.heard
    assert set(heard) == {("gate_hill", False), ("gate_hill", True)}
    chooser, ways = world.chooser, world._ways
    components, parts = chooser._components, chooser._parts  # type: ignore[attr-defined]
    for number, way in enumerate(ways.all):
        passed = [components[part] for part in parts[number].tolist() if part < len(components)]
        locks = [one for one in passed if isinstance(one, LockDelays)]
        is_barge = way.itinerary.land is not None and way.itinerary.land[2] == "barge"
        assert locks == ([heard["gate_hill", not way.itinerary.outbound]] if is_barge else [])


def test_a_river_sea_ship_pays_the_toll_of_a_barge_of_her_size() -> None:
    # 1 CNY x 0.6 x 5 000 t x 3 locks / (220 TEU x 0.7) = 58.44 CNY a TEU, on the price of either.
    free, tolled = (
        network_of(load_scenario("canal_2027", sets=[f"links.pinglu_canal.toll_cny_per_gt_lock={toll}"]).scenario)
        for toll in (0, 1)
    )
    expected = 1.0 * 0.6 * 5_000 * 3 / (220 * 0.7)
    for pair in (("nanning", "yangpu"), ("yangpu", "nanning"), ("nanning", "south_vietnam")):
        assert tolled.sea[pair].money_cny - free.sea[pair].money_cny == pytest.approx(expected)
    for pair in (("nanning", "qinzhou"), ("yulin_guigang", "qinzhou")):
        barge = [next(leg for leg in network.land[pair] if leg.mode == "barge") for network in (free, tolled)]
        assert barge[1].money_cny - barge[0].money_cny == pytest.approx(expected)
    unlike = {pair for pair in free.sea if free.sea[pair] != tolled.sea[pair]}
    assert {end for pair in unlike for end in pair} >= {"nanning"}
    assert all("nanning" in pair for pair in unlike), "ships that stay at sea pay no toll"


def test_a_single_lock_on_a_way_has_no_toll() -> None:
    scenario = load_scenario("canal_2027", sets=["links.pinglu_canal.toll_cny_per_gt_lock=1"]).scenario
    ship = scenario.fleets["barge_5000"]
    assert toll_cny_per_teu(scenario, ship, ["xijin"]) == 0.0
