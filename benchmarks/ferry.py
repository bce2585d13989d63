"""CPU seconds of a year of a ferry with 57 ships: some 80 000 sailings, five million vehicles.

    python benchmarks/ferry.py [--rounds 3]

The whole run counts: vehicles drawn, sailings, rows of the log. Goal: below 0.4 s for 80 000 sailings.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from reference import cpu_s

from portsim.model.world import simulate
from portsim.scenario.scenario import Scenario

GOAL_S = 0.4
SAILINGS = 80_000
DAY = [1.0] * 5 + [2.0, 3.0, 4.0, 5.0] + [6.0] * 8 + [5.0, 5.0, 4.0, 4.0, 3.0, 2.0, 1.0]


def scenario() -> Scenario:
    """About the Qiongzhou Strait, without rush and weather."""
    both = {"load_h": {"triangular": {"low": 0.5, "mode": 0.75, "high": 1.0}}, "unload_h": 0.5}
    vehicles: dict[str, Any] = {
        name: {"annual_out": {"2025": annual}, "annual_back": {"2025": annual}, "hours": DAY}
        for name, annual in (("trucks", 900e3), ("cars", 1_500e3))
    }
    return Scenario.model_validate({
        "format": 1, "name": "strait", "clock": {"year": 2025, "warmup_days": 0},
        "ports": {"harbour": {"terminals": {"terminal": {"quays": {"row": {"n_berths": 1}}}}}},
        "fleets": {"roro": {"truck_slots": 60}},
        "services": {
            "ferry": {
                "kind": "ferry", "ship_class": "roro", "ships": 57, "latest_wait_h": 0.22,
                "origin": {"berths": 17, **both}, "destination": {"berths": 29, **both},
                "crossing_h": {"triangular": {"low": 1.0, "mode": 1.25, "high": 1.5}}, **vehicles,
            }
        },
    })  # fmt: skip


def main() -> None:
    """Print the best of some rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    described = scenario()
    best_s, records = min((cpu_s(simulate, described, 1, 0) for _ in range(rounds)), key=lambda run: run[0])
    n = len(records.tables["sailings"])
    per_goal = best_s * SAILINGS / n
    print(f"{n} sailings, {records.balance['ferry_vehicles_carried']} vehicles, {records.n_events / n:.1f} events each")
    print(f"{best_s:.2f} s CPU, {per_goal:.2f} s for {SAILINGS} sailings (goal {GOAL_S} s)")


if __name__ == "__main__":
    main()
