"""A port as an analyst describes it: approach, terminals, quays, with what works and stores their cargo."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.access import Channel, Escorts, Tide, Weather
from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.geography import Place
from portsim.scenario.handling import Cranes, Unloaders
from portsim.scenario.landside import Customs, RailTerminal, TruckGate
from portsim.scenario.lifetime import Lifetime
from portsim.scenario.policies import QueuePolicy
from portsim.scenario.storage import Stockyard, Yard


class Quay(Lifetime):
    """A continuous quay (``length_m``) or a row of equal discrete berths (``n_berths``)."""

    length_m: float | None = quantity(
        "length of a continuous quay", "m", None, "give this or n_berths", gt=0, le=50_000
    )
    n_berths: int | None = quantity("number of discrete berths", "1", None, "give this or length_m", ge=1, le=1_000)
    depth_m: float = quantity(
        "water depth alongside at chart datum", "m", 16.0, "assumed: berths of the 100 000 t class", gt=0, le=40
    )
    clearance_m: float = quantity(
        "length of quay kept free per ship on a continuous quay",
        "m",
        20.0,
        "assumed: about a tenth of a ship's length",
        ge=0,
        le=200,
    )

    @model_validator(mode="after")
    def _one_kind(self) -> Quay:
        if (self.length_m is None) == (self.n_berths is None):
            raise ValueError("give either length_m (continuous quay) or n_berths (discrete berths)")
        return self

    def takes(self, loa_m: float) -> bool:
        """Whether a ship of this length finds a place when nobody else lies here; a berth takes any.

        The clearance is hers also when she lies alone: her head and stern lines need bollards beyond her ends.
        """
        return self.length_m is None or loa_m + self.clearance_m <= self.length_m


class BargeBerths(Description):
    """Berths of container barges, apart from the quay of the ships, with cranes of their own."""

    n: int = quantity("berths: each takes one barge to discharge or load", "1", ge=1, le=1_000)
    teu_per_h: float = quantity(
        "boxes discharged or loaded an hour at each berth", "TEU/h", 30.0,
        "assumed: one crane of 20 moves an hour, 1.5 TEU a box", gt=0, le=1_000,
    )  # fmt: skip


class Terminal(Lifetime):
    """Quays with one queue of ships, one pool of cranes or unloaders, one yard or stockyard."""

    name: Name | None = Field(default=None, description="name; the id where none is given")
    quays: dict[Identifier, Quay] = Field(min_length=1, description="quays by id")
    cranes: Cranes | None = Field(
        default=None, description="STS cranes; without them every service gives its work as a law"
    )
    yard: Yard | None = Field(default=None, description="container yard; required where consignments pass")
    gate: TruckGate | None = Field(default=None, description="gate for trucks; none: no limits")
    rail_terminal: RailTerminal | None = Field(
        default=None, description="tracks of its block trains; none: no limits, and no time for the lifts"
    )
    unloaders: Unloaders | None = Field(
        default=None, description="unloaders of bulk; without them every stream gives its work as a law"
    )
    stockyard: Stockyard | None = Field(
        default=None, description="takes the tonnes discharged; without it nothing ashore holds up a ship"
    )
    barge_berths: BargeBerths | None = Field(
        default=None, description="berths of container barges; required where barges call"
    )
    channel: Identifier | None = Field(
        default=None, description="channel its ships come through; may be left out where the port has only one"
    )
    queue: QueuePolicy = quantity("who berths next", "", "first_come", "the usual rule where no window is agreed")
    overtaking: bool = quantity(
        "a waiting ship that fits may pass one that does not", "", False, "strict order unless given"
    )
    waiting_room: int | None = quantity(
        "ships that may wait; one more is turned away", "1", None, "no limit", ge=0, le=100_000
    )
    mooring_h: float = quantity(
        "from first line to first move and from last move to last line, each",
        "h",
        0.0,
        "none unless given",
        ge=0,
        le=24,
    )
    teu_per_box: float = quantity(
        "TEU per box handled", "TEU", 1.6, "assumed: usual mix of 20 and 40 ft boxes", ge=1, le=2.25
    )
    under_keel_clearance_m: float = quantity(
        "depth kept free under a ship alongside", "m", 0.5, "assumed: usual static clearance alongside", ge=0, le=5
    )


class Port(Place):
    """A port modelled in full (with terminals), an external one (of a market) or an inland one (of a zone)."""

    terminals: dict[Identifier, Terminal] = Field(
        default_factory=dict, description="terminals by id; none for an external or inland port"
    )
    market: Identifier | None = Field(default=None, description="the market an external port serves")
    zone: Identifier | None = Field(default=None, description="the zone an inland port serves")
    barge_berths: BargeBerths | None = Field(
        default=None, description="berths of container barges at an inland port; required where barges call"
    )
    stay_h: float = quantity(
        "fixed stay of a ship at an external or inland port",
        "h",
        24.0,
        "assumed: usual stay of a feeder or coastal ship",
        ge=0,
        le=240,
    )
    charge_cny_per_teu: float = quantity(
        "port charges and handling of a box that comes or goes overland", "CNY/TEU", 0.0,
        "asked for where cargo chooses", ge=0, le=100_000,
    )  # fmt: skip
    transhipment_cny_per_teu: float = quantity(
        "port charges and handling of a box that changes ship", "CNY/TEU", 0.0, "asked for where cargo chooses", ge=0,
        le=100_000,
    )  # fmt: skip
    inbound_h: float = quantity(
        "from the anchorage to the berth, besides the time in a channel", "h", 0.0, "none unless given", ge=0, le=48
    )
    outbound_h: float = quantity(
        "from the berth to the open sea, besides the time in a channel", "h", 0.0, "none unless given", ge=0, le=48
    )
    channels: dict[Identifier, Channel] = Field(default_factory=dict, description="channels by id; none: no limits")
    tide: Tide | None = Field(default=None, description="the tide; none: the water stands at chart datum")
    pilots: Escorts | None = Field(default=None, description="pilots of the port; none: no limits")
    tugs: Escorts | None = Field(default=None, description="tugs of the port; none: no limits")
    customs: Customs | None = Field(default=None, description="time of customs; none: no box waits for them")
    weather: dict[Identifier, Weather] = Field(
        default_factory=dict, description="closures by cause; causes draw independently of each other"
    )

    @model_validator(mode="after")
    def _modelled_or_external(self) -> Port:
        kinds = (bool(self.terminals), self.market is not None, self.zone is not None)
        if sum(kinds) != 1:
            raise ValueError(
                "give one of terminals (a port modelled in full), market (an external port) or zone (an inland port)"
            )
        if self.barge_berths is not None and self.zone is None:
            raise ValueError("barge_berths belong to an inland port, or to a terminal")
        return self

    @property
    def place(self) -> str | None:
        """The market or zone that a port without terminals stands for; None for a port modelled in full."""
        return self.market or self.zone


def channel_of(port: Port, terminal_id: str) -> str:
    """The channel to a terminal: the one it names, or the only one of the port; empty without one."""
    named = port.terminals[terminal_id].channel
    return named or (next(iter(port.channels)) if len(port.channels) == 1 else "")
