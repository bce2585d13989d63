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
from portsim.results.records import GROUPS, MODES
from portsim.scenario import policies
from portsim.scenario.load import load_scenario
from portsim.study.requests import RunRequest

EVERYTHING = DATA / "everything.yaml"
SETS = {
    "QueuePolicy": ("ports.harbour.terminals.boxes.queue", "calls"),
    "LockTurn": ("locks.weir.turn", "lockages"),
    "LockOrder": ("locks.weir.order", "passages"),
    "BargePolicy": ("services.boxes_afloat.departures", "barge_trips"),
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
    assert given == {*SETS, "MarketGroup", "InlandMode", "LockPassage", "RecordChoice", "FerryPolicy"}


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
