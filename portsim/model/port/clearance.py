"""The harbour master: gives ships leave to start, in or out, when weather, berth, tide, channel and pilots allow."""

from __future__ import annotations

from portsim.model.kernel import Kernel
from portsim.model.port.line import Line
from portsim.model.port.passage import BERTH, NO_CAUSE, WEATHER
from portsim.model.port.quay import take_berth


class Clearance:
    """The lines of ships of one port, and when to look at which.

    Nothing is taken before a ship starts: a berth that stands free while its next ship waits for water is no busier
    for it. A line is looked at when a berth comes free, and at the known hour at which weather or tide open for its
    first ship, the channel clears or a pilot returns; nobody looks in between.
    """

    def __init__(self, env: Kernel) -> None:
        self._env = env

    def look_at(self, line: Line) -> bool:
        """Let the first of a line start, if nothing holds her up any more; else note what does."""
        now, first = self._env.now, line.first
        passage, terminal = first.passage, line.terminal
        if not passage.weather.is_open(now):
            return self._hold(line, WEATHER, passage.weather.next_open(now))
        berth = None
        if terminal is not None:
            berth = take_berth(first.berths)
            if berth is None:
                return self._hold(line, BERTH)
        cause, wake_h = passage.obstacle(now, first.ready_h)
        if cause != NO_CAUSE:
            if berth is not None:
                berth[0].give(berth[1], berth[2])
            return self._hold(line, cause, wake_h)
        passage.withdraw(line)
        passage.start(now)
        line.leave(now)
        if terminal is not None:
            first.stay.berth = berth
            first.stay.waited(True, first.hours)
            terminal.one_less_waits()
        else:
            first.stay.waited(False, first.hours)
        first.place.open(self._env)
        return True

    def _hold(self, line: Line, cause: int, wake_h: float = float("inf")) -> bool:
        """Note why a ship may not start, and look again when the reason may be gone; a berth tells itself."""
        now, first = self._env.now, line.first
        passage = first.passage
        line.note(cause, now)
        passage.withdraw(line)
        passage.claim(line, cause, first.ready_h, now, wake_h)
        self._wake_at(line, wake_h)
        return False

    def _wake_at(self, line: Line, hour: float) -> None:
        """Look at a line at a known time, once."""
        if hour != line.wake_h and hour < float("inf"):
            line.wake_h = hour
            self._env.defer(hour - self._env.now, self._wake, line)

    def _wake(self, line: Line) -> None:
        line.wake_h = float("-inf")
        if line.terminal is not None:
            line.terminal.look()
        else:
            self.look_through(line)

    def look_through(self, line: Line) -> None:
        """Let those of a line start whom nothing holds up."""
        while line and self.look_at(line):
            pass
