"""Boxes that wait between yard and hinterland for the next train or barge, as those see them who put boxes there."""

from __future__ import annotations

from typing import Protocol

from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.delays import Delays
from portsim.scenario.storage import Yard

Land = tuple[str, str, str]
"""Zone, gateway and mode of a land leg."""


class LandStack(Protocol):
    """The boxes of one land leg in one direction."""

    empties_called_teu: int
    n_split: int
    delays: Delays

    def put(self, ready_h: float, consignment: Consignment) -> None:
        """A consignment can leave from `ready_h` on."""

    def call_empties(self, teu: int) -> None:
        """So many empties are to go."""

    def heard(self, now: float) -> tuple[float, float, float]:
        """TEU carried since last asked or still waiting, by how much they were late, h, and its square."""

    def waiting(self) -> list[Consignment]:
        """All that wait, in order."""


class LandLeg:
    """A land leg as the itineraries over it share it: who carries it, and what went over it in the week.

    Attributes
    ----------
    to_zone
        Imports waiting for a train or barge; None where trucks carry them.
    imported_teu, exported_teu
        Laden TEU since the start of the week.
    """

    __slots__ = ("exported_teu", "imported_teu", "mode", "to_zone")

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.to_zone: LandStack | None = None
        self.imported_teu = self.exported_teu = 0

    def end_week(self) -> int:
        """What was imported less what was exported since the start of the week; begin a new one."""
        surplus = self.imported_teu - self.exported_teu
        self.imported_teu = self.exported_teu = 0
        return surplus


def ready_h(yard: Yard, mode: str) -> float:
    """From discharge of an import to ready for the train or barge, h."""
    return yard.rail_ready_h if mode == "rail" else yard.barge_ready_h
