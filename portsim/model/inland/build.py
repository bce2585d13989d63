"""Builds the inland waterways of a live cluster: locks, the stages of every way over them, and the barges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat

import numpy as np

from portsim.capacity.disruptions import Disruptions
from portsim.capacity.lock_waits import wait_moments
from portsim.choice.network import LOCK_H
from portsim.clock import Clock
from portsim.errors import BalanceError
from portsim.model.chance import draws_of
from portsim.model.directory import Directory
from portsim.model.inland.barge_traffic import AtEnd, Traffic
from portsim.model.inland.chamber import Chamber, Times
from portsim.model.inland.lock import Junction, Lock
from portsim.model.inland.lock_delays import LockDelays
from portsim.model.inland.lock_hours import working_hours
from portsim.model.inland.policies import PICKS
from portsim.model.inland.vessel import Stage, VesselClass
from portsim.model.inland.wait_law import WaitLaw
from portsim.model.inland.waterway import AtLock, IntoWaterway, OutOfWaterway, Sail, reaches, speed_kmh
from portsim.model.inland.way import LADEN_FROM, InlandWay, Reach, Stretch
from portsim.model.kernel import Kernel
from portsim.results.records import Records
from portsim.scenario import lock as described
from portsim.scenario.barge import BargeLine
from portsim.scenario.geography import SeaLane
from portsim.scenario.laws import Gamma, Moments
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import ShipClass
from portsim.scenario.waterway import BargeTraffic, Waterway
from portsim.streams import Floats, Streams, one_by_one

Way = tuple[tuple[str, bool], ...]
ROWS = 3
"""Rows of ships in the worked case of the code; a lock with a law of waiting takes its lockage time from it."""


@dataclass
class Waterways:
    """All that floats inland.

    Attributes
    ----------
    env
        Their clock: one of their own where barge traffic alone is on the water.
    locks
        Junctions by id.
    traffic
        Barge traffic by id of the service.
    sails
        Stages at which vessels sail.
    ways
        Ways that ships with processes of their own pass.
    heard
        What shippers hear of each lock in each direction (id, upstream).
    """

    env: Kernel
    locks: dict[str, Junction] = field(default_factory=dict)
    traffic: dict[str, Traffic] = field(default_factory=dict)
    sails: list[Sail] = field(default_factory=list)
    ways: list[InlandWay] = field(default_factory=list)
    heard: dict[tuple[str, bool], LockDelays] = field(default_factory=dict)

    def balance(self) -> dict[str, int]:
        """Count round trips of barge traffic begun, ended and under way, found in locks, sailing and turning round.

        Other ships at the locks are known by their ways.

        Raises
        ------
        BalanceError
            A barge was lost or made up.
        """
        begun = sum(traffic.n_begun for traffic in self.traffic.values())
        ended = sum(traffic.n_ended for traffic in self.traffic.values())
        under_way = sum(traffic.n_turning_round for traffic in self.traffic.values())
        under_way += sum(sail.n_under_way for sail in self.sails)
        under_way += sum(lock.n_waiting + lock.n_inside for lock in self.locks.values())
        under_way -= sum(way.n_at_locks for way in self.ways)
        if begun != ended + under_way:
            raise BalanceError(f"barges do not balance: {begun} begun, {ended} ended, {under_way} under way")
        return {
            "barge_trips_begun": begun, "barge_trips_ended": ended, "barge_trips_under_way": under_way,
            "barge_trips_not_begun": sum(traffic.n_escaped for traffic in self.traffic.values()),
        }  # fmt: skip


def _others_pass(scenario: Scenario) -> bool:
    """Whether barges or ships that call at ports pass inland waters too."""
    return any(isinstance(service, BargeLine) for service in scenario.services.values()) or any(
        isinstance(link, SeaLane) and link.route for link in scenario.links.values()
    )


def vessel_class(service: int, ship: ShipClass, priority: bool = False) -> VesselClass:
    """What locks see of a ship class; beam and deadweight were asked for by the checks."""
    return VesselClass(service, ship.loa_m, ship.beam_m or 0.0, ship.draught_m, ship.dwt_t or 0.0, priority)


class WaterwayBuilder:
    """Makes the live locks and barges of a scenario.

    Parameters
    ----------
    scenario, directory, streams, clock
        Description, numbers of the entities, streams of chance and calendar of the run.
    records
        Takes rows and capacities.
    disruptions
        Tells when locks, waterways and services are closed, and locks and waterways slow.
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
        self._env = env if _others_pass(scenario) else type(env)()
        self._disruptions = disruptions
        self._scenario = scenario
        self._number = directory.number
        self._streams = streams
        self._clock = clock
        self._records = records
        self._record_passage = records.tables["passages"].append
        self._built = Waterways(self._env)

    def build(self) -> Waterways:
        """Make all of it."""
        for id, lock in self._scenario.locks.items():
            self._built.locks[id] = self.lock(id, lock)
        for id, service in self._scenario.services.items():
            if isinstance(service, BargeTraffic):
                self._built.traffic[id] = self._traffic(id, service)
        return self._built

    def inland_way(self, route: Way) -> InlandWay:
        """The waterways and locks of a route, for ships with processes of their own."""
        opens_h = self._way_opens_h(route)
        out, back = ([self._stretch(*part) for part in way] for way in (route, _reversed(route)))
        way = InlandWay(self._env, opens_h, out, back, self._record_passage)
        self._built.ways.append(way)
        return way

    def heard_on(self, route: Way) -> tuple[list[LockDelays], list[LockDelays]]:
        """What shippers hear of the locks of a route, on the way out and on the way back."""
        out, back = (
            [reach.heard for part in way for reach in self._stretch(*part).reaches if reach.heard is not None]
            for way in (route, _reversed(route))
        )
        return out, back

    def _stretch(self, part: str, up: bool) -> Stretch:
        link = self._scenario.links.get(part)
        if not isinstance(link, Waterway):
            return Stretch(None, up, (Reach((0.0, 0.0), self._built.locks[part], self._heard(part, up)),))
        light, laden = (speed_kmh(link, up, is_laden) for is_laden in (False, True))
        found = [
            Reach((km / light, km / laden), self._built.locks[lock], self._heard(lock, up))
            if lock is not None
            else Reach((km / light, km / laden), None)
            for km, lock in reaches(link, up)
        ]
        return Stretch(self._number[part], up, tuple(found), self._disruptions.hindrance(f"links.{part}"))

    def _heard(self, lock: str, up: bool) -> LockDelays:
        """What shippers hear of a lock in one direction, from all ships with boxes."""
        return self._built.heard.setdefault((lock, up), LockDelays(LOCK_H))

    def lock(self, id: str, lock: described.Lock) -> Junction:
        """Make a junction and note what its lines offer in each month."""
        if lock.passage == "wait_law":
            return self._wait_law(id, lock)
        chambers = []
        for line_id, line in lock.lines.items():
            path = f"{id}/{line_id}"
            in_file = (f"locks.{id}", f"locks.{id}.lines.{line_id}")
            hours = working_hours(lock, line_id, self._clock, self._disruptions.closed(*in_file))
            rates = self._disruptions.rates(*in_file)
            always = hours.closed_h(0.0, self._clock.end_h) == 0.0
            chambers.append(Chamber(self._number[path], lock, line, None if always else hours.next_open, rates))
            for period, start_h, end_h in self._clock.months():
                self._records.capacities.append((path, "lock_h", period, hours.open_h(start_h, end_h), "h"))
        return Lock(
            self._env, self._number[id], chambers, PICKS[lock.order](lock),
            lock.wait_to_fill_min / 60.0 if lock.turn == "wait_to_fill" else None,
            self._records.tables["lockages"].append, self._record_passage,
        )  # fmt: skip

    def _wait_law(self, id: str, lock: described.Lock) -> WaitLaw:
        assert lock.use_share is not None  # the description asks for it
        times = [Times.of(lock, line).lockage_h(ROWS, True, True) for line in lock.lines.values()]
        lockage_h = sum(times) / len(times)
        mean, sd = (lockage_h * part for part in wait_moments(len(times), lock.use_share))
        law = Gamma(gamma=Moments(mean=mean, sd=sd))
        draws = draws_of(law, self._streams.generator(f"lock/{id}/wait"))
        return WaitLaw(self._env, self._number[id], draws, mean, lockage_h, self._record_passage)

    def _traffic(self, id: str, service: BargeTraffic) -> Traffic:
        ships = [self._scenario.fleets[name] for name in service.mix]
        shares = np.array(list(service.mix.values()))
        mean_dwt = float(np.dot(shares, [ship.dwt_t or 0.0 for ship in ships]) / shares.sum())
        trip_t = mean_dwt * service.load_of_trip
        rng = {what: self._streams.generator(f"service/{id}/{what}") for what in ("gap", "class", "stay")}
        kinds = [vessel_class(self._number[id], ship, service.priority) for ship in ships]
        traffic = Traffic(
            self._env, self._number[id], service, kinds, self._way_opens_h(service.way_out),
            [(end_h, service.tonnes_in(year) / trip_t / hours) for year, end_h, hours in self._years()],
            one_by_one(rng["gap"].standard_exponential),
            _classes(shares / shares.sum(), rng["class"]),
            draws_of(service.stay_h, rng["stay"]),
            self._locks_by_way(service),
            self._records.tables["escapes"].append,
            self._disruptions.service_hours(id),
        )  # fmt: skip
        out = service.way_out
        if service.returns:
            traffic.out = self._way(out, service.load_out_share, AtEnd(traffic.turn_round))
            traffic.back = self._way(_reversed(out), service.load_back_share, AtEnd(traffic.end))
        else:
            traffic.out = self._way(out, service.load_out_share, AtEnd(traffic.end))
        return traffic

    def _years(self) -> list[tuple[int, float, float]]:
        """Year, hour at which it ends and its hours; the warm-up belongs to the first."""
        return [(int(year), end_h, end_h - start_h) for year, start_h, end_h in self._clock.years()]

    def _locks_on(self, part: str) -> list[str]:
        link = self._scenario.links.get(part)
        return list(link.locks) if isinstance(link, Waterway) else [part]

    def _locks_by_way(self, service: BargeTraffic) -> list[list[tuple[Junction, bool]]]:
        """Locks of the way out, and of the way back if there is one, with their directions."""
        out = [(self._built.locks[lock], up) for part, up in service.way_out for lock in self._locks_on(part)]
        return [out, [(lock, not up) for lock, up in out]] if service.returns else [out]

    def _way_opens_h(self, way: Way) -> float:
        """Hour from which every waterway and at least one line of every lock is in service."""
        days: list[str | None] = []
        for part, _ in way:
            link = self._scenario.links.get(part)
            days.append(link.open_from if isinstance(link, Waterway) else None)
            for id in self._locks_on(part):
                lines = [line.open_from for line in self._scenario.locks[id].lines.values()]
                days.append(None if None in lines else min(day for day in lines if day is not None))
        return max([0.0, *(self._clock.hours_at(date.fromisoformat(day)) for day in days if day is not None)])

    def _way(self, way: Way, load_share: float, end: Stage) -> Stage:
        """The stages of one way, made from the end to the start."""
        laden = load_share >= LADEN_FROM
        stage = end
        for part, up in reversed(way):
            link = self._scenario.links.get(part)
            if not isinstance(link, Waterway):
                stage = AtLock(self._built.locks[part], up, stage)
                continue
            stage = OutOfWaterway(self._env, self._number[part], up, self._record_passage, stage)
            for km, lock in reversed(reaches(link, up)):
                if lock is not None:
                    stage = AtLock(self._built.locks[lock], up, stage)
                if km > 0.0:
                    hindrance = self._disruptions.hindrance(f"links.{part}")
                    stage = Sail(self._env, km / speed_kmh(link, up, laden), stage, hindrance)
                    self._built.sails.append(stage)
            stage = IntoWaterway(self._env, stage)
        return stage


def _reversed(way: Way) -> Way:
    return tuple((part, not up) for part, up in reversed(way))


def _classes(shares: Floats, rng: np.random.Generator) -> Callable[[], float]:
    """Draws of a position, with these chances."""
    if len(shares) == 1:
        return repeat(0.0).__next__
    edges = np.cumsum(shares)[:-1]
    return one_by_one(lambda n: np.searchsorted(edges, rng.random(n), side="right").astype(float))
