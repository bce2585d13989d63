"""Vehicles that wait for a ferry at one end, in order of arrival: whole numbers by class and hour, no single vehicles.

The vehicles of an hour come evenly over it: of n trucks the j-th comes (j - 1/2)/n after the hour. Trucks and cars form
one line by time of arrival, and nobody overtakes; of a truck and a car that come at one moment the truck is first.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portsim.streams import Floats

Counts = NDArray[np.integer[Any]]
TOUCH = 1e-6
"""Truck slots that rounding may make up or lose in a year of vehicles."""
_LITTLE = 0.01
_NEVER = float("inf")


class Arrivals:
    """Vehicles of one class that come in each hour of the run.

    Examples
    --------
    >>> trucks = Arrivals(np.array([2, 0, 1]))  # at 0:15, 0:45 and 2:30
    >>> trucks.up_to(np.array([0.0, 0.5, 2.6])).tolist(), trucks.sum_of_hours(np.array([0, 1, 3])).tolist()
    ([0, 1, 3], [0.0, 0.25, 3.5])
    """

    __slots__ = ("_hours_before", "before", "counts")

    def __init__(self, counts: Counts) -> None:
        self.counts = counts.astype(np.int64)
        self.before = _before(self.counts)
        self._hours_before = _before(counts * (np.arange(len(counts)) + 0.5))

    def up_to(self, hours: Floats) -> Counts:
        """How many have come by each of some hours of the run."""
        whole = hours.astype(np.int64)
        come: Counts = self.before[whole] + (self.counts[whole] * (hours - whole) + 0.5).astype(np.int64)
        return come

    def sum_of_hours(self, n: Counts) -> Floats:
        """Sum of the hours at which the first `n` came."""
        whole = np.maximum(np.searchsorted(self.before, n) - 1, 0)
        last = n - self.before[whole]
        summed: Floats = self._hours_before[whole] + last * whole + last**2 / (2.0 * np.maximum(self.counts[whole], 1))
        return summed


def _before(amounts: Counts | Floats) -> NDArray[Any]:
    """Sum of all hours before each hour, and of all."""
    return np.concatenate([np.zeros(1, dtype=amounts.dtype), np.cumsum(amounts)])


class VehicleLine:
    """The line at one end over the whole run.

    Parameters
    ----------
    trucks, cars
        Vehicles that come in each hour of the run.
    car_slots
        Truck slots a car takes, at most 1.

    Attributes
    ----------
    trucks, cars
        The same.
    gone
        Trucks and cars called aboard since the start of the run: always the first of the line.

    Examples
    --------
    >>> line = VehicleLine(Arrivals(np.array([2, 0])), Arrivals(np.array([1, 4])), car_slots=0.5)
    >>> line.arrived(0.5)  # a truck at 0:15, a car at 0:30
    (1, 1)
    >>> line.shipload(2.0)  # behind them on two slots the second truck, who comes at 0:45, finds no room
    (1, 1, 0.75)
    """

    __slots__ = ("_car_slots", "_cars", "_cars_before", "_slots_after", "_slots_before", "_slots_gone", "_trucks",
                 "_trucks_before", "cars", "gone", "trucks")  # fmt: skip

    def __init__(self, trucks: Arrivals, cars: Arrivals, car_slots: float) -> None:
        self.trucks, self.cars = trucks, cars
        self.gone = (0, 0)
        self._slots_gone = 0.0
        self._car_slots = car_slots
        # Python's own arrays: single values out of numpy's are slow, and lists take four times the memory. Nobody comes
        # in the hour after the last.
        self._trucks: array[int]
        self._cars: array[int]
        self._trucks_before: array[int]
        self._cars_before: array[int]
        self._trucks, self._cars = (array("q", [*one.counts.tolist(), 0]) for one in (trucks, cars))
        self._trucks_before, self._cars_before = (array("q", one.before.tolist()) for one in (trucks, cars))
        self._slots_before = array("d", (trucks.before + car_slots * cars.before).tolist())
        self._slots_after = self._slots_before[1:] + self._slots_before[-1:]

    @property
    def n_in_all(self) -> int:
        """Vehicles that come in the whole run."""
        return self._trucks_before[-1] + self._cars_before[-1]

    @property
    def n_waiting_at_end(self) -> int:
        """Vehicles not called aboard of all that come."""
        return self.n_in_all - sum(self.gone)

    def arrived(self, hour: float) -> tuple[int, int]:
        """Trucks and cars that have come by an hour of the run."""
        whole = int(hour)
        part = hour - whole
        return (
            self._trucks_before[whole] + int(self._trucks[whole] * part + 0.5),
            self._cars_before[whole] + int(self._cars[whole] * part + 0.5),
        )

    def board(self, hour: float, slots: float) -> tuple[int, int]:
        """Call aboard who has come by an hour of the run and finds room on so many slots; the new `gone`."""
        trucks, cars = self.arrived(hour)
        if trucks - self.gone[0] + self._car_slots * (cars - self.gone[1]) > slots + TOUCH:
            trucks, cars, _ = self.shipload(slots)
        self.gone = (trucks, cars)
        self._slots_gone = trucks + self._car_slots * cars
        return self.gone

    def full_h(self, slots: float, before_h: float) -> float:
        """When so many slots could be filled, as `shipload` has it; infinity if not before then."""
        whole = int(before_h) if before_h < len(self._trucks) else -1
        if whole >= 0:
            if self._slots_after[whole] - self._slots_gone < slots - 2.0 * TOUCH:
                return _NEVER  # nor in the whole of that hour
            part = before_h - whole
            trucks = int(self._trucks[whole] * part + 0.5) - self.gone[0]
            cars = int(self._cars[whole] * part + 0.5) - self.gone[1]
            if self._slots_before[whole] + trucks + self._car_slots * cars < slots - TOUCH:
                return _NEVER
        return self.shipload(slots)[2]

    def shipload(self, slots: float) -> tuple[int, int, float]:
        """How far the line has gone when a ship of so many slots took all she can: trucks, cars, and when she is full.

        She is full when nothing more could go aboard, or when the first comes who finds no room; never, if all that
        ever come find room.
        """
        car_slots = self._car_slots
        gone_trucks, gone_cars = self.gone
        target = gone_trucks + car_slots * gone_cars + slots
        slots_before = self._slots_before
        whole = bisect_left(slots_before, target - TOUCH) - 1
        if whole + 1 == len(slots_before):
            return self._trucks_before[-1], self._cars_before[-1], _NEVER
        trucks, cars = self._trucks[whole], self._cars[whole]
        room = target - slots_before[whole]
        # The fill rises over the hour almost as a straight line: begin surely before the end, then go on one by one.
        part = (room - 0.5 - 0.5 * car_slots - _LITTLE) / (trucks + car_slots * cars)
        truck, car = (int(trucks * part + 0.5), int(cars * part + 0.5)) if part > 0.0 else (0, 0)
        room -= truck + car_slots * car
        last = 0.0
        while room >= TOUCH:
            truck_at = (truck + 0.5) / trucks if truck < trucks else _NEVER
            car_at = (car + 0.5) / cars if car < cars else _NEVER
            if truck_at <= car_at:
                last = truck_at
                if room < 1.0 - TOUCH:
                    break
                truck += 1
                room -= 1.0
            else:
                last = car_at
                if room < car_slots - TOUCH:
                    break
                car += 1
                room -= car_slots
        return self._trucks_before[whole] + truck, self._cars_before[whole] + car, whole + last
