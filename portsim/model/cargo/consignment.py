"""A consignment: boxes of one shipper on their way, and the itinerary they follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portsim.model.cargo.land_stack import LandLeg
    from portsim.model.cargo.relation import Relation
    from portsim.model.inland.road import TruckDelays
    from portsim.model.port.customs import Release
    from portsim.model.port.yard import Yard

NOT_THERE = float("nan")


@dataclass(slots=True)
class Itinerary:
    """The legs that all consignments of one flow and route share.

    Attributes
    ----------
    record
        Flow, origin, destination, gateway and hub (indices of entities), outbound, mode: first columns of their rows.
    legs
        The sea legs, each a relation between two nodes.
    foreign
        For each sea leg, whether its boxes count as foreign trade at the ports they cross.
    outbound
        Whether the land leg comes first.
    land
        (zone, gateway, mode) of the land leg; None from market to market.
    t_per_teu
        Weight.
    teu_per_box
        TEU per box.
    releases
        For each sea leg, the customs of its boxes where they are landed; None where they wait for none.
    delays
        What disruptions do to its trucks; None where nothing does.
    on_land
        The land leg as all itineraries over it share it; None from market to market.
    number
        Number of the way among all of the run.
    """

    record: tuple[int, int, int, int, int, bool, int]
    legs: tuple[Relation, ...]
    foreign: tuple[bool, ...]
    outbound: bool
    land: tuple[str, str, str] | None
    t_per_teu: float
    teu_per_box: float
    releases: tuple[Release | None, ...] = ()
    delays: TruckDelays | None = None
    on_land: LandLeg | None = None
    number: int = -1


class Consignment:
    """A batch of laden TEU of one itinerary.

    Attributes
    ----------
    leg
        Index of the sea leg it waits for or is on.
    at_h
        When it came to where it is, h.
    due_h
        Cut-off of the sailing it is booked on, h.
    number
        Its number in its flow, by which its tastes are known.
    """

    __slots__ = (
        "at_h",
        "due_h",
        "dwell_h",
        "export_dwell_h",
        "itinerary",
        "leg",
        "number",
        "ready_h",
        "rolls",
        "teu",
        "transhipment_dwell_h",
        "truck_h",
        "yard",
    )  # fmt: skip

    def __init__(
        self, itinerary: Itinerary, teu: int, ready_h: float, dwell_h: float, truck_h: float, number: int = 0
    ) -> None:
        self.itinerary = itinerary
        self.teu = teu
        self.ready_h = ready_h
        self.dwell_h = dwell_h
        self.truck_h = truck_h
        self.number = number
        self.leg = 0
        self.rolls = 0
        self.at_h = ready_h
        self.due_h = ready_h
        self.export_dwell_h = self.transhipment_dwell_h = NOT_THERE
        self.yard: Yard | None = None

    def split(self, teu: int) -> Consignment:
        """Cut off `teu` as a consignment of its own, with the same past and plans."""
        part = Consignment(self.itinerary, teu, self.ready_h, self.dwell_h, self.truck_h, self.number)
        part.leg, part.rolls, part.at_h, part.due_h = self.leg, self.rolls, self.at_h, self.due_h
        part.yard = self.yard
        part.export_dwell_h, part.transhipment_dwell_h = self.export_dwell_h, self.transhipment_dwell_h
        self.teu -= teu
        return part

    def noted(self, delivered_h: float, import_dwell_h: float) -> tuple[Any, ...]:
        """What the book of consignments takes of it; `delivered_h` may lie after the end of the run."""
        return (
            self.itinerary.number, self.teu, self.ready_h, delivered_h, self.rolls, self.export_dwell_h,
            import_dwell_h, self.transhipment_dwell_h,
        )  # fmt: skip
