"""The cargo that turns up: consignments of each flow at random times, more in busy months, cut in random sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portsim.clock import Clock
from portsim.scenario.demand import Season
from portsim.streams import Floats, Streams

Integers = NDArray[np.int64]
Days = NDArray[np.datetime64]
_EVEN = Season(monthly=(1.0,) * 12)
_THURSDAY = 3  # the weekday of 1970-01-01, from which numpy counts days; Monday is 0


@dataclass(frozen=True, slots=True)
class Lots:
    """New consignments before they have chosen a way, in order of time; arrays of shape (n,).

    Attributes
    ----------
    flow
        Number of the flow.
    number
        Number of the consignment in its flow, from 0; of those before the start from -1 down.
    ready_h
        When it is ready to leave its origin.
    teu
        Size.
    pick, stay, truck
        Uniform numbers: which way by fixed shares, how long in the yard, how long the truck takes.
    """

    flow: Integers
    number: Integers
    ready_h: Floats
    teu: Integers
    pick: Floats
    stay: Floats
    truck: Floats

    def __len__(self) -> int:
        return len(self.ready_h)

    def some(self, rows: NDArray[np.int64] | slice) -> Lots:
        """Those of some rows."""
        return Lots(
            self.flow[rows], self.number[rows], self.ready_h[rows], self.teu[rows], self.pick[rows], self.stay[rows],
            self.truck[rows],
        )  # fmt: skip


def all_of(parts: Sequence[Lots]) -> Lots:
    """Put lots of several flows together, in order of time."""
    fields = ("flow", "number", "ready_h", "teu", "pick", "stay", "truck")
    joined = Lots(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))
    return joined.some(np.argsort(joined.ready_h, kind="stable"))


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

    def __init__(self, streams: Streams, path: str) -> None:
        self.arrivals = streams.generator(f"{path}/arrivals")
        self.sizes = streams.generator(f"{path}/sizes")
        self.fates = streams.generator(f"{path}/fates")


class FlowSource:
    """The consignments of one flow, made in order of time, some weeks at once.

    They arrive as a Poisson process whose rate follows the season (drawn in operational time: unit exponential gaps,
    turned into hours by the inverse of the mean count). Sizes are whole TEU, at least 1, with exactly the flow's mean.
    What is made before hour 0 has streams of its own: when it begins depends on timetables, what comes later must not.

    Parameters
    ----------
    index
        Number of the flow.
    begin_h
        Hour at which the flow begins; negative before the start of the run.
    annual_teu
        TEU in each reported year; the warm-up has the rate of the first.
    """

    def __init__(
        self,
        index: int,
        flow_id: str,
        season: Season | None,
        annual_teu: Sequence[float],
        mean_teu: float,
        size_cv: float,
        clock: Clock,
        begin_h: float,
        streams: Streams,
    ) -> None:
        self._index = index
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
        self._streams, self._path = streams, f"flow/{flow_id}"
        self._chance = _Chance(streams, f"{self._path}/before")
        self._has_begun = False
        self._ahead = np.empty(0)
        self._last = float(self._counts[0])
        self._n_made = 0

    def before_start(self) -> Lots:
        """Make the consignments that became ready before hour 0."""
        lots = self._made(0.0, first=-1, step=-1)
        self._chance, self._has_begun = _Chance(self._streams, self._path), True
        self._ahead, self._last = np.empty(0), 0.0
        return lots

    def until(self, hour: float) -> Lots:
        """Make the consignments that become ready from the last hour asked for to `hour`, after the start."""
        lots = self._made(hour, first=self._n_made, step=1)
        self._n_made += len(lots)
        return lots

    def _made(self, hour: float, first: int, step: int) -> Lots:
        ready_h = self._arrival_hours(hour)
        n, fates = len(ready_h), self._chance.fates
        return Lots(
            np.full(n, self._index), first + step * np.arange(n), ready_h, self._whole_sizes(n), *fates.random((n, 3)).T
        )  # fmt: skip

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
