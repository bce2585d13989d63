"""Boxes that wait for customs, by what they are and where they go on to; reefers with and without a plug."""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import LINER, WEEKS, by_rail, cargo, lane, only, run
from harbours import harbour

from portsim.model.kernel import StrictKernel
from portsim.model.world import World
from portsim.results.measures import compute_measures
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

JULY_H = 181 * 24.0


def customs(**described):
    return {"ports.harbour.customs": described}


def imports(changes=None, from_h=500.0, to_h=8000.0):
    return cargo(run(lane(imports=20, changes=changes)), "imports", from_h, to_h)


def test_foreign_imports_are_picked_up_when_customs_let_them_go():
    # Trucks come 100 h after discharge, or when the papers are there.
    assert only(imports(customs(import_h=130.0))["import_dwell_h"]) == pytest.approx(130.0)
    assert only(imports(customs(import_h=70.0))["import_dwell_h"]) == pytest.approx(100.0)


def test_domestic_boxes_wait_for_no_customs():
    changes = customs(import_h=130.0) | {"markets.overseas.group": "domestic"}
    assert only(imports(changes)["import_dwell_h"]) == pytest.approx(100.0)


def test_foreign_boxes_take_the_first_train_after_customs():
    # Landed Wednesdays 12:00; ready a day later for Saturday 02:00; after 70 h, Saturday 10:00, for Monday 10:00.
    assert only(imports(by_rail())["import_dwell_h"]) == pytest.approx(62.0)
    assert only(imports(by_rail() | customs(import_h=70.0))["import_dwell_h"]) == pytest.approx(118.0)


def test_from_the_day_the_first_line_opens_foreign_boxes_come_in_freely():
    changes = customs(import_h=130.0, first_line_open_from="2025-07-01")
    boxes = imports(changes)
    landed = boxes["delivered_h"] - 6.0 - boxes["import_dwell_h"]
    assert only(boxes["import_dwell_h"][landed < JULY_H]) == pytest.approx(130.0)
    assert only(boxes["import_dwell_h"][landed >= JULY_H]) == pytest.approx(100.0)


def across(origin, destination, described):
    """Hours in the yard of the hub of cargo that changes ship there, 200 TEU a week.

    Ships from overseas are done Wednesdays 12:00; the coastal ship comes Saturdays 12:00 and closes a day before.
    """
    changes = {
        "markets.coast": {"group": "domestic"},
        "ports.near": {"market": "coast"},
        "ports.harbour.customs": described,
        "links.short": {"mode": "sea", "origin": "near", "destination": "harbour", "distance_nm": 240},
        "services.second": LINER | {"rotation": ["harbour", "near"], "phase_h": 132.0},
        "demand.flows.across": {
            "origin": origin, "destination": destination, "hub": "harbour", "annual_teu": 200.0 * WEEKS,
        },
        "demand.routes": {},
    }  # fmt: skip
    return only(cargo(run(lane(changes=changes)), "across", 1000.0, 7000.0)["transhipment_dwell_h"])


def test_boxes_for_the_next_ship_wait_for_transit_papers_and_then_for_the_second_line():
    # From Wednesday 12:00 to the cut-off on Friday 12:00 there are 48 h: time for papers of 47 h; those of 49 h make
    # the boxes stand a week longer than the 72 h to Saturday.
    def dwell_h(**described):
        return across("overseas", "coast", described)

    assert dwell_h(transhipment_h=47.0) == pytest.approx(72.0)
    assert dwell_h(transhipment_h=49.0) == pytest.approx(72.0 + 168.0)
    # With the first line open since before the run only the second line counts.
    opened = {"transhipment_h": 49.0, "first_line_open_from": "2024-01-01"}
    assert dwell_h(**opened, second_line_h=47.0) == pytest.approx(72.0)
    assert dwell_h(**opened, second_line_h=49.0) == pytest.approx(72.0 + 168.0)


def test_boxes_from_the_coast_for_overseas_cross_no_second_line_where_the_first_is_open():
    # Done Sunday 00:00, cut-off Tuesday 00:00: 48 h, for the ship who loads on Wednesday 00:00, 72 h later.
    papers = {"transhipment_h": 49.0, "second_line_h": 49.0}
    assert across("coast", "overseas", None) == pytest.approx(72.0)
    assert across("coast", "overseas", papers) == pytest.approx(72.0 + 168.0)
    assert across("coast", "overseas", papers | {"first_line_open_from": "2024-01-01"}) == pytest.approx(72.0)


def reefers(plugs_teu):
    """1 000 laden TEU, a tenth of them reefers, stand in the yard for the first half of the year and leave then."""
    yard = {"capacity_teu": 2000, "reefer_share": 0.1} | ({} if plugs_teu is None else {"reefer_plugs_teu": plugs_teu})
    raw = harbour({}, {"a": {"at": 9000.0}}, 0, yard=yard)
    world = World(Scenario.model_validate(raw), Streams(1, 0), StrictKernel())
    stock = world.ports["harbour"].terminals["t"].yard
    stock.land(0.0, 1000)
    stock.pick_up(4380.0, 1000)
    return compute_measures(world.run())


def test_reefers_beyond_the_plugs_stand_outside():
    # 100 TEU for half a year, 60 of them at a plug.
    found = reefers(60.0)
    names = ("reefer_teu", "reefer_outside_teu", "plug_use_share")
    assert [found.value(name, "harbour/t", "2025") for name in names] == pytest.approx([50.0, 20.0, 0.5])


def test_without_a_limit_all_reefers_have_a_plug():
    found = reefers(None)
    assert found.value("reefer_teu", "cluster", "2025") == pytest.approx(50.0)
    assert found.value("reefer_outside_teu", "cluster", "2025") == 0.0
    assert not [row for row in found if row[0] == "plug_use_share"]


def test_a_yard_without_reefers_has_no_such_measures():
    found = compute_measures(run(lane(exports=20)))
    assert not [row for row in found if row[0] in ("reefer_teu", "gate_wait_h", "train_wait_h")]
    assert np.isfinite(found.value("yard_occupancy_share", "harbour", "2025"))
