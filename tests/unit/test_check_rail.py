"""Routes that do not join, lines that never open, and more trains than paths are told, with place and numbers."""

from __future__ import annotations

import json

import pytest
from rail_clusters import LINE, on_line

from portsim.capacity.preview import preview
from portsim.errors import InputError
from portsim.scenario.load import load_scenario

FURTHER = LINE | {"origin": "sea", "destination": "quay"}


def told(tmp_path, line=None, train=None, changes=None):
    """Warnings, or mistakes, of a train on a line, without the one about the warm-up."""
    path = tmp_path / "cluster.yaml"
    path.write_text(json.dumps(on_line(line, train, changes)), encoding="utf-8")
    try:
        found = load_scenario(path).warnings
    except InputError as caught:
        found = caught.problems
    return [f"{one.path}: {one.message}" for one in found if one.path != "clock.warmup_days"]


def test_a_sensible_line_is_accepted_without_a_word(tmp_path):
    assert told(tmp_path) == []
    assert told(tmp_path, train={"route": ["rails", "further"]}, changes={"links.further": FURTHER}) == []


def test_a_route_whose_lines_do_not_join_is_refused(tmp_path):
    # The line ends at `sea`; the second begins at `quay` when it is passed backwards.
    assert told(tmp_path, train={"route": ["rails", "further/back"]}, changes={"links.further": FURTHER}) == [
        "services.train.route.1: further begins at quay, but rails ends at sea"
    ]
    assert told(tmp_path, train={"route": ["rails/back", "further"]}, changes={"links.further": FURTHER}) == [
        "services.train.route.1: further begins at sea, but rails ends at up"
    ]


def test_a_line_passed_the_wrong_way_is_shown_the_right_one(tmp_path):
    other = {"links.further": LINE | {"origin": "quay", "destination": "sea"}}
    assert told(tmp_path, train={"route": ["rails", "further"]}, changes=other) == [
        "services.train.route.1: further begins at quay, but rails ends at sea; write further/back"
    ]


def test_unknown_lines_and_links_that_are_no_rails_are_refused(tmp_path):
    assert told(tmp_path, train={"route": ["rail"]}) == [
        "services.train.route.0: unknown rail line rail, did you mean rails?"
    ]
    assert told(tmp_path, train={"route": ["road"]}) == [
        "services.train.route.0: road is a road link; trains run on rail lines"
    ]
    assert told(tmp_path, train={"route": ["rails", "rails/back"]}) == ["services.train.route.1: passes rails twice"]


def test_a_line_that_opens_after_the_run_is_refused_to_trains(tmp_path):
    assert told(tmp_path, {"paths_per_day": 0.0, "openings": {"2026-01-01": 24.0}})[0] == (
        "services.train.route.0: rails has no paths by 2025-12-31, the end of the run: its trains would wait for ever"
    )


def test_more_paths_than_the_headway_leaves_are_refused(tmp_path):
    # 24 and 100 more on a single track, every 0.2 h: 24.8 h.
    assert told(tmp_path, {"openings": {"2025-06-01": 100.0}, "headway_h": 0.2}) == [
        "links.rails.paths_per_day: 124 paths a day on a track with a headway of 0.2 h take 24.8 h of 24"
    ]
    # On two tracks 62 each way take 12.4 h.
    assert told(tmp_path, {"openings": {"2025-06-01": 100.0}, "headway_h": 0.2, "tracks": "double"}) == []
    second = {"openings": {"2025-06-01": 100.0}, "headway_h": 0.2, "second_track_from": "2025-06-01"}
    assert told(tmp_path, second) == []
    assert len(told(tmp_path, second | {"second_track_from": "2025-06-02"})) == 1


