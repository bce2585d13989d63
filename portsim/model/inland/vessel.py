"""A barge on inland waters, as locks and reaches see it: her size, her cargo and where she goes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, eq=False)
class VesselClass:
    """Vessels alike to a lock; compared by identity, so make one per ship class and service.

    Attributes
    ----------
    service
        Index of the service among the entities; -1 for none.
    length_m, beam_m, draught_m
        Dimensions.
    dwt_t
        Deadweight.
    priority
        Whether she may go ahead at locks with `order: n_of_m`.
    """

    service: int
    length_m: float
    beam_m: float
    draught_m: float
    dwt_t: float = 0.0
    priority: bool = False


class Stage(Protocol):
    """The next thing that happens to vessels on their way; those that come together are handed on together."""

    def enter(self, vessels: list[Vessel]) -> None:
        """Vessels come to this stage now."""


class Vessel:
    """One vessel on one trip.

    Attributes
    ----------
    kind
        Her class.
    tonnes, teu
        Cargo aboard.
    onward
        Where she goes after the lock she is in or waits at.
    arrived_h
        Arrival at that lock.
    entered_h
        Start of her lockage there.
    place
        Her number among all that came to that lock.
    since_h
        Entry into the waterway she is on.
    late_at_locks_h
        Hours at locks beyond those of the tables, on this trip; of ships with processes of their own.
    """

    __slots__ = ("arrived_h", "entered_h", "kind", "late_at_locks_h", "onward", "place", "since_h", "teu", "tonnes")

    onward: Stage

    def __init__(self, kind: VesselClass, tonnes: float = 0.0, teu: int = 0) -> None:
        self.kind = kind
        self.tonnes = tonnes
        self.teu = teu
        self.arrived_h = 0.0
        self.entered_h = 0.0
        self.place = 0
        self.since_h = 0.0
        self.late_at_locks_h = 0.0
