"""The planner's curves of waiting against berth occupancy: closed forms, an independent solution, and their order."""

from __future__ import annotations

import pytest
from queue_theory import wait_with_phases

from portsim.capacity.queue_curves import curve, wait_over_service
from portsim.errors import InputError
from portsim.verification.theory import wait_of_erlang, wait_of_pollaczek_khinchine

ERLANG_C = {
    0.5: (1.0, 0.3333, 0.0870, 0.0148, 0.0072),
    0.7: (2.3333, 0.9608, 0.3572, 0.1128, 0.0739),
    0.8: (4.0, 1.7778, 0.7455, 0.2860, 0.2046),
    0.9: (9.0, 4.2632, 1.9694, 0.8769, 0.6687),
}


@pytest.mark.parametrize("rho", list(ERLANG_C))
def test_exponential_work_gives_the_printed_erlang_c_values(rho):
    found = [wait_over_service(rho, n, service_phases=1) for n in (1, 2, 4, 8, 10)]
    assert found == pytest.approx(ERLANG_C[rho], abs=5.1e-5)  # printed to four places


@pytest.mark.parametrize(("n_berths", "rho"), [(3, 0.05), (6, 0.6), (25, 0.95), (2, 0.995)])
def test_exponential_work_gives_erlang_c_to_nine_places(n_berths, rho):
    assert wait_over_service(rho, n_berths, 1) == pytest.approx(wait_of_erlang(rho * n_berths, n_berths), rel=1e-9)


@pytest.mark.parametrize("phases", [2, 5])
def test_one_berth_gives_pollaczek_and_khinchine(phases):
    """The squared coefficient of variation of an Erlang-k time is 1/k."""
    assert wait_over_service(0.85, 1, phases) == pytest.approx(wait_of_pollaczek_khinchine(0.85, 1 / phases), rel=1e-9)


def test_arrivals_in_two_phases_at_one_berth_follow_the_root_of_their_law():
    """E2/M/1 at rho 0.5: the root z of z = (2 rho / (2 rho + 1 - z))^2 = 1 / (2 - z)^2 other than 1 is (3 - sqrt 5)/2.

    z (2 - z)^2 = 1 is (z - 1)(z^2 - 3 z + 1) = 0. The wait over the service is z / (1 - z) = 0.618034.
    """
    assert wait_over_service(0.5, 1, 1, 2) == pytest.approx(0.6180339887, rel=1e-9)


@pytest.mark.parametrize(("rho", "n_berths", "arrival_phases"), [(0.8, 3, 1), (0.7, 4, 2), (0.85, 2, 1)])
def test_erlang_work_at_several_berths_solves_the_balance_equations(rho, n_berths, arrival_phases):
    exact = wait_with_phases(rho, n_berths, arrival_phases, 2)
    assert wait_over_service(rho, n_berths, 2, arrival_phases) == pytest.approx(exact, rel=1e-7)


def test_the_value_that_tables_in_circulation_misprint():
    """E2/E2/4 at 0.5 is printed as 0.0532 in copies of the table; exact: 0.0257."""
    assert round(wait_over_service(0.5, 4, 2, 2), 4) == 0.0257


def test_curves_rise_with_occupancy_and_fall_with_the_number_of_berths():
    one, four = (curve(n, [0.0, 0.3, 0.6, 0.9]) for n in (1, 4))
    assert one[0].wait_over_service == 0.0
    rising = [point.wait_over_service for point in four]
    assert rising == sorted(rising)
    assert all(few.wait_over_service > many.wait_over_service for few, many in zip(one[1:], four[1:], strict=True))


@pytest.mark.parametrize("bad", [(1.0, 2, 2, 1), (-0.1, 2, 2, 1), (0.5, 0, 2, 1), (0.5, 2, 0, 1), (0.5, 500, 4, 1)])
def test_what_has_no_curve_is_said(bad):
    with pytest.raises(InputError):
        wait_over_service(*bad)
