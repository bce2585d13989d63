"""How a berth 95 % busy fills from empty, against the exact passage of M/M/1, and what warm-up it needs."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from queue_runs import scenario, ships_waiting
from queue_theory import waiting_from_empty

from portsim.verification.estimate import Interval, interval

LOAD = 0.95
STEADY = 18.05  # rho^2 / (1 - rho) ships at anchor
N_WORKS = 2000  # in the year of the scenario
PARTS_DAYS = ((0, 73), (73, 146), (146, 292), (292, 365))  # a fifth, a fifth, two fifths, a fifth of it


@cache
def filling() -> list[Interval]:
    """Ships at anchor in each part of the year, 8 terminals in 30 replications."""
    hours = [(24.0 * first, 24.0 * last) for first, last in PARTS_DAYS]
    terminals = [f"harbour/{name}" for name in "abcdefgh"]
    seen = ships_waiting(scenario("from_empty", {}), terminals, hours)
    return [interval(list(part)) for part in seen.T]


@cache
def exact_means() -> list[float]:
    times, waiting = waiting_from_empty(LOAD, N_WORKS, 1001)
    bounds = [(N_WORKS * first / 365, N_WORKS * last / 365) for first, last in PARTS_DAYS]
    return [float(np.trapezoid(waiting[(times >= a) & (times <= b)], dx=2.0) / (b - a)) for a, b in bounds]


def test_the_exact_passage_ends_in_the_steady_state():
    times, waiting = waiting_from_empty(LOAD, 12_000, 121)
    assert waiting[0] == 0.0
    assert waiting[-1] == pytest.approx(STEADY, rel=1e-4)
    # One relaxation time, 1 / (1 - sqrt 0.95)^2 = 1 559 mean works, leaves 6 %; four leave a thousandth.
    assert waiting[times == 1_600] / STEADY == pytest.approx(0.94, abs=0.01)


@pytest.mark.parametrize("part", range(len(PARTS_DAYS)))
def test_the_ships_at_anchor_grow_as_the_exact_passage_says(part):
    assert filling()[part].agrees_with(exact_means()[part], 0.25), (filling()[part], exact_means()[part])


def test_a_start_from_empty_shows_as_too_few_ships_in_the_first_fifth_of_a_short_run():
    """The bias a warm-up is for: 400 mean works from empty hold half the ships of the steady state."""
    first = filling()[0]
    assert first.mean + first.half_width < 0.65 * STEADY
