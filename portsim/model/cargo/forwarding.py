"""What happens to a consignment where it changes carrier: landed in a yard, passed on, picked up, delivered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portsim.model.cargo.consignment import NOT_THERE, Consignment
from portsim.model.cargo.land_stack import Land, LandStack, ready_h
from portsim.model.cargo.relation import Relation
from portsim.model.inland.road import TruckDelays
from portsim.model.kernel import Kernel
from portsim.model.port.yard import Yard

_NEVER = float("inf")


class Forwarder:
    """Passes consignments from leg to leg and notes them when their delivery is settled.

    Parameters
    ----------
    to_zone
        The stacks of imports waiting for a train or barge, by (zone, port, mode).
    record
        Takes the rows of the table `consignments`.

    Attributes
    ----------
    imported_teu, exported_teu
        Laden TEU since the start of the week, by (zone, gateway, mode).
    """

    def __init__(
        self, env: Kernel, to_zone: Mapping[Land, LandStack], record: Callable[[tuple[Any, ...]], None]
    ) -> None:
        self._env = env
        self._to_zone = to_zone
        self._record = record
        self.imported_teu: dict[Land, int] = {}
        self.exported_teu: dict[Land, int] = {}

    def land(self, consignments: list[Consignment], yard: Yard, now: float) -> None:
        """Discharged from a ship at a port: to the next ship, the next train or barge, or until the truck comes."""
        rules, gate = yard.description, yard.truck_gate
        connection_h = rules.connection_h
        to_stay = to_tranship = 0
        dues_h: dict[tuple[Relation, float], float] = {}
        for consignment in consignments:
            itinerary = consignment.itinerary
            sailed = itinerary.legs[consignment.leg]
            sailed.delays.note(consignment.teu, now - consignment.due_h - sailed.until_landed_h)
            consignment.at_h = now
            consignment.yard = yard
            release = itinerary.releases[consignment.leg]
            held_h = 0.0 if release is None else release.hours(now)
            if consignment.leg + 1 < len(itinerary.legs):
                to_tranship += consignment.teu
                consignment.leg += 1
                relation = itinerary.legs[consignment.leg]
                way = relation, max(connection_h, held_h)
                if way not in dues_h:  # most boxes of a ship go on alike
                    dues_h[way] = relation.book(now + way[1]).due_h
                relation.add(consignment, dues_h[way])
                continue
            to_stay += consignment.teu
            land = itinerary.land
            assert land is not None  # its last sea leg ends at a port, so it has a land leg
            self.imported_teu[land] = self.imported_teu.get(land, 0) + consignment.teu
            if land in self._to_zone:
                self._to_zone[land].put(now + max(ready_h(rules, land), held_h), consignment)
                continue
            if consignment.dwell_h < held_h:
                consignment.dwell_h = held_h
            picked_up_h = now + consignment.dwell_h
            if itinerary.delays is not None:
                self._pick_up_late(consignment, itinerary.delays, now + held_h, yard)
                continue
            if gate is not None:
                picked_up_h = gate.admit(picked_up_h, consignment.teu, now + held_h, _NEVER)
                consignment.dwell_h = picked_up_h - now
            yard.pick_up(picked_up_h, consignment.teu)
            self._record(consignment.row(picked_up_h + consignment.truck_h, consignment.dwell_h))
        yard.land(now, to_stay)
        yard.deliver(now, to_tranship)

    def _pick_up_late(self, consignment: Consignment, delays: TruckDelays, free_h: float, yard: Yard) -> None:
        """The truck comes when the road is open and no storm shuts the gate, and waits there for its turn."""
        landed_h, gate = consignment.at_h, yard.truck_gate
        planned_h = landed_h + consignment.dwell_h
        picked_up_h = delays.picked_up_h(planned_h)
        if gate is not None:
            earliest_h = free_h if picked_up_h == planned_h else picked_up_h
            picked_up_h = delays.picked_up_h(gate.admit(picked_up_h, consignment.teu, earliest_h, _NEVER))
        yard.pick_up(picked_up_h, consignment.teu)
        home_h = delays.home_h(picked_up_h, consignment.truck_h)
        self._record(consignment.row(home_h, consignment.dwell_h + picked_up_h - planned_h))

    def note_export(self, land: Land | None, teu: int) -> None:
        """Laden boxes that came overland have been loaded."""
        if land is not None:
            self.exported_teu[land] = self.exported_teu.get(land, 0) + teu

    def receive(self, consignment: Consignment, yard: Yard) -> None:
        """Unloaded from a train or barge at the port: to the next ship."""
        now = self._env.now
        yard.deliver(now, consignment.teu)
        consignment.at_h = now
        consignment.yard = yard
        relation = consignment.itinerary.legs[0]
        relation.add(consignment, relation.book(now).due_h)

    def deliver(self, consignment: Consignment) -> None:
        """Arrived at its market."""
        sailed = consignment.itinerary.legs[consignment.leg]
        sailed.delays.note(consignment.teu, self._env.now - consignment.due_h - sailed.until_landed_h)
        self._record(consignment.row(self._env.now, NOT_THERE))

    def deliver_inland(self, consignment: Consignment) -> None:
        """Arrived in its zone by train or barge."""
        self._record(consignment.row(self._env.now, consignment.dwell_h))
