"""What an option costs to build, and how that is set against what it brings each year."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.study.figure import Figure


class Investment(Figure):
    """What has to be built for an option."""

    cny: float = Field(gt=0, description="what it costs to build", json_schema_extra={"unit": "CNY"})
    range: tuple[float, float] | None = Field(
        default=None, strict=False, description="[low, high] of what it may cost, CNY"
    )
    life_years: float = Field(gt=0, le=200, description="how long it lasts", json_schema_extra={"unit": "year"})

    @model_validator(mode="after")
    def _makes_sense(self) -> Investment:
        if self.range is not None and not 0.0 < self.range[0] <= self.cny <= self.range[1]:
            raise ValueError(f"the range is [low, high] around the {self.cny:g} CNY it costs, above 0")
        return self


class Appraisal(Figure):
    """How what is built once is set against what it brings each year."""

    discount_share: float = Field(
        gt=0, lt=1, description="interest on what is built", json_schema_extra={"unit": "share/year"}
    )
    upkeep_share: float = Field(
        ge=0, lt=1, description="upkeep a year, of what it cost to build", json_schema_extra={"unit": "share/year"}
    )
