"""A barge line driven by hand: boxes at given hours, a way of ten hours with or without a lock, and the trips made.

Unless changed: 20 slots a barge, 20 t a slot; boxes of 10 t a TEU; a berth at each end handles 10 TEU an hour; five
hours to the lock (or the middle) and five beyond it, in both directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from portsim.model.cargo.consignment import Consignment, Itinerary
from portsim.model.inland.barge_berths import BargeBerths
from portsim.model.inland.barge_line import BargeLine
from portsim.model.inland.barge_side import Side
from portsim.model.inland.barge_stack import BargeStack
from portsim.model.inland.lock import Junction
from portsim.model.inland.vessel import VesselClass
from portsim.model.inland.way import InlandWay, Reach, Stretch
from portsim.model.kernel import Kernel
from portsim.model.port.port import Port
from portsim.model.port.yard import Yard
from portsim.scenario import barge as described
from portsim.scenario import port as described_port
from portsim.scenario.service import ShipClass

END_H = 2_000.0
BOXES = Itinerary((0,) * 7, (), (), True, ("inland", "harbour", "barge"), 10.0, 1.0)  # type: ignore[arg-type]


class Trip(NamedTuple):
    """A row of the table `barge_trips`, without service and slots."""

    barge: int
    outbound: bool
    loading_h: float
    departed_h: float
    arrived_h: float
    discharged_h: float
    laden_teu: int
    empty_teu: int
    lock_wait_h: float
    berth_wait_h: float


class HandLine:
    """A line at hour 0 with its barges at the inland port, and the boxes that reached an end."""

    def __init__(self, env: Kernel, lock: Junction | None = None, opens_h: float = 0.0, **line: Any) -> None:
        self.env = env
        self.trips: list[Trip] = []
        self.at_port: list[tuple[float, int]] = []
        self.at_zone: list[tuple[float, int]] = []
        self.port = Port("harbour", 0, {}, END_H)
        self.yard = Yard(env, "harbour/t", described_port.Yard(capacity_teu=1_000), END_H)
        self.to_port, self.to_zone = BargeStack(env), BargeStack(env, lambda: self.port.depot_teu)
        ship = ShipClass.model_validate({"capacity_teu": 20, "payload_t_per_slot": 20.0} | line.pop("ship", {}))
        written = {
            "kind": "barge", "ship_class": "barge", "n_vessels": 1, "inland_port": "upstream", "port": "harbour",
            "route": ["canal"], "fill_share": 0.7, "latest_h": 48.0,
        } | line  # fmt: skip
        description = described.BargeLine.model_validate(written)
        reaches = (Reach((5.0, 5.0), lock), Reach((5.0, 5.0), None))
        out, back = ([Stretch(None, up, reaches)] for up in (False, True))
        berths = described_port.BargeBerths(n=1, teu_per_h=10.0)
        inland = Side(True, self.to_port, BargeBerths(env, berths))
        seaward = Side(False, self.to_zone, BargeBerths(env, berths))
        kind = VesselClass(77, 80.0, 11.0, 3.0, 1_000.0)
        self.line = BargeLine(
            env, 77, description, ship, kind, 0.0, InlandWay(env, opens_h, out, back, print), inland, seaward,
            self.port, self.yard, lambda: float(written.get("delay_h", 0.0)), None, 2.0, self._reach_port,
            self._reach_zone, self._note,
        )  # fmt: skip

    def _reach_port(self, consignment: Consignment, yard: Yard) -> None:
        assert yard is self.yard
        self.at_port.append((self.env.now, consignment.teu))

    def _reach_zone(self, consignment: Consignment) -> None:
        self.at_zone.append((self.env.now, consignment.teu))

    def _note(self, row: tuple[Any, ...]) -> None:
        assert (row[0], row[7]) == (77, self.line._capacity_teu)
        self.trips.append(Trip(*row[1:7], *row[8:]))


def put(stack: BargeStack, boxes: Sequence[tuple[float, int]]) -> None:
    """Consignments of so many TEU, each ready at its hour."""
    for ready_h, teu in boxes:
        stack.put(ready_h, Consignment(BOXES, teu, ready_h, 0.0, 0.0))


def run(
    out: Sequence[tuple[float, int]] = (), back: Sequence[tuple[float, int]] = (), until: float = 300.0, **line: Any
) -> HandLine:
    """Let a line work until some hour, with boxes (hour ready, TEU) at its two ends."""
    env = Kernel()
    hand = HandLine(env, **line)
    put(hand.to_port, out)
    put(hand.to_zone, back)
    env.start(hand.line.life())
    env.run(until=until)
    return hand
