"""Capacity of a lock by the Chinese design code JTJ 305 (master design of shiplocks), for one line of chambers.

A line works one way (all ships from one side, empty turns in between) or both ways (ships in at every turn); the code
takes the mean of both. Minutes for times, tonnes for ships, vessels and cargo of a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_G = 9.81
_MINUTES_PER_HOUR = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LockTimes:
    """Parts of a lockage, min.

    Attributes
    ----------
    gate_min
        Open or close a gate, t1.
    entry_one_way_min, entry_two_way_min
        First ship in, t2 and t2'.
    fill_min
        Fill or empty the chamber, t3.
    exit_one_way_min, exit_two_way_min
        First ship out, t4 and t4'.
    follow_min
        Ships behind the first of a lockage, on the way in or out, t5.
    """

    gate_min: float
    entry_one_way_min: float
    entry_two_way_min: float
    fill_min: float
    exit_one_way_min: float
    exit_two_way_min: float
    follow_min: float

    @property
    def one_way_min(self) -> float:
        """Lock ships through from one side and turn back empty, T1."""
        turns_min = 4.0 * self.gate_min + 2.0 * self.fill_min
        return turns_min + self.entry_one_way_min + self.exit_one_way_min + 2.0 * self.follow_min

    @property
    def both_ways_min(self) -> float:
        """Lock ships through from one side and then from the other, T2: two lockages."""
        turns_min = 4.0 * self.gate_min + 2.0 * self.fill_min
        return turns_min + 2.0 * (self.entry_two_way_min + self.exit_two_way_min) + 4.0 * self.follow_min

    @property
    def mean_min(self) -> float:
        """Mean time of a lockage, T = (T1 + T2 / 2) / 2."""
        return (self.one_way_min + self.both_ways_min / 2.0) / 2.0

    def lockages_per_day(self, working_h: float = 22.0) -> float:
        """Lockages of a line in a day, n = 60 tau / T.

        Parameters
        ----------
        working_h
            Hours of work a day, tau.
        """
        return _MINUTES_PER_HOUR * working_h / self.mean_min


def ship_capacity_t(lockages_per_day: float, working_days: float, tonnes_per_lockage: float) -> float:
    """Tonnes of deadweight that pass one way in a year, P1 = n N G / 2.

    Parameters
    ----------
    lockages_per_day
        Of one line, n; half of them go each way.
    working_days
        In a year, N.
    tonnes_per_lockage
        Deadweight of the ships in one lockage, G, t.
    """
    return lockages_per_day / 2.0 * working_days * tonnes_per_lockage


def cargo_capacity_t(
    lockages_per_day: float,
    working_days: float,
    tonnes_per_lockage: float,
    *,
    load_factor: float,
    unevenness: float,
    idle_lockages_per_day: float = 0.0,
) -> float:
    """Tonnes of cargo that pass one way in a year, P2 = (n - n0) N G alpha / (2 beta).

    Parameters
    ----------
    lockages_per_day, working_days, tonnes_per_lockage
        As in `ship_capacity_t`.
    load_factor
        Cargo over deadweight, alpha.
    unevenness
        Cargo of the busiest month over that of the mean month, beta.
    idle_lockages_per_day
        Lockages for vessels without cargo, n0.
    """
    laden_per_day = lockages_per_day - idle_lockages_per_day
    return ship_capacity_t(laden_per_day, working_days, tonnes_per_lockage) * load_factor / unevenness


def levelling_s(
    chamber_m2: float, head_m: float, valves_m2: float, discharge_coefficient: float, end_m: float = 0.0
) -> float:
    """Seconds to level a chamber through valves that stay fully open: 2 A (sqrt z0 - sqrt z_end) / (m A_s sqrt(2 g)).

    Parameters
    ----------
    chamber_m2
        Water surface of the chamber, A.
    head_m
        Difference of levels at the start, z0.
    valves_m2
        Area of the open valves, A_s.
    discharge_coefficient
        Of valves and culverts, m.
    end_m
        Difference at which the gates open, z_end.

    Raises
    ------
    ValueError
        Where `end_m` is above `head_m`.
    """
    if end_m > head_m:
        raise ValueError(f"levelling ends at a difference of {end_m} m, above the {head_m} m at its start")
    return 2.0 * chamber_m2 * (sqrt(head_m) - sqrt(end_m)) / (discharge_coefficient * valves_m2 * sqrt(2.0 * _G))
