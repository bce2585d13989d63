"""The way into a port as an analyst describes it: channels, tide, pilots and tugs, and the weather that closes it."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.days import Moment, precedes
from portsim.scenario.laws import Law
from portsim.scenario.policies import ComeBack, Stopped


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


class Closure(Description):
    """A closure at known times."""

    starts: Moment = Field(description="civil time at which it begins, local", json_schema_extra={"unit": "time"})
    ends: Moment = Field(description="civil time at which it ends, local", json_schema_extra={"unit": "time"})

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Closure:
        if not precedes(self.starts, self.ends):
            raise ValueError(f"starts {self.starts} must be before ends {self.ends}")
        return self


class Evacuation(Description):
    """What a port does about a closure that is forecast, such as a typhoon: ships leave their berths and come back."""

    lead_h: float = quantity(
        "from so long before the closure no ship is let in", "h", 24.0,
        "assumed: typhoon warnings reach ports a day or two ahead, and ships of the Strait left two days before Yagi",
        ge=0, le=240,
    )  # fmt: skip
    leave_h: float = quantity(
        "from so long before the closure work stops and ships alongside leave", "h", 12.0,
        "assumed: all must be out, through one channel with few pilots, before the wind comes", ge=0, le=240,
    )  # fmt: skip
    come_back: ComeBack = quantity(
        "who berths after it", "", "first", "their boxes are half worked and their cranes ready"
    )
    stops_gate: bool = quantity(
        "whether trucks stay away from the time ships leave until the reopening", "", True, "yards are lashed down"
    )
    stops_trains: bool = quantity(
        "whether block trains do not run from the time ships leave until the reopening", "", True,
        "assumed: coastal lines stop in strong wind",
    )  # fmt: skip
    recovery_h: float = quantity(
        "after the reopening cranes work slower for so long",
        "h",
        0.0,
        "all is ready at once unless given",
        ge=0,
        le=2_000,
    )
    recovery_rate_share: float = quantity(
        "share of their rate at which cranes work then", "share", 0.5,
        "assumed: lashings, inspections, debris; counts only where recovery_h is given", gt=0, le=1,
    )  # fmt: skip

    @model_validator(mode="after")
    def _lets_nobody_in_who_must_leave(self) -> Evacuation:
        if self.leave_h > self.lead_h:
            raise ValueError(f"leave_h {self.leave_h:g} must not exceed lead_h {self.lead_h:g}")
        return self


class Weather(Description):
    """Closures of a port by one cause, such as fog, wind or typhoon: a Poisson number in each month, or on dates."""

    name: Name | None = Field(default=None, description="name; the id where none is given")
    monthly_events: tuple[float, ...] | None = Field(
        default=None, min_length=12, max_length=12, strict=False,
        description="mean number of closures in January to December; give this with duration_h, or dates",
        json_schema_extra={"unit": "1/month"},
    )  # fmt: skip
    duration_h: Law | None = Field(
        default=None, description="duration of a closure; give it with monthly_events", json_schema_extra={"unit": "h"}
    )
    start_hour: Law = quantity(
        "hour of the day at which a closure begins; with monthly_events only",
        "h",
        {"uniform": {"low": 0.0, "high": 24.0}},
        "any hour alike",
        validate_default=True,
    )
    dates: dict[Identifier, Closure] = Field(
        default_factory=dict, description="closures at known times, in place of monthly_events"
    )
    stops: Stopped = quantity("what stands still", "", "access", "ships do not sail, cranes go on")
    evacuation: Evacuation | None = Field(
        default=None, description="ships leave their berths before it; none: they ride it out alongside"
    )

    @model_validator(mode="after")
    def _by_chance_or_by_date(self) -> Weather:
        by_chance = self.monthly_events is not None
        if by_chance == bool(self.dates):
            raise ValueError("give either monthly_events with duration_h, or dates")
        if by_chance != (self.duration_h is not None):
            raise ValueError("monthly_events and duration_h go together")
        if self.evacuation is not None and self.stops != "all":
            raise ValueError("evacuation goes with stops: all")
        return self
