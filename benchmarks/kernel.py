"""How fast the kernel is: the berth queue in plain SimPy, on the kernel, and as a bare heapq loop, run in turn.

    python benchmarks/kernel.py [--vessels 200000] [--rounds 5]

Goals: kernel / plain SimPy <= 0.22, kernel / bare heapq loop <= 2.5. All three must find the same waits.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from reference import N_BERTHS, N_VESSELS, BerthQueueInput, berth_queue_input, cpu_s, plain_simpy_total_wait_h

from portsim.model.kernel import Kernel, Pool, Process

GOAL_OF_SIMPY = 0.22
GOAL_OF_HEAPQ = 2.5


def kernel_total_wait_h(given: BerthQueueInput) -> float:
    """Run the berth queue on the kernel; return the sum of all waits, in hours."""
    env = Kernel()
    berths = Pool(env, N_BERTHS)
    total_wait_h = 0.0

    def vessel(service_h: float) -> Process:
        nonlocal total_wait_h
        arrived = env.now
        if not berths.take():
            yield berths.ask()
        total_wait_h += env.now - arrived
        yield service_h
        berths.give()

    def arrivals() -> Process:
        for gap_h, service_h in zip(given.gap_h, given.service_h, strict=True):
            yield gap_h
            env.start(vessel(service_h))

    env.start(arrivals())
    env.run()
    return total_wait_h


def heapq_total_wait_h(given: BerthQueueInput) -> float:
    """Run the berth queue as callables on a heap, nothing else; return the sum of all waits, in hours."""
    queue: list[tuple[float, int, Callable[[Any], None], Any]] = []
    waiting: deque[tuple[float, float]] = deque()
    n_scheduled, n_free, now, total_wait_h = 0, N_BERTHS, 0.0, 0.0
    calls = zip(given.gap_h, given.service_h, strict=True)

    def schedule(hours: float, function: Callable[[Any], None], argument: Any) -> None:
        nonlocal n_scheduled
        n_scheduled += 1
        heappush(queue, (now + hours, n_scheduled, function, argument))

    def next_arrival() -> None:
        call = next(calls, None)
        if call is not None:
            schedule(call[0], arrive, call[1])

    def arrive(service_h: float) -> None:
        nonlocal n_free
        if n_free:
            n_free -= 1
            schedule(service_h, leave, None)
        else:
            waiting.append((now, service_h))
        next_arrival()

    def leave(_: None) -> None:
        nonlocal n_free, total_wait_h
        if waiting:
            arrived, service_h = waiting.popleft()
            total_wait_h += now - arrived
            schedule(service_h, leave, None)
        else:
            n_free += 1

    next_arrival()
    while queue:
        now, _, function, argument = heappop(queue)
        function(argument)
    return total_wait_h


PROGRAMS = {
    "plain SimPy": plain_simpy_total_wait_h,
    "kernel": kernel_total_wait_h,
    "bare heapq": heapq_total_wait_h,
}


def measure(n_vessels: int, n_rounds: int) -> dict[str, list[float]]:
    """Run the programs in turn; return the CPU seconds of each, one number a round."""
    given = berth_queue_input(n_vessels)
    seconds: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    waits: dict[str, float] = {}
    for _ in range(n_rounds):
        for name, program in PROGRAMS.items():
            spent_s, waits[name] = cpu_s(program, given)
            seconds[name].append(spent_s)
    if not all(math.isclose(wait, waits["plain SimPy"], rel_tol=1e-9) for wait in waits.values()):
        raise SystemExit(f"the programs differ in the total wait: {waits}")
    return seconds


def main() -> int:
    """Print the seconds and the ratios; return 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description="speed of the kernel on the M/M/8 berth queue, load 0.8")
    parser.add_argument("--vessels", type=int, default=N_VESSELS)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    seconds = measure(options.vessels, options.rounds)
    best_s = {name: min(values) for name, values in seconds.items()}  # the round that others disturbed least
    for name, spent_s in best_s.items():
        print(f"{name:12} {spent_s:7.3f} s  {1e6 * spent_s / options.vessels:6.2f} us a vessel")
    of_simpy = best_s["kernel"] / best_s["plain SimPy"]
    of_heapq = best_s["kernel"] / best_s["bare heapq"]
    print(f"kernel / plain SimPy  {of_simpy:.3f}  (goal {GOAL_OF_SIMPY})")
    print(f"kernel / bare heapq   {of_heapq:.3f}  (goal {GOAL_OF_HEAPQ})")
    return 0 if of_simpy <= GOAL_OF_SIMPY and of_heapq <= GOAL_OF_HEAPQ else 1


if __name__ == "__main__":
    raise SystemExit(main())
