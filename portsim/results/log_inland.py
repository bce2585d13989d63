"""Log books of the ways inland: trains and their paths, barges, lockages, passages, escapes, ferry sailings."""

from __future__ import annotations

from portsim.results.record_columns import entity, hours, teu
from portsim.results.table import Column, TableSpec

TRAINS = TableSpec(
    "trains",
    (
        entity("service", "block-train relation"),
        Column("outbound", "bool", "", "from the zone to the port"),
        hours("departed_h", "departure; none: still waiting for a track or being loaded at the end of the run"),
        hours("arrived_h", "boxes ready for pick-up or for the yard; none: not yet at the end of the run"),
        teu("capacity_teu", "capacity"),
        teu("laden_teu", "laden boxes aboard"),
        teu("empty_teu", "empty boxes aboard"),
        hours("wait_track_h", "hours waited for a track of the rail terminal"),
        hours("track_h", "hours on the track; 0 where the port has no rail terminal"),
    ),
    "One row for each departure of a block train, and for each under way at a rail terminal at the end of the run.",
)

TRAIN_PATHS = TableSpec(
    "train_paths",
    (
        entity("line", "rail line"),
        entity("service", "block-train relation; none: a regular freight train that gave way to one with priority"),
        Column("back", "bool", "", "from the destination of the line to its origin"),
        hours("arrived_h", "ready to enter the line; of a regular train the hour of its own path"),
        hours("entered_h", "enters it on its path, which may be after the end of the run; none: there is no path left"),
    ),
    "One row for each rail line that a block train is given a path on, noted when the train leaves.",
    has_many_rows=True,
)

BARGE_TRIPS = TableSpec(
    "barge_trips",
    (
        entity("service", "barge line"),
        Column("barge", "i4", "", "number of the barge in its fleet"),
        Column("outbound", "bool", "", "from the inland port to the seaport"),
        hours("loading_h", "her boxes are settled: those that get ready later go with the next"),
        hours("departed_h", "loaded, leaves the berth"),
        hours("arrived_h", "arrival at the other end"),
        hours("discharged_h", "discharged, free for the next trip"),
        teu("capacity_teu", "slots"),
        teu("laden_teu", "laden boxes aboard"),
        teu("empty_teu", "empty boxes aboard"),
        hours("lock_wait_h", "hours of waiting at locks on the way"),
        hours("berth_wait_h", "hours of waiting for a barge berth, at both ends"),
    ),
    "One row for each trip of a container barge that was discharged before the end of the run.",
)

LOCKAGES = TableSpec(
    "lockages",
    (
        entity("line", "lock line"),
        Column("up", "bool", "", "the ships go up, or the water rises in an empty turn"),
        hours("start_h", "the first ship comes in"),
        hours("end_h", "the last ship is out, or the gates are open"),
        Column("ships", "i4", "", "ships locked through"),
        Column("cargo_t", "f8", "t", "cargo aboard"),
        teu("teu", "boxes aboard"),
        Column("empty_turn", "bool", "", "a turn without ships; not counted as a lockage"),
        Column("area_share", "f8", "share", "part of the chamber covered by ships"),
        Column("water_m3", "f8", "m3", "water let down from above, what basins give back taken off; 0 when emptied"),
    ),
    "One row for each lockage or empty turn, noted when it starts.",
)

PASSAGES = TableSpec(
    "passages",
    (
        entity("place", "lock or waterway"),
        entity("service", "service of the vessel"),
        Column("up", "bool", "", "upstream"),
        hours("arrived_h", "arrival at the lock, or at the mouth of the waterway"),
        hours("entered_h", "start of the lockage; at a waterway as `arrived_h`"),
        hours("left_h", "end of the lockage, or leaving the waterway"),
        Column("cargo_t", "f8", "t", "cargo aboard"),
        teu("teu", "boxes aboard"),
    ),
    "One row for each vessel that entered a lock, or left a waterway at its other end.",
)

ESCAPES = TableSpec(
    "escapes",
    (
        entity("service", "barge traffic"),
        hours("at_h", "when the trip would have begun"),
        hours("perceived_wait_h", "wait at the locks on the way"),
        Column("cargo_t", "f8", "t", "cargo of the whole trip, there and back"),
    ),
    "One row for each trip of barge traffic not begun because of the wait at locks.",
)

SAILINGS = TableSpec(
    "sailings",
    (
        entity("service", "ferry"),
        Column("out", "bool", "", "from the origin to the destination"),
        Column("ship", "i4", "", "number of the ship in its fleet"),
        hours("loading_h", "start of loading; who is aboard by then is in the row"),
        hours("departed_h", "lets go"),
        hours("arrived_h", "arrival at the other end, before a wait for a berth there"),
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
