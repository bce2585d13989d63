"""Ships without a timetable: they come at random, bring and take boxes of nobody in particular, and go."""

from __future__ import annotations

from collections.abc import Callable

from portsim.capacity.openings import Openings
from portsim.model.kernel import Kernel, Process
from portsim.model.port.book import PortBook
from portsim.model.port.call import Stay, call
from portsim.model.port.terminal import Fit, Terminal


class TrampService:
    """The irregular calls of one class of ships at one terminal; half of a call size is discharged, half loaded.

    Parameters
    ----------
    service_number, class_number
        Indices of service and ship class among the entities.
    interarrival_h, work_h, call_size_teu
        Draws of the laws; `work_h` is None where cranes do the work, `call_size_teu` where there are no boxes.
    runs
        When ships come at all; None for always.
    """

    def __init__(
        self,
        env: Kernel,
        service_number: int,
        class_number: int,
        loa_m: float,
        terminal: Terminal,
        fit: Fit,
        interarrival_h: Callable[[], float],
        work_h: Callable[[], float] | None,
        call_size_teu: Callable[[], float] | None,
        book: PortBook,
        runs: Openings | None = None,
    ) -> None:
        self._env = env
        self._terminal = terminal
        self._interarrival_h = interarrival_h
        self._work_h = work_h
        self._call_size_teu = call_size_teu
        self._book = book
        self._runs = runs
        self._n_arrived = 0
        self.service_number = service_number
        self.class_number = class_number
        self.number = -1
        self.loa_m = loa_m
        self.window_h = -1.0
        self.fit = fit
        self.open_hatches = self.close_hatches = None  # her boxes are drawn when she comes, and no yard sees them

    def arrivals(self) -> Process:
        """Ships arrive, one after the other, independent of what happens to those before."""
        interarrival_h, start, terminal, book = self._interarrival_h, self._env.start, self._terminal, self._book
        while True:
            yield interarrival_h()
            if self._runs is not None and not self._runs.is_open(self._env.now):
                continue  # cancelled: she goes elsewhere
            start(call(terminal, self, book))

    def announce(self, stay: Stay) -> None:
        """Draw her work and her boxes."""
        stay.voyage = self._n_arrived
        self._n_arrived += 1
        if self._work_h is not None:
            stay.work_h = self._work_h()
        if self._call_size_teu is not None:
            teu = max(0, round(self._call_size_teu()))
            stay.discharged_laden_teu = teu // 2
            stay.loaded_laden_teu = teu - teu // 2
            stay.moves = teu / self._terminal.teu_per_box

    def expected_work(self, stay: Stay) -> float:
        """Hours of work."""
        if stay.work_h is not None:
            return stay.work_h
        cranes = self._terminal.cranes
        return cranes.hours_alone(stay.moves, self.loa_m) if cranes else 0.0

    def land_part(self, stay: Stay, amount: int) -> None:
        """Her boxes belong to nobody."""
