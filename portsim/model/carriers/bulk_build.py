"""Builds the ships of all bulk streams: when they come in the run, where they berth, what they carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from portsim.clock import HOURS_PER_DAY, Clock
from portsim.model.carriers.bulk import BulkShips
from portsim.model.chance import draws_of
from portsim.model.directory import Directory
from portsim.model.kernel import Kernel
from portsim.model.port.book import PortBook
from portsim.model.port.port import Port
from portsim.scenario.bulk import BulkStream
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import terminal_called
from portsim.streams import Floats, Streams

_BLOCK = 64


def bulk_ships(
    env: Kernel, scenario: Scenario, directory: Directory, streams: Streams, clock: Clock, ports: Mapping[str, Port],
    book: PortBook,
) -> Iterator[BulkShips]:  # fmt: skip
    """Make the ships of every stream, class by class; a class that has no share of the volume has none."""
    for id, stream in scenario.bulk.items():
        terminal_id = terminal_called(stream.port, stream.terminal, scenario.ports)
        terminal = ports[stream.port].terminals[terminal_id]
        for class_id, parcel in stream.parcels.items():
            ship, path = scenario.fleets[class_id], f"bulk/{id}/{class_id}"
            hours = arrival_hours(stream, class_id, clock, streams.generator(f"{path}/arrivals"))
            yield BulkShips(
                env,
                directory.number[id],
                directory.number[class_id],
                ship.loa_m,
                terminal,
                terminal.fit(class_id, ship),
                stream.unit,
                stream.direction,
                hours.tolist(),
                draws_of(parcel.size, streams.generator(f"{path}/size")),
                draws_of(stream.work_h, streams.generator(f"{path}/work")) if stream.work_h is not None else None,
                book,
            )


def expected_calls(stream: BulkStream, class_id: str, clock: Clock) -> tuple[Floats, Floats]:
    """Midnights of the run, and the calls of one class expected from its start up to each.

    A year has its volume, spread over its days as the factors of the months tell.
    """
    first, n_days = clock.start.date(), round(clock.end_h / HOURS_PER_DAY)
    days = [date.fromordinal(first.toordinal() + n) for n in range(n_days)]
    per_unit = {
        year: stream.calls_in(class_id, max(year, clock.year)) / _weight_of_year(stream, year)
        for year in {day.year for day in days}
    }
    per_day = [stream.months[day.month - 1] * per_unit[day.year] for day in days]
    midnights: Floats = HOURS_PER_DAY * np.arange(n_days + 1, dtype=float)
    return midnights, np.append(0.0, np.cumsum(per_day))


def _weight_of_year(stream: BulkStream, year: int) -> float:
    firsts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    return sum(
        factor * (following - this).days
        for factor, this, following in zip(stream.months, firsts, firsts[1:], strict=False)
    )


def arrival_hours(stream: BulkStream, class_id: str, clock: Clock, rng: np.random.Generator) -> Floats:
    """Hours at which the ships of one class arrive: a renewal process with Erlang gaps, denser in strong months.

    It has been going on for ever when the run begins (the first gap is the rest of one), so that the mean number of
    calls is the expected one from the first day. The clock of the process is the number of calls expected so far.
    """
    midnights, expected = expected_calls(stream, class_id, clock)
    k = stream.erlang_k
    reached = rng.gamma(int(rng.integers(1, k + 1)), 1.0 / k)
    calls: list[Floats] = [np.array([reached])]
    while reached < expected[-1]:
        block = reached + np.cumsum(rng.gamma(k, 1.0 / k, _BLOCK))
        calls.append(block)
        reached = float(block[-1])
    all_calls = np.concatenate(calls)
    hours: Floats = np.interp(all_calls[all_calls < expected[-1]], expected, midnights)
    return hours
