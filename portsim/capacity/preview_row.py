"""One line of the preview: what a stage of the cluster is asked for in a year, and what it can do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from portsim.scenario.base import Name

Stage = Literal[
    "channel", "tide", "pilot", "tug", "quay", "crane", "unloader", "yard", "stockyard", "plug", "gate", "track",
    "rail", "line", "barge", "lock", "relation",
]  # fmt: skip
STAGES: tuple[Stage, ...] = (
    "channel", "tide", "pilot", "tug", "quay", "crane", "unloader", "yard", "stockyard", "plug", "gate", "track",
    "rail", "line", "barge", "lock", "relation",
)  # fmt: skip
"""Stages in the order in which a box meets them from the sea; then the slots of the ships."""
Flag = Literal["", "high", "over"]
HIGH_SHARE, FULL_SHARE = 0.85, 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A stage at one place.

    Attributes
    ----------
    stage
        What is looked at.
    place
        Id of the place, as in the records where they have one.
    name
        Its name in both languages.
    demand, capacity
        What the year asks for and what it offers, in `unit`.
    because
        The numbers that went in.
    """

    stage: Stage
    place: str
    name: Name
    demand: float
    capacity: float
    unit: str
    because: Mapping[str, float] = field(default_factory=dict)

    @property
    def use_share(self) -> float:
        """Demand over capacity; infinite where something is asked of nothing."""
        if self.capacity > 0.0:
            return self.demand / self.capacity
        return math.inf if self.demand > 0.0 else 0.0

    @property
    def flag(self) -> Flag:
        """``over`` above 1, ``high`` above 0.85."""
        if self.use_share > FULL_SHARE:
            return "over"
        return "high" if self.use_share > HIGH_SHARE else ""


def named(name: Name | None, id: str) -> Name:
    """The name of a thing; its id where it has none."""
    return name or Name.made(en=id, zh=id)


def joined(*names: Name) -> Name:
    """Names one behind the other: of a port and its channel."""
    return Name.made(en=", ".join(name.en for name in names), zh="·".join(name.zh for name in names))
