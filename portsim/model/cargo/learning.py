"""Builds the choice of a live cluster: which legs and gates shippers hear of, and which of them each way passes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from portsim.capacity.openings import Openings
from portsim.choice.board import Board
from portsim.keyed import Integers
from portsim.model.cargo.choosing import Component, LearningChoice
from portsim.model.cargo.land_stack import Land, LandStack
from portsim.model.cargo.relation import Relation
from portsim.model.cargo.ways import Ways
from portsim.model.port.port import Port
from portsim.scenario.choice import Choice
from portsim.streams import Floats, Streams

LocksPassed = Mapping[tuple[str, str], tuple[Sequence[Component], Sequence[Component]]]
"""By zone and port, what is heard of the locks on the way to the port and on the way back."""


class _Gates:
    """All truck gates of a port together."""

    def __init__(self, port: Port) -> None:
        self._gates = [terminal.gate for terminal in port.terminals.values() if terminal.gate is not None]

    def heard(self, now: float) -> tuple[float, float, float]:
        """TEU booked since last asked, the mean wait of their trucks, h, and its mean square, h2."""
        told = [gate.heard(now) for gate in self._gates]
        teu = sum(one[0] for one in told)
        if not teu:
            return 0.0, 0.0, 0.0
        return teu, sum(one[0] * one[1] for one in told) / teu, sum(one[0] * one[2] for one in told) / teu


def learning_choice(
    choice: Choice,
    board: Board,
    ways: Ways,
    weekly_teu: Floats,
    relations: Mapping[tuple[str, str], Relation],
    stacks: tuple[Mapping[Land, LandStack], Mapping[Land, LandStack]],
    ports: Mapping[str, Port],
    locks: LocksPassed,
    streams: Streams,
    reports_from_h: float,
    end_h: float,
) -> LearningChoice:
    """Make the choice of a run.

    Parameters
    ----------
    stacks
        Boxes waiting for trains and barges to ports and to zones.
    locks
        By zone and port, the locks that barges pass on the way to the port and on the way back.
    reports_from_h, end_h
        Begin of the reported years, and end of the run.
    """
    components: list[Component] = []
    numbers: dict[object, int] = {}

    def number_of(key: object, component: Component) -> int:
        if key not in numbers:
            numbers[key] = len(components)
            components.append(component)
        return numbers[key]

    passed: list[list[int]] = []
    for way in ways.all:
        itinerary = way.itinerary
        found = [number_of(("sea", leg.origin, leg.destination), leg) for leg in itinerary.legs]
        land = itinerary.land
        if land is not None:
            stack = stacks[0 if itinerary.outbound else 1].get(land)
            if stack is not None:
                found.append(number_of((land, itinerary.outbound), stack))
                if land[2] == "barge":
                    passed_locks = locks[land[:2]][0 if itinerary.outbound else 1]
                    found += [number_of(("lock", id(one)), one) for one in passed_locks]
            elif land[2] == "road":
                found.append(number_of(("gates", land[1]), _Gates(ports[land[1]])))
        passed.append(found)
    width = max((len(found) for found in passed), default=0) or 1
    none = len(components)
    parts = np.array([[*found, *([none] * (width - len(found)))] for found in passed], dtype=np.int64)
    seed = int(streams.generator("choice").integers(2**63))
    return LearningChoice(
        board, choice.nesting, choice.feedback_weight, choice.feedback == "weekly", components, parts, weekly_teu, seed,
        reports_from_h, _shut(ways, relations.values(), end_h),
    )  # fmt: skip


def _shut(ways: Ways, relations: Iterable[Relation], end_h: float) -> list[tuple[Integers, Openings]]:
    """Ways over relations whose services open or close, and when one of these sails."""
    found = []
    for relation in relations:
        spans = relation.spans_of_lives()
        if spans is not None:
            over = [number for number, way in enumerate(ways.all) if relation in way.itinerary.legs]
            found.append((np.array(over, dtype=np.int64), Openings(spans, end_h)))
    return found
