"""The way of one class of ships into a port or out of it: what must be open and free before she may start."""

from __future__ import annotations

from dataclasses import dataclass

from portsim.capacity.openings import Openings
from portsim.model.kernel import Part
from portsim.model.port.channel import IN, OUT, Channel
from portsim.model.port.pilotage import Escorts

WEATHER, BERTH, TIDE, CHANNEL, PILOT = range(5)
"""Reasons to wait, in the order in which they count."""
NO_CAUSE = -1


@dataclass(frozen=True, slots=True)
class Passage:
    """What a ship meets on her way in or out.

    Attributes
    ----------
    weather
        When ships may sail at all.
    starts
        When she may start: weather open now, and water enough until she is through.
    tide_alone
        When the weather is open and the tide is not.
    channel
        The channel, None without one.
    escorts
        Pilots and tugs, with the number she takes.
    way, large
        In or out; whether she meets nobody.
    manoeuvre_h
        Time besides the channel, h.
    """

    weather: Openings
    starts: Openings
    tide_alone: Openings
    channel: Channel | None
    escorts: tuple[tuple[Escorts, int], ...]
    way: int
    large: bool
    manoeuvre_h: float

    def obstacle(self, now: float, ready_h: float) -> int:
        """First reason besides weather and berth why she may not start now; `NO_CAUSE` if she may."""
        if not self.starts.is_open(now):
            return TIDE
        channel = self.channel
        if channel is not None and not channel.is_free and not channel.may_enter(self.way, self.large, ready_h):
            return CHANNEL
        for escorts, n in self.escorts:
            if n and not escorts.are_free(n, ready_h):
                return PILOT
        return NO_CAUSE

    def claim(self, cause: int, now: float, ready_h: float) -> None:
        """Have a ship that nothing but channel, pilot or tugs holds up go before those who become ready later."""
        until_h = self.starts.closes_at(now)
        if cause == CHANNEL and self.channel is not None:
            self.channel.claim(self.way, self.large, ready_h, until_h)
        elif cause == PILOT:
            for escorts, n in self.escorts:
                if n:
                    escorts.claim(ready_h, until_h)

    def start(self) -> None:
        """Take the channel, pilot and tugs."""
        if self.channel is not None and not self.channel.is_free:
            self.channel.enter(self.way, self.large)
        for escorts, n in self.escorts:
            escorts.n_free -= n

    def sail(self) -> Part[None]:
        """Sail the whole way; pilot and tugs leave at its end."""
        channel, hours = self.channel, self.manoeuvre_h
        if channel is not None:
            if channel.is_free:
                hours += channel.transit_h
            elif self.way == IN:
                yield channel.transit_h
                channel.leave(IN, self.large)
            else:  # hers from the first line let go: she turns and sails through
                yield hours + channel.transit_h
                channel.leave(OUT, self.large)
                hours = 0.0
        if hours:
            yield hours
        for escorts, n in self.escorts:
            if n:
                escorts.release(n)
