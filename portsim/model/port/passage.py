"""The way of one class of ships into a port or out of it: what must be open and free before she may start."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from portsim.capacity.openings import Openings
from portsim.model.port.channel import OUT, Channel, Claim
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
    channel_open
        When she may start and be through before the channel is closed for a disruption; None where it never is.
    channel
        The channel, None without one.
    escorts
        Pilots and tugs she takes, with their number.
    way, large
        In or out; whether she meets nobody.
    manoeuvre_h, hours
        Time besides the channel, and in all, h.
    """

    weather: Openings
    starts: Openings
    tide_alone: Openings
    channel_open: Openings | None
    channel: Channel | None
    escorts: tuple[tuple[Escorts, int], ...]
    way: int
    large: bool
    manoeuvre_h: float
    hours: float

    def obstacle(self, now: float, ready_h: float) -> tuple[int, float]:
        """First reason besides weather and berth why she may not start now, and when it may be gone (h).

        `NO_CAUSE` if she may start.
        """
        if not self.starts.is_open(now):
            return TIDE, self.starts.next_open(now)
        if self.channel_open is not None and not self.channel_open.is_open(now):
            return CHANNEL, self.channel_open.next_open(now)
        channel = self.channel
        if channel is not None and not channel.is_free:
            free_h = channel.free_at(self.way, self.large, ready_h, now)
            if free_h > now:
                return CHANNEL, free_h
        for escorts, n in self.escorts:
            free_h = escorts.free_at(n, ready_h, now)
            if free_h > now:
                return PILOT, free_h
        return NO_CAUSE, now

    def claim(self, who: Hashable, cause: int, ready_h: float, now: float, wake_h: float) -> None:
        """Have a ship that only channel, pilot or tugs hold up go before those who become ready later."""
        until_h = self.starts.closes_at(now)
        if cause == CHANNEL and self.channel is not None:
            self.channel.claim(who, Claim(self.way, self.large, ready_h, until_h, wake_h))
        elif cause == PILOT:
            for escorts, _ in self.escorts:
                escorts.claim(who, ready_h, until_h)

    def withdraw(self, who: Hashable) -> None:
        """Forget what a ship claimed."""
        if self.channel is not None:
            self.channel.withdraw(who)
        for escorts, _ in self.escorts:
            escorts.withdraw(who)

    def start(self, now: float) -> None:
        """Take the channel, pilot and tugs. On her way out the channel is hers from the first line let go."""
        channel = self.channel
        if channel is not None and not channel.is_free:
            through_h = now + channel.transit_h + (self.manoeuvre_h if self.way == OUT else 0.0)
            channel.enter(self.way, self.large, now, through_h)
        for escorts, n in self.escorts:
            escorts.take(n, now + self.hours)
