"""What a calibration fits: the boxes of river ports, and the part of them whose way is short."""

from dataclasses import replace
from pathlib import Path

import pytest

from portsim.scenario.load import load_scenario
from portsim.study.calibration import constants_of, with_constants
from portsim.study.targets import Targets
from portsim.study.ways_taken import taken_by_tables

CHOOSING = Path(__file__).parents[1] / "data" / "scenario" / "choosing.yaml"
RIVERS = """format: 1
name: rivers
extends: {parent}
links:
  near_river: {{mode: outside_land, origin: inland, destination: elsewhere, by: barge, distance_km: 50, time_h: 20, cost_cny_per_teu: 700}}
  far_river: {{mode: outside_land, origin: upland, destination: elsewhere, by: barge, distance_km: 500, time_h: 60, cost_cny_per_teu: 1200}}
services: {{boxes_afloat: null, boxes_on_time: null, river_to_sea: null}}
policies: null
demand: {{routes: null}}
observed:
  boxes: {{measure: throughput_teu, entity: harbour, period: "2025", value: 40000, role: fitted}}
calibration: {{barge_laden_teu: 3000, near_barge_share: {share}, barge_zones: [inland, upland]}}
"""  # noqa: E501


@pytest.fixture
def rivers(tmp_path):
    def load(share):
        path = tmp_path / "rivers.yaml"
        path.write_text(RIVERS.format(parent=CHOOSING, share=share), encoding="utf-8")
        return load_scenario(path).scenario

    return load


def fitted(scenario):
    """The scenario with its constants moved once, and the boxes by barge past the cluster, near and far."""
    gateways, modes = constants_of(scenario)
    targets, ways = Targets(scenario), taken_by_tables(scenario)
    targets.ports.clear()  # the constants of modes alone
    for store, more in zip((gateways, modes), targets.steps(ways, None), strict=True):
        for key, step in more.items():
            store[key] = store.get(key, 0.0) + step
    ways = taken_by_tables(with_constants(scenario, gateways, modes))
    river = (ways.mode == "barge") & ways.is_past
    return modes, ways.teu[river & (ways.km < 100)].sum(), ways.teu[river & (ways.km >= 100)].sum()


def test_near_and_far_barges_have_constants_of_their_own_where_the_near_part_is_given(rivers):
    # 3 000 laden TEU, 0.8 of them near: 2 400 and 600.
    modes, near, far = fitted(rivers(0.8))
    assert (near, far) == (pytest.approx(2_400, rel=0.01), pytest.approx(600, rel=0.01))
    assert modes["barge", "near"] != pytest.approx(modes["barge", "far"], abs=0.1)


def test_without_the_near_part_all_barges_share_a_constant_and_carry_the_whole(rivers):
    modes, near, far = fitted(rivers("null"))
    assert near + far == pytest.approx(3_000, rel=0.01)
    assert modes["barge", "near"] == modes["barge", "far"]


def test_ships_that_sail_on_to_sea_are_kin_of_barges_of_long_ways(rivers):
    modes, _, _ = fitted(rivers(0.8))
    assert modes["river_sea", "near"] == modes["river_sea", "far"] == modes["barge", "far"]


def test_the_near_part_is_printed_beside_what_the_ways_give(rivers):
    scenario = rivers(0.8)
    targets, ways = Targets(scenario), taken_by_tables(scenario)
    river = (ways.mode == "barge") & ways.is_past
    teu = ways.teu.copy()
    teu[river] = 0.0
    teu[river & (ways.km < 100)] = 30.0 / (river & (ways.km < 100)).sum()
    teu[river & (ways.km >= 100)] = 10.0 / (river & (ways.km >= 100)).sum()
    beside = {one.measure: one for one in targets.beside(replace(ways, teu=teu), {})}
    assert beside["near_barge_share"].modelled == pytest.approx(0.75)
    assert beside["barge_laden_teu"].modelled == pytest.approx(40.0)
