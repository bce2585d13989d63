"""The rail terminal of a port: tracks on which trains are unloaded and loaded, first come, first served."""

from __future__ import annotations

from portsim.model.kernel import Gate, Kernel, Pool
from portsim.scenario.landside import RailTerminal


class Tracks:
    """The live rail terminal.

    Parameters
    ----------
    description
        Tracks and lifts of the scenario.
    teu_per_box
        TEU a lift moves.
    """

    __slots__ = ("_description", "_pool", "_teu_per_box")

    def __init__(self, env: Kernel, description: RailTerminal, teu_per_box: float) -> None:
        self._description = description
        self._pool = Pool(env, description.tracks)
        self._teu_per_box = teu_per_box

    def hours(self, teu: float) -> float:
        """Hours a train with so many TEU to lift takes a track."""
        return self._description.track_hours(teu, self._teu_per_box)

    def take(self) -> bool:
        """Take a track if one is free and nobody waits."""
        return self._pool.take()

    def ask(self) -> Gate | float:
        """Wait for a track; to be yielded at once."""
        return self._pool.ask()

    def give(self) -> None:
        """Leave the track to the next."""
        self._pool.give()
