"""STS cranes or unloaders of a terminal, shared out anew among the ships alongside when one begins or ends work."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heapreplace
from typing import Protocol

from portsim.capacity.openings import Openings
from portsim.capacity.steps import Steps
from portsim.model.kernel import Kernel, Place, Process

_DONE_MOVES = 1e-6
_NEVER = float("inf")
_MOMENT_H = 1e-9  # sums of hours are no truer


class Equipment(Protocol):
    """What the scenario says of STS cranes, whose work is moves, or of unloaders, whose work is tonnes."""

    @property
    def n(self) -> int:
        """How many there are."""

    @property
    def each_per_h(self) -> float:
        """Moves or tonnes of one working alone, breakdowns counted in."""

    @property
    def interference_exponent(self) -> float:
        """So many on one ship work like their number to this power."""

    def most_on(self, loa_m: float) -> int:
        """How many find room on a ship of this length."""


class Work:
    """The moves (or tonnes) one ship still has to do, and the cranes on it."""

    __slots__ = ("_n", "_rate", "crane_h", "done", "idle_crane_h", "idle_weather_h", "left", "most")

    def __init__(self, moves: float, most: int) -> None:
        self.left = moves
        self.most = most
        self.done = Place()
        self.crane_h = self.idle_weather_h = self.idle_crane_h = 0.0
        self._n = 0
        self._rate = 0.0


class CranePool:
    """Cranes that serve between none and ``most_on(LOA)`` on each ship (or unloaders, a move being a tonne).

    n cranes on a ship make ``moves_per_h x availability x n**interference`` moves an hour. At every begin and end of
    a ship's work all are shared out: one to each ship in order of arrival, then each further one to the ship that
    would finish last (fair by remaining work). `rate_share` tells, at these moments, how far a full yard slows them.
    """

    def __init__(self, env: Kernel, cranes: Equipment, rate_share: Callable[[], float] | None = None) -> None:
        self._env = env
        self._rate_share = rate_share
        self._n = cranes.n
        self.most_on = cranes.most_on
        single = cranes.each_per_h
        self._rates = [float(single * n**cranes.interference_exponent) for n in range(cranes.n + 1)]
        self._works: list[Work] = []
        self._since_h = env.now
        self._due_h = self._looks_h = (
            _NEVER  # when the first ship is done, and the next hour at which that is looked at
        )
        self._weather_stops = self._off_hours = False
        self._n_at_work = cranes.n
        self._slowed = 1.0

    def stop_during(self, closures: Openings, by_weather: bool) -> None:
        """Have all cranes stand still in these spans, for the weather or out of working hours."""
        if closures.spans:
            self._env.start(self._stops(closures, by_weather))

    def follow(self, rates: Steps | None, numbers: Steps | None) -> None:
        """Have them work slower, and have fewer of them at work, in some hours."""
        changes = [(hour, True, share) for hour, share in (rates.changes if rates else ())]
        changes += [(hour, False, n) for hour, n in (numbers.changes if numbers else ())]
        if changes:
            self._env.start(self._follow(sorted(changes)))

    def _follow(self, changes: list[tuple[float, bool, float]]) -> Process:
        for hour, is_rate, value in changes:
            if hour > self._env.now:
                yield hour - self._env.now
            self._advance()
            if is_rate:
                self._slowed = value
            else:
                self._n_at_work = int(value)
            self._share_out()

    def break_off(self) -> None:
        """Send all ships away with what is left of their work; their places open with False."""
        self._advance()
        works, self._works = self._works, []
        self._due_h = _NEVER
        for work in works:
            work.done.open(self._env, None if work.left <= _DONE_MOVES else False)

    def _stops(self, closures: Openings, by_weather: bool) -> Process:
        for start_h, end_h in closures.spans:
            if start_h > self._env.now:
                yield start_h - self._env.now
            self._stop(by_weather, True)
            yield end_h - self._env.now
            self._stop(by_weather, False)

    def _stop(self, by_weather: bool, stopped: bool) -> None:
        self._advance()
        if by_weather:
            self._weather_stops = stopped
        else:
            self._off_hours = stopped
        self._share_out()

    def hours_alone(self, moves: float, loa_m: float) -> float:
        """Time for `moves` with as many cranes as the ship takes, all others idle; h."""
        return moves / self._rates[min(self.most_on(loa_m), self._n)]

    def begin(self, moves: float, loa_m: float) -> Work:
        """Put a ship to work; its process waits at ``work.done``."""
        work = Work(moves, self.most_on(loa_m))
        self._advance()
        self._works.append(work)
        self._share_out()
        return work

    def _advance(self) -> None:
        """Book what was done since the last change."""
        now = self._env.now
        hours = now - self._since_h
        self._since_h = now
        if hours <= 0.0:
            return
        for work in self._works:
            if self._weather_stops:
                work.idle_weather_h += hours
            elif self._off_hours or not work._n:
                work.idle_crane_h += hours
            else:
                work.left -= work._rate * hours
                work.crane_h += work._n * hours

    def _share_out(self) -> None:
        self._due_h = _NEVER
        works = self._works
        if not works or self._weather_stops or self._off_hours:
            return
        rates = self._rates
        self._set_numbers()
        share = self._slowed * self._rate_share() if self._rate_share is not None else self._slowed
        soonest = _NEVER
        for work in works:
            work._rate = share * rates[work._n]
            if work._n and work.left < soonest * work._rate:
                soonest = work.left / work._rate
        if soonest < _NEVER:  # else no crane is at work
            self._due_h = self._env.now + max(soonest, 0.0)
            if self._due_h < self._looks_h:
                self._look_at(self._due_h)

    def _set_numbers(self) -> None:
        """Give each ship its cranes."""
        works, spare = self._works, self._n_at_work
        if sum([work.most for work in works]) <= spare:
            for work in works:
                work._n = work.most
            return
        for work in works:
            work._n = 1 if spare else 0
            spare -= work._n
        if not spare:
            return
        rates = self._rates
        # A heap of ships by the time they would take with what they have, the longest first.
        line = [(-work.left / rates[1], place, work) for place, work in enumerate(works) if work.most > 1]
        heapify(line)
        while spare and line:
            _, place, work = line[0]
            work._n += 1
            spare -= 1
            if work._n < work.most:
                heapreplace(line, (-work.left / rates[work._n], place, work))
            else:
                heappop(line)

    def _look_at(self, hour: float) -> None:
        self._looks_h = hour
        self._env.defer(hour - self._env.now, self._look, hour)

    def _look(self, hour: float) -> None:
        """End the work that is done; when all was shared out anew meanwhile, look again when it will be."""
        if hour != self._looks_h:
            return  # an earlier hour was found since
        self._looks_h = _NEVER
        if self._due_h > self._env.now + _MOMENT_H:
            if self._due_h < _NEVER:
                self._look_at(self._due_h)
            return
        self._advance()
        finished = [work for work in self._works if work.left <= _DONE_MOVES]
        self._works = [work for work in self._works if work.left > _DONE_MOVES]
        for work in finished:
            work.done.open(self._env)
        self._share_out()
