"""The years a run covers and the warm-up before them."""

from __future__ import annotations

from portsim.scenario.base import Description, quantity


class Calendar(Description):
    """Years simulated, Asia/Shanghai; the warm-up is the last days before 1 January of the first year."""

    year: int = quantity(
        "first year simulated",
        "year",
        2025,
        "latest whole year of the port statistics the shipped baseline is made from",
        ge=2000,
        le=2100,
    )
    n_years: int = quantity("number of whole years", "1", 1, "one report year", ge=1, le=50)
    warmup_days: int = quantity(
        "days before 1 January that are simulated but not measured", "d", 84,
        "longest transit of the shipped network (40 d to Europe) plus 28 d, and a margin: assumed", ge=0, le=730,
    )  # fmt: skip
