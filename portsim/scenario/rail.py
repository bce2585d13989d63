"""Rail lines as an analyst describes them: train paths a day, one track or two, and the freight that was seen there."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.days import Day
from portsim.scenario.laws import Law
from portsim.scenario.policies import RailTracks
from portsim.scenario.yearly import Year, in_year

BACKWARDS = "/back"
"""What stands behind a line of a route that is passed from its destination to its origin."""
Trains = Annotated[float, Field(ge=0, le=10_000)]


def lines_of(route: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Lines of a route, and whether each is passed from its destination to its origin."""
    return tuple((part.removesuffix(BACKWARDS), part.endswith(BACKWARDS)) for part in route)


class RailLine(Description):
    """A rail line between two stations; a train that enters it takes one of its paths, which stand evenly over the day.

    On a single track any train may take any path; on a double track half of the paths lead each way. Freight that is
    not sent train by train (the trains of bulk and the background) has paths of its own in a daily timetable.
    """

    mode: Literal["rail"] = Field(description="a rail line")
    name: Name | None = Field(default=None, description="name; the id where none is given")
    origin: Identifier = Field(description="station or junction at one end, a name of its own; lines join there")
    destination: Identifier = Field(description="station or junction at the other end")
    length_km: float = quantity(
        "length; the running time of a train is split over its lines by it", "km", gt=0, le=10_000
    )
    tracks: RailTracks = quantity("single or double track", "", "single", "most lines of the hinterland are single")
    second_track_from: Day | None = quantity(
        "first day of the second track of a single line; the paths it adds belong to `openings`", "day", None,
        "it stays as it is",
    )  # fmt: skip
    paths_per_day: float = quantity(
        "trains a day that the line takes, both ways together: twice the pairs", "1/day", ge=0, le=10_000
    )
    openings: dict[Day, Trains] = Field(
        default_factory=dict, description="paths a day, both ways together, that are added from a date on",
        json_schema_extra={"unit": "1/day"},
    )  # fmt: skip
    headway_h: float = quantity(
        "least time between two trains on a track", "h", 0.15, "assumed: nine minutes, automatic block", gt=0, le=24
    )
    passenger_trains_per_day: float = quantity(
        "passenger trains a day, both ways together; they only take paths away", "1/day", 0.0,
        "`paths_per_day` are those left to freight", ge=0, le=1_000,
    )  # fmt: skip
    paths_per_passenger_train: float = quantity(
        "paths that a passenger train takes away", "1", 1.5,
        "assumed: a faster train takes the place of one to two freight trains", ge=0, le=20,
    )  # fmt: skip
    observed_trains_per_day: dict[Year, Trains] = Field(
        default_factory=dict,
        description="freight trains of all kinds seen a day, both ways together, by year; those of the scenario are "
        "taken off, the rest is the background; none: no background",
        json_schema_extra={"unit": "1/day"},
    )
    observed_modelled_per_day: float | None = quantity(
        "block trains and trains of bulk among the observed, both ways together; to be given where a scenario changes "
        "them, so that the background stays", "1/day", None, "those of this scenario in the year", ge=0, le=10_000,
    )  # fmt: skip
    regular_fill_share: float = quantity(
        "share of the paths to which trains of bulk and background fill a line beside the block trains; those that go "
        "beyond do not run", "share", 0.95, "assumed: a few paths are kept for trains that come late", gt=0, le=1,
    )  # fmt: skip
    regular_lateness_h: Law = quantity(
        "delay of trains of bulk and background on their paths", "h", {"exponential": 0.1},
        "assumed: six minutes in the mean", validate_default=True,
    )  # fmt: skip

    @model_validator(mode="after")
    def _makes_sense(self) -> RailLine:
        if self.origin == self.destination:
            raise ValueError(f"the line leads from {self.origin} to itself")
        if self.second_track_from is not None and self.tracks == "double":
            raise ValueError("tracks: double has its second track already; leave out second_track_from")
        return self

    def ends(self, backwards: bool) -> tuple[str, str]:
        """The station where a train enters, and where it leaves."""
        return (self.destination, self.origin) if backwards else (self.origin, self.destination)

    def paths_on(self, day: date) -> float:
        """Paths for freight on a day, both ways together."""
        opened = sum(paths for first, paths in self.openings.items() if first <= day.isoformat())
        return max(0.0, self.paths_per_day + opened - self.passenger_trains_per_day * self.paths_per_passenger_train)

    def paths_in(self, year: int) -> float:
        """Mean paths for freight a day in a year, both ways together."""
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        days = sorted({first, after, *(day for day in map(date.fromisoformat, self.openings) if first < day < after)})
        parts = [self.paths_on(one) * (following - one).days for one, following in pairwise(days)]
        return sum(parts) / (after - first).days

    def most_paths(self) -> tuple[float, float]:
        """Most paths a day that there ever are on one track: before the second track, and from then on."""
        opens = [date.fromisoformat(day) for day in self.openings]
        days = [date.min, *opens]
        second = date.min if self.tracks == "double" else date.max
        if self.second_track_from is not None:
            second = date.fromisoformat(self.second_track_from)
            days += [second, second - timedelta(days=1)]
        paths = {day: self.paths_per_day + sum(n for on, n in self.openings.items() if on <= day.isoformat())
                 for day in days}  # fmt: skip
        single = max((n for day, n in paths.items() if day < second), default=0.0)
        return single, max((n / 2.0 for day, n in paths.items() if day >= second), default=0.0)

    def regular_run(self, paths: float, block: float, regular: float) -> float:
        """Regular trains a day that run of those that would, on so many paths a day beside so many block trains."""
        return min(regular, max(0.0, self.regular_fill_share * paths - block))

    def observed_in(self, year: int) -> float | None:
        """Freight trains seen a day in a year, both ways together; None where nobody counted."""
        return in_year(self.observed_trains_per_day, year) if self.observed_trains_per_day else None
