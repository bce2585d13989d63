"""Figures that a plan wants reached, such as ten million TEU in 2030."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Name
from portsim.study.figure import Figure


class Target(Figure):
    """A figure that a plan wants reached."""

    title: Name | None = Field(default=None, description="name in tables; the id where none is given")
    measure: str = Field(description="id of a measure")
    entities: tuple[str, ...] = Field(
        default=("cluster",), min_length=1, strict=False, description="whose values are added up"
    )
    year: int = Field(ge=2000, le=2100, description="year in which it is to be met", json_schema_extra={"unit": "year"})
    at_least: float | None = Field(
        default=None, description="met from this value on", json_schema_extra={"unit": "as the measure"}
    )
    at_most: float | None = Field(
        default=None, description="met up to this value", json_schema_extra={"unit": "as the measure"}
    )

    @model_validator(mode="after")
    def _is_one(self) -> Target:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give `at_least` or `at_most`")
        return self

    @property
    def value(self) -> float:
        """The figure to be met."""
        return self.at_least if self.at_least is not None else self.at_most or 0.0
