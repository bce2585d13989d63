"""A junction worked by hand: who goes in with whom, when chambers start and turn, priorities, closures, water."""

from __future__ import annotations

from typing import get_args

import pytest
from lock_runs import CODE, LARGE, Ship, build, describe, run
from lock_runs import Log as LockLog

from portsim.model.inland.chamber import Times
from portsim.model.inland.policies import PICKS
from portsim.model.inland.vessel import Vessel, VesselClass
from portsim.model.kernel import Kernel, StrictKernel
from portsim.scenario.policies import LockOrder

TURN = 2 * 4 + 16  # close, level, open: minutes
ALONE = 8.75 + TURN + 7  # one row, nobody else about
UP, DOWN = True, False


def close(minutes: float) -> object:
    return pytest.approx(minutes, abs=1e-6)


def test_ships_lie_in_rows_across_and_then_along_and_the_first_that_does_not_fit_waits():
    """100 x 20 m, 2 m between rows, 1 m abreast.

    a 40 x 9 and b 45 x 9 lie abreast (9 + 1 + 9 = 19 m), the row is 45 m long; c 50 x 12 begins the second at 47 m and
    ends at 97 m; d 30 x 7 lies beside her (12 + 1 + 7 = 20 m); e 10 x 5 would begin a third at 99 m: no.
    """
    chamber = {**CODE, "length_m": 100.0, "beam_m": 20.0, "sill_depth_m": 5.0}
    sizes = ((40, 9), (45, 9), (50, 12), (30, 7), (10, 5))
    ships = [Ship(1.0, UP, length, beam, 3.0) for length, beam in sizes]
    blocker = Ship(0.0, UP, 90.0, 19.0, 3.0)  # so that all others wait together
    log = run(describe(chamber, gap_along_m=2.0, gap_across_m=1.0), [blocker, *ships])
    second, third = [lockage for lockage in log.lockages if not lockage.is_empty][1:]
    assert second.ships == [1, 2, 3, 4]
    assert third.ships == [5]
    assert second.area_share == pytest.approx((360 + 405 + 600 + 210) / 2000)
    assert second.end - second.start == close(8.75 + 6 + TURN + 7)  # two rows: the second follows after 6 min


def test_a_longer_ship_beside_a_shorter_one_lengthens_the_row_if_there_is_room():
    """100 m: beside a ship of 20 m lies one of 60 m; behind them 100 - 60 - 2 = 38 m are left, too few for 39 m."""
    chamber = {**CODE, "length_m": 100.0, "beam_m": 21.0, "sill_depth_m": 5.0}
    blocker, short, long = Ship(0, UP, 100, 10, 3.0), Ship(1, UP, 20, 10, 3.0), Ship(1, UP, 60, 10, 3.0)
    for third_m, together in ((39, [[0], [1, 2], [3]]), (38, [[0], [1, 2, 3]])):
        log = run(describe(chamber), [blocker, short, long, Ship(1, UP, third_m, 10, 3.0)])
        assert [lockage.ships for lockage in log.lockages if lockage.ships] == together


def test_a_ship_longer_than_every_chamber_is_refused():
    with pytest.raises(ValueError, match="no chamber takes"):
        run(describe(), [Ship(1.0, UP, 301)])


def test_a_chamber_turns_empty_when_only_the_other_side_waits_and_alternates_when_both_do():
    """One chamber, at the lower water. Minutes:

    0 ship 0 comes from above: empty turn to 24; in one-way, out one-way (nobody below): 24 + 39.75 = 63.75.
    30 ship 1 comes from below: in at 63.75 after ships came out (10), out one-way: 63.75 + 10 + 24 + 7 = 104.75.
    80 ship 2 from above, 90 ship 3 from below: 2 goes in at 104.75, two-way in and out since 3 waits below:
    104.75 + 10 + 24 + 7.1 = 145.85; then 3 up to 145.85 + 10 + 24 + 7 = 186.85.
    """
    log = run(describe(), [Ship(0, DOWN), Ship(30, UP), Ship(80, DOWN), Ship(90, UP)])
    assert [(one.is_empty, one.up, one.ships) for one in log.lockages] == [
        (True, UP, []), (False, DOWN, [0]), (False, UP, [1]), (False, DOWN, [2]), (False, UP, [3]),
    ]  # fmt: skip
    assert [one.start for one in log.lockages] == [close(x) for x in (0, 24, 63.75, 104.75, 145.85)]
    assert log.left == {0: close(63.75), 1: close(104.75), 2: close(145.85), 3: close(186.85)}


def test_every_time_is_stretched_by_the_rate_factor():
    log = run(describe(rate_factor=0.8), [Ship(0, UP)])
    assert log.left[0] == close(ALONE / 0.8)


