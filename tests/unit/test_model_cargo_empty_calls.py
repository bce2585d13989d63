"""Calls for empties: spread over the week's slots, withdrawn when boxes are needed the other way, lapsing at last."""

from __future__ import annotations

import pytest
from cargo_clusters import checked, lane

from portsim.model.cargo.empties import Imbalance, Repositioning, slot_shares
from portsim.model.cargo.empty_calls import EmptyCalls
from portsim.model.cargo.relation import Relation, relations_of
from portsim.model.carriers.build import timetables_of
from portsim.model.kernel import Kernel
from portsim.model.port.port import LastWeeks, Port


def test_a_call_is_spread_over_the_slots_of_the_week() -> None:
    # 90 TEU called for, 300 slots a week: 0.3 a slot. Ships of 100 and 200 slots are asked for 30 and 60, in whole TEU,
    # and never for more than is left.
    calls = EmptyCalls(slots_a_week=300.0, lapse_weeks=8)
    calls.call(90)
    assert calls.share_teu(200) == 0  # the week is not over
    calls.end_week()
    assert (calls.share_teu(100), calls.share_teu(200)) == (30, 60)
    assert calls.share_teu(101) == 31  # 30.3
    calls.take(70)
    assert calls.share_teu(100) == 20


def test_a_call_that_nobody_serves_lapses_after_its_weeks() -> None:
    # Lapse after two weeks. Calls of 40, 30, 20, 0 TEU; 15 are loaded in the third week: of the 90 of then 75 are left,
    # but 50 were called in the last two weeks. In the fourth week 20 of them are.
    calls = EmptyCalls(slots_a_week=100.0, lapse_weeks=2)
    left = []
    for called, loaded in ((40, 0), (30, 0), (20, 15), (0, 0), (0, 0)):
        calls.call(called)
        calls.take(loaded)
        calls.end_week()
        left.append(calls.teu)
    assert left == [40, 70, 50, 20, 0]


@pytest.mark.parametrize("is_cluster", [False, True], ids=["with a market", "between two ports of the cluster"])
def test_a_call_is_withdrawn_when_boxes_are_needed_the_other_way(is_cluster: bool) -> None:
    # 100 more come than leave: 100 to load. Then 70 more leave: 30 of the 100 are still to load. Then 50 more leave:
    # the 30 are withdrawn and 20 called in. Then 50 more come: the 20 are withdrawn, 30 to load. Then 200 more leave:
    # 170 in. Between two ports each calls its own surplus, with the same outcome.
    relations = relations_of(list(timetables_of(checked(lane()), -48.0).values()), {}, 0.2, 2, 8)
    out, back = relations["harbour", "overseas"], relations["overseas", "harbour"]
    env, here, there = Kernel(), Port("harbour", 0, {}, 10_000.0), Port("overseas", 1, {}, 10_000.0)

    def imbalance(port: Port, other: str, away: Relation, home: Relation) -> Imbalance:
        return Imbalance(
            port, frozenset([other]), slot_shares([away]), slot_shares([home]), LastWeeks(1), not is_cluster
        )

    sea = [imbalance(here, "overseas", out, back)]
    if is_cluster:
        sea.append(imbalance(there, "harbour", back, out))
    env.start(Repositioning(env, sea, [], 72.0).every_week())
    seen = []
    for week, surplus in enumerate((100, -70, -50, 50, -200), start=1):
        here.discharged_teu["overseas"] = there.loaded_teu["harbour"] = max(0, surplus)
        here.loaded_teu["overseas"] = there.discharged_teu["harbour"] = max(0, -surplus)
        env.run(until=week * 168.0 + 1.0)
        seen.append((out.empties.teu, back.empties.teu))
    assert seen == [(100, 0), (30, 0), (0, 20), (30, 0), (0, 170)]
