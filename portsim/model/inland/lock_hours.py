"""When a lock line may start a lockage: hours of work a day, maintenance, and the day from which it is in service."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from math import inf

from portsim.clock import HOURS_PER_DAY, Clock
from portsim.scenario.days import days_in
from portsim.scenario.lock import Lock

Span = tuple[float, float]


def closures(lock: Lock, line: str, clock: Clock) -> list[Span]:
    """Hours of the run in which a line may not start, sorted and disjoint."""
    spans: list[Span] = []
    opening = lock.lines[line].open_from
    if opening is not None:
        spans.append((-inf, clock.hours_at(date.fromisoformat(opening))))
    years = range(clock.start.year - 1, clock.year + clock.n_years)
    for closure in lock.maintenance.values():
        if closure.line == line:
            for day in days_in(closure.first_day, years):
                start_h = clock.hours_at(day)
                spans.append((start_h, start_h + closure.days * HOURS_PER_DAY))
    if lock.hours_per_day < HOURS_PER_DAY:
        spans += _nights(lock, clock)
    return merged(span for span in spans if span[1] > 0.0 and span[0] < clock.end_h)


def _nights(lock: Lock, clock: Clock) -> list[Span]:
    first = clock.hours_at(clock.start.date() - timedelta(days=1)) + lock.opens_h
    n_days = int((clock.end_h - first) / HOURS_PER_DAY) + 1
    mornings = [first + day * HOURS_PER_DAY for day in range(n_days + 1)]
    return [(morning + lock.hours_per_day, morning + HOURS_PER_DAY) for morning in mornings]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same hours as disjoint spans in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def next_open(spans: list[Span]) -> Callable[[float], float] | None:
    """Give, for an hour, the first hour from then on that is in no span; None where there are no spans."""
    if not spans:
        return None
    starts = [start for start, _ in spans]

    def opens(hour: float) -> float:
        at = bisect_right(starts, hour) - 1
        return max(hour, spans[at][1]) if at >= 0 else hour

    return opens


def open_h(spans: list[Span], start_h: float, end_h: float) -> float:
    """Hours of a period that are in no span."""
    closed = sum(max(0.0, min(end, end_h) - max(start, start_h)) for start, end in spans)
    return end_h - start_h - closed
