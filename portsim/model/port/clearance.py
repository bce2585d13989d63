"""The harbour master: gives ships leave to start, in or out, when weather, berth, tide, channel and pilots allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portsim.model.kernel import Gate, Kernel
from portsim.model.port.channel import Channel
from portsim.model.port.line import Line, Waiting
from portsim.model.port.passage import BERTH, CHANNEL, NO_CAUSE, PILOT, TIDE, WEATHER
from portsim.model.port.quay import take_berth

if TYPE_CHECKING:
    from portsim.model.port.terminal import Terminal


class Clearance:
    """The lines of ships of one port, and when to look at which.

    Nothing is taken before a ship starts: a berth that stands free while its next ship waits for water is no busier
    for it. A line is looked at when a berth, the channel or a pilot it waits for may have come free, or when weather
    or tide open for its first ship; nobody looks in between.
    """

    def __init__(self, env: Kernel) -> None:
        self._env = env
        self._lines: list[Line] = []

    def new_line(self, terminal: Terminal | None, alike: bool) -> Line:
        """Make a line for ships that want to berth at a terminal, or that want to sail (None)."""
        line = Line(terminal, alike)
        self._lines.append(line)
        return line

    def join(self, line: Line, waiting: Waiting, rank: float) -> Gate | float:
        """Put a ship into a line; what is returned must be yielded at once, and then she starts."""
        if line.join(waiting, rank, self._env.now) and self.look_at(line):
            return 0.0
        return waiting.gate

    def look_at(self, line: Line) -> bool:
        """Let the first of a line start, if nothing holds her up any more; else note what does."""
        now, first = self._env.now, line.first
        passage, terminal = first.passage, line.terminal
        if passage is not None and not passage.weather.is_open(now):
            return self._hold(line, WEATHER)
        berth = None
        if terminal is not None:
            berth = take_berth(first.berths)
            if berth is None:
                return self._hold(line, BERTH)
        if passage is not None:
            cause = passage.obstacle(now, first.ready_h)
            if cause != NO_CAUSE:
                if berth is not None:
                    berth[0].give(berth[1], berth[2])
                return self._hold(line, cause)
            passage.start()
        line.leave(now)
        if terminal is not None:
            first.stay.berth = berth
            first.stay.waited_in = first.hours
            terminal.one_less_waits()
        else:
            first.stay.waited_out = first.hours
        first.gate.open(self._env)
        return True

    def _hold(self, line: Line, cause: int) -> bool:
        now, first = self._env.now, line.first
        passage = first.passage
        if passage is not None:
            line.note(cause, now)
            if cause == WEATHER:
                self._wake_at(line, passage.weather.next_open(now))
            elif cause == TIDE:
                self._wake_at(line, passage.starts.next_open(now))
            elif cause != BERTH:
                passage.claim(cause, now, first.ready_h)
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
            while line and self.look_at(line):
                pass

    def channel_changed(self, channel: Channel) -> None:
        """Look, in the order in which they became ready, at the ships that wait for a channel or a pilot."""
        channel.drop_claims()
        held = [
            line for line in self._lines if line and line.cause in (CHANNEL, PILOT) and _channel_of(line) is channel
        ]
        self._look_by_readiness(held)

    def escorts_returned(self) -> None:
        """Look at the ships that wait for a pilot or a tug."""
        self._look_by_readiness([line for line in self._lines if line and line.cause == PILOT])

    def _look_by_readiness(self, lines: list[Line]) -> None:
        while lines:
            lines.sort(key=_readiness)
            lines = [line for line in lines if self.look_at(line) and line]


def _readiness(line: Line) -> float:
    return line.first.ready_h


def _channel_of(line: Line) -> Channel | None:
    passage = line.first.passage
    return passage.channel if passage is not None else None
