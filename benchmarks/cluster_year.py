"""The baseline year against plain SimPy's berth queue, and its peak memory: ratios of one run on one machine.

python benchmarks/cluster_year.py [--rounds 2]
"""

from __future__ import annotations

import argparse
import resource
import time

from portsim.model.world import simulate
from portsim.scenario.load import load_scenario

VESSELS = 200_000


def main() -> None:
    """Print CPU seconds, their ratio, events and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    scenario = load_scenario("baseline").scenario
    years, references = [], []
    peak_mib = 0.0
    for _ in range(rounds):
        begun = time.process_time()
        records = simulate(scenario, 1, 0)
        years.append(time.process_time() - begun)
        if len(years) == 1:
            peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        from reference import plain_simpy_cpu_s  # after the first peak: SimPy's 200 000 vessels have their own

        references.append(plain_simpy_cpu_s(VESSELS))
    n_made = records.balance["consignments_made"]
    n_calls = len(records.tables["calls"])
    print(
        f"baseline, 84 d + 365 d: {min(years):.2f} CPU s; plain SimPy M/M/8, {VESSELS} vessels: {min(references):.2f}"
    )
    print(f"ratio {min(years) / min(references):.2f} (goal 4.5)")
    print(f"{records.n_events} events, {n_calls} calls, {n_made} consignments: {records.n_events / n_made:.2f} each")
    print(f"peak memory of the first year, without pandas: {peak_mib:.0f} MiB (goal 150)")


if __name__ == "__main__":
    main()
