"""Groups of cargo and what moves them together: classes with a value of time, and levers on parts of the demand."""

from __future__ import annotations

from pydantic import Field

from portsim.scenario.base import Description, Identifier, Name, quantity


class CargoClass(Description):
    """Cargo that shippers value alike."""

    name: Name | None = Field(default=None, description="name; the id where none is given")
    vot_cny_per_teu_day: float = quantity("value of time", "CNY/(TEU d)", ge=0, le=100_000)


class Lever(Description):
    """Multiplies the flows of a class, zone or market, such as an agreement favours; a flow must fit all lists."""

    factor: float = quantity("multiplies the flows", "1", ge=0, le=1_000)
    zones: tuple[Identifier, ...] = Field(default=(), strict=False, description="zones; all where none is given")
    markets: tuple[Identifier, ...] = Field(default=(), strict=False, description="markets; all where none is given")
    classes: tuple[Identifier, ...] = Field(default=(), strict=False, description="classes; all where none is given")
