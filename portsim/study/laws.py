"""How uncertain a value is: the laws an analyst may give for an input nobody knows exactly, and their quantiles.

Unlike the laws of chance in a scenario (`portsim.scenario.laws`), which move from ship to ship, one of these is drawn
once for a whole run: it says what is not known of the world, not what varies in it.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

from pydantic import Field, model_validator

from portsim.scenario.base import Description

LAWS = ("triangular", "uniform", "normal", "lognormal", "choice")
LOW, HIGH = 0.05, 0.95
"""Quantiles that stand for the ends of a law without ends."""

_SMALLEST = 1e-9  # a law without ends has no value at the shares 0 and 1
Value = str | int | float | bool


def _numbers(doc: str, length: int) -> Any:
    return Field(default=None, min_length=length, max_length=length, strict=False, description=doc)


class Law(Description):
    """One law: a key with its parameters."""

    triangular: tuple[float, ...] | None = _numbers("[low, mode, high]", 3)
    uniform: tuple[float, ...] | None = _numbers("[low, high]", 2)
    normal: tuple[float, ...] | None = _numbers("[mean, standard deviation]", 2)
    lognormal: tuple[float, ...] | None = _numbers(
        "[mean, standard deviation] of the value, not of its logarithm; both above 0", 2
    )
    choice: tuple[Value, ...] | None = Field(
        default=None, min_length=1, strict=False, description="values that are equally likely"
    )

    @property
    def given(self) -> list[str]:
        """The laws that are given; exactly one in a description that passed the checks."""
        return [name for name in LAWS if getattr(self, name) is not None]

    @model_validator(mode="after")
    def _makes_sense(self) -> Law:
        given = self.given
        if len(given) > 1 or (not given and type(self) is Law):
            raise ValueError(f"give one law, one of {', '.join(LAWS)}")
        for name in given:
            parameters = getattr(self, name)
            if name in ("triangular", "uniform") and (
                list(parameters) != sorted(parameters) or parameters[0] == parameters[-1]
            ):
                words = "low, mode, high" if name == "triangular" else "low, high"
                raise ValueError(f"the law {name} is [{words}] in rising order, not {list(parameters)}")
            if name in ("normal", "lognormal") and parameters[1] <= 0:
                raise ValueError(f"the law {name} is [mean, standard deviation], the latter above 0")
            if name == "lognormal" and parameters[0] <= 0:
                raise ValueError("the mean of the law lognormal is above 0")
        return self

    @property
    def is_choice(self) -> bool:
        """Whether it is one of a few values."""
        return self.choice is not None

    def quantile(self, share: float) -> Value:
        """The value below which a share of the draws lies; of a choice the one at that place in the list.

        Parameters
        ----------
        share
            From 0 to 1.
        """
        if self.choice is not None:
            return self.choice[min(len(self.choice) - 1, int(share * len(self.choice)))]
        if self.uniform is not None:
            low, high = self.uniform
            return low + share * (high - low)
        if self.triangular is not None:
            return _triangular(self.triangular, share)
        share = min(max(share, _SMALLEST), 1.0 - _SMALLEST)
        if self.normal is not None:
            return NormalDist(*self.normal).inv_cdf(share)
        mean, sd = self.lognormal or (1.0, 1.0)
        variance = math.log1p((sd / mean) ** 2)
        return math.exp(NormalDist(math.log(mean) - variance / 2, math.sqrt(variance)).inv_cdf(share))

    def ends(self) -> list[Value]:
        """Low and high end, the 5 % and 95 % quantile of a law without ends, or all values of a choice."""
        if self.choice is not None:
            return list(dict.fromkeys(self.choice))
        if self.normal or self.lognormal:
            return [self.quantile(LOW), self.quantile(HIGH)]
        return [self.quantile(0.0), self.quantile(1.0)]


def _triangular(parameters: tuple[float, ...], share: float) -> float:
    """Inverse of the distribution function (Law, Simulation Modeling and Analysis, section 8.3.15)."""
    low, mode, high = parameters
    at_mode = (mode - low) / (high - low)
    if share < at_mode:
        return low + math.sqrt(share * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - share) * (high - low) * (high - mode))


class Uncertainty(Law):
    """A law for a value, or for a factor on it (``times``), with the reason of its figures."""

    times: Law | None = Field(default=None, description="the law of a factor on the value the scenario has")
    source: str = Field(default="", description="where the figures come from")
    assumed: str = Field(default="", description="why they are assumed")

    @model_validator(mode="after")
    def _is_one(self) -> Uncertainty:
        if len(self.given) + (self.times is not None) != 1:
            raise ValueError(f"give one law, one of {', '.join(LAWS)}, or times: with one of them")
        return self

    @property
    def law(self) -> Law:
        """The law that is drawn."""
        return self.times or self

    def change(self, drawn: Value) -> Value | dict[str, Value]:
        """What is set in the scenario for a value drawn."""
        return {"times": drawn} if self.times else drawn
