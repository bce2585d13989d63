"""A line of ships where nothing but a berth is ever waited for: no weather, tide, channel or pilot."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from portsim.model.kernel import Place
from portsim.model.port.quay import take_berth

if TYPE_CHECKING:
    from portsim.model.port.call import Stay
    from portsim.model.port.terminal import Terminal


class BerthLine:
    """Ships in order of their rank, of which only the first is looked at.

    Parameters
    ----------
    terminal
        Where the ships want to berth.

    Attributes
    ----------
    ships
        A heap: rank, number in order of joining, hour of joining, the ship, and where her process is parked.
    """

    __slots__ = ("_n_joined", "_terminal", "ships")

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.ships: list[tuple[float, int, float, Stay, Place]] = []
        self._n_joined = 0

    def join(self, stay: Stay, rank: float, now: float) -> Place | float:
        """Put a ship into the line; what is returned must be yielded at once, and then she starts."""
        ships, place = self.ships, Place()
        self._n_joined = number = self._n_joined + 1
        heappush(ships, (rank, number, now, stay, place))
        if ships[0][1] == number and len(ships) > 1 and self.look():  # alone she has found no berth just now
            return 0.0
        return place

    def look(self) -> bool:
        """Let the first start, if there is a berth for her."""
        _, _, since_h, stay, place = self.ships[0]
        berth = take_berth(stay.ship.fit.berths)
        if berth is None:
            return False
        heappop(self.ships)
        terminal = self._terminal
        stay.berth = berth
        stay.waited(True, (0.0, terminal.env.now - since_h, 0.0, 0.0, 0.0))
        terminal.one_less_waits()
        place.open(terminal.env)
        return True
