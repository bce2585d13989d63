"""Where names stand on a map: beside their points, and none on another."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from portsim.report.lettering import columns


@dataclass
class PlacedNames:
    """The names written so far on one map.

    Parameters
    ----------
    per_column
        Room of a half-width character, degrees.
    line
        Height of a line, degrees.
    west, east
        Ends of the map, which no name beside a point leaves.
    """

    per_column: float
    line: float
    west: float = -math.inf
    east: float = math.inf
    _taken: list[tuple[float, float, float]] = field(default_factory=list)

    def keep_clear(self, x: float, y: float, radius: float) -> None:
        """Let no name stand on this point."""
        self._taken.append((x - radius, x + radius, y))

    def above(self, x: float, y: float, label: str, step: float) -> float:
        """The first height from `y` on, in steps, at which a name centred at `x` lies on nothing."""
        half = columns(label) * self.per_column / 2
        while self._is_taken(x - half, x + half, y):
            y += step
        self._taken.append((x - half, x + half, y))
        return y

    def beside(self, x: float, y: float, away: float, label: str, *, upwards: bool = False) -> tuple[float, float, str]:
        """Place and text position of the name of a point: below, left, right, above, what is free, else further off.

        Parameters
        ----------
        x, y
            The point, degrees.
        away
            Between the point and its name, degrees.
        label
            The name.
        upwards
            Whether above is tried before below.
        """
        wide, half = columns(label) * self.per_column, self.line / 2
        sides = [
            (x - wide / 2, x, y - away, "bottom center", -half),
            (x - away - wide, x - away, y, "middle left", 0.0),
            (x + away, x + away, y, "middle right", 0.0),
            (x - wide / 2, x, y + away, "top center", half),
            (x - wide / 2, x, y - away - self.line, "bottom center", -half),
            (x - wide / 2, x, y + away + self.line, "top center", half),
            (x - wide / 2, x, y - away - 2 * self.line, "bottom center", -half),
        ]
        if upwards:
            sides[0], sides[3] = sides[3], sides[0]
        inside = [one for one in sides if one[0] >= self.west and one[0] + wide <= self.east]
        free = (one for one in inside if not self._is_taken(one[0], one[0] + wide, one[2] + one[4]))
        left, at_x, at_y, side, shift = next(free, (inside or sides)[-1])
        self._taken.append((left, left + wide, at_y + shift))
        return at_x, at_y, side

    def _is_taken(self, left: float, right: float, level: float) -> bool:
        return any(abs(level - y) < 0.9 * self.line and left < end and right > start for start, end, y in self._taken)
