"""Reaches of rivers and canals: vessels enter, sail from lock to lock without hindering each other, and leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portsim.capacity.hindrance import Hindrance
from portsim.model.inland.lock import Junction
from portsim.model.inland.vessel import Stage, Vessel
from portsim.model.kernel import Kernel
from portsim.scenario.waterway import Waterway

Row = tuple[Any, ...]


def speed_kmh(waterway: Waterway, up: bool, laden: bool) -> float:
    """Speed over ground by direction and load, km/h."""
    if up:
        return waterway.laden_up_kmh if laden else waterway.light_up_kmh
    return waterway.laden_down_kmh if laden else waterway.light_down_kmh


def reaches(waterway: Waterway, up: bool) -> list[tuple[float, str | None]]:
    """The way in one direction: km to sail and the lock at their end, none at the last."""
    ordered = sorted((km, lock) for lock, km in waterway.locks.items())
    if up:
        ordered = [(waterway.length_km - km, lock) for km, lock in reversed(ordered)]
    at_km, found = 0.0, list[tuple[float, str | None]]()
    for km, lock in ordered:
        found.append((km - at_km, lock))
        at_km = km
    return [*found, (waterway.length_km - at_km, None)]


class Sail:
    """Sailing for some hours; those that set out together arrive together: one event. A closed reach is waited for."""

    def __init__(self, env: Kernel, hours: float, onward: Stage, hindrance: Hindrance | None = None) -> None:
        self._env = env
        self._hours = hours
        self._hindrance = hindrance
        self._onward = onward
        self.n_under_way = 0

    def enter(self, vessels: list[Vessel]) -> None:
        """They set out."""
        self.n_under_way += len(vessels)
        hours, now = self._hours, self._env.now
        if self._hindrance is not None:
            hours = self._hindrance.arrives_h(now, hours) - now
        self._env.defer(hours, self._arrive, vessels)

    def _arrive(self, vessels: list[Vessel]) -> None:
        self.n_under_way -= len(vessels)
        self._onward.enter(vessels)


class AtLock:
    """Arrival at a lock."""

    def __init__(self, lock: Junction, up: bool, onward: Stage) -> None:
        self._lock = lock
        self._up = up
        self._onward = onward

    def enter(self, vessels: list[Vessel]) -> None:
        """They queue up."""
        onward = self._onward
        for vessel in vessels:
            vessel.onward = onward
        self._lock.arrive(vessels, self._up)


class IntoWaterway:
    """The mouth of a waterway."""

    def __init__(self, env: Kernel, onward: Stage) -> None:
        self._env = env
        self._onward = onward

    def enter(self, vessels: list[Vessel]) -> None:
        """They come in."""
        for vessel in vessels:
            vessel.since_h = self._env.now
        self._onward.enter(vessels)


class OutOfWaterway:
    """The other mouth: the passage is recorded."""

    def __init__(self, env: Kernel, number: int, up: bool, record: Callable[[Row], None], onward: Stage) -> None:
        self._env = env
        self._number = number
        self._up = up
        self._record = record
        self._onward = onward

    def enter(self, vessels: list[Vessel]) -> None:
        """They come out."""
        now, number, up, record = self._env.now, self._number, self._up, self._record
        for vessel in vessels:
            since_h = vessel.since_h
            record((number, vessel.kind.service, up, since_h, since_h, now, vessel.tonnes, vessel.teu))
        self._onward.enter(vessels)
