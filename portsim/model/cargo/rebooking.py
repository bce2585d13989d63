"""Boxes that ships left behind too often: their shippers choose once more between waiting on and another way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from portsim.choice.board import Board
from portsim.model.cargo.booking import book_batch
from portsim.model.cargo.choosing import LearningChoice
from portsim.model.cargo.consignment import Consignment, Itinerary
from portsim.model.cargo.demand import Lots
from portsim.model.cargo.land_stack import Land, LandStack
from portsim.model.cargo.relation import Relation
from portsim.model.cargo.ways import Batch, Ways
from portsim.model.kernel import Kernel
from portsim.results.table import Table
from portsim.streams import Floats

Row = tuple[Any, ...]


class Rebooking:
    """What becomes of boxes that are asked again, for all sea relations.

    They weigh all ways of their flow as at first, with the tastes they have, by what is perceived now. Who waits on
    reckons to wait as long again as the box is late by now, where that is more than is perceived of the relation. A box
    that stands at a gateway has the way to it behind it; to another gateway, within the cluster or outside, it goes by
    road at the cost of that gateway's way from its zone. A box that is still where it started from has all ways open.
    Where boxes change ship for the second time they have no choice but to wait.

    Parameters
    ----------
    chooser, board, ways
        The choice of the run, and the ways of all flows by number.
    to_port
        Stacks of boxes that wait for a train or barge to the port.
    note
        Takes what the book of consignments notes of those that leave the cluster.
    turns
        Record table of those that turn.

    Attributes
    ----------
    boxes_gained
        Boxes that consignments count more at their new gateway than at the one they left: TEU in a box differ by port.
    """

    def __init__(
        self,
        env: Kernel,
        chooser: LearningChoice,
        board: Board,
        ways: Ways,
        to_port: Mapping[Land, LandStack],
        note: Callable[[Row], None],
        turns: Table,
    ) -> None:
        self._env = env
        self._chooser, self._board, self._ways = chooser, board, ways
        self._to_port = to_port
        self._note = note
        self._note_turn: Callable[[Row], None] = turns.append
        self._beside: dict[int, Floats] = {}
        self.boxes_gained = 0.0

    def ask(self, relation: Relation, asked: list[Consignment]) -> list[Consignment]:
        """Send off those that turn to another way; return those that wait on, in their order."""
        now = self._env.now
        by_way: dict[int, list[int]] = {}
        for place, consignment in enumerate(asked):
            if consignment.leg == 0:
                by_way.setdefault(consignment.itinerary.number, []).append(place)
        if not by_way:
            return asked
        places = [place for alike in by_way.values() for place in alike]
        way = np.array([asked[place].itinerary.number for place in places])
        number = np.array([asked[place].number for place in places])
        late_h = np.array([now - asked[place].due_h for place in places]) - relation.until_sailing_h
        beside = np.concatenate([self._beside_of(one, relation) for one in way.tolist()])
        taken = self._chooser.choose_again(way, number, late_h, beside)
        turned = set()
        for n in np.flatnonzero(taken != way).tolist():
            place = places[n]
            turned.add(place)
            relation.delays.note(asked[place].teu, float(late_h[n]))
            relation.leave(asked[place])
            self._turn(asked[place], int(taken[n]))
        return [one for place, one in enumerate(asked) if place not in turned] if turned else asked

    def _beside_of(self, way: int, relation: Relation) -> Floats:
        """What speaks for each way of the flow besides its utility, for boxes of one way; shape (A_f,)."""
        if way not in self._beside:
            board, tree = self._board, self._board.tree
            flow = board.flow[way]
            own, itinerary = board.ways[way], self._ways.all[way].itinerary
            at_port = itinerary.outbound and itinerary.land is not None
            beside = np.zeros(tree.flow_start[flow + 1] - tree.flow_start[flow])
            spared = board.mu[flow] * (own.inland_cny + board.vot_cny_per_teu_day[flow] / 24.0 * own.inland_h)
            for place, number in enumerate(range(tree.flow_start[flow], tree.flow_start[flow + 1])):
                other, legs = board.ways[number], self._ways.all[number].itinerary.legs
                if at_port and other.gateway == own.gateway and other.mode == own.mode:
                    beside[place] = spared
                elif at_port and not other.is_outside and (other.mode != "road" or other.gateway == own.gateway):
                    beside[place] = -np.inf
                if number != way and legs and legs[0] is relation:
                    beside[place] = -np.inf  # the same ships
            self._beside[way] = beside
        return self._beside[way]

    def _turn(self, consignment: Consignment, way: int) -> None:
        now, ways, old = self._env.now, self._ways, consignment.itinerary
        live = ways.all[way]
        new = live.itinerary
        teu = consignment.teu
        stands_there = old.outbound and old.land is not None and new.land == old.land
        if consignment.yard is not None and not stands_there:
            consignment.yard.ship(now, teu)
            consignment.yard = None
        self._note_turn((
            new.record[0], old.record[3], old.record[4], old.record[6], new.record[3], new.record[4], new.record[6],
            live.past_h is not None, teu, now, consignment.rolls,
        ))  # fmt: skip
        self.boxes_gained += teu / new.teu_per_box - teu / old.teu_per_box
        if stands_there:  # another hub: it goes aboard from the yard where it stands
            consignment.itinerary = new
            new.legs[0].add(consignment, new.legs[0].due_h(now))
            return
        stay, truck = self._chooser.luck(way, consignment.number)
        lots = Lots(
            np.array([self._board.flow[way]]), np.array([consignment.number]), np.array([now]), np.array([teu]), stay,
            stay, truck,
        )  # fmt: skip
        taken = np.array([way])
        consignment.itinerary, consignment.leg, consignment.at_h = new, 0, now
        if live.past_h is not None:
            hours = float(ways.past_hours(lots, taken)[0])
            self._note(consignment.noted(now + hours, float("nan")))
            return
        consignment.truck_h = float(ways.truck_hours(lots, taken)[0])
        consignment.dwell_h = 0.0 if new.outbound else float(ways.stay_hours(lots, taken)[0])
        self._send(consignment, new, live.road is not None)

    def _send(self, consignment: Consignment, new: Itinerary, by_road: bool) -> None:
        """On its new way from now on; a box that goes by road is delivered when it comes."""
        now, relation = self._env.now, new.legs[0]
        stack = self._to_port.get(new.land) if new.outbound and new.land is not None and not by_road else None
        if stack is not None:
            stack.put(now, consignment)
            return
        there_h = np.array([now + consignment.truck_h if new.outbound else now])
        lead_h = np.array([np.inf]) if new.outbound and by_road else None
        book_batch(Batch(None, relation, [consignment], there_h, lead_h, new.delays is not None))
