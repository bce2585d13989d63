"""Block trains between an inland zone and a port: boxes wait for the next train with room."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from portsim.clock import HOURS_PER_WEEK
from portsim.model.cargo.consignment import Consignment
from portsim.model.kernel import Kernel, Process
from portsim.model.port.port import Port
from portsim.model.port.yard import Yard
from portsim.scenario.service import Train

Row = tuple[Any, ...]


class RailStack:
    """Boxes waiting for a train in one direction between zone and port: laden by ready time, then empties."""

    __slots__ = ("_heap", "_n_put", "empties_called_teu", "n_split")

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Consignment]] = []
        self._n_put = 0
        self.empties_called_teu = 0
        self.n_split = 0

    def put(self, ready_h: float, consignment: Consignment) -> None:
        """A consignment can leave from `ready_h` on."""
        self._n_put += 1
        heappush(self._heap, (ready_h, self._n_put, consignment))

    def take(self, now: float, room_teu: int) -> list[Consignment]:
        """Take what is ready, first ready first; the last one is cut to the room."""
        heap, taken = self._heap, []
        while room_teu > 0 and heap and heap[0][0] <= now:
            consignment = heap[0][2]
            if consignment.teu > room_teu:
                taken.append(consignment.split(room_teu))
                self.n_split += 1
                break
            room_teu -= consignment.teu
            taken.append(heappop(heap)[2])
        return taken

    def waiting(self) -> list[Consignment]:
        """All that wait, in order; for the end of a run."""
        return [entry[2] for entry in sorted(self._heap, key=lambda entry: entry[:2])]


class BlockTrain:
    """A block-train relation: trains on a timetable in both directions.

    Parameters
    ----------
    number
        Index of the service among the entities.
    to_port, to_zone
        The two stacks of the relation.
    at_port, at_zone
        What happens to a consignment that arrives.
    record
        Takes the rows of the table `trains`.
    """

    def __init__(
        self,
        env: Kernel,
        number: int,
        service: Train,
        first_monday_h: float,
        port: Port,
        yard: Yard,
        to_port: RailStack,
        to_zone: RailStack,
        at_port: Callable[[Consignment, Yard], None],
        at_zone: Callable[[Consignment], None],
        record: Callable[[Row], None],
    ) -> None:
        self._env = env
        self._number = number
        self._service = service
        self._port = port
        self._yard = yard
        self._to_port = to_port
        self._to_zone = to_zone
        self._at_port = at_port
        self._at_zone = at_zone
        self._record = record
        self._headway_h = HOURS_PER_WEEK / service.departures_per_week
        self._first_h = (first_monday_h + service.phase_h) % self._headway_h
        self.under_way: dict[int, tuple[bool, list[Consignment], int]] = {}
        self._n_departed = 0

    def departures(self, outbound: bool) -> Process:
        """Send a train at every departure, from the zone (outbound) or from the port."""
        yield self._first_h
        while True:
            self._depart(outbound)
            yield self._headway_h

    def _depart(self, outbound: bool) -> None:
        now, service = self._env.now, self._service
        stack = self._to_port if outbound else self._to_zone
        laden = stack.take(now, service.capacity_teu)
        laden_teu = sum(consignment.teu for consignment in laden)
        empty_teu = min(stack.empties_called_teu, service.capacity_teu - laden_teu)
        if not outbound:
            empty_teu = min(empty_teu, self._port.depot_teu)
            self._port.store_empties(now, -empty_teu)
            for consignment in laden:
                consignment.dwell_h = now - consignment.at_h
                if consignment.yard is not None:
                    consignment.yard.pick_up(now, consignment.teu)
        stack.empties_called_teu -= empty_teu
        arrives_h = now + service.running_h
        self._record((self._number, outbound, now, arrives_h, service.capacity_teu, laden_teu, empty_teu))
        self._n_departed += 1
        self.under_way[self._n_departed] = (outbound, laden, empty_teu)
        self._env.defer(float(service.running_h), self._arrive, self._n_departed)

    def _arrive(self, train: int) -> None:
        outbound, laden, empty_teu = self.under_way.pop(train)
        if outbound:
            self._port.store_empties(self._env.now, empty_teu)
        for consignment in laden:
            if outbound:
                self._at_port(consignment, self._yard)
            else:
                self._at_zone(consignment)
