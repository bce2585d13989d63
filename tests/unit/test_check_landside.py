"""Gates, tracks, customs and plugs that serve nothing, or less than is asked of them, are told with both numbers."""

from __future__ import annotations

import json

import pytest
from cargo_clusters import by_rail, lane

from portsim.capacity.preview import preview
from portsim.errors import InputError
from portsim.scenario.load import load_scenario

T = "ports.harbour.terminals.t"
GATE = {f"{T}.gate": {"lanes": 1, "trucks_per_lane_h": 1.0, "open_from_hour": 8, "open_to_hour": 18}}
RAIL = {f"{T}.rail_terminal": {"tracks": 1, "lifts_per_h": 1.0, "shunting_h": 0.0}}


def told(tmp_path, changes, **flows):
    """Warnings, or mistakes, of a lane with some changes, without the one about the warm-up."""
    path = tmp_path / "cluster.yaml"
    path.write_text(json.dumps(lane(changes=changes, **flows)), encoding="utf-8")
    try:
        found = load_scenario(path).warnings
    except InputError as caught:
        found = caught.problems
    return [f"{one.path}: {one.message}" for one in found if one.path != "clock.warmup_days"]


def test_more_trucks_than_the_gate_lets_through_are_told_with_both_numbers(tmp_path):
    # 160 TEU a week are 100 trucks of 1.6 TEU; the gate lets 10 a day through, 70 a week: 100 / 70 = 1.43.
    assert told(tmp_path, GATE, exports=80, imports=80) == [
        "ports.harbour: 100 trucks a week for 160 laden TEU by road against 70 that its gates let through: 1.43 times; "
        "the queue grows for as long as it stays so"
    ]
    assert told(tmp_path, GATE, exports=110) == []
    assert told(tmp_path, GATE, exports=800)[0].endswith("7.14 times; check the units")


def test_trains_that_fill_the_tracks_are_told(tmp_path):
    # Three trains a week each way of 60 TEU, 40 boxes, 40 h each: 240 of 168 h.
    changes = RAIL | by_rail(capacity_teu=60)
    assert told(tmp_path, changes, exports=10) == [
        "ports.harbour.terminals.t.rail_terminal: 240 track-hours a week for full trains in and out, 6 a week, against "
        "168 that 1 tracks have: 1.43 times; the queue grows for as long as it stays so"
    ]
    assert told(tmp_path, RAIL, exports=10) == [
        "ports.harbour.terminals.t.rail_terminal: no train calls at this terminal"
    ]


def test_what_has_no_effect_is_told(tmp_path):
    assert told(tmp_path, {f"{T}.yard.reefer_plugs_teu": 50}, exports=10) == [
        "ports.harbour.terminals.t.yard.reefer_plugs_teu: 50 TEU of plugs and reefer_share 0: no reefers"
    ]
    assert told(tmp_path, {"ports.harbour.customs": {"second_line_h": 5}}, exports=10) == [
        "ports.harbour.customs.second_line_h: 5 h have no effect without first_line_open_from"
    ]


@pytest.mark.parametrize("name", ["gate", "rail_terminal"])
def test_a_gate_needs_a_yard_behind_it(tmp_path, name):
    described = {"lanes": 1} if name == "gate" else {"tracks": 1}
    quays = {"q": {"n_berths": 1}}
    changes = {"ports.harbour.terminals.bare": {"quays": quays, name: described}}
    changes["services.line.rotation"] = ["harbour/t", "abroad"]
    message = f"ports.harbour.terminals.bare.{name}: boxes pass it to or from a yard; give the terminal a yard"
    assert message in told(tmp_path, changes, exports=10)


@pytest.mark.parametrize(
    ("gate", "words"),
    [
        ({"open_from_hour": 18, "open_to_hour": 6}, "open_from_hour 18 must be before open_to_hour 6"),
        ({"profile": [0] * 24}, "profile needs parts not below 0 and one above; least 0"),
        ({"profile": [1] * 23 + [-1]}, "profile needs parts not below 0 and one above; least -1"),
        ({"lanes": 0}, "at least 1"),
        ({"profile": [1, 2]}, "24"),
    ],
)
def test_impossible_gates_are_told(tmp_path, gate, words):
    assert words in told(tmp_path, {f"{T}.gate": {"lanes": 1} | gate}, exports=10)[0]


def rows(tmp_path, stage, changes, **flows):
    path = tmp_path / "cluster.yaml"
    path.write_text(json.dumps(lane(changes=changes, **flows)), encoding="utf-8")
    return [row for row in preview(load_scenario(path).scenario, 2025) if row.stage == stage]


def test_the_preview_puts_trucks_against_lanes(tmp_path):
    # 80 TEU a week out and 80 in, by 365/7 weeks, 1.6 TEU a truck; 10 trucks on each of 365 days.
    (row,) = rows(tmp_path, "gate", GATE, exports=80, imports=80)
    assert (row.demand, row.capacity) == pytest.approx((160 / 1.6 * 365 / 7, 3650.0))
    assert row.because["trucks_per_day"] == pytest.approx(100 / 7)
    assert row.flag == "over"


def test_the_preview_puts_trains_against_tracks(tmp_path):
    # 60 TEU a week out on three trains: 20 TEU each, 13 1/3 boxes, as many hours. Those that go hold the track for 40
    # boxes.
    (row,) = rows(tmp_path, "track", RAIL | by_rail(capacity_teu=60), exports=60)
    a_week = 3 * (20 / 1.5) + 3 * 40.0
    assert (row.demand, row.capacity) == pytest.approx((a_week * 365 / 7, 8760.0))


def test_the_preview_puts_reefers_against_plugs(tmp_path):
    # A tenth of what stands in the yard but for the depot.
    changes = {f"{T}.yard.reefer_share": 0.1, f"{T}.yard.reefer_plugs_teu": 4}
    (row,) = rows(tmp_path, "plug", changes, imports=70)
    # 10 TEU a day for 100 h: 41.7 TEU laden, 4.17 reefers.
    assert (row.demand / 365, row.capacity / 365) == pytest.approx((0.1 * 10 * 100 / 24, 4.0))
