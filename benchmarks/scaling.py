"""How the cost of a run grows: with its length, with its traffic, and the terminal code against plain SimPy.

python benchmarks/scaling.py [--rounds 3] [--years baseline]

Four years against one are those of a scenario. Twice the traffic at equal utilisation is a terminal of 16 berths and
twice the ships against one of 8 berths; the latter is also the yardstick's queue, M/M/8 at load 0.8, on the code of any
terminal.
"""

from __future__ import annotations

import argparse

from reference import BERTH_LOAD, N_BERTHS, cpu_s, plain_simpy_cpu_s

from portsim.model.world import simulate
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

GOAL_YEARS, GOAL_TRAFFIC, GOAL_TERMINAL = 4.4, 2.2, 0.5
YEARS = 20
VESSELS = YEARS * 8_760


def berths(n: int) -> Scenario:
    """Ships that come at random, one an hour to each 8 berths, and stay 6.4 h in the mean."""
    return Scenario.model_validate({
        "format": 1,
        "name": "berths",
        "clock": {"year": 2025, "n_years": YEARS, "warmup_days": 0},
        "ports": {"harbour": {"terminals": {"t": {"quays": {"q": {"n_berths": n}}}}}},
        "fleets": {"ship": {}},
        "services": {
            "ships": {
                "kind": "tramp", "ship_class": "ship", "port": "harbour",
                "interarrival_h": {"exponential": N_BERTHS / n}, "work_h": {"exponential": BERTH_LOAD * N_BERTHS},
            },
        },
    })  # fmt: skip


def _ratio(scenarios: tuple[Scenario, Scenario], rounds: int) -> tuple[float, float]:
    """The least CPU seconds of two scenarios run in turn."""
    costs: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for scenario, found in zip(scenarios, costs, strict=True):
            found.append(cpu_s(simulate, scenario, 1, 0)[0])
    return min(costs[0]), min(costs[1])


def main() -> None:
    """Print the three ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--years", default="baseline", help="scenario whose years are compared")
    arguments = parser.parse_args()
    once_s, twice_s = _ratio((berths(N_BERTHS), berths(2 * N_BERTHS)), arguments.rounds)
    plain_s = min(plain_simpy_cpu_s(VESSELS) for _ in range(arguments.rounds))
    print(f"twice the ships at equal utilisation: {twice_s:.2f} and {once_s:.2f} CPU s")
    print(f"  ratio {twice_s / once_s:.2f} (goal {GOAL_TRAFFIC})")
    print(f"M/M/8 on the code of any terminal, {VESSELS} vessels, and in plain SimPy: {once_s:.2f} and {plain_s:.2f}")
    print(f"  ratio {once_s / plain_s:.2f} (goal {GOAL_TERMINAL})")
    one, four = (load_scenario(arguments.years, sets=[f"clock.n_years={n}"]).scenario for n in (1, 4))
    one_s, four_s = _ratio((one, four), 1 if arguments.years == "baseline" else arguments.rounds)
    print(f"{arguments.years}, four years and one: {four_s:.2f} and {one_s:.2f} CPU s")
    print(f"  ratio {four_s / one_s:.2f} (goal {GOAL_YEARS})")


if __name__ == "__main__":
    main()
