"""A way that is closed or slow for a while: a blocked road, a sea lane in a storm, a river in flood."""

from __future__ import annotations

from dataclasses import dataclass

from portsim.capacity.openings import Openings
from portsim.capacity.steps import Steps


@dataclass(frozen=True)
class Hindrance:
    """When one may set out, and how fast one then is; who has set out goes on as fast as at the start.

    Attributes
    ----------
    opens
        Hours at which one may set out; None for all.
    rates
        Share of the usual speed; None where it is always the usual one.
    """

    opens: Openings | None
    rates: Steps | None

    def sets_out_h(self, hour: float) -> float:
        """When one who is ready at `hour` sets out."""
        return self.opens.next_open(hour) if self.opens is not None else hour

    def arrives_h(self, hour: float, usual_h: float) -> float:
        """When one who is ready at `hour` for a way of `usual_h` arrives."""
        starts_h = self.sets_out_h(hour)
        return starts_h + (usual_h / self.rates.at(starts_h) if self.rates is not None else usual_h)
