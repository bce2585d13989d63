"""A ro-ro ferry as an analyst describes it: ships, berths at two ends, rules of departure, vehicles and their peaks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from portsim.scenario.access import Weather
from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.days import DayOfYear
from portsim.scenario.laws import Law
from portsim.scenario.lifetime import Lifetime
from portsim.scenario.policies import FerryPolicy
from portsim.scenario.yearly import Year, in_year

Vehicles = Annotated[float, Field(ge=0, le=1e9)]
Factor = Annotated[float, Field(ge=0, le=1_000)]


class FerryEnd(Description):
    """One end of a ferry: berths with ramps and the time ships take there."""

    berths: int = quantity("ro-ro berths: each takes one ship to unload or load", "1", ge=1, le=1_000)
    load_h: Law = Field(description="loading of a ship", json_schema_extra={"unit": "h"})
    unload_h: Law = Field(description="unloading of a ship", json_schema_extra={"unit": "h"})


class FerryVehicles(Description):
    """Vehicles of one class that come to cross: a year's number, its months and its hours."""

    annual_out: dict[Year, Vehicles] = Field(
        min_length=1,
        description="vehicles that come to the origin, by year; straight between the years given, else level",
        json_schema_extra={"unit": "1/year"},
    )
    annual_back: dict[Year, Vehicles] = Field(
        min_length=1, description="vehicles that come to the destination to cross back, by year",
        json_schema_extra={"unit": "1/year"},
    )  # fmt: skip
    months: tuple[Factor, ...] = Field(
        default=(1.0,) * 12, min_length=12, max_length=12, strict=False,
        description="vehicles a day in January to December outside peaks, relative to each other",
        json_schema_extra={"unit": "1", "reason": "the year round alike"},
    )  # fmt: skip
    hours: tuple[Factor, ...] = Field(
        default=(1.0,) * 24, min_length=24, max_length=24, strict=False,
        description="vehicles in the hours of the day, from midnight, relative to each other",
        json_schema_extra={"unit": "1", "reason": "round the clock alike"},
    )  # fmt: skip
    passengers_per_vehicle: float = quantity(
        "people aboard one, the driver included", "1", 1.0, "the driver alone", ge=0, le=100
    )

    @model_validator(mode="after")
    def _comes_at_some_hour(self) -> FerryVehicles:
        for word, factors in (("months", self.months), ("hours", self.hours)):
            if not any(factors):
                raise ValueError(f"all {word} are 0: the vehicles of the year have no day or hour to come")
        return self

    def in_year(self, out: bool, year: int) -> float:
        """Vehicles of one direction in a year."""
        return in_year(self.annual_out if out else self.annual_back, year)


class FerryPeak(Description):
    """Days on which more vehicles come than otherwise; factors of peaks that overlap multiply."""

    first_day: DayOfYear = Field(
        description="first day, `2025-01-14`, or `10-01` of every year", json_schema_extra={"unit": "day"}
    )
    days: int = quantity("number of days", "d", ge=1, le=366)
    trucks_out: float = quantity("trucks from the origin, over other days", "1", 1.0, "no peak", ge=0, le=100)
    trucks_back: float = quantity("trucks from the destination, over other days", "1", 1.0, "no peak", ge=0, le=100)
    cars_out: float = quantity("cars from the origin, over other days", "1", 1.0, "no peak", ge=0, le=100)
    cars_back: float = quantity("cars from the destination, over other days", "1", 1.0, "no peak", ge=0, le=100)


class Ferry(Lifetime):
    """Ships that carry trucks and cars to and fro between two ends; they carry nobody's boxes and no TEU."""

    kind: Literal["ferry"] = Field(description="vehicles across a strait")
    name: Name | None = Field(default=None, description="name; the id where none is given")
    ship_class: Identifier = Field(description="class of the ships; it needs `truck_slots`")
    ships: int = quantity("ships in service; half of them, rounded up, begin at the origin", "1", ge=1, le=1_000)
    origin: FerryEnd = Field(description="the end from which ships sail out")
    destination: FerryEnd = Field(description="the end from which ships sail back")
    crossing_h: Law = Field(
        description="from letting go to the berth or the queue for it", json_schema_extra={"unit": "h"}
    )
    policy: FerryPolicy = quantity("when a ship loads and sails", "", "fill", "as ro-ro ships of a busy strait do")
    latest_wait_h: float = quantity(
        "a ship at the head of the line begins to load so long after she became it, be it empty; `policy: fill` only",
        "h", 0.5, "assumed: ships of busy straits sail every 15 to 30 min", gt=0, le=1_000,
    )  # fmt: skip
    departures_per_day: int | None = quantity(
        "from each end, evenly over the hours of work; `policy: timetable` only", "1/day", None,
        "asked for by `policy: timetable` only", ge=1, le=1_000,
    )  # fmt: skip
    first_departure_h: float = quantity(
        "first departure after the beginning of the hours of work; `policy: timetable` only", "h", 0.0,
        "at their beginning", ge=0, lt=24,
    )  # fmt: skip
    opens_h: float = quantity("hour of the day at which work begins", "h", 0.0, "midnight", ge=0, lt=24)
    hours_per_day: float = quantity(
        "hours of work a day; a ship that has begun to load still sails", "h", 24.0, "round the clock", gt=0, le=24
    )
    trucks: FerryVehicles = Field(description="lorries, one truck slot each")
    cars: FerryVehicles = Field(description="cars and other small vehicles")
    car_slots: float = quantity(
        "truck slots a car takes", "1", 0.4, "derived: 5 m and a gap of a lane of 12 m", gt=0, le=1
    )
    passengers_per_sailing: float = quantity(
        "people who come without a vehicle of their own (on foot, by train), in the mean of the sailings", "1", 0.0,
        "vehicles only", ge=0, le=10_000,
    )  # fmt: skip
    peaks: dict[Identifier, FerryPeak] = Field(default_factory=dict, description="holidays and rushes")
    weather: dict[Identifier, Weather] = Field(
        default_factory=dict, description="fog, wind and storms that keep the ships in port, by cause"
    )
    weather_of: Identifier | None = quantity(
        "another ferry on the same water, whose closures by weather are those of this one too", "", None, "its own"
    )

    @model_validator(mode="after")
    def _has_its_rule(self) -> Ferry:
        if (self.policy == "timetable") != (self.departures_per_day is not None):
            raise ValueError("policy: timetable and departures_per_day go together")
        return self
