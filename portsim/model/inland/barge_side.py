"""A container barge, and one end of her line: the boxes, berths and idle barges there."""

from __future__ import annotations

from collections import deque

from portsim.model.cargo.consignment import Consignment
from portsim.model.inland.barge_berths import BargeBerths
from portsim.model.inland.barge_stack import BargeStack
from portsim.model.inland.vessel import Vessel, VesselClass


class Barge:
    """One barge of the fleet; `laden` and `empty_teu` are aboard, or being loaded or discharged."""

    __slots__ = ("empty_teu", "is_outbound", "laden", "number", "vessel")

    def __init__(self, number: int, kind: VesselClass) -> None:
        self.number = number
        self.vessel = Vessel(kind)
        self.laden: list[Consignment] = []
        self.empty_teu = 0
        self.is_outbound = True


class Side:
    """One end of a line: the boxes that wait there, the berths, and the barges that lie there without work.

    Attributes
    ----------
    is_inland
        Whether it is the inland port.
    idle
        Barges free for a trip, those longest free first.
    n_heading_for
        Barges on their way here.
    is_due
        A departure of the timetable is to be made as soon as a barge is there.
    looks_at_h
        When it will look again without being asked.
    """

    __slots__ = ("berths", "idle", "is_due", "is_inland", "looks_at_h", "n_heading_for", "stack")

    def __init__(self, is_inland: bool, stack: BargeStack, berths: BargeBerths) -> None:
        self.is_inland = is_inland
        self.stack = stack
        self.berths = berths
        self.idle: deque[Barge] = deque()
        self.n_heading_for = 0
        self.is_due = False
        self.looks_at_h = float("-inf")
