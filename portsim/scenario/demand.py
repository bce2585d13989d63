"""Cargo that wants to move: yearly flows between zones and markets, their season, and the shares of the gateways."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Identifier, quantity
from portsim.scenario.days import Day
from portsim.scenario.levers import CargoClass, Lever
from portsim.scenario.policies import InlandMode


class CargoRules(Description):
    """How consignments are cut, loaded and rolled, and how empties are made."""

    mean_consignment_teu: float = quantity(
        "mean size of a consignment", "TEU", 40.0, "cost of a run grows with consignments; assumed", ge=1, le=5_000
    )
    consignment_cv: float = quantity(
        "standard deviation of the size over its mean, gamma", "share", 0.5, "assumed", gt=0, le=3
    )
    laden_t_per_teu: float = quantity(
        "cargo and box weight of a laden TEU",
        "t/TEU",
        10.4,
        "Yangpu January-November 2021, derived from tonnes and TEU; mean over laden and empty, so a low value",
        gt=0,
        le=30,
    )
    empty_t_per_teu: float = quantity(
        "weight of an empty TEU", "t/TEU", 2.2, "tare of a 20 ft box, ISO 668 boxes", gt=0, le=5
    )
    rolls_before_switch: int = quantity(
        "times a consignment is rolled before any service to its destination may take it; where cargo chooses, its "
        "shipper then chooses once more between waiting on and other ways",
        "1",
        2,
        "assumed: shippers rebook after two roll-overs",
        ge=0,
        le=50,
    )
    common_line_share: float = quantity(
        "services at most this share slower than the fastest are common lines",
        "share",
        0.2,
        "assumed: shippers do not tell apart services within a fifth",
        ge=0,
        le=10,
    )
    empty_window_weeks: int = quantity(
        "weeks over which the imbalance of laden boxes is measured",
        "week",
        4,
        "assumed: carriers reposition on a month's view",
        ge=1,
        le=26,
    )
    empty_call_weeks: int = quantity(
        "weeks after which a call for empties by sea that no ship had room for lapses",
        "week",
        8,
        "assumed: after two months boxes are hired where they are lacking, or let where there are too many",
        ge=1,
        le=104,
    )
    depot_weeks: float = quantity(
        "stock of empties at the start, in weeks of laden loading",
        "week",
        2.0,
        "assumed: a fortnight of stock",
        ge=0,
        le=26,
    )
    empty_return_h: float = quantity(
        "from delivery of a laden import to its box ready to go back, and from empty taken to laden export ready",
        "h",
        72.0,
        "assumed: unpacking and cleaning in three days",
        ge=0,
        le=1_000,
    )


class Festival(Description):
    """A feast whose day the moon tells, such as the Spring Festival."""

    date: Day = Field(description="its first day")


class Season(Description):
    """How a flow spreads over the months of the year, the days of the week, and the days of a movable feast."""

    monthly: tuple[float, ...] = Field(
        min_length=12,
        max_length=12,
        strict=False,
        description="factors January to December, mean 1",
        json_schema_extra={"unit": "1"},
    )
    weekday: tuple[float, ...] = quantity(
        "factors Monday to Sunday, mean 1",
        "1",
        (1.0,) * 7,
        "even over the week unless given",
        min_length=7,
        max_length=7,
        strict=False,
    )
    festivals: dict[Identifier, Festival] = Field(
        default_factory=dict, description="dates of the feast, one for each civil year that the run touches"
    )
    festival_share: float = quantity(
        "part of a day's cargo that stays away around the feast; the rest of the year makes up for it", "share", 0.0,
        "no feast unless given", ge=0, le=1,
    )  # fmt: skip
    festival_days_before: int = quantity(
        "days before its first day that are quiet already", "day", 7, "assumed: migrants leave a week before", ge=0,
        le=60,
    )  # fmt: skip
    festival_days_after: int = quantity(
        "quiet days from its first day on", "day", 14, "assumed: work resumes by the Lantern Festival", ge=0, le=60
    )


class Flow(Description):
    """Laden boxes from one zone or market to another, TEU a year."""

    origin: Identifier = Field(description="zone or market")
    destination: Identifier = Field(description="zone or market; not both ends may be zones")
    annual_teu: float = quantity("laden TEU in the year of the tables", "TEU/year", ge=0, le=100_000_000)
    hub: Identifier | None = Field(default=None, description="port where a box between two markets changes ship")
    growth_share: float = quantity(
        "growth a year from the year of the tables on", "share/year", 0.0, "none unless given", ge=-0.5, le=1
    )
    season: Identifier | None = Field(
        default=None, description="season of the flow; even over the year where none is given"
    )
    mean_consignment_teu: float | None = quantity(
        "mean size of a consignment", "TEU", None, "that of `cargo`", ge=1, le=5_000
    )
    laden_t_per_teu: float | None = quantity("weight of a laden TEU", "t/TEU", None, "that of `cargo`", gt=0, le=30)
    cargo_class: Identifier | None = Field(
        default=None, description="class of the cargo; none: the value of time of `choice`"
    )


class Route(Description):
    """The share of the cargo between a zone and a market that takes one gateway and mode, in both directions."""

    zone: Identifier = Field(description="inland end of the cargo")
    market: Identifier = Field(description="sea end of the cargo")
    gateway: Identifier | None = Field(
        default=None,
        description="port modelled in full where the cargo changes between land and sea; none by `river_sea`",
    )
    mode: InlandMode = Field(description="how it travels between zone and gateway")
    hub: Identifier | None = Field(
        default=None, description="port modelled in full where the box changes ship on the way; none for a direct line"
    )
    share: float = quantity("share of the cargo between zone and market", "share", ge=0, le=1)

    @model_validator(mode="after")
    def _has_a_gateway(self) -> Route:
        if (self.mode == "river_sea") != (self.gateway is None):
            raise ValueError("give the gateway, or mode: river_sea for a ship from an inland port; one of the two")
        return self

    @property
    def nodes(self) -> list[str]:
        """The places between which ships carry its boxes, from the zone's side on."""
        return [self.gateway or self.zone, *([self.hub] if self.hub else []), self.market]


