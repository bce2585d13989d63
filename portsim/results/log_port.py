"""Log books of the ports: calls, ships sent to anchor, voyages, daily levels, gates, bulk inland, closures."""

from __future__ import annotations

from portsim.results.record_columns import DISRUPTED, GROUPS, ONWARD_MODES, QUANTITIES, entity, hours, teu
from portsim.results.table import Column, TableSpec

SHIP = Column("ship", "i4", "", "number of the ship in its string; -1 for a tramp or bulk carrier")

VOYAGE = Column(
    "voyage",
    "i4",
    "",
    "number of the ship's round, from 0; counts the calls of a tramp service, or of a class of a stream",
)

CALLS = TableSpec(
    "calls",
    (
        entity("port", "port called at"),
        entity("terminal", "terminal called at"),
        entity("quay", "quay the ship lay at; none if turned away"),
        entity("service", "service of the ship, or stream of bulk"),
        entity("ship_class", "class of the ship"),
        SHIP,
        VOYAGE,
        Column("loa_m", "f8", "m", "length over all"),
        Column("occupied", "f8", "", "metres of quay taken, clearance included; 1 at a discrete berth"),
        hours("pro_forma_h", "arrival by the timetable; none for a tramp"),
        hours("arrived_h", "arrival at the anchorage"),
        hours("inbound_h", "start of the inbound transit"),
        hours("berthed_h", "first line ashore"),
        hours("work_start_h", "first move"),
        hours("work_end_h", "last move"),
        hours("ready_h", "ready to sail"),
        hours("unberthed_h", "last line let go"),
        hours("departed_h", "in the open sea"),
        hours("wait_h", "from arrival to start of the inbound transit, from ready to sail to start of the outbound"),
        hours("wait_weather_h", "part of the wait in which weather kept ships from sailing"),
        hours(
            "wait_berth_h", "part of the rest in which no fitting berth was free or a ship with a better right waited"
        ),
        hours("wait_tide_h", "part of the rest in which the water was too low for her transit"),
        hours("wait_channel_h", "part of the rest in which the channel was not hers to enter"),
        hours("wait_pilot_h", "the rest: pilot or tugs were with other ships"),
        hours("sailing_weather_h", "part of wait_weather_h before sailing"),
        hours("sailing_tide_h", "part of wait_tide_h before sailing"),
        hours("sailing_channel_h", "part of wait_channel_h before sailing"),
        hours("sailing_pilot_h", "part of wait_pilot_h before sailing"),
        hours("service_h", "first line to last line"),
        hours("idle_weather_h", "part of service_h in which weather stopped the work"),
        hours("idle_yard_h", "hours in which a full yard or stockyard took nothing off her, alongside or at anchor"),
        hours("idle_crane_h", "part of the rest in which no crane or unloader was with her or at work at that hour"),
        Column("moves", "f8", "", "crane moves, restows included"),
        Column("crane_h", "f8", "h", "crane-hours worked"),
        teu("discharged_laden_teu", "laden boxes discharged"),
        teu("discharged_empty_teu", "empty boxes discharged"),
        teu("loaded_laden_teu", "laden boxes loaded"),
        teu("loaded_empty_teu", "empty boxes loaded"),
        teu("transhipped_teu", "part of laden discharged and loaded that changes ship at this port"),
        teu("foreign_teu", "part of all discharged and loaded whose far end at sea is not a domestic market"),
        Column("turned_away", "bool", "", "the waiting room was full: the ship left without working"),
        Column("discharged_t", "i4", "t", "bulk and general cargo discharged"),
        Column("loaded_t", "i4", "t", "bulk and general cargo loaded"),
        Column("vehicles", "i4", "vehicles", "vehicles discharged and loaded"),
        Column("passengers", "i4", "passengers", "people who land or board, each once"),
        Column("unloader_h", "f8", "h", "hours of unloaders worked"),
    ),
    "One row for each call of a ship at a terminal that ended before the end of the run.",
)

WAIT_COLUMNS = (
    "wait_h", "wait_weather_h", "wait_berth_h", "wait_tide_h", "wait_channel_h", "wait_pilot_h",
)  # fmt: skip
"""Columns of `calls` that only a ship has that waited: zero in all other rows."""

SAILING_COLUMNS = ("sailing_weather_h", "sailing_tide_h", "sailing_channel_h", "sailing_pilot_h")
"""Columns of `calls` that only a ship has that waited before she sailed."""