def test_a_second_chamber_turns_only_for_ships_that_the_first_has_no_room_for():
    """Both at the lower water. Three ships from above (3 x 1422 of 10 200 m2): one chamber turns, at 24 takes all."""
    few = run(describe({}, {}), [Ship(minute, DOWN) for minute in (0, 1, 2)])
    assert [(one.line, one.is_empty, len(one.ships)) for one in few.lockages] == [(0, True, 0), (0, False, 3)]
    many = run(describe({}, {}), [Ship(minute, DOWN) for minute in range(8)])  # the eighth makes 11 376 m2
    assert [(one.line, one.start) for one in many.lockages if one.is_empty] == [(0, close(0)), (1, close(7))]
    assert [len(one.ships) for one in many.lockages if one.ships] == [6, 2]


def test_ships_left_behind_by_a_full_chamber_call_the_other_one_at_once():
    """Seven ships of 50 x 29 m cover 10 150 m2, less than the chamber; it takes five of them (5 x 52 = 260 m)."""
    log = run(describe({}, {}), [Ship(0, DOWN, 50, 29) for _ in range(7)])
    assert [(one.line, one.is_empty, one.start) for one in log.lockages] == [
        (0, True, close(0)), (0, False, close(24)), (1, True, close(24)), (1, False, close(48)),
    ]  # fmt: skip
    assert [len(one.ships) for one in log.lockages] == [0, 5, 0, 2]


def test_a_ship_too_large_for_one_chamber_lets_smaller_ones_use_it():
    small = {**CODE, "length_m": 100.0, "beam_m": 12.0, "sill_depth_m": 4.0}
    first, wide, barge = Ship(0, UP), Ship(1, UP), Ship(2, UP, 50, 10.8, 2.5)
    log = run(describe(small, {}), [first, wide, barge])
    assert [(one.line, one.ships, one.start) for one in log.lockages[:2]] == [(1, [0], close(0)), (0, [2], close(2))]
    deep = Ship(0, UP, 50, 10.8, 3.6)  # 3.6 m and 0.5 m below the keel: more than 4 m
    assert run(describe(small, {}), [deep]).lockages[0].line == 1


def test_a_line_that_waits_to_fill_starts_when_full_or_when_the_first_has_waited_long_enough():
    """Six 90 x 15.8 m ships fill the chamber, which is known when a seventh finds no room."""
    rules = {"turn": "wait_to_fill", "wait_to_fill_min": 60.0}
    alone = run(describe(**rules), [Ship(10, UP), Ship(30, UP)])
    assert [(one.ships, one.start) for one in alone.lockages] == [([0, 1], close(70))]
    crowd = run(describe(**rules), [Ship(minute, UP) for minute in range(7)])
    assert (crowd.lockages[0].ships, crowd.lockages[0].start) == ([0, 1, 2, 3, 4, 5], close(6))
    at_once = run(describe(), [Ship(10, UP), Ship(30, UP)])
    assert at_once.lockages[0].start == close(10)


def test_while_one_line_waits_to_fill_the_other_does_not_turn_for_the_same_ship():
    """Line a turns for the first ship and holds from 24; the second comes at 30, both go in at 60."""
    log = run(describe({}, {}, turn="wait_to_fill"), [Ship(0, DOWN), Ship(30, DOWN)])
    assert [(one.line, one.ships, one.start) for one in log.lockages] == [(0, [], close(0)), (0, [0, 1], close(60))]


def test_of_every_three_ships_let_in_the_first_has_priority_if_one_waits():
    """A chamber for one ship at a time. 0 goes at once; then 3 (container) is ahead in places 3, 6, ...: n = 1 of 3.

    Places are counted by side: 0 takes place 0 (a priority place, none waits), 1 and 2 by arrival take 1 and 2, then
    place 3 is for priority: 5; then 3 and 4 by arrival, then place 6: 6.
    """
    chamber = {**CODE, "length_m": 95.0, "beam_m": 17.0, "sill_depth_m": 8.0}
    ships = [Ship(n, UP) for n in range(5)] + [Ship(5, UP, priority=True), Ship(6, UP, priority=True)]
    rules = {"order": "n_of_m", "priority_n": 1, "priority_m": 3}
    order = [one.ships[0] for one in run(describe(chamber, **rules), ships).lockages if one.ships]
    assert order == [0, 1, 2, 5, 3, 4, 6]
    assert [one.ships[0] for one in run(describe(chamber), ships).lockages if one.ships] == [0, 1, 2, 3, 4, 5, 6]


def test_every_order_a_scenario_may_name_has_a_rule():
    assert set(PICKS) == set(get_args(LockOrder))


def test_a_closed_line_finishes_its_lockage_starts_no_other_and_begins_again_when_it_opens():
    """Closed from minute 30 to 600: the lockage begun at 0 ends at 39.75; ship 1 waits until 600, below: no turn left.

    After the first lockage the chamber is above; ship 1 waits below since 35: at 600 empty turn, in at 624.
    """
    log = run(describe(), [Ship(0, UP), Ship(35, UP)], closed_h=[[(0.5, 10.0)]])
    assert [(one.start, one.is_empty) for one in log.lockages] == [
        (close(0), False), (close(600), True), (close(624), False),
    ]  # fmt: skip


