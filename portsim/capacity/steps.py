"""A share or a number that has other values between some hours of a run: a slowed crane, a shortage of pilots."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable

Span = tuple[float, float, float]
"""Start and end, h, and the value in between."""


class Steps:
    """A piecewise constant value; where spans overlap their values are combined.

    Parameters
    ----------
    spans
        Start, end (h) and value; from the start until just before the end.
    usual
        Value outside all spans.
    combine
        How the values of two spans that overlap become one.

    Attributes
    ----------
    changes
        Hours at which the value changes, with the value from then on.

    Examples
    --------
    >>> slowed = Steps([(10.0, 20.0, 0.5), (15.0, 30.0, 0.8)], 1.0, lambda a, b: a * b)
    >>> slowed.at(9.0), slowed.at(15.0), slowed.at(20.0), slowed.at(30.0)
    (1.0, 0.4, 0.8, 1.0)
    """

    __slots__ = ("_hours", "_values", "changes", "usual")

    def __init__(self, spans: Iterable[Span], usual: float, combine: Callable[[float, float], float]) -> None:
        given = list(spans)
        edges = sorted({edge for start_h, end_h, _ in given for edge in (start_h, end_h)})
        self.usual = usual
        self.changes: list[tuple[float, float]] = []
        before = usual
        for edge in edges:
            value = usual
            for start_h, end_h, of_span in given:
                if start_h <= edge < end_h:
                    value = combine(value, of_span)
            if value != before:
                self.changes.append((edge, value))
                before = value
        self._hours = [hour for hour, _ in self.changes]
        self._values = [usual, *(value for _, value in self.changes)]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def at(self, hour: float) -> float:
        """The value at an hour of the run."""
        return self._values[bisect_right(self._hours, hour)]

    def changes_after(self, hour: float) -> float:
        """The next hour at which it changes; infinity if it never does."""
        after = bisect_right(self._hours, hour)
        return self._hours[after] if after < len(self._hours) else float("inf")


def product(one: float, other: float) -> float:
    """Slowed twice."""
    return one * other
