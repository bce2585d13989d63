"""What the constants of a choice are fitted to beside the throughputs observed: splits that statistics leave open."""

from __future__ import annotations

from pydantic import Field

from portsim.scenario.base import Description, Identifier, quantity


class Calibration(Description):
    """Targets of `portsim calibrate` that are no statistic of a port; a run reads none of them."""

    year: int = quantity("year whose observed values are fitted", "year", ge=2000, le=2100)
    near_rail_share: float | None = quantity(
        "part of the boxes by rail whose way is shorter than `far_km`", "share", None, "not fitted", gt=0, lt=1
    )
    barge_laden_teu: float | None = quantity(
        "laden boxes a year by barge from and to the zones below, past the cluster", "TEU/year", None, "not fitted",
        gt=0, le=100_000_000,
    )  # fmt: skip
    near_barge_share: float | None = quantity(
        "part of these boxes whose way is shorter than `far_km`; without it near and far share a constant", "share",
        None, "not fitted", gt=0, lt=1,
    )  # fmt: skip
    barge_zones: tuple[Identifier, ...] = Field(
        default=(), max_length=100, strict=False, description="zones whose boxes by barge are counted"
    )
    held_out: int | None = quantity("year that is predicted, not fitted", "year", None, "none", ge=2000, le=2100)
