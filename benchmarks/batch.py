"""How much of two cores a batch of years uses: the same years in one process, then in two.

python benchmarks/batch.py [--scenario baseline] [--years 8] [--processes 2]

Efficiency = seconds in one process / (processes x seconds in all of them), start of processes and files included. On
a computer that does other work it says what is left over; the CPU seconds of both are printed, so that one can see
whether a year grew dearer or the cores were shared. Goal of a batch of eight years on two processes: 0.85.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from portsim.study.loading import load_scenario
from portsim.study.requests import replicate
from portsim.study.runner import run_scenarios

GOAL = 0.85


def main() -> None:
    """Print seconds, CPU seconds and the efficiency; end with 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="baseline")
    parser.add_argument("--years", type=int, default=8)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    requests = replicate([load_scenario(asked.scenario)], asked.years)
    with tempfile.TemporaryDirectory() as folder:
        seconds = {}
        for n_processes in (asked.processes, 1):
            before, begun = _cpu_s(), time.perf_counter()
            run_scenarios(requests, Path(folder, str(n_processes)), n_processes).raise_if_failed()
            seconds[n_processes] = time.perf_counter() - begun
            spent = _cpu_s() - before
            print(f"{asked.years} years, {n_processes} process(es): {seconds[n_processes]:.1f} s, {spent:.1f} CPU s")
    efficiency = seconds[1] / (asked.processes * seconds[asked.processes])
    print(f"efficiency {efficiency:.2f} (goal {GOAL})")
    sys.exit(0 if efficiency >= GOAL else 1)


def _cpu_s() -> float:
    """CPU seconds of this process and of those that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


if __name__ == "__main__":
    main()
