"""The container yard of a terminal: boxes between ship and land, in TEU, laden and empty together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from portsim.errors import GridlockError
from portsim.model.kernel import Gate, Kernel
from portsim.model.level import Level
from portsim.model.port.gate import TruckGate
from portsim.model.port.room import Room, Rooms
from portsim.scenario.storage import Yard as YardDescription
from portsim.streams import Floats

GRIDLOCK_H = 504.0
"""A yard that ships wait for and out of which nothing has gone for so long will stay full for ever, h.

Three weeks: more than lies between two trains a week apart or two ships a fortnight apart.
"""


class Yard:
    """Stock of a yard over time, and its rules for delivery, pick-up and discharge.

    Above `slow_from_share` of its capacity the cranes of the quay work slower, down to `slow_to_share` of their rate
    when it is full. A full yard takes no boxes off a ship. Boxes to be shipped and empties fill at most
    `outbound_share` of it; what is beyond stands outside the gate until it is loaded.

    Parameters
    ----------
    env
        The clockwork.
    id
        Id of the terminal, for messages.
    description
        Capacity, dwell laws, cut-offs and slowdown of the scenario.
    end_h
        End of the run, h.

    Attributes
    ----------
    anchor_after_h
        Hours a ship lies idle before the full yard until she leaves the berth.
    empties_teu
        Tells the empty boxes of the port's depot that belong here.
    truck_gate
        The gate trucks come through; None: no limits.
    """

    __slots__ = (
        "_env",
        "_id",
        "_inbound",
        "_most_outbound_teu",
        "_outbound",
        "_rooms",
        "anchor_after_h",
        "description",
        "empties_teu",
        "truck_gate",
    )  # fmt: skip

    def __init__(self, env: Kernel, id: str, description: YardDescription, end_h: float) -> None:
        self._env = env
        self._id = id
        self.description = description
        self.anchor_after_h = float(description.anchor_after_h)
        self._inbound = Level(end_h)
        self._outbound = Level(end_h)
        self._most_outbound_teu = description.outbound_share * description.capacity_teu
        self.empties_teu: Callable[[], float] = float
        self.truck_gate: TruckGate | None = None
        self._rooms = Rooms(env, description.capacity_teu, self, self._watch)

    def land(self, time_h: float, teu: float) -> None:
        """Boxes come off a ship for the hinterland."""
        self._inbound.add(time_h, teu)

    def pick_up(self, time_h: float, teu: float) -> None:
        """Boxes for the hinterland leave, now or at a known time."""
        self.pick_up_each([(time_h, teu)])

    def pick_up_each(self, leaving: Iterable[tuple[float, float]]) -> None:
        """The same for boxes that leave at different times: hours and TEU."""
        self._inbound.add_each([(time_h, -teu) for time_h, teu in leaving])
        if self._rooms.waiting:
            self._rooms.look()

    def deliver(self, time_h: float, teu: float) -> None:
        """Boxes come to be shipped, overland or off a ship for another, now or at a known time."""
        self._outbound.add(time_h, teu)

    def deliver_each(self, coming: Iterable[tuple[float, float]]) -> None:
        """The same for boxes that come at different times, none before the start: hours and TEU."""
        self._outbound.add_each(coming)

    def ship(self, time_h: float, teu: float) -> None:
        """Boxes to be shipped are loaded."""
        self._outbound.add(time_h, -teu)
        if self._rooms.waiting:
            self._rooms.look()

    def amount(self) -> float:
        """TEU that stand in it now, laden and empty, to the hour."""
        return self._inbound.at(self._env.now) + self._outbound_teu()

    def _outbound_teu(self) -> float:
        return min(self._outbound.at(self._env.now) + self.empties_teu(), self._most_outbound_teu)

    def hourly(self, empties_teu: Floats) -> tuple[Floats, Floats]:
        """Mean TEU of each hour inside and outside the gate, given the empties that belong here."""
        outbound = self._outbound.hourly() + empties_teu
        outside: Floats = np.maximum(outbound - self._most_outbound_teu, 0.0)
        return self._inbound.hourly() + outbound - outside, outside

    def rate_share(self) -> float:
        """Share of their full rate at which the cranes work for the stock of now."""
        rules = self.description
        over = self.amount() / rules.capacity_teu - rules.slow_from_share
        if over <= 0.0:
            return 1.0
        return max(rules.slow_to_share, 1.0 - (1.0 - rules.slow_to_share) * over / (1.0 - rules.slow_from_share))

    def reserve(self, teu: int) -> bool:
        """Keep room for all a ship is about to discharge; False if there is none, or others wait for it."""
        return self._rooms.reserve(teu)

    def landed(self, teu: int) -> None:
        """What room was kept for stands in it now."""
        if self.rate_share() < 1.0:  # the stock knows it to the hour only: in a full yard it counts twice until then
            self._env.defer(1.0, self._rooms.release, teu)
        else:
            self._rooms.release(teu)

    def reserve_part(self, least: int, most: int, since_h: float) -> int:
        """Keep room for what there is of all a ship has left; 0 if that is too little, or others asked before."""
        return self._rooms.reserve_part(least, most, since_h)

    def wait_for_room(self, name: str, least: int, most: int, since_h: float, most_h: float) -> Gate:
        """Wait until there is room for the least; the gate opens with what is kept, or with 0 after `most_h`."""
        return self._rooms.wait_for(name, least, most, since_h, most_h)

    def falls_to(self, limit: float) -> float:
        """Hour at which the pick-ups booked so far bring it down to `limit` TEU; infinity if they do not."""
        return self._inbound.falls_to(limit - self._outbound_teu(), self._env.now)

    def send_away(self) -> None:
        """Have all who wait alongside give up, as if they had waited long enough."""
        self._rooms.send_away()

    def _watch(self) -> None:
        self._env.defer(GRIDLOCK_H, self._prove_movement, self._rooms.waiting[0])

    def _prove_movement(self, room: Room) -> None:
        """Fail the run if nothing has gone out of the yard for three weeks while ships wait for it."""
        waiting = self._rooms.waiting
        if not waiting:
            return
        now = self._env.now
        if not any(level.has_fallen(now - GRIDLOCK_H, now) for level in (self._inbound, self._outbound)):
            ships = ", ".join(f"{one.name} ({one.most} TEU, since hour {one.since_h:.0f})" for one in waiting)
            raise GridlockError(
                f"gridlock at {self._id}: for {GRIDLOCK_H:.0f} h no laden box has left its yard of "
                f"{self.description.capacity_teu:g} TEU ({self._inbound.at(now):.0f} for the hinterland, "
                f"{self._outbound.at(now):.0f} to be shipped, {self.empties_teu():.0f} empty); "
                f"ships wait to discharge: {ships}"
            )
        self._env.defer(GRIDLOCK_H, self._prove_movement, waiting[0])
