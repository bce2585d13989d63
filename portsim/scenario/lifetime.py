"""From when until when a thing is there: a terminal, a quay, a service."""

from __future__ import annotations

from datetime import date

from pydantic import model_validator

from portsim.scenario.base import Description, quantity
from portsim.scenario.days import Day


class Lifetime(Description):
    """What may open and close within a run, at 00:00 of a day."""

    open_from: Day | None = quantity(
        "first day in service, from 00:00; before it ships sent to a terminal or quay wait at anchor, "
        "and a service does not sail",
        "day", None, "in service before the run begins",
    )  # fmt: skip
    open_to: Day | None = quantity(
        "day from whose 00:00 on it is out of service; a terminal or quay takes no more ships and works off those "
        "alongside, of a service nothing departs any more, and boxes aboard are still brought where they go",
        "day", None, "in service until the run ends",
    )  # fmt: skip

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Lifetime:
        if self.open_from is not None and self.open_to is not None and self.open_to <= self.open_from:
            raise ValueError(f"open_to {self.open_to} must be after open_from {self.open_from}")
        return self

    @property
    def days(self) -> tuple[date, date]:
        """First day in service, and the first day no more so."""
        first, last = self.open_from, self.open_to
        return date.fromisoformat(first) if first else date.min, date.fromisoformat(last) if last else date.max
