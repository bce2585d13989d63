"""Rules at locks by name: who is let in next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from portsim.model.inland.chamber import Lane
from portsim.scenario.lock import Lock
from portsim.scenario.policies import LockOrder

Pick = Callable[[Sequence[Lane], int], Lane | None]
"""Tells from which lane the next vessel is let in, given how many went in on that side so far; None if nobody waits."""


def earliest(lanes: Sequence[Lane], n_let_in: int = 0) -> Lane | None:
    """The lane whose first vessel came first."""
    if len(lanes) == 1:
        return lanes[0] if lanes[0].queue else None
    found = None
    for lane in lanes:
        if lane.queue and (found is None or lane.queue[0].place < found.queue[0].place):
            found = lane
    return found


def n_of_m(lock: Lock) -> Pick:
    """Of every `priority_m` vessels the first `priority_n` are those with priority, if they wait."""

    def pick(lanes: Sequence[Lane], n_let_in: int) -> Lane | None:
        if n_let_in % lock.priority_m < lock.priority_n:
            ahead = earliest([lane for lane in lanes if lane.priority])
            if ahead is not None:
                return ahead
        return earliest(lanes)

    return pick


PICKS: dict[LockOrder, Callable[[Lock], Pick]] = {"first_come": lambda lock: earliest, "n_of_m": n_of_m}
"""The rule of each name."""
