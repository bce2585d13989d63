"""What shippers learn of one leg or gate: by how much boxes that passed were late, and those that still wait."""

from __future__ import annotations


class Delays:
    """Hours of delay of the boxes that passed in a week.

    Attributes
    ----------
    teu
        Boxes that passed since the last look, TEU.
    teu_h, teu_h2
        Their delay in TEU-hours, and TEU times hours squared.
    """

    __slots__ = ("teu", "teu_h", "teu_h2")

    def __init__(self) -> None:
        self.teu = 0
        self.teu_h = 0.0
        self.teu_h2 = 0.0

    def note(self, teu: int, late_h: float) -> None:
        """Boxes have passed so many hours late; early ones are negative."""
        self.teu += teu
        self.teu_h += teu * late_h
        self.teu_h2 += teu * late_h * late_h

    def take(self, waiting_teu: float, waiting_late_h: float) -> tuple[float, float, float]:
        """Boxes seen in the week, their mean delay and its mean square, those still waiting counted in; begin anew.

        Parameters
        ----------
        waiting_teu, waiting_late_h
            Boxes that wait, TEU, and by how much they are late so far in the mean, h; left out where they are not.
        """
        teu, teu_h, teu_h2 = float(self.teu), self.teu_h, self.teu_h2
        self.teu, self.teu_h, self.teu_h2 = 0, 0.0, 0.0
        if waiting_teu > 0.0 and waiting_late_h > 0.0:
            teu += waiting_teu
            teu_h += waiting_teu * waiting_late_h
            teu_h2 += waiting_teu * waiting_late_h**2
        return (teu, teu_h / teu, teu_h2 / teu) if teu > 0.0 else (0.0, 0.0, 0.0)
