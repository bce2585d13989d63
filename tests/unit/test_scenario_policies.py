"""The names of rules a scenario may give are those the model knows, and each name makes a difference of its own."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import numpy as np
import pytest
from scenario_files import DATA

from portsim.model.inland.policies import PICKS
from portsim.model.port.policies import BERTH_QUEUE
from portsim.model.world import simulate
from portsim.results.record_columns import GROUPS, MODES
from portsim.scenario import policies
from portsim.scenario.load import load_scenario
from portsim.study.requests import RunRequest

EVERYTHING = DATA / "everything.yaml"
SETS = {
    "QueuePolicy": ("ports.harbour.terminals.boxes.queue", "calls"),
    "LockTurn": ("locks.weir.turn", "lockages"),
    "LockOrder": ("locks.weir.order", "passages"),
    "BargePolicy": ("services.boxes_afloat.departures", "barge_trips"),
    "RailTracks": ("links.harbour_line.tracks", "train_paths"),
    "LoadRule": ("services.train.load_rule", "trains"),
    "ComeBack": ("ports.harbour.weather.typhoon.evacuation.come_back", "calls"),
    "Stopped": ("ports.harbour.weather.wind.stops", "calls"),
}
"""Where a rule is set, and the records in which it must show."""

BUSIER = {
    "services.visitor.interarrival_h": {"uniform": {"low": 10, "high": 40}},  # ships queue, so that the rule matters
    "services.visitor.call_size_teu": 500,
    "services.barges.annual_t": {"2025": 6.0e6},
    "services.gravel.priority": False,
}


def names_of(policy):
    return get_args(getattr(policies, policy))


def log(table, sets):
    """Columns of a record table of one run."""
    loaded = load_scenario(EVERYTHING, sets=BUSIER | sets)
    return simulate(loaded.scenario, 1, 0).tables[table].columns()


def same(one, other):
    """Whether two logs are the same, bit by bit."""
    return all(np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f") for name in one)


def test_every_choice_is_looked_at_below():
    given = {name for name, value in vars(policies).items() if get_args(value)}
    of_choice = {"FeedbackPolicy", "CostScale", "RuleKind", "Trade", "ConstantOf", "DistanceBand", "OutsideMode"}
    assert given == {*SETS, *of_choice, "MarketGroup", "InlandMode", "LockPassage", "RecordChoice", "FerryPolicy"}


def test_the_rules_of_berthing_are_those_of_the_model():
    assert set(BERTH_QUEUE) == set(names_of("QueuePolicy"))


def test_the_rules_of_locks_are_those_of_the_model():
    assert set(PICKS) == set(names_of("LockOrder"))


def test_the_groups_of_markets_are_those_of_the_results():
    assert set(GROUPS) - {"cluster"} == set(names_of("MarketGroup"))


@pytest.mark.parametrize("policy", SETS)
def test_every_name_of_a_rule_gives_another_course_of_events(policy):
    path, table = SETS[policy]
    runs = {name: log(table, {path: name}) for name in names_of(policy)}
    for one, other in combinations(runs, 2):
        assert not same(runs[one], runs[other]), f"{one} and {other} do the same"


def test_the_same_rule_gives_the_same_course_of_events():
    """Else the test above could not fail."""
    path, table = SETS["QueuePolicy"]
    assert same(log(table, {path: "shortest"}), log(table, {path: "shortest"}))


def test_cargo_goes_by_the_way_its_route_names():
    by_rail, by_road = (log("trains", {"demand.routes.by_rail.mode": mode}) for mode in ("rail", "road"))
    assert set(names_of("InlandMode")) == {"rail", "road", "barge", "river_sea"}
    assert by_rail["laden_teu"].sum() > 0
    assert by_road["laden_teu"].sum() == 0
    by_barge, ashore = (log("barge_trips", {"demand.routes.by_barge.mode": mode}) for mode in ("barge", "road"))
    assert by_barge["laden_teu"].sum() > 0
    by_ship = log("consignments", {})
    changed_ship = by_ship["mode"] == MODES.index("river_sea")
    assert changed_ship.any()
    assert (by_ship["gateway"][changed_ship] == -1).all()
    assert (by_ship["hub"][changed_ship] >= 0).all()
    assert ashore["laden_teu"].sum() == 0


def test_lockages_are_simulated_only_where_ships_pass_one_by_one():
    """In that scenario `dam` is a law of waiting, `weir` and `mill` are simulated; barges pass all three."""
    records = simulate(load_scenario(EVERYTHING).scenario, 1, 0)
    ids = [entity.id for entity in records.entities]
    locks_at_work = {ids[line].split("/")[0] for line in records.tables["lockages"].columns()["line"]}
    locks_passed = {ids[place] for place in records.tables["passages"].columns()["place"]} - {"river"}
    assert locks_at_work == {"weir", "mill"}
    assert locks_passed == {"weir", "dam", "mill"}


def test_records_are_kept_of_none_the_first_or_all_replications():
    kept = {}
    for choice in names_of("RecordChoice"):
        loaded = load_scenario(EVERYTHING, sets={"outputs.records": choice})
        kept[choice] = [RunRequest("x", loaded, 1, replication).keeps_records for replication in (0, 1, 2)]
    assert kept == {"none": [False] * 3, "first": [True, False, False], "all": [True] * 3}


def shares(**sets):
    """Share of each way by (flow, gateway, mode) in one run of the scenario whose cargo chooses."""
    records = simulate(load_scenario(DATA / "choosing.yaml", sets=sets).scenario, 1, 0)
    ids = [entity.id for entity in records.entities] + [""]
    table = records.tables["choices"].columns()
    keys = zip(*(table[name].tolist() for name in ("flow", "gateway", "mode")), strict=True)
    named = [(ids[flow], ids[gateway], MODES[mode]) for flow, gateway, mode in keys]
    return dict(zip(named, table["share"].tolist(), strict=True))


TRUCK, PAST = ("out", "harbour", "road"), ("out", "elsewhere", "road")


def test_every_kind_of_rule_does_to_shares_what_its_name_says():
    free = shares(policies={})

    def under(kind, **more):
        return shares(policies={"rule": {"kind": kind, "gateways": ["harbour"], "modes": ["road"]} | more})

    forbidden, reserved = under("forbid", markets=["islands"]), under("reserve", markets=["coast"])
    capped, dearer, cheaper = (
        under("cap", markets=["islands"], share=0.25), under("surcharge", cny_per_teu=300),
        under("subsidise", cny_per_teu=300),
    )  # fmt: skip
    assert free[TRUCK] > 0.5
    assert forbidden[TRUCK] == 0.0
    assert forbidden["inland_to_coast", "harbour", "road"] > 0.5
    assert reserved[TRUCK] == 0.0
    assert reserved["inland_to_coast", "harbour", "road"] > 0.5
    both = (capped[TRUCK] * 20_000 + capped["back", "harbour", "road"] * 18_000) / 38_000
    assert both == pytest.approx(0.25, abs=0.05)
    assert dearer[TRUCK] < free[TRUCK] < cheaper[TRUCK]
    assert dearer[PAST] > free[PAST] > cheaper[PAST]


def test_feedback_and_scale_of_costs_change_what_is_chosen():
    usual = shares()
    assert shares(**{"choice.feedback": "off"}) != usual
    assert shares(**{"choice.cost_scale": "constant"}) != usual


def test_constants_hold_for_their_trade_and_their_distance_only():
    alone = {"choice.feedback": "off"}  # or trucks of the one trade hear of the queues of the other
    usual = shares(**alone)
    foreign = shares(**alone, **{"choice.gateway_constants.harbour_foreign.value": 1.3})
    domestic = shares(**alone, **{"choice.gateway_constants.harbour_foreign.trade": "domestic"})
    key = ("inland_to_coast", "harbour", "road")
    assert foreign[TRUCK] > usual[TRUCK]
    assert foreign[key] == pytest.approx(usual[key], abs=1e-12)
    assert domestic[key] > usual[key]
    usual = shares()
    far = shares(**{"choice.mode_constants.rail_far.value": 2.0})  # 120 km of rails, far from 100 km on
    near = shares(**{"choice.mode_constants.rail_far": {"mode": "rail", "distance": "near", "value": 2.0}})
    assert far["down", "harbour", "rail"] > usual["down", "harbour", "rail"] + 0.1
    assert near["down", "harbour", "rail"] == pytest.approx(usual["down", "harbour", "rail"], abs=0.1)
