"""The container yard of a terminal: boxes between ship and land, in TEU, laden and empty together."""

from __future__ import annotations

from portsim.model.level import Level
from portsim.scenario.port import Yard as YardDescription


class Yard:
    """Stock of a yard over time, and its rules for delivery and pick-up.

    Parameters
    ----------
    description
        Capacity, dwell laws and cut-offs of the scenario.
    end_h
        End of the run, h.
    """

    __slots__ = ("description", "level")

    def __init__(self, description: YardDescription, end_h: float) -> None:
        self.description = description
        self.level = Level(end_h)

    def into(self, time_h: float, teu: float) -> None:
        """Boxes come in, now or at a known time."""
        self.level.add(time_h, teu)

    def out(self, time_h: float, teu: float) -> None:
        """Boxes leave, now or at a known time."""
        self.level.add(time_h, -teu)