class Coast(Description):
    """The part of a region's domestic cargo that begins or ends in its coastal zone; no source supports the split."""

    zone: Identifier = Field(description="the coastal zone")
    zones: tuple[Identifier, ...] = Field(
        min_length=1, max_length=100, strict=False, description="the other zones of the region"
    )
    share: float | None = quantity(
        "share of the coastal zone in the domestic flows of the region; the others keep their proportions", "share",
        None, "as in the tables", gt=0, lt=1,
    )  # fmt: skip


class Demand(Description):
    """All flows and the way they split over gateways."""

    year: int = quantity("year of the tables; growth runs from it", "year", ge=2000, le=2100)
    factor: float = quantity("multiplies every flow", "1", 1.0, "demand as in the tables", ge=0, le=1_000)
    growth_path: Identifier | None = Field(
        default=None, description="growth of all flows from the year of the tables on; none: that of each flow"
    )
    growth_paths: dict[Identifier, float] = Field(
        default_factory=dict, description="growth a year by path", json_schema_extra={"unit": "share/year"}
    )
    classes: dict[Identifier, CargoClass] = Field(default_factory=dict, description="classes of cargo")
    levers: dict[Identifier, Lever] = Field(
        default_factory=dict, description="factors on parts of the flows; those of several levers multiply"
    )
    coast: Coast | None = Field(default=None, description="how much of the domestic cargo belongs to the coast")
    seasons: dict[Identifier, Season] = Field(default_factory=dict, description="seasons flows may have")
    flows: dict[Identifier, Flow] = Field(default_factory=dict, description="laden cargo between places")
    routes: dict[Identifier, Route] = Field(default_factory=dict, description="how it splits over gateways")
