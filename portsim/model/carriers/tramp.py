"""Ships without a timetable: they come at random, bring and take boxes of nobody in particular, and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portsim.model.kernel import Kernel, Part, Process
from portsim.model.port.book import PortBook
from portsim.model.port.call import Stay, call
from portsim.model.port.terminal import Fit, Terminal

NO_PRO_FORMA = float("nan")


class TrampService:
    """The irregular calls of one class of ships at one terminal.

    Parameters
    ----------
    number, class_number
        Indices of service and ship class among the entities.
    interarrival_h, work_h, call_size_teu
        Draws of the laws; `work_h` is None where cranes do the work.
    """

    def __init__(
        self,
        env: Kernel,
        number: int,
        class_number: int,
        loa_m: float,
        terminal: Terminal,
        fit: Fit,
        interarrival_h: Callable[[], float],
        work_h: Callable[[], float] | None,
        call_size_teu: Callable[[], float],
        book: PortBook,
    ) -> None:
        self._env = env
        self._record = (terminal.port_number, terminal.number)
        self._ship_record = (number, class_number, -1)
        self._terminal = terminal
        self._interarrival_h = interarrival_h
        self._call_size_teu = call_size_teu
        self._book = book
        self.fit = fit
        self.loa_m = loa_m
        self.work_h = work_h

    def arrivals(self) -> Process:
        """Ships arrive, one after the other, independent of what happens to those before."""
        n_arrived = 0
        while True:
            yield self._interarrival_h()
            work_h = self.work_h() if self.work_h else None
            ship = TrampShip(self, work_h, self._call_size_teu())
            self._env.start(self._visit(ship, n_arrived))
            n_arrived += 1

    def _visit(self, ship: TrampShip, number: int) -> Part[None]:
        stay = self._book.arrive(self._env.now, self._terminal.number)
        yield from call(self._terminal, ship, stay)
        self._book.depart(
            stay, (*self._record, stay.quay, *self._ship_record, number, self.loa_m, stay.need, NO_PRO_FORMA)
        )

    def hours(self, teu: float) -> float:
        """Work the port expects of a ship with this many boxes, h."""
        terminal = self._terminal
        return terminal.cranes.hours_alone(teu / terminal.teu_per_box, self.loa_m) if terminal.cranes else 0.0

    def moves(self, teu: float) -> float:
        """Crane moves for this many TEU."""
        return teu / self._terminal.teu_per_box


class TrampShip:
    """One irregular caller: half of her call size is discharged, half loaded."""

    __slots__ = ("_call_size_teu", "_service", "_work_h", "fit", "loa_m")

    def __init__(self, service: TrampService, work_h: float | None, call_size_teu: float) -> None:
        self._service = service
        self._work_h = work_h
        self._call_size_teu = call_size_teu
        self.fit = service.fit
        self.loa_m = service.loa_m

    def expected_work(self) -> float:
        """Hours of work, h."""
        return self._service.hours(self._call_size_teu) if self._work_h is None else self._work_h

    def open_hatches(self, stay: Stay) -> float | None:
        """Half of the call size comes, half goes, in whole TEU."""
        if self._call_size_teu:
            teu = round(self._call_size_teu)
            stay.discharged_laden_teu = teu // 2
            stay.loaded_laden_teu = teu - teu // 2
            stay.moves = self._service.moves(teu)
        return self._work_h

    def close_hatches(self, stay: Stay) -> None:
        """Her boxes belong to nobody: no yard sees them."""
