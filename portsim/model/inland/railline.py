"""Rail lines as block trains meet them: the paths of each direction over the run, and the way of a relation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portsim.capacity.steps import Steps
from portsim.model.inland.path_book import PathBook

Row = tuple[Any, ...]
_NEVER = float("inf")
_NOT_YET = float("nan")


class Track:
    """The paths of a line in one direction, period after period; on a single track both directions share them.

    Parameters
    ----------
    books
        Paths in the order of time; between them there may be times without any.
    """

    __slots__ = ("_books", "_ends_h")

    def __init__(self, books: Sequence[PathBook]) -> None:
        self._books = list(books)
        self._ends_h = [book.end_h for book in books]

    def take(self, hour: float, priority: bool, now: float = 0.0) -> float:
        """Take the first path from an hour on: when the train enters; infinity if there is none any more."""
        books, place = self._books, bisect_right(self._ends_h, hour)
        while place < len(books):
            enters_h = books[place].take(hour, priority, now)
            if enters_h < _NEVER:
                return enters_h
            place += 1
        return _NEVER


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line on the way of a train.

    Attributes
    ----------
    line
        Index of the line among the entities.
    back
        From its destination to its origin.
    running_h
        Hours on it at full speed.
    rates
        Share of the full speed; None where it is always full.
    """

    line: int
    back: bool
    track: Track
    running_h: float
    rates: Steps | None


class RailRoute:
    """The lines of a block-train relation, both ways. A train is given a path on every line when it leaves.

    Parameters
    ----------
    service
        Index of the relation among the entities.
    priority
        Its trains may take the paths of regular trains.
    to_port, to_zone
        Lines in the order of the way.
    record
        Takes the rows of the table `train_paths`.
    """

    __slots__ = ("_priority", "_record", "_service", "_ways")

    def __init__(
        self, service: int, priority: bool, to_port: Sequence[Stretch], to_zone: Sequence[Stretch],
        record: Callable[[Row], None],
    ) -> None:  # fmt: skip
        self._service = service
        self._priority = priority
        # Indexed by whether the train goes to the port; tuples unpack faster than attributes are read.
        self._ways = tuple(
            tuple((one.line, one.back, one.track.take, one.running_h, one.rates) for one in way)
            for way in (to_zone, to_port)
        )
        self._record = record

    def arrives_h(self, hour: float, to_port: bool) -> float:
        """Send a train on its way; when it arrives, infinity if a line has no path for it any more."""
        now, priority = hour, self._priority
        for line, back, take, running_h, rates in self._ways[to_port]:
            enters_h = take(hour, priority, now)
            if enters_h == _NEVER:
                self._record((line, self._service, back, hour, _NOT_YET))
                return _NEVER
            self._record((line, self._service, back, hour, enters_h))
            hour = enters_h + (running_h if rates is None else running_h / rates.at(enters_h))
        return hour
