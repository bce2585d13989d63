"""Boxes that ships left behind: asked once, they wait on or turn to another way, and nothing is lost by it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from portsim.choice.board import Board
from portsim.choice.draws import chosen, chosen_again
from portsim.choice.itineraries import ways_of
from portsim.choice.network import network_of
from portsim.choice.tree import Tree
from portsim.keyed import keys
from portsim.model.cargo.consignment import Consignment, Itinerary
from portsim.model.cargo.relation import Relation, relations_of
from portsim.model.carriers.build import timetables_of
from portsim.model.kernel import Kernel
from portsim.model.world import World, simulate
from portsim.results.measures import compute_measures
from portsim.results.record_columns import MODES
from portsim.results.records import Records
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

CLUSTER = "invented_cluster"


def described(name: str, times: float = 1.0, *sets: str) -> Scenario:
    """A scenario with all its cargo multiplied."""
    scenario = load_scenario(name, sets=list(sets)).scenario
    demand = scenario.demand
    assert demand is not None
    flows = {id: flow.model_copy(update={"annual_teu": flow.annual_teu * times}) for id, flow in demand.flows.items()}
    return scenario.model_copy(update={"demand": demand.model_copy(update={"flows": flows})})


@cache
def run(name: str, times: float = 1.0, *sets: str) -> Records:
    return simulate(described(name, times, *sets), 1, 0)


def unserved(records: Records) -> float:
    return float(compute_measures(records).value("unserved_teu", "cluster", "2025"))


def test_tastes_are_those_by_which_a_consignment_chose_at_first() -> None:
    tree = Tree.from_labels(np.array([0, 0, 0, 1, 1, 1, 1]), np.array([0, 0, 1, 0, 1, 1, 2]))
    flow_key, nest_key = keys(7, names=["one", "two"]), keys("nest", names=["a", "b", "a", "b", "c"])
    way_key = keys("way", names=["a1", "a2", "b1", "a1", "b1", "b2", "c1"])
    utility, number = np.array([0.1, 0.0, 0.3, -0.5, 0.2, 0.1, 0.0]), np.arange(-200, 500)
    flow = np.arange(700) % 2
    taken = chosen(utility, tree, 0.6, flow_key, way_key, nest_key, flow, number)
    beside = np.zeros(700 * 3 // 2 + 700 * 4 // 2)
    again = chosen_again(utility, tree, 0.6, flow_key, way_key, nest_key, flow, number, beside)
    assert np.array_equal(again, taken)
    beside[::7] = -np.inf  # 3 + 4 places by turns: those of the first flow find their first way barred
    barred = chosen_again(utility, tree, 0.6, flow_key, way_key, nest_key, flow, number, beside)
    assert set(taken[barred != taken].tolist()) == {0}


def a_relation(rolls: int = 2) -> Relation:
    scenario = load_scenario(CLUSTER).scenario
    found = relations_of(list(timetables_of(scenario, 0.0).values()), {}, 0.2, rolls, 8)
    return found["west_port", "home_coast"]


def boxes(n: int) -> list[Consignment]:
    itinerary = Itinerary((0,) * 7, (), (False,), True, None, 10.0, 1.5)  # type: ignore[arg-type]
    return [Consignment(itinerary, 4, 0.0, 0.0, 0.0, number) for number in range(n)]


def test_a_box_is_asked_once_when_it_was_rolled_twice_and_those_that_stay_go_first() -> None:
    relation, asked = a_relation(), []

    def odd_ones_turn(here: Relation, those: list[Consignment]) -> list[Consignment]:
        asked.append([one.number for one in those])
        for one in those:
            if one.number % 2:
                here.leave(one)
        return [one for one in those if one.number % 2 == 0]

    relation.choose_again = odd_ones_turn
    early, late = boxes(4), boxes(6)[4:]
    for one in early:
        relation.add(one, 10.0)
    for one in late:
        relation.add(one, 20.0)
    relation.advance(10.0)
    assert relation.leave_behind() == 16  # the first roll of the early ones
    relation.advance(20.0)
    assert relation.leave_behind() == 24  # the second of the early ones: asked after they were left
    assert asked == [[0, 1, 2, 3]]
    assert (early[1].rolls, early[3].rolls) == (2, 2)
    assert relation.ready_teu == 16
    assert relation.leave_behind() == 16  # the second roll of the late ones; nobody is asked twice
    assert asked == [[0, 1, 2, 3], [4, 5]]
    taken = [relation.take_first(100, 1e6) for _ in range(3)]
    assert [(one.number, one.rolls) for one in taken if one] == [(0, 3), (2, 3), (4, 2)]
    assert (relation.ready_teu, relation.ready_t) == (0, 0.0)
    assert relation.waiting() == []


def test_the_sums_of_a_relation_are_those_of_its_boxes_after_some_have_turned() -> None:
    relation = a_relation(rolls=1)
    relation.choose_again = lambda here, those: [one for one in those if one.number or here.leave(one)]
    for one in boxes(5):
        relation.add(one, 10.0)
    relation.advance(10.0)
    relation.leave_behind()
    # Four of five are left: 16 TEU that are an hour late more than the mean time from cut-off to departure.
    teu, late_h, _ = relation.heard(10.0 + relation.until_sailing_h + 1.0)
    assert (teu, late_h) == (16.0, pytest.approx(1.0))


def test_a_box_that_is_not_late_and_stands_where_it_began_chooses_as_at_first() -> None:
    world = World(described(CLUSTER), Streams(1, 0), Kernel())
    chooser, board = world.chooser, world._builder.board  # type: ignore[union-attr]
    assert board is not None
    number = np.arange(300)
    for flow in range(len(board.flows)):
        first, last = board.tree.flow_start[flow], board.tree.flow_start[flow + 1]
        way = np.full(300, first)
        lots_way = chosen(
            chooser.utility, board.tree, 0.6, chooser._flow_key, board.way_key, board.nest_key,  # type: ignore[attr-defined]
            np.full(300, flow), number,
        )  # fmt: skip
        again = chooser.choose_again(way, number, np.zeros(300), np.zeros(300 * (last - first)))  # type: ignore[attr-defined]
        assert np.array_equal(again, lots_way)
        late = chooser.choose_again(way, number, np.full(300, 500.0), np.zeros(300 * (last - first)))  # type: ignore[attr-defined]
        moved = late != again
        assert set(again[moved].tolist()) <= {first}, "those of other ways have no reason to move"
        assert (late == first).sum() < (again == first).sum()


def test_what_a_box_reckons_with_is_the_cost_it_still_has_before_it() -> None:
    # By hand, a box of the plain for the home coast at the west port (road 1 780 CNY, 10 h; 60 CNY a TEU-day;
    # mu = 0.0015 (1000/1500)^0.5): the way behind it is worth mu (1780 + 60 x 10/24) to the ways of this port.
    scenario = described(CLUSTER)
    world = World(scenario, Streams(1, 0), Kernel())
    rebooking, ways = world._rebooking, world._ways
    assert rebooking is not None
    board = Board(
        scenario, {"plain_home": ways_of(scenario, network_of(scenario), scenario.demand.flows["plain_home"])}
    )  # type: ignore[union-attr]
    flow = world._builder.flows.index("plain_home")  # type: ignore[union-attr]
    first = int(world._ways.flow_start[flow])
    names = [(way.gateway, way.mode, way.hub) for way in board.ways]
    own = names.index(("west_port", "road", ""))
    itinerary = ways.all[first + own].itinerary
    beside = dict(zip(names, rebooking._beside_of(first + own, itinerary.legs[0]).tolist(), strict=True))
    mu = 0.0015 * (1_000.0 / 1_500.0) ** 0.5
    spared = mu * (1_780.0 + 60.0 / 24.0 * 10.0)
    assert beside.pop(("west_port", "road", "")) == pytest.approx(spared)
    assert beside.pop(("west_port", "road", "middle_port")) == pytest.approx(spared), "another ship from this port"
    assert beside.pop(("over_the_pass", "road", "")) == 0.0
    assert beside.pop(("east_port", "road", "")) == 0.0
    for name, value in beside.items():
        assert value == (0.0 if name[1] == "road" else -np.inf), name


def test_boxes_turn_within_the_cluster_and_out_of_it_and_all_of_them_balance() -> None:
    records = run(CLUSTER, 4.0)  # the proof of the balance is part of the run
    turns = records.tables["turns"].columns()
    assert turns["outside"].any()
    assert not turns["outside"].all()
    assert turns["rolls"].min() == 2
    cargo = records.tables["consignments"].columns()
    kinds = np.array([entity.kind for entity in records.entities])
    outside = (cargo["gateway"] >= 0) & (kinds[cargo["gateway"]] == "gateway")
    rolled_out = outside & (cargo["rolls"] > 0)
    assert cargo["teu"][rolled_out].sum() == turns["teu"][turns["outside"]].sum()
    took_hours = (cargo["delivered_h"] - cargo["ready_h"])[rolled_out]
    assert took_hours.min() > 2 * 24.0, "it had waited for two ships before"
    # A box that stood at a gateway goes to another only by road, or past the cluster.
    inside = ~turns["outside"] & (turns["gateway"] >= 0) & (turns["old_gateway"] >= 0)
    outbound = np.isin(turns["flow"], cargo["flow"][cargo["outbound"]])
    changed = inside & outbound & (turns["gateway"] != turns["old_gateway"])
    assert changed.any()
    assert set(turns["mode"][changed].tolist()) == {MODES.index("road")}


def test_a_run_without_rolls_has_no_turns() -> None:
    records = run(CLUSTER, 0.5)
    assert len(records.tables["turns"].columns()["teu"]) == 0


def test_without_a_choice_boxes_never_turn() -> None:
    records = run("two_ports", 2.0)
    assert records.tables["consignments"].columns()["rolls"].max() > 2
    assert len(records.tables["turns"].columns()["teu"]) == 0


@pytest.mark.parametrize(("name", "factors"), [(CLUSTER, (1.0, 2.0, 4.0)), ("two_ports", (1.0, 2.0, 4.0))])
def test_twice_the_demand_never_has_less_unserved(name: str, factors: tuple[float, ...]) -> None:
    found = [unserved(run(name, times)) for times in factors]
    assert found == sorted(found)
    assert found[-1] > 10.0 * max(found[0], 1.0)


def test_the_fewer_moves_cranes_make_the_more_boxes_are_unserved() -> None:
    # Ships that lie before a slow quay do not sail, so boxes that wait for them are not rolled: only what is still
    # queued at the end tells of them.
    found = [
        unserved(run("two_ports", 1.0, f"ports.north_port.terminals.t1.cranes.moves_per_h={rate}"))
        for rate in (20, 8, 4, 2)
    ]
    assert found == sorted(found)
    assert found[-1] > 300_000.0


def test_a_box_that_turns_to_another_hub_goes_aboard_from_the_yard_where_it_stands() -> None:
    world = World(described(CLUSTER), Streams(1, 0), Kernel())
    ways = world._ways.itineraries
    old, new = next(
        (one, other)
        for one in ways
        for other in ways
        if one.record[0] == other.record[0] and one.outbound and one.land is not None and one.land == other.land
        and one.legs[0] is not other.legs[0]
    )  # fmt: skip
    assert old.land is not None
    yard = next(yard for (port, _), yard in world._yards.items() if port == old.land[1])
    box = Consignment(old, 10, 0.0, 0.0, 0.0)
    box.yard = yard
    yard.deliver(0.0, 10)
    stacks = [one for one in world._to_port.values() if old.land in world._to_port]
    waiting = [len(stack.waiting()) for stack in stacks]
    world._env.run(until=5.0)
    assert world._rebooking is not None
    world._rebooking._turn(box, new.number)
    assert new.legs[0].waiting() == [box]
    assert (box.itinerary, box.yard, box.at_h) == (new, yard, 0.0)
    assert yard.amount() == pytest.approx(10.0)
    assert [len(stack.waiting()) for stack in stacks] == waiting
