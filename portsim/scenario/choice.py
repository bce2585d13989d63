"""How cargo chooses its gateway, mode and route: the constants of a nested logit, and how it learns of waits."""

from __future__ import annotations

from pydantic import Field

from portsim.scenario.base import Description, Identifier, quantity
from portsim.scenario.policies import ConstantOf, CostScale, DistanceBand, FeedbackPolicy, InlandMode


class GatewayConstant(Description):
    """What speaks for a gateway beyond cost and time, in units of utility."""

    gateway: Identifier = Field(description="port modelled in full, hub or outside gateway")
    trade: ConstantOf = Field(
        description="trade it holds for; `relay` for boxes of other gateways that change ship here"
    )
    value: float = quantity("constant; 0 is neutral", "1", ge=-50, le=50)


class ModeConstant(Description):
    """What speaks for an inland mode beyond cost and time, in units of utility."""

    mode: InlandMode = Field(description="inland mode")
    distance: DistanceBand = Field(description="nearer or farther than `far_km`")
    value: float = quantity("constant; 0 is neutral", "1", ge=-50, le=50)


class Choice(Description):
    """Rules of the choice between ways; with them the shares of routes are found, not given."""

    mu_per_cny: float = quantity(
        "weight of a yuan of generalised cost at 1 000 CNY/TEU", "1/CNY", 0.0015,
        "assumed, 0.0008 to 0.003: no choice model of western China was found; gives cost elasticities of 2 to 4", gt=0,
        le=1,
    )  # fmt: skip
    cost_scale: CostScale = quantity(
        "how the weight follows the inland cost of a flow", "", "inland_cost",
        "assumed: a yuan counts less where the way is long, by the root of the cost",
    )  # fmt: skip
    nesting: float = quantity(
        "likeness of ways by one gateway, lambda: 1 for a plain logit", "1", 0.6, "assumed, 0.4 to 1", gt=0, le=1
    )
    reliability_weight: float = quantity(
        "hours of mean time that one hour of standard deviation counts", "1", 0.5, "assumed, 0 to 1", ge=0, le=10
    )
    vot_cny_per_teu_day: float = quantity(
        "value of time of flows without a class", "CNY/(TEU d)", 75.0,
        "15 % a year on the mean value of cargo on the corridor", ge=0, le=100_000,
    )  # fmt: skip
    far_km: float = quantity(
        "distance from which a mode has its other constant", "km", 400.0,
        "assumed: below it trucks beat trains, as seen in the region", gt=0, le=10_000,
    )  # fmt: skip
    hubs: tuple[Identifier, ...] = Field(
        default=(), max_length=50, strict=False, description="ports modelled in full where boxes may change ship"
    )
    gateway_constants: dict[Identifier, GatewayConstant] = Field(
        default_factory=dict, description="constants of gateways; 0 for those without"
    )
    mode_constants: dict[Identifier, ModeConstant] = Field(
        default_factory=dict, description="constants of modes; 0 for those without"
    )
    feedback: FeedbackPolicy = quantity(
        "whether waits of the last weeks count", "", "weekly", "shippers learn of delays"
    )
    feedback_weight: float = quantity(
        "weight of the last week's excess time in what is perceived, at most", "1", 0.3,
        "assumed: shippers act on about three weeks of experience", ge=0.05, le=1,
    )  # fmt: skip


class Costs(Description):
    """What carriage costs, as far as it is not a property of one link or service; factors multiply all of a mode."""

    road_factor: float = quantity("multiplies all road costs", "1", 1.0, "costs as in the tables", ge=0, le=100)
    rail_factor: float = quantity("multiplies all rail costs", "1", 1.0, "costs as in the tables", ge=0, le=100)
    barge_factor: float = quantity("multiplies all barge costs", "1", 1.0, "costs as in the tables", ge=0, le=100)
    sea_factor: float = quantity("multiplies all freights by sea", "1", 1.0, "costs as in the tables", ge=0, le=100)
    subsidy_factor: float = quantity(
        "multiplies all subsidies of trains and barges", "1", 1.0, "subsidies as in the tables", ge=0, le=100
    )
    sea_fixed_cny_per_teu: float = quantity(
        "part of a freight by sea that does not grow with the days at sea", "CNY/TEU", 300.0,
        "assumed: overheads, papers and the box; about a third of a short freight", ge=0, le=100_000,
    )  # fmt: skip
    barge_load_share: float = quantity(
        "slots of a container barge over which a toll is shared out", "share", 0.7,
        "assumed: a barge two thirds full earns her trip", gt=0, le=1,
    )  # fmt: skip
    gt_per_dwt: float = quantity(
        "gross tonnage of a barge over its deadweight", "1", 0.6, "assumed: usual for river ships", gt=0, le=2
    )
    slot_cny_per_day: float = quantity(
        "ship's cost per slot and day where the class of the ship gives none", "CNY/(TEU d)", 100.0,
        "assumed: between a feeder and a mainline ship", ge=0, le=100_000,
    )  # fmt: skip
