"""What works the ships of a terminal: the pool of STS cranes, and the unloaders and loaders of bulk."""

from __future__ import annotations

from pydantic import model_validator

from portsim.scenario.base import Description, quantity


class Cranes(Description):
    """The pool of ship-to-shore (STS) cranes of a terminal, shared by the ships alongside."""

    n: int = quantity("number of STS cranes", "1", ge=1, le=500)
    moves_per_h: float = quantity(
        "net moves of one crane working alone",
        "1/h",
        27.0,
        "assumed: usual net rate of conventional STS cranes",
        gt=0,
        le=200,
    )
    availability_share: float = quantity(
        "share of time a crane is not broken or in maintenance",
        "share",
        0.95,
        "assumed: usual technical availability",
        gt=0,
        le=1,
    )
    interference_exponent: float = quantity(
        "n cranes on one ship work like n to this power", "1", 0.9, "assumed: usual interference exponent", gt=0, le=1
    )
    spacing_m: float = quantity(
        "ship length per crane; limits cranes on a ship",
        "m",
        60.0,
        "assumed: two bays of 40 ft and a crane's own width",
        gt=0,
        le=500,
    )
    work_from_hour: float = quantity(
        "hour of the day at which work begins", "h", 0.0, "around the clock unless given", ge=0, lt=24
    )
    work_to_hour: float = quantity(
        "hour of the day at which work ends", "h", 24.0, "around the clock unless given", gt=0, le=24
    )

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Cranes:
        if self.work_from_hour >= self.work_to_hour:
            raise ValueError(
                f"work_from_hour {self.work_from_hour:g} must be before work_to_hour {self.work_to_hour:g}"
            )
        return self

    def most_on(self, loa_m: float) -> int:
        """Cranes that find room along a ship of this length."""
        return max(1, int(loa_m / self.spacing_m))

    @property
    def each_per_h(self) -> float:
        """Moves of one crane working alone, breakdowns counted in."""
        return self.moves_per_h * self.availability_share


class Unloaders(Description):
    """The pool of ship unloaders, loaders or loading arms of a terminal, shared by the ships alongside."""

    n: int = quantity("number of unloaders", "1", ge=1, le=500)
    t_per_h: float = quantity(
        "net tonnes of one unloader working alone, in the mean over a ship (well below its rated capacity)", "t/h",
        gt=0, le=50_000,
    )  # fmt: skip
    availability_share: float = quantity(
        "share of time an unloader is not broken or in maintenance", "share", 0.95,
        "assumed: usual technical availability", gt=0, le=1,
    )  # fmt: skip
    interference_exponent: float = quantity(
        "n unloaders on one ship work like n to this power",
        "1",
        1.0,
        "assumed: each has hatches of its own",
        gt=0,
        le=1,
    )
    most_per_ship: int = quantity(
        "unloaders that may work one ship", "1", 2, "assumed: two grab unloaders serve a berth", ge=1, le=100
    )
    work_from_hour: float = quantity(
        "hour of the day at which work begins", "h", 0.0, "around the clock unless given", ge=0, lt=24
    )
    work_to_hour: float = quantity(
        "hour of the day at which work ends", "h", 24.0, "around the clock unless given", gt=0, le=24
    )

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Unloaders:
        if self.work_from_hour >= self.work_to_hour:
            raise ValueError(
                f"work_from_hour {self.work_from_hour:g} must be before work_to_hour {self.work_to_hour:g}"
            )
        return self

    def most_on(self, loa_m: float) -> int:
        """Unloaders that may work one ship, however long she is."""
        return self.most_per_ship

    @property
    def each_per_h(self) -> float:
        """Tonnes of one unloader working alone, breakdowns counted in."""
        return self.t_per_h * self.availability_share
