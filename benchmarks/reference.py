"""The yardstick of all benchmarks: the M/M/8 berth queue at load 0.8, as a careful user writes it in plain SimPy.

Vessels arrive at random (one an hour), take the first of eight berths that is free, in order of arrival, and stay 6.4 h
on average. Times are process CPU seconds of the simulation alone: the random numbers are drawn before the clock starts.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import simpy

N_BERTHS = 8
BERTH_LOAD = 0.8
N_VESSELS = 200_000


@dataclass(frozen=True)
class BerthQueueInput:
    """What every program of the berth queue is given: hours between arrivals and hours at berth, per vessel."""

    gap_h: list[float]
    service_h: list[float]


def berth_queue_input(n_vessels: int = N_VESSELS, seed: int = 1) -> BerthQueueInput:
    """Draw the input of the berth queue."""
    rng = random.Random(seed)
    gap_h = [rng.expovariate(1.0) for _ in range(n_vessels)]
    service_h = [rng.expovariate(1.0 / (BERTH_LOAD * N_BERTHS)) for _ in range(n_vessels)]
    return BerthQueueInput(gap_h, service_h)


def plain_simpy_total_wait_h(given: BerthQueueInput) -> float:
    """Run the berth queue in plain SimPy; return the sum of all waits, in hours."""
    env = simpy.Environment()
    berths = simpy.Resource(env, N_BERTHS)
    total_wait_h = 0.0

    def vessel(service_h: float) -> Iterator[Any]:
        nonlocal total_wait_h
        arrived = env.now
        with berths.request() as request:
            yield request
            total_wait_h += env.now - arrived
            yield env.timeout(service_h)

    def arrivals() -> Iterator[Any]:
        for gap_h, service_h in zip(given.gap_h, given.service_h, strict=True):
            yield env.timeout(gap_h)
            env.process(vessel(service_h))

    env.process(arrivals())
    env.run()
    return total_wait_h


def cpu_s(program: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Run `program`; return its process CPU seconds and its result."""
    gc.collect()
    start = time.process_time()
    result = program(*arguments)
    return time.process_time() - start, result


def plain_simpy_cpu_s(n_vessels: int = N_VESSELS) -> float:
    """Process CPU seconds of the berth queue of `n_vessels` in plain SimPy, on this machine, now."""
    return cpu_s(plain_simpy_total_wait_h, berth_queue_input(n_vessels))[0]
