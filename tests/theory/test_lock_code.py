"""A saturated lock against the Chinese code for shiplocks JTJ 305, by a scenario file and the real lock."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from portsim.model.world import simulate
from portsim.results.measures import MeasureTable, compute_measures
from portsim.scenario.load import load_scenario
from portsim.verification.files import SCENARIOS as CASES

SCENARIOS = Path(__file__).parent / "scenarios"
LOCK = CASES / "lock.yaml"
T1, T2 = 75.75, 106.2  # minutes, one direction and both, case 4 of the code
ONE_WAY = (("services.barges.returns", False),)


@cache
def measured(sets: tuple[tuple[str, object], ...], file: str = "") -> MeasureTable:
    path = SCENARIOS / f"{file}.yaml" if file else LOCK
    return compute_measures(simulate(load_scenario(path, sets=dict(sets)).scenario, 1, 0))


def test_a_line_saturated_from_both_sides_makes_27_1_lockages_a_day():
    table = measured(())
    assert table.value("lockages_per_day", "junction", "2025") == pytest.approx(1440 / (T2 / 2), rel=0.01)
    assert table.value("n_ships_per_lockage", "junction", "2025") == pytest.approx(6, rel=0.01)
    assert table.value("empty_turns_per_day", "junction", "2025") == pytest.approx(0, abs=0.1)


def test_a_line_saturated_from_one_side_makes_19_0_lockages_a_day_and_as_many_empty_turns():
    table = measured(ONE_WAY)
    assert table.value("lockages_per_day", "junction", "2025") == pytest.approx(1440 / T1, rel=0.01)
    assert table.value("empty_turns_per_day", "junction", "2025") == pytest.approx(1440 / T1, rel=0.01)
    assert table.value("lockages_per_day", "junction:up", "2025") == 0


@pytest.mark.parametrize(("sets", "minutes"), [((), T2 / 2), (ONE_WAY, T1)])
def test_each_of_two_lines_makes_as_many_lockages_as_one_alone(sets, minutes):
    table = measured(sets, "lock_two_lines")
    for line in ("one", "two"):
        made = table.value("lockages_per_day", f"junction/{line}", "2025")
        assert made == pytest.approx(1440 / minutes, rel=0.01)


def test_the_rate_factor_cuts_the_lockages_a_day():
    table = measured((("locks.junction.rate_factor", 0.8),))
    assert table.value("lockages_per_day", "junction", "2025") == pytest.approx(0.8 * 1440 / (T2 / 2), rel=0.01)


def test_work_of_22_hours_a_day_cuts_the_lockages_to_that_part():
    """A lockage begun before the end is finished, so up to one more a day, half of one in the mean."""
    table = measured((("locks.junction.hours_per_day", 22),))
    made = table.value("lockages_per_day", "junction", "2025")
    assert 22 * 60 / (T2 / 2) <= made <= 22 * 60 / (T2 / 2) + 1


def test_maintenance_of_one_of_two_lines_for_73_days_takes_a_tenth_of_the_lockages():
    """73 of 2 x 365 line days; closed from 1 March, so the whole of April."""
    table = measured((), "lock_works")
    whole = 2 * 1440 / (T2 / 2)
    assert table.value("lockages_per_day", "junction", "2025") == pytest.approx(0.9 * whole, rel=0.01)
    assert table.value("lockages_per_day", "junction/one", "2025-04") == 0
    assert table.value("lock_use_share", "junction/one", "2025") == pytest.approx(1, abs=0.01)


def test_barges_that_expect_to_wait_too_long_stay_away_and_are_counted():
    """Capacity is 27.1 x 6 x 5 000 t x 365 = 297 Mt of 400 Mt wanted: a quarter of the round trips of 10 000 t.

    They stay away when the first in the queue has waited 72 h; behind her stand those of 72 h at 400/297 of the
    capacity, who will wait 97 h.
    """
    table = measured(())
    made = 1440 / (T2 / 2) * 6 * 5_000 * 365
    assert table.value("lock_t", "junction", "2025") == pytest.approx(made, rel=0.01)
    assert table.value("canal_t", "canal", "2025") == pytest.approx(made, rel=0.01)
    assert table.value("n_barge_trips_not_begun", "barges", "2025") == pytest.approx((400e6 - made) / 10_000, rel=0.05)
    assert 72 < table.value("lock_wait_h_p95", "junction:down", "2025") < 97


def test_changzhou_makes_the_lockages_of_2025_when_ships_are_gathered():
    """Annual brief: 21 039 lockages (57.6 a day) of 123 620 ships (5.88 each) with 223.55 Mt (10 626 t each)."""
    table = measured((), "changzhou")
    assert table.value("lock_t", "changzhou", "2025") == pytest.approx(223.55e6, rel=0.02)
    assert table.value("lockages_per_day", "changzhou", "2025") == pytest.approx(57.6, rel=0.05)
    assert table.value("n_ships_per_lockage", "changzhou", "2025") == pytest.approx(5.88, rel=0.05)
    assert table.value("t_per_lockage", "changzhou", "2025") == pytest.approx(10_626, rel=0.05)
    assert 0.5 <= table.value("chamber_area_share", "changzhou", "2025") <= 0.7  # yearly mean, handbook
