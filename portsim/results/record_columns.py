"""What the columns of the log books have in common: the words they choose from, hours, TEU, and things pointed at."""

from __future__ import annotations

from portsim.results.table import Column

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

RATES = ("berth_kg_per_h", "sea_t_per_t_fuel", "cap_t")
"""What a row of `emission_rates` tells."""


def hours(name: str, doc: str) -> Column:
    """A column of hours since the start of the run."""
    return Column(name, "f8", "h", doc)


def teu(name: str, doc: str) -> Column:
    """A column of whole TEU."""
    return Column(name, "i4", "TEU", doc)


def entity(name: str, doc: str) -> Column:
    """A column that points at an entity."""
    return Column(name, "entity", "", doc)
