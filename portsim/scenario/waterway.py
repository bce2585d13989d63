"""Inland waterways as an analyst describes them: stretches of river or canal with their locks, and their barges."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.days import Day
from portsim.scenario.laws import Law
from portsim.scenario.lifetime import Lifetime
from portsim.scenario.yearly import Year, in_year

Share = Annotated[float, Field(ge=0, le=1)]
Tonnes = Annotated[float, Field(ge=0, le=1e10)]
Kilometre = Annotated[float, Field(ge=0, le=10_000)]

UPSTREAM = "/up"
"""What stands behind a part of a route that is passed upstream."""


def split_route(value: Any) -> Any:
    """The parts of a route written in one cell."""
    return [part.strip() for part in value.split(">")] if isinstance(value, str) else value


def parts_of(route: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Waterways and locks of a route, and whether each is passed upstream."""
    return tuple((part.removesuffix(UPSTREAM), part.endswith(UPSTREAM)) for part in route)


class Waterway(Description):
    """A river or canal between its upper and its lower end, down being the way to the sea, with the locks on it."""

    mode: Literal["waterway"] = Field(description="a river or canal")
    name: Name | None = Field(default=None, description="name; the id where none is given")
    length_km: float = quantity("length from the upper to the lower end", "km", gt=0, le=10_000)
    depth_m: float = quantity("least depth of the channel", "m", gt=0, le=50)
    keel_clearance_m: float = quantity(
        "water kept below the keel", "m", 0.5, "assumed: class I to III waterways keep 0.4 to 0.5 m", ge=0, le=10
    )
    laden_down_kmh: float = quantity(
        "speed over ground, laden, downstream", "km/h", 14.0, "assumed: 12 km/h and a current of 2 km/h", gt=0, le=60
    )
    laden_up_kmh: float = quantity(
        "speed over ground, laden, upstream", "km/h", 10.0, "assumed: 12 km/h against a current of 2 km/h", gt=0, le=60
    )
    light_down_kmh: float = quantity(
        "speed over ground, light, downstream", "km/h", 16.0, "assumed: 14 km/h and a current of 2 km/h", gt=0, le=60
    )
    light_up_kmh: float = quantity(
        "speed over ground, light, upstream", "km/h", 12.0, "assumed: 14 km/h against a current of 2 km/h", gt=0, le=60
    )
    locks: dict[Identifier, Kilometre] = Field(
        default_factory=dict, description="locks on it, by their distance from the upper end",
        json_schema_extra={"unit": "km"},
    )  # fmt: skip
    toll_cny_per_gt_lock: float = quantity(
        "toll of a ship at each lock on it, by gross tonnage; container barges pass it on to cargo that chooses",
        "CNY/GT", 0.0, "no toll unless given", ge=0, le=1_000,
    )  # fmt: skip
    open_from: Day | None = quantity("first day in service", "day", None, "in service before the run begins")


class BargeTraffic(Lifetime):
    """Barges that make round trips over a chain of waterways: they come at random, go, turn round and come back.

    Round trips a year = tonnes a year / (mean dwt of the mix x (load_out_share + load_back_share)).
    """

    kind: Literal["barge_traffic"] = Field(description="round trips at random")
    name: Name | None = Field(default=None, description="name; the id where none is given")
    route: tuple[str, ...] = Field(
        min_length=1, max_length=40, strict=False,
        description="waterways and single locks in the order of the way out, each downstream, or upstream with `/up` "
        "behind it; the way back is the reverse; in a cell `a/up > b`",
    )  # fmt: skip
    mix: dict[Identifier, Share] = Field(
        min_length=1, description="share of the trips by ship class", json_schema_extra={"unit": "share"}
    )
    annual_t: dict[Year, Tonnes] = Field(
        min_length=1,
        description="cargo of both directions by year, straight between the years given, level before and after",
        json_schema_extra={"unit": "t/year"},
    )
    load_out_share: float = quantity(
        "cargo over dwt on the way out; laden from a half on", "share", 0.92,
        "derived: down through Changzhou, first half of 2026, 2 828 t a ship of 3 069 dwt", ge=0, le=1,
    )  # fmt: skip
    load_back_share: float = quantity(
        "cargo over dwt on the way back; laden from a half on", "share", 0.30,
        "derived: up through Changzhou, first half of 2026, 924 t a ship of 3 069 dwt", ge=0, le=1,
    )  # fmt: skip
    returns: bool = quantity(
        "whether they come back; if not, all cargo goes one way", "", True, "barges belong to somebody up the river"
    )
    stay_h: Law = quantity(
        "from the end of the first half of a round trip to the start of the second", "h",
        {"gamma": {"mean": 48.0, "sd": 24.0}}, "assumed: discharge, load and rest", validate_default=True,
    )  # fmt: skip
    escape_h: float = quantity(
        "a round trip is not begun while the wait at the locks on its way is longer", "h", 72.0,
        "assumed: cargo takes another way rather than wait three days", gt=0, le=10_000,
    )  # fmt: skip
    priority: bool = quantity(
        "ships with priority at locks with `order: n_of_m`", "", False, "no priority unless given"
    )

    @field_validator("route", mode="before")
    @classmethod
    def _split_cell(cls, value: Any) -> Any:
        return split_route(value)

    @model_validator(mode="after")
    def _carries_something(self) -> BargeTraffic:
        if self.load_of_trip <= 0.0:
            raise ValueError("barges carry nothing by their load shares: the tonnes a year need ships that carry")
        return self

    @property
    def load_of_trip(self) -> float:
        """Cargo of a whole trip, there and back, over deadweight."""
        return self.load_out_share + (self.load_back_share if self.returns else 0.0)

    @property
    def way_out(self) -> tuple[tuple[str, bool], ...]:
        """Waterways and locks of the way out, and whether each is passed upstream."""
        return parts_of(self.route)

    def tonnes_in(self, year: int) -> float:
        """Cargo of both directions in a year, t."""
        return in_year(self.annual_t, year)
