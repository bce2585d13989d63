"""How the cost of a run grows with what is asked of it: calls, load, cargo, years, replications.

Each curve doubles one thing and leaves the rest as it is; CPU seconds of the better of some rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portsim.model.world import simulate
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

YEAR_H = 8_760.0


@dataclass(frozen=True)
class Curve:
    """Sizes and CPU seconds."""

    name: str
    unit: str
    sizes: tuple[float, ...]
    seconds: tuple[float, ...]

    @property
    def last_step(self) -> float:
        """Cost of the last size over that of the one before."""
        return self.seconds[-1] / self.seconds[-2]


def berth_row(n_berths: int, load: float, n_calls: int, n_years: int = 1) -> Scenario:
    """A terminal of discrete berths, ships at random, exponential work, so many calls in the mean of the run."""
    gap_h = YEAR_H * n_years / n_calls
    return Scenario.model_validate({
        "format": 1, "name": "row", "clock": {"year": 2025, "n_years": n_years, "warmup_days": 0},
        "ports": {"harbour": {"terminals": {"t": {"quays": {"row": {"n_berths": n_berths}}}}}},
        "fleets": {"ship": {}},
        "services": {
            "ships": {
                "kind": "tramp", "ship_class": "ship", "port": "harbour", "interarrival_h": {"exponential": gap_h},
                "work_h": {"exponential": load * n_berths * gap_h},
            }
        },
    })  # fmt: skip


def cluster(years: int = 1, factor: float = 1.0) -> Scenario:
    """The invented cluster `two_ports`."""
    return load_scenario("two_ports", sets=[f"clock.n_years={years}", f"demand.factor={factor}"]).scenario


def _seconds(scenario: Scenario, rounds: int, runs: int = 1) -> float:
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        for replication in range(runs):
            simulate(scenario, 1, replication)
        best = min(best, time.process_time() - begun)
    return best


def curves(rounds: int, scale: float = 1.0) -> Iterator[Curve]:
    """All curves; a smaller `scale` makes them cheaper."""
    calls = [int(scale * n) for n in (12_500, 25_000, 50_000, 100_000)]
    yield _curve("calls", "calls a year", calls, lambda n: _seconds(berth_row(8, 0.8, int(n)), rounds))
    berths = [4, 8, 16, 32]
    yield _curve(
        "calls and berths", "berths, with calls for a load of 0.8", berths,
        lambda n: _seconds(berth_row(int(n), 0.8, int(scale * 3_125 * n)), rounds),
    )  # fmt: skip
    yield _curve(
        "load", "load of 8 berths", [0.4, 0.8, 1.6], lambda load: _seconds(berth_row(8, load, calls[1]), rounds)
    )
    yield _curve("cargo", "cargo of two_ports, 1 = as shipped", [0.25, 0.5, 1.0],
                 lambda factor: _seconds(cluster(1, factor), rounds))  # fmt: skip
    yield _curve("years", "years of two_ports", [1, 2, 4, 8], lambda n: _seconds(cluster(int(n)), rounds))
    yield _curve("replications", "replications of two_ports", [1, 2, 4, 8],
                 lambda n: _seconds(cluster(), rounds, int(n)))  # fmt: skip


def _curve(name: str, unit: str, sizes: list[float] | list[int], cost_s: Callable[[float], float]) -> Curve:
    return Curve(name, unit, tuple(map(float, sizes)), tuple(cost_s(size) for size in sizes))
