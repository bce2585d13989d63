"""Container barges as an analyst describes them: a fleet between an inland port and a seaport, and when they leave."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from portsim.scenario.base import Identifier, Name, quantity
from portsim.scenario.laws import Law
from portsim.scenario.lifetime import Lifetime
from portsim.scenario.offer import box_discount, box_distance, box_price
from portsim.scenario.policies import BargePolicy
from portsim.scenario.waterway import parts_of, split_route


class BargeLine(Lifetime):
    """Container barges of one class that carry boxes between the zone of an inland port and a terminal by the sea.

    A barge loads at one end, passes waterways and locks, discharges at the other and waits there for cargo; the fleet
    is what it is, so that hours lost at locks are trips lost.
    """

    kind: Literal["barge"] = Field(description="container barges of a fleet")
    name: Name | None = Field(default=None, description="name; the id where none is given")
    ship_class: Identifier = Field(description="class of the barges")
    n_vessels: int = quantity("barges of the fleet", "1", ge=1, le=10_000)
    inland_port: Identifier = Field(description="inland port, which serves its zone")
    port: Identifier = Field(description="port modelled in full")
    terminal: Identifier | None = Field(
        default=None, description="terminal with barge berths; may be left out where the port has only one"
    )
    route: tuple[str, ...] = Field(
        min_length=1, max_length=40, strict=False,
        description="waterways and single locks from the inland port on, each downstream, or upstream with `/up` "
        "behind it; in a cell `a/up > b`",
    )  # fmt: skip
    sea_h: float = quantity(
        "sailing beyond the waterways to the terminal, each way", "h", 0.0, "the waterway ends there", ge=0, le=1_000
    )
    distance_km: float | None = box_distance()
    cost_cny_per_teu: float = box_price()
    subsidy_cny_per_teu: float = box_discount()
    delay_h: Law = quantity("delay added on each trip", "h", 0.0, "none unless given")
    departures: BargePolicy = quantity(
        "when a barge leaves: with cargo enough, or by a timetable", "", "fill", "barges have few fixed timetables"
    )
    fill_share: float = quantity(
        "share of the slots for which boxes wait when a barge leaves; 0: at once; `departures: fill` only",
        "share", 0.7, "assumed: a barge two thirds full earns her trip", ge=0, le=1,
    )  # fmt: skip
    latest_h: float = quantity(
        "hours after the first box was ready at which a barge leaves all the same; `departures: fill` only",
        "h", 72.0, "assumed: shippers wait three days", ge=0, le=10_000,
    )  # fmt: skip
    departures_per_week: float = quantity(
        "departures from each end; one for which no barge is there is made when one comes; `departures: timetable` "
        "only",
        "1/week", 7.0, "daily unless given", gt=0, le=1_000,
    )  # fmt: skip
    phase_h: float = quantity(
        "first departure after Monday 00:00; `departures: timetable` only", "h", 0.0, "Monday 00:00", ge=0, lt=168
    )
    inland_work_h: Law | None = Field(
        default=None,
        description="time at the inland port's berth, to discharge and load together, as a law in place of its rate",
        json_schema_extra={"unit": "h"},
    )
    priority: bool = quantity(
        "barges with priority at locks with `order: n_of_m`", "", False, "no priority unless given"
    )

    @field_validator("route", mode="before")
    @classmethod
    def _split_cell(cls, value: Any) -> Any:
        return split_route(value)

    @property
    def way_out(self) -> tuple[tuple[str, bool], ...]:
        """Waterways and locks of the way to the sea, and whether each is passed upstream."""
        return parts_of(self.route)
