"""Rules that restrict or price ways of the cargo: the division of labour between ports as an analyst describes it."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Identifier, quantity
from portsim.scenario.policies import InlandMode, RuleKind, Trade


class Rule(Description):
    """What holds for the cargo that fits all lists, at some gateways; a list that is left out fits all.

    `coordinate` holds for services in place of cargo: those named call at the gateways one after the other at even
    distances, as if they were one service of so many more sailings. The first named keeps its timetable.
    """

    kind: RuleKind = Field(description="what the rule does")
    gateways: tuple[Identifier, ...] = Field(
        min_length=1,
        max_length=100,
        strict=False,
        description="gateways or hubs it holds at; for `coordinate` the ports at which the services are spread evenly",
    )
    zones: tuple[Identifier, ...] = Field(default=(), strict=False, description="zones; all where none is given")
    markets: tuple[Identifier, ...] = Field(default=(), strict=False, description="markets; all where none is given")
    classes: tuple[Identifier, ...] = Field(default=(), strict=False, description="classes; all where none is given")
    trades: tuple[Trade, ...] = Field(default=(), strict=False, description="trades; all where none is given")
    modes: tuple[InlandMode, ...] = Field(default=(), strict=False, description="inland modes; all where none is given")
    services: tuple[Identifier, ...] = Field(
        default=(), max_length=100, strict=False,
        description="for `coordinate`: liner services with equally many sailings a week, in the order of their calls",
    )  # fmt: skip
    cny_per_teu: float = quantity(
        "for `surcharge` and `subsidise`: the price", "CNY/TEU", 0.0, "asked for only there", ge=0, le=100_000
    )
    share: float | None = quantity(
        "for `cap`: the largest share of the cargo that the gateways together may take", "share", None,
        "asked for only there", ge=0, le=1,
    )  # fmt: skip

    @model_validator(mode="after")
    def _gives_what_its_kind_asks(self) -> Rule:
        if (len(self.services) > 1) != (self.kind == "coordinate") or len(self.services) == 1:
            raise ValueError("services belong to kind: coordinate, and coordinate needs two of them or more")
        if self.kind == "coordinate" and (self.zones or self.markets or self.classes or self.trades or self.modes):
            raise ValueError("coordinate holds for services, not for zones, markets, classes, trades or modes")
        if (self.share is not None) != (self.kind == "cap"):
            raise ValueError("share belongs to kind: cap, and cap needs it")
        if (self.cny_per_teu > 0.0) != (self.kind in ("surcharge", "subsidise")):
            raise ValueError("cny_per_teu belongs to surcharge and subsidise, and these need it")
        return self
