"""Block trains between an inland zone and a port: boxes wait for the next train with room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from math import ceil
from typing import Any

from portsim.capacity.openings import Openings
from portsim.clock import HOURS_PER_WEEK
from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.delays import Delays
from portsim.model.inland.railline import RailRoute
from portsim.model.kernel import Kernel, Process
from portsim.model.port.port import Port
from portsim.model.port.tracks import Tracks
from portsim.model.port.yard import Yard
from portsim.scenario.service import Train

Row = tuple[Any, ...]
_NOT_YET = float("nan")
_ROUNDING = 1e-9


class RailStack:
    """Boxes waiting for a train in one direction between zone and port: laden by ready time, then empties.

    Attributes
    ----------
    delays
        Of those carried, against the arrival of the first train they could take.
    timetable
        Of the trains that take from it: hour at which the first one takes what is ready, hours between two, and hours
        from there to the boxes' arrival.
    """

    __slots__ = ("_due_teu_h", "_heap", "_n_put", "_teu", "delays", "empties_called_teu", "n_split", "timetable")

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Consignment]] = []
        self._n_put = 0
        self._teu = 0
        self._due_teu_h = 0.0
        self.delays = Delays()
        self.timetable: list[tuple[float, float, float]] = []
        self.empties_called_teu = 0
        self.n_split = 0

    def put(self, ready_h: float, consignment: Consignment) -> None:
        """A consignment can leave from `ready_h` on."""
        self._n_put += 1
        due_h = min(
            (
                first_h + ceil(max(0.0, ready_h - first_h) / headway_h - _ROUNDING) * headway_h + running_h
                for first_h, headway_h, running_h in self.timetable
            ),
            default=ready_h,
        )
        consignment.due_h = due_h
        self._teu += consignment.teu
        self._due_teu_h += consignment.teu * due_h
        heappush(self._heap, (ready_h, self._n_put, consignment))

    def heard(self, now: float) -> tuple[float, float, float]:
        """TEU carried since last asked or still waiting, by how much they were late, h, and its square."""
        return self.delays.take(self._teu, now - self._due_teu_h / self._teu if self._teu else 0.0)

    def call_empties(self, teu: int) -> None:
        """So many empties are to go."""
        self.empties_called_teu += teu

    def take(self, now: float, room_teu: int) -> list[Consignment]:
        """Take what is ready, first ready first; the last one is cut to the room."""
        heap, taken = self._heap, []
        while room_teu > 0 and heap and heap[0][0] <= now:
            consignment = heap[0][2]
            if consignment.teu > room_teu:
                consignment = consignment.split(room_teu)
                self.n_split += 1
            else:
                heappop(heap)
            room_teu -= consignment.teu
            self._teu -= consignment.teu
            self._due_teu_h -= consignment.teu * consignment.due_h
            taken.append(consignment)
        return taken

    def ready(self, now: float, most_teu: int) -> tuple[int, float]:
        """TEU ready, counted as far as `most_teu`, and since when the first has been; infinity if none is."""
        heap, seen, teu = self._heap, [], 0
        since_h = heap[0][0] if heap and heap[0][0] <= now else float("inf")
        while teu < most_teu and heap and heap[0][0] <= now:
            seen.append(heappop(heap))
            teu += seen[-1][2].teu
        for entry in seen:
            heappush(heap, entry)
        return min(teu, most_teu), since_h

    def waiting(self) -> list[Consignment]:
        """All that wait, in order; for the end of a run."""
        return [entry[2] for entry in sorted(self._heap, key=lambda entry: entry[:2])]


@dataclass(slots=True)
class Trip:
    """A train from the loading of its first box to the unloading of its last.

    Attributes
    ----------
    outbound
        From the zone to the port.
    departed_h, wait_track_h, track_h
        As in the table `trains`.
    """

    outbound: bool
    laden: list[Consignment]
    laden_teu: int
    empty_teu: int
    departed_h: float = _NOT_YET
    wait_track_h: float = 0.0
    track_h: float = 0.0


class BlockTrain:
    """A block-train relation: trains on a timetable in both directions.

    Where the port has a rail terminal, trains that come are unloaded on a track; the wagons of those that go are there
    as long before the departure as it takes to load a full train, wait for a track, and take what is ready then. A
    train that had to wait leaves late.

    Parameters
    ----------
    number
        Index of the service among the entities.
    tracks
        Those of the rail terminal; None: trains are loaded and unloaded in no time.
    to_port, to_zone
        The two stacks of the relation.
    at_port, at_zone
        What happens to a consignment that arrives.
    record
        Takes the rows of the table `trains`.
    runs
        When trains run, the others being cancelled; None for always.
    way
        Rail lines on which they need paths; None: they run freely.
    """

    def __init__(
        self,
        env: Kernel,
        number: int,
        service: Train,
        first_monday_h: float,
        port: Port,
        yard: Yard,
        tracks: Tracks | None,
        to_port: RailStack,
        to_zone: RailStack,
        at_port: Callable[[Consignment, Yard], None],
        at_zone: Callable[[Consignment], None],
        record: Callable[[Row], None],
        runs: Openings | None = None,
        way: RailRoute | None = None,
    ) -> None:
        self._env = env
        self._runs = runs
        self._way = way
        self._number = number
        self._service = service
        self._port = port
        self._yard = yard
        self._tracks = tracks
        self._to_port = to_port
        self._to_zone = to_zone
        self._at_port = at_port
        self._at_zone = at_zone
        self._record = record
        self._headway_h = HOURS_PER_WEEK / service.departures_per_week
        self._first_h = (first_monday_h + service.phase_h) % self._headway_h
        self.under_way: dict[int, Trip] = {}
        self._n_trips = 0
        before_h = tracks.hours(service.capacity_teu) if tracks is not None else 0.0
        running_h = float(service.running_h)
        to_port.timetable.append((self._first_h, self._headway_h, running_h + before_h))
        to_zone.timetable.append(((self._first_h - before_h) % self._headway_h, self._headway_h, running_h + before_h))

    def departures(self, outbound: bool) -> Process:
        """Send a train at every departure, from the zone (outbound) or from the port."""
        if outbound or self._tracks is None:
            yield self._first_h
            while True:
                if self._goes(outbound, self._env.now):
                    self._depart(self._load(outbound))
                yield self._headway_h
        before_h = self._tracks.hours(self._service.capacity_teu)
        yield (self._first_h - before_h) % self._headway_h
        while True:
            if self._goes(False, self._env.now + before_h):
                self._env.start(self._load_on_track(self._tracks, self._env.now + before_h))
            yield self._headway_h

    def _goes(self, outbound: bool, due_h: float) -> bool:
        """Whether the train of a departure runs: not while trains are stopped, nor, by its rule, too empty."""
        if self._runs is not None and not self._runs.is_open(due_h):
            return False
        return self._service.load_rule == "run_on_time" or self._is_full(outbound)

    def _is_full(self, outbound: bool) -> bool:
        """Whether enough is ready now, or somebody has waited long enough."""
        service, now = self._service, self._env.now
        stack = self._to_port if outbound else self._to_zone
        teu, since_h = stack.ready(now, service.capacity_teu)
        empty_teu = stack.empties_called_teu if outbound else min(stack.empties_called_teu, self._port.depot_teu)
        return teu + empty_teu >= service.full_share * service.capacity_teu or now - since_h >= service.latest_h

    def _load(self, outbound: bool) -> int:
        """Put aboard what is ready; return the number of the trip."""
        now, service = self._env.now, self._service
        stack = self._to_port if outbound else self._to_zone
        laden = stack.take(now, service.capacity_teu)
        laden_teu = sum(consignment.teu for consignment in laden)
        empty_teu = min(stack.empties_called_teu, service.capacity_teu - laden_teu)
        if not outbound:
            empty_teu = min(empty_teu, self._port.depot_teu)
            self._port.store_empties(now, -empty_teu)
        stack.empties_called_teu -= empty_teu
        self._n_trips += 1
        self.under_way[self._n_trips] = Trip(outbound, laden, laden_teu, empty_teu)
        return self._n_trips

    def _load_on_track(self, tracks: Tracks, due_h: float) -> Process:
        """The wagons of a train from the port are there: wait for a track, load, leave when due or later."""
        env, came_h = self._env, self._env.now
        if not tracks.take():
            yield tracks.ask()
        start_h = env.now
        number = self._load(outbound=False)
        trip = self.under_way[number]
        trip.wait_track_h = start_h - came_h
        yield max(tracks.hours(trip.laden_teu + trip.empty_teu), due_h - start_h)
        trip.track_h = env.now - start_h
        tracks.give()
        self._depart(number)

    def _depart(self, number: int) -> None:
        now, trip = self._env.now, self.under_way[number]
        trip.departed_h = now
        if not trip.outbound:
            for consignment in trip.laden:
                consignment.dwell_h = now - consignment.at_h
                if consignment.yard is not None:
                    consignment.yard.pick_up(now, consignment.teu)
                    consignment.yard = None
        way = self._way
        under_way_h = float(self._service.running_h) if way is None else way.arrives_h(now, trip.outbound) - now
        arrives = under_way_h < float("inf")
        if self._tracks is None or not trip.outbound:
            self._note(trip, now + under_way_h if arrives else _NOT_YET)
        if arrives:
            self._env.defer(under_way_h, self._arrive, number)

    def _note(self, trip: Trip, arrives_h: float) -> None:
        self._record((
            self._number, trip.outbound, trip.departed_h, arrives_h, self._service.capacity_teu, trip.laden_teu,
            trip.empty_teu, trip.wait_track_h, trip.track_h,
        ))  # fmt: skip

    def _arrive(self, number: int) -> None:
        trip = self.under_way[number]
        if trip.outbound and self._tracks is not None:
            self._env.start(self._unload_on_track(self._tracks, number))
            return
        del self.under_way[number]
        if trip.outbound:
            self._hand_over(trip)
        else:
            self._note_delays(trip, self._to_zone)
            for consignment in trip.laden:
                self._at_zone(consignment)

    def _unload_on_track(self, tracks: Tracks, number: int) -> Process:
        """A train has come to the port: wait for a track, unload."""
        env, came_h, trip = self._env, self._env.now, self.under_way[number]
        if not tracks.take():
            yield tracks.ask()
        trip.wait_track_h = env.now - came_h
        trip.track_h = tracks.hours(trip.laden_teu + trip.empty_teu)
        yield trip.track_h
        tracks.give()
        del self.under_way[number]
        self._hand_over(trip)
        self._note(trip, env.now)

    def _hand_over(self, trip: Trip) -> None:
        self._port.store_empties(self._env.now, trip.empty_teu)
        self._note_delays(trip, self._to_port)
        for consignment in trip.laden:
            self._at_port(consignment, self._yard)

    def _note_delays(self, trip: Trip, stack: RailStack) -> None:
        now, note = self._env.now, stack.delays.note
        for consignment in trip.laden:
            note(consignment.teu, now - consignment.due_h)

    def note_unfinished(self) -> None:
        """At the end of a run, record the trains whose rows would have waited for the rail terminal."""
        for trip in self.under_way.values():
            if self._tracks is not None and (trip.outbound or trip.departed_h != trip.departed_h):
                self._note(trip, _NOT_YET)
