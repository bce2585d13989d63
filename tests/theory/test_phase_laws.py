"""The balance equations of phases that the curves of waiting are tested by, against what is known in closed form."""

from __future__ import annotations

import pytest
from queue_theory import wait_with_phases

from portsim.verification.theory import wait_of_erlang, wait_of_pollaczek_khinchine


def test_the_balance_equations_give_what_is_known_in_closed_form():
    assert wait_with_phases(0.7, 4, 1, 1) == pytest.approx(wait_of_erlang(2.8, 4), rel=1e-9)
    assert wait_with_phases(0.85, 1, 1, 2) == pytest.approx(wait_of_pollaczek_khinchine(0.85, 0.5), rel=1e-9)
    # E2/M/1 (Takacs): the root of s = (rho' / (rho' + 1 - s))^2 with rho' = 2 rho is, for rho 0.5, (3 - sqrt 5) / 2;
    # s / (1 - s) = 0.618034.
    assert wait_with_phases(0.5, 1, 2, 1) == pytest.approx(0.618034, abs=1e-6)
    assert wait_with_phases(0.5, 4, 2, 2) == pytest.approx(0.0257, abs=5e-5)
