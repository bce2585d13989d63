"""The rules of a port an analyst can choose between, by name."""

from __future__ import annotations

from typing import Protocol

from portsim.scenario.policies import QueuePolicy


class BerthQueueRule(Protocol):
    """Rank of a waiting ship; the lowest rank berths next, equal ranks as they came."""

    def __call__(self, arrived_h: float, work: float, keeps_window: bool) -> float:
        """Rank a ship.

        Parameters
        ----------
        arrived_h
            When she arrived, h.
        work
            Her work: h, or moves; alike for all of a terminal.
        keeps_window
            Whether she has a berth window and came in time for it.
        """


def first_come(arrived_h: float, work: float, keeps_window: bool) -> float:
    """The ship that came first."""
    return arrived_h


def priority(arrived_h: float, work: float, keeps_window: bool) -> float:
    """Ships that keep their berth window before all others, each group as they came."""
    return arrived_h - (_BEFORE_ALL_H if keeps_window else 0.0)


def shortest(arrived_h: float, work: float, keeps_window: bool) -> float:
    """The ship with the least work to do."""
    return work


_BEFORE_ALL_H = 1e7
BERTH_QUEUE: dict[QueuePolicy, BerthQueueRule] = {
    "first_come": first_come, "priority": priority, "shortest": shortest,
}  # fmt: skip
