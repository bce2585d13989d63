"""Rows of berths beside the cases of `portsim verify`: what a wrong law would show, and a quay that is four berths."""

from __future__ import annotations

from queue_runs import SEED, TERMINAL, row_of_berths, scenario

from portsim.model.world import simulate
from portsim.verification.estimate import interval
from portsim.verification.queues import calls_at

N_CALLS = 130_000


def test_work_three_percent_too_long_would_be_seen():
    """The test of the cases: the mean of 130 000 works is known to 1 %, and they allow it 1.5."""
    longer = row_of_berths(1, 0.515, N_CALLS)
    work_h = 0.5 * longer.gap_h
    assert not interval([queue.mean_work_h for queue in longer.queues]).agrees_with(work_h, 0.015)
    # A berth busy 51.5 % of the time lets 51.5 % of the ships wait, by the plain interval not 50 %.
    plain = interval([queue.waiting_share for queue in longer.queues])
    assert plain.agrees_with(0.515, 0.03)
    assert not plain.agrees_with(0.5, 0.03)


def test_a_quay_of_four_lengths_is_four_berths_call_by_call():
    times = {"services.ships.interarrival_h": {"exponential": 4.0}, "services.ships.work_h": {"exponential": 13.0}}
    at_quay = simulate(scenario("quay", times), SEED, 0)
    rows = {"ports.harbour.terminals.terminal.quays.row.n_berths": 4}
    at_berths = simulate(scenario("berths", times | rows), SEED, 0)
    quay, row = calls_at(at_quay, TERMINAL), calls_at(at_berths, TERMINAL)
    assert (quay["wait_h"] > 0.0).any()
    for column in ("arrived_h", "berthed_h", "unberthed_h"):
        assert quay[column].tolist() == row[column].tolist()
