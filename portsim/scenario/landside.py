"""The land side of a port as an analyst describes it: truck gates, rail terminals and the time customs take."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Description, quantity
from portsim.scenario.days import Day

HOURS_A_DAY = 24


class TruckGate(Description):
    """Lanes through which trucks come for boxes and bring them; one truck a visit, in and out through its lane.

    Empties come and go with the trucks of laden boxes.
    """

    lanes: int = quantity("lanes side by side", "1", ge=1, le=500)
    trucks_per_lane_h: float = quantity(
        "trucks a lane lets through", "1/h", 60.0, "assumed: a minute a truck, papers sent ahead", gt=0, le=1_000
    )
    open_from_hour: int = quantity(
        "hour of the day at which it opens", "h", 0, "open all day unless given", ge=0, le=23
    )
    open_to_hour: int = quantity(
        "hour of the day at which it closes", "h", 24, "open all day unless given", ge=1, le=24
    )
    profile: tuple[float, ...] = quantity(
        "parts of a day's trucks that come in each of its 24 hours, on any scale",
        "1",
        (1.0,) * HOURS_A_DAY,
        "even over the day unless given",
        min_length=HOURS_A_DAY,
        max_length=HOURS_A_DAY,
        strict=False,
    )
    teu_per_truck: float = quantity(
        "laden TEU brought or fetched by a truck", "TEU", 1.6, "assumed: a box a truck, usual mix of 20 and 40 ft",
        gt=0, le=4,
    )  # fmt: skip

    @model_validator(mode="after")
    def _makes_sense(self) -> TruckGate:
        if self.open_from_hour >= self.open_to_hour:
            raise ValueError(f"open_from_hour {self.open_from_hour} must be before open_to_hour {self.open_to_hour}")
        if min(self.profile) < 0.0 or sum(self.profile) <= 0.0:
            raise ValueError(f"profile needs parts not below 0 and one above; least {min(self.profile):g}")
        return self

    @property
    def trucks_per_h(self) -> float:
        """Trucks that all lanes let through in an open hour."""
        return self.lanes * self.trucks_per_lane_h


class RailTerminal(Description):
    """Tracks on which block trains are unloaded and loaded; a train that finds none free waits for one."""

    tracks: int = quantity("tracks with cranes over them", "1", ge=1, le=200)
    lifts_per_h: float = quantity(
        "boxes lifted on or off one train", "1/h", 30.0, "assumed: one gantry crane a train", gt=0, le=500
    )
    shunting_h: float = quantity(
        "hours a train takes a track besides the lifts, in all",
        "h",
        1.0,
        "assumed: into the track, brake test, out of it",
        ge=0,
        le=24,
    )

    def track_hours(self, teu: float, teu_per_box: float) -> float:
        """Hours a train with so many TEU to lift takes a track."""
        return self.shunting_h + teu / teu_per_box / self.lifts_per_h


class Customs(Description):
    """Hours from discharge until a box in foreign trade may go on; handling goes on meanwhile.

    Domestic boxes wait for no customs, exports are cleared before the cut-off. Where the first line is open, foreign
    boxes come into the port without customs; those that go on to a domestic market cross the second line there.
    """

    import_h: float = quantity(
        "foreign boxes before they go inland",
        "h",
        24.0,
        "assumed: declared ahead and released within a day, inspected ones included",
        ge=0,
        le=1_000,
    )
    transhipment_h: float = quantity(
        "boxes that come from or go to a foreign market, before the next ship",
        "h",
        12.0,
        "assumed: transit papers within a shift; no goods are inspected",
        ge=0,
        le=1_000,
    )
    first_line_open_from: Day | None = Field(
        default=None, description="first day on which foreign boxes come in without customs; none: never"
    )
    second_line_h: float = quantity(
        "foreign boxes going on to a domestic market by ship, once the first line is open",
        "h",
        12.0,
        "assumed: import papers on the way out take no longer than transit papers",
        ge=0,
        le=1_000,
    )
