"""The book of the port office: who is in port, who has come and gone, and which legs were sailed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portsim.model.port.call import Stay

Row = tuple[Any, ...]


class PortBook:
    """Opens a page for every call and writes its row when it ends.

    Parameters
    ----------
    calls, voyages
        Take the rows of the tables of these names.

    Attributes
    ----------
    n_arrived, n_turned_away
        Calls begun, and those that found no waiting room.
    in_port
        Calls that have not ended, with the number of their terminal, in order of arrival.
    """

    def __init__(self, calls: Callable[[Row], None], voyages: Callable[[Row], None]) -> None:
        self._calls = calls
        self.voyages = voyages
        self.n_arrived = 0
        self.n_turned_away = 0
        self.in_port: dict[Stay, int] = {}

    def arrive(self, now: float, terminal: int) -> Stay:
        """Open the page of a call."""
        self.n_arrived += 1
        stay = Stay(now)
        self.in_port[stay] = terminal
        return stay

    def depart(self, stay: Stay, ship: Row) -> None:
        """Close the page; `ship` holds the columns of `calls` before `arrived_h`."""
        del self.in_port[stay]
        self.n_turned_away += stay.turned_away
        self._calls((*ship, *stay.row()))
