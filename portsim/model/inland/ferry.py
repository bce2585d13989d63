"""A ro-ro ferry at work: ships lie ready at two ends, load those who wait there, cross, unload and lie ready again.

One event a sailing, when a ship begins to load: all up to her arrival is known then, since the vehicles and the weather
of the run are drawn before it. Berths are kept as the hours at which they will be free, and are given in the order in
which ships ask for them. Ships that come are taken in at the next event; only one that may be the next to load has one
of her own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from typing import Protocol

from portsim.capacity.openings import Openings
from portsim.model.inland.sailing_book import SailingBook
from portsim.model.inland.vehicle_line import VehicleLine
from portsim.model.kernel import Kernel

_AT_ONCE_H = 1e-9
"""Hours that rounding may leave between a moment and the timer set for it."""
_NEVER = float("inf")


class Rule(Protocol):
    """When the ship at the head of the line is to load.

    Attributes
    ----------
    fills
        Whether she is called sooner when a shipload waits, and when the far end lacks ships, however few wait here.
    """

    fills: bool

    def latest_h(self, head_h: float) -> float:
        """Hour at which a ship that is at the head from `head_h` on is called at the latest."""

    def begin(self, start_h: float, loaded_h: float) -> float:
        """Note that a ship begins to load; the hour at which she, loaded then, would sail."""


class Fill:
    """She is called when a shipload waits, when she was at the head long enough, or when the far end lacks ships."""

    fills = True

    def __init__(self, latest_wait_h: float) -> None:
        self._latest_wait_h = latest_wait_h

    def latest_h(self, head_h: float) -> float:
        """So long after she became the head."""
        return head_h + self._latest_wait_h

    def begin(self, start_h: float, loaded_h: float) -> float:
        """As soon as she is loaded."""
        return loaded_h


class Timetable:
    """She is called so that she can sail at a fixed hour; a departure not begun when the next is due is dropped.

    Parameters
    ----------
    departures_h
        Hours of departure, in order.
    lead_h
        Hours by which loading begins before.
    """

    fills = False

    def __init__(self, departures_h: list[float], lead_h: float) -> None:
        self._starts_h = [hour - lead_h for hour in departures_h]
        self._departures_h = departures_h
        self._next = 0

    def latest_h(self, head_h: float) -> float:
        """At the start of the next departure, or at once if that is past."""
        latest = max(self._next, bisect_right(self._starts_h, head_h) - 1)
        return max(head_h, self._starts_h[latest]) if latest < len(self._starts_h) else _NEVER

    def begin(self, start_h: float, loaded_h: float) -> float:
        """At the hour of the timetable, later if she is not loaded."""
        due = max(self._next, bisect_right(self._starts_h, start_h + _AT_ONCE_H) - 1)
        self._next = due + 1
        return max(self._departures_h[due], loaded_h)


class Hours:
    """Openings for one who mostly asks about the same span as before.

    Parameters
    ----------
    openings
        What is asked about.
    """

    __slots__ = ("_from_h", "_openings", "_until_h")

    def __init__(self, openings: Openings) -> None:
        self._openings = openings
        self._from_h = self._until_h = 0.0

    def next_open(self, hour: float) -> float:
        """First hour from `hour` on at which it is open; infinity if there is none."""
        if self._from_h <= hour < self._until_h:
            return hour
        found = self._openings.next_open(hour)
        if found < _NEVER:
            self._from_h, self._until_h = found, self._openings.closes_at(found)
        return found


class FerryEnd:
    """One end of a ferry: its ships lying ready, its berths and its line of vehicles.

    Parameters
    ----------
    line
        Vehicles that come here.
    rule
        When a ship loads.
    n_berths
        Berths to load and unload at.
    slots
        Room of a ship, in trucks.
    load_h, unload_h, crossing_h
        Draws of the times.
    may_load, may_sail
        Hours in which loading may begin, and in which ships may let go.
    end_h
        End of the run: nobody is called aboard from then on.
    book
        Takes the sailings.

    Attributes
    ----------
    far
        The other end; set after both were made.
    """

    far: FerryEnd

    def __init__(
        self,
        env: Kernel,
        line: VehicleLine,
        rule: Rule,
        n_berths: int,
        slots: float,
        load_h: Callable[[], float],
        unload_h: Callable[[], float],
        crossing_h: Callable[[], float],
        may_load: Openings,
        may_sail: Openings,
        end_h: float,
        book: SailingBook,
    ) -> None:
        self._env = env
        self.line = line
        self._rule = rule
        self._free_h = [0.0] * n_berths  # a heap: when each berth will be free
        self._slots = slots
        self._load_h, self._unload_h, self._crossing_h = load_h, unload_h, crossing_h
        self._next_load, self._next_sail = Hours(may_load).next_open, Hours(may_sail).next_open
        self._end_h = end_h
        self.book = book
        self._note = book.note
        self._ready: list[tuple[float, int]] = []  # a heap: ships by the hour at which they are unloaded
        self._coming: list[tuple[float, int]] = []  # a heap: ships by the hour at which they will be here
        self._watched_h = _NEVER  # a ship that comes before may be the next to load
        self._due_h = _NEVER  # for the ship that comes then there is an event
        self._last_start_h = 0.0
        self._version = 0

    @property
    def n_ships(self) -> int:
        """Ships here, and those loading at the far end or under way from there."""
        return len(self._ready) + len(self._coming)

    def place(self, ships: range) -> None:
        """Let these ships lie ready here at the start of the run."""
        for ship in ships:
            heappush(self._ready, (0.0, ship))

    def begin(self) -> None:
        """Start the run, when the ships of both ends have their places."""
        self._plan()

    def _take_in(self, now: float) -> None:
        """Ships that have come unload, each at the berth that is free first."""
        coming, free_h = self._coming, self._free_h
        while coming and coming[0][0] <= now:
            comes_h, ship = heappop(coming)
            ready_h = (free_h[0] if free_h[0] > comes_h else comes_h) + self._unload_h()
            heapreplace(free_h, ready_h)
            heappush(self._ready, (ready_h, ship))

    def expect(self, comes_h: float, ship: int) -> None:
        """A ship will come from the far end."""
        heappush(self._coming, (comes_h, ship))
        if comes_h < self._watched_h:
            self._watched_h = self._due_h = comes_h
            self._env.defer(comes_h - self._env.now, self._come, None)

    def _come(self, _: None) -> None:
        self._plan()

    def _watch(self) -> None:
        """See to it that a ship that may be the next to load is taken in when she comes."""
        ready, coming = self._ready, self._coming
        self._watched_h = ready[0][0] if ready else _NEVER
        if coming and coming[0][0] < self._watched_h:
            self._watched_h = comes_h = coming[0][0]
            if comes_h != self._due_h:
                self._due_h = comes_h
                self._env.defer(comes_h - self._env.now, self._come, None)

    def help(self) -> None:
        """No ship is left at the far end: see whether the one at the head here should go sooner."""
        self._take_in(self._env.now)
        if self._ready:
            self._plan()

    def _plan(self) -> None:
        """Call the ship at the head of the line, now or when it will be time."""
        env, ready, rule = self._env, self._ready, self._rule
        now = env.now
        self._version += 1  # no other timer counts
        self._take_in(now)
        while ready:
            head_h = ready[0][0]
            if head_h < self._last_start_h:
                head_h = self._last_start_h
            call_h = rule.latest_h(head_h)
            if rule.fills:
                call_h = self._sooner_h(head_h, call_h)
            call_h = self._next_load(call_h if call_h > now else now)
            if call_h >= self._end_h:
                break
            if call_h > now:
                env.defer(call_h - now, self._call, self._version)
                break
            if not self._load():
                break
        else:
            if rule.fills:
                self.far.help()
        self._watch()

    def _sooner_h(self, head_h: float, call_h: float) -> float:
        """When a shipload is here, or more wait at the far end than ships are there or coming, if that is sooner."""
        full_h = self.line.full_h(self._slots, call_h)
        if full_h < call_h:
            call_h = full_h if full_h > head_h else head_h
        far = self.far
        lacks_h = far.line.full_h((far.n_ships + 1) * self._slots, call_h)
        if lacks_h < call_h:
            call_h = lacks_h if lacks_h > head_h else head_h
        return call_h

    def _call(self, version: int) -> None:
        if version == self._version:
            self._take_in(self._env.now)
            if self._load():
                self._plan()

    def _load(self) -> bool:
        """Send the ship at the head to a berth, aboard with the vehicles, and off; False if the run ends before."""
        now, start_h, line = self._env.now, self._free_h[0], self.line
        start_h = now if start_h <= now else self._next_load(start_h)
        if start_h >= self._end_h:
            return False
        ship = heappop(self._ready)[1]
        trucks, cars = line.board(start_h + _AT_ONCE_H, self._slots)
        self._last_start_h = start_h
        departs_h = self._next_sail(self._rule.begin(start_h, start_h + self._load_h()))
        heapreplace(self._free_h, departs_h)
        arrives_h = departs_h + self._crossing_h()
        self.far.expect(arrives_h, ship)
        self._note((ship, start_h, departs_h, arrives_h, trucks, cars))
        return True
