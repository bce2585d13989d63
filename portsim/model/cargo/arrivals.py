"""The cargo of the coming weeks: made, sent on its ways, booked on its first ship, train or barge."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portsim.clock import HOURS_PER_WEEK
from portsim.model.cargo.booking import book_batch
from portsim.model.cargo.choosing import Chooser
from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.demand import Lots, Shippers
from portsim.model.cargo.land_stack import Land, LandStack
from portsim.model.cargo.ways import Batch, Ways
from portsim.model.kernel import Kernel, Process

_MADE_AHEAD_H = 3 * HOURS_PER_WEEK
"""Lots are arrays, and cheap: made for three weeks at once, in fewer, longer numpy calls."""
SENT_AHEAD_H = 3 * HOURS_PER_WEEK
"""Consignments are objects: where nothing is learnt they are sent for three weeks at once."""


class Arrivals:
    """All cargo that turns up.

    Parameters
    ----------
    shippers
        Make the lots of all flows; None where there is no cargo.
    ways
        What lots can take.
    chooser
        Sends lots on their ways.
    sent_ahead_h
        Time between two looks at the ways.
    to_port
        Stacks of boxes that wait for a train or barge to the port.
    end_h
        End of the run.

    Attributes
    ----------
    n_made, teu_made, boxes_made
        Consignments, TEU and boxes that came into the system, or went past the cluster.
    """

    def __init__(
        self,
        env: Kernel,
        shippers: Shippers | None,
        ways: Ways,
        chooser: Chooser,
        sent_ahead_h: float,
        to_port: Mapping[Land, LandStack],
        end_h: float,
    ) -> None:
        self._env = env
        self._shippers = shippers
        self._ways, self._chooser = ways, chooser
        self._sent_ahead_h = sent_ahead_h
        self._to_port = to_port
        self._end_h = end_h
        self._made: Lots | None = None
        self._made_until_h = 0.0
        self.n_made = 0
        self.teu_made = 0
        self.boxes_made = 0.0

    def open(self, place: Callable[[Batch], list[Consignment]]) -> None:
        """Place the cargo made ready before the start where it is by then; what went past the cluster is left out."""
        if self._shippers is None:
            return
        lots = self._shippers.before_start()
        way = self._chooser.choose(lots)
        here = ~self._ways.is_past(way)
        for batch in self._ways.batches(lots.some(here.nonzero()[0]), way[here]):
            for consignment in place(batch):
                self.n_made += 1
                self.teu_made += consignment.teu
                self.boxes_made += consignment.teu / consignment.itinerary.teu_per_box

    def life(self) -> Process:
        """Send the cargo of the next weeks, again and again."""
        if self._shippers is None:
            return
        while True:
            now = self._env.now
            self._chooser.learn(now)
            lots = self._ready_before(self._shippers, min(now + self._sent_ahead_h, self._end_h))
            way = self._chooser.choose(lots)
            self.n_made += len(lots)
            self.teu_made += int(lots.teu.sum())
            self.boxes_made += float((lots.teu / self._ways.teu_per_box[way]).sum())
            for batch in self._ways.batches(lots, way):
                self._admit(batch)
            yield self._sent_ahead_h

    def _ready_before(self, shippers: Shippers, hour: float) -> Lots:
        if self._made is None or hour > self._made_until_h:
            self._made_until_h = min(max(hour, self._made_until_h + _MADE_AHEAD_H), self._end_h)
            new = shippers.until(self._made_until_h)
            self._made = new if self._made is None else self._made.then(new)
        cut = int(self._made.ready_h.searchsorted(hour))
        ready, self._made = self._made.some(slice(0, cut)), self._made.some(slice(cut, None))
        return ready

    def _admit(self, batch: Batch) -> None:
        if batch.land is None:
            book_batch(batch)
            return
        stack = self._to_port[batch.land]
        for consignment, there_h in zip(batch.consignments, batch.there_h.tolist(), strict=True):
            stack.put(there_h, consignment)
