"""The gate of a terminal: trucks that come by the habits of the day, through so many lanes, in its opening hours.

Trucks are a fluid, whole consignments know their hour when they are booked, and nothing happens at the gate itself: each
hour has room for so many trucks, and what finds none goes on to the next hour with room. An hour's room is never left
unused while trucks wait, so how many pass in an hour, and how long all of them wait together, are those of a queue
served in order of arrival; only which of them wait is decided by who was booked first.
"""

from __future__ import annotations

from array import array

import numpy as np

from portsim.scenario.landside import TruckGate as GateDescription
from portsim.streams import Floats

_MINUTES_A_DAY = 24 * 60


class TruckGate:
    """Room of a gate hour by hour, and who came and passed.

    Parameters
    ----------
    description
        Lanes, hours and profile of the scenario.
    end_h
        End of the run, h; trucks from then on are not seen.

    Attributes
    ----------
    came, passed
        Trucks in each hour of the run. One that would come while the gate is closed comes when it opens.
    """

    __slots__ = ("_habits", "_n_hours", "_next", "_opens", "_over", "_room", "_teu_per_truck", "came", "passed")

    def __init__(self, description: GateDescription, end_h: float) -> None:
        self._n_hours = n_hours = int(np.ceil(end_h))
        self._room = description.trucks_per_h
        self._teu_per_truck = description.teu_per_truck
        self._over = 0.0
        self.came = array("d", bytes(8 * n_hours))
        self.passed = array("d", bytes(8 * n_hours))
        # For each hour the first from it on that is open and has room, as far as known: see `_first_with_room`.
        self._next = array("l", range(n_hours + 1))
        opens, closes = description.open_from_hour, description.open_to_hour
        for hour in range(n_hours):
            if not opens <= hour % 24 < closes:
                self._next[hour] = hour + 1
        self._habits = _habits(description.profile)
        self._opens = _reopening(opens, closes)

    def admit(self, planned_h: float, teu: int, earliest_h: float, latest_h: float) -> float:
        """Book the trucks of a consignment; return when the last is through, h.

        Parameters
        ----------
        planned_h
            When it would come by its own plans. The profile of the gate moves that within the day.
        earliest_h, latest_h
            It keeps to its own plans where the profile would make it come before or after these.
        """
        hour_h, minute = planned_h, int(planned_h % 24.0 * 60.0)
        day_h = planned_h // 24.0 * 24.0
        if self._habits is not None:
            moved_h = day_h + self._habits[minute]
            if earliest_h <= moved_h <= latest_h:
                hour_h, minute = moved_h, int((moved_h - day_h) * 60.0)
        if self._opens is not None and self._opens[minute] >= 0.0:
            hour_h = day_h + self._opens[minute]
        hour = int(hour_h)
        if hour >= self._n_hours:
            return hour_h
        trucks = teu / self._teu_per_truck
        self.came[hour] += trucks
        passing = self.passed[hour] + trucks
        if passing <= self._room:
            self.passed[hour] = passing
            return hour_h
        return max(hour_h, self._spread(hour, trucks))

    def _spread(self, hour: int, trucks: float) -> float:
        """Let trucks through in the next hours with room; return when the last is through."""
        room, passed = self._room, self.passed
        hour = self._first_with_room(hour)
        while hour < self._n_hours:
            left = room - passed[hour]
            if trucks <= left:
                passed[hour] += trucks
                return hour + passed[hour] / room
            trucks -= left
            passed[hour] = room
            self._next[hour] = hour + 1
            hour = self._first_with_room(hour + 1)
        self._over += trucks
        return self._n_hours + self._over / room

    def _first_with_room(self, hour: int) -> int:
        """The way there is remembered shorter, so that a long queue is not walked along again and again."""
        onward, first = self._next, hour
        while onward[first] != first:
            first = onward[first]
        while onward[hour] != first:
            onward[hour], hour = first, onward[hour]
        return first

    def hourly_waits(self) -> Floats:
        """Mean hours that the trucks of each hour wait if served in order of arrival; NaN where none came.

        Those of an hour come evenly over it, and pass evenly over the hours in which they pass.
        """
        came, passed = np.asarray(self.came), np.asarray(self.passed)
        beyond = came.sum() - passed.sum()
        if beyond > 0.0:  # those still waiting at the end pass after it, at the full rate
            more = np.full(int(beyond / self._room) + 1, self._room)
            passed = np.append(passed, more)
        come = np.concatenate([[0.0], np.cumsum(came)])
        summed = _sum_of_hours(passed, come)
        middles = np.arange(len(came)) + 0.5
        waits: Floats = np.full(len(came), np.nan)
        np.divide(np.diff(summed) - came * middles, came, out=waits, where=came > 0.0)
        return np.maximum(waits, 0.0)


def _sum_of_hours(passed: Floats, first: Floats) -> Floats:
    """Sum of the hours at which the first so many trucks passed."""
    before = np.concatenate([[0.0], np.cumsum(passed)])
    hours = np.arange(len(passed))
    hours_before = np.concatenate([[0.0], np.cumsum(passed * (hours + 0.5))])
    whole = np.clip(np.searchsorted(before, first, side="left") - 1, 0, len(passed) - 1)
    rest = np.minimum(first - before[whole], passed[whole])
    summed: Floats = hours_before[whole] + rest * whole + rest**2 / (2.0 * np.maximum(passed[whole], 1e-9))
    return summed


def _habits(profile: tuple[float, ...]) -> list[float] | None:
    """Hour of the day at which a truck comes, for each minute of the day at which it was planned; None: the same.

    Plans lie evenly over the day, so the n-th part of them is put where the profile has its n-th part.
    """
    if len(set(profile)) == 1:
        return None
    minutes = (np.arange(_MINUTES_A_DAY) + 0.5) / _MINUTES_A_DAY
    parts = np.concatenate([[0.0], np.cumsum(profile)]) / sum(profile)
    moved: list[float] = np.interp(minutes, parts, np.arange(25.0)).tolist()
    return moved


def _reopening(opens: int, closes: int) -> list[float] | None:
    """For each minute of the day the hour, counted from its midnight, at which the gate opens again; -1 if open."""
    if (opens, closes) == (0, 24):
        return None
    hours = [minute // 60 for minute in range(_MINUTES_A_DAY)]
    return [float(opens) if hour < opens else opens + 24.0 if hour >= closes else -1.0 for hour in hours]
