"""A port as an analyst describes it: approach, terminals, quays, STS cranes and container yard."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.access import Channel, Escorts, Tide, Weather
from portsim.scenario.base import Description, Identifier, Name, quantity
from portsim.scenario.geography import Place
from portsim.scenario.landside import Customs, RailTerminal, TruckGate
from portsim.scenario.laws import Law
from portsim.scenario.lifetime import Lifetime
from portsim.scenario.policies import QueuePolicy


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


class Cranes(Description):
    """The pool of ship-to-shore (STS) cranes of a terminal, shared by the ships alongside."""

    n: int = quantity("number of STS cranes", "1", ge=1, le=500)
    moves_per_h: float = quantity(
        "net moves of one crane working alone",
        "1/h",
        27.0,
        "assumed: usual net rate of conventional STS cranes",
        gt=0,
        le=200,
    )
    availability_share: float = quantity(
        "share of time a crane is not broken or in maintenance",
        "share",
        0.95,
        "assumed: usual technical availability",
        gt=0,
        le=1,
    )
    interference_exponent: float = quantity(
        "n cranes on one ship work like n to this power", "1", 0.9, "assumed: usual interference exponent", gt=0, le=1
    )
    spacing_m: float = quantity(
        "ship length per crane; limits cranes on a ship",
        "m",
        60.0,
        "assumed: two bays of 40 ft and a crane's own width",
        gt=0,
        le=500,
    )
    work_from_hour: float = quantity(
        "hour of the day at which work begins", "h", 0.0, "around the clock unless given", ge=0, lt=24
    )
    work_to_hour: float = quantity(
        "hour of the day at which work ends", "h", 24.0, "around the clock unless given", gt=0, le=24
    )

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Cranes:
        if self.work_from_hour >= self.work_to_hour:
            raise ValueError(
                f"work_from_hour {self.work_from_hour:g} must be before work_to_hour {self.work_to_hour:g}"
            )
        return self

    def most_on(self, loa_m: float) -> int:
        """Cranes that find room along a ship of this length."""
        return max(1, int(loa_m / self.spacing_m))

    @property
    def each_per_h(self) -> float:
        """Moves of one crane working alone, breakdowns counted in."""
        return self.moves_per_h * self.availability_share


class Unloaders(Description):
    """The pool of ship unloaders, loaders or loading arms of a terminal, shared by the ships alongside."""

    n: int = quantity("number of unloaders", "1", ge=1, le=500)
    t_per_h: float = quantity(
        "net tonnes of one unloader working alone, in the mean over a ship (well below its rated capacity)", "t/h",
        gt=0, le=50_000,
    )  # fmt: skip
    availability_share: float = quantity(
        "share of time an unloader is not broken or in maintenance", "share", 0.95,
        "assumed: usual technical availability", gt=0, le=1,
    )  # fmt: skip
    interference_exponent: float = quantity(
        "n unloaders on one ship work like n to this power",
        "1",
        1.0,
        "assumed: each has hatches of its own",
        gt=0,
        le=1,
    )
    most_per_ship: int = quantity(
        "unloaders that may work one ship", "1", 2, "assumed: two grab unloaders serve a berth", ge=1, le=100
    )
    work_from_hour: float = quantity(
        "hour of the day at which work begins", "h", 0.0, "around the clock unless given", ge=0, lt=24
    )
    work_to_hour: float = quantity(
        "hour of the day at which work ends", "h", 24.0, "around the clock unless given", gt=0, le=24
    )

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Unloaders:
        if self.work_from_hour >= self.work_to_hour:
            raise ValueError(
                f"work_from_hour {self.work_from_hour:g} must be before work_to_hour {self.work_to_hour:g}"
            )
        return self

    def most_on(self, loa_m: float) -> int:
        """Unloaders that may work one ship, however long she is."""
        return self.most_per_ship

    @property
    def each_per_h(self) -> float:
        """Tonnes of one unloader working alone, breakdowns counted in."""
        return self.t_per_h * self.availability_share


class Yard(Description):
    """Where boxes wait between ship and land: capacity and dwell."""

    capacity_teu: float = quantity("stacking capacity", "TEU", gt=0, le=10_000_000)
    import_dwell_h: Law = quantity(
        "from discharge to pick-up by truck",
        "h",
        {"gamma": {"mean": 108.0, "sd": 60.0}},
        "assumed: 4.5 days, usual gateway range",
        validate_default=True,
    )
    export_lead_h: Law = quantity(
        "from delivery by truck to the sailing's cut-off",
        "h",
        {"gamma": {"mean": 84.0, "sd": 36.0}},
        "assumed: 3.5 days, usual gateway range",
        validate_default=True,
    )
    cutoff_h: float = quantity(
        "cut-off for cargo, before the pro forma arrival of the ship",
        "h",
        24.0,
        "assumed: usual container yard cut-off",
        ge=0,
        le=240,
    )
    connection_h: float = quantity(
        "least time between discharge and the cut-off of the next ship of a transhipped box",
        "h",
        24.0,
        "assumed: usual minimum connection",
        ge=0,
        le=240,
    )
    rail_ready_h: float = quantity(
        "from discharge to ready for a train", "h", 24.0, "assumed: customs and shuttle", ge=0, le=240
    )
    barge_ready_h: float = quantity(
        "from discharge to ready for a barge", "h", 24.0, "assumed: customs and shuttle, as for a train", ge=0, le=240
    )
    outbound_share: float = quantity(
        "share of the capacity that boxes to be shipped and empties may fill; what is beyond stands outside the gate",
        "share",
        0.5,
        "assumed: half of the blocks is kept for boxes off ships; the rest holds what the ships of a few days load",
        gt=0,
        le=1,
    )
    slow_from_share: float = quantity(
        "share of the capacity above which the cranes of the quay work slower",
        "share",
        0.8,
        "assumed: above four fifths boxes must be moved to reach others",
        ge=0,
        lt=1,
    )
    slow_to_share: float = quantity(
        "share of their rate at which they work when the yard is full; in between evenly",
        "share",
        0.5,
        "assumed: half the moves dig for boxes",
        gt=0,
        le=1,
    )
    anchor_after_h: float = quantity(
        "hours a ship lies idle before a full yard until she leaves the berth and waits at anchor",
        "h",
        24.0,
        "assumed: a day",
        ge=0,
        le=1_000,
    )
    reefer_share: float = quantity(
        "share of the laden boxes that are reefers", "share", 0.0, "none unless given", ge=0, le=1
    )
    reefer_plugs_teu: float | None = quantity(
        "reefers that find a plug; those beyond stand on generators, and are counted",
        "TEU",
        None,
        "plugs for all",
        ge=0,
        le=1_000_000,
    )


class Stockyard(Description):
    """Where bulk lies between ship and land, in tonnes: coal and ore yards, silos, tank farms."""

    capacity_t: float = quantity("tonnes that find room", "t", gt=0, le=1_000_000_000)
    dwell_days: float | None = quantity(
        "mean time of a tonne: each parcel goes out evenly over twice this time", "d", None,
        "give this or out_t_per_day", gt=0, le=1_000,
    )  # fmt: skip
    out_t_per_day: float | None = quantity(
        "tonnes that go out a day, all modes inland together, as long as there are any", "t/d", None,
        "give this or dwell_days", gt=0, le=10_000_000,
    )  # fmt: skip
    slow_from_share: float = quantity(
        "share of the capacity above which the unloaders work slower", "share", 0.8,
        "assumed: as in a container yard", ge=0, lt=1,
    )  # fmt: skip
    slow_to_share: float = quantity(
        "share of their rate at which they work when it is full; in between evenly", "share", 0.5,
        "assumed: as in a container yard", gt=0, le=1,
    )  # fmt: skip
    anchor_after_h: float = quantity(
        "hours a ship lies idle before a full stockyard until she leaves the berth and waits at anchor", "h", 24.0,
        "assumed: a day", ge=0, le=1_000,
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_rule(self) -> Stockyard:
        if (self.dwell_days is None) == (self.out_t_per_day is None):
            raise ValueError("give either dwell_days or out_t_per_day")
        return self

    @property
    def most_t_per_day(self) -> float:
        """Tonnes a day that can go out, or can lie here for their dwell."""
        if self.out_t_per_day is not None:
            return self.out_t_per_day
        assert self.dwell_days is not None  # one of the two is given
        return self.capacity_t / self.dwell_days


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
