"""The gate of a terminal: trucks that come by the habits of the day, through so many lanes, in its opening hours.

Trucks are a fluid, whole consignments know their hour when they are booked, and nothing happens at the gate itself: an
hour has room for so many trucks, and what finds none goes on to the next hour with room. No hour's room is left unused
while trucks wait, so how many pass in an hour, and how long all of them wait together, are those of a queue served in
order of arrival; only which of them wait is decided by who was booked first.
"""

from __future__ import annotations

from array import array
from functools import lru_cache

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
    """

    __slots__ = (
        "_came_late",
        "_closed",
        "_day",
        "_left_teu",
        "_n_hours",
        "_next",
        "_over",
        "_passed_late",
        "_room",
        "_shift",
        "_teu_per_truck",
        "late_teu_h",
        "passed_teu",
    )  # fmt: skip

    def __init__(self, description: GateDescription, end_h: float) -> None:
        self._n_hours = n_hours = int(np.ceil(end_h))
        self._teu_per_truck = description.teu_per_truck
        self._room = room = description.trucks_per_h * description.teu_per_truck
        self._over = 0.0
        self.passed_teu = 0
        self.late_teu_h = 0.0
        opens, closes = description.open_from_hour, description.open_to_hour
        self._day = day = [room if opens <= hour < closes else 0.0 for hour in range(24)]
        # Python's own arrays: single values out of numpy's are slow, and lists take four times the memory.
        self._left_teu = array("d", (day[hour % 24] for hour in range(n_hours)))
        # For each hour the first from it on that is open and has room, as far as known: see `_first_with_room`.
        self._next = array("i", (hour + (not day[hour % 24]) for hour in range(n_hours)))
        self._next.append(n_hours)
        self._came_late = np.zeros(n_hours)
        self._passed_late = np.zeros(n_hours)
        self._closed, self._shift = _day(opens, closes, tuple(description.profile))

    def admit(self, planned_h: float, teu: int, earliest_h: float, latest_h: float) -> float:
        """Book the trucks of a consignment; return when the last is through, h.

        Parameters
        ----------
        planned_h
            When it would come by its own plans. The profile of the gate moves that within the day.
        earliest_h, latest_h
            It keeps to its own plans where it would come before or after these, as far as the gate is open.
        """
        hour_h = planned_h + self._shift[int(planned_h * 60.0) % _MINUTES_A_DAY]
        if hour_h < earliest_h or hour_h > latest_h:
            hour_h = planned_h + self._closed[int(planned_h * 60.0) % _MINUTES_A_DAY]
        hour = int(hour_h)
        self.passed_teu += teu
        try:
            left_teu = self._left_teu[hour] - teu
        except IndexError:  # after the end
            return hour_h
        if left_teu >= 0.0:
            self._left_teu[hour] = left_teu
            return hour_h
        passed_h = max(hour_h, self._spread(hour, teu))
        self.late_teu_h += teu * (passed_h - hour_h)
        return passed_h

    def heard(self, now: float) -> tuple[float, float, float]:
        """TEU booked since last asked, the mean wait of their trucks at the gate, h, and its square."""
        teu, late_h = self.passed_teu, self.late_teu_h / max(1, self.passed_teu)
        self.passed_teu, self.late_teu_h = 0, 0.0
        return float(teu), late_h, late_h**2

    def _spread(self, hour: int, teu: float) -> float:
        """Let trucks through in the next hours with room; return when the last is through."""
        left, passed_late = self._left_teu, self._passed_late
        while hour < self._n_hours and not self._day[hour % 24]:  # plans are moved to the minute: a little out of hours
            hour += 1
        if hour < self._n_hours:
            self._came_late[hour] += teu
        hour = self._first_with_room(hour)
        while hour < self._n_hours:
            if teu <= left[hour]:
                left[hour] -= teu
                passed_late[hour] += teu
                return hour + 1.0 - left[hour] / self._room
            teu -= left[hour]
            passed_late[hour] += left[hour]
            left[hour] = 0.0
            self._next[hour] = hour + 1
            hour = self._first_with_room(hour + 1)
        self._over += teu
        return self._n_hours + self._over / self._room

    def _first_with_room(self, hour: int) -> int:
        """The way there is remembered shorter, so that a long queue is not walked along again and again."""
        onward, first = self._next, hour
        while onward[first] != first:
            first = onward[first]
        while onward[hour] != first:
            onward[hour], hour = first, onward[hour]
        return first

    def hourly(self) -> tuple[Floats, Floats]:
        """Trucks that came and that passed in each hour of the run; who finds the gate closed comes when it opens."""
        passed: Floats = np.resize(self._day, self._n_hours) - np.array(self._left_teu)
        came: Floats = passed - self._passed_late + self._came_late
        return np.maximum(came, 0.0) / self._teu_per_truck, passed / self._teu_per_truck

    def hourly_waits(self) -> Floats:
        """Mean hours that the trucks of each hour wait if served in order of arrival; NaN where none came.

        Those of an hour come evenly over it, and pass evenly over the hours in which they pass.
        """
        came, passed = self.hourly()
        beyond = came.sum() - passed.sum()
        if beyond > 0.0:  # those still waiting at the end pass after it, at the full rate
            room = self._room / self._teu_per_truck
            more = np.full(int(beyond / room) + 1, room)
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


@lru_cache(maxsize=64)
def _day(opens: int, closes: int, profile: tuple[float, ...]) -> tuple[list[float], list[float]]:
    """Hours to the opening and to the habit, minute by minute; gates that are alike share them."""
    closed = _to_opening(opens, closes)
    return closed, _to_habit(profile, closed)


def _to_opening(opens: int, closes: int) -> list[float]:
    """Hours from the start of each minute of the day until the gate opens; 0 while it is open."""
    hours = np.arange(_MINUTES_A_DAY) / 60.0
    waits = np.where(hours < opens, opens - hours, np.where(hours >= closes, opens + 24.0 - hours, 0.0))
    found: list[float] = waits.tolist()
    return found


def _to_habit(profile: tuple[float, ...], closed: list[float]) -> list[float]:
    """Hours from each minute of the day to when a truck comes that was planned for it; negative ones lead back.

    Plans lie evenly over the day, so the n-th part of them is put where the profile has its n-th part.
    """
    minutes = np.arange(_MINUTES_A_DAY) + 0.5
    parts = np.concatenate([[0.0], np.cumsum(profile)]) / sum(profile)
    moved = np.interp(minutes / _MINUTES_A_DAY, parts, np.arange(25.0))
    opened = moved + np.array(closed)[(moved * 60.0).astype(np.int64)]
    shift: list[float] = (opened - minutes / 60.0).tolist()
    return shift
