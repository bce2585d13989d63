"""Runs of queue scenarios and the 99.9 % interval of a mean over replications.

How long a ship waits hangs mostly on how many ships and how much work happened to come, and of that the true means are
known. The interval uses them (control variates, estimated over the replications): mean time between arrivals, mean
work, and how many ships beyond the number of berths an arriving ship would find at a harbour with berths for all,
which is a Poisson number less the berths. So it is three to eight times narrower in calls than the plain one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
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
TERMINAL = "harbour/terminal"
IN_FILE = "ports.harbour.terminals.terminal"
MEASURED_H = 8760.0  # a year, of which the last days are not looked at
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
    ships_waiting_by_log: float
    waits_h: np.ndarray
    works_h: np.ndarray

    def share_waiting_longer(self, hours: float) -> float:
        """Share of the ships that were let in."""
        return float((self.waits_h > hours).mean())


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


def waiting_by_log(calls: dict[str, np.ndarray], start_h: float, end_h: float) -> float:
    """Mean number of ships waiting, added up from arrivals and berthings alone."""
    stays = calls["turned_away"] == 0
    begun = np.clip(calls["arrived_h"][stays], start_h, end_h)
    ended = np.clip(calls["berthed_h"][stays], start_h, end_h)
    return float((ended - begun).sum() / (end_h - start_h))


def observe(records: Records, terminal: str, n_berths: int, mean_work_h: float) -> Queue:
    """Look at one terminal in the measured time."""
    start_h, end_h = records.clock.warmup_h, records.clock.end_h - LAST_H
    calls = calls_at(records, terminal)
    arrived, work = calls["arrived_h"], np.nan_to_num(calls["service_h"])
    there = np.arange(len(arrived)) - np.searchsorted(np.sort(arrived + work), arrived)  # were there berths for all
    seen = (arrived >= start_h) & (arrived < end_h)
    let_in = seen & (calls["turned_away"] == 0)
    wait = calls["wait_h"][let_in]
    return Queue(
        wait_over_work=wait.mean() / mean_work_h,
        waiting_share=(wait > 0.0).mean(),
        turned_away_share=calls["turned_away"][seen].mean(),
        mean_gap_h=np.diff(arrived)[seen[1:]].mean(),
        mean_work_h=work[let_in].mean(),
        mean_excess=np.maximum(there[seen] + 1 - n_berths, 0).mean(),
        arrivals_per_h=let_in.sum() / (end_h - start_h),
        mean_wait_h=wait.mean(),
        ships_waiting=mean_level(records, terminal, "ships_waiting", start_h, end_h),
        ships_waiting_by_log=waiting_by_log(calls, start_h, end_h),
        waits_h=wait,
        works_h=calls["service_h"][let_in],
    )


@cache
def two_processes() -> ProcessPoolExecutor:
    """Replications are independent, and queues need many: half the time on two cores."""
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


def one_replication(described: Scenario, terminals: dict[str, tuple[int, float]], replication: int) -> list[Queue]:
    """Run one, and look at the terminals."""
    records = simulate(described, SEED, replication)
    return [observe(records, terminal, *known) for terminal, known in terminals.items()]


def replications(described: Scenario, terminals: dict[str, tuple[int, float]]) -> dict[str, list[Queue]]:
    """Run all replications; `terminals` gives the berths and the mean work of those to look at."""
    run = partial(one_replication, described, terminals)
    rows = two_processes().map(run, range(N_REPLICATIONS), chunksize=3)
    return dict(zip(terminals, map(list, zip(*rows, strict=True)), strict=True))


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


@dataclass(frozen=True)
class Cell:
    """Like terminals under one load: the hours put in, and for each replication what each of them showed."""

    gap_h: float
    work_h: float
    n_berths: int
    rows: list[tuple[Queue, ...]]
    known: tuple[str, ...] = ("mean_gap_h", "mean_work_h", "mean_excess")

    @property
    def queues(self) -> list[Queue]:
        """All of them."""
        return [queue for row in self.rows for queue in row]

    def controls(self) -> np.ndarray:
        """Observed less true means of what is known, the mean over the terminals of each replication."""
        true = {
            "mean_gap_h": self.gap_h,
            "mean_work_h": self.work_h,
            "mean_excess": excess(self.work_h / self.gap_h, self.n_berths),
        }
        seen = [[[getattr(queue, name) for name in self.known] for queue in row] for row in self.rows]
        return np.array(seen).mean(axis=1) - [true[name] for name in self.known]

    def estimate(self, measure: Callable[[Queue], float]) -> Interval:
        """The mean of something over terminals and replications."""
        values = [float(np.mean([measure(queue) for queue in row])) for row in self.rows]
        return interval(values, self.controls())


LAWS: dict[str, Callable[[float], object]] = {
    "exponential": lambda mean: {"exponential": mean},
    "erlang": lambda mean: {"erlang": {"k": 2, "mean": mean}},
    "deterministic": lambda mean: mean,
    "gamma": lambda mean: {"gamma": {"mean": mean, "sd": 0.5 * mean}},
    "lognormal": lambda mean: {"lognormal": {"mean": mean, "sd": 0.8 * mean}},
    "short_or_long": lambda mean: {"empirical": [0.5 * mean, 1.5 * mean]},
}
"""Laws by mean; squares of the coefficient of variation 1, 1/2, 0, 1/4, 0.64, 1/4."""


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

    `rules` are further values of the terminal; four berths with no rule are a continuous quay of four lengths.
    """
    gap_h = MEASURED_H * N_REPLICATIONS / n_calls
    work_h = load * n_berths * gap_h
    sets = {"services.ships.interarrival_h": LAWS[gap](gap_h), "services.ships.work_h": LAWS[work](work_h)}
    sets |= {f"{IN_FILE}.{name}": value for name, value in rules}
    file = "quay" if n_berths == 4 and not rules else "berths"
    if file == "berths":
        sets[f"{IN_FILE}.quays.row.n_berths"] = n_berths
    seen = replications(scenario(file, sets), {TERMINAL: (n_berths, work_h)})[TERMINAL]
    known = ["mean_gap_h"]
    known += ["mean_work_h"] * (work != "deterministic")  # its work is always the same
    known += ["mean_excess"] * (gap == "exponential" and "waiting_room" not in dict(rules))
    return Cell(gap_h, work_h, n_berths, [(queue,) for queue in seen], tuple(known))
