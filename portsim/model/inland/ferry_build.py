"""Builds the ferries of a live cluster: vehicles of the whole run, hours of weather and work, ships at both ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from portsim.capacity.disruptions import Disruptions, outside
from portsim.capacity.openings import Openings
from portsim.clock import HOURS_PER_DAY, Clock
from portsim.errors import BalanceError
from portsim.model.aside import run_aside
from portsim.model.chance import draws_of
from portsim.model.directory import Directory
from portsim.model.inland.ferry import FerryEnd, Fill, Rule, Timetable
from portsim.model.inland.ferry_demand import hourly_counts
from portsim.model.inland.sailing_book import SailingBook
from portsim.model.inland.vehicle_line import Arrivals, VehicleLine
from portsim.model.kernel import Kernel
from portsim.model.port.weather import closures
from portsim.results.records import Records
from portsim.scenario import ferry as described
from portsim.scenario.laws import mean_of
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

SAILINGS_PER_CHUNK = 2_000
"""Rows of a ferry's end that are worth a numpy call per column; they wait in an array."""


@dataclass(frozen=True)
class LiveFerry:
    """A ferry at work: its number among the entities, its ships, and its two ends."""

    number: int
    n_ships: int
    ends: tuple[FerryEnd, FerryEnd]

    def write(self, at_least: int = 1) -> None:
        """Write the rows of each end that has noted `at_least` so many sailings."""
        for end in self.ends:
            end.book.write(at_least)

    def let_go(self) -> None:
        """Part the two ends, which hold on to each other with all their vehicles."""
        for end in self.ends:
            del end.far

    def begin(self) -> None:
        """Let the ships lie ready, half at each end."""
        half = (self.n_ships + 1) // 2
        self.ends[0].place(range(half))
        self.ends[1].place(range(half, self.n_ships))
        for end in self.ends:
            end.begin()


@dataclass
class Ferries:
    """All ferries by id of the service, on a clock of their own."""

    env: Kernel
    all: dict[str, LiveFerry] = field(default_factory=dict)

    def run(self, end_h: float, records: Records) -> dict[str, int]:
        """Run all ferries from the start to the end, write their rows, and let go of them; return what balances."""
        for ferry in self.all.values():
            ferry.begin()
        if self.all:
            run_aside(self.env, end_h, partial(self.write, SAILINGS_PER_CHUNK))
        counts = self.balance(records)
        for ferry in self.all.values():
            ferry.let_go()
        self.all.clear()
        self.env.let_go()
        return counts

    def write(self, at_least: int = 1) -> None:
        """Write the rows of the sailings noted."""
        for ferry in self.all.values():
            ferry.write(at_least)

    def balance(self, records: Records) -> dict[str, int]:
        """Finish the log; count vehicles that came, were called aboard by its rows, and stand in line; and the ships.

        Raises
        ------
        BalanceError
            A vehicle or a ship was lost or made up.
        """
        self.write()
        rows = records.tables["sailings"].columns()
        counts = {"ferry_vehicles_arrived": 0, "ferry_vehicles_carried": 0, "ferry_vehicles_waiting": 0}
        for id, ferry in self.all.items():
            mine = rows["service"] == ferry.number
            came = sum(end.line.n_in_all for end in ferry.ends)
            carried = int(rows["trucks"][mine].sum() + rows["cars"][mine].sum())
            waiting = sum(end.line.n_waiting_at_end for end in ferry.ends)
            if came != carried + waiting:
                raise BalanceError(f"vehicles of {id} do not balance: {came} came, {carried} carried, {waiting} wait")
            ships = sum(end.n_ships for end in ferry.ends)
            if ships != ferry.n_ships:
                raise BalanceError(f"ships of {id} do not balance: {ships} found of {ferry.n_ships}")
            for key, value in zip(counts, (came, carried, waiting), strict=True):
                counts[key] += value
        return counts


