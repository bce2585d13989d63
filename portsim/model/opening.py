"""The state of the cluster at the start: cargo where its timetable has it, in yards, aboard ships, at stations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.land_stack import Land, LandStack, ready_h
from portsim.model.cargo.ways import Batch
from portsim.model.carriers.voyage import Ship
from portsim.model.port.yard import Yard

LAND_H = 72.0
"""Wait and running time of exports by rail or barge before the start: assumed, effaced by the warm-up."""
_ROUNDING_H = 1e-6


class Opening:
    """Follows each consignment made ready before the start along its pro forma way to where it is at hour 0.

    Those delivered, picked up or out of the cluster by then are left out of the run.

    Parameters
    ----------
    ships
        All ships, by (service, number in the string).
    yards
        All yards, by (port, terminal).
    to_port, to_zone
        Stacks waiting for trains or barges.
    deliver
        Notes the delivery of a consignment picked up by truck (consignment, hour of pick-up).
    """

    def __init__(
        self,
        ships: Mapping[tuple[str, int], Ship],
        yards: Mapping[tuple[str, str], Yard],
        to_port: Mapping[Land, LandStack],
        to_zone: Mapping[Land, LandStack],
        deliver: Callable[[Consignment, float], None],
    ) -> None:
        self._ships = ships
        self._yards = yards
        self._to_port = to_port
        self._to_zone = to_zone
        self._deliver = deliver

    def place(self, batch: Batch) -> list[Consignment]:
        """Put the consignments of a batch where they are at the start; return those that are in the system."""
        leads = batch.lead_h.tolist() if batch.lead_h is not None else [0.0] * len(batch.consignments)
        to_port = self._to_port[batch.land] if batch.land is not None else None
        placed = []
        for consignment, there_h, lead_h in zip(batch.consignments, batch.there_h.tolist(), leads, strict=True):
            if to_port is not None and there_h + LAND_H > 0.0:
                to_port.put(there_h, consignment)
                placed.append(consignment)
            elif self._follow(consignment, there_h + LAND_H if to_port is not None else there_h, lead_h):
                placed.append(consignment)
        return placed

    def _follow(self, consignment: Consignment, hour: float, lead_h: float) -> bool:
        itinerary = consignment.itinerary
        yard: Yard | None = None
        for leg, relation in enumerate(itinerary.legs):
            consignment.leg = leg
            booking = relation.book(hour)
            at_h = hour
            if leg == 0:
                yard = booking.line.yard
                at_h = max(hour, booking.due_h - lead_h) if itinerary.outbound else hour
            if booking.departure_h >= 0.0:
                self._keep(consignment, at_h, yard, booking.due_h)
                return True
            timetable, stop = booking.line.timetable, booking.line.destination
            ship = self._ships[timetable.id, booking.sailing % timetable.n_ships]
            if (
                booking.arrival_h > timetable.arrival_h(ship.sailing, ship.stop) - _ROUNDING_H
            ):  # her first call or later
                if not ship.carries(consignment, stop):
                    self._keep(consignment, at_h, yard, relation.book(0.0).due_h)
                return True
            call = timetable.stops[stop]
            yard = self._yards.get((call.port, call.terminal))
            hour = booking.arrival_h + timetable.stay_h[stop]
        return yard is not None and self._land(consignment, hour, yard)

    def _keep(self, consignment: Consignment, at_h: float, yard: Yard | None, due_h: float) -> None:
        """It waits for a ship, in the yard if it is at a port of the cluster."""
        if yard is not None:
            yard.deliver(at_h, consignment.teu)
        consignment.at_h, consignment.yard = at_h, yard
        consignment.itinerary.legs[consignment.leg].add(consignment, due_h)

    def _land(self, consignment: Consignment, landed_h: float, yard: Yard) -> bool:
        """Landed at the gateway before the start: whether it still stands there."""
        land = consignment.itinerary.land
        assert land is not None  # its last sea leg ends at a port
        to_zone = self._to_zone.get(land)
        if to_zone is not None:
            leaves_h = landed_h + ready_h(yard.description, land[2])
            if leaves_h + LAND_H <= 0.0:
                return False
            consignment.at_h, consignment.yard = landed_h, yard
            yard.land(landed_h, consignment.teu)
            to_zone.put(leaves_h, consignment)
            return True
        picked_up_h = landed_h + consignment.dwell_h
        if picked_up_h <= 0.0:
            return False
        yard.land(landed_h, consignment.teu)
        yard.pick_up(picked_up_h, consignment.teu)
        self._deliver(consignment, picked_up_h)
        return True
