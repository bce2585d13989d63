"""The cargo that turns up: consignments of each flow at random times, more in busy months, cut in random sizes.

Every number is keyed by the flow and the consignment (`portsim.keyed`), so the n-th consignment of a flow has its gap
to the one before, its size and its luck in every scenario, and all flows are made at once in few numpy calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portsim.clock import Clock
from portsim.keyed import Floats, Integers, Keys, keys, mixed, uniform, words_of
from portsim.model.cargo.season import Calendar
from portsim.model.quantiles import gamma_quantiles
from portsim.scenario.demand import Season

_GAP, _SIZE, _ROUNDING, _PICK, _STAY, _TRUCK = keys("lot", names=["gap", "size", "rounding", "pick", "stay", "truck"])


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

    def some(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> Lots:
        """Those of some rows."""
        return Lots(
            self.flow[rows], self.number[rows], self.ready_h[rows], self.teu[rows], self.pick[rows], self.stay[rows],
            self.truck[rows],
        )  # fmt: skip

    def then(self, later: Lots) -> Lots:
        """These and later ones."""
        fields = ("flow", "number", "ready_h", "teu", "pick", "stay", "truck")
        return Lots(*(np.concatenate([getattr(self, name), getattr(later, name)]) for name in fields))


@dataclass(frozen=True, slots=True)
class Shipments:
    """What one flow ships.

    Attributes
    ----------
    flow
        Its id.
    season
        Its season; None if all days are alike.
    annual_teu
        TEU in each reported year; the warm-up has the rate of the first, which is above 0.
    mean_teu
        Mean size of a consignment.
    begin_h
        Hour at which it begins; negative before the start of the run.
    """

    flow: str
    season: Season | None
    annual_teu: tuple[float, ...]
    mean_teu: float
    begin_h: float


class Shippers:
    """Makes the consignments of all flows, in order of time, some weeks at once.

    Those of a flow arrive as a Poisson process whose rate follows the season: unit exponential gaps in operational
    time, turned into hours by the inverse of the mean count. Sizes are whole TEU, at least 1, with exactly the flow's
    mean. The process runs from hour 0 both ways, so that when it begins changes nothing after the start.

    Parameters
    ----------
    shipments
        What the flows ship, F in number.
    size_cv
        Standard deviation of the size of a consignment over its mean.
    clock, calendar
        Years and days of the run.
    seed
        Key of all draws of the replication.
    """

    def __init__(
        self, shipments: Sequence[Shipments], size_cv: float, clock: Clock, calendar: Calendar, seed: int
    ) -> None:
        self._key = keys(seed, "cargo", names=[one.flow for one in shipments])
        self._edges_h = 24.0 * (calendar.first_day + np.arange(calendar.n_days + 1.0))
        self._curves: list[Floats] = []
        self._curve = np.array(self._curves_of(shipments, clock, calendar), dtype=np.int64)
        self._a_year = np.array([one.annual_teu[0] / one.mean_teu for one in shipments])
        self._begin = self._counts_at([one.begin_h for one in shipments])
        means = {one.mean_teu: None for one in shipments}
        self._sizes = [gamma_quantiles(mean - 1.0, size_cv * mean) if mean > 1.0 else np.zeros_like for mean in means]
        places = {mean: place for place, mean in enumerate(means)}
        self._size = np.array([places[one.mean_teu] for one in shipments], dtype=np.int64)
        self._made = np.zeros(len(shipments), dtype=np.int64)  # consignments of each flow since the start
        self._last = np.zeros(len(shipments))  # and the mean count at which the last of them came
        self._until_h = 0.0

    def __len__(self) -> int:
        return len(self._key)

    def _curves_of(self, shipments: Sequence[Shipments], clock: Clock, calendar: Calendar) -> list[int]:
        """Number of the curve of each flow: mean counts over the days, if one came in the first year."""
        numbers: dict[tuple[int, tuple[float, ...]], int] = {}
        found = []
        first_year = int(calendar.years[0])
        days = np.array([_days(year) for year in range(first_year, int(calendar.years[-1]) + 1)])
        for one in shipments:
            growth = tuple(round(teu / one.annual_teu[0], 12) for teu in one.annual_teu)
            alike = id(one.season), growth
            if alike not in numbers:
                numbers[alike] = len(self._curves)
                by_year = np.array([growth[max(0, first_year + n - clock.year)] for n in range(len(days))]) / days
                per_day = calendar.factors(one.season) * by_year[calendar.years - first_year]
                self._curves.append(_counts_from(-calendar.first_day, per_day))
            found.append(numbers[alike])
        return found

    def _counts_at(self, hours: Sequence[float]) -> Floats:
        """Mean counts of the flows at an hour each, shape (F,)."""
        curves = [self._curves[number] for number in self._curve]
        first_year = [np.interp(hour, self._edges_h, curve) for hour, curve in zip(hours, curves, strict=True)]
        counts: Floats = self._a_year * np.array(first_year)
        return counts

    def before_start(self) -> Lots:
        """Make the consignments that became ready before hour 0; their numbers go down from -1."""
        n_flows = len(self)
        owner, place, count = self._arrivals(-self._begin, np.zeros(n_flows), np.zeros(n_flows, np.int64), back=True)
        return self._lots(owner, -1 - place, self._hours(owner, -count))

    def until(self, hour: float) -> Lots:
        """Make the consignments that become ready from the last hour asked for to `hour`, after the start."""
        curves = np.array([np.interp(hour, self._edges_h, curve) for curve in self._curves])
        owner, place, count = self._arrivals(curves[self._curve] * self._a_year, self._last, self._made, back=False)
        hours = np.maximum(self._hours(owner, count), self._until_h)  # rounding must not put one before that hour
        self._until_h = hour
        return self._lots(owner, place, hours)

    def _arrivals(self, most: Floats, last: Floats, made: Integers, back: bool) -> tuple[Integers, Integers, Floats]:
        """Draw all that come before their flow's count is `most`: whose each is, its place in its flow, its count.

        Parameters
        ----------
        last, made
            Count at which the last came and how many came, shape (F,); brought up to date.
        back
            Whether the process runs back from hour 0.
        """
        found = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
        flows = np.flatnonzero(last < most)
        while len(flows):
            missing = most[flows] - last[flows]
            width = (missing + 3.0 * np.sqrt(missing)).astype(np.int64) + 4
            begin = width.cumsum() - width
            owner = flows.repeat(width)
            place = made[owner] + np.arange(len(owner)) - begin.repeat(width)
            gap = -np.log(self._chance(_GAP, owner, -1 - place if back else place))
            summed = gap.cumsum()
            count = summed + (last[flows] + gap[begin] - summed[begin]).repeat(width)
            comes = count < most[owner]
            n_come = np.add.reduceat(comes, begin, dtype=np.int64)
            some = n_come > 0
            last[flows[some]] = count[(begin + n_come - 1)[some]]
            made[flows] += n_come
            found.append((owner[comes], place[comes], count[comes]))
            flows = flows[n_come == width]
        owner, place, count = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return owner, place, count

    def _chance(self, word: np.uint64, flow: Integers, number: Integers) -> Floats:
        return uniform(mixed(words_of(self._key[flow], number) ^ word))

    def _hours(self, flow: Integers, count: Floats) -> Floats:
        """When the mean counts of flows reach these."""
        hours, curve, first_year = np.empty(len(flow)), self._curve[flow], count / self._a_year[flow]
        for number, curve_counts in enumerate(self._curves):
            mine = np.flatnonzero(curve == number)
            hours[mine] = np.interp(first_year[mine], curve_counts, self._edges_h)
        return hours

    def _lots(self, flow: Integers, number: Integers, hours: Floats) -> Lots:
        order = np.argsort(hours, kind="stable")
        flow, number = flow[order], number[order]
        words = words_of(self._key[flow], number)
        pick, stay, truck = (uniform(mixed(words ^ word)) for word in (_PICK, _STAY, _TRUCK))
        return Lots(flow, number, hours[order], self._teu(flow, words), pick, stay, truck)

    def _teu(self, flow: Integers, words: Keys) -> Integers:
        """Sizes: one TEU and a gamma number beyond it, rounded up or down by chance."""
        size, share, rest = self._size[flow], uniform(mixed(words ^ _SIZE)), np.empty(len(flow))
        for number, quantiles in enumerate(self._sizes):
            mine = np.flatnonzero(size == number)
            rest[mine] = quantiles(share[mine])
        return 1 + np.floor(rest + uniform(mixed(words ^ _ROUNDING))).astype(np.int64)


def _counts_from(day: int, per_day: Floats) -> Floats:
    """Mean counts at the edges of the days, from the beginning of the given day on; negative before it."""
    before = -np.cumsum(per_day[:day][::-1])[::-1]
    return np.concatenate([before, [0.0], np.cumsum(per_day[day:])])


def _days(year: int) -> int:
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
