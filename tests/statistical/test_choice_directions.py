"""Directions every analyst expects when something opens, gets dearer or closes, on the shipped scenarios.

Where no queue is involved the shares expected at the times of the tables are compared: they need no run.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from portsim.choice.logit import probabilities
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.results.records import Records
from portsim.scenario.load import load_scenario
from portsim.study.ways_taken import WaysTaken, taken_by_tables, taken_in_run

LOCKS = ("madao", "qishi", "qingnian")
LAMBDA = 0.6  # of the baseline, asked below


@cache
def expected(name: str, *sets: str) -> WaysTaken:
    return taken_by_tables(load_scenario(name, sets=list(sets)).scenario)


@cache
def run(*sets: str) -> tuple[WaysTaken, Records]:
    scenario = load_scenario("canal_2027", sets=list(sets)).scenario
    records = simulate(scenario, 1, 0)
    return taken_in_run(scenario, records), records


def teu(ways: WaysTaken, **where: str) -> float:
    """TEU a year on the ways with these marks."""
    mine = np.ones(len(ways.teu), dtype=bool)
    for column, value in where.items():
        mine &= getattr(ways, column) == value
    return float(ways.teu[mine].sum())


def on_the_canal(ways: WaysTaken) -> float:
    return teu(ways, mode="barge", gateway="qinzhou") + teu(ways, mode="river_sea")


def gains(before: WaysTaken, after: WaysTaken) -> dict[str, float]:
    """Rise of the logsum by zone, the mean over its flows by TEU."""
    worth = [probabilities(ways.utility, ways.tree, LAMBDA)[1] for ways in (before, after)]
    first = before.tree.flow_start[:-1]
    assert before.flow[first].tolist() == after.flow[after.tree.flow_start[:-1]].tolist()
    rise = worth[1] - worth[0]
    assert rise.min() > -1e-9, "a way that opens makes nobody worse off"
    zones = before.zone[first]
    return {
        str(zone): float(np.average(rise[zones == zone], weights=before.flow_teu[zones == zone]))
        for zone in np.unique(zones[zones != ""])
    }


def test_the_canal_is_worth_most_to_nanning_and_guigang_and_nothing_to_chongqing() -> None:
    choice = load_scenario("baseline").scenario.choice
    assert choice is not None
    assert choice.nesting == LAMBDA
    gain = gains(expected("baseline"), expected("canal_2027"))
    assert set(sorted(gain, key=lambda zone: -gain[zone])[:2]) == {"nanning", "yulin_guigang"}
    assert gain["chongqing"] < 0.05 * gain["nanning"]


def test_the_canal_takes_boxes_from_the_road_and_from_nansha() -> None:
    before, after = expected("baseline"), expected("canal_2027")
    assert on_the_canal(before) == 0.0
    assert on_the_canal(after) > 0.0
    assert teu(after, mode="road") < teu(before, mode="road")
    assert teu(after, gateway="via_nansha") < teu(before, gateway="via_nansha")
    of_chongqing = [teu(ways, zone="chongqing", gateway="qinzhou") for ways in (before, after)]
    assert of_chongqing[1] == pytest.approx(of_chongqing[0], rel=0.01)


def test_a_way_that_opens_takes_cargo_only_to_itself() -> None:
    before, after = expected("baseline"), expected("canal_2027")
    was = {key: t for *key, t in zip(before.flow, before.gateway, before.mode, before.hub, before.teu, strict=True)
           for key in [tuple(key)]}  # fmt: skip
    old = 0
    for *marks, now in zip(after.flow, after.gateway, after.mode, after.hub, after.teu, strict=True):
        key = tuple(marks)
        if key in was:
            old += 1
            assert now <= was[key] * (1.0 + 1e-9) + 1e-9, key
    assert old == len(before.teu)


def test_barges_a_fifth_dearer_than_trucks_carry_less_than_a_tenth_of_the_boxes_between_the_two_places() -> None:
    # trucks to Qinzhou ask 1 080 CNY from Nanning and 1 580 from Yulin and Guigang
    dear = expected(
        "canal_2027",
        "services.nanning_qinzhou_barges.cost_cny_per_teu=1296",
        "services.guigang_qinzhou_barge.cost_cny_per_teu=1896",
    )
    for zone in ("nanning", "yulin_guigang"):
        by_barge, by_all = (teu(dear, zone=zone, gateway="qinzhou", **mode) for mode in ({"mode": "barge"}, {}))
        assert 0.0 < by_barge < 0.1 * by_all


def test_the_dearer_the_toll_the_fewer_boxes_on_the_canal_and_the_more_on_the_road() -> None:
    tolls = [expected("canal_2027", f"links.pinglu_canal.toll_cny_per_gt_lock={toll}") for toll in (0, 1, 3)]
    afloat, on_road = ([count(ways) for ways in tolls] for count in (on_the_canal, lambda ways: teu(ways, mode="road")))
    assert afloat == sorted(afloat, reverse=True)
    assert on_road == sorted(on_road)
    by_ship = [teu(ways, mode="river_sea") for ways in tolls]
    assert by_ship == sorted(by_ship, reverse=True)
    assert by_ship[2] < by_ship[0]
    assert afloat[2] < 0.95 * afloat[0]


def test_without_the_discount_of_the_railway_chongqing_turns_to_the_yangtze() -> None:
    with_it, without = expected("baseline"), expected("baseline", "costs.subsidy_factor=0")
    assert teu(without, zone="chongqing", mode="rail") < teu(with_it, zone="chongqing", mode="rail")
    shanghai = [teu(ways, zone="chongqing", gateway="via_shanghai") for ways in (with_it, without)]
    assert shanghai[1] > 1.05 * shanghai[0]


def test_more_mainline_sailings_at_yangpu_take_boxes_that_change_ship_from_hubs_outside() -> None:
    lines = ("yangpu_us_west", "yangpu_australia", "yangpu_abu_dhabi")
    before = expected("baseline")
    after = expected("baseline", *(f"services.{line}.sailings_per_week={{times: 2}}" for line in lines))
    moved = {
        gateway: teu(after, trade="transhipment", gateway=gateway) - teu(before, trade="transhipment", gateway=gateway)
        for gateway in ("yangpu", "via_nansha", "hub_hong_kong", "hub_singapore")
    }
    assert moved["yangpu"] > 1_000.0
    assert max(change for gateway, change in moved.items() if gateway != "yangpu") <= 0.0


@pytest.mark.parametrize(("year", "least_fall"), [("2027", 0.005), ("2035", 0.05)])
def test_locks_at_half_their_rate_make_barges_wait_and_send_boxes_back(year: str, least_fall: float) -> None:
    # In 2027 (20 Mt) the locks are half used: slow ones fill their chambers better, and a trip of 43 h takes 4 h more.
    # With the traffic of 2035 (86 Mt) they are nine tenths used, and half the rate does not do for it.
    slow = tuple(f"locks.{lock}.rate_factor=0.4" for lock in LOCKS)
    (usual, before), (late, after) = run(f"clock.year={year}"), run(f"clock.year={year}", *slow)
    waits = [compute_measures(records) for records in (before, after)]
    for lock in LOCKS:
        assert waits[1].value("lock_wait_h", lock, year) > waits[0].value("lock_wait_h", lock, year)
    assert on_the_canal(late) < (1.0 - least_fall) * on_the_canal(usual)
