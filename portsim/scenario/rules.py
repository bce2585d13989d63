"""Rules that restrict or price ways of the cargo: the division of labour between ports as an analyst describes it."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Identifier, quantity
from portsim.scenario.policies import InlandMode, RuleKind, Trade


class Rule(Description):
    """What holds for the cargo that fits all lists, at some gateways; a list that is left out fits all."""

    kind: RuleKind = Field(description="what the rule does")
    gateways: tuple[Identifier, ...] = Field(
        min_length=1, max_length=100, strict=False, description="gateways or hubs it holds at"
    )
    zones: tuple[Identifier, ...] = Field(default=(), strict=False, description="zones; all where none is given")
    markets: tuple[Identifier, ...] = Field(default=(), strict=False, description="markets; all where none is given")
    classes: tuple[Identifier, ...] = Field(default=(), strict=False, description="classes; all where none is given")
    trades: tuple[Trade, ...] = Field(default=(), strict=False, description="trades; all where none is given")
    modes: tuple[InlandMode, ...] = Field(default=(), strict=False, description="inland modes; all where none is given")
    cny_per_teu: float = quantity(
        "for `surcharge` and `subsidise`: the price", "CNY/TEU", 0.0, "asked for only there", ge=0, le=100_000
    )
    share: float | None = quantity(
        "for `cap`: the largest share of the cargo that the gateways together may take", "share", None,
        "asked for only there", ge=0, le=1,
    )  # fmt: skip

    @model_validator(mode="after")
    def _gives_what_its_kind_asks(self) -> Rule:
        if (self.share is not None) != (self.kind == "cap"):
            raise ValueError("share belongs to kind: cap, and cap needs it")
        if (self.cny_per_teu > 0.0) != (self.kind in ("surcharge", "subsidise")):
            raise ValueError("cny_per_teu belongs to surcharge and subsidise, and these need it")
        return self
