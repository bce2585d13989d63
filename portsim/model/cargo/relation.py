"""Boxes waiting in one place for a ship to another, and the services that carry between the two (common lines)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import groupby
from math import ceil, inf, nextafter
from typing import NamedTuple

import numpy as np

from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.delays import Delays
from portsim.model.cargo.empty_calls import EmptyCalls
from portsim.model.cargo.lading import Lading
from portsim.model.carriers.service import Timetable
from portsim.model.port.yard import Yard
from portsim.streams import Floats

_ROUNDING = 1e-9
"""Part of a headway by which a box may miss a cut-off and still be in time: sums of hours are no truer."""


class Line(NamedTuple):
    """A service that carries from its stop `origin` to its stop `destination`; `yard` is that of the origin."""

    timetable: Timetable
    origin: int
    destination: int
    yard: Yard | None

    @property
    def transit_h(self) -> float:
        """Pro forma time between the two."""
        return self.timetable.transit_h(self.origin, self.destination)

    @property
    def until_sailing_h(self) -> float:
        """Pro forma time from the cut-off to the departure."""
        return self.timetable.cutoff_h[self.origin] + self.timetable.stay_h[self.origin]

    @property
    def until_landed_h(self) -> float:
        """Pro forma time from the cut-off to the end of the ship's stay at the destination."""
        return self.until_sailing_h + self.transit_h + self.timetable.stay_h[self.destination]


class Booking(NamedTuple):
    """A sailing of a line, with its cut-off and pro forma departure and arrival, h."""

    line: Line
    sailing: int
    due_h: float
    departure_h: float
    arrival_h: float


