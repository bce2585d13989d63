"""The map of the cluster: inland zones, overseas and coastal markets, and the links between places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.policies import MarketGroup
from portsim.scenario.waterway import parts_of, split_route


class Place(Description):
    """Something on the map."""

    name: Name | None = Field(default=None, description="name; the id where none is given")
    lon: float | None = quantity(
        "longitude, for maps", "deg", None, "a place without coordinates is not drawn", ge=-180, le=180
    )
    lat: float | None = quantity(
        "latitude, for maps", "deg", None, "a place without coordinates is not drawn", ge=-90, le=90
    )


class Zone(Place):
    """Inland origin and destination of cargo."""

    reference_cny_per_teu: float | None = quantity(
        "inland cost before any change, which sets the weight of a yuan for cargo of the zone where it chooses",
        "CNY/TEU", None, "the least inland cost of the scenario: a way that opens or gets cheaper then moves the "
        "weight as well", gt=0, le=1_000_000,
    )  # fmt: skip


class Market(Place):
    """Overseas or coastal origin and destination of cargo, reached through external ports."""

    group: MarketGroup = Field(description="group in which empty boxes are balanced; domestic or foreign")


class Road(Description):
    """Trucks between a zone and a port, used in both directions, unlimited in number."""

    mode: Literal["road"] = Field(description="trucks")
    origin: Identifier = Field(description="zone")
    destination: Identifier = Field(description="port")
    distance_km: float = quantity("road distance", "km", gt=0, le=10_000)
    time_h: float = quantity("mean door-to-gate time", "h", gt=0, le=1_000)
    cost_cny_per_teu: float = quantity(
        "what it costs, tolls included", "CNY/TEU", 0.0, "asked for where cargo chooses", ge=0, le=1_000_000
    )
    spread_share: float = quantity(
        "standard deviation of the time over its mean, lognormal",
        "share",
        0.2,
        "assumed: usual spread of long-haul trucking",
        ge=0,
        le=2,
    )


class SeaLane(Description):
    """Sailing distance between two ports, the same in both directions.

    From an inland port on, `route` leads over waterways and locks to the sea; ships pass them one by one, and the pro
    forma only says how long they may take.
    """

    mode: Literal["sea"] = Field(description="a sea lane")
    origin: Identifier = Field(description="port")
    destination: Identifier = Field(description="port")
    distance_nm: float = quantity("sailing distance at sea", "nm", gt=0, le=30_000)
    route: tuple[str, ...] = Field(
        default=(), max_length=40, strict=False,
        description="waterways and single locks from the origin, an inland port, to the sea, each downstream, or "
        "upstream with `/up` behind it; in a cell `a/up > b`",
    )  # fmt: skip
    route_h: float = quantity(
        "pro forma time on them, locks and usual waits included", "h", 0.0, "no waterway", ge=0, le=1_000
    )

    @field_validator("route", mode="before")
    @classmethod
    def _split_cell(cls, value: Any) -> Any:
        return split_route(value)

    @model_validator(mode="after")
    def _has_time_for_its_route(self) -> SeaLane:
        if bool(self.route) != (self.route_h > 0.0):
            raise ValueError("route and route_h go together")
        return self

    @property
    def way_out(self) -> tuple[tuple[str, bool], ...]:
        """Waterways and locks of the way to the sea, and whether each is passed upstream."""
        return parts_of(self.route)

    def pro_forma_h(self, speed_kn: float, buffer_share: float) -> float:
        """Hours under way, either direction."""
        return self.distance_nm / speed_kn * (1.0 + buffer_share) + self.route_h


def lanes_of(links: Mapping[str, object]) -> dict[frozenset[str], SeaLane]:
    """Sea lanes by pair of ports."""
    return {frozenset((link.origin, link.destination)): link for link in links.values() if isinstance(link, SeaLane)}
