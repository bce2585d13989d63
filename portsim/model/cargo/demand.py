"""The cargo that turns up: consignments of each flow at random times, more in busy months, cut in random sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from portsim.clock import Clock
from portsim.model.cargo.consignment import Consignment, Itinerary
from portsim.model.cargo.relation import Line, Relation
from portsim.model.chance import block_of
from portsim.model.inland.road import truck_hours
from portsim.scenario.demand import Flow, Season
from portsim.scenario.geography import Road
from portsim.scenario.laws import Law
from portsim.streams import Floats, Streams

Integers = NDArray[np.int64]
Days = NDArray[np.datetime64]
_EVEN = Season(monthly=(1.0,) * 12)
_THURSDAY = 3  # the weekday of 1970-01-01, from which numpy counts days; Monday is 0


@dataclass(frozen=True, slots=True)
class Route:
    """One way a flow's boxes go: the itinerary, its share, and the truck and dwell laws of its land leg."""

    id: str
    share: float
    itinerary: Itinerary
    road: Road | None
    lead_h: Law
    dwell_h: Law


@dataclass(frozen=True, slots=True)
class Batch:
    """New consignments of one route, with the time they can be at the first port of the sea leg (or the train)."""

    route: Route
    consignments: list[Consignment]
    there_h: Floats
    lead_h: Floats | None


def daily_factors(season: Season, clock: Clock, first_day: int, n_days: int) -> Floats:
    """Share of a year's cargo on each day from `first_day` (counted from hour 0), the mean over a civil year being 1.

    Days of the warm-up belong to the year before, whose calendar they have.
    """
    days = np.datetime64(clock.start, "D") + np.arange(first_day, first_day + n_days)
    years = days.astype("datetime64[Y]")
    factors = _factors(season, days)
    for year in np.unique(years):
        whole = np.arange(year.astype("datetime64[D]"), (year + 1).astype("datetime64[D]"))
        factors[years == year] /= _factors(season, whole).mean()
    return factors


def _factors(season: Season, days: Days) -> Floats:
    months = days.astype("datetime64[M]").astype(np.int64) % 12
    weekdays = (days.astype(np.int64) + _THURSDAY) % 7
    factors: Floats = np.array(season.monthly)[months] * np.array(season.weekday)[weekdays]
    for festival in season.festivals.values():
        after = (days - np.datetime64(festival.date, "D")).astype(np.int64)
        quiet = (after >= -season.festival_days_before) & (after < season.festival_days_after)
        factors[quiet] *= 1.0 - season.festival_share
    return factors


class _Chance:
    """The streams one flow draws from."""

    def __init__(self, streams: Streams, path: str, routes: Sequence[Route]) -> None:
        self.arrivals = streams.generator(f"{path}/arrivals")
        self.sizes = streams.generator(f"{path}/sizes")
        self.choices = streams.generator(f"{path}/routes")
        self.land = [streams.generator(f"{path}/{route.id}/land") for route in routes]


class FlowSource:
    """The consignments of one flow, made in order of time, some weeks at once.

    They arrive as a Poisson process whose rate follows the season (drawn in operational time: unit exponential gaps,
    turned into hours by the inverse of the mean count). Sizes are whole TEU, at least 1, with exactly the flow's mean.
    What is made before hour 0 has streams of its own: when it begins depends on timetables, what comes later must not.

    Parameters
    ----------
    begin_h
        Hour at which the flow begins; negative before the start of the run.
    annual_teu
        TEU in each reported year; the warm-up has the rate of the first.
    """

    def __init__(
        self,
        flow_id: str,
        flow: Flow,
        season: Season | None,
        routes: Sequence[Route],
        annual_teu: Sequence[float],
        mean_teu: float,
        size_cv: float,
        clock: Clock,
        begin_h: float,
        streams: Streams,
    ) -> None:
        self.routes = tuple(routes)
        first_day = int(np.floor(begin_h / 24.0))
        n_days = round(clock.end_h / 24.0) - first_day
        factors = daily_factors(season or _EVEN, clock, first_day, n_days)
        days = np.datetime64(clock.start, "D") + np.arange(first_day, first_day + n_days)
        years = (days.astype("datetime64[Y]").astype(np.int64) + 1970).tolist()
        a_day = {year: annual_teu[max(0, year - clock.year)] / _days(year) / mean_teu for year in set(years)}
        per_day = [a_day[year] for year in years]
        self._edges_h = _edges_h(first_day, n_days)
        self._counts = _counts_from(-first_day, factors * np.array(per_day))
        self._rest_teu = mean_teu - 1.0
        self._shape = (self._rest_teu / (size_cv * mean_teu)) ** 2
        self._shares = np.cumsum([route.share for route in routes])
        self._chance = _Chance(streams, f"flow/{flow_id}/before", self.routes)
        self._from_start: Callable[[], _Chance] | None = lambda: _Chance(streams, f"flow/{flow_id}", self.routes)
        self._ahead = np.empty(0)
        self._last = float(self._counts[0])

    def until(self, hour: float) -> list[Batch]:
        """Make the consignments that become ready before `hour`, by route."""
        if hour <= 0.0 or self._from_start is None:
            return self._made(hour)
        before = self._made(0.0)
        self._chance, self._from_start = self._from_start(), None
        self._ahead, self._last = np.empty(0), 0.0
        return before + self._made(hour)

    def _made(self, hour: float) -> list[Batch]:
        ready_h = self._arrival_hours(hour)
        if not len(ready_h):
            return []
        sizes = self._whole_sizes(len(ready_h))
        chance = self._chance
        chosen = np.searchsorted(self._shares, chance.choices.random(len(ready_h)) * self._shares[-1], side="right")
        batches = []
        for number, route in enumerate(self.routes):
            mine = np.flatnonzero(chosen == number) if len(self.routes) > 1 else np.arange(len(ready_h))
            if len(mine):
                batches.append(self._batch(route, chance.land[number], ready_h[mine], sizes[mine]))
        return batches

    def _arrival_hours(self, hour: float) -> Floats:
        target = float(np.interp(hour, self._edges_h, self._counts))
        parts = [self._ahead]
        while self._last < target:
            missing = target - self._last
            gaps = self._chance.arrivals.exponential(1.0, int(missing + 3.0 * missing**0.5) + 8)
            block = self._last + np.cumsum(gaps)
            self._last = float(block[-1])
            parts.append(block)
        counts = np.concatenate(parts)
        cut = int(np.searchsorted(counts, target))
        self._ahead = counts[cut:]
        hours: Floats = np.interp(counts[:cut], self._counts, self._edges_h)
        return hours

    def _whole_sizes(self, n: int) -> Integers:
        if self._rest_teu <= 0.0:
            return np.ones(n, dtype=np.int64)
        rest = self._chance.sizes.gamma(self._shape, self._rest_teu / self._shape, n)
        return 1 + np.floor(rest + self._chance.sizes.random(n)).astype(np.int64)

    def _batch(self, route: Route, land: np.random.Generator, ready_h: Floats, sizes: Integers) -> Batch:
        n = len(ready_h)
        truck_h = truck_hours(route.road, land.standard_normal(n)) if route.road else np.zeros(n)
        itinerary = route.itinerary
        law = route.lead_h if itinerary.outbound else route.dwell_h
        wait_h = np.maximum(block_of(law, land)(n), 0.0) if route.road else None
        dwells = wait_h.tolist() if wait_h is not None and not itinerary.outbound else repeat(0.0, n)
        made = zip(sizes.tolist(), ready_h.tolist(), dwells, truck_h.tolist(), strict=True)
        consignments = [Consignment(itinerary, teu, ready, dwell, truck) for teu, ready, dwell, truck in made]
        there_h = ready_h + truck_h if itinerary.outbound else ready_h
        return Batch(route, consignments, there_h, wait_h if itinerary.outbound else None)


