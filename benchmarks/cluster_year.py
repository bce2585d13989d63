"""The years of 2025 and 2030 against plain SimPy's berth queue, and their peak memory: ratios on one machine.

python benchmarks/cluster_year.py [--rounds 2] [--scenario baseline --scenario outlook_2030]

Each scenario has a process of its own; a year and the yardstick are run in turn, and the least of each counts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from typing import NamedTuple

from portsim.model.world import simulate
from portsim.results.records import Records
from portsim.scenario.load import load_scenario

VESSELS = 200_000
GOAL_RATIO, GOAL_MIB, GOAL_BYTES = 4.5, 150, 120
SCENARIOS = ("baseline", "outlook_2030")


class Measured(NamedTuple):
    """What was found of one scenario: CPU seconds of its years and of the yardstick, and the counts of the first."""

    years_s: list[float]
    references_s: list[float]
    loaded_mib: float
    peak_mib: float
    n_events: int
    n_calls: int
    n_consignments: int
    bytes_per_consignment: float


def measure(name: str, rounds: int) -> Measured:
    """Run a scenario and the yardstick in turn."""
    scenario = load_scenario(name).scenario
    loaded_mib = _peak_mib()
    years, references = [], []
    for turn in range(rounds):
        begun = time.process_time()
        records = simulate(scenario, 1, 0)
        years.append(time.process_time() - begun)
        if not turn:
            peak_mib = _peak_mib()  # before SimPy's 200 000 vessels, which have their own
            counts = records.n_events, len(records.tables["calls"]), int(records.balance["consignments_made"])
            n_bytes = _bytes_per_consignment(records)
        del records
        from reference import plain_simpy_cpu_s

        references.append(plain_simpy_cpu_s(VESSELS))
    return Measured(years, references, loaded_mib, peak_mib, *counts, n_bytes)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bytes_per_consignment(records: Records) -> float:
    table = records.tables["consignments"]
    return table.n_bytes / max(1, len(table))


def main() -> None:
    """Print CPU seconds, their ratio, events and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scenario", action="append")
    arguments = parser.parse_args()
    for name in arguments.scenario or SCENARIOS:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply(measure, (name, arguments.rounds))
        year_s, plain_s = min(found.years_s), min(found.references_s)
        print(f"{name}, warm-up and year: {year_s:.2f} CPU s; plain SimPy M/M/8, {VESSELS} vessels: {plain_s:.2f}")
        print(f"  ratio {year_s / plain_s:.2f} (goal {GOAL_RATIO})")
        each = found.n_events / found.n_consignments
        print(f"  {found.n_events} events, {found.n_calls} calls, {found.n_consignments} consignments: {each:.2f} each")
        print(
            f"  peak memory of the first year, without pandas: {found.peak_mib:.0f} MiB (goal {GOAL_MIB}), "
            f"of which {found.loaded_mib:.0f} when the scenario is loaded"
        )
        print(f"  records: {found.bytes_per_consignment:.0f} bytes a consignment (goal {GOAL_BYTES})", flush=True)


if __name__ == "__main__":
    main()
