"""Log books of the cargo: consignments, those that turned or still wait, ways chosen, and the CO2 of ways."""

from __future__ import annotations

from portsim.results.record_columns import MODES, RATES, entity, hours, teu
from portsim.results.table import Column, TableSpec

CONSIGNMENTS = TableSpec(
    "consignments",
    (
        entity("flow", "flow the consignment belongs to"),
        entity("origin", "zone or market it starts from"),
        entity("destination", "zone or market it goes to"),
        entity("gateway", "port where it changes between land and sea; none from market to market"),
        entity("hub", "port where it changes ship; none on a direct line"),
        Column("outbound", "bool", "", "from a zone to a market"),
        Column("mode", "i4", "", "inland mode; sea from market to market", MODES),
        teu("teu", "size, laden TEU"),
        Column("boxes", "f4", "", "size in boxes"),
        hours("ready_h", "ready to leave its origin"),
        hours("delivered_h", "delivered; none: still in the system at the end"),
        Column("rolls", "i4", "", "sailings it was due for and was left behind by"),
        Column(
            "export_dwell_h", "f4", "h", "hours in the yard before loading; none where it did not leave by this port"
        ),
        hours("import_dwell_h", "hours in the yard after discharge; none where it did not enter by this port"),
        Column("transhipment_dwell_h", "f4", "h", "hours in the yard of the hub; none on a direct line"),
    ),
    "One row for each consignment delivered, or still in the system at the end of the run.",
    has_many_rows=True,
)

TURNS = TableSpec(
    "turns",
    (
        entity("flow", "flow the consignment belongs to"),
        entity("old_gateway", "gateway of the way it left; none from market to market"),
        entity("old_hub", "hub of the way it left; none on a direct line"),
        Column("old_mode", "i4", "", "inland mode of the way it left", MODES),
        entity("gateway", "gateway of its new way, which may be one outside; none from market to market"),
        entity("hub", "hub of its new way; none on a direct line"),
        Column("mode", "i4", "", "inland mode of its new way", MODES),
        Column("outside", "bool", "", "the new way leads past the cluster"),
        teu("teu", "size, laden TEU"),
        hours("at_h", "when it turned"),
        Column("rolls", "i4", "", "sailings that had left it behind by then"),
    ),
    "One row for each consignment, or part of one, that chose another way after ships had left it behind.",
)

QUEUED = TableSpec(
    "queued",
    (
        entity("flow", "flow the consignment belongs to"),
        entity("gateway", "port where it changes between land and sea; none from market to market"),
        entity("hub", "port where it changes ship; none on a direct line"),
        teu("teu", "size, laden TEU"),
        hours("due_h", "when it should have left with a ship, or come with a train or barge"),
        Column("rolls", "i4", "", "sailings that left it behind"),
    ),
    "One row for each consignment that waits at the end of the run for a ship, train or barge that was due before it.",
)

CHOICES = TableSpec(
    "choices",
    (
        entity("flow", "flow that can take the way"),
        entity("origin", "zone or market it starts from"),
        entity("destination", "zone or market it goes to"),
        entity("gateway", "port or outside gateway; none for a ship from an inland port or from market to market"),
        entity("hub", "port where boxes change ship; none on a direct line"),
        Column("outbound", "bool", "", "from a zone to a market"),
        Column("mode", "i4", "", "inland mode; sea from market to market", MODES),
        Column("share", "f8", "share", "probability, mean of the reported weeks"),
        Column("utility", "f8", "", "utility, mean of the reported weeks; minus infinity where a rule bars the way"),
        Column("logsum", "f8", "", "logsum of the flow, mean of the reported weeks"),
        Column("teu_per_year", "f8", "TEU/year", "laden TEU of the flow in the first reported year"),
        Column("money_cny", "f8", "CNY/TEU", "what is paid"),
        Column("cost_cny", "f8", "CNY/TEU", "generalised cost, mean of the reported weeks"),
        hours("time_h", "by the timetable, half the headways and perceived excess; mean of the reported weeks"),
        Column("mu", "f8", "1/CNY", "weight of a yuan"),
        Column("distance_km", "f8", "km", "way on land"),
        Column("inland_cny", "f8", "CNY/TEU", "part of money_cny that is paid for the way on land, rules left out"),
    ),
    "One row for each way that a flow can choose; none where routes have fixed shares.",
)

LESSONS = TableSpec(
    "lessons",
    (
        hours("at_h", "end of the week"),
        Column("gap", "f8", "share", "cargo that would choose otherwise than a week before"),
    ),
    "One row for each reported week of a run in which cargo chooses.",
)

WAY_EMISSIONS = TableSpec(
    "way_emissions",
    (
        entity("flow", "flow that can take the way"),
        entity("gateway", "port or outside gateway; none for a ship from an inland port or from market to market"),
        entity("hub", "port where boxes change ship; none on a direct line"),
        Column("mode", "i4", "", "inland mode; sea from market to market", MODES),
        Column("past_cluster", "bool", "", "past the cluster"),
        Column("inland_km", "f8", "km", "way on land, or of the ship from the inland port; unknown where not given"),
        Column("inland_co2_kg", "f8", "kg/TEU", "CO2 of a laden TEU on that way"),
        Column("sea_km", "f8", "km", "the rest of the way"),
        Column("sea_co2_kg", "f8", "kg/TEU", "CO2 of a laden TEU there at the factor of ships at sea"),
    ),
    "One row for each way of each flow, with the CO2 of a laden TEU on it by the factors of `emissions`.",
)

EMISSION_RATES = TableSpec(
    "emission_rates",
    (
        Column("rate", "i4", "", "what it is of", RATES),
        entity("place", "terminal, port or cluster it holds at"),
        entity("ship_class", "class of the ship at berth; else none"),
        Column("value", "f8", "", "CO2: kg an hour at berth, t per t of fuel at sea, t a year allowed"),
    ),
    "One row for each factor of CO2 that the measures need beside those in `way_emissions`.",
)