class Relation:
    """Laden boxes waiting between two nodes, in the order of the sailings they are booked on, and empties called for.

    A box is due at the first sailing of a common line whose cut-off it can meet. Boxes due and delivered are `ready`;
    those that a common line leaves behind are rolled. After `rolls_before_switch` rolls they are asked once whether
    they choose another way; those that stay go first, and any line may take them.

    Parameters
    ----------
    origin, destination
        Nodes: ids of modelled ports or markets.
    lines
        All services between them.
    common_line_share
        Lines at most this share slower than the fastest are common.
    rolls_before_switch
        Rolls after which a box takes any line.
    empty_call_weeks
        Weeks after which a call for empties lapses.

    Attributes
    ----------
    choose_again
        Given some that were rolled often enough, has those that turn to another way `leave` and returns the others;
        None where boxes have no choice.
    """

    def __init__(
        self,
        origin: str,
        destination: str,
        lines: Sequence[Line],
        common_line_share: float,
        rolls_before_switch: int,
        empty_call_weeks: int,
    ) -> None:
        fastest_h = min(line.transit_h for line in lines)
        self.origin = origin
        self.destination = destination
        self.lines = tuple(lines)
        self.common = tuple(line for line in lines if line.transit_h <= fastest_h * (1.0 + common_line_share))
        self.rolls_before_switch = rolls_before_switch
        self.choose_again: Callable[[Relation, list[Consignment]], list[Consignment]] | None = None
        self._stayed: deque[Lading] = deque()  # asked, and waiting on; all before those in `_ready`
        self._ready: deque[Lading] = deque()
        self.ready_teu = 0
        self.ready_t = 0.0
        self.slots_a_week = sum(line.timetable.slots_a_week for line in self.common)
        self.empties = EmptyCalls(self.slots_a_week, empty_call_weeks)
        self.n_split = 0
        self._booked: dict[float, list[Consignment]] = {}  # by the cut-off they are due at, in order of booking
        self._dues_h: list[float] = []  # those cut-offs as a heap
        self._times_left = 0
        self._ready_due_teu_h = 0.0  # TEU times cut-off of all that are ready
        weights = [line.timetable.slots_a_week for line in self.common]
        self.until_sailing_h = _mean([line.until_sailing_h for line in self.common], weights)
        self.until_landed_h = _mean([line.until_landed_h for line in self.common], weights)
        self.delays = Delays()
        self._timetables = [  # read for every box: tuples unpack faster than attributes are read
            (t.first_h, t.offset_h[origin], t.cutoff_h[origin], t.headway_h, line)
            for line in self.common
            for t, origin in ((line.timetable, line.origin),)
        ]
        self._firsts_h = np.array([first + offset - cutoff for first, offset, cutoff, _, _ in self._timetables])
        self._headways_h = np.array([headway for _, _, _, headway, _ in self._timetables])
        self._yards = [line.yard for line in self.common]
        self._dues_in_life_h = _dues_in_life(self.common)

    def note_landed(self, lading: Lading, now: float) -> None:
        """A lading has come off its ship: note by how much it is late."""
        self.delays.note(lading.teu, now - lading.due_h - self.until_landed_h)

    def heard(self, now: float) -> tuple[float, float, float]:
        """TEU landed since last asked or waiting for their ship, by how much they were late, h, and its square."""
        late_h = 0.0
        if self.ready_teu:
            late_h = now - self._ready_due_teu_h / self.ready_teu - self.until_sailing_h
        return self.delays.take(self.ready_teu, late_h)

    def due_h(self, hour: float) -> float:
        """Cut-off of the first sailing of the common lines that boxes there at `hour` can meet."""
        return self._first_sailing(hour)[0]

    def book(self, hour: float) -> Booking:
        """That sailing."""
        due_h, sailing, line = self._first_sailing(hour)
        departure_h = line.timetable.departure_h(sailing, line.origin)
        return Booking(line, sailing, due_h, departure_h, departure_h + line.transit_h)

    def _first_sailing(self, hour: float) -> tuple[float, int, Line]:
        if self._dues_in_life_h is not None:
            return self._first_in_life(hour)
        best: tuple[float, int, Line] | None = None
        for first_h, offset_h, cutoff_h, headway_h, line in self._timetables:
            sailing = ceil((hour + cutoff_h - first_h - offset_h) / headway_h - _ROUNDING)
            due_h = first_h + sailing * headway_h + offset_h - cutoff_h
            if best is None or due_h < best[0]:
                best = (due_h, sailing, line)
        assert best is not None  # a relation has lines
        return best

    def _first_in_life(self, hour: float) -> tuple[float, int, Line]:
        """The same where services open or close: after the last sailing, one that will not be."""
        assert self._dues_in_life_h is not None  # see the callers
        best: tuple[bool, float, int, Line] | None = None
        for line, (first_due_h, last_due_h) in zip(self.common, self._dues_in_life_h, strict=True):
            timetable, origin = line.timetable, line.origin
            headway_h = timetable.headway_h
            due_0_h = timetable.arrival_h(0, origin) - timetable.cutoff_h[origin]
            sailing = ceil((max(hour, first_due_h) - due_0_h) / headway_h - _ROUNDING)
            due_h = due_0_h + sailing * headway_h
            if best is None or (due_h > last_due_h, due_h) < best[:2]:
                best = due_h > last_due_h, due_h, sailing, line
        assert best is not None  # a relation has lines
        return best[1:]

    def spans_of_lives(self) -> list[tuple[float, float]] | None:
        """Hours of the cut-offs between which some line sails; None where one always does."""
        return self._dues_in_life_h if all(line.timetable.life_h for line in self.common) else None

    def due_hours(self, hours: Floats) -> tuple[Floats, list[Yard | None]]:
        """Cut-offs that boxes there at `hours` are due at, and the yards they are delivered to."""
        if self._dues_in_life_h is not None:
            firsts = [self._first_in_life(hour) for hour in hours.tolist()]
            return np.array([due_h for due_h, _, _ in firsts]), [line.yard for _, _, line in firsts]
        if len(self._yards) == 1:
            first_h, headway_h = self._firsts_h[0], self._headways_h[0]
            return first_h + np.ceil((hours - first_h) / headway_h - _ROUNDING) * headway_h, self._yards * len(hours)
        firsts_h, headways_h = self._firsts_h[:, None], self._headways_h[:, None]
        dues = firsts_h + np.ceil((hours - firsts_h) / headways_h - _ROUNDING) * headways_h
        best = np.argmin(dues, axis=0)
        yards = self._yards
        return dues[best, np.arange(len(hours))], [yards[line] for line in best.tolist()]

    def add(self, consignment: Consignment, due_h: float) -> None:
        """A consignment is booked on the sailing with this cut-off."""
        consignment.due_h = due_h
        booked = self._booked.get(due_h)
        if booked is None:
            self._booked[due_h] = [consignment]
            heappush(self._dues_h, due_h)
        else:
            booked.append(consignment)

    def advance(self, cutoff_h: float) -> None:
        """Make ready what is due by a cut-off."""
        dues_h = self._dues_h
        while dues_h and dues_h[0] <= cutoff_h:
            due_h = heappop(dues_h)
            lading = Lading(self, due_h, self._booked.pop(due_h), self._times_left)
            self._ready.append(lading)
            self.ready_teu += lading.teu
            self.ready_t += lading.weight_t
            self._ready_due_teu_h += lading.teu * due_h

    def may_switch(self) -> bool:
        """Whether the first ready boxes were rolled often enough to take any line."""
        if self._stayed:
            return True
        ready = self._ready
        return bool(ready) and self._times_left - ready[0].times_left >= self.rolls_before_switch

    def first_due_h(self) -> float:
        """Cut-off of the boxes that go first of those ready."""
        return (self._stayed or self._ready)[0].due_h

    def take_first(self, room_teu: int, room_t: float) -> Consignment | None:
        """Take the first ready consignment, cut to the room there is; None if not one TEU fits."""
        queue = self._stayed or self._ready
        lading = queue[0]
        first = lading.first
        t_per_teu = first.itinerary.t_per_teu
        teu = min(first.teu, room_teu, int(room_t / t_per_teu))
        if teu <= 0:
            return None
        if teu < first.teu:
            self.n_split += 1
        taken = lading.take_first(teu)
        if not lading.teu:
            queue.popleft()
        taken.rolls += self._times_left - lading.times_left
        self.ready_teu -= teu
        self.ready_t -= teu * t_per_teu
        self._ready_due_teu_h -= teu * taken.due_h
        return taken

    def take_all(self) -> list[Lading]:
        """Take all ready boxes."""
        ready = [*self._stayed, *self._ready]
        for lading in ready:
            lading.rest(self._times_left)
        self._stayed.clear()
        self._ready.clear()
        self.ready_teu, self.ready_t, self._ready_due_teu_h = 0, 0.0, 0.0
        return ready

    def leave_behind(self) -> int:
        """A common line has sailed: what is still ready is rolled; return its TEU.

        Those that have been rolled often enough by now may turn to another way. Each is asked once: they stand first in
        the line, so that nobody else is looked at.
        """
        left_teu = self.ready_teu
        if left_teu:
            self._times_left += 1
            if self.choose_again is not None:
                self._ask(self.choose_again)
        return left_teu

    def _ask(self, choose_again: Callable[[Relation, list[Consignment]], list[Consignment]]) -> None:
        ready, times_left = self._ready, self._times_left
        asked: list[Consignment] = []
        while ready and ready[0].times_left <= times_left - self.rolls_before_switch:
            asked += ready.popleft().rest(times_left)
        if asked:
            staying = groupby(choose_again(self, asked), key=_due_h)
            self._stayed += (Lading(self, due_h, [*alike], times_left) for due_h, alike in staying)

    def leave(self, consignment: Consignment) -> None:
        """One of those asked goes another way."""
        self.ready_teu -= consignment.teu
        self.ready_t -= consignment.teu * consignment.itinerary.t_per_teu
        self._ready_due_teu_h -= consignment.teu * consignment.due_h

    def waiting(self) -> list[Consignment]:
        """All consignments here, with their rolls brought up to date; for the end of a run."""
        ready = [one for lading in (*self._stayed, *self._ready) for one in lading.rest(self._times_left)]
        return [*ready, *(one for due_h in sorted(self._booked) for one in self._booked[due_h])]