def test_while_one_line_is_closed_the_other_does_its_work():
    log = run(describe({}, {}), [Ship(35, UP)], closed_h=[[(0.5, 10.0)], []])
    assert [(one.line, one.start) for one in log.lockages] == [(1, close(35))]


def test_a_line_that_closes_while_it_turns_leaves_the_ship_to_the_other():
    """Line a turns for the ship from 0 to 24 and is closed from minute 6; at 24 line b begins to turn."""
    log = run(describe({}, {}), [Ship(0, DOWN)], closed_h=[[(0.1, 10.0)], []])
    assert [(one.line, one.is_empty, one.start) for one in log.lockages] == [
        (0, True, close(0)), (1, True, close(24)), (1, False, close(48)),
    ]  # fmt: skip


def test_a_lock_that_never_opens_again_keeps_its_ships_and_the_run_ends():
    log = run(describe(), [Ship(0, UP)], closed_h=[[(0.0, float("inf"))]])
    assert log.lockages == []
    assert log.left == {}


def test_water_is_let_down_with_every_filling_and_basins_save_their_share():
    """300 x 34 m, 10 m of head: 102 000 m3; 60 % saved: 40 800. Ship 0 goes down (turn fills, emptied), ship 1 up."""
    lock = describe({**LARGE, "water_saved_share": 0.6})
    log = run(lock, [Ship(0, DOWN), Ship(100, UP)])
    assert [(one.up, one.water_m3) for one in log.lockages] == [
        (UP, pytest.approx(40_800)), (DOWN, 0.0), (UP, pytest.approx(40_800)),
    ]  # fmt: skip


def test_levelling_with_a_constant_opening_takes_the_time_of_the_worked_case():
    """300 x 24 m, 2 m, m 0.8, 4 m2: 1436.7 s; and a larger chamber by the same formula."""
    narrow = {key: value for key, value in LARGE.items() if key != "fill_min"} | {"beam_m": 24.0}
    lock = describe({**narrow, "levelling": {"valve_m2": 4.0, "coefficient": 0.8}}, head_m=2.0)
    assert run(lock, [Ship(0, UP)]).left[0] - (8.75 + 8 + 7) == pytest.approx(1436.7 / 60, abs=0.001)
    line = {key: value for key, value in LARGE.items() if key != "fill_min"}
    lock = describe({**line, "levelling": {"valve_m2": 40.0}})
    log = run(lock, [Ship(0, UP)])
    filling = log.left[0] - (8.75 + 8 + 7)
    assert filling == close(2 * 300 * 34 * 10**0.5 / (0.8 * 40 * (2 * 9.81) ** 0.5) / 60)


def test_the_code_case_has_a_cycle_of_75_75_minutes_one_way_and_106_2_both_ways():
    lock = describe()
    times = Times.of(lock, lock.lines["a"])
    assert 60.0 * (times.lockage_h(3, False, False) + times.turn_h) == close(75.75)
    assert 60.0 * 2.0 * times.lockage_h(3, True, True) == close(106.2)


def test_the_wait_one_perceives_is_that_of_the_ship_that_has_waited_longest():
    env, log = Kernel(), LockLog()
    lock = build(env, describe(), log)
    for minute in (0, 1, 5):
        kind = VesselClass(0, 90.0, 15.8, 5.0)
        env.defer(minute / 60.0, lambda kind: lock.arrive([Vessel(kind)], UP), kind)
    env.run(until=31.0 / 60.0)
    assert 60.0 * lock.perceived_wait_h(UP) == close(30)  # 0 is inside, 1 came at minute 1
    assert lock.perceived_wait_h(DOWN) == 0.0
    assert (lock.n_inside, lock.n_waiting) == (1, 2)


def test_a_vessel_with_a_process_of_her_own_goes_on_when_she_is_through():
    env, seen = StrictKernel(), []
    lock = build(env, describe(), LockLog())

    def trip(number: int, up: bool):
        yield number / 60.0
        yield from lock.pass_through(Vessel(VesselClass(number, 90.0, 15.8, 5.0)), up)
        seen.append((number, 60.0 * env.now))

    env.start(trip(0, UP))
    env.start(trip(1, UP))
    env.run()
    assert seen == [(0, close(39.75)), (1, close(39.75 + 24 + 39.75))]  # the second after an empty turn


def test_a_saturated_lock_needs_less_than_one_event_per_ship():
    """The first ship goes alone, then 33 down in 6 lockages (5 x 6 + 3) and 32 up in 6; arrivals are the test's own."""
    ships = [Ship(0, up) for _ in range(33) for up in (UP, DOWN)]
    log = run(describe(), ships)
    assert log.n_events == len(ships) + len(log.lockages)
    assert len(log.lockages) == 1 + 6 + 6
