"""The promise of KN: the best is chosen as often as stated if it is better by the indifference zone."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from portsim.analysis.selection import kn

N_TRIALS = 2000
INDIFFERENCE = 1.0


def chosen_right(spreads: list[float], correlation: float, confidence: float, n_runs: int, seed: int) -> float:
    """Share of trials in which the first option, better than each other by the zone, is chosen."""
    random = np.random.default_rng(seed)
    k = len(spreads)
    hits = 0
    for _ in range(N_TRIALS):
        common = random.standard_normal((n_runs, 1))
        own = random.standard_normal((n_runs, k))
        values = (math.sqrt(correlation) * common + math.sqrt(1.0 - correlation) * own) * spreads
        values[:, 0] += INDIFFERENCE
        found = kn(pd.DataFrame(values), INDIFFERENCE, confidence)
        assert found.best is not None, f"undecided after {n_runs} runs: {found.n_at_most} may be needed"
        hits += found.best == 0
    return hits / N_TRIALS


@pytest.mark.parametrize(
    ("spreads", "correlation"),
    [
        ([1.5, 1.5, 1.5, 1.5], 0.0),
        ([3.0, 1.0, 1.0, 1.0], 0.0),  # the best varies most
        ([0.5, 1.0, 2.0, 3.0], 0.0),  # the best varies least
        ([3.0, 1.0, 2.0, 0.5], 0.6),  # with common random numbers
    ],
)
def test_the_best_of_four_is_chosen_as_often_as_promised(spreads, correlation):
    """Two standard errors of a share of 2 000 below 95 %: 94 %."""
    assert chosen_right(spreads, correlation, 0.95, 700, seed=21) >= 0.94


def test_a_lower_promise_is_kept_and_costs_mistakes():
    """Of two options the bound is nearly sharp: more mistakes than a promise of 95 % would allow."""
    assert 0.73 <= chosen_right([3.0, 1.0], 0.0, 0.75, 300, seed=22) < 0.93


def run_by_run(values: np.ndarray, indifference: float, confidence: float, n_first: int) -> tuple[int, int]:
    """The procedure as its authors tell it, one run after the other; the option chosen and the runs used."""
    k = values.shape[1]
    eta = ((2 * (1 - confidence) / (k - 1)) ** (-2 / (n_first - 1)) - 1) / 2
    left = set(range(k))
    for r in range(n_first, len(values) + 1):
        means = values[:r].mean(axis=0)
        stays = set()
        for i in left:
            margins = {}
            for j in left - {i}:
                spread2 = np.var(values[:n_first, i] - values[:n_first, j], ddof=1)
                margins[j] = max(
                    0.0, indifference / (2 * r) * (2 * eta * (n_first - 1) * spread2 / indifference**2 - r)
                )
            if all(means[i] >= means[j] - margin for j, margin in margins.items()):
                stays.add(i)
        left = stays
        if len(left) == 1:
            return left.pop(), r
    return -1, len(values)


def test_it_drops_options_as_the_procedure_told_run_by_run_does():
    random = np.random.default_rng(23)
    for _ in range(40):
        values = random.normal(random.normal(0.0, 0.6, 4), [0.3, 1.0, 1.5, 2.0], (120, 4))
        best, n_used = run_by_run(values, 1.0, 0.9, 8)
        found = kn(pd.DataFrame(values), 1.0, 0.9, n_first=8)
        assert (found.best, found.n_used) == ((best, n_used) if best >= 0 else (None, 120))
