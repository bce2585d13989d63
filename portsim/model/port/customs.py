"""Customs at a port: how long a discharged box waits for its papers, by what it is and where it goes on to."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from portsim.clock import Clock
from portsim.scenario.port import Port


class Release(NamedTuple):
    """Hours from discharge until the boxes of one itinerary may go on.

    Attributes
    ----------
    before_h, after_h
        Before the first line opens, and from then on.
    opening_h
        When it opens; infinity: never.
    """

    before_h: float
    opening_h: float
    after_h: float

    def hours(self, landed_h: float) -> float:
        """Of boxes landed at an hour of the run."""
        return self.before_h if landed_h < self.opening_h else self.after_h


def release_of(port: Port, clock: Clock, came_foreign: bool, goes_foreign: bool | None) -> Release | None:
    """Customs of boxes landed at a port; None where they never wait.

    Parameters
    ----------
    port
        The port modelled in full where they are landed.
    clock
        Tells the hour at which the first line opens.
    came_foreign
        Whether they come in foreign trade.
    goes_foreign
        Whether the next ship takes them on in foreign trade; None: they go inland.
    """
    customs = port.customs
    if customs is None or not (came_foreign or goes_foreign):
        return None
    day = customs.first_line_open_from
    opening_h = clock.hours_at(date.fromisoformat(day)) if day else float("inf")
    before_h = customs.import_h if goes_foreign is None else customs.transhipment_h
    after_h = customs.second_line_h if came_foreign and goes_foreign is False else 0.0
    return Release(before_h, opening_h, after_h)