def _due_h(consignment: Consignment) -> float:
    return consignment.due_h


def _dues_in_life(lines: Sequence[Line]) -> list[tuple[float, float]] | None:
    """First and last cut-off of each line within the life of its service; None where all sail always."""
    if all(line.timetable.life_h is None for line in lines):
        return None
    dues = []
    for timetable, origin, _, _ in lines:
        opens_h, closes_h = timetable.life_h or (-inf, inf)
        before_h = timetable.cutoff_h[origin] + timetable.stay_h[origin]  # from the cut-off to the departure
        dues.append((opens_h - before_h, nextafter(closes_h - before_h, -inf)))
    return dues


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def relations_of(
    timetables: Sequence[Timetable],
    yards: Mapping[tuple[str, str], Yard],
    common_line_share: float,
    rolls_before_switch: int,
    empty_call_weeks: int,
) -> dict[tuple[str, str], Relation]:
    """Find all pairs of nodes that services join, each with its lines.

    A service carries from a stop to the first later stop at another node, unless it calls at the origin's node again
    before.
    """
    lines: dict[tuple[str, str], list[Line]] = {}
    for timetable in timetables:
        n_stops = len(timetable.stops)
        for origin in range(n_stops):
            here = timetable.nodes[origin]
            stop = timetable.stops[origin]
            yard = yards.get(stop)
            seen = set()
            for ahead in range(1, n_stops):
                destination = (origin + ahead) % n_stops
                there = timetable.nodes[destination]
                if there == here:
                    break
                if there not in seen:
                    seen.add(there)
                    lines.setdefault((here, there), []).append(Line(timetable, origin, destination, yard))
    return {
        pair: Relation(*pair, found, common_line_share, rolls_before_switch, empty_call_weeks)
        for pair, found in lines.items()
    }  # fmt: skip