HITCH_COLUMNS = ("idle_weather_h", "idle_yard_h", "idle_crane_h", "turned_away")
"""Columns of `calls` that only a ship has whose work stood still, or that was turned away."""

BOX_COLUMNS = (
    "moves", "crane_h", "discharged_laden_teu", "discharged_empty_teu", "loaded_laden_teu", "loaded_empty_teu",
    "transhipped_teu", "foreign_teu",
)  # fmt: skip
"""Columns of `calls` that only a ship with boxes to move has."""

BULK_COLUMNS = ("discharged_t", "loaded_t", "vehicles", "passengers", "unloader_h")
"""Columns of `calls` that only a ship of bulk, vehicles or passengers has."""

SHIFTS = TableSpec(
    "shifts",
    (
        entity("terminal", "terminal called at"),
        entity("quay", "quay the ship lay at"),
        entity("service", "service of the ship"),
        Column("occupied", "f8", "", "metres of quay taken, clearance included; 1 at a discrete berth"),
        hours("berthed_h", "first line ashore"),
        hours("unberthed_h", "last line let go"),
    ),
    "One row for each time a ship leaves her berth before her work is done; her last time alongside stands in `calls`.",
)

VOYAGES = TableSpec(
    "voyages",
    (
        entity("service", "service of the ship"),
        SHIP,
        VOYAGE,
        Column("leg", "i4", "", "number of the leg in the rotation, from 0"),
        entity("origin", "port sailed from"),
        entity("destination", "port sailed to"),
        hours("departed_h", "departure"),
        hours("arrived_h", "arrival at the anchorage of the destination"),
        teu("capacity_teu", "slots; 0 on a leg of a cancelled sailing with nothing aboard"),
        teu("laden_teu", "laden boxes aboard"),
        teu("empty_teu", "empty boxes aboard"),
        Column("weight_t", "f8", "t", "weight of the boxes aboard"),
        teu("left_laden_teu", "laden boxes due for this sailing that were left behind at the origin"),
        Column(
            "group", "i4", "", "market group of the external end; cluster between modelled ports; none between others",
            GROUPS,
        ),
        Column("crossing", "i4", "", "+1 from a modelled to an external port, -1 the reverse, 0 else"),
        Column("fuel_t", "f8", "t", "fuel burnt; unknown without the ship's fuel law and on inland waters"),
    ),
    "One row for each sea leg sailed.",
)  # fmt: skip

LEVELS = TableSpec(
    "levels",
    (
        entity("entity", "terminal"),
        Column("quantity", "i4", "", "what is counted", QUANTITIES),
        hours("start_h", "start of the day"),
        Column("mean", "f8", "", "time-weighted mean over the day, TEU, t or number"),
        Column("maximum", "f8", "", "highest value of the day, TEU, t or number"),
    ),
    "One row for each terminal, quantity it can have, and day.",
)

GATES = TableSpec(
    "gates",
    (
        entity("terminal", "terminal"),
        hours("start_h", "start of the hour"),
        Column("came", "f4", "", "trucks that came in the hour"),
        Column("passed", "f4", "", "trucks that passed in the hour"),
        hours("wait_h", "mean wait of those that came, served in order of arrival; none where none came"),
    ),
    "One row for each hour in which trucks came to a gate or passed it.",
    has_many_rows=True,
)

ONWARD = TableSpec(
    "onward",
    (
        entity("stream", "stream of bulk"),
        Column("inland_mode", "i4", "", "mode inland", ONWARD_MODES),
        hours("start_h", "start of the month"),
        Column("amount", "f8", "t, vehicles or passengers", "discharged and loaded in the month that takes this mode"),
    ),
    "One row for each stream of bulk with modes inland, mode and month of the run.",
)

CLOSURES = TableSpec(
    "closures",
    (
        entity("closure", "cause of weather at a place, or disruption"),
        entity("place", "port, terminal, quay, lock, line, link or service concerned; none for a road or sea lane"),
        Column("what", "i4", "", "what is closed or disrupted", DISRUPTED),
        hours("from_h", "from then on no ship is let in, the closure being forecast; else as start_h"),
        hours("start_h", "start"),
        hours("end_h", "end"),
        hours("until_h", "end of the time after it in which cranes work slower; else as end_h"),
        Column("share", "f8", "share", "part of the usual rate or number at work; 0 when closed"),
    ),
    "One row for each closure by weather and each disruption that touches the run; those by chance may overlap.",
)
