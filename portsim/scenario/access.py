"""The way into a port as an analyst describes it: channels, tide, pilots and tugs, and the weather that closes it."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.laws import Law
from portsim.scenario.policies import Stopped


class TideWindow(Description):
    """Hours open in each period, in place of a computed tide: ``{period_h: 24.84, open_h: 5}``."""

    period_h: float = quantity("from one opening to the next", "h", gt=0, le=1_000)
    open_h: float = quantity("open in each period", "h", gt=0, le=1_000)
    from_draught_m: float = quantity(
        "ships of at least this draught need the window", "m", 0.0, "all ships unless given", ge=0, le=40
    )

    @model_validator(mode="after")
    def _opens_and_closes(self) -> TideWindow:
        if self.open_h > self.period_h:
            raise ValueError(f"open_h {self.open_h:g} must not exceed period_h {self.period_h:g}")
        return self


class Channel(Description):
    """A dredged fairway between the anchorage and the basins of a port."""

    name: Name | None = Field(default=None, description="name; the id where none is given")
    length_km: float = quantity("length", "km", gt=0, le=500)
    depth_m: float = quantity("depth at chart datum, the shallowest", "m", gt=0, le=60)
    speed_kn: float = quantity("speed of ships in it", "kn", 10.0, "assumed: usual speed under pilotage", gt=0, le=30)
    under_keel_clearance_m: float = quantity(
        "depth kept free under a ship under way",
        "m",
        1.5,
        "assumed: about a tenth of the draught of large ships, the lower end of PIANC's advice for sheltered channels",
        ge=0,
        le=10,
    )
    two_way_up_to_dwt_t: float | None = quantity(
        "deadweight up to which ships may meet in it; a larger ship meets nobody",
        "t",
        None,
        "no limit: all ships may meet",
        ge=0,
        le=1_000_000,
    )
    separation_h: float = quantity(
        "least time between two ships that enter in the same direction", "h", 0.0, "none unless given", ge=0, le=24
    )
    convoy_ships: int = quantity(
        "ships of one direction that may go in a row while one of the other direction waits for it to clear",
        "1",
        1,
        "strictly as they became ready",
        ge=1,
        le=1_000,
    )
    tide_window: TideWindow | None = Field(
        default=None, description="window in which ships may pass, in place of the port's tide"
    )


class Constituent(Description):
    """One harmonic constituent of the tide; its id is its usual name in lower case."""

    amplitude_m: float = quantity("amplitude", "m", ge=0, le=20)
    phase_deg: float = quantity("phase lag behind the equilibrium tide at Greenwich", "deg", ge=-360, le=360)


class Tide(Description):
    """The tide of a port, from the harmonic constituents of a gauge."""

    constituents: dict[Identifier, Constituent] = Field(min_length=1, description="constituents by id")
    factor: float = quantity("tide here over tide at the gauge", "1", 1.0, "the gauge is at the port", gt=0, le=10)
    mean_level_m: float = quantity("mean sea level above chart datum", "m", ge=-10, le=20)


class Escorts(Description):
    """Pilots, or tugs: each stays with a ship for her transit."""

    n: int = quantity("number", "1", ge=1, le=1_000)
    from_loa_m: float = quantity(
        "ships of at least this length over all take them", "m", 0.0, "all ships unless given", ge=0, le=500
    )
    per_ship: int = quantity("taken by a ship", "1", 1, "one", ge=1, le=20)
    return_h: float = quantity("from the end of a transit until free again", "h", 0.0, "none unless given", ge=0, le=24)


class Weather(Description):
    """Closures of a port by one cause, such as fog, wind or typhoon: a Poisson number in each month."""

    name: Name | None = Field(default=None, description="name; the id where none is given")
    monthly_events: tuple[float, ...] = Field(
        min_length=12, max_length=12, strict=False, description="mean number of closures in January to December",
        json_schema_extra={"unit": "1/month"},
    )  # fmt: skip
    duration_h: Law = Field(description="duration of a closure", json_schema_extra={"unit": "h"})
    start_hour: Law = quantity(
        "hour of the day at which a closure begins",
        "h",
        {"uniform": {"low": 0.0, "high": 24.0}},
        "any hour alike",
        validate_default=True,
    )
    stops: Stopped = quantity("what stands still", "", "access", "ships do not sail, cranes go on")
