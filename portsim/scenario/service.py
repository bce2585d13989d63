"""Carriers of all kinds: ship classes, liner services, tramp calls, block trains; ferries and barges join them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, field_validator, model_validator

from portsim.scenario.barge import BargeLine
from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.ferry import Ferry
from portsim.scenario.laws import Law
from portsim.scenario.lifetime import Lifetime
from portsim.scenario.offer import box_discount, box_distance, box_price
from portsim.scenario.policies import LoadRule
from portsim.scenario.port import Port
from portsim.scenario.waterway import BargeTraffic, split_route


class ShipClass(Description):
    """Ships of about one size."""

    capacity_teu: int = quantity("slots", "TEU", 1_200, "assumed: a usual feeder", ge=1, le=30_000)
    payload_t_per_slot: float = quantity(
        "cargo weight the ship carries per slot",
        "t/TEU",
        12.0,
        "assumed: homogeneous intake of 12-14 t a box",
        gt=0,
        le=40,
    )
    loa_m: float = quantity("length over all", "m", 160.0, "assumed: a usual feeder", gt=0, le=500)
    draught_m: float = quantity("draught in service", "m", 9.0, "assumed: a usual feeder", gt=0, le=30)
    inbound_draught_m: float | None = quantity(
        "draught when she comes in", "m", None, "the draught in service", gt=0, le=30
    )
    outbound_draught_m: float | None = quantity(
        "draught when she goes out", "m", None, "the draught in service", gt=0, le=30
    )
    speed_kn: float = quantity("pro forma speed", "kn", 13.5, "assumed: intra-Asian service speed", gt=0, le=40)
    top_speed_kn: float = quantity(
        "speed when making up for a delay", "kn", 16.0, "assumed: about a fifth above pro forma", gt=0, le=40
    )
    design_speed_kn: float | None = quantity(
        "design speed, at which she burns `design_fuel_t_per_day`", "kn", None, "no fuel is counted", gt=0, le=40
    )
    design_fuel_t_per_day: float | None = quantity(
        "fuel at sea at the design speed; at others by the cube of the speed",
        "t/d",
        None,
        "no fuel is counted",
        gt=0,
        le=1_000,
    )
    berth_kw: float | None = quantity(
        "power of her auxiliary engines at berth", "kW", None, "no CO2 at berth is counted", gt=0, le=20_000
    )
    beam_m: float | None = quantity(
        "beam; locks ask for it", "m", None, "asked for of ships that pass locks", gt=0, le=80
    )
    dwt_t: float | None = quantity(
        "deadweight; barge traffic and channels that tell ships apart by it ask for it",
        "t",
        None,
        "asked for only there",
        gt=0,
        le=1_000_000,
    )
    slot_cost_cny_per_day: float | None = quantity(
        "ship and fuel per slot and day at the usual load; cargo that chooses pays it by the days at sea",
        "CNY/(TEU d)", None, "that of `costs`", ge=0, le=100_000,
    )  # fmt: skip
    truck_slots: float | None = quantity(
        "room for vehicles, in trucks; ferries ask for it", "1", None, "asked for of ferries only", gt=0, le=1_000
    )

    @model_validator(mode="after")
    def _fuel_at_a_speed(self) -> ShipClass:
        if (self.design_speed_kn is None) != (self.design_fuel_t_per_day is None):
            raise ValueError("design_speed_kn and design_fuel_t_per_day belong together: give both or neither")
        return self


class Liner(Lifetime):
    """A string of ships on a rotation with pro forma times; several like strings may be one record."""

    kind: Literal["liner"] = Field(description="a timetable")
    name: Name | None = Field(default=None, description="name; the id where none is given")
    ship_class: Identifier = Field(description="ship class of the string")
    sailings_per_week: float = quantity(
        "departures from each port of the rotation",
        "1/week",
        1.0,
        "a weekly service is the usual liner product",
        gt=0,
        le=100,
    )
    rotation: tuple[str, ...] = Field(
        min_length=2, max_length=40, strict=False,
        description="ports in order, `port` or `port/terminal`, the first again after the last; in a cell `a/t > b`",
    )  # fmt: skip
    phase_h: float = quantity(
        "pro forma arrival of a ship at the first port, hours after Monday 00:00",
        "h",
        0.0,
        "Monday 00:00",
        ge=0,
        lt=168 * 60,
    )
    port_stay_h: float = quantity(
        "pro forma stay at each port modelled in full, anchorage to open sea",
        "h",
        24.0,
        "assumed: about the mean 1.36 d in port of large ships, less for feeders",
        gt=0,
        le=240,
    )
    buffer_share: float = quantity(
        "buffer in the pro forma sea time", "share", 0.1, "assumed: usual schedule buffer", ge=0, le=1
    )
    lateness_h: Law = quantity(
        "delay added on each sea leg, may be negative",
        "h",
        {"normal": {"mean": 0.0, "sd": 6.0}},
        "assumed: a quarter of a day",
        validate_default=True,
    )
    window_h: float | None = quantity(
        "hours early or late at which she keeps her berth window; it counts where a terminal's queue is `priority`",
        "h",
        None,
        "no window",
        ge=0,
        le=168,
    )
    priority: bool = quantity(
        "ships with priority at locks with `order: n_of_m`, on a lane from an inland port", "", False,
        "no priority unless given",
    )  # fmt: skip
    restow_share: float = quantity("restows over moves", "share", 0.0, "none unless given", ge=0, le=1)
    work_h: Law | None = Field(
        default=None,
        description="time of work at berth as a law, in place of moves and cranes",
        json_schema_extra={"unit": "h"},
    )
    rate_factor: float = quantity(
        "multiplies the freight of cargo that chooses", "1", 1.0, "freight as the ship's size has it", ge=0, le=100
    )
    allotments: dict[Identifier, float] = Field(
        default_factory=dict,
        description="share of the slots kept for each loading port; default the port's share of the demand",
        json_schema_extra={"unit": "share"},
    )

    @field_validator("rotation", mode="before")
    @classmethod
    def _split_cell(cls, value: Any) -> Any:
        return [stop.strip() for stop in value.split(">")] if isinstance(value, str) else value

    @field_validator("rotation")
    @classmethod
    def _no_stop_twice_in_a_row(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        ports = [stop.split("/")[0] for stop in value]
        for here, following in zip(ports, ports[1:] + ports[:1], strict=True):
            if here == following:
                raise ValueError(f"{here} follows itself in the rotation")
        return value


class Tramp(Lifetime):
    """Irregular calls at one terminal: a renewal process of ships that bring and take boxes of nobody in particular."""

    kind: Literal["tramp"] = Field(description="irregular calls")
    name: Name | None = Field(default=None, description="name; the id where none is given")
    ship_class: Identifier = Field(description="class of the ships")
    port: Identifier = Field(description="port called at, modelled in full")
    terminal: Identifier | None = Field(
        default=None, description="terminal called at; may be left out where the port has only one"
    )
    interarrival_h: Law = Field(description="time between arrivals", json_schema_extra={"unit": "h"})
    work_h: Law | None = Field(
        default=None,
        description="time of work at berth as a law; without it call size and cranes give it",
        json_schema_extra={"unit": "h"},
    )
    call_size_teu: Law = quantity(
        "TEU discharged plus loaded in a call, half each", "TEU", 0.0, "no boxes unless given"
    )


class Train(Lifetime):
    """A block-train relation between a zone and a port, on a timetable in both directions."""

    kind: Literal["train"] = Field(description="a timetable on rails")
    name: Name | None = Field(default=None, description="name; the id where none is given")
    zone: Identifier = Field(description="inland end")
    port: Identifier = Field(description="port modelled in full")
    terminal: Identifier | None = Field(
        default=None, description="terminal whose yard the train serves; may be left out where the port has only one"
    )
    departures_per_week: float = quantity("departures in each direction", "1/week", gt=0, le=1_000)
    capacity_teu: int = quantity(
        "capacity of a train", "TEU", 104, "full trains of 50 x 40 ft are 100 to 110 TEU", ge=1, le=500
    )
    distance_km: float | None = box_distance()
    cost_cny_per_teu: float = box_price()
    subsidy_cny_per_teu: float = box_discount()
    running_h: float = quantity("from departure to ready for pick-up or yard", "h", gt=0, le=1_000)
    phase_h: float = quantity("first departure after Monday 00:00", "h", 0.0, "Monday 00:00", ge=0, lt=168)
    route: tuple[str, ...] = Field(
        default=(), max_length=40, strict=False,
        description="rail lines from the zone to the port, each from its origin to its destination, or the other way "
        "with `/back` behind it; `running_h` is split over them by length; in a cell `a > b/back`",
    )  # fmt: skip
    priority: bool = quantity(
        "trains that may take the path of a regular freight train, which then goes on the next free one", "", False,
        "no priority unless given",
    )  # fmt: skip
    load_rule: LoadRule = quantity(
        "whether a train leaves with what is ready, or is left out until enough is", "", "run_on_time",
        "the trains of the corridor have fixed timetables",
    )  # fmt: skip
    full_share: float = quantity(
        "share of the capacity that must be ready, empties called for included; `load_rule: run_full` only", "share",
        0.8, "assumed: a train of 80 TEU of 104", ge=0, le=1,
    )  # fmt: skip
    latest_h: float = quantity(
        "hours after the first laden box was ready from which a train leaves all the same; `load_rule: run_full` only",
        "h", 72.0, "assumed: shippers wait three days", ge=0, le=10_000,
    )  # fmt: skip

    @field_validator("route", mode="before")
    @classmethod
    def _split_cell(cls, value: Any) -> Any:
        return split_route(value)


Service = Annotated[Liner | Tramp | Train | BargeTraffic | BargeLine | Ferry, Field(discriminator="kind")]


class Stop(NamedTuple):
    """A call of a rotation: the port and, at a port modelled in full, the terminal (empty at an external port)."""

    port: str
    terminal: str


def terminal_called(port_id: str, terminal: str | None, ports: Mapping[str, Port]) -> str:
    """Tell which terminal of a port is meant: the one named, or else the only one; empty at an external port.

    Raises
    ------
    ValueError
        The port is unknown, has no such terminal, or has several and none is named.
    """
    if port_id not in ports:
        raise ValueError(f"unknown port {port_id}")
    terminals = ports[port_id].terminals
    if terminal:
        if terminal not in terminals:
            raise ValueError(f"port {port_id} has no terminal {terminal}")
        return terminal
    if len(terminals) > 1:
        raise ValueError(
            f"port {port_id} has several terminals, write one of {', '.join(f'{port_id}/{one}' for one in terminals)}"
        )
    return next(iter(terminals), "")


def stops(service: Liner, ports: Mapping[str, Port]) -> tuple[Stop, ...]:
    """Read the rotation of a liner service: its stops in order, the terminal filled in where a port has only one.

    Raises
    ------
    ValueError
        A stop names an unknown port or terminal, or a port with several terminals alone.
    """
    calls = []
    for text in service.rotation:
        port_id, _, terminal = text.partition("/")
        calls.append(Stop(port_id, terminal_called(port_id, terminal, ports)))
    return tuple(calls)
