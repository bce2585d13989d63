"""A line of ships that wait for leave to start, in or out, and the hours they wait for each reason."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from portsim.model.kernel import Place
from portsim.model.port.passage import BERTH, CHANNEL, NO_CAUSE, PILOT, TIDE, WEATHER, Passage

if TYPE_CHECKING:
    from portsim.model.port.call import Stay
    from portsim.model.port.clearance import Clearance
    from portsim.model.port.quay import Berths
    from portsim.model.port.terminal import Terminal


class Waiting:
    """One ship in a line.

    Attributes
    ----------
    ready_h
        When she came, or was ready to sail.
    passage
        Her way.
    berths
        Quays that take her, with what she takes up there; none for a ship that sails.
    place
        Where her process is parked.
    """

    __slots__ = ("berths", "hours", "marks", "passage", "place", "ready_h", "since_h", "stay")

    def __init__(self, stay: Stay, ready_h: float, passage: Passage, berths: Berths) -> None:
        self.stay = stay
        self.ready_h = self.since_h = ready_h
        self.passage = passage
        self.berths = berths
        self.place = Place()
        self.hours = [0.0, 0.0, 0.0, 0.0, 0.0]
        self.marks = (0.0, 0.0, 0.0)


class Line:
    """Ships in order of their rank, of which only the first is looked at.

    The hours of the first are booked by what holds her up. Those behind her wait for weather as she does, for the
    channel and pilots while she does (and for the tide, where all of a line need the same water), else for their turn
    at the berth.

    Parameters
    ----------
    clearance
        The harbour master.
    terminal
        Where the ships want to berth; None for ships that sail.
    alike
        Whether all ships in it need the same depth of water.

    Attributes
    ----------
    ships
        A heap: rank, number in order of joining, and the ship.
    """

    def __init__(self, clearance: Clearance, terminal: Terminal | None, alike: bool) -> None:
        self._clearance = clearance
        self.terminal = terminal
        self._alike = alike
        self.ships: list[tuple[float, int, Waiting]] = []
        self._n_joined = 0
        self._cause = NO_CAUSE
        self._tide_h = self._channel_h = self._pilot_h = 0.0
        self.wake_h = float("-inf")

    def __len__(self) -> int:
        return len(self.ships)

    @property
    def first(self) -> Waiting:
        """The ship to look at."""
        return self.ships[0][2]

    @property
    def cause(self) -> int:
        """What holds up the first, as far as was last seen."""
        return self._cause

    def join(self, stay: Stay, rank: float, now: float) -> Place | float:
        """Put a ship that wants to berth into the line; to be yielded at once, and then she starts."""
        fit = stay.ship.fit
        assert fit.inbound is not None  # see the terminal: others wait in lines for a berth alone
        return self.wait(Waiting(stay, now, fit.inbound, fit.berths), rank)

    def wait(self, waiting: Waiting, rank: float) -> Place | float:
        """Put a ship into the line, for any way; to be yielded at once."""
        if self._add(waiting, rank, waiting.ready_h) and self._clearance.look_at(self):
            return 0.0
        return waiting.place

    def look(self) -> bool:
        """Let the first start, if nothing holds her up any more."""
        return self._clearance.look_at(self)

    def _add(self, waiting: Waiting, rank: float, now: float) -> bool:
        """Add a ship; return whether she is the first."""
        heap = self.ships
        before = heap[0][2] if heap else None
        self._n_joined += 1
        if before is not None:
            self._book_first(now)
        heappush(heap, (rank, self._n_joined, waiting))
        waiting.marks = (self._tide_h, self._channel_h, self._pilot_h)
        if heap[0][2] is not waiting:
            return False
        if before is not None:
            before.marks = waiting.marks
        self._cause = NO_CAUSE
        return True

    def note(self, cause: int, now: float) -> None:
        """Note what holds up the first from now on."""
        self._book_first(now)
        self._cause = cause

    def leave(self, now: float) -> Waiting:
        """Let the first go; her hours are complete."""
        self._book_first(now)
        first = heappop(self.ships)[2]
        self._cause = NO_CAUSE
        if self.ships:
            self._book_behind(self.first, now)
        return first

    def withdraw(self, waiting: Waiting, now: float) -> None:
        """Let a ship of it give up, wherever she stands; her hours are complete. A rare thing: the line is searched."""
        if self.first is waiting:
            waiting.passage.withdraw(self)
            self.leave(now)
            return
        self._book_first(now)
        self._book_behind(waiting, now)
        self.ships = [entry for entry in self.ships if entry[2] is not waiting]
        heapify(self.ships)

    def _book_first(self, now: float) -> None:
        """Book the hours of the first up to now by her cause; the clocks of the line go on with them."""
        first, cause = self.first, self._cause
        passage, since_h, hours = first.passage, first.since_h, first.hours
        if now <= since_h:
            return
        first.since_h = now
        weather_h = passage.weather.closed_h(since_h, now)
        hours[WEATHER] += weather_h
        rest_h = max(0.0, now - since_h - weather_h)
        if cause in (NO_CAUSE, BERTH):
            hours[BERTH] += rest_h
            return
        tide_h = passage.tide_alone.open_h(since_h, now)
        hours[TIDE] += tide_h
        self._tide_h += tide_h
        rest_h = max(0.0, rest_h - tide_h)
        if cause == PILOT:
            hours[PILOT] += rest_h
            self._pilot_h += rest_h
        elif cause == CHANNEL:
            hours[CHANNEL] += rest_h
            self._channel_h += rest_h

    def _book_behind(self, waiting: Waiting, now: float) -> None:
        """Book the hours a ship stood behind others, now that she is the first."""
        passage, since_h, hours = waiting.passage, waiting.since_h, waiting.hours
        waiting.since_h = now
        tide_mark, channel_mark, pilot_mark = waiting.marks
        weather_h = passage.weather.closed_h(since_h, now)
        tide_h = self._tide_h - tide_mark if self._alike else 0.0
        channel_h, pilot_h = self._channel_h - channel_mark, self._pilot_h - pilot_mark
        rest_h = max(0.0, now - since_h - weather_h - tide_h - channel_h - pilot_h)
        hours[WEATHER] += weather_h
        hours[TIDE] += tide_h
        hours[CHANNEL] += channel_h + (0.0 if waiting.berths else rest_h)
        hours[PILOT] += pilot_h
        if waiting.berths:
            hours[BERTH] += rest_h
