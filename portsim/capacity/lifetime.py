"""From when until when a terminal, quay or service is there, in hours of a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from portsim.clock import Clock
from portsim.scenario.lifetime import Lifetime

Span = tuple[float, float]
_FOR_EVER_H = 1e6
"""More than a century: beyond any run."""


def life_of(clock: Clock, *things: Lifetime) -> Span | None:
    """Hours from when and until when all of these are in service; None where they always are."""
    if all(one.open_from is None and one.open_to is None for one in things):
        return None
    start = max(one.days[0] for one in things)
    stop = min(one.days[1] for one in things)
    start_h = clock.hours_to(datetime.combine(start, time.min)) if start > datetime.min.date() else -_FOR_EVER_H
    stop_h = clock.hours_to(datetime.combine(stop, time.min)) if stop < datetime.max.date() else _FOR_EVER_H
    return start_h, max(start_h, stop_h)


def lives_of(clock: Clock, things: Mapping[str, Lifetime]) -> dict[str, Span]:
    """The same for many things by id, those that are always in service left out."""
    lives = {id: life_of(clock, one) for id, one in things.items()}
    return {id: life for id, life in lives.items() if life is not None}


def out_of_service(clock: Clock, *things: Lifetime) -> list[Span]:
    """Hours before and after that."""
    life = life_of(clock, *things)
    return [] if life is None else [(-_FOR_EVER_H, life[0]), (life[1], _FOR_EVER_H)]


def in_service_share(clock: Clock, start_h: float, end_h: float, *things: Lifetime) -> float:
    """Part of the hours between two in which all of these are in service."""
    life = life_of(clock, *things)
    if life is None:
        return 1.0
    return max(0.0, min(end_h, life[1]) - max(start_h, life[0])) / (end_h - start_h)
