"""What a study costs beside the simulation: time and memory over a thousand tiny runs, each a draw of its own.

python benchmarks/study_overhead.py [--runs 1000] [--jobs 2]

Every run is a scenario of its own (made, checked, given a key, sent, simulated, written, listed in the index). Overhead
is the CPU time of all that less that of simulation and measures, on one process; the memory is that of the command.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
import time
from pathlib import Path

from portsim.scenario.load import load_scenario
from portsim.study.outcome import Progress
from portsim.study.requests import RunRequest
from portsim.study.runner import run_scenarios

TINY = ("clock.warmup_days=0", "services.ships.interarrival_h={exponential: 400}")
"""About twenty calls a year: the simulation takes a few milliseconds."""
GOAL_MS = 20.0
GOAL_MIB = 5.0
"""Of the second half of a study: its memory does not grow with the runs, but for their lines in the index."""


def main() -> None:
    """Print milliseconds a run, their ratio to the goal, and memory along the way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    requests = tiny_requests(asked.runs)
    with tempfile.TemporaryDirectory() as folder:
        for jobs in (1, asked.jobs):
            _study(requests, Path(folder, str(jobs)), jobs)
        begun = time.perf_counter()
        run_scenarios(requests, Path(folder, "1"), 1)
        print(f"again, all there: {1e3 * (time.perf_counter() - begun) / asked.runs:.1f} ms a run")


def tiny_requests(n_runs: int) -> list[RunRequest]:
    """Runs of some milliseconds, each of a scenario of its own."""
    loaded = load_scenario("tutorial", sets=TINY)
    return [RunRequest("tiny", loaded, 1, n, n + 1, {"services.ships.call_size_teu": 500 + n}) for n in range(n_runs)]


def overhead(n_runs: int) -> tuple[float, float]:
    """CPU milliseconds a run beside simulation and measures, and MiB that the second half of the runs added."""
    memory: list[float] = []

    def note(progress: Progress) -> None:
        if progress.n_done in (progress.n_total // 2, progress.n_total):
            gc.collect()
            memory.append(resident_mib())

    requests = tiny_requests(n_runs)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        outcome = run_scenarios(requests, Path(folder), 1, note)
        spent_s = time.process_time() - begun - sum(one.cpu_s for one in outcome.outcomes)
    return 1e3 * spent_s / n_runs, memory[-1] - memory[0]


def _study(requests: list[RunRequest], folder: Path, jobs: int) -> None:
    memory: dict[int, float] = {}

    def note(progress: Progress) -> None:
        if progress.n_done in (100, progress.n_total // 2, progress.n_total):
            gc.collect()
            memory[progress.n_done] = resident_mib()

    begun, begun_cpu = time.perf_counter(), time.process_time()
    outcome = run_scenarios(requests, folder, jobs, note)
    took_s, cpu_s, n = time.perf_counter() - begun, time.process_time() - begun_cpu, len(requests)
    simulated_s = sum(one.cpu_s for one in outcome.outcomes)
    told = f"{n} runs, {jobs} at a time: {1e3 * took_s / n:.1f} ms a run"
    if jobs == 1:
        overhead_ms = 1e3 * (cpu_s - simulated_s) / n
        told += f"; CPU {1e3 * cpu_s / n:.1f} ms, simulation and measures {1e3 * simulated_s / n:.1f}"
        told += f", overhead {overhead_ms:.1f}: {overhead_ms / GOAL_MS:.2f} of the goal of {GOAL_MS:.0f} ms"
    else:
        told += f"; CPU of the command itself {1e3 * cpu_s / n:.1f} ms"
    print(told)
    print("memory of the command after " + ", ".join(f"{done} runs {mib:.0f} MiB" for done, mib in memory.items()))


def resident_mib() -> float:
    """Memory this process has now (Linux; 0 elsewhere)."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if statm.exists() else 0.0


if __name__ == "__main__":
    main()