class FerryBuilder:
    """Makes the live ferries of a scenario.

    Parameters
    ----------
    env
        Clockwork of the run, for its kind: ferries get one of their own.
    scenario, directory, streams, clock
        Description, numbers of the entities, streams of chance and calendar of the run.
    records
        Takes the rows of the table `sailings`.
    disruptions
        Tells when ferries do not sail.
    """

    def __init__(
        self,
        env: Kernel,
        scenario: Scenario,
        directory: Directory,
        streams: Streams,
        clock: Clock,
        records: Records,
        disruptions: Disruptions,
    ) -> None:
        self._env = type(env)()
        self._disruptions = disruptions
        self._scenario = scenario
        self._number = directory.number
        self._streams = streams
        self._clock = clock
        self._table = records.tables["sailings"]

    def build(self) -> Ferries:
        """Make all of them."""
        ferries = {
            id: self._ferry(id, service)
            for id, service in self._scenario.services.items()
            if isinstance(service, described.Ferry)
        }
        return Ferries(self._env, ferries)

    def _ferry(self, id: str, ferry: described.Ferry) -> LiveFerry:
        weather = self._weather(id, ferry)
        hours = weather.both(_working_hours(ferry, self._clock)) if ferry.policy == "fill" else weather
        ends = (self._end(id, ferry, True, hours, weather), self._end(id, ferry, False, hours, weather))
        ends[0].far, ends[1].far = ends[1], ends[0]
        return LiveFerry(self._number[id], ferry.ships, ends)

    def _weather(self, id: str, ferry: described.Ferry) -> Openings:
        """Hours in which no weather keeps the ships in port; two ferries on one water have them in common."""
        shut = self._disruptions.out_of_service(id)
        if ferry.weather_of is not None:
            id, other = ferry.weather_of, self._scenario.services[ferry.weather_of]
            assert isinstance(other, described.Ferry)  # the checks ask for it
            ferry = other
        spans = [
            span
            for cause, weather in ferry.weather.items()
            for span in closures(f"service/{id}/weather/{cause}", weather, self._clock, self._streams)
        ]
        # A ship loaded at the end of the run in a closure sails after both.
        return outside(spans + shut, self._clock.end_h)

    def _end(self, id: str, ferry: described.Ferry, out: bool, may_load: Openings, may_sail: Openings) -> FerryEnd:
        end = ferry.origin if out else ferry.destination
        path = f"service/{id}/{'out' if out else 'back'}"
        laws = {"load": end.load_h, "unload": end.unload_h, "crossing": ferry.crossing_h}
        draws = {what: draws_of(law, self._streams.generator(f"{path}/{what}")) for what, law in laws.items()}
        slots = self._scenario.fleets[ferry.ship_class].truck_slots or 0.0  # the checks ask for it
        people = (
            ferry.trucks.passengers_per_vehicle, ferry.cars.passengers_per_vehicle, ferry.passengers_per_sailing,
        )  # fmt: skip
        line = self._line(ferry, out, path)
        return FerryEnd(
            self._env, line, _rule(ferry, end, self._clock), end.berths, slots,
            draws["load"], draws["unload"], draws["crossing"], may_load, may_sail, self._clock.end_h,
            SailingBook(self._number[id], out, line, slots, ferry.car_slots, people, self._table),
        )  # fmt: skip

    def _line(self, ferry: described.Ferry, out: bool, path: str) -> VehicleLine:
        trucks = hourly_counts(ferry, "trucks", out, f"{path}/trucks", self._clock, self._streams)
        cars = hourly_counts(ferry, "cars", out, f"{path}/cars", self._clock, self._streams)
        return VehicleLine(Arrivals(trucks), Arrivals(cars), ferry.car_slots)


def _working_hours(ferry: described.Ferry, clock: Clock) -> Openings:
    """Hours of work of all days, the end of a night before the first included; the run starts at a midnight."""
    mornings = [day + ferry.opens_h for day in _midnights(clock)]
    return Openings([(morning, morning + ferry.hours_per_day) for morning in mornings], clock.end_h)


def _midnights(clock: Clock) -> list[float]:
    return [HOURS_PER_DAY * day for day in range(-1, round(clock.end_h / HOURS_PER_DAY))]


def _rule(ferry: described.Ferry, end: described.FerryEnd, clock: Clock) -> Rule:
    if ferry.departures_per_day is None:
        return Fill(ferry.latest_wait_h)
    gap_h = ferry.hours_per_day / ferry.departures_per_day
    first_h = ferry.opens_h + ferry.first_departure_h
    hours = [day + first_h + n * gap_h for day in _midnights(clock) for n in range(ferry.departures_per_day)]
    lead_h = mean_of(end.load_h)
    return Timetable([hour for hour in hours if hour >= lead_h], lead_h)
