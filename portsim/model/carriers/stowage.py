"""What a ship has aboard: laden boxes and empties by the stop they go to, slots and weight by leg of the round."""

from __future__ import annotations

from portsim.model.cargo.lading import Lading


class Stowage:
    """Slots and payload of a ship over the legs of its round; leg `k` goes from stop `k` to the next.

    A leg's numbers are those of its next sailing; :meth:`sailed` clears them.
    """

    __slots__ = ("_n_stops", "aboard", "capacity_teu", "empties", "empty_teu", "laden_teu", "payload_t", "weight_t")

    def __init__(self, n_stops: int, capacity_teu: int, payload_t: float) -> None:
        self._n_stops = n_stops
        self.capacity_teu = capacity_teu
        self.payload_t = payload_t
        self.laden_teu = [0] * n_stops
        self.empty_teu = [0] * n_stops
        self.weight_t = [0.0] * n_stops
        self.aboard: list[list[Lading]] = [[] for _ in range(n_stops)]
        self.empties: list[dict[str, int]] = [{} for _ in range(n_stops)]

    def free_teu(self, stop: int) -> list[int]:
        """Free slots on the legs from `stop` on, for one round less a leg."""
        n = self._n_stops
        legs = [*range(stop, n), *range(stop - 1)] if stop else range(n - 1)
        return [self.capacity_teu - self.laden_teu[leg] - self.empty_teu[leg] for leg in legs]

    def free_t(self, stop: int) -> list[float]:
        """Free payload on the legs from `stop` on, t."""
        n = self._n_stops
        legs = [*range(stop, n), *range(stop - 1)] if stop else range(n - 1)
        return [self.payload_t - self.weight_t[leg] for leg in legs]

    def stow(self, lading: Lading, stop: int, n_legs: int) -> None:
        """Take a lading aboard at `stop` for the next `n_legs` legs."""
        n = self._n_stops
        for leg in range(stop, stop + n_legs):
            self.laden_teu[leg % n] += lading.teu
            self.weight_t[leg % n] += lading.weight_t
        self.aboard[(stop + n_legs) % n].append(lading)

    def stow_empties(self, origin: str, teu: int, t_per_teu: float, stop: int, n_legs: int) -> None:
        """Take empties of the node `origin` aboard at `stop` for the next `n_legs` legs."""
        n = self._n_stops
        for leg in range(stop, stop + n_legs):
            self.empty_teu[leg % n] += teu
            self.weight_t[leg % n] += teu * t_per_teu
        there = self.empties[(stop + n_legs) % n]
        there[origin] = there.get(origin, 0) + teu

    def unstow(self, stop: int) -> tuple[list[Lading], dict[str, int]]:
        """Take out all that goes to `stop`: laden boxes, and empties by the node they come from."""
        ladings, empties = self.aboard[stop], self.empties[stop]
        self.aboard[stop], self.empties[stop] = [], {}
        return ladings, empties

    def sailed(self, leg: int) -> None:
        """The leg lies behind the ship."""
        self.laden_teu[leg] = self.empty_teu[leg] = 0
        self.weight_t[leg] = 0.0