def test_more_trains_than_paths_are_told_by_their_kinds(tmp_path):
    # Every day and way 2 trains on 2 paths a day: 4 against 2. Twelve are three times 4 and more: a wrong unit.
    assert told(tmp_path, {"paths_per_day": 2.0}, {"departures_per_week": 14.0}) == [
        "links.rails: 4.0 trains a day in 2025 (block 4.0, bulk 0.0, background 0.0) against 2.0 paths: 2.00 times; "
        "their queue grows"
    ]
    # 20 observed of 20 paths, of which regular trains and the 4 block trains fill 19: one does not run.
    full = {"paths_per_day": 20.0, "observed_trains_per_day": {"2025": 20.0}}
    assert told(tmp_path, full, {"departures_per_week": 14.0}) == [
        "links.rails: 20.0 trains a day in 2025 (block 4.0, bulk 0.0, background 16.0) against 20.0 paths: 1.00 times; "
        "1.0 of bulk and background do not run"
    ]
    assert told(tmp_path, full | {"regular_fill_share": 1.0}, {"departures_per_week": 14.0}) == []
    assert told(tmp_path, {"paths_per_day": 2.0}, {"departures_per_week": 28.0})[0].endswith(
        "4.00 times; check the units"
    )


def test_observed_trains_fewer_than_those_of_the_scenario_are_told(tmp_path):
    assert told(tmp_path, {"observed_trains_per_day": {"2025": 3.0}}, {"departures_per_week": 14.0}) == [
        "links.rails.observed_trains_per_day: 3 trains a day observed, but block trains and trains of bulk are 4.0 "
        "alone in 2025: no background"
    ]
    told_before = {"observed_trains_per_day": {"2025": 3.0}, "observed_modelled_per_day": 2.0}
    assert told(tmp_path, told_before, {"departures_per_week": 14.0}) == []
    assert told(tmp_path, {"observed_modelled_per_day": 2.0}) == [
        "links.rails.observed_modelled_per_day: has no effect without observed_trains_per_day: no background"
    ]


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ({"cargo": "vehicles"}, "vehicles are not weighed: only tonnes make trains of bulk"),
        ({"onward": {"road": 1.0}}, "nothing goes by rail (onward.rail is 0): no train will run"),
        ({"onward": None}, "nothing goes by rail (onward.rail is 0): no train will run"),
    ],
)
def test_streams_that_make_no_trains_are_told(tmp_path, stream, message):
    ore = {
        "port": "harbour", "cargo": "ore", "direction": "discharge", "annual_volume": {"2025": 4e5}, "work_h": 10.0,
        "parcels": {"ship": {"share": 1.0, "size": 1_000.0}}, "onward": {"rail": 1.0}, "rail_route": ["rails"],
    }  # fmt: skip
    assert told(tmp_path, changes={"bulk.ore": ore}) == []
    assert told(tmp_path, changes={"bulk.ore": ore | stream}) == [f"bulk.ore.rail_route: {message}"]


def test_an_id_of_another_thing_is_refused(tmp_path):
    assert told(tmp_path, changes={"links.harbour": LINE}) == [
        "links.harbour: the id harbour is taken by another thing; results need one id per thing"
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"destination": "up"}, "the line leads from up to itself"),
        ({"tracks": "double", "second_track_from": "2025-06-01"}, "tracks: double has its second track already"),
    ],
)
def test_lines_that_contradict_themselves_are_refused(tmp_path, line, message):
    (found,) = told(tmp_path, line)
    assert message in found


def test_the_preview_sets_all_trains_against_the_paths(tmp_path):
    # 20 observed of 24 paths; among them 2 block trains a day: 18 of background. 8 passenger trains take 8 paths.
    path = tmp_path / "cluster.yaml"
    line = {
        "observed_trains_per_day": {"2025": 20.0}, "passenger_trains_per_day": 8.0, "paths_per_passenger_train": 1.0,
    }  # fmt: skip
    path.write_text(json.dumps(on_line(line, {"departures_per_week": 7.0})), encoding="utf-8")
    (row,) = (row for row in preview(load_scenario(path).scenario, 2025) if row.stage == "line")
    assert (row.place, row.unit, row.flag) == ("rails", "trains", "over")
    assert row.demand == pytest.approx(365 * 20)
    assert row.capacity == pytest.approx(365 * 16)
    assert row.because["block_trains"] == pytest.approx(365 * 2)
    assert row.because["background_trains"] == pytest.approx(365 * 18)
