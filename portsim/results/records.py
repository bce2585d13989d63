"""The log book of a run: a row for every call, voyage, consignment, train and day, kept in typed columns.

No pandas and no pyarrow here: tables become DataFrames and files only after the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portsim.results.table import Column, Table, TableSpec

if TYPE_CHECKING:
    from portsim.clock import Clock

BOXES = ("discharged_laden_teu", "discharged_empty_teu", "loaded_laden_teu", "loaded_empty_teu")
"""Columns of `calls` that make up the throughput."""

MODES = ("road", "rail", "sea", "barge", "river_sea")
"""How a consignment reaches or leaves its gateway; `sea` for one that goes from market to market, `river_sea` for one
that a ship takes between inland port and sea."""

ONWARD_MODES = ("rail", "road", "barge", "pipeline")
"""How bulk travels between its terminal and the hinterland."""

GROUPS = ("domestic", "hong_kong", "asean", "other_overseas", "cluster")
"""Market group at the external end of a sea leg; `cluster` for a leg between two modelled ports."""

QUANTITIES = (
    "yard_teu", "ships_waiting", "ships_alongside", "cranes_working", "depot_teu", "outside_teu", "stockyard_t",
    "reefer_teu", "reefer_outside_teu",
)  # fmt: skip
"""What the daily levels of a terminal count; boxes only where there is a yard, reefers only where it has some, cranes
only where there are some."""

DISRUPTED = (
    "weather", "port", "terminal", "quay", "cranes", "unloaders", "channel", "pilots", "tugs", "link", "lock",
    "lock_line", "service",
)  # fmt: skip
"""What a row of `closures` speaks of."""

ENTITY_KINDS = (
    "cluster", "zone", "market", "port", "external_port", "inland_port", "terminal", "quay", "service", "ship_class",
    "flow", "gateway", "waterway", "rail_line", "lock", "lock_line", "stream", "closure",
)  # fmt: skip


def _h(name: str, doc: str) -> Column:
    return Column(name, "f8", "h", doc)


def _teu(name: str, doc: str) -> Column:
    return Column(name, "i4", "TEU", doc)


def _entity(name: str, doc: str) -> Column:
    return Column(name, "entity", "", doc)


_SHIP = Column("ship", "i4", "", "number of the ship in its string; -1 for a tramp or bulk carrier")
_VOYAGE = Column(
    "voyage",
    "i4",
    "",
    "number of the ship's round, from 0; counts the calls of a tramp service, or of a class of a stream",
)

CALLS = TableSpec(
    "calls",
    (
        _entity("port", "port called at"),
        _entity("terminal", "terminal called at"),
        _entity("quay", "quay the ship lay at; none if turned away"),
        _entity("service", "service of the ship, or stream of bulk"),
        _entity("ship_class", "class of the ship"),
        _SHIP,
        _VOYAGE,
        Column("loa_m", "f8", "m", "length over all"),
        Column("occupied", "f8", "", "metres of quay taken, clearance included; 1 at a discrete berth"),
        _h("pro_forma_h", "arrival by the timetable; none for a tramp"),
        _h("arrived_h", "arrival at the anchorage"),
        _h("inbound_h", "start of the inbound transit"),
        _h("berthed_h", "first line ashore"),
        _h("work_start_h", "first move"),
        _h("work_end_h", "last move"),
        _h("ready_h", "ready to sail"),
        _h("unberthed_h", "last line let go"),
        _h("departed_h", "in the open sea"),
        _h("wait_h", "from arrival to start of the inbound transit, and from ready to sail to start of the outbound"),
        _h("wait_weather_h", "part of the wait in which weather kept ships from sailing"),
        _h("wait_berth_h", "part of the rest in which no fitting berth was free, or a ship with a better right waited"),
        _h("wait_tide_h", "part of the rest in which the water was too low for her transit"),
        _h("wait_channel_h", "part of the rest in which the channel was not hers to enter"),
        _h("wait_pilot_h", "the rest: pilot or tugs were with other ships"),
        _h("sailing_weather_h", "part of wait_weather_h before sailing"),
        _h("sailing_tide_h", "part of wait_tide_h before sailing"),
        _h("sailing_channel_h", "part of wait_channel_h before sailing"),
        _h("sailing_pilot_h", "part of wait_pilot_h before sailing"),
        _h("service_h", "first line to last line"),
        _h("idle_weather_h", "part of service_h in which weather stopped the work"),
        _h("idle_yard_h", "hours in which a full yard or stockyard took nothing off her, alongside or at anchor"),
        _h("idle_crane_h", "part of the rest in which no crane or unloader was with her, or none worked at that hour"),
        Column("moves", "f8", "", "crane moves, restows included"),
        Column("crane_h", "f8", "h", "crane-hours worked"),
        _teu("discharged_laden_teu", "laden boxes discharged"),
        _teu("discharged_empty_teu", "empty boxes discharged"),
        _teu("loaded_laden_teu", "laden boxes loaded"),
        _teu("loaded_empty_teu", "empty boxes loaded"),
        _teu("transhipped_teu", "part of laden discharged and loaded that changes ship at this port"),
        _teu("foreign_teu", "part of all discharged and loaded whose far end at sea is not a domestic market"),
        Column("turned_away", "bool", "", "the waiting room was full: the ship left without working"),
        Column("discharged_t", "i4", "t", "bulk and general cargo discharged"),
        Column("loaded_t", "i4", "t", "bulk and general cargo loaded"),
        Column("vehicles", "i4", "vehicles", "vehicles discharged and loaded"),
        Column("passengers", "i4", "passengers", "people who land or board, each once"),
        Column("unloader_h", "f8", "h", "hours of unloaders worked"),
    ),
    "One row for each call of a ship at a terminal that ended before the end of the run.",
)

SHIFTS = TableSpec(
    "shifts",
    (
        _entity("terminal", "terminal called at"),
        _entity("quay", "quay the ship lay at"),
        _entity("service", "service of the ship"),
        Column("occupied", "f8", "", "metres of quay taken, clearance included; 1 at a discrete berth"),
        _h("berthed_h", "first line ashore"),
        _h("unberthed_h", "last line let go"),
    ),
    "One row for each time a ship leaves her berth before her work is done; her last time alongside stands in `calls`.",
)

VOYAGES = TableSpec(
    "voyages",
    (
        _entity("service", "service of the ship"),
        _SHIP,
        _VOYAGE,
        Column("leg", "i4", "", "number of the leg in the rotation, from 0"),
        _entity("origin", "port sailed from"),
        _entity("destination", "port sailed to"),
        _h("departed_h", "departure"),
        _h("arrived_h", "arrival at the anchorage of the destination"),
        _teu("capacity_teu", "slots; 0 on a leg of a cancelled sailing with nothing aboard"),
        _teu("laden_teu", "laden boxes aboard"),
        _teu("empty_teu", "empty boxes aboard"),
        Column("weight_t", "f8", "t", "weight of the boxes aboard"),
        _teu("left_laden_teu", "laden boxes due for this sailing that were left behind at the origin"),
        Column(
            "group", "i4", "", "market group of the external end; cluster between modelled ports; none between others",
            GROUPS,
        ),
        Column("crossing", "i4", "", "+1 from a modelled to an external port, -1 the reverse, 0 else"),
        Column("fuel_t", "f8", "t", "fuel burnt; unknown without the ship's fuel law and on inland waters"),
    ),
    "One row for each sea leg sailed.",
)  # fmt: skip

CONSIGNMENTS = TableSpec(
    "consignments",
    (
        _entity("flow", "flow the consignment belongs to"),
        _entity("origin", "zone or market it starts from"),
        _entity("destination", "zone or market it goes to"),
        _entity("gateway", "port where it changes between land and sea; none from market to market"),
        _entity("hub", "port where it changes ship; none on a direct line"),
        Column("outbound", "bool", "", "from a zone to a market"),
        Column("mode", "i4", "", "inland mode; sea from market to market", MODES),
        _teu("teu", "size, laden TEU"),
        Column("boxes", "f4", "", "size in boxes"),
        _h("ready_h", "ready to leave its origin"),
        _h("delivered_h", "delivered; none: still in the system at the end"),
        Column("rolls", "i4", "", "sailings it was due for and was left behind by"),
        Column(
            "export_dwell_h", "f4", "h", "hours in the yard before loading; none where it did not leave by this port"
        ),
        _h("import_dwell_h", "hours in the yard after discharge; none where it did not enter by this port"),
        Column("transhipment_dwell_h", "f4", "h", "hours in the yard of the hub; none on a direct line"),
    ),
    "One row for each consignment delivered, or still in the system at the end of the run.",
    has_many_rows=True,
)

TURNS = TableSpec(
    "turns",
    (
        _entity("flow", "flow the consignment belongs to"),
        _entity("old_gateway", "gateway of the way it left; none from market to market"),
        _entity("old_hub", "hub of the way it left; none on a direct line"),
        Column("old_mode", "i4", "", "inland mode of the way it left", MODES),
        _entity("gateway", "gateway of its new way, which may be one outside; none from market to market"),
        _entity("hub", "hub of its new way; none on a direct line"),
        Column("mode", "i4", "", "inland mode of its new way", MODES),
        Column("outside", "bool", "", "the new way leads past the cluster"),
        _teu("teu", "size, laden TEU"),
        _h("at_h", "when it turned"),
        Column("rolls", "i4", "", "sailings that had left it behind by then"),
    ),
    "One row for each consignment, or part of one, that chose another way after ships had left it behind.",
)

QUEUED = TableSpec(
    "queued",
    (
        _entity("flow", "flow the consignment belongs to"),
        _entity("gateway", "port where it changes between land and sea; none from market to market"),
        _entity("hub", "port where it changes ship; none on a direct line"),
        _teu("teu", "size, laden TEU"),
        _h("due_h", "when it should have left with a ship, or come with a train or barge"),
        Column("rolls", "i4", "", "sailings that left it behind"),
    ),
    "One row for each consignment that waits at the end of the run for a ship, train or barge that was due before it.",
)

TRAINS = TableSpec(
    "trains",
    (
        _entity("service", "block-train relation"),
        Column("outbound", "bool", "", "from the zone to the port"),
        _h("departed_h", "departure; none: still waiting for a track or being loaded at the end of the run"),
        _h("arrived_h", "boxes ready for pick-up or for the yard; none: not yet at the end of the run"),
        _teu("capacity_teu", "capacity"),
        _teu("laden_teu", "laden boxes aboard"),
        _teu("empty_teu", "empty boxes aboard"),
        _h("wait_track_h", "hours waited for a track of the rail terminal"),
        _h("track_h", "hours on the track; 0 where the port has no rail terminal"),
    ),
    "One row for each departure of a block train, and for each under way at a rail terminal at the end of the run.",
)

TRAIN_PATHS = TableSpec(
    "train_paths",
    (
        _entity("line", "rail line"),
        _entity("service", "block-train relation; none: a regular freight train that gave way to one with priority"),
        Column("back", "bool", "", "from the destination of the line to its origin"),
        _h("arrived_h", "ready to enter the line; of a regular train the hour of its own path"),
        _h("entered_h", "enters it on its path, which may be after the end of the run; none: there is no path left"),
    ),
    "One row for each rail line that a block train is given a path on, noted when the train leaves.",
    has_many_rows=True,
)

BARGE_TRIPS = TableSpec(
    "barge_trips",
    (
        _entity("service", "barge line"),
        Column("barge", "i4", "", "number of the barge in its fleet"),
        Column("outbound", "bool", "", "from the inland port to the seaport"),
        _h("loading_h", "her boxes are settled: those that get ready later go with the next"),
        _h("departed_h", "loaded, leaves the berth"),
        _h("arrived_h", "arrival at the other end"),
        _h("discharged_h", "discharged, free for the next trip"),
        _teu("capacity_teu", "slots"),
        _teu("laden_teu", "laden boxes aboard"),
        _teu("empty_teu", "empty boxes aboard"),
        _h("lock_wait_h", "hours of waiting at locks on the way"),
        _h("berth_wait_h", "hours of waiting for a barge berth, at both ends"),
    ),
    "One row for each trip of a container barge that was discharged before the end of the run.",
)

LEVELS = TableSpec(
    "levels",
    (
        _entity("entity", "terminal"),
        Column("quantity", "i4", "", "what is counted", QUANTITIES),
        _h("start_h", "start of the day"),
        Column("mean", "f8", "", "time-weighted mean over the day, TEU, t or number"),
        Column("maximum", "f8", "", "highest value of the day, TEU, t or number"),
    ),
    "One row for each terminal, quantity it can have, and day.",
)

LOCKAGES = TableSpec(
    "lockages",
    (
        _entity("line", "lock line"),
        Column("up", "bool", "", "the ships go up, or the water rises in an empty turn"),
        _h("start_h", "the first ship comes in"),
        _h("end_h", "the last ship is out, or the gates are open"),
        Column("ships", "i4", "", "ships locked through"),
        Column("cargo_t", "f8", "t", "cargo aboard"),
        _teu("teu", "boxes aboard"),
        Column("empty_turn", "bool", "", "a turn without ships; not counted as a lockage"),
        Column("area_share", "f8", "share", "part of the chamber covered by ships"),
        Column("water_m3", "f8", "m3", "water let down from above, what basins give back taken off; 0 when emptied"),
    ),
    "One row for each lockage or empty turn, noted when it starts.",
)

PASSAGES = TableSpec(
    "passages",
    (
        _entity("place", "lock or waterway"),
        _entity("service", "service of the vessel"),
        Column("up", "bool", "", "upstream"),
        _h("arrived_h", "arrival at the lock, or at the mouth of the waterway"),
        _h("entered_h", "start of the lockage; at a waterway as `arrived_h`"),
        _h("left_h", "end of the lockage, or leaving the waterway"),
        Column("cargo_t", "f8", "t", "cargo aboard"),
        _teu("teu", "boxes aboard"),
    ),
    "One row for each vessel that entered a lock, or left a waterway at its other end.",
)

ESCAPES = TableSpec(
    "escapes",
    (
        _entity("service", "barge traffic"),
        _h("at_h", "when the trip would have begun"),
        _h("perceived_wait_h", "wait at the locks on the way"),
        Column("cargo_t", "f8", "t", "cargo of the whole trip, there and back"),
    ),
    "One row for each trip of barge traffic not begun because of the wait at locks.",
)

SAILINGS = TableSpec(
    "sailings",
    (
        _entity("service", "ferry"),
        Column("out", "bool", "", "from the origin to the destination"),
        Column("ship", "i4", "", "number of the ship in its fleet"),
        _h("loading_h", "start of loading; who is aboard by then is in the row"),
        _h("departed_h", "lets go"),
        _h("arrived_h", "arrival at the other end, before a wait for a berth there"),
        Column("trucks", "i4", "", "trucks aboard"),
        Column("cars", "i4", "", "cars aboard"),
        Column("passengers", "f4", "", "people aboard: vehicles aboard times the people in one, and those without"),
        Column("waited_h", "f4", "h", "hours that all her vehicles together waited, from their arrival to loading_h"),
        Column("left_waiting", "i4", "", "vehicles that had come by loading_h and found no room"),
        Column("load_share", "f4", "share", "truck slots used over slots"),
    ),
    "One row for each sailing of a ferry, noted when loading begins.",
    has_many_rows=True,
)

GATES = TableSpec(
    "gates",
    (
        _entity("terminal", "terminal"),
        _h("start_h", "start of the hour"),
        Column("came", "f4", "", "trucks that came in the hour"),
        Column("passed", "f4", "", "trucks that passed in the hour"),
        _h("wait_h", "mean wait of those that came, served in order of arrival; none where none came"),
    ),
    "One row for each hour in which trucks came to a gate or passed it.",
    has_many_rows=True,
)

ONWARD = TableSpec(
    "onward",
    (
        _entity("stream", "stream of bulk"),
        Column("inland_mode", "i4", "", "mode inland", ONWARD_MODES),
        _h("start_h", "start of the month"),
        Column("amount", "f8", "t, vehicles or passengers", "discharged and loaded in the month that takes this mode"),
    ),
    "One row for each stream of bulk with modes inland, mode and month of the run.",
)

CLOSURES = TableSpec(
    "closures",
    (
        _entity("closure", "cause of weather at a place, or disruption"),
        _entity("place", "port, terminal, quay, lock, line, link or service concerned; none for a road or sea lane"),
        Column("what", "i4", "", "what is closed or disrupted", DISRUPTED),
        _h("from_h", "from then on no ship is let in, the closure being forecast; else as start_h"),
        _h("start_h", "start"),
        _h("end_h", "end"),
        _h("until_h", "end of the time after it in which cranes work slower; else as end_h"),
        Column("share", "f8", "share", "part of the usual rate or number at work; 0 when closed"),
    ),
    "One row for each closure by weather and each disruption that touches the run; those by chance may overlap.",
)

CHOICES = TableSpec(
    "choices",
    (
        _entity("flow", "flow that can take the way"),
        _entity("origin", "zone or market it starts from"),
        _entity("destination", "zone or market it goes to"),
        _entity("gateway", "port or outside gateway; none for a ship from an inland port or from market to market"),
        _entity("hub", "port where boxes change ship; none on a direct line"),
        Column("outbound", "bool", "", "from a zone to a market"),
        Column("mode", "i4", "", "inland mode; sea from market to market", MODES),
        Column("share", "f8", "share", "probability, mean of the reported weeks"),
        Column("utility", "f8", "", "utility, mean of the reported weeks; minus infinity where a rule bars the way"),
        Column("logsum", "f8", "", "logsum of the flow, mean of the reported weeks"),
        Column("teu_per_year", "f8", "TEU/year", "laden TEU of the flow in the first reported year"),
        Column("money_cny", "f8", "CNY/TEU", "what is paid"),
        Column("cost_cny", "f8", "CNY/TEU", "generalised cost, mean of the reported weeks"),
        _h("time_h", "by the timetable, half the headways and perceived excess; mean of the reported weeks"),
        Column("mu", "f8", "1/CNY", "weight of a yuan"),
        Column("distance_km", "f8", "km", "way on land"),
        Column("inland_cny", "f8", "CNY/TEU", "part of money_cny that is paid for the way on land, rules left out"),
    ),
    "One row for each way that a flow can choose; none where routes have fixed shares.",
)

LESSONS = TableSpec(
    "lessons",
    (
        _h("at_h", "end of the week"),
        Column("gap", "f8", "share", "cargo that would choose otherwise than a week before"),
    ),
    "One row for each reported week of a run in which cargo chooses.",
)

WAY_EMISSIONS = TableSpec(
    "way_emissions",
    (
        _entity("flow", "flow that can take the way"),
        _entity("gateway", "port or outside gateway; none for a ship from an inland port or from market to market"),
        _entity("hub", "port where boxes change ship; none on a direct line"),
        Column("mode", "i4", "", "inland mode; sea from market to market", MODES),
        Column("past_cluster", "bool", "", "past the cluster"),
        Column("inland_km", "f8", "km", "way on land, or of the ship from the inland port; unknown where not given"),
        Column("inland_co2_kg", "f8", "kg/TEU", "CO2 of a laden TEU on that way"),
        Column("sea_km", "f8", "km", "the rest of the way"),
        Column("sea_co2_kg", "f8", "kg/TEU", "CO2 of a laden TEU there at the factor of ships at sea"),
    ),
    "One row for each way of each flow, with the CO2 of a laden TEU on it by the factors of `emissions`.",
)

RATES = ("berth_kg_per_h", "sea_t_per_t_fuel", "cap_t")
"""What a row of `emission_rates` tells."""

EMISSION_RATES = TableSpec(
    "emission_rates",
    (
        Column("rate", "i4", "", "what it is of", RATES),
        _entity("place", "terminal, port or cluster it holds at"),
        _entity("ship_class", "class of the ship at berth; else none"),
        Column("value", "f8", "", "CO2: kg an hour at berth, t per t of fuel at sea, t a year allowed"),
    ),
    "One row for each factor of CO2 that the measures need beside those in `way_emissions`.",
)

ALL_SPECS = (
    CALLS, SHIFTS, VOYAGES, CONSIGNMENTS, TURNS, QUEUED, TRAINS, TRAIN_PATHS, GATES, BARGE_TRIPS, LEVELS, LOCKAGES,
    PASSAGES, ESCAPES, SAILINGS, CLOSURES, ONWARD, CHOICES, LESSONS,
    WAY_EMISSIONS, EMISSION_RATES,
)  # fmt: skip


@dataclass
class Entity:
    """A thing the records speak of: place, facility, carrier or flow."""

    id: str
    kind: str
    parent: str
    name_en: str
    name_zh: str
    lon: float = float("nan")
    lat: float = float("nan")
    group: str = ""


@dataclass
class Records:
    """Everything one run leaves behind.

    Attributes
    ----------
    clock
        The years measured and the warm-up before them.
    entities
        What entity columns point at, by position.
    tables
        The record tables by name.
    capacities
        Rows ``(entity id, what, period, value, unit)``; ``what`` is ``quay_m_h``, ``berth_h``, ``yard_teu``,
        ``stockyard_t``, ``cranes``, ``unloaders``, ``gate_trucks`` (trucks the gate lets through),
        ``reefer_plugs_teu``, ``rail_track_h``, ``rail_paths`` (of a line), ``bulk_trains`` and ``background_trains``
        (on a line), or ``lock_h`` (hours in which a lock line may start); by month.
    balance
        Counts of consignments, TEU, boxes and ships made, delivered and still in the system.
    n_events
        Events of the clockwork.
    cpu_s
        Process CPU seconds of the simulation.
    """

    clock: Clock
    entities: list[Entity]
    tables: dict[str, Table] = field(default_factory=dict)
    capacities: list[tuple[str, str, str, float, str]] = field(default_factory=list)
    balance: dict[str, float | int] = field(default_factory=dict)
    n_events: int = 0
    cpu_s: float = 0.0

    def __post_init__(self) -> None:
        self.tables = {spec.name: Table(spec, len(self.entities)) for spec in ALL_SPECS} | self.tables

    def compact(self, at_least: int = 1) -> None:
        """Move the pending rows of each table that has `at_least` so many into the columns."""
        for table in self.tables.values():
            table.compact(at_least)
