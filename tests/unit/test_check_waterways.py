"""What is said of waterways, locks and barge traffic that do not fit together, with the values that clash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scenario_files import problems, warnings, write
from waterway_files import LINE, raw

from portsim.capacity.preview import preview
from portsim.capacity.preview_cargo import cargo_of
from portsim.choice.fixed_routes import as_routes
from portsim.scenario.load import load_scenario


def found(tmp_path, **changes):
    """Path and message of every problem; JSON is YAML too."""
    path = write(tmp_path, json.dumps(raw(**changes), indent=1))
    return [f"{problem.path}: {problem.message}" for problem in problems(path)]


def test_the_scenario_of_these_tests_is_sound(tmp_path):
    assert warnings(write(tmp_path, json.dumps(raw()))) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"fleets__large__beam_m": 34.2},
            "services.barges.route.0: no line of gate takes large (75 x 34.2 m, draught 3.5 m, 0.5 m below the keel): "
            "one 200 x 34 m, 5.8 m over the sill",
        ),
        (
            {"fleets__large__loa_m": 200.5},
            "services.barges.route.0: no line of gate takes large (200.5 x 15.2 m, draught 3.5 m, 0.5 m below the "
            "keel): one 200 x 34 m, 5.8 m over the sill",
        ),
        (
            {"locks__gate__keel_clearance_m": 2.4},
            "services.barges.route.0: no line of gate takes large (75 x 15.2 m, draught 3.5 m, 2.4 m below the keel): "
            "one 200 x 34 m, 5.8 m over the sill",
        ),
        (
            {"links__river__depth_m": 3.9},
            "services.barges.route.0: large draws 3.5 m and needs 4 m with 0.5 m below the keel; river is 3.9 m deep",
        ),
        (
            {"links__river__locks": {"gate": 41.0}},
            "links.river.locks.gate: gate lies at 41 km, the waterway is 40 km long",
        ),
        (
            {"links__river__locks": {"gaet": 10.0}},
            "links.river.locks.gaet: unknown lock gaet, did you mean gate?",
        ),
        (
            {"services__barges__route": ["rivre"]},
            "services.barges.route.0: unknown waterway or lock rivre, did you mean river?",
        ),
        (
            {"services__barges__mix": {"small": 0.5, "lagre": 0.5}},
            "services.barges.mix.lagre: unknown ship class lagre, did you mean large?",
        ),
        (
            {"services__barges__mix": {"small": 0.5, "large": 0.4}},
            "services.barges.mix: the shares of the classes add up to 0.9, not to 1",
        ),
        (
            {"fleets__large": {"loa_m": 75.0, "draught_m": 3.5}},
            "services.barges.mix.large: large needs beam_m and dwt_t to carry cargo through locks",
        ),
        (
            {"services__barges__route": ["river", "gate/up"]},
            "services.barges.route: passes gate 2 times on one way",
        ),
        (
            {"locks__gate__maintenance": {"works": {"line": "two", "first_day": "03-01", "days": 5}}},
            "locks.gate.maintenance.works.line: unknown line of gate two; there are one",
        ),
        (
            {"locks__gate__maintenance": {"works": {"line": "one", "first_day": "2025-01-01", "days": 365}}},
            "locks.gate.maintenance: gate/one is closed from 2025-01-01 to 2025-12-31: it never opens",
        ),
        (
            {"links__gate": {"mode": "waterway", "length_km": 3.0, "depth_m": 4.5}},
            "links.gate: the id gate is taken by another thing; results need one id per thing",
        ),
        (
            {"links__brook": {"mode": "waterway", "length_km": 3.0, "depth_m": 4.5, "locks": {"gate": 1.0}}},
            "links.river.locks.gate: gate lies on brook already",
        ),
        (
            {"locks__gate__use_share": 0.5},
            "locks.gate: passage: wait_law and use_share go together",
        ),
        (
            {"locks__gate__priority_n": 4},
            "locks.gate: priority_n 4 is more than priority_m 3",
        ),
        (
            {"locks__gate__lines": {"one": LINE | {"levelling": {"valve_m2": 20.0}}}},
            "locks.gate.lines.one: give either fill_min (minutes) or levelling (valves)",
        ),
        (
            {"locks__gate__lines": {"one": {k: v for k, v in LINE.items() if k != "fill_min"} | {
                "levelling": {"valve_m2": 20.0, "end_m": 10.0}}}},
            "locks.gate: levelling of one ends at 10.0 m, the head is 10.0 m",
        ),
        (
            {"services__barges__load_out_share": 0.0, "services__barges__load_back_share": 0.0},
            "services.barges: barges carry nothing by their load shares: the tonnes a year need ships that carry",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_the_values(tmp_path, changes, message):
    assert found(tmp_path, **changes) == [message]


def test_closures_that_never_end_are_said_at_their_days(tmp_path):
    works = {"line": "one", "first_day": "03-01", "days": 365}
    assert found(tmp_path, locks__gate__maintenance={"works": works}) == [
        "locks.gate.maintenance.works.days: 365 days from 03-01 of every year never end: gate/one would stay closed",
    ]


@pytest.mark.parametrize("day", ["2025-02-29", "13-01", "01-32", "1 March"])
def test_a_day_that_is_none_is_refused(tmp_path, day):
    works = {"line": "one", "first_day": day, "days": 1}
    assert any("locks.gate.maintenance.works.first_day" in one for one in found(
        tmp_path, locks__gate__maintenance={"works": works}
    ))  # fmt: skip


def test_a_road_is_no_way_for_barges(tmp_path):
    road = {"mode": "road", "origin": "hill", "destination": "harbour", "distance_km": 10.0, "time_h": 1.0}
    changes = {"links__road": road, "zones": {"hill": {}}, "services__barges__route": ["road"]}
    assert found(tmp_path, **changes) == ["services.barges.route.0: road is a road link; barges sail on waterways"]


def test_barges_without_cargo_are_odd(tmp_path):
    path = write(tmp_path, json.dumps(raw(services__barges__annual_t={"2025": 0.0})))
    assert [one.split(": ", 1)[1] for one in warnings(path)] == [
        "services.barges.annual_t: no cargo in any year: no barge will come"
    ]


def test_the_shipped_canal_of_2027_is_sound():
    loaded = load_scenario("canal_2027")
    assert [str(warning) for warning in loaded.warnings] == []
    assert {"madao", "qishi", "qingnian", "xijin"} <= set(loaded.scenario.locks)


def test_boxes_are_a_part_of_what_the_canal_carries_later_and_its_barges_can_take_them():
    """10 to 25 % of the 53.4 Mt of 2029, as if shippers knew it by then; laden 10.4 t a TEU, empties 2.2 t."""
    scenario = as_routes(load_scenario("canal_2027").scenario)
    cargo = cargo_of(scenario, 2027)
    lines = {land: teu for land, teu in cargo.by_land.items() if land[2] == "barge"}
    assert set(lines) == {("nanning", "qinzhou", "barge"), ("yulin_guigang", "qinzhou", "barge")}
    tonnes = sum(10.4 * (teu[0] + teu[1]) + 2.2 * (teu[2] + teu[3]) for teu in lines.values())
    assert 0.10 * 53.4e6 < tonnes < 0.25 * 53.4e6
    rows = [row for row in preview(scenario, 2027) if row.stage == "barge"]
    assert rows
    assert [row.flag for row in rows] == [""] * len(rows)
    assert all(0.05 < row.use_share < 0.85 for row in rows)


def test_the_example_of_the_page_on_barges_is_sound(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "barges.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    assert warnings(write(tmp_path, f"format: 1\nname: example\n{example}")) == []


def test_the_example_of_the_page_on_locks_is_sound(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "locks.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    port = "ports: {harbour: {terminals: {terminal: {quays: {row: {n_berths: 1}}}}}}"
    assert warnings(write(tmp_path, f"format: 1\nname: example\n{port}\n{example}")) == []
