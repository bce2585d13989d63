"""A chain of waterways and locks as one ship with a process of her own passes it, in either direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from portsim.capacity.hindrance import Hindrance
from portsim.model.inland.lock import Junction
from portsim.model.inland.lock_delays import LockDelays
from portsim.model.inland.vessel import Vessel
from portsim.model.kernel import Kernel, Part

Row = tuple[Any, ...]
LADEN_FROM = 0.5
"""Barges that carry at least this part of their deadweight sail as laden ones."""


class Reach(NamedTuple):
    """Hours to sail, light and laden, the lock at the end and what is heard of it; None at the mouth of a waterway."""

    hours: tuple[float, float]
    lock: Junction | None
    heard: LockDelays | None = None


class Stretch(NamedTuple):
    """A waterway in one direction with its number among the entities, or a single lock, which has none.

    `hindrance` tells when the waterway is closed or slow; None where it never is.
    """

    number: int | None
    up: bool
    reaches: tuple[Reach, ...]
    hindrance: Hindrance | None = None


class InlandWay:
    """The way between an inland port and the sea.

    Parameters
    ----------
    opens_h
        Hour from which all of it is open; who comes before waits.
    out, back
        What is passed on the way to the sea and on the way back.
    record
        Takes the rows of the table `passages` for whole waterways.

    Attributes
    ----------
    n_at_locks
        Ships that wait at its locks or are inside.
    """

    def __init__(
        self,
        env: Kernel,
        opens_h: float,
        out: Sequence[Stretch],
        back: Sequence[Stretch],
        record: Callable[[Row], None],
    ) -> None:
        self._env = env
        self.opens_h = opens_h
        self._ways = (tuple(back), tuple(out))
        self._record = record
        self.n_at_locks = 0

    def sail(self, vessel: Vessel, out: bool) -> Part[float]:
        """Sail to the sea (or back) and return the hours waited at locks."""
        env, waited_h, teu = self._env, 0.0, vessel.teu
        vessel.late_at_locks_h = 0.0
        is_laden = vessel.tonnes >= LADEN_FROM * vessel.kind.dwt_t
        if env.now < self.opens_h:
            yield self.opens_h - env.now
        for number, up, reaches, hindrance in self._ways[out]:
            since_h = env.now
            for hours, lock, heard in reaches:
                sailing_h = hours[is_laden]
                if sailing_h > 0.0:
                    yield sailing_h if hindrance is None else hindrance.arrives_h(env.now, sailing_h) - env.now
                if lock is not None:
                    self.n_at_locks += 1
                    arrived_h = env.now
                    if heard is not None:
                        heard.arrive(teu, arrived_h)
                    yield from lock.pass_through(vessel, up)
                    self.n_at_locks -= 1
                    waited_h += vessel.entered_h - arrived_h
                    if heard is not None:
                        vessel.late_at_locks_h += heard.leave(teu, arrived_h, env.now)
            if number is not None:
                service, tonnes, teu = vessel.kind.service, vessel.tonnes, vessel.teu
                self._record((number, service, up, since_h, since_h, env.now, tonnes, teu))
        return waited_h
