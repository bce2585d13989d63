"""Barges on round trips: they set out at random, pass their waterways and locks, turn round and come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from portsim.capacity.openings import Openings
from portsim.model.inland.lock import Junction
from portsim.model.inland.vessel import Stage, Vessel, VesselClass
from portsim.model.kernel import Kernel, Process
from portsim.scenario.waterway import BargeTraffic

Row = tuple[Any, ...]


class Traffic:
    """The barges of one service.

    Parameters
    ----------
    number
        Index of the service among the entities.
    description
        What the analyst wrote.
    kinds
        Classes of its barges, in the order of the mix.
    starts_h
        Hour from which its whole way is open.
    rates
        Trips an hour by year: (hour at which the year ends, rate).
    gap
        Draws of a standard exponential.
    kind, stay_h
        Draws of the class (position in `kinds`) and of the stay at the far end.
    ways
        Locks on the way out and on the way back, and whether they are passed upstream: the wait that barges perceive
        is that of the slower of the two.
    record_escape
        Takes the rows of the table `escapes`.
    runs
        When trips are begun at all; None for always.

    Attributes
    ----------
    out, back
        First stages of the two halves of a round trip; set after the stages were made.
    """

    out: Stage
    back: Stage

    def __init__(
        self,
        env: Kernel,
        number: int,
        description: BargeTraffic,
        kinds: Sequence[VesselClass],
        starts_h: float,
        rates: Sequence[tuple[float, float]],
        gap: Callable[[], float],
        kind: Callable[[], float],
        stay_h: Callable[[], float],
        ways: Sequence[Sequence[tuple[Junction, bool]]],
        record_escape: Callable[[Row], None],
        runs: Openings | None = None,
    ) -> None:
        self._env = env
        self._number = number
        self._kinds = kinds
        self._starts_h = starts_h
        self._rates = rates
        self._gap = gap
        self._kind = kind
        self._stay_h = stay_h
        self._ways = ways
        self._record_escape = record_escape
        self._runs = runs
        self._escape_h = description.escape_h
        self._load_out, self._load_back = description.load_out_share, description.load_back_share
        self._load_of_trip = description.load_of_trip
        self.n_begun = 0
        self.n_ended = 0
        self.n_escaped = 0
        self.n_turning_round = 0

    def arrivals(self) -> Process:
        """Barges want to set out, one after the other."""
        if self._starts_h > 0.0:
            yield self._starts_h
        for ends_h, per_h in self._rates:
            if per_h <= 0.0 or ends_h <= self._env.now:
                if ends_h > self._env.now:
                    yield ends_h - self._env.now
                continue
            while self._env.now < ends_h:
                yield self._gap() / per_h
                self._set_out()

    def _set_out(self) -> None:
        kind = self._kinds[int(self._kind())]
        if self._runs is not None and not self._runs.is_open(self._env.now):
            return  # cancelled
        perceived_h = max(sum(lock.perceived_wait_h(up) for lock, up in way) for way in self._ways)
        if perceived_h > self._escape_h:
            self.n_escaped += 1
            self._record_escape((self._number, self._env.now, perceived_h, self._load_of_trip * kind.dwt_t))
            return
        self.n_begun += 1
        self.out.enter([Vessel(kind, self._load_out * kind.dwt_t)])

    def turn_round(self, vessels: list[Vessel]) -> None:
        """The far end: each discharges, loads and rests."""
        self.n_turning_round += len(vessels)
        for vessel in vessels:
            self._env.defer(self._stay_h(), self._come_back, vessel)

    def _come_back(self, vessel: Vessel) -> None:
        self.n_turning_round -= 1
        vessel.tonnes = self._load_back * vessel.kind.dwt_t
        self.back.enter([vessel])

    def end(self, vessels: list[Vessel]) -> None:
        """Home again."""
        self.n_ended += len(vessels)


class AtEnd:
    """The end of a half of a round trip."""

    def __init__(self, arrive: Callable[[list[Vessel]], None]) -> None:
        self.enter = arrive
