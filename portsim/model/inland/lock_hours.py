"""When a lock line may start a lockage: hours of work a day, maintenance, and the day from which it is in service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import inf

from portsim.capacity.openings import Openings
from portsim.clock import HOURS_PER_DAY, Clock
from portsim.scenario.days import days_in
from portsim.scenario.lock import Lock


def working_hours(lock: Lock, line: str, clock: Clock, disrupted: Iterable[tuple[float, float]] = ()) -> Openings:
    """Hours of the run in which a line may start; `disrupted` are hours closed besides."""
    closed = list(disrupted)
    opening = lock.lines[line].open_from
    if opening is not None:
        closed.append((-inf, clock.hours_at(date.fromisoformat(opening))))
    years = range(clock.start.year - 1, clock.year + clock.n_years)
    for closure in lock.maintenance.values():
        if closure.line == line:
            for day in days_in(closure.first_day, years):
                start_h = clock.hours_at(day)
                closed.append((start_h, start_h + closure.days * HOURS_PER_DAY))
    if lock.hours_per_day < HOURS_PER_DAY:
        closed += _nights(lock, clock)
    return Openings(closed, clock.end_h).closed()


def _nights(lock: Lock, clock: Clock) -> list[tuple[float, float]]:
    first_h = clock.hours_at(clock.start.date() - timedelta(days=1)) + lock.opens_h
    n_days = int((clock.end_h - first_h) / HOURS_PER_DAY) + 1
    mornings = [first_h + day * HOURS_PER_DAY for day in range(n_days + 1)]
    return [(morning + lock.hours_per_day, morning + HOURS_PER_DAY) for morning in mornings]
