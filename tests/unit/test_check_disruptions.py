"""Disruptions and dated closures that do not make sense: said at their place, with what is allowed."""

from __future__ import annotations

import json

import pytest
from cargo_clusters import lane
from dates import between, disrupted, storm
from ferry_runs import strait
from waterway_files import raw as river

from portsim.errors import InputError
from portsim.scenario.load import load_scenario

PORT = {
    "channels": {"main": {"length_km": 10.0, "depth_m": 20.0}}, "pilots": {"n": 2},
    "terminals": {"boxes": {"quays": {"q": {"n_berths": 2}}, "cranes": {"n": 4}, "yard": {"capacity_teu": 5_000}}},
}  # fmt: skip


def cluster(*some, **weather):
    """The lane with a larger harbour, some disruptions, and weather."""
    raw = lane(exports=70)
    raw["ports"]["harbour"] = PORT | ({"weather": weather} if weather else {})
    return raw | {"disruptions": {f"d{n}": one for n, one in enumerate(some)}}


def problems(tmp_path, raw):
    """Errors, each as path and message."""
    path = tmp_path / "x.yaml"
    path.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    return [str(problem) for problem in caught.value.problems]


def warnings(tmp_path, raw):
    path = tmp_path / "x.yaml"
    path.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    return [str(problem) for problem in load_scenario(path).warnings]


@pytest.mark.parametrize(
    ("resource", "hint"),
    [
        ("ports.harbor", "unknown resource ports.harbor, did you mean ports.harbour?"),
        ("ports.harbour.channels.man", "did you mean ports.harbour.channels.main?"),
        ("ports.harbour.terminals.boxes.crane", "did you mean ports.harbour.terminals.boxes.cranes?"),
        ("ports.harbour.terminals.boxes.quays.r", "did you mean ports.harbour.terminals.boxes.quays.q?"),
        ("ports.harbour.tugs", "unknown resource ports.harbour.tugs, did you mean ports.harbour.pilots?"),
        ("links.raod", "did you mean links.road?"),
        ("service.line", "did you mean services.line?"),
        ("zones.inland", "unknown resource zones.inland"),
    ],
)
def test_an_unknown_path_is_said_with_the_nearest_one(tmp_path, resource, hint):
    (problem,) = problems(tmp_path, cluster(disrupted(resource, 10.0, 20.0)))
    assert "disruptions.d0.resource" in problem
    assert hint in problem


@pytest.mark.parametrize(
    ("resource", "what", "words"),
    [
        ("ports.harbour", {"n": 1}, "d0.n: ports.harbour takes closed: true or rate_share, not n"),
        (
            "ports.harbour.channels.main",
            {"rate_share": 0.5},
            "channels.main takes closed: true, not rate_share",
        ),
        ("ports.harbour.pilots", {"rate_share": 0.5}, "takes closed: true or n, not rate_share"),
        ("ports.harbour.terminals.boxes.cranes", {"n": 5}, "5 is more than the 4 there are"),
        ("ports.harbour.terminals.boxes.quays.q", {"n": 1}, "takes closed: true, not n"),
        ("links.road", {"n": 1}, "takes closed: true or rate_share, not n"),
        ("services.line", {"rate_share": 0.5}, "services.line takes closed: true, not rate_share"),
        ("ports.abroad", {"closed": True}, "ports.abroad cannot be disrupted: it is external"),
        ("links.road", {"closed": True, "n": 1}, "give one of closed: true, rate_share and n"),
        ("links.road", {"closed": False}, "give one of closed: true, rate_share and n"),
    ],
)
def test_what_cannot_be_done_to_a_thing_is_said_with_what_can(tmp_path, resource, what, words):
    (problem,) = problems(tmp_path, cluster(disrupted(resource, 10.0, 20.0, **what)))
    assert words in problem


