"""The names of the rules an analyst can choose between; what each rule does lives in the wards of ``portsim.model``."""

from __future__ import annotations

from typing import Literal

QueuePolicy = Literal["first_come", "priority", "shortest"]
"""Who berths next: the ship that came first; one that keeps her berth window; or the one with the least work."""

MarketGroup = Literal["domestic", "hong_kong", "asean", "other_overseas"]
"""Groups of markets between which empty boxes are balanced."""

InlandMode = Literal["road", "rail", "barge", "river_sea"]
"""How a consignment travels between zone and port; `river_sea` for ships that sail from an inland port to sea."""

OutsideMode = Literal["road", "rail", "barge"]
"""How cargo travels between a zone and a gateway outside the cluster."""

Trade = Literal["foreign", "domestic", "transhipment"]
"""Trade of a flow: with a foreign market, with a domestic one, or from market to market."""

ConstantOf = Literal["foreign", "domestic", "transhipment", "relay"]
"""Cargo a constant of a gateway holds for: that of a trade, or boxes of other gateways that change ship at it."""

DistanceBand = Literal["near", "far"]
"""Whether a gateway is nearer to the zone than where long-haul modes come in."""

CostScale = Literal["inland_cost", "constant"]
"""How the weight of cost in a choice follows the flow: by the root of its inland cost, or the same for all."""

FeedbackPolicy = Literal["weekly", "off"]
"""Whether cargo learns of the waits of the last weeks."""

RuleKind = Literal["forbid", "reserve", "cap", "surcharge", "subsidise", "coordinate"]
"""What a rule does to the cargo that fits it: keeps it out, keeps all other out, limits, charges or helps it; or to
services: spreads their sailings evenly."""

BargePolicy = Literal["fill", "timetable"]
"""When a container barge leaves: with cargo enough or after so long a wait, or at the hours of a timetable."""

LockTurn = Literal["alternate", "wait_to_fill"]
"""When a lock line starts: at once where ships wait, or full or when the first has waited long enough."""

LockOrder = Literal["first_come", "n_of_m"]
"""Who goes into a lock next: by arrival, or n of every m places for ships with priority."""

LockPassage = Literal["ship_by_ship", "wait_law"]
"""How a lock is simulated: every lockage, or a wait drawn from a law fitted to such simulations."""

FerryPolicy = Literal["fill", "timetable"]
"""When a ferry loads: as soon as a shipload waits or she has waited long enough, or at the hours of a timetable."""

RailTracks = Literal["single", "double"]
"""Tracks of a rail line: one for both directions, or one each."""

LoadRule = Literal["run_on_time", "run_full"]
"""Whether a block train leaves with what is ready, or is left out until there is enough for it."""

RecordChoice = Literal["none", "first", "all"]
"""Which replications keep their record tables."""

ComeBack = Literal["first", "queue"]
"""How ships that left their berths before a storm come back: before all others as they left, or by the queue rule."""

Stopped = Literal["access", "cranes", "all"]
"""What a closure stops: ships under way to or from berths, cranes, or both."""
