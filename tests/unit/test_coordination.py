"""Rules that spread the sailings of services evenly: by hand, at one port and at two, and what cannot be spread."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cargo_clusters import LINER, cargo, checked, lane, modelled_port, run, sailings
from small_clusters import Raw

from portsim.errors import InputError
from portsim.scenario.load import load_scenario
from portsim.scenario.rotation import phases_of

RULE: Raw = {"policies.even": {"kind": "coordinate", "gateways": ["harbour"], "services": ["line", "other"]}}


def two_lines(**other: object) -> Raw:
    """The line of the lane (Wednesday 00:00) and another twelve hours behind it, both weekly."""
    return {"services.other": LINER | {"rotation": ["harbour", "abroad"], "phase_h": 60.0} | other}


def departures(raw: Raw) -> np.ndarray:
    records = run(raw)
    return np.sort(np.concatenate([sailings(records, id)["departed_h"] for id in ("line", "other")]))


def test_two_weekly_lines_twelve_hours_apart_are_spread_to_half_a_week() -> None:
    as_written, even = (departures(lane(exports=50, changes=two_lines() | rule)) for rule in ({}, RULE))
    assert set(np.diff(as_written).round(6).tolist()) == {12.0, 156.0}
    assert set(np.diff(even).round(6).tolist()) == {84.0}
    assert np.isin(sailings(run(lane(exports=50, changes=two_lines() | RULE)), "line")["departed_h"], as_written).all()


def test_boxes_wait_as_long_as_even_sailings_let_them() -> None:
    # The mean wait of boxes that come evenly is sum of squared gaps / (2 x 168): (12^2 + 156^2) / 336 = 72.9 h as
    # written, 2 x 84^2 / 336 = 42.0 h when spread.
    hours = []
    for rule in ({}, RULE):
        made = cargo(run(lane(exports=150, changes=two_lines() | rule)), "exports", 500.0, 8_000.0)
        hours.append(float(np.average(made["delivered_h"] - made["ready_h"], weights=made["teu"])))
    assert hours[0] - hours[1] == pytest.approx(72.86 - 42.0, abs=1.5)


def test_services_of_two_ports_call_evenly_each_at_its_own() -> None:
    # Her first stop is abroad: what is even is not that, but her call at the small port.
    changes = {
        "ports.small": modelled_port(),
        "links.other_sea": {"mode": "sea", "origin": "small", "destination": "abroad", "distance_nm": 300},
        **two_lines(rotation=["abroad", "small"]),
        "policies.even": RULE["policies.even"] | {"gateways": ["small", "harbour"]},
    }
    scenario = checked(lane(exports=50, changes=changes))
    phases = phases_of(scenario)
    assert phases["line"] == 48.0
    # She stays abroad 24 h and what is to spare, 168 - 24 - 24 - 2 x 30 = 60 h; then she sails 30 h.
    assert (phases["other"] + 24.0 + 60.0 + 30.0) % 168.0 == pytest.approx((48.0 + 84.0) % 168.0)


def test_three_services_share_one_headway() -> None:
    changes = two_lines() | {"services.third": LINER | {"rotation": ["harbour", "abroad"], "phase_h": 61.0}}
    rule = {"policies.even": RULE["policies.even"] | {"services": ["third", "line", "other"]}}
    phases = phases_of(checked(lane(changes=changes | rule)))
    calls = sorted(hour % 168.0 for hour in phases.values())
    assert phases["third"] == 61.0
    assert np.diff([*calls, calls[0] + 168.0]) == pytest.approx([56.0, 56.0, 56.0])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"policies.even.services": ["line"]}, "coordinate needs two of them or more"),
        ({"policies.even.services": ["line", "othr"]}, "did you mean other"),
        ({"policies.even.gateways": ["elsewhere"]}, "calls at none of elsewhere"),
        ({"policies.even.gateways": ["harbour", "elsewere"]}, "unknown port elsewere, did you mean elsewhere"),
        ({"policies.even.zones": ["inland"]}, "coordinate holds for services"),
        ({"services.other.sailings_per_week": 2.0}, "other sails 2 times a week, line 1 times"),
        ({"policies.again": RULE["policies.even"]}, "even gives the timetable of line already"),
        ({"policies.even.kind": "forbid"}, "services belong to kind: coordinate"),
    ],
)
def test_what_cannot_be_spread_is_told(changes: Raw, words: str) -> None:
    other_port = {"ports.elsewhere": modelled_port()}
    with pytest.raises(InputError, match=words):
        checked(lane(exports=50, changes=two_lines() | other_port | RULE | changes))


def test_a_rule_for_services_needs_no_choice_and_one_for_cargo_does(tmp_path: Path) -> None:
    assert checked(lane(changes=two_lines() | RULE)).choice is None
    with pytest.raises(InputError, match="without the key choice it has no effect"):
        checked(lane(changes={"policies.no": {"kind": "forbid", "gateways": ["harbour"]}}))


def test_a_shipped_scenario_takes_the_rule_and_the_choice_leaves_it_alone() -> None:
    rule = "{kind: coordinate, gateways: [east_port, middle_port], services: [coastal_east, coastal_middle]}"
    scenario = load_scenario("invented_cluster", sets=[f"policies={{even: {rule}}}"]).scenario
    phases = phases_of(scenario)
    assert (phases["coastal_east"], phases["coastal_middle"]) == (
        10.0,
        pytest.approx(10.0 + 42.0),
    )  # 84 h between sailings
