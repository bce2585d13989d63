"""Where the cargo of a terminal stands: the yard of containers, and the stockyard of bulk."""

from __future__ import annotations

from pydantic import model_validator

from portsim.scenario.base import Description, quantity
from portsim.scenario.laws import Law


class Yard(Description):
    """Where boxes wait between ship and land: capacity and dwell."""

    capacity_teu: float = quantity("stacking capacity", "TEU", gt=0, le=10_000_000)
    import_dwell_h: Law = quantity(
        "from discharge to pick-up by truck",
        "h",
        {"gamma": {"mean": 108.0, "sd": 60.0}},
        "assumed: 4.5 days, usual gateway range",
        validate_default=True,
    )
    export_lead_h: Law = quantity(
        "from delivery by truck to the sailing's cut-off",
        "h",
        {"gamma": {"mean": 84.0, "sd": 36.0}},
        "assumed: 3.5 days, usual gateway range",
        validate_default=True,
    )
    cutoff_h: float = quantity(
        "cut-off for cargo, before the pro forma arrival of the ship",
        "h",
        24.0,
        "assumed: usual container yard cut-off",
        ge=0,
        le=240,
    )
    connection_h: float = quantity(
        "least time between discharge and the cut-off of the next ship of a transhipped box",
        "h",
        24.0,
        "assumed: usual minimum connection",
        ge=0,
        le=240,
    )
    rail_ready_h: float = quantity(
        "from discharge to ready for a train", "h", 24.0, "assumed: customs and shuttle", ge=0, le=240
    )
    barge_ready_h: float = quantity(
        "from discharge to ready for a barge", "h", 24.0, "assumed: customs and shuttle, as for a train", ge=0, le=240
    )
    outbound_share: float = quantity(
        "share of the capacity that boxes to be shipped and empties may fill; what is beyond stands outside the gate",
        "share",
        0.5,
        "assumed: half of the blocks is kept for boxes off ships; the rest holds what the ships of a few days load",
        gt=0,
        le=1,
    )
    slow_from_share: float = quantity(
        "share of the capacity above which the cranes of the quay work slower",
        "share",
        0.8,
        "assumed: above four fifths boxes must be moved to reach others",
        ge=0,
        lt=1,
    )
    slow_to_share: float = quantity(
        "share of their rate at which they work when the yard is full; in between evenly",
        "share",
        0.5,
        "assumed: half the moves dig for boxes",
        gt=0,
        le=1,
    )
    anchor_after_h: float = quantity(
        "hours a ship lies idle before a full yard until she leaves the berth and waits at anchor",
        "h",
        24.0,
        "assumed: a day",
        ge=0,
        le=1_000,
    )
    reefer_share: float = quantity(
        "share of the laden boxes that are reefers", "share", 0.0, "none unless given", ge=0, le=1
    )
    reefer_plugs_teu: float | None = quantity(
        "reefers that find a plug; those beyond stand on generators, and are counted",
        "TEU",
        None,
        "plugs for all",
        ge=0,
        le=1_000_000,
    )


class Stockyard(Description):
    """Where bulk lies between ship and land, in tonnes: coal and ore yards, silos, tank farms."""

    capacity_t: float = quantity("tonnes that find room", "t", gt=0, le=1_000_000_000)
    dwell_days: float | None = quantity(
        "mean time of a tonne: each parcel goes out evenly over twice this time", "d", None,
        "give this or out_t_per_day", gt=0, le=1_000,
    )  # fmt: skip
    out_t_per_day: float | None = quantity(
        "tonnes that go out a day, all modes inland together, as long as there are any", "t/d", None,
        "give this or dwell_days", gt=0, le=10_000_000,
    )  # fmt: skip
    slow_from_share: float = quantity(
        "share of the capacity above which the unloaders work slower", "share", 0.8,
        "assumed: as in a container yard", ge=0, lt=1,
    )  # fmt: skip
    slow_to_share: float = quantity(
        "share of their rate at which they work when it is full; in between evenly", "share", 0.5,
        "assumed: as in a container yard", gt=0, le=1,
    )  # fmt: skip
    anchor_after_h: float = quantity(
        "hours a ship lies idle before a full stockyard until she leaves the berth and waits at anchor", "h", 24.0,
        "assumed: a day", ge=0, le=1_000,
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_rule(self) -> Stockyard:
        if (self.dwell_days is None) == (self.out_t_per_day is None):
            raise ValueError("give either dwell_days or out_t_per_day")
        return self

    @property
    def most_t_per_day(self) -> float:
        """Tonnes a day that can go out, or can lie here for their dwell."""
        if self.out_t_per_day is not None:
            return self.out_t_per_day
        assert self.dwell_days is not None  # one of the two is given
        return self.capacity_t / self.dwell_days
