"""Capacity of a lock by the Chinese code: its worked cases, and the water that runs into a chamber."""

from __future__ import annotations

import math

import pytest

from portsim.capacity.lock_code import LockTimes, cargo_capacity_t, levelling_s, ship_capacity_t

PINGLU = LockTimes(
    gate_min=4.0, entry_one_way_min=8.75, entry_two_way_min=10.0, fill_min=16.0, exit_one_way_min=7.0,
    exit_two_way_min=7.1, follow_min=6.0,
)  # fmt: skip


def test_a_lockage_one_way_is_an_entry_an_exit_two_gaps_and_two_turns():
    # Gates 4 x 4, in 8.75, fill and empty 2 x 16, out 7, followers 2 x 6.
    assert PINGLU.one_way_min == pytest.approx(75.75)


def test_a_lockage_both_ways_has_two_entries_two_exits_and_two_turns():
    # Gates 4 x 4, in 2 x 10, fill and empty 2 x 16, out 2 x 7.1, followers 4 x 6.
    assert PINGLU.both_ways_min == pytest.approx(106.2)


def test_the_code_takes_the_mean_of_both_ways_of_working():
    # (75.75 + 106.2 / 2) / 2 = 64.425 min; 22 h of 60 min in it 20.49 times.
    assert PINGLU.mean_min == pytest.approx(64.425)
    assert PINGLU.lockages_per_day() == pytest.approx(20.49, abs=0.005)
    assert PINGLU.lockages_per_day(working_h=11.0) == pytest.approx(10.244, abs=0.001)


def test_the_third_lock_at_liulaojian_has_its_published_capacity():
    # 15 lockages each way x 350 days x 4000 t = 21.000 Mt of ships; x 0.55 / 1.15 = 10.0435 Mt of cargo.
    assert ship_capacity_t(30.0, 350.0, 4_000.0) == pytest.approx(21.000e6)
    cargo_t = cargo_capacity_t(30.0, 350.0, 4_000.0, load_factor=0.55, unevenness=1.15)
    assert cargo_t == pytest.approx(10.0435e6, abs=50.0)


def test_lockages_without_cargo_take_their_share():
    # 6 of 30 a day without cargo leave four fifths: 0.8 x 10.0435 Mt = 8.0348 Mt.
    cargo_t = cargo_capacity_t(30.0, 350.0, 4_000.0, load_factor=0.55, unevenness=1.15, idle_lockages_per_day=6.0)
    assert cargo_t == pytest.approx(8.0348e6, abs=50.0)


def test_a_chamber_of_300_by_24_m_is_level_after_24_minutes():
    assert levelling_s(300.0 * 24.0, 2.0, 4.0, 0.8) == pytest.approx(1436.7, abs=0.1)


@pytest.mark.parametrize("end_m", [0.5, 0.02])
def test_the_time_to_level_is_that_in_which_the_water_runs_in(end_m):
    # Torricelli: through the valves run m A_s sqrt(2 g z) cubic metres a second, which raise the chamber.
    chamber_m2, left_m, step_s, second = 1_000.0, 5.0, 0.05, 0
    while left_m > end_m:
        left_m -= 0.7 * 3.0 * math.sqrt(2.0 * 9.81 * left_m) * step_s / chamber_m2
        second += 1
    assert levelling_s(chamber_m2, 5.0, 3.0, 0.7, end_m) == pytest.approx(second * step_s, rel=2e-3)


def test_water_does_not_level_upwards():
    with pytest.raises(ValueError, match="above the 2"):
        levelling_s(1_000.0, 2.0, 4.0, 0.8, end_m=3.0)
