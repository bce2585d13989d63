"""Boxes that wait between yard and hinterland for the next train or barge, as those see them who put boxes there."""

from __future__ import annotations

from typing import Protocol

from portsim.model.cargo.consignment import Consignment
from portsim.scenario.port import Yard

Land = tuple[str, str, str]
"""Zone, gateway and mode of a land leg."""


class LandStack(Protocol):
    """The boxes of one land leg in one direction."""

    empties_called_teu: int
    n_split: int

    def put(self, ready_h: float, consignment: Consignment) -> None:
        """A consignment can leave from `ready_h` on."""

    def call_empties(self, teu: int) -> None:
        """So many empties are to go."""

    def waiting(self) -> list[Consignment]:
        """All that wait, in order."""


def ready_h(yard: Yard, land: Land) -> float:
    """From discharge of an import to ready for the train or barge, h."""
    return yard.rail_ready_h if land[2] == "rail" else yard.barge_ready_h
