"""Empties called for between two nodes: spread over the week's sailings, and not for ever."""

from __future__ import annotations

import math
from collections import deque


class EmptyCalls:
    """The empties called for on one relation.

    What is outstanding at the end of a week is spread over the slots the common lines offer a week, so that the first
    ship does not take all. A call that no ship has served after some weeks lapses: the boxes are hired elsewhere.

    Parameters
    ----------
    slots_a_week
        Slots the common lines of the relation offer, TEU a week.
    lapse_weeks
        Weeks after which a call lapses.

    Attributes
    ----------
    teu
        What is outstanding.
    """

    __slots__ = ("_called_teu", "_per_slot", "_slots_a_week", "_weeks_teu", "teu")

    def __init__(self, slots_a_week: float, lapse_weeks: int) -> None:
        self.teu = 0
        self._slots_a_week = slots_a_week
        self._called_teu = 0
        self._per_slot = 0.0
        self._weeks_teu: deque[int] = deque(maxlen=lapse_weeks)

    def call(self, teu: int) -> None:
        """Call for empties."""
        self.teu += teu
        self._called_teu += teu

    def withdraw(self, teu: int) -> int:
        """Call for less, since so many are needed the other way; return by how much there was to withdraw."""
        withdrawn = min(teu, self.teu)
        self.teu -= withdrawn
        return withdrawn

    def end_week(self) -> None:
        """Let old calls lapse and spread the rest over the slots of the next week.

        The oldest calls are served first, so what is outstanding beyond the calls of the last weeks is older than they.
        """
        self._weeks_teu.append(self._called_teu)
        self._called_teu = 0
        self.teu = min(self.teu, sum(self._weeks_teu))
        self._per_slot = self.teu / self._slots_a_week

    def share_teu(self, slots: int) -> int:
        """What a ship of so many slots is asked to take, in whole TEU."""
        return min(self.teu, math.ceil(self._per_slot * slots))

    def take(self, teu: int) -> None:
        """So many have been loaded."""
        self.teu -= teu
