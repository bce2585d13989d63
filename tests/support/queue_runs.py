"""Runs of queue scenarios and the 99.9 % interval of a mean over replications.

How long a ship waits hangs mostly on how many ships and how much work happened to come, and of that the true means are
known. The interval uses them (control variates, estimated over the replications): mean time between arrivals, mean
work, and how many ships beyond the number of berths an arriving ship would find at a harbour with berths for all,
which is a Poisson number less the berths. So it is three to eight times narrower in calls than the plain one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import pdtrc, stdtrit

from portsim.model.world import simulate
from portsim.results.records import QUANTITIES, Records
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

SCENARIOS = Path(__file__).parents[1] / "theory" / "scenarios"
SEED = 2025  # fixed once, for all; a miss is explained, never re-seeded
N_REPLICATIONS = 30
CONFIDENCE = 0.999
LAST_H = 120.0  # ships that come in the last days may not have left at the end: they are not looked at


@dataclass(frozen=True)
class Interval:
    """An estimate and its 99.9 % half-width."""

    mean: float
    half_width: float

    def agrees_with(self, exact: float, within_share: float) -> bool:
        """Whether it covers the exact value and is narrow enough to say something."""
        return abs(self.mean - exact) <= self.half_width < within_share * exact


@dataclass(frozen=True)
class Queue:
    """What one terminal showed in one replication, in the measured time."""

    wait_over_work: float
    waiting_share: float
    turned_away_share: float
    mean_gap_h: float
    mean_work_h: float
    mean_excess: float
    arrivals_per_h: float
    mean_wait_h: float
    ships_waiting: float


def erlang_c(offered: float, n_berths: int) -> float:
    """Share of ships that wait, M/M/c."""
    blocked = erlang_b(offered, n_berths)
    return n_berths * blocked / (n_berths - offered * (1.0 - blocked))


def erlang_b(offered: float, n_berths: int) -> float:
    """Share of ships turned away where nobody may wait, M/G/c/c."""
    blocked = 1.0
    for berths in range(1, n_berths + 1):
        blocked = offered * blocked / (berths + offered * blocked)
    return blocked


def excess(offered: float, n_berths: int) -> float:
    """Mean of max(0, N + 1 - berths), N a Poisson number of mean `offered`."""
    most = n_berths - 1
    return offered * pdtrc(most - 1, offered) - most * pdtrc(most, offered) if most else offered


def scenario(file: str, sets: dict[str, object]) -> Scenario:
    """A scenario of this folder with some values set, read and checked as a user's."""
    return load_scenario(SCENARIOS / f"{file}.yaml", sets=sets).scenario


def calls_at(records: Records, terminal: str) -> dict[str, np.ndarray]:
    """The calls at one terminal, in order of arrival."""
    number = next(i for i, entity in enumerate(records.entities) if entity.id == terminal)
    calls = records.tables["calls"].columns()
    mine = np.flatnonzero(calls["terminal"] == number)
    mine = mine[np.argsort(calls["arrived_h"][mine], kind="stable")]
    return {name: values[mine] for name, values in calls.items()}


def mean_level(records: Records, terminal: str, quantity: str, start_h: float, end_h: float) -> float:
    """Mean of a level the terminal keeps, over whole days."""
    number = next(i for i, entity in enumerate(records.entities) if entity.id == terminal)
    levels = records.tables["levels"].columns()
    mine = (levels["entity"] == number) & (levels["quantity"] == QUANTITIES.index(quantity))
    mine &= (levels["start_h"] >= start_h) & (levels["start_h"] < end_h)
    return float(levels["mean"][mine].mean())


def observe(records: Records, terminal: str, n_berths: int, mean_work_h: float) -> Queue:
    """Look at one terminal in the measured time."""
    start_h, end_h = records.clock.warmup_h, records.clock.end_h - LAST_H
    calls = calls_at(records, terminal)
    arrived, work = calls["arrived_h"], np.nan_to_num(calls["service_h"])
    there = np.arange(len(arrived)) - np.searchsorted(np.sort(arrived + work), arrived)  # were there berths for all
    seen = (arrived >= start_h) & (arrived < end_h)
    wait = np.nan_to_num(calls["wait_h"][seen])
    return Queue(
        wait_over_work=wait.mean() / mean_work_h,
        waiting_share=(wait > 0.0).mean(),
        turned_away_share=calls["turned_away"][seen].mean(),
        mean_gap_h=np.diff(arrived)[seen[1:]].mean(),
        mean_work_h=work[seen].mean(),
        mean_excess=np.maximum(there[seen] + 1 - n_berths, 0).mean(),
        arrivals_per_h=seen.sum() / (end_h - start_h),
        mean_wait_h=wait.mean(),
        ships_waiting=mean_level(records, terminal, "ships_waiting", start_h, end_h),
    )


def replications(described: Scenario, terminals: dict[str, tuple[int, float]]) -> dict[str, list[Queue]]:
    """Run all replications; `terminals` gives the berths and the mean work of those to look at."""
    seen: dict[str, list[Queue]] = {terminal: [] for terminal in terminals}
    for replication in range(N_REPLICATIONS):
        records = simulate(described, SEED, replication)
        for terminal, (n_berths, work_h) in terminals.items():
            seen[terminal].append(observe(records, terminal, n_berths, work_h))
    return seen


def interval(values: list[float], controls: np.ndarray | None = None) -> Interval:
    """99.9 % interval of the mean of independent values.

    `controls`, shape (values, controls), are observations less their true means: the value expected at zero of a
    straight-line fit is given, with its t interval.
    """
    n = len(values)
    lines = np.ones((n, 1)) if controls is None else np.column_stack([np.ones(n), controls])
    spare = n - lines.shape[1]
    fit = np.linalg.lstsq(lines, np.array(values), rcond=None)[0]
    left = np.array(values) - lines @ fit
    variance = (left @ left) / spare * np.linalg.inv(lines.T @ lines)[0, 0]
    return Interval(float(fit[0]), float(stdtrit(spare, (1.0 + CONFIDENCE) / 2.0)) * math.sqrt(variance))


def controls(queues: list[list[Queue]], gap_h: float, work_h: float, n_berths: int) -> np.ndarray:
    """Observed less true means of gap, work and excess; the mean over several like terminals in each replication."""
    offered = work_h / gap_h
    known = np.array([gap_h, work_h, excess(offered, n_berths)])
    seen = [[(q.mean_gap_h, q.mean_work_h, q.mean_excess) for q in row] for row in queues]
    return np.array(seen).mean(axis=1) - known
