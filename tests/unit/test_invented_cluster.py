"""A second cluster runs from files alone: the invented one is believable, and the program knows no real place."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from portsim.model.world import simulate
from portsim.results.definition import MeasureTable
from portsim.results.measures import compute_measures
from portsim.results.records import Records
from portsim.scenario.load import load_scenario

PROGRAM = Path(__file__).parents[2] / "portsim"
GROUPS = {"hong_kong"}  # a group of markets between which empties are balanced, in any scenario
NAMED = (
    "report/colours.py",  # ports of the shipped baseline keep their colour on every page; others are given theirs
    "verification/", "cli/verify_words.py",  # proofs on published cases, among them tides of real gauges
)  # fmt: skip


@cache
def a_year() -> tuple[Records, MeasureTable]:
    records = simulate(load_scenario("invented_cluster").scenario, 1, 0)
    return records, compute_measures(records)


def value(measure: str, entity: str = "cluster") -> float:
    return float(a_year()[1].value(measure, entity, "2025"))


def test_the_quays_handle_what_cargo_chooses_to_bring() -> None:
    # 356 000 laden TEU a year want to go; an eighth leaves over the pass; those through the cluster cross a quay once,
    # those that change ship three times, river-sea boxes never.
    assert 350_000 < value("throughput_teu") < 450_000
    assert value("throughput_teu") == pytest.approx(
        sum(value("throughput_teu", port) for port in ("east_port", "middle_port", "west_port"))
    )
    assert 0.05 < value("empty_share") < 0.35
    assert 0.10 < value("transhipment_share", "middle_port") < 0.35


def test_nothing_is_full_and_nothing_is_idle() -> None:
    for port in ("east_port", "middle_port", "west_port"):
        assert 0.1 < value("berth_occupancy_share", port) < 0.6
        assert 0.1 < value("yard_occupancy_share", port) < 0.7
        assert value("wait_h", port) < 3.0
    assert 0.2 < value("lock_use_share", "gate_hill") < 0.6
    assert value("rolled_share") < 0.03
    assert value("unserved_teu") < 0.001 * value("throughput_teu")


def test_every_carrier_has_cargo_and_shippers_have_settled() -> None:
    records, _ = a_year()
    cargo = records.tables["consignments"].columns()
    assert set(np.unique(cargo["mode"]).tolist()) == {0, 1, 3, 4}, "road, rail, barge and river-sea"
    for table in ("trains", "barge_trips", "train_paths", "lockages", "gates"):
        assert len(records.tables[table])
    assert value("choice_gap_share") < 0.02
    assert value("past_cluster_teu") > 20_000


def strings(path: Path) -> set[str]:
    """String constants of a module but for those that stand alone, as docstrings do."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in alone)
    return {node.value for node in constants if isinstance(node.value, str)}


def test_no_place_line_or_ship_of_the_shipped_cluster_is_named_in_the_program() -> None:
    scenario, ids, chinese = load_scenario("outlook_2030").scenario, set[str](), set[str]()
    for things in (scenario.zones, scenario.markets, scenario.ports, scenario.gateways, scenario.locks,
                   scenario.services, scenario.links):  # fmt: skip
        for id, thing in things.items():
            ids.add(id)
            name = getattr(thing, "name", None)
            if name is not None:
                chinese.add(name.zh)
    assert len(ids) > 300
    found = {
        f"{path.relative_to(PROGRAM)}: {text}"
        for path in PROGRAM.rglob("*.py")
        for text in strings(path)
        if (text in ids and text not in GROUPS) or text in chinese - {"香港"}
    }
    assert {one for one in found if not one.startswith(NAMED)} == set()
