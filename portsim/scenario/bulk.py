"""Streams of bulk, vehicles and passengers as an analyst describes them: how much, in which ships, how it goes on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.laws import Law, mean_of
from portsim.scenario.waterway import split_route
from portsim.scenario.yearly import Year, in_year

BulkCargo = Literal[
    "ore", "coal", "grain", "other_dry", "crude", "products", "chemicals", "lng", "general", "vehicles", "passengers"
]
"""What ships carry that is in no box; vehicles and passengers are counted one by one, all others weighed."""
Direction = Literal["discharge", "load", "both"]
BulkUnit = Literal["t", "vehicles", "passengers"]
Volume = Annotated[float, Field(ge=0, le=1e9)]
Factor = Annotated[float, Field(ge=0, le=1_000)]


class Parcel(Description):
    """What the ships of one class carry of a stream."""

    share: float = quantity("share of the volume that comes in ships of this class", "share", ge=0, le=1)
    size: Law = Field(
        description="what one ship brings or takes in a call; a number, or a law with an upper end",
        json_schema_extra={"unit": "t, vehicles or passengers"},
    )


class Onward(Description):
    """How the cargo of a stream travels between the terminal and its hinterland: shares that add up to 1."""

    rail: float = quantity("by rail", "share", 0.0, "what is not named does not take part", ge=0, le=1)
    road: float = quantity("by road", "share", 0.0, "what is not named does not take part", ge=0, le=1)
    barge: float = quantity("by barge or coaster", "share", 0.0, "what is not named does not take part", ge=0, le=1)
    pipeline: float = quantity(
        "by pipeline, or by conveyor to works next door", "share", 0.0, "what is not named does not take part",
        ge=0, le=1,
    )  # fmt: skip


class BulkStream(Description):
    """A year's volume of one cargo through one terminal; calls follow from it: volume x share / mean parcel."""

    name: Name | None = Field(default=None, description="name; the id where none is given")
    port: Identifier = Field(description="port called at, modelled in full")
    terminal: Identifier | None = Field(
        default=None, description="terminal called at; may be left out where the port has only one"
    )
    cargo: BulkCargo = Field(description="kind of cargo; it tells the unit: vehicles, passengers, else t")
    direction: Direction = Field(description="discharge, load, or both (half and half; cruise ships)")
    annual_volume: dict[Year, Volume] = Field(
        min_length=1,
        description="volume by year, straight between the years given, else level; each tonne, vehicle or passenger "
        "once. The warm-up has the volume of the first year simulated",
        json_schema_extra={"unit": "t, vehicles or passengers a year"},
    )
    parcels: dict[Identifier, Parcel] = Field(
        min_length=1,
        description="by ship class: share of the volume and parcel; in a cell `{capesize: {share: 1, ...}}`",
    )
    erlang_k: int = quantity(
        "gaps between the ships of a class are Erlang with this many phases; 1: at random, 1000: nearly even",
        "1",
        1,
        "ships of many owners come independently of each other",
        ge=1,
        le=1_000,
    )
    months: tuple[Factor, ...] = Field(
        default=(1.0,) * 12, min_length=12, max_length=12, strict=False,
        description="volume a day in January to December, relative to each other",
        json_schema_extra={"unit": "1", "reason": "the year round alike"},
    )  # fmt: skip
    work_h: Law | None = Field(
        default=None,
        description="time of work of a call as a law, in place of unloaders; vehicles and passengers ask for it",
        json_schema_extra={"unit": "h"},
    )
    onward: Onward | None = Field(
        default=None, description="shares of the modes inland; none: not told apart in the results"
    )
    rail_route: tuple[str, ...] = Field(
        default=(), max_length=40, strict=False,
        description="rail lines from the hinterland to the port that the trains of its rail tonnes use, written as the "
        "route of a train; without it they run on no line",
    )  # fmt: skip
    rail_train_t: float = quantity(
        "tonnes aboard a laden train; it comes back empty", "t", 3_500.0,
        "assumed: some 55 wagons of 64 t; heavy trains of 4 100 to 4 500 t run in places", gt=0, le=50_000,
    )  # fmt: skip

    @field_validator("rail_route", mode="before")
    @classmethod
    def _split_cell(cls, value: Any) -> Any:
        return split_route(value)

    @model_validator(mode="after")
    def _comes_in_some_month(self) -> BulkStream:
        if not any(self.months):
            raise ValueError("all months are 0: the volume of the year has no month to come")
        return self

    @property
    def unit(self) -> BulkUnit:
        """What the volume counts."""
        return self.cargo if self.cargo in ("vehicles", "passengers") else "t"

    def volume_in(self, year: int) -> float:
        """The volume of a year."""
        return in_year(self.annual_volume, year)

    def landed_t_in(self, year: int) -> float:
        """Tonnes landed in a year."""
        if self.unit != "t" or self.direction == "load":
            return 0.0
        return self.volume_in(year) * (1.0 if self.direction == "discharge" else 0.5)

    def calls_in(self, ship_class: str, year: int) -> float:
        """Calls of one class in a year: its share of the volume over its mean parcel."""
        parcel = self.parcels[ship_class]
        return self.volume_in(year) * parcel.share / mean_of(parcel.size)
