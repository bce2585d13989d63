"""What opens and closes within a run: terminals, quays and services, their moments by hand, and what checks say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import yaml
from cargo_clusters import LINER, cargo, lane, run
from harbours import first_calls, harbour, records_of
from small_clusters import Raw, rows, scenario_of

from portsim.errors import InputError
from portsim.model.cargo.relation import relations_of
from portsim.model.carriers.build import timetables_of
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.study.loading import load_scenario

# Hour 0 is 1 January 2025, 00:00.
DAY_5, DAY_6 = "2025-01-05", "2025-01-06"  # hours 96 and 120
ONE = {"n_berths": 1, "depth_m": 30.0}


def test_ships_that_come_before_a_terminal_opens_wait_at_anchor_until_it_does():
    call = first_calls(harbour({}, {"a": {"at": 100.0}}, 0, open_from=DAY_6))["a"]
    assert (call["berthed_h"], call["wait_berth_h"]) == (120.0, 20.0)


def test_a_terminal_that_closes_works_off_who_is_alongside_and_takes_no_more_ships():
    # a comes at 90 and works 50 h, to 140; b comes at 97, an hour after the closing, and never berths.
    ships = {"a": {"at": 90.0, "work_h": 50.0}, "b": {"at": 97.0}}
    calls = first_calls(harbour({}, ships, 0, open_to=DAY_5))
    assert calls["a"]["work_end_h"] == 140.0
    assert "b" not in calls


def test_ships_go_to_the_quay_that_is_open():
    # Old until 96, new from 120: a lies at the old one, b waits from 100 to 120.
    quays = {"old": ONE | {"open_to": DAY_5}, "new": ONE | {"open_from": DAY_6}}
    records = records_of(
        harbour({}, {"a": {"at": 95.0, "work_h": 2.0}, "b": {"at": 100.0, "work_h": 2.0}}, 0, quays=quays)
    )
    calls = records.tables["calls"].columns()
    where = {
        records.entities[service].id: (records.entities[quay].id.split("/")[-1], berthed_h)
        for service, quay, berthed_h, voyage in zip(
            *(calls[name].tolist() for name in ("service", "quay", "berthed_h", "voyage")), strict=True
        )
        if voyage == 0
    }
    assert where == {"a": ("old", 95.0), "b": ("new", 120.0)}


def test_a_disruption_that_ends_does_not_open_a_quay_whose_day_has_not_come():
    raw = harbour({}, {"a": {"at": 100.0}}, 0, open_from=DAY_6)
    raw["disruptions"] = {
        "works": {
            "resource": "ports.harbour.terminals.t.quays.q",
            "starts": DAY_5,
            "ends": "2025-01-05 08:00",
            "closed": True,
        }
    }
    assert first_calls(raw)["a"]["berthed_h"] == 120.0


def test_days_out_of_service_are_not_offered():
    # One berth busy 1 h in 100 from 1 July on, half of the 8 760 h of the year less 24 x (181 - 182.5).
    raw = harbour({}, {"a": {"at": 100.0, "work_h": 1.0}}, 0, quays={"q": ONE}, open_from="2025-07-01")
    table = compute_measures(records_of(raw))
    # 8 760 - 181 x 24 = 4 416 h are open. Ships at 100, 200, ..., 8 700: all 87 are worked, an hour each.
    assert table.value("berth_occupancy_share", "harbour/t", "2025") == pytest.approx(87 / 4416)


def test_irregular_callers_come_only_in_the_life_of_their_service():
    raw = harbour({}, {"a": {"at": 10.0}}, 0)
    raw["services"]["a"] |= {"open_from": DAY_5, "open_to": DAY_6}
    calls = records_of(raw).tables["calls"].columns()
    assert calls["arrived_h"].tolist() == [100.0, 110.0]


# The line comes every Wednesday 00:00, at 0, 168, ...; cut-off 24 h before, and she departs 24 h after she comes.
LIFE = {"open_from": "2025-01-15", "open_to": "2025-02-05"}
"""Hours 336 and 840: she departs at 360, 528 and 696; at 192 not yet, at 864 no more."""


def test_a_line_sails_between_its_dates_only_and_brings_home_what_is_aboard():
    # Exports and imports all along. She departs on service at 360, 528, 696 from the harbour, and from abroad, 120 h
    # after she came to the harbour, at 456, 624, 792.
    records = run(lane(70.0, 70.0, {f"services.line.{key}": day for key, day in LIFE.items()}))
    legs = rows(records, "voyages")
    laden = legs["laden_teu"] > 0
    assert set(np.floor(legs["departed_h"][laden] / 24.0)) <= {14.0, 15.0, 19.0, 21.0, 22.0, 26.0, 28.0, 29.0, 33.0}
    assert legs["departed_h"][laden].min() >= 336.0
    calls = rows(records, "calls")
    # Boxes that left abroad before the closing are landed at 840: her last call.
    assert calls["arrived_h"].tolist() == [336.0, 504.0, 672.0, 840.0]
    assert calls["loaded_laden_teu"][-1] == 0
    assert calls["discharged_laden_teu"][-1] > 0


def test_nobody_is_rolled_by_sailings_before_the_first_day():
    records = run(lane(70.0, changes={"services.line.open_from": LIFE["open_from"]}))
    boxes = cargo(records, "exports")
    assert boxes["rolls"].max() == 0
    assert rows(records, "voyages")["left_laden_teu"].max() == 0


def lagoon_by_west_h(*sets: str) -> np.ndarray:
    """When boxes were ready that take the only line between the west port and the lagoon."""
    scenario = load_scenario("invented_cluster", sets=list(sets)).scenario
    records = simulate(scenario, 1, 0)
    number = {entity.id: n for n, entity in enumerate(records.entities)}
    boxes = records.tables["consignments"].columns()
    over = (boxes["gateway"] == number["west_port"]) & (boxes["hub"] < 0)
    over &= (boxes["origin"] == number["lagoon"]) | (boxes["destination"] == number["lagoon"])
    return np.sort(boxes["ready_h"][over])


def test_cargo_that_chooses_keeps_off_a_line_that_does_not_sail_yet_or_any_more():
    opens_h, closes_h = (
        (84 + 90) * 24.0,
        (84 + 273) * 24.0,
    )  # 1 April and 1 October, the run begins 84 days before the year
    life = "services.lagoon_west.open_from=2025-04-01", "services.lagoon_west.open_to=2025-10-01"
    always_h, between_h = lagoon_by_west_h(), lagoon_by_west_h(*life)
    n_in_life = np.count_nonzero((always_h > opens_h) & (always_h < closes_h - 336.0))
    assert np.count_nonzero(always_h < opens_h - 336.0) > 50
    assert between_h[0] > opens_h - 336.0
    assert between_h[-1] < closes_h
    assert len(between_h) > 0.8 * n_in_life


def relation_of(*services: Raw):
    changes: Raw = {
        "services": {f"s{n}": LINER | {"rotation": ["harbour", "abroad"]} | one for n, one in enumerate(services)}
    }
    scenario = scenario_of(lane(changes=changes))
    lives = {f"s{n}": tuple(one["life"]) for n, one in enumerate(LIVES[: len(services)]) if one}
    tables = timetables_of(scenario, -48.0, lives)
    return relations_of(list(tables.values()), {}, 0.2, 2, 8)["harbour", "overseas"]


LIVES: list[Raw] = [{"life": (336.0, 840.0)}, {}]


def test_boxes_are_booked_on_the_first_sailing_within_a_life():
    # Cut-offs of departures 360, 528, 696 are 312, 480, 648. After the last a sailing is named that will not be.
    relation = relation_of({})
    assert [relation.due_h(hour) for hour in (0.0, 312.0, 313.0, 648.0)] == [312.0, 312.0, 480.0, 648.0]
    together, _ = relation.due_hours(np.array([0.0, 313.0, 700.0]))
    assert together.tolist() == [312.0, 480.0, 816.0]


def test_before_and_after_it_boxes_take_the_other_common_line():
    # The other comes a day later, always: cut-offs 0, 168, 336, ...
    relation = relation_of({}, {"phase_h": 72.0})
    assert [relation.due_h(hour) for hour in (0.0, 300.0, 313.0, 649.0, 700.0)] == [0.0, 312.0, 336.0, 672.0, 840.0]


def problems(tmp_path: Any, raw: Raw) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    try:
        found = load_scenario(path).warnings
    except InputError as error:
        found = error.problems
    return [f"{one.path}: {one.message}" for one in found]


def timed(service: Raw, **terminal: Any) -> Raw:
    raw = harbour({}, {"a": {"at": 100.0}}, 0, **terminal)
    raw["services"]["a"] |= service
    return raw


def test_what_is_there_all_the_time_has_no_mistake(tmp_path):
    assert problems(tmp_path, timed({}, open_from="2024-12-31", open_to="2026-01-02")) == []


def test_an_end_before_the_beginning_is_an_error(tmp_path):
    said = problems(tmp_path, timed({}, open_from="2025-03-01", open_to="2025-02-01"))
    assert said == ["ports.harbour.terminals.t: open_to 2025-02-01 must be after open_from 2025-03-01"]


def test_a_service_that_finds_nothing_open_in_its_whole_life_is_an_error(tmp_path):
    said = problems(tmp_path, timed({"open_to": "2025-03-01"}, open_from="2025-04-01"))
    assert said == [
        "services.a.port: a finds nothing open at harbour/t in its whole life: it goes from 2025-01-01 to 2025-03-01, "
        "a berth for it goes from 2025-04-01"
    ]


def test_calls_before_the_opening_and_after_the_closing_are_told(tmp_path):
    said = problems(tmp_path, timed({}, open_from="2025-04-01", open_to="2025-10-01"))
    assert sorted(said) == [
        "services.a.port: harbour/t closes for a on 2025-10-01: what comes later waits in vain; give it open_to",
        "services.a.port: harbour/t opens for a on 2025-04-01: what comes from 2025-01-01 on waits till then",
    ]


def test_a_service_that_never_sails_in_the_run_is_told(tmp_path):
    assert problems(tmp_path, timed({"open_from": "2030-01-01"})) == [
        "services.a: never sails: it goes from 2030-01-01, and the run goes from 2025-01-01 to 2026-01-01"
    ]
