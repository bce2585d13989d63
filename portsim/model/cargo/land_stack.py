"""Boxes that wait between yard and hinterland for the next train or barge, as those see them who put boxes there."""

from __future__ import annotations

from typing import Protocol

from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.delays import Delays
from portsim.scenario.port import Yard

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


def ready_h(yard: Yard, land: Land) -> float:
    """From discharge of an import to ready for the train or barge, h."""
    return yard.rail_ready_h if land[2] == "rail" else yard.barge_ready_h
