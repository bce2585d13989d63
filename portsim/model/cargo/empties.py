"""Empty boxes: called for where more laden boxes leave than come, by sea between ports and markets and inland."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portsim.clock import HOURS_PER_WEEK
from portsim.model.cargo.land_stack import LandLeg, LandStack
from portsim.model.cargo.relation import Relation
from portsim.model.kernel import Kernel, Process
from portsim.model.port.port import LastWeeks, Port


@dataclass(slots=True)
class Imbalance:
    """What one port lacks or has too much of against one group of nodes, over the last weeks.

    Attributes
    ----------
    nodes
        The nodes of the group that the port is joined with.
    to_group, to_port
        Relations on which empties leave or come, each with its share (by slots a week).
    calls_in
        Whether a lack is called for; not from another port of the cluster, which calls its surplus itself.
    """

    port: Port
    nodes: frozenset[str]
    to_group: tuple[tuple[Relation, float], ...]
    to_port: tuple[tuple[Relation, float], ...]
    weeks: LastWeeks
    calls_in: bool
    owed_teu: float = 0.0


@dataclass(slots=True)
class InlandImbalance:
    """The same for the boxes one mode carries between a zone and a gateway."""

    on_land: LandLeg
    port: Port
    road_h: float
    weeks: LastWeeks
    stacks: tuple[LandStack, LandStack] | None
    owed_teu: float = field(default=0.0)


def slot_shares(relations: Sequence[Relation]) -> tuple[tuple[Relation, float], ...]:
    """Split empties over relations in proportion to the slots their services offer a week."""
    total = sum(relation.slots_a_week for relation in relations)
    return tuple((relation, relation.slots_a_week / total) for relation in relations)


class Repositioning:
    """Calls for empties at the end of each week.

    By sea, for each port and market group: laden discharged less laden loaded, mean of the last weeks; a surplus of
    boxes is called for loading, a lack is called for at the group's markets; what is still called for the other
    way is withdrawn first. Between two ports of the cluster only the one with the surplus calls. Inland the same holds
    between each zone and gateway; trucks carry without limit.
    """

    def __init__(
        self,
        env: Kernel,
        sea: Sequence[Imbalance],
        inland: Sequence[InlandImbalance],
        empty_return_h: float,
    ) -> None:
        self._env = env
        self._sea = sea
        self._relations = list(
            {
                id(relation): relation for imbalance in sea for relation, _ in (*imbalance.to_group, *imbalance.to_port)
            }.values()
        )
        self._inland = inland
        self._empty_return_h = empty_return_h

    def every_week(self) -> Process:
        """Look at the books once a week."""
        while True:
            yield HOURS_PER_WEEK
            for imbalance in self._sea:
                self._call_by_sea(imbalance)
            for ports in {id(imbalance.port): imbalance.port for imbalance in self._sea}.values():
                ports.discharged_teu.clear()
                ports.loaded_teu.clear()
            for relation in self._relations:
                relation.empties.end_week()
            for inland in self._inland:
                self._call_inland(inland)

    def _call_by_sea(self, imbalance: Imbalance) -> None:
        port = imbalance.port
        came = sum(port.discharged_teu.get(node, 0) for node in imbalance.nodes)
        left = sum(port.loaded_teu.get(node, 0) for node in imbalance.nodes)
        surplus = imbalance.weeks.mean_with(came - left)
        wanted, unwanted = imbalance.to_group, imbalance.to_port
        if surplus <= 0.0:
            wanted, unwanted = unwanted if imbalance.calls_in else (), wanted
        if not wanted:
            return
        imbalance.owed_teu += abs(surplus)
        called = int(imbalance.owed_teu)
        imbalance.owed_teu -= called
        for relation, _ in unwanted:
            called -= relation.empties.withdraw(called)
        rest, so_far = called, 0.0
        for relation, share in wanted:  # whole boxes, the last relation takes the rest
            so_far += share
            teu = rest if relation is wanted[-1][0] else rest - round(called * (1.0 - so_far))
            relation.empties.call(teu)
            rest -= teu

    def _call_inland(self, imbalance: InlandImbalance) -> None:
        port = imbalance.port
        surplus = imbalance.weeks.mean_with(imbalance.on_land.end_week())
        imbalance.owed_teu += surplus
        teu = int(imbalance.owed_teu)
        imbalance.owed_teu -= teu
        now = self._env.now
        if imbalance.stacks is not None:
            to_port, to_zone = imbalance.stacks
            if teu > 0:
                to_port.call_empties(teu)
            elif teu < 0:
                to_zone.call_empties(-teu)
        elif teu > 0:
            self._env.defer(self._empty_return_h + imbalance.road_h, self._return, (port, teu))
        elif teu < 0:
            taken = min(-teu, port.depot_teu)
            port.store_empties(now, -taken)
            port.empties_by_road_teu -= taken
            imbalance.owed_teu -= -teu - taken

    def _return(self, arrival: tuple[Port, int]) -> None:
        port, teu = arrival
        port.store_empties(self._env.now, teu)
        port.empties_by_road_teu += teu