@lru_cache(maxsize=256)
def _edges_h(first_day: int, n_days: int) -> Floats:
    """The hours at which the days begin and the last one ends; many flows begin on the same day."""
    edges: Floats = np.arange(first_day, first_day + n_days + 1, dtype=np.float64) * 24.0
    edges.flags.writeable = False
    return edges


def _counts_from(day: int, per_day: Floats) -> Floats:
    """Mean counts at the edges of the days, from the beginning of the given day on; negative before it."""
    before = -np.cumsum(per_day[:day][::-1])[::-1]
    return np.concatenate([before, [0.0], np.cumsum(per_day[day:])])


def _days(year: int) -> int:
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365


def book_batch(batch: Batch) -> None:
    """Book new consignments on their first ship; by road they come to the yard some lead before the cut-off.

    Those whom the gate lets through after the cut-off take the next sailing.
    """
    relation = batch.route.itinerary.legs[0]
    dues, yards = relation.due_hours(batch.there_h)
    if batch.lead_h is None:
        for consignment, due_h in zip(batch.consignments, dues.tolist(), strict=True):
            relation.add(consignment, due_h)
        return
    delivered, earliest = np.maximum(batch.there_h, dues - batch.lead_h), batch.there_h
    delays = batch.route.itinerary.delays
    if delays is not None:
        planned = delivered
        trucks_h = [consignment.truck_h for consignment in batch.consignments]
        delivered = np.array(list(map(delays.delivered_h, planned.tolist(), trucks_h)))
        earliest = np.where(delivered > planned, delivered, earliest)
        # Those who come after the cut-off they meant to meet are booked on the next.
        dues, yards = relation.due_hours(np.maximum(batch.there_h, np.where(delivered > dues, delivered, dues)))
    for consignment, due_h, at_h, earliest_h, yard in zip(
        batch.consignments, dues.tolist(), delivered.tolist(), earliest.tolist(), yards, strict=True
    ):
        consignment.at_h = at_h
        consignment.yard = yard
        booked_h = due_h
        if yard is not None:
            gate = yard.truck_gate
            if gate is not None:
                passed_h = gate.admit(at_h, consignment.teu, earliest_h, due_h)
                consignment.at_h = passed_h if delays is None else delays.let_in_h(passed_h)
                if consignment.at_h > due_h:
                    booked_h = relation.book(consignment.at_h).due_h
            yard.deliver(consignment.at_h, consignment.teu)
        relation.add(consignment, booked_h)


def weekly_teu(sources: Sequence[tuple[Sequence[Route], float]]) -> dict[tuple[str, str], float]:
    """Laden TEU a week on each relation, from the routes and yearly TEU of each flow."""
    totals: dict[tuple[str, str], float] = {}
    for routes, annual in sources:
        for route in routes:
            for leg in route.itinerary.legs:
                pair = (leg.origin, leg.destination)
                totals[pair] = totals.get(pair, 0.0) + annual * route.share * 7.0 / 365.0
    return totals


def longest_way_h(routes: Sequence[Route]) -> float:
    """Longest pro forma time from a market to the port where a box is landed last.

    Of each leg the wait for the cut-off, the stays of the ship at both ends and the voyage are counted.
    """

    def leg_h(leg: Relation) -> float:
        return max(_leg_h(line) for line in leg.common)

    return max((sum(leg_h(leg) for leg in route.itinerary.legs) for route in routes), default=0.0)


def _leg_h(line: Line) -> float:
    table, origin = line.timetable, line.origin
    ashore_h = table.headway_h + table.cutoff_h[origin]
    return ashore_h + table.stay_h[origin] + line.transit_h + table.stay_h[line.destination]
