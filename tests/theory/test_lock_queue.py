"""A lock as a queue of the textbooks: single ships in one direction are M/D/1; the table of waits can be made anew."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from lock_runs import CODE, build, describe
from lock_runs import Log as LockLog
from scipy.special import stdtrit

from portsim.capacity.lock_waits import LINES, MOMENTS, USES, wait_moments
from portsim.model.inland.vessel import Vessel, VesselClass
from portsim.model.kernel import Kernel

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ONE_SHIP = {**CODE, "length_m": 95.0, "beam_m": 17.0, "sill_depth_m": 8.0}
TURN_H = (4 + 16 + 4) / 60
LOCKAGE_H = (8.75 + 4 + 16 + 4 + 7) / 60
N_RUNS, N_SHIPS, N_WARM_UP = 12, 9_000, 1_000


class Past:
    def enter(self, vessels: list[Vessel]) -> None:
        """Gone."""


def mean_wait_h(load: float, seed: int) -> tuple[float, float]:
    """Mean wait of ships that come from above at random, one to a lockage, and the mean time between them."""
    env, log, past = Kernel(), LockLog(), Past()
    lock = build(env, describe(ONE_SHIP), log)
    gaps = np.random.default_rng(seed).exponential((TURN_H + LOCKAGE_H) / load, N_SHIPS)
    arrived = np.cumsum(gaps)
    kind = [VesselClass(number, 90.0, 15.8, 5.0) for number in range(N_SHIPS)]

    def arrivals():
        for number, gap_h in enumerate(gaps.tolist()):
            yield gap_h
            vessel = Vessel(kind[number])
            vessel.onward = past
            lock.arrive([vessel], False)

    env.start(arrivals())
    env.run()
    entered_h = np.array([log.entered[number] for number in range(N_SHIPS)]) / 60.0
    return float((entered_h - arrived)[N_WARM_UP:].mean()), float(gaps[N_WARM_UP:].mean())


@pytest.mark.parametrize("load", [0.5, 0.7])
def test_one_ship_at_a_time_in_one_direction_waits_as_in_m_d_1_and_for_the_empty_turn(load):
    """Every ship takes a turn and a lockage, always the same time S: wait load S / (2 (1 - load)), and the turn itself.

    99.9 % interval over runs, the mean time between arrivals as control variate.
    """
    service_h = TURN_H + LOCKAGE_H
    exact = load * service_h / (2.0 * (1.0 - load)) + TURN_H
    runs = np.array([mean_wait_h(load, seed) for seed in range(N_RUNS)])
    lines = np.column_stack([np.ones(N_RUNS), runs[:, 1] - service_h / load])
    fit, *_ = np.linalg.lstsq(lines, runs[:, 0], rcond=None)
    left = runs[:, 0] - lines @ fit
    spare = N_RUNS - 2
    spread = np.sqrt(left @ left / spare * np.linalg.inv(lines.T @ lines)[0, 0])
    half_width = stdtrit(spare, 0.9995) * spread
    assert abs(fit[0] - exact) <= half_width < 0.05 * exact


def fitter():
    """The script that makes the table of waits."""
    path = SCENARIOS / "fit_lock_waits.py"
    spec = importlib.util.spec_from_file_location("fit_lock_waits", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fit_lock_waits"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("n_lines", "use"), [(1, 0.5), (2, 0.8), (4, 0.9)])
def test_the_table_of_waits_is_what_the_lock_code_gives(n_lines, use):
    script = fitter()
    mean, sd = script.moments(n_lines, use, script.served_per_h(n_lines), seed=11)
    table_mean, table_sd = MOMENTS[LINES.index(n_lines)][USES.index(use)]
    assert mean == pytest.approx(table_mean, rel=0.04)
    assert sd == pytest.approx(table_sd, rel=0.06)


def test_waits_rise_with_the_use_and_fall_with_the_number_of_lines():
    means = np.array([[mean for mean, _ in row] for row in MOMENTS])
    assert (np.diff(means, axis=1) > 0).all()
    assert (np.diff(means, axis=0) < 0).all()


def test_between_its_entries_the_table_is_straight_and_three_lines_lie_between_two_and_four():
    """One line: 0.808 at 0.5 and 0.890 at 0.6; three at 0.5: (0.533 + 0.321) / 2; five as four."""
    assert wait_moments(1, 0.55)[0] == pytest.approx((0.808 + 0.890) / 2)
    assert wait_moments(1, 0.0) == (0.206, 0.207)
    assert wait_moments(2, 0.95) == pytest.approx((1.878, 1.357))
    assert wait_moments(3, 0.5)[0] == pytest.approx((0.533 + 0.321) / 2)
    assert wait_moments(5, 0.5) == wait_moments(4, 0.5)