def test_a_lock_with_a_wait_law_cannot_be_disrupted(tmp_path):
    raw = river(locks__gate__passage="wait_law", locks__gate__use_share=0.5)
    (problem,) = problems(tmp_path, raw | {"disruptions": {"d": disrupted("locks.gate", 10.0, 20.0)}})
    assert "locks.gate cannot be disrupted: a lock with passage: wait_law has no lines at work" in problem


def test_times_must_be_in_order_and_exist(tmp_path):
    (problem,) = problems(tmp_path, cluster(disrupted("links.road", 20.0, 10.0)))
    assert "starts 2025-01-01 20:00 must be before ends 2025-01-01 10:00" in problem
    bad = disrupted("links.road", 10.0, 20.0) | {"ends": "2025-02-30"}
    (problem,) = problems(tmp_path, cluster(bad))
    assert "there is no such time: 2025-02-30" in problem


def test_a_mistake_stands_at_its_line_and_column(tmp_path):
    raw = cluster(disrupted("links.raod", 10.0, 20.0))
    (problem,) = problems(tmp_path, raw)
    lines = json.dumps(raw, indent=1).splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "links.raod" in text)
    column = lines[line - 1].index('"links.raod"') + 1
    assert f"x.yaml:{line}:{column}" in problem


def test_disruptions_of_one_thing_and_dates_of_one_cause_must_not_overlap(tmp_path):
    twice = [disrupted("links.road", 10.0, 20.0), disrupted("links.road", 19.0, 30.0)]
    (problem,) = problems(tmp_path, cluster(*twice))
    assert "disruptions.d1.starts: overlaps disruptions.d0, which ends 2025-01-01 20:00" in problem
    dates = {"a": between(10.0, 20.0), "b": between(15.0, 30.0)}
    (problem,) = problems(tmp_path, cluster(gale={"dates": dates}))
    assert "ports.harbour.weather.gale.dates.b.starts: overlaps ports.harbour.weather.gale.dates.a" in problem


def test_what_lies_outside_the_run_or_never_ends_in_it_is_a_warning(tmp_path):
    late = disrupted("links.road", 9_000.0, 9_010.0)
    open_ended = disrupted("services.line", 8_700.0, 9_000.0)
    said = warnings(tmp_path, cluster(late, open_ended, gale={"dates": {"a": between(-50.0, -10.0)}}))
    run = "the run goes from 2025-01-01 to 2026-01-01"
    assert any("disruptions.d0.starts" in one and f"has no effect: {run}" in one for one in said)
    assert any("disruptions.d1.ends" in one and f"never ends within the run: {run}" in one for one in said)
    assert any("ports.harbour.weather.gale.dates.a.starts" in one and "has no effect" in one for one in said)
    within = warnings(tmp_path, cluster(disrupted("links.road", 10.0, 20.0)))
    assert not any("disruptions" in one for one in within)


@pytest.mark.parametrize(
    ("weather", "words"),
    [
        ({}, "give either monthly_events with duration_h, or dates"),
        (
            {"monthly_events": [1.0] * 12, "duration_h": 5.0, "dates": {"a": between(1.0, 2.0)}},
            "give either monthly_events",
        ),
        ({"monthly_events": [1.0] * 12}, "monthly_events and duration_h go together"),
        (storm(10.0, 20.0) | {"stops": "access"}, "evacuation goes with stops: all"),
        (storm(10.0, 20.0, lead_h=5.0, leave_h=6.0), "leave_h 6 must not exceed lead_h 5"),
    ],
)
def test_weather_is_by_chance_or_by_date_and_evacuations_fit_together(tmp_path, weather, words):
    (problem,) = problems(tmp_path, cluster(gale=weather))
    assert words in problem


def test_a_ferry_has_no_berths_to_leave(tmp_path):
    (problem,) = problems(tmp_path, strait(weather={"typhoon": storm(10.0, 20.0)}))
    assert "services.strait.weather.typhoon.evacuation: ships of a ferry lie in port while it is closed" in problem
