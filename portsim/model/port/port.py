"""A port seen from the cargo: its terminals, its depot of empty boxes and its book of laden boxes by sea relation."""

from __future__ import annotations

from collections import deque
from functools import partial

from portsim.model.level import Level
from portsim.model.port.terminal import Terminal


class Port:
    """The live port.

    Attributes
    ----------
    depot_teu, depot_at_start_teu
        Empty boxes in stock, now and at the start.
    empties_by_road_teu
        Empties that trucks have brought less those they took.
    discharged_teu, loaded_teu
        Laden TEU since the start of the week, by the node they came from or went to.
    """

    def __init__(self, id: str, number: int, terminals: dict[str, Terminal], end_h: float) -> None:
        self.id = id
        self.number = number
        self.terminals = terminals
        self.depot_teu = self.depot_at_start_teu = self.empties_by_road_teu = 0
        self.depot = Level(end_h)
        self.discharged_teu: dict[str, int] = {}
        self.loaded_teu: dict[str, int] = {}
        for key, share in self.yard_shares().items():
            yard = terminals[key].yard
            assert yard is not None  # it has a share
            yard.empties_teu = partial(self._empties_teu, share)

    def note_discharged(self, origin: str, teu: int) -> None:
        """Laden boxes from a node come off a ship."""
        self.discharged_teu[origin] = self.discharged_teu.get(origin, 0) + teu

    def note_loaded(self, destination: str, teu: int) -> None:
        """Laden boxes for a node go aboard a ship."""
        self.loaded_teu[destination] = self.loaded_teu.get(destination, 0) + teu

    def forget_tide(self) -> None:
        """All ships are known, and so are their hours of water: the heights of the tide are not needed any more."""
        for terminal in self.terminals.values():
            terminal.forget_tide()

    def _empties_teu(self, share: float) -> float:
        return share * self.depot_teu

    def store_empties(self, time_h: float, teu: int) -> None:
        """Put `teu` empties into the depot (take them out if negative)."""
        self.depot_teu += teu
        self.depot.add(time_h, float(teu))

    def yard_shares(self) -> dict[str, float]:
        """Share of each terminal in the yard capacity; the depot is counted in their yards in these shares."""
        capacities = {key: t.yard.description.capacity_teu for key, t in self.terminals.items() if t.yard}
        total = sum(capacities.values())
        return {key: capacity / total for key, capacity in capacities.items()}


class LastWeeks:
    """A weekly number and its mean over the last weeks; weeks before the first count as zero.

    So each week enters the means of just so many weeks, with its whole in all: none is counted twice.
    """

    __slots__ = ("_n_weeks", "_weeks")

    def __init__(self, n_weeks: int) -> None:
        self._n_weeks = n_weeks
        self._weeks: deque[int] = deque(maxlen=n_weeks)

    def mean_with(self, newest: int) -> float:
        """Add the newest week and return the mean."""
        self._weeks.append(newest)
        return sum(self._weeks) / self._n_weeks
