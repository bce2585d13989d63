"""Directions every analyst expects when something opens, gets dearer or closes, on the shipped scenarios.

Shares expected at the times of the tables need no run; pairs of runs with the same luck tell whether a direction holds
with queues and what is heard of them. What is asked of no one place is asked of the invented cluster, whose runs are
short.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from portsim.choice.logit import probabilities
from portsim.model.kernel import Kernel
from portsim.model.world import World, simulate
from portsim.results.measures import compute_measures
from portsim.results.records import Records
from portsim.scenario.load import load_scenario
from portsim.streams import Streams
from portsim.study.ways_taken import WaysTaken, taken_by_tables, taken_in_run

LOCKS = ("madao", "qishi", "qingnian")
LAMBDA = 0.6  # of the baseline, asked below
YEAR = "clock.year=2027"
KNOWN = "policies.canal_first_year=null"  # lines of the canal as boxes choose once they know them


@cache
def expected(name: str, *sets: str) -> WaysTaken:
    return taken_by_tables(load_scenario(name, sets=list(sets)).scenario)


@cache
def run(name: str, *sets: str) -> tuple[WaysTaken, Records]:
    scenario = load_scenario(name, sets=list(sets)).scenario
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


def gains(before: WaysTaken, after: WaysTaken, tolerance: float = 1e-9) -> dict[str, float]:
    """Rise of the logsum by zone, the mean over its flows by TEU; of no flow it falls by more than the tolerance."""
    worth = [probabilities(ways.utility, ways.tree, LAMBDA)[1] for ways in (before, after)]
    first = before.tree.flow_start[:-1]
    assert before.flow[first].tolist() == after.flow[after.tree.flow_start[:-1]].tolist()
    rise = worth[1] - worth[0]
    assert rise.min() > -tolerance, "a way that opens makes nobody worse off"
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
    (usual, before), (late, after) = (
        run("canal_2027", KNOWN, f"clock.year={year}"),
        run("canal_2027", KNOWN, f"clock.year={year}", *slow),
    )
    waits = [compute_measures(records) for records in (before, after)]
    for lock in LOCKS:
        assert waits[1].value("lock_wait_h", lock, year) > waits[0].value("lock_wait_h", lock, year)
    assert on_the_canal(late) < (1.0 - least_fall) * on_the_canal(usual)


def test_with_queues_too_the_canal_serves_nanning_and_guigang_takes_from_road_and_nansha_and_leaves_chongqing() -> None:
    (before, _), (after, _) = run("baseline", YEAR), run("canal_2027", KNOWN, YEAR)
    # Boxes that the canal brings to Qinzhou wait with all others: there a logsum may fall by a few hundredths, most on
    # the fortnightly line to Africa, which is full already and rolls more of them.
    gain = gains(before, after, tolerance=0.1)
    assert set(sorted(gain, key=lambda zone: -gain[zone])[:2]) == {"nanning", "yulin_guigang"}
    assert min(gain.values()) > -0.02
    assert abs(gain["chongqing"]) < 0.1 * gain["nanning"]
    assert teu(after, mode="road") < teu(before, mode="road")
    assert teu(after, gateway="via_nansha") < teu(before, gateway="via_nansha")
    of_chongqing = [teu(ways, zone="chongqing", gateway="qinzhou") for ways in (before, after)]
    assert of_chongqing[1] == pytest.approx(of_chongqing[0], rel=0.05)


def test_with_queues_too_a_second_mainline_string_brings_yangpu_boxes_that_change_ship() -> None:
    more = (f"services.{line}.sailings_per_week={{times: 2}}" for line in ("yangpu_us_west", "yangpu_australia"))
    (before, first), (after, then) = run("baseline", YEAR), run("baseline", YEAR, *more)
    moved = [teu(ways, trade="transhipment", gateway="yangpu") for ways in (before, after)]
    assert moved[1] > moved[0] + 500.0
    calls = [records.tables["calls"].columns() for records in (first, then)]
    ids = [entity.id for entity in first.entities]
    transhipped = [float(one["transhipped_teu"][one["port"] == ids.index("yangpu")].sum()) for one in calls]
    assert transhipped[1] > transhipped[0]


def test_without_a_discount_the_uplands_send_less_by_train_and_more_over_the_pass() -> None:
    (with_it, _), (without, _) = run("invented_cluster"), run("invented_cluster", "costs.subsidy_factor=0")
    assert teu(without, zone="uplands", mode="rail", gateway="middle_port") < 0.95 * teu(
        with_it, zone="uplands", mode="rail", gateway="middle_port"
    )
    assert teu(without, zone="uplands", gateway="over_the_pass") > 1.05 * teu(
        with_it, zone="uplands", gateway="over_the_pass"
    )


@pytest.mark.parametrize("port", ["east_port", "middle_port", "west_port"])
def test_the_longer_a_port_is_closed_the_less_it_handles(port: str) -> None:
    handled = []
    for ends in (None, "2025-05-15", "2025-07-01"):
        closed = f"{{resource: ports.{port}, starts: 2025-05-01, ends: {ends}, closed: true}}"
        _, records = run("invented_cluster", *([f"disruptions={{shut: {closed}}}"] if ends else []))
        handled.append(compute_measures(records).value("throughput_teu", port, "2025"))
    assert handled == sorted(handled, reverse=True)
    assert handled[2] < 0.97 * handled[0]


@pytest.mark.parametrize("port", ["qinzhou", "fangchenggang", "beihai", "yangpu"])
def test_a_port_that_is_forbidden_to_a_market_takes_none_of_it_and_no_more_of_others(port: str) -> None:
    rule = f"{{kind: forbid, gateways: [{port}], markets: [east_china]}}"
    before, after = expected("baseline"), expected("baseline", f"policies={{shut: {rule}}}")
    assert teu(after, gateway=port) < teu(before, gateway=port)
    # What it takes of other markets stays as it was; nothing of the flows concerned is lost.
    moved = after.teu - before.teu
    there = (before.gateway == port) | (before.hub == port)
    assert moved[there].max() <= 1e-9
    assert moved.sum() == pytest.approx(0.0, abs=1e-3)


def test_at_unchanged_times_every_single_consignment_keeps_its_way_or_takes_the_one_that_was_added() -> None:
    taken = []
    without = "policies={no: {kind: forbid, gateways: [middle_port], modes: [barge]}}"
    for sets in ([without], []):
        world = World(load_scenario("invented_cluster", sets=sets).scenario, Streams(1, 0), Kernel())
        lots = world._shippers.until(5_000.0)
        taken.append((world.chooser.choose(lots), world._ways.itineraries, lots))
    (before, _, first), (after, itineraries, then) = taken
    assert np.array_equal(first.number, then.number)
    by_barge = np.array([one.land is not None and one.land[2] == "barge" for one in itineraries])
    moved = before != after
    assert moved.any()
    assert by_barge[after[moved]].all()
    assert not by_barge[before].any()


def test_in_its_first_year_the_canal_carries_about_what_is_expected_of_it() -> None:
    # 16 Mt in 2027, of them 2.4 Mt in boxes (docs/explanation/locks.md): 30 % of the forecast of 2029.
    _, records = run("canal_2027")
    table = compute_measures(records)
    assert table.value("canal_t", "pinglu_canal", "2027") == pytest.approx(16e6, rel=0.05)
    assert table.value("canal_container_t", "pinglu_canal", "2027") == pytest.approx(2.4e6, rel=0.15)
