"""Arrivals and work more even than chance (Erlang-2), against the balance equations of phases, not planning tables."""

from __future__ import annotations

from operator import attrgetter

import pytest
from queue_runs import row_of_berths
from queue_theory import wait_of_erlang, wait_of_pollaczek_khinchine, wait_with_phases


def test_the_balance_equations_give_what_is_known_in_closed_form():
    assert wait_with_phases(0.7, 4, 1, 1) == pytest.approx(wait_of_erlang(2.8, 4), rel=1e-9)
    assert wait_with_phases(0.85, 1, 1, 2) == pytest.approx(wait_of_pollaczek_khinchine(0.85, 0.5), rel=1e-9)
    # E2/M/1 (Takacs): the root of s = (rho' / (rho' + 1 - s))^2 with rho' = 2 rho is, for rho 0.5, (3 - sqrt 5) / 2;
    # s / (1 - s) = 0.618034.
    assert wait_with_phases(0.5, 1, 2, 1) == pytest.approx(0.618034, abs=1e-6)
    assert wait_with_phases(0.5, 4, 2, 2) == pytest.approx(0.0257, abs=5e-5)


@pytest.mark.parametrize(
    ("n_berths", "load", "gap", "n_calls", "exact", "within"),
    [
        (4, 0.5, "erlang", 250_000, 0.0257, 0.10),  # tables in circulation print 0.0532
        (2, 0.85, "exponential", 450_000, 1.9622, 0.05),
    ],
)
def test_the_mean_wait_is_that_of_the_balance_equations(n_berths, load, gap, n_calls, exact, within):
    assert wait_with_phases(load, n_berths, 2 if gap == "erlang" else 1, 2) == pytest.approx(exact, abs=5e-5)
    found = row_of_berths(n_berths, load, n_calls, "erlang", gap).estimate(attrgetter("wait_over_work"))
    assert found.agrees_with(exact, within), found
