"""Rows of berths under a load: what each terminal showed in each replication, and the interval of a mean of it.

How long a ship waits hangs mostly on how many ships and how much work happened to come, and of that the true means are
known. The interval uses them (control variates, estimated over the replications): mean time between arrivals, mean
work, and how many ships beyond the number of berths an arriving ship would find at a harbour with berths for all,
which is a Poisson number less the berths. So it is three to eight times narrower in calls than the plain one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtrc

from portsim.model.world import simulate
from portsim.results.record_columns import QUANTITIES
from portsim.results.records import Records
from portsim.scenario.scenario import Scenario
from portsim.verification.estimate import Floats, Interval, interval
from portsim.verification.files import SEED, scenario

N_REPLICATIONS = 30
TERMINAL = "harbour/terminal"
IN_FILE = "ports.harbour.terminals.terminal"
MEASURED_H = 8760.0  # a year, of which the last days are not looked at
LAST_H = 120.0  # ships that come in the last days may not have left at the end: they are not looked at
Calls = dict[str, NDArray[Any]]


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
    waits_h: Floats
    works_h: Floats

    def share_waiting_longer(self, hours: float) -> float:
        """Share of the ships that were let in."""
        return float((self.waits_h > hours).mean())


def calls_at(records: Records, terminal: str) -> Calls:
    """The calls at one terminal, in order of arrival."""
    number = _entity(records, terminal)
    calls = records.tables["calls"].columns()
    mine = np.flatnonzero(calls["terminal"] == number)
    mine = mine[np.argsort(calls["arrived_h"][mine], kind="stable")]
    return {name: values[mine] for name, values in calls.items()}


def mean_level(records: Records, terminal: str, quantity: str, start_h: float, end_h: float) -> float:
    """Mean of a level the terminal keeps, over whole days."""
    number = _entity(records, terminal)
    levels = records.tables["levels"].columns()
    mine = (levels["entity"] == number) & (levels["quantity"] == QUANTITIES.index(quantity))
    mine &= (levels["start_h"] >= start_h) & (levels["start_h"] < end_h)
    return float(levels["mean"][mine].mean())


def _entity(records: Records, id: str) -> int:
    return next(number for number, entity in enumerate(records.entities) if entity.id == id)


def mean_between(begun_h: Floats, ended_h: Floats, start_h: float, end_h: float) -> float:
    """Mean number of ships between two moments of their calls, added up from the log of calls alone."""
    inside = np.clip(ended_h, start_h, end_h) - np.clip(begun_h, start_h, end_h)
    return float(inside.sum() / (end_h - start_h))


def observe(records: Records, terminal: str, n_berths: int, mean_work_h: float) -> Queue:
    """Look at one terminal in the measured time."""
    start_h, end_h = records.clock.warmup_h, records.clock.end_h - LAST_H
    calls = calls_at(records, terminal)
    arrived, work = calls["arrived_h"], np.nan_to_num(calls["service_h"])
    there = np.arange(len(arrived)) - np.searchsorted(np.sort(arrived + work), arrived)  # were there berths for all
    stays = calls["turned_away"] == 0
    seen = (arrived >= start_h) & (arrived < end_h)
    let_in = seen & stays
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
        ships_waiting_by_log=mean_between(arrived[stays], calls["berthed_h"][stays], start_h, end_h),
        waits_h=wait,
        works_h=calls["service_h"][let_in],
    )


def excess(offered: float, n_berths: int) -> float:
    """Mean of max(0, N + 1 - berths), N a Poisson number of mean `offered`."""
    most = n_berths - 1
    return float(offered * pdtrc(most - 1, offered) - most * pdtrc(most, offered)) if most else offered


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

    def controls(self) -> Floats:
        """Observed less true means of what is known, the mean over the terminals of each replication."""
        true = {
            "mean_gap_h": self.gap_h,
            "mean_work_h": self.work_h,
            "mean_excess": excess(self.work_h / self.gap_h, self.n_berths),
        }
        seen = np.array([[[getattr(queue, name) for name in self.known] for queue in row] for row in self.rows])
        less: Floats = seen.mean(axis=1) - np.array([true[name] for name in self.known])
        return less

    def estimate(self, measure: Callable[[Queue], float]) -> Interval:
        """The mean of something over terminals and replications."""
        values = [float(np.mean([measure(queue) for queue in row])) for row in self.rows]
        return interval(values, self.controls())

    def little(self) -> Interval:
        """Ships at anchor as the terminal counts them over those the log of calls adds up to; the worst terminal."""
        ratios = [queue.ships_waiting / queue.ships_waiting_by_log for queue in self.queues]
        return Interval(max(ratios, key=lambda ratio: abs(ratio - 1.0)))


LAWS: dict[str, Callable[[float], object]] = {
    "exponential": lambda mean: {"exponential": mean},
    "erlang": lambda mean: {"erlang": {"k": 2, "mean": mean}},
    "deterministic": lambda mean: mean,
    "gamma": lambda mean: {"gamma": {"mean": mean, "sd": 0.5 * mean}},
    "lognormal": lambda mean: {"lognormal": {"mean": mean, "sd": 0.8 * mean}},
    "short_or_long": lambda mean: {"empirical": [0.5 * mean, 1.5 * mean]},
}
"""Laws by mean; squares of the coefficient of variation 1, 1/2, 0, 1/4, 0.64, 1/4."""


@dataclass(frozen=True)
class Load:
    """A row of berths, the ships that come in the measured time of all replications, and their laws."""

    n_berths: int
    load: float
    n_calls: int
    work: str = "exponential"
    gap: str = "exponential"
    rules: tuple[tuple[str, object], ...] = ()
    """Further values of the terminal."""

    @property
    def gap_h(self) -> float:
        """Mean time between arrivals."""
        return MEASURED_H * N_REPLICATIONS / self.n_calls

    @property
    def work_h(self) -> float:
        """Mean work."""
        return self.load * self.n_berths * self.gap_h

    @property
    def known(self) -> tuple[str, ...]:
        """Observations whose true means are known and that move."""
        names = ["mean_gap_h"]
        names += ["mean_work_h"] * (self.work != "deterministic")  # its work is always the same
        names += ["mean_excess"] * (self.gap == "exponential" and "waiting_room" not in dict(self.rules))
        return tuple(names)

    def scenario(self) -> Scenario:
        """The description that is run."""
        sets: dict[str, object] = {
            "services.ships.interarrival_h": LAWS[self.gap](self.gap_h),
            "services.ships.work_h": LAWS[self.work](self.work_h),
            f"{IN_FILE}.quays.row.n_berths": self.n_berths,
            "clock.warmup_days": 90 if self.load >= 0.9 else 30,
        }
        return scenario("berths", sets | {f"{IN_FILE}.{name}": value for name, value in self.rules})

    def cell(self) -> Cell:
        """Run all replications."""
        seen = replications(self.scenario(), {TERMINAL: (self.n_berths, self.work_h)})[TERMINAL]
        return Cell(self.gap_h, self.work_h, self.n_berths, [(queue,) for queue in seen], self.known)


def one_replication(described: Scenario, terminals: Mapping[str, tuple[int, float]], replication: int) -> list[Queue]:
    """Run one, and look at the terminals; they are given with their berths and mean work."""
    records = simulate(described, SEED, replication)
    return [observe(records, terminal, *known) for terminal, known in terminals.items()]


def replications(described: Scenario, terminals: Mapping[str, tuple[int, float]]) -> dict[str, list[Queue]]:
    """Run all replications, one after the other."""
    rows = [one_replication(described, terminals, replication) for replication in range(N_REPLICATIONS)]
    return dict(zip(terminals, map(list, zip(*rows, strict=True)), strict=True))
