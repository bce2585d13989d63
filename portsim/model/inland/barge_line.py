"""A line of container barges: they wait at either end for boxes, load, pass the locks, discharge and wait again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from portsim.capacity.openings import Openings
from portsim.clock import HOURS_PER_WEEK
from portsim.errors import BalanceError
from portsim.model.cargo.consignment import Consignment
from portsim.model.inland.barge_side import Barge, Side
from portsim.model.inland.vessel import VesselClass
from portsim.model.inland.way import InlandWay
from portsim.model.kernel import Kernel, Process
from portsim.model.port.port import Port
from portsim.model.port.yard import Yard
from portsim.scenario.barge import BargeLine as Description
from portsim.scenario.service import ShipClass

Row = tuple[Any, ...]
_AT_ONCE_H = 1e-9
"""Hours that rounding may leave between a moment and the timer set for it."""


class BargeLine:
    """The barges of one service.

    Parameters
    ----------
    number
        Index of the service among the entities.
    description, ship, kind
        What the analyst wrote, the class of the barges, and the same as locks see it.
    first_monday_h
        Hour of a Monday 00:00; the phase of the timetable counts from it.
    way
        Waterways and locks between the two ends.
    inland, seaward
        The two ends; all barges lie at the inland one at the start.
    port, yard
        The seaport and the yard of the terminal.
    delay_h, inland_work_h
        Draws of the laws; `inland_work_h` is None where the rate of the berths gives the time.
    empty_t_per_teu
        Weight of an empty.
    at_port, at_zone
        What happens to a consignment that arrives.
    record
        Takes the rows of the table `barge_trips`.
    runs
        When barges leave; None for always. Departures of a timetable that fall outside are not made.
    """

    def __init__(
        self,
        env: Kernel,
        number: int,
        description: Description,
        ship: ShipClass,
        kind: VesselClass,
        first_monday_h: float,
        way: InlandWay,
        inland: Side,
        seaward: Side,
        port: Port,
        yard: Yard,
        delay_h: Callable[[], float],
        inland_work_h: Callable[[], float] | None,
        empty_t_per_teu: float,
        at_port: Callable[[Consignment, Yard], None],
        at_zone: Callable[[Consignment], None],
        record: Callable[[Row], None],
        runs: Openings | None = None,
    ) -> None:
        self._env = env
        self._runs = runs
        self._number = number
        self._capacity_teu = ship.capacity_teu
        self._payload_t = ship.capacity_teu * ship.payload_t_per_slot
        self._has_timetable = description.departures == "timetable"
        self._headway_h = HOURS_PER_WEEK / description.departures_per_week
        self._first_h = (first_monday_h + description.phase_h) % self._headway_h
        self._fill_teu = description.fill_share * ship.capacity_teu
        self._latest_h = float(description.latest_h)
        self._sea_h = float(description.sea_h)
        self._way = way
        self._inland, self._seaward = inland, seaward
        self._port = port
        self._yard = yard
        self._delay_h = delay_h
        self._inland_work_h = inland_work_h
        self._empty_t_per_teu = empty_t_per_teu
        self._at_port = at_port
        self._at_zone = at_zone
        self._record = record
        self.barges = [Barge(number, kind) for number in range(description.n_vessels)]
        self._has_begun = False
        self.n_departed = 0
        self.n_ended = 0
        for side in (inland, seaward):
            side.stack.watchers.append(partial(self.look, side))

    def life(self) -> Process:
        """Bring the fleet to the inland port when the way opens, then keep the timetable if there is one."""
        if self._way.opens_h > self._env.now:
            yield self._way.opens_h - self._env.now
        self._inland.idle.extend(self.barges)
        self._has_begun = True
        if not self._has_timetable:
            self.look(self._inland)
            self.look(self._seaward)
            return
        yield (self._first_h - self._env.now) % self._headway_h
        while True:
            for side in (self._inland, self._seaward):
                side.is_due = side.is_due or self._runs is None or self._runs.is_open(self._env.now)
                self.look(side)
            yield self._headway_h

    def look(self, side: Side) -> None:
        """Send barges off as long as it is time and one is there; fetch one from the far end if none is on its way."""
        if self._runs is not None:
            opens_h = self._runs.next_open(self._env.now)
            if opens_h > self._env.now + _AT_ONCE_H:
                return self._look_at(side, opens_h)
        while side.idle and self._is_time(side):
            self._send(side, side.idle.popleft())
        far = self._far(side)
        if far.idle and not self._has_timetable and not side.idle and not side.n_heading_for and self._is_time(side):
            self._send(far, far.idle.popleft())
        return None

    def _look_at(self, side: Side, hour: float) -> None:
        """See to it that the side is looked at then, if it is not sooner."""
        if hour < float("inf") and not self._env.now < side.looks_at_h <= hour:
            side.looks_at_h = hour
            self._env.defer(hour - self._env.now, self.look, side)

    @property
    def n_under_way(self) -> int:
        """Barges that lie at neither end; before the way opens none has come."""
        idle = len(self._inland.idle) + len(self._seaward.idle)
        return len(self.barges) - idle if self._has_begun else 0

    def empties_taken(self) -> tuple[str, int]:
        """The port, and the empties that barges still under way took from it, TEU."""
        return self._port.id, sum(barge.empty_teu for barge in self.barges if not barge.is_outbound)

    def _far(self, side: Side) -> Side:
        return self._seaward if side.is_inland else self._inland

    def _is_time(self, side: Side) -> bool:
        """Whether the next barge is to leave here: by the timetable, or for the boxes that wait."""
        if self._has_timetable:
            return side.is_due
        if side.stack.waiting_teu >= self._fill_teu:
            return True
        latest_h = side.stack.first_h() + self._latest_h
        if latest_h <= self._env.now + _AT_ONCE_H:
            return True
        self._look_at(side, latest_h)
        return False

    def _send(self, side: Side, barge: Barge) -> None:
        side.is_due = False
        self.n_departed += 1
        self._far(side).n_heading_for += 1
        self._take_boxes(side, barge)
        self._env.start(self._trip(side, barge))

    def _trip(self, side: Side, barge: Barge) -> Process:
        """Load, sail, discharge."""
        env, far, vessel = self._env, self._far(side), barge.vessel
        loading_h = env.now
        waited_h = yield from side.berths.work(self._loading_h(side, vessel.teu))
        departed_h = env.now
        if not side.is_inland and self._sea_h:
            yield self._sea_h
        lock_wait_h = yield from self._way.sail(vessel, out=side.is_inland)
        beyond_h = (self._sea_h if side.is_inland else 0.0) + max(0.0, self._delay_h())
        if beyond_h > 0.0:
            yield beyond_h
        arrived_h = env.now
        waited_h += yield from far.berths.work(self._discharging_h(far, vessel.teu))
        self._record((
            self._number, barge.number, side.is_inland, loading_h, departed_h, arrived_h, env.now, self._capacity_teu,
            vessel.teu - barge.empty_teu, barge.empty_teu, lock_wait_h, waited_h,
        ))  # fmt: skip
        self._give_boxes(far, barge)
        self.n_ended += 1
        far.n_heading_for -= 1
        far.idle.append(barge)
        self.look(far)
        self.look(side)  # it may want this barge back

    def _loading_h(self, side: Side, teu: int) -> float:
        if side.is_inland and self._inland_work_h is not None:
            return 0.0  # done when she came
        return side.berths.hours(teu)

    def _discharging_h(self, side: Side, teu: int) -> float:
        if side.is_inland and self._inland_work_h is not None:
            return max(0.0, self._inland_work_h())
        return side.berths.hours(teu)

    def _take_boxes(self, side: Side, barge: Barge) -> None:
        now, stack = self._env.now, side.stack
        barge.is_outbound = side.is_inland
        barge.laden = stack.take(self._capacity_teu, self._payload_t)
        laden_teu, weight_t = 0, 0.0
        for consignment in barge.laden:
            laden_teu += consignment.teu
            weight_t += consignment.teu * consignment.itinerary.t_per_teu
            if not side.is_inland:
                consignment.dwell_h = now - consignment.at_h
                if consignment.yard is not None:
                    consignment.yard.pick_up(now, consignment.teu)
                    consignment.yard = None
        room_teu, room_t = self._capacity_teu - laden_teu, self._payload_t - weight_t
        barge.empty_teu = stack.take_empties(room_teu, room_t, self._empty_t_per_teu)
        if not side.is_inland:
            self._port.store_empties(now, -barge.empty_teu)
        barge.vessel.teu = laden_teu + barge.empty_teu
        barge.vessel.tonnes = weight_t + barge.empty_teu * self._empty_t_per_teu

    def _give_boxes(self, side: Side, barge: Barge) -> None:
        laden, empty_teu = barge.laden, barge.empty_teu
        barge.laden, barge.empty_teu = [], 0
        note = self._far(side).stack.delays.note
        without_locks_h = self._env.now - barge.vessel.late_at_locks_h
        for consignment in laden:
            note(consignment.teu, without_locks_h - consignment.due_h)
        if side.is_inland:
            for consignment in laden:
                self._at_zone(consignment)
            return
        self._port.store_empties(self._env.now, empty_teu)
        for consignment in laden:
            self._at_port(consignment, self._yard)


def empties_afloat(lines: Sequence[BargeLine]) -> dict[str, int]:
    """Empties that barges under way took from each port, TEU."""
    taken: dict[str, int] = {}
    for line in lines:
        port, teu = line.empties_taken()
        taken[port] = taken.get(port, 0) + teu
    return taken


def trips_balance(lines: Sequence[BargeLine]) -> dict[str, int]:
    """Count trips begun, ended and under way, these by the barges that do not lie at an end.

    Raises
    ------
    BalanceError
        A trip was lost or made up.
    """
    begun, ended = sum(line.n_departed for line in lines), sum(line.n_ended for line in lines)
    under_way = sum(line.n_under_way for line in lines)
    if begun != ended + under_way:
        raise BalanceError(
            f"container barges do not balance: {begun} trips begun, {ended} ended, {under_way} under way"
        )
    return {"barge_line_trips_begun": begun, "barge_line_trips_ended": ended, "barge_line_trips_under_way": under_way}
