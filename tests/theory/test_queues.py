"""Waits at a row of berths against the exact results for M/M/c, by scenario files and the real terminal."""

from __future__ import annotations

from operator import attrgetter

import numpy as np
import pytest
from queue_runs import N_REPLICATIONS, SEED, TERMINAL, Cell, calls_at, interval, row_of_berths, scenario
from queue_theory import erlang_c, share_waiting_longer, wait_of_erlang

from portsim.model.world import simulate

MMC = {  # berths, load: mean wait over mean work (Erlang C), calls of all replications together
    (1, 0.5): (1.0000, 130_000), (1, 0.7): (2.3333, 220_000),
    (4, 0.5): (0.0870, 200_000), (4, 0.7): (0.3572, 320_000), (4, 0.8): (0.7455, 580_000), (4, 0.9): (1.9694, 500_000),
    (10, 0.5): (0.0072, 250_000), (10, 0.7): (0.0739, 440_000), (10, 0.8): (0.2046, 680_000),
}  # fmt: skip


def cell(n_berths: int, load: float) -> Cell:
    return row_of_berths(n_berths, load, MMC[n_berths, load][1])


def narrow(exact: float, load: float) -> float:
    return 0.10 if load >= 0.9 or exact < 0.05 else 0.05


@pytest.mark.parametrize(("n_berths", "load"), MMC)
def test_the_mean_wait_is_that_of_erlang(n_berths, load):
    exact = MMC[n_berths, load][0]
    assert exact == pytest.approx(wait_of_erlang(n_berths * load, n_berths), abs=1e-4)
    found = cell(n_berths, load).estimate(attrgetter("wait_over_work"))
    assert found.agrees_with(exact, narrow(exact, load)), found


@pytest.mark.parametrize(("n_berths", "load"), MMC)
def test_as_many_ships_wait_as_erlang_says(n_berths, load):
    exact = erlang_c(n_berths * load, n_berths)
    found = cell(n_berths, load).estimate(attrgetter("waiting_share"))
    assert found.agrees_with(exact, narrow(exact, load)), found


@pytest.mark.parametrize(("n_berths", "load"), MMC)
def test_as_many_ships_wait_longer_than_a_time_as_the_exponential_tail_says(n_berths, load):
    """Who waits, waits 1 / (berths - offered) mean works in the mean: of the waiting, exp(-1) wait longer than that."""
    run, offered = cell(n_berths, load), n_berths * load
    for times, looser in ((1.0, 1.5), (2.0, 3.0)):  # the farther out the tail, the fewer ships
        works = times / (n_berths - offered)
        exact = share_waiting_longer(offered, n_berths, works)
        assert exact == pytest.approx(erlang_c(offered, n_berths) * {1.0: 0.36787944, 2.0: 0.13533528}[times])
        long_h = works * run.work_h
        found = run.estimate(lambda queue, long_h=long_h: queue.share_waiting_longer(long_h))
        assert found.agrees_with(exact, looser * narrow(erlang_c(offered, n_berths), load)), (times, found)


@pytest.mark.parametrize(("n_berths", "load"), MMC)
def test_as_many_ships_lie_at_anchor_as_erlang_and_little_say(n_berths, load):
    """Erlang's C a / (c - a) ships in the mean; the terminal counts them by itself, from nobody's wait."""
    offered = n_berths * load
    exact = erlang_c(offered, n_berths) * offered / (n_berths - offered)
    found = cell(n_berths, load).estimate(attrgetter("ships_waiting"))
    assert found.agrees_with(exact, narrow(exact, load) * 1.2), found


@pytest.mark.parametrize(("n_berths", "load"), MMC)
def test_the_number_at_anchor_is_the_one_the_log_of_calls_adds_up_to(n_berths, load):
    """Hour by hour the terminal counts; the log knows when each ship came and berthed. Both are the same area."""
    queues = cell(n_berths, load).queues
    assert len(queues) == N_REPLICATIONS
    for queue in queues:
        assert queue.ships_waiting == pytest.approx(queue.ships_waiting_by_log, rel=1e-9)
    waiting = np.mean([queue.ships_waiting for queue in queues])  # Little: rate of arrivals times mean wait
    assert waiting == pytest.approx(np.mean([q.arrivals_per_h * q.mean_wait_h for q in queues]), rel=2e-3)


@pytest.mark.parametrize(("n_berths", "load"), MMC)
def test_arrivals_and_work_have_the_means_that_were_asked_for(n_berths, load):
    """What steadies the intervals above is known before: a wrong law must not be explained away by it."""
    run = cell(n_berths, load)
    for name, observed in zip(run.known, run.controls().T, strict=True):
        spread = interval(list(observed))
        assert abs(spread.mean) <= spread.half_width, name
    for name, true in (("mean_gap_h", run.gap_h), ("mean_work_h", run.work_h)):
        assert interval([getattr(queue, name) for queue in run.queues]).agrees_with(true, 0.015)


def test_of_ships_at_two_berths_nine_tenths_busy_85_percent_wait():
    """The first published share; the other two are among the loads above."""
    published = {(1.8, 2): 0.852632, (3.6, 4): 0.787753, (8.0, 10): 0.409180}
    assert {case: round(erlang_c(*case), 6) for case in published} == published
    found = row_of_berths(2, 0.9, 150_000).estimate(attrgetter("waiting_share"))
    assert found.agrees_with(0.852632, 0.03), found


def test_work_three_percent_too_long_would_be_seen():
    """The test of the test above: the mean of 130 000 works is known to 1 %."""
    longer = row_of_berths(1, 0.515, MMC[1, 0.5][1])
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
