"""The cargo that turns up: consignments of each flow at random times, more in busy months, cut in random sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from portsim.clock import Clock
from portsim.model.cargo.season import Calendar
from portsim.scenario.demand import Season
from portsim.streams import Floats, Streams

Integers = NDArray[np.int64]


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

    def then(self, later: Lots) -> Lots:
        """These and later ones."""
        fields = ("flow", "number", "ready_h", "teu", "pick", "stay", "truck")
        return Lots(*(np.concatenate([getattr(self, name), getattr(later, name)]) for name in fields))


class _Chance:
    """The streams one flow draws from."""

    def __init__(self, streams: Streams, path: str) -> None:
        self.arrivals = streams.generator(f"{path}/arrivals")
        self.sizes = streams.generator(f"{path}/sizes")
        self.fates = streams.generator(f"{path}/fates")


class Drawn(NamedTuple):
    """What chance says of the next n consignments of a flow.

    Attributes
    ----------
    ready_h
        When they are ready, in order, shape (n,).
    rest_teu
        Their size beyond the first TEU, and a uniform number that rounds it up or down, shape (2, n).
    fates
        Uniform numbers: see `Lots`; shape (n, 3).
    """

    ready_h: Floats
    rest_teu: Floats
    fates: Floats


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

    Attributes
    ----------
    n_made
        Consignments made since the start.
    """

    def __init__(
        self,
        flow_id: str,
        season: Season | None,
        annual_teu: Sequence[float],
        mean_teu: float,
        size_cv: float,
        clock: Clock,
        calendar: Calendar,
        begin_h: float,
        streams: Streams,
    ) -> None:
        first_day = int(np.floor(begin_h / 24.0))
        mine = slice(first_day - calendar.first_day, None)
        factors, years = calendar.factors(season)[mine], calendar.years[mine]
        first_year, last_year = int(years[0]), int(years[-1])
        a_day = [
            annual_teu[max(0, year - clock.year)] / _days(year) / mean_teu for year in range(first_year, last_year + 1)
        ]
        self._edges_h = _edges_h(first_day, len(factors))
        self._counts = _counts_from(-first_day, factors * np.array(a_day)[years - first_year])
        self._rest_teu = mean_teu - 1.0
        self._shape = (self._rest_teu / (size_cv * mean_teu)) ** 2
        self._streams, self._path = streams, f"flow/{flow_id}"
        self._chance = _Chance(streams, f"{self._path}/before")
        self._ahead = np.empty(0)
        self._last = float(self._counts[0])
        self.n_made = 0

    def before_start(self) -> Drawn:
        """Draw the consignments that became ready before hour 0."""
        drawn = self._drawn(0.0)
        self._chance = _Chance(self._streams, self._path)
        self._ahead, self._last = np.empty(0), 0.0
        return drawn

    def until(self, hour: float) -> Drawn:
        """Draw the consignments that become ready from the last hour asked for to `hour`, after the start."""
        drawn = self._drawn(hour)
        self.n_made += len(drawn.ready_h)
        return drawn

    def _drawn(self, hour: float) -> Drawn:
        ready_h, chance = self._arrival_hours(hour), self._chance
        n = len(ready_h)
        rest_teu = np.zeros((2, n))
        if self._rest_teu > 0.0:
            rest_teu[0] = chance.sizes.gamma(self._shape, self._rest_teu / self._shape, n)
            rest_teu[1] = chance.sizes.random(n)
        return Drawn(ready_h, rest_teu, chance.fates.random((n, 3)))

    def _arrival_hours(self, hour: float) -> Floats:
        target = float(np.interp(hour, self._edges_h, self._counts))
        counts = self._ahead
        while self._last < target:
            missing = target - self._last
            gaps = self._chance.arrivals.exponential(1.0, int(missing + 3.0 * missing**0.5) + 8)
            block = self._last + gaps.cumsum()
            self._last = float(block[-1])
            counts = np.concatenate([counts, block])
        cut = int(counts.searchsorted(target))
        self._ahead = counts[cut:]
        hours: Floats = np.interp(counts[:cut], self._counts, self._edges_h)
        return hours


def before_start(sources: Sequence[FlowSource]) -> Lots:
    """Make the consignments of all flows that became ready before hour 0."""
    return _lots([source.before_start() for source in sources], np.full(len(sources), -1), step=-1)


def until(sources: Sequence[FlowSource], hour: float) -> Lots:
    """Make the consignments of all flows that become ready from the last hour asked for to `hour`, after the start."""
    first = np.array([source.n_made for source in sources])
    return _lots([source.until(hour) for source in sources], first, step=1)


def _lots(drawn: Sequence[Drawn], first: Integers, step: int) -> Lots:
    """Make lots of what was drawn for each flow; the numbers of a flow begin with `first`."""
    ready_h = np.concatenate([one.ready_h for one in drawn])
    rest_teu, rounding = np.concatenate([one.rest_teu for one in drawn], axis=1)
    pick, stay, truck = np.concatenate([one.fates for one in drawn]).T
    width = np.array([len(one.ready_h) for one in drawn])
    begin = width.cumsum() - width
    place = np.arange(len(ready_h)) - begin.repeat(width)
    teu = 1 + np.floor(rest_teu + rounding).astype(np.int64)
    flow = np.arange(len(drawn)).repeat(width)
    lots = Lots(flow, first[flow] + step * place, ready_h, teu, pick, stay, truck)
    return lots.some(np.argsort(ready_h, kind="stable"))


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
