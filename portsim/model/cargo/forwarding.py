"""What happens to a consignment where it changes carrier: landed in a yard, passed on, picked up, delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from portsim.model.cargo.consignment import NOT_THERE, Consignment
from portsim.model.cargo.lading import Lading
from portsim.model.cargo.land_stack import ready_h
from portsim.model.cargo.relation import Relation
from portsim.model.inland.road import TruckDelays
from portsim.model.kernel import Kernel
from portsim.model.port.gate import TruckGate
from portsim.model.port.yard import Yard

_NEVER = float("inf")


class Forwarder:
    """Passes consignments from leg to leg and notes them when their delivery is settled.

    Parameters
    ----------
    note
        Takes what the book of consignments notes of each.
    """

    def __init__(self, env: Kernel, note: Callable[[tuple[Any, ...]], None]) -> None:
        self._env = env
        self._note = note

    def land(self, ladings: Sequence[Lading], yard: Yard, now: float) -> None:
        """Discharged from a ship at a port: to the next ship, the next train or barge, or until the truck comes."""
        rules, gate, note = yard.description, yard.truck_gate, self._note
        to_stay = to_tranship = 0
        dues_h: dict[tuple[Relation, float], float] = {}
        leaving: list[tuple[float, int]] = []
        for lading in ladings:
            lading.relation.note_landed(lading, now)
            for consignment in lading.consignments:
                itinerary, leg, teu = consignment.itinerary, consignment.leg, consignment.teu
                consignment.at_h = now
                consignment.yard = yard
                release = itinerary.releases[leg]
                held_h = 0.0 if release is None else release.hours(now)
                if leg + 1 < len(itinerary.legs):
                    to_tranship += teu
                    consignment.leg = leg + 1
                    relation = itinerary.legs[leg + 1]
                    way = relation, max(rules.connection_h, held_h)
                    if way not in dues_h:  # most boxes of a ship go on alike
                        dues_h[way] = relation.due_h(now + way[1])
                    relation.add(consignment, dues_h[way])
                    continue
                to_stay += teu
                on_land = itinerary.on_land
                assert on_land is not None  # its last sea leg ends at a port, so it has a land leg
                on_land.imported_teu += teu
                if on_land.to_zone is not None:
                    on_land.to_zone.put(now + max(ready_h(rules, on_land.mode), held_h), consignment)
                    continue
                if consignment.dwell_h < held_h:
                    consignment.dwell_h = held_h
                picked_up_h = now + consignment.dwell_h
                if itinerary.delays is not None:
                    leaving.append((self._picked_up_late_h(consignment, itinerary.delays, now + held_h, gate), teu))
                    continue
                if gate is not None:
                    picked_up_h = gate.admit(picked_up_h, teu, now + held_h, _NEVER)
                    consignment.dwell_h = picked_up_h - now
                leaving.append((picked_up_h, teu))
                note(consignment.noted(picked_up_h + consignment.truck_h, consignment.dwell_h))
        yard.pick_up_each(leaving)
        yard.land(now, to_stay)
        yard.deliver(now, to_tranship)

    def _picked_up_late_h(
        self, consignment: Consignment, delays: TruckDelays, free_h: float, gate: TruckGate | None
    ) -> float:
        """The truck comes when the road is open and no storm shuts the gate, and waits there for its turn."""
        planned_h = consignment.at_h + consignment.dwell_h
        picked_up_h = delays.picked_up_h(planned_h)
        if gate is not None:
            earliest_h = free_h if picked_up_h == planned_h else picked_up_h
            picked_up_h = delays.picked_up_h(gate.admit(picked_up_h, consignment.teu, earliest_h, _NEVER))
        home_h = delays.home_h(picked_up_h, consignment.truck_h)
        self._note(consignment.noted(home_h, consignment.dwell_h + picked_up_h - planned_h))
        return picked_up_h

    def receive(self, consignment: Consignment, yard: Yard) -> None:
        """Unloaded from a train or barge at the port: to the next ship."""
        now = self._env.now
        yard.deliver(now, consignment.teu)
        consignment.at_h = now
        consignment.yard = yard
        relation = consignment.itinerary.legs[0]
        relation.add(consignment, relation.due_h(now))

    def deliver(self, ladings: Iterable[Lading]) -> None:
        """Arrived at their market."""
        now, note = self._env.now, self._note
        for lading in ladings:
            lading.relation.note_landed(lading, now)
            for consignment in lading.consignments:
                note(consignment.noted(now, NOT_THERE))

    def deliver_inland(self, consignment: Consignment) -> None:
        """Arrived in its zone by train or barge."""
        self._note(consignment.noted(self._env.now, consignment.dwell_h))
