"""The log of one end of a ferry: who was aboard, how long they had waited and who found no room, sailing by sailing.

A sailing is noted as few numbers; all that follows from them and the line of vehicles is worked out for many at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import numpy as np

from portsim.model.inland.vehicle_line import Arrivals, VehicleLine
from portsim.results.table import Table
from portsim.streams import Floats

_WIDTH = 6


class SailingBook:
    """Sailings from one end.

    Parameters
    ----------
    number, out
        Index of the service among the entities, and whether these ships sail out.
    line
        The vehicles that come here.
    slots, car_slots
        Truck slots of a ship and of a car.
    passengers
        People in a truck, in a car, and without a vehicle in a sailing.
    table
        The record table `sailings`.

    Attributes
    ----------
    note
        Takes a sailing: ship, hours of loading, departure and arrival, and the trucks and cars called aboard so far,
        hers included.
    """

    def __init__(
        self,
        number: int,
        out: bool,
        line: VehicleLine,
        slots: float,
        car_slots: float,
        passengers: tuple[float, float, float],
        table: Table,
    ) -> None:
        self._number, self._out = number, out
        self._line = line
        self._slots, self._car_slots = slots, car_slots
        self._passengers = passengers
        self._table = table
        self._pending = array("d")  # a quarter of the memory of a list of floats
        self._before = (0.0, 0.0, 0.0)  # trucks, cars and the sum of their hours of all sailings written
        self.note: Callable[[tuple[Any, ...]], None] = self._pending.extend

    def write(self, at_least: int = 1) -> None:
        """Write the rows of the sailings noted, if there are `at_least` so many."""
        if len(self._pending) < at_least * _WIDTH:
            return
        ship, loading_h, departed_h, arrived_h, trucks_gone, cars_gone = np.array(self._pending).reshape(-1, _WIDTH).T
        del self._pending[:]
        come_h = _sum_of_hours(self._line.trucks, trucks_gone) + _sum_of_hours(self._line.cars, cars_gone)
        trucks, cars, came_h = (
            np.diff(so_far, prepend=before)
            for so_far, before in zip((trucks_gone, cars_gone, come_h), self._before, strict=True)
        )
        self._before = (float(trucks_gone[-1]), float(cars_gone[-1]), float(come_h[-1]))
        waited_h = np.maximum((trucks + cars) * loading_h - came_h, 0.0)
        come = self._line.trucks.up_to(loading_h) + self._line.cars.up_to(loading_h)
        left = np.maximum(come - trucks_gone - cars_gone, 0.0)
        in_truck, in_car, on_foot = self._passengers
        self._table.append_block(
            np.array(self._number), np.array(self._out), ship, loading_h, departed_h, arrived_h, trucks, cars,
            in_truck * trucks + in_car * cars + on_foot, waited_h, left,
            (trucks + self._car_slots * cars) / self._slots,
        )  # fmt: skip


def _sum_of_hours(arrivals: Arrivals, gone: Floats) -> Floats:
    return arrivals.sum_of_hours(gone.astype(np.int64))
