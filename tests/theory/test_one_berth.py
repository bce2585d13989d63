"""One berth and whom it takes first: the shortest work against Cobham, Kleinrock and the order of arrival."""

from __future__ import annotations

from operator import attrgetter

import numpy as np
import pytest
from queue_runs import SEED, TERMINAL, row_of_berths, scenario

from portsim.model.world import simulate
from portsim.verification.queues import LAST_H, Queue, calls_at
from portsim.verification.theory import erlang_c

SHORT_FIRST = (("queue", "shortest"),)
N_SHORT_OR_LONG = 280_000


def wait_of(is_short: bool, queue: Queue) -> float:
    works = queue.works_h
    chosen = (works < works.mean()) == is_short
    return float(queue.waits_h[chosen].mean() / works.mean())


def test_with_the_shortest_first_short_and_long_work_waits_as_cobham_says():
    """Half of the works are 0.5, half 1.5, load 0.8; mean rest of the work found alongside 0.8 x 1.25 / 2 = 0.5.

    Short work (load 0.2) goes first: 0.5 / (1 - 0.2) = 0.625. Long work: 0.5 / ((1 - 0.2)(1 - 0.8)) = 3.125.
    """
    run = row_of_berths(1, 0.8, N_SHORT_OR_LONG, "short_or_long", rules=SHORT_FIRST)
    short = run.estimate(lambda queue: wait_of(True, queue))
    long = run.estimate(lambda queue: wait_of(False, queue))
    assert short.agrees_with(0.625, 0.05), short
    assert long.agrees_with(3.125, 0.05), long


def test_in_order_of_arrival_short_and_long_work_waits_alike():
    """Pollaczek-Khinchine with cv^2 1/4: 0.8 x 1.25 / (2 x 0.2) = 2.5 for both."""
    run = row_of_berths(1, 0.8, N_SHORT_OR_LONG, "short_or_long")
    for is_short in (True, False):
        found = run.estimate(lambda queue, is_short=is_short: wait_of(is_short, queue))
        assert found.agrees_with(2.5, 0.05), found


def test_whom_the_berth_takes_first_does_not_change_the_work_that_waits():
    """Kleinrock's conservation law: the mean of work times wait is 2.5 under either rule (0.25 x 0.625 + 0.75 x 3.125).

    The mean wait itself is 2.5 in order of arrival and (0.625 + 3.125) / 2 = 1.875 with the shortest first.
    """
    for rules, mean_wait in (((), 2.5), (SHORT_FIRST, 1.875)):
        run = row_of_berths(1, 0.8, N_SHORT_OR_LONG, "short_or_long", rules=rules)
        found = run.estimate(lambda queue: float((queue.works_h * queue.waits_h).mean() / queue.works_h.mean() ** 2))
        assert found.agrees_with(2.5, 0.05), found
        assert run.estimate(attrgetter("wait_over_work")).agrees_with(mean_wait, 0.05)


def test_whom_the_berth_takes_first_does_not_change_when_it_falls_idle():
    """One berth that never rests while ships wait works the same hours under any rule, ship by ship of one seed."""
    sets = {"services.ships.interarrival_h": {"exponential": 2.0}, "services.ships.work_h": {"exponential": 1.4}}
    idle = {}
    for rule in ("first_come", "shortest"):
        run = simulate(scenario("berths", sets | {"ports.harbour.terminals.terminal.queue": rule}), SEED, 0)
        calls = calls_at(run, TERMINAL)
        left = np.sort(calls["unberthed_h"])
        next_arrival = np.append(calls["arrived_h"][1:], np.inf)
        is_idle = next_arrival > left  # as many have left as have come
        idle[rule] = left[is_idle & (left < run.clock.end_h - LAST_H)]  # at the end some have not left
        idle[rule, "order"] = np.argsort(calls["unberthed_h"]).tolist()
    assert len(idle["first_come"]) > 1000
    assert idle["first_come"] == pytest.approx(idle["shortest"], abs=1e-6)
    assert idle["first_come", "order"] != idle["shortest", "order"]
    assert erlang_c(0.7, 1) == pytest.approx(1 - len(idle["first_come"]) / len(calls["arrived_h"]), abs=0.03)
