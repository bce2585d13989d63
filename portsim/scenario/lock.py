"""A junction as an analyst describes it: lock chambers side by side, their times (JTJ 305), rules of turn and closures.

Times t1 to t4 are those of the Chinese code for shiplocks: one lockage is entry (t2 and the follow times of the rows
behind the first), gates closed (t1), water levelled (t3), gates opened (t1) and exit (t4); an empty turn is 2 t1 + t3.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Identifier, quantity
from portsim.scenario.days import Day, DayOfYear
from portsim.scenario.geography import Place
from portsim.scenario.policies import LockOrder, LockPassage, LockTurn


class Levelling(Description):
    """Valves that open at once: T = 2 A_chamber (sqrt(z0) - sqrt(z_end)) / (m A_valve sqrt(2 g)), z0 the head."""

    valve_m2: float = quantity("area of the open valves", "m2", gt=0, le=1_000)
    coefficient: float = quantity(
        "discharge coefficient m of the culverts", "1", 0.8, "value of the worked case of the code", gt=0, le=1
    )
    end_m: float = quantity("difference of level at which the gates open", "m", 0.0, "levelled out", ge=0, le=10)


class LockLine(Description):
    """One chamber of a junction."""

    length_m: float = quantity("usable length of the chamber", "m", gt=0, le=1_000)
    beam_m: float = quantity("usable beam of the chamber", "m", gt=0, le=200)
    sill_depth_m: float = quantity("water over the sill", "m", gt=0, le=30)
    gate_min: float = quantity("close or open the gates, t1", "min", 4.0, "assumed: practice of the code", ge=0, le=60)
    entry_one_way_min: float = quantity(
        "the first row comes in from the waiting berths next to the gates, t2 one-way", "min", 8.75,
        "derived: 420 m at 0.8 m/s, the code's speed of self-propelled ships", ge=0, le=240,
    )  # fmt: skip
    entry_two_way_min: float = quantity(
        "the first row comes in after ships have come out on its side, t2 two-way", "min", 10.0,
        "derived: 600 m at 1.0 m/s", ge=0, le=240,
    )  # fmt: skip
    follow_min: float = quantity(
        "each further row comes in so much later", "min", 6.0,
        "assumed: the interval t5 of the code, which counts it twice for three rows", ge=0, le=240,
    )  # fmt: skip
    exit_one_way_min: float = quantity(
        "all come out where nobody waits to come in, t4 one-way", "min", 7.0, "derived: 420 m at 1.0 m/s", ge=0, le=240
    )
    exit_two_way_min: float = quantity(
        "all come out past ships that wait to come in, t4 two-way",
        "min",
        7.1,
        "derived: 600 m at 1.4 m/s",
        ge=0,
        le=240,
    )
    fill_min: float | None = quantity(
        "fill or empty the chamber, t3", "min", None, "give this or levelling", gt=0, le=240
    )
    levelling: Levelling | None = Field(default=None, description="valves that give t3; give this or fill_min")
    water_saved_share: float = quantity(
        "part of the water of a filling that saving basins or the other line give back",
        "share", 0.0, "a chamber without saving basins", ge=0, lt=1,
    )  # fmt: skip
    open_from: Day | None = quantity("first day in service", "day", None, "in service before the run begins")

    @model_validator(mode="after")
    def _one_law(self) -> LockLine:
        if (self.fill_min is None) == (self.levelling is None):
            raise ValueError("give either fill_min (minutes) or levelling (valves)")
        return self


class Maintenance(Description):
    """Days on which one line of a junction is out of service."""

    line: Identifier = Field(description="line that is closed")
    first_day: DayOfYear = Field(
        description="first day closed, `2025-11-01`, or `11-01` for every year", json_schema_extra={"unit": "day"}
    )
    days: int = quantity("number of days", "d", ge=1, le=3_660)


class Lock(Place):
    """A junction: one or more lock lines in parallel between an upper and a lower water."""

    lines: dict[Identifier, LockLine] = Field(min_length=1, description="chambers, in the order in which they are used")
    head_m: float = quantity("difference between the upper and the lower water", "m", gt=0, le=200)
    rate_factor: float = quantity(
        "lockages a day over those of the code: all times are divided by it", "share", 0.80,
        "derived from the lockages observed at Changzhou and Three Gorges: outages under a day, low water and slow "
        "entries are in it and not simulated again; 0.64 low, 1.0 design", gt=0, le=1.5,
    )  # fmt: skip
    keel_clearance_m: float = quantity(
        "water kept between keel and sill", "m", 0.5, "assumed: class I to III waterways keep 0.4 to 0.5 m", ge=0, le=10
    )
    gap_along_m: float = quantity(
        "water kept between ships one behind the other", "m", 2.0, "assumed: mooring lines and fenders", ge=0, le=50
    )
    gap_across_m: float = quantity(
        "water kept between ships side by side", "m", 0.4,
        "assumed: a pair of fenders; three 10.8 m ships lie abreast in 34 m", ge=0, le=20,
    )  # fmt: skip
    turn: LockTurn = Field(default="alternate", description="when a line starts")
    wait_to_fill_min: float = quantity(
        "how long the first ship of a lockage that is not full waits for others; `turn: wait_to_fill` only",
        "min", 60.0, "assumed: about one lockage", ge=0, le=10_000,
    )  # fmt: skip
    order: LockOrder = Field(default="first_come", description="who goes in next")
    priority_n: int = quantity(
        "of every priority_m ships let in on a side so many have priority, if they wait; `order: n_of_m` only",
        "1", 1, "assumed: every third place", ge=0, le=1_000,
    )  # fmt: skip
    priority_m: int = quantity("see priority_n", "1", 3, "assumed: every third place", ge=1, le=1_000)
    opens_h: float = quantity("hour of the day at which work begins", "h", 0.0, "midnight", ge=0, lt=24)
    hours_per_day: float = quantity(
        "hours of work a day; a lockage begun is finished", "h", 24.0, "locks of the Xijiang work round the clock",
        gt=0, le=24,
    )  # fmt: skip
    maintenance: dict[Identifier, Maintenance] = Field(
        default_factory=dict, description="closures of single lines for maintenance"
    )
    passage: LockPassage = Field(default="ship_by_ship", description="how a passage is simulated")
    use_share: float | None = quantity(
        "traffic over capacity, for `passage: wait_law`, whose wait follows from it", "share", None,
        "asked for by `passage: wait_law` only", ge=0, le=0.95,
    )  # fmt: skip

    @model_validator(mode="after")
    def _fits_its_rules(self) -> Lock:
        if (self.passage == "wait_law") != (self.use_share is not None):
            raise ValueError("passage: wait_law and use_share go together")
        if self.priority_n > self.priority_m:
            raise ValueError(f"priority_n {self.priority_n} is more than priority_m {self.priority_m}")
        for id, line in self.lines.items():
            if line.levelling is not None and line.levelling.end_m >= self.head_m:
                raise ValueError(f"levelling of {id} ends at {line.levelling.end_m} m, the head is {self.head_m} m")
        return self
