"""Ways past the cluster: gateways outside it, and the land and sea legs that lead over them, unlimited in capacity."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from portsim.scenario.base import Description, Identifier, quantity
from portsim.scenario.geography import Place
from portsim.scenario.policies import OutsideMode

KM_PER_NM = 1.852
USUAL_SPEED_KN = 14.0
"""Assumed: between the slow steaming of large container ships and the service speed of feeders."""


class Gateway(Place):
    """A port, border or other exit outside the cluster, through which cargo can leave it."""


class OutsideLeg(Description):
    """One leg of a way past the cluster: what it costs, and how long it takes."""

    time_h: float = quantity("mean time, door to gate or quay to quay", "h", gt=0, le=10_000)
    spread_share: float = quantity(
        "standard deviation of the time over its mean", "share", 0.2, "assumed: as on long roads", ge=0, le=2
    )
    cost_cny_per_teu: float = quantity("freight, tolls and handling", "CNY/TEU", ge=0, le=1_000_000)


class OutsideLand(OutsideLeg):
    """Between a zone and an outside gateway, in both directions."""

    mode: Literal["outside_land"] = Field(description="a land leg past the cluster")
    origin: Identifier = Field(description="zone")
    destination: Identifier = Field(description="outside gateway")
    by: OutsideMode = Field(description="how it travels")
    distance_km: float = quantity("distance", "km", gt=0, le=10_000)
    subsidy_cny_per_teu: float = quantity(
        "what others pay of it", "CNY/TEU", 0.0, "none unless given", ge=0, le=1_000_000
    )


class OutsideSea(OutsideLeg):
    """Between an outside gateway and a market, in both directions; for an overland exit what lies beyond it."""

    mode: Literal["outside_sea"] = Field(description="a sea leg past the cluster")
    origin: Identifier = Field(description="outside gateway")
    destination: Identifier = Field(description="market")
    headway_h: float = quantity(
        "time between departures; half of it is waited for", "h", 24.0, "assumed: daily at a large port", ge=0, le=2_000
    )
    by: Literal["sea", "road", "rail"] = quantity(
        "how it travels; its CO2 follows from it", "", "sea", "by ship unless given"
    )
    distance_km: float | None = quantity(
        "distance, for its CO2", "km", None, "from its time, at 14 kn", ge=0, le=50_000
    )

    @property
    def length_km(self) -> float:
        """Distance given, or what a ship of 14 kn sails in its time."""
        return self.time_h * USUAL_SPEED_KN * KM_PER_NM if self.distance_km is None else self.distance_km
