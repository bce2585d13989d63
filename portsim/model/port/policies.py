"""The rules of a port an analyst can choose between, by name."""

from __future__ import annotations

from typing import Protocol

from portsim.scenario.policies import QueuePolicy


class BerthQueueRule(Protocol):
    """Rank of a waiting ship; the lowest rank berths next, equal ranks as they came."""

    def __call__(self, arrived_h: float, work: float) -> float:
        """Rank a ship that arrived at `arrived_h` (h) with `work` to do (h, or moves; alike for all of a terminal)."""


def first_come(arrived_h: float, work: float) -> float:
    """The ship that came first."""
    return arrived_h


def shortest(arrived_h: float, work: float) -> float:
    """The ship with the least work to do."""
    return work


BERTH_QUEUE: dict[QueuePolicy, BerthQueueRule] = {"first_come": first_come, "shortest": shortest}
