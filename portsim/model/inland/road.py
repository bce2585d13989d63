"""Trucks between a zone and a port: unlimited in number, their time spread about the mean."""

from __future__ import annotations

import math
from dataclasses import dataclass

from portsim.capacity.hindrance import Hindrance
from portsim.capacity.openings import Openings
from portsim.scenario.geography import Road
from portsim.streams import Floats


def truck_hours(road: Road, normal: Floats) -> Floats:
    """Door-to-gate times, h: lognormal with the road's mean and spread, from standard normal numbers."""
    variance = math.log1p(road.spread_share**2)
    hours: Floats = road.time_h * math.e ** (math.sqrt(variance) * normal - variance / 2)
    return hours


@dataclass(frozen=True, slots=True)
class TruckDelays:
    """What a closed or slow road, and a gate shut for a storm, do to the trucks between a zone and a port.

    Attributes
    ----------
    road
        The road; None where nothing is amiss on it.
    gate
        When the port takes trucks in; None where it always does.
    """

    road: Hindrance | None
    gate: Openings | None

    def delivered_h(self, planned_h: float, truck_h: float) -> float:
        """When a truck that meant to be at the port at a planned hour is let in."""
        arrives_h = self.road.arrives_h(planned_h - truck_h, truck_h) if self.road is not None else planned_h
        return self.let_in_h(arrives_h)

    def let_in_h(self, arrives_h: float) -> float:
        """When a truck that is at the port at some hour is let in."""
        return self.gate.next_open(arrives_h) if self.gate is not None else arrives_h

    def picked_up_h(self, planned_h: float) -> float:
        """When a box that was to be picked up at a planned hour leaves: the gate open and the road too."""
        while True:
            at_gate_h = self.gate.next_open(planned_h) if self.gate is not None else planned_h
            leaves_h = self.road.sets_out_h(at_gate_h) if self.road is not None else at_gate_h
            if leaves_h == planned_h:
                return leaves_h
            planned_h = leaves_h

    def home_h(self, picked_up_h: float, truck_h: float) -> float:
        """When a box picked up at some hour is at its destination."""
        return self.road.arrives_h(picked_up_h, truck_h) if self.road is not None else picked_up_h + truck_h
