"""A lading: boxes booked on one sailing between two nodes, which go aboard and ashore together; and their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portsim.model.cargo.consignment import Consignment

if TYPE_CHECKING:
    from portsim.model.cargo.relation import Relation


class Lading:
    """Consignments of one sea relation, due at the same cut-off.

    Its sums are worked out once, when the boxes are ready; after that ports, ships and delays speak of it as a whole.

    Parameters
    ----------
    relation
        The sea relation they are on.
    due_h
        Cut-off they are due at, h.
    consignments
        They themselves, in the order in which they were booked.
    times_left
        How often ships of the relation had left boxes behind before these were ready.

    Attributes
    ----------
    teu, weight_t
        Size and weight of all.
    foreign_teu
        TEU that count as foreign trade on this sea leg.
    onward_teu
        TEU that go on by another ship from its end.
    """

    __slots__ = (
        "_n_taken",
        "consignments",
        "due_h",
        "foreign_teu",
        "onward_teu",
        "relation",
        "teu",
        "times_left",
        "weight_t",
    )

    def __init__(self, relation: Relation, due_h: float, consignments: list[Consignment], times_left: int = 0) -> None:
        self.relation = relation
        self.due_h = due_h
        self.consignments = consignments
        self.times_left = times_left
        self._n_taken = 0
        all_teu = foreign_teu = onward_teu = 0
        weight_t = 0.0
        for consignment in consignments:
            itinerary, leg, teu = consignment.itinerary, consignment.leg, consignment.teu
            all_teu += teu
            weight_t += teu * itinerary.t_per_teu
            if itinerary.foreign[leg]:
                foreign_teu += teu
            if leg + 1 < len(itinerary.legs):
                onward_teu += teu
        self.teu, self.foreign_teu, self.onward_teu, self.weight_t = all_teu, foreign_teu, onward_teu, weight_t

    @property
    def first(self) -> Consignment:
        """The one that goes first."""
        return self.consignments[self._n_taken]

    def take_first(self, teu: int) -> Consignment:
        """Take out the first, or so many TEU of it; the lading has less from then on."""
        first = self.first
        if teu < first.teu:
            taken = first.split(teu)
        else:
            taken = first
            self._n_taken += 1  # cut off at the end of it, so that a long line is not moved up for each
        itinerary, leg = taken.itinerary, taken.leg
        self.teu -= teu
        self.weight_t -= teu * itinerary.t_per_teu
        if itinerary.foreign[leg]:
            self.foreign_teu -= teu
        if leg + 1 < len(itinerary.legs):
            self.onward_teu -= teu
        return taken

    def rest(self, times_left: int) -> list[Consignment]:
        """Those not taken out, their rolls brought up to date: ships have left boxes behind `times_left` times now."""
        if self._n_taken:
            del self.consignments[: self._n_taken]
            self._n_taken = 0
        if self.times_left != times_left:
            for consignment in self.consignments:
                consignment.rolls += times_left - self.times_left
            self.times_left = times_left
        return self.consignments
