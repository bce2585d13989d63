"""The rules of a port an analyst can choose between, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from portsim.scenario.policies import QueuePolicy

if TYPE_CHECKING:
    from portsim.model.port.call import Stay


class BerthQueueRule(Protocol):
    """Rank of a waiting ship; the lowest rank berths next, equal ranks as they came."""

    def __call__(self, stay: Stay, now: float, /) -> float:
        """Rank a ship that begins to wait now, h."""


def first_come(_: Stay, now: float) -> float:
    """The ship that came first."""
    return now


def priority(stay: Stay, now: float) -> float:
    """Ships that came in time for their berth window before all others, each group as they came."""
    keeps_window = abs(now - stay.pro_forma_h) <= stay.ship.window_h  # never without a pro forma time
    return now - (_BEFORE_ALL_H if keeps_window else 0.0)


def shortest(stay: Stay, _: float) -> float:
    """The ship with the least work to do."""
    return stay.ship.expected_work(stay)


_BEFORE_ALL_H = 1e7
BERTH_QUEUE: dict[QueuePolicy, BerthQueueRule] = {
    "first_come": first_come, "priority": priority, "shortest": shortest,
}  # fmt: skip
