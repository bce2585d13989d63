"""What an overloaded year costs: CPU per event of the baseline with twice the cargo, of a berth whose queue only grows.

python benchmarks/overload.py [--rounds 2]
"""

from __future__ import annotations

import argparse
import time

from portsim.model.world import simulate
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

GOAL = 1.5


def main() -> None:
    """Print CPU per event of normal and overloaded years and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    baseline, doubled = (load_scenario("baseline", sets=sets).scenario for sets in ([], ["demand.factor=2"]))
    compare("baseline, cargo x 2", baseline, doubled, rounds)
    compare("one quay, ships x 2", quay(10.0), quay(5.0), rounds)


def quay(gap_h: float) -> Scenario:
    """Two berths with room for a ship each 6 h, and ships a mean gap apart; 20 years, so that the queue is long."""
    return Scenario.model_validate({
        "format": 1,
        "name": "quay",
        "clock": {"year": 2025, "n_years": 20, "warmup_days": 0},
        "ports": {"harbour": {"terminals": {"t": {"quays": {"q": {"n_berths": 2}}}}}},
        "fleets": {"ship": {}},
        "services": {
            "ships": {
                "kind": "tramp", "ship_class": "ship", "port": "harbour", "interarrival_h": {"exponential": gap_h},
                "work_h": {"exponential": 12.0},
            },
        },
    })  # fmt: skip


def compare(name: str, normal: Scenario, overloaded: Scenario, rounds: int) -> None:
    """Print CPU per event of both and their ratio."""
    costs = []
    for scenario in (normal, overloaded):
        best = min(cpu_us_per_event(scenario) for _ in range(rounds))
        costs.append(best)
    print(f"{name}: {costs[0]:.2f} and {costs[1]:.2f} us an event; ratio {costs[1] / costs[0]:.2f} (goal {GOAL})")


def cpu_us_per_event(scenario: Scenario) -> float:
    """CPU microseconds an event of one run."""
    begun = time.process_time()
    records = simulate(scenario, 1, 0)
    return (time.process_time() - begun) / records.n_events * 1e6


if __name__ == "__main__":
    main()
