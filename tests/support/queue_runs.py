"""Queue scenarios beyond the cases of `portsim verify`, run and looked at as these are, on two processes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from portsim.model.world import simulate
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario
from portsim.verification.files import SCENARIOS as CASES
from portsim.verification.files import SEED
from portsim.verification.queues import N_REPLICATIONS, TERMINAL, Cell, Load, mean_level, one_replication

SCENARIOS = Path(__file__).parents[1] / "theory" / "scenarios"


def scenario(file: str, sets: dict[str, object]) -> Scenario:
    """A scenario of the tests or of the cases with some values set, read and checked as a user's."""
    folder = SCENARIOS if (SCENARIOS / f"{file}.yaml").is_file() else CASES
    return load_scenario(folder / f"{file}.yaml", sets=sets).scenario


@cache
def two_processes() -> ProcessPoolExecutor:
    """Replications are independent, and queues need many: half the time on two cores."""
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@cache
def row_of_berths(
    n_berths: int,
    load: float,
    n_calls: int,
    work: str = "exponential",
    gap: str = "exponential",
    rules: tuple[tuple[str, object], ...] = (),
) -> Cell:
    """A terminal of discrete berths under a load, with so many calls in the measured time of all replications.

    `rules` are further values of the terminal.
    """
    asked = Load(n_berths, load, n_calls, work, gap, rules)
    run = partial(one_replication, asked.scenario(), {TERMINAL: (n_berths, asked.work_h)})
    rows = two_processes().map(run, range(N_REPLICATIONS), chunksize=3)
    return Cell(asked.gap_h, asked.work_h, n_berths, [tuple(row) for row in rows], asked.known)


def one_anchorage(
    described: Scenario, terminals: list[str], parts: list[tuple[float, float]], replication: int
) -> np.ndarray:
    """Run one; mean ships waiting at each terminal (rows) in each part of the run (columns)."""
    records = simulate(described, SEED, replication)
    return np.array([[mean_level(records, name, "ships_waiting", *part) for part in parts] for name in terminals])


def ships_waiting(described: Scenario, terminals: list[str], parts: list[tuple[float, float]]) -> np.ndarray:
    """Run all replications; mean ships waiting by terminal of a replication (rows) and part of the run (columns)."""
    run = partial(one_anchorage, described, terminals, parts)
    return np.vstack(list(two_processes().map(run, range(N_REPLICATIONS), chunksize=3)))
