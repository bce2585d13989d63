"""Laws of chance an analyst can give for a time or a size: exponential, Erlang, gamma, lognormal and others."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from portsim.scenario.base import Description


class Exponential(Description):
    """``{exponential: mean}``."""

    exponential: float = Field(gt=0, description="mean")


class ErlangShape(Description):
    """Number of phases and mean of an Erlang law."""

    k: int = Field(ge=1, le=1000, description="number of phases")
    mean: float = Field(gt=0, description="mean")


class Erlang(Description):
    """``{erlang: {k: 2, mean: 10}}``."""

    erlang: ErlangShape


class Moments(Description):
    """Mean and standard deviation of a positive law."""

    mean: float = Field(gt=0, description="mean")
    sd: float = Field(gt=0, description="standard deviation")


class Gamma(Description):
    """``{gamma: {mean: 84, sd: 36}}``."""

    gamma: Moments


class Lognormal(Description):
    """``{lognormal: {mean: 8, sd: 2}}`` (mean and standard deviation of the value, not of its logarithm)."""

    lognormal: Moments


class NormalMoments(Description):
    """Mean and standard deviation of a law that may be negative."""

    mean: float = Field(description="mean, may be negative")
    sd: float = Field(gt=0, description="standard deviation")


class Normal(Description):
    """``{normal: {mean: 0, sd: 6}}``: may be negative, only where a negative value has a meaning (lateness)."""

    normal: NormalMoments


class UniformRange(Description):
    """Lower and upper end."""

    low: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> UniformRange:
        if self.low >= self.high:
            raise ValueError(f"low {self.low} must be below high {self.high}")
        return self


class Uniform(Description):
    """``{uniform: {low: 2, high: 4}}``."""

    uniform: UniformRange


class TriangularRange(Description):
    """Lower end, most likely value, upper end."""

    low: float
    mode: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> TriangularRange:
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            raise ValueError(f"low {self.low}, mode {self.mode}, high {self.high} must be in order")
        return self


class Triangular(Description):
    """``{triangular: {low: 12, mode: 24, high: 36}}``."""

    triangular: TriangularRange


class Empirical(Description):
    """``{empirical: [1.5, 2, 2, 7]}``: observed values, drawn with equal chance."""

    empirical: tuple[float, ...] = Field(min_length=1, max_length=100_000, strict=False)


LAW_NAMES = ("exponential", "erlang", "gamma", "lognormal", "normal", "uniform", "triangular", "empirical")


def law_name(value: Any) -> str | None:
    """Tell which law a raw or validated value is; None where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return "number"
    keys = (
        list(value)
        if isinstance(value, dict)
        else list(type(value).model_fields)
        if isinstance(value, Description)
        else []
    )
    return keys[0] if len(keys) == 1 and keys[0] in LAW_NAMES else None


Law = Annotated[
    Annotated[float, Tag("number")]
    | Annotated[Exponential, Tag("exponential")]
    | Annotated[Erlang, Tag("erlang")]
    | Annotated[Gamma, Tag("gamma")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Empirical, Tag("empirical")],
    Discriminator(
        law_name,
        custom_error_type="law",
        custom_error_message="a law of chance is a number or one of {exponential: mean}, {erlang: {k, mean}}, "
        "{gamma: {mean, sd}}, {lognormal: {mean, sd}}, {normal: {mean, sd}}, {uniform: {low, high}}, "
        "{triangular: {low, mode, high}}, {empirical: [values]}",
    ),
]
"""A number (always that value) or one of the laws above."""


def mean_of(law: Law) -> float:
    """Return the mean of a law."""
    match law:
        case Exponential():
            return law.exponential
        case Erlang():
            return law.erlang.mean
        case Gamma():
            return law.gamma.mean
        case Lognormal():
            return law.lognormal.mean
        case Normal():
            return law.normal.mean
        case Uniform():
            return (law.uniform.low + law.uniform.high) / 2
        case Triangular():
            return (law.triangular.low + law.triangular.mode + law.triangular.high) / 3
        case Empirical():
            return sum(law.empirical) / len(law.empirical)
    return float(law)
