"""What shippers learn of a lock in one direction: how long container ships stay at it, waiting and being locked."""

from __future__ import annotations

from portsim.model.cargo.delays import Delays


class LockDelays:
    """Hours at a lock beyond those that tables count, of ships with boxes aboard.

    Parameters
    ----------
    usual_h
        Hours at a lock that tables count.
    """

    __slots__ = ("_arrived_teu_h", "_delays", "_teu", "_usual_h")

    def __init__(self, usual_h: float) -> None:
        self._usual_h = usual_h
        self._delays = Delays()
        self._teu = 0
        self._arrived_teu_h = 0.0

    def arrive(self, teu: int, now: float) -> None:
        """A ship with so many boxes comes to the lock."""
        self._teu += teu
        self._arrived_teu_h += teu * now

    def leave(self, teu: int, arrived_h: float, now: float) -> float:
        """She is through; return the hours beyond the usual ones, at least 0."""
        self._teu -= teu
        self._arrived_teu_h -= teu * arrived_h
        late_h = now - arrived_h - self._usual_h
        self._delays.note(teu, late_h)
        return max(0.0, late_h)

    def heard(self, now: float) -> tuple[float, float, float]:
        """TEU through since last asked or still there, by how much they were late, h, and its square."""
        late_h = now - self._arrived_teu_h / self._teu - self._usual_h if self._teu else 0.0
        return self._delays.take(self._teu, late_h)
