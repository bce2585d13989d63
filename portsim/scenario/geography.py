"""The map of the cluster: inland zones, overseas and coastal markets, and the links between places."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.policies import MarketGroup
from portsim.scenario.waterway import Waterway


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
    spread_share: float = quantity(
        "standard deviation of the time over its mean, lognormal",
        "share",
        0.2,
        "assumed: usual spread of long-haul trucking",
        ge=0,
        le=2,
    )


class SeaLane(Description):
    """Sailing distance between two ports, the same in both directions."""

    mode: Literal["sea"] = Field(description="a sea lane")
    origin: Identifier = Field(description="port")
    destination: Identifier = Field(description="port")
    distance_nm: float = quantity("sailing distance", "nm", gt=0, le=30_000)


Link = Annotated[Road | SeaLane | Waterway, Field(discriminator="mode")]
