"""Ships of bulk, vehicles and passengers: those of one class that serve a stream come at random, with its parcels."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from portsim.model.kernel import Kernel, Process
from portsim.model.port.book import PortBook
from portsim.model.port.call import Parcel, Stay, call
from portsim.model.port.terminal import Fit, Terminal
from portsim.scenario.bulk import BulkUnit, Direction


class BulkShips:
    """The calls of one class of ships for one stream.

    Parameters
    ----------
    service_number, class_number
        Indices of stream and ship class among the entities.
    unit, direction
        What a parcel counts, and which way it goes.
    arrivals_h
        Hours of arrival in the run, in order.
    size, work_h
        Draws of the parcel, and of the hours of work; `work_h` is None where unloaders do it.

    Attributes
    ----------
    n_brought
        What all ships so far were to discharge and load, in the unit.
    """

    def __init__(
        self,
        env: Kernel,
        service_number: int,
        class_number: int,
        loa_m: float,
        terminal: Terminal,
        fit: Fit,
        unit: BulkUnit,
        direction: Direction,
        arrivals_h: Iterable[float],
        size: Callable[[], float],
        work_h: Callable[[], float] | None,
        book: PortBook,
    ) -> None:
        self._env = env
        self._terminal = terminal
        self._arrivals_h = arrivals_h
        self._size = size
        self._work_h = work_h
        self._book = book
        self._n_arrived = 0
        self._direction = direction
        self.unit = unit
        self.n_brought = 0
        self.service_number = service_number
        self.class_number = class_number
        self.number = -1
        self.loa_m = loa_m
        self.window_h = -1.0
        self.fit = fit
        self.open_hatches = self.close_hatches = None  # her parcel is drawn when she comes, and no yard sees it

    def arrivals(self) -> Process:
        """Ships arrive, independent of what happens to those before."""
        env, terminal, book = self._env, self._terminal, self._book
        for hour in self._arrivals_h:
            yield hour - env.now
            env.start(call(terminal, self, book))

    def announce(self, stay: Stay) -> None:
        """Draw her parcel, and her work where a law gives it; whole tonnes, so that the books balance to the last."""
        stay.voyage = self._n_arrived
        self._n_arrived += 1
        size = max(1, round(self._size()))
        self.n_brought += size
        if self.unit == "vehicles":
            stay.parcel = Parcel(vehicles=size)
        elif self.unit == "passengers":
            stay.parcel = Parcel(passengers=size)
        else:
            lands = size if self._direction == "discharge" else 0 if self._direction == "load" else size // 2
            stay.parcel = Parcel(lands, size - lands)
        if self._work_h is not None:
            stay.work_h = self._work_h()

    def expected_work(self, stay: Stay) -> float:
        """Hours of work."""
        if stay.work_h is not None:
            return stay.work_h
        unloaders = self._terminal.unloaders
        return unloaders.hours_alone(sum(stay.parcel[:2]), self.loa_m) if unloaders else 0.0

    def land_part(self, stay: Stay, amount: int) -> None:
        """The stockyard knows what it holds; the books have to know it of a ship still in port."""
        stay.landed_t += amount
