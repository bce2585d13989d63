"""River-sea ships by hand: they load at an inland port, pass the canal and sail on by sea."""

from __future__ import annotations

import json

import numpy as np
import pytest
from barge_clusters import river_sea
from cargo_clusters import cargo, checked, only, run, sailings
from scenario_files import problems, write
from small_clusters import number_of, rows

from portsim.capacity.preview import preview
from portsim.results.measures import compute_measures
from portsim.results.record_columns import MODES
from portsim.scenario.load import load_scenario

WEEK_H = 168.0


def test_an_export_sails_from_the_inland_port_to_its_market():
    mine = cargo(run(river_sea(exports=20.0)), "exports", 200.0, 8400.0)
    assert only(mine["mode"]) == MODES.index("river_sea")
    assert (only(mine["gateway"]), only(mine["hub"])) == (-1, -1)
    # Ready by Wednesday 00:00, it sails on Thursday 00:00: 12 h of canal and a lockage of 1 h make 37; 240 nm at 10 kn
    # would make 61, and she takes the 2 h that the pro forma of 15 h for the canal leaves her: 63.
    expected = np.ceil(mine["ready_h"] / WEEK_H) * WEEK_H + 63.0
    assert mine["delivered_h"] == pytest.approx(expected)


def test_an_import_is_delivered_where_the_canal_ends():
    mine = cargo(run(river_sea(imports=20.0)), "imports", 300.0, 8300.0)
    # The round takes 126 of the 168 h; she spends the rest abroad and leaves 129 h after the Wednesday. 24 h at sea to
    # 153, then up the canal in 13 h: 166, if nobody is at the lock. Boxes ready when she comes abroad, at 63, are in.
    expected = np.ceil((mine["ready_h"] - 63.0) / WEEK_H) * WEEK_H + 166.0
    assert mine["delivered_h"] == pytest.approx(expected)


def test_boxes_change_ship_at_a_hub_and_at_no_gateway():
    records = run(river_sea(exports=20.0, hub="harbour"))
    mine = cargo(records, "exports", 200.0, 7000.0)
    assert only(mine["gateway"]) == -1
    assert only(mine["hub"]) == number_of(records, "harbour")
    # Her round takes 126 of 168 h (two ways of 39 h, 24 h at each end); the other 42 h she lies at the inland port, the
    # last without terminals. So she sails after 66 h, is at the harbour after 105, and works 12 h. The boxes stand
    # there at 117, meet the cut-off at 144 with their connection of 24 h, sail at 168, and are abroad 72 h later.
    expected = np.ceil(mine["ready_h"] / WEEK_H) * WEEK_H + WEEK_H + 72.0
    assert mine["delivered_h"] == pytest.approx(expected)
    assert only(mine["transhipment_dwell_h"]) == pytest.approx(WEEK_H - 105.0 - 12.0)
    assert np.isnan(mine["export_dwell_h"]).all()
    calls = rows(records, "calls", service="river_sea")
    assert calls["discharged_laden_teu"].sum() > 0
    assert (calls["discharged_laden_teu"] == calls["transhipped_teu"]).all()
    assert not len(rows(records, "barge_trips")["service"])


def test_empties_come_back_to_the_inland_port_from_the_hub():
    records = run(river_sea(exports=20.0, hub="harbour"))
    # 20 TEU a week leave laden and none come: as many empties are called from the depot to the zone, some weeks later.
    back = sailings(records, "river_sea", leg=1)
    assert 18.0 < back["empty_teu"][10:].mean() < 22.0


def test_a_ship_held_at_a_lock_makes_up_at_sea_what_she_can():
    # On Thursday 5 June 2025 she sails at hour 3720 and is at the lock at 3726; it is closed until 12:00 of the next
    # day, 3756. Through at 3757, at sea at 3763, at top speed abroad 20 h later: 3783, a day after the 3759 of the
    # pro forma. She sails again in time.
    works = {"resource": "locks.gate", "starts": "2025-06-05", "ends": "2025-06-06 12:00", "closed": True}
    records = run(river_sea(exports=20.0, changes={"disruptions": {"works": works}}))
    out, back = sailings(records, "river_sea", leg=0), sailings(records, "river_sea", leg=1)
    week = np.flatnonzero(out["departed_h"] == 3720.0)
    assert out["arrived_h"][week] == pytest.approx([3783.0])
    assert out["arrived_h"][week + 1] == pytest.approx([3759.0 + WEEK_H])
    assert back["departed_h"][np.searchsorted(back["departed_h"], 3783.0)] == 3825.0
    held = rows(records, "passages", place="gate", up=False)
    waits = held["entered_h"] - held["arrived_h"]
    assert waits.max() == pytest.approx(30.0)
    assert compute_measures(records).value("container_lock_wait_h", "gate", "2025") > 0.0


def test_the_canal_and_its_locks_count_the_boxes_of_river_sea_ships():
    records = run(river_sea(exports=20.0, imports=5.0))
    measures = compute_measures(records)
    out, back = sailings(records, "river_sea", leg=0), sailings(records, "river_sea", leg=1)
    down = rows(records, "passages", place="canal", up=False)
    # Every sailing that ended is one passage of the canal with the boxes aboard.
    assert down["teu"].tolist()[: len(out["laden_teu"])] == (out["laden_teu"] + out["empty_teu"]).tolist()
    assert measures.value("canal_teu", "canal:down", "2025") == down["teu"].sum()
    assert measures.value("canal_teu", "canal:up", "2025") == (back["laden_teu"] + back["empty_teu"]).sum()
    assert measures.value("lock_teu", "gate:down", "2025") == down["teu"].sum()


def test_the_preview_knows_the_relation_and_the_lock():
    found = {(row.stage, row.place): row for row in preview(checked(river_sea(exports=20.0)), 2025)}
    relation = found["relation", "inland-overseas"]
    assert relation.demand == pytest.approx(20.0 * 365 / 7)
    assert relation.capacity == pytest.approx(60 * 365 / 7)
    assert found["lock", "gate"].demand == pytest.approx(500.0 * 365 / 7)  # dwt of one passage a week each way


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"fleets.sea_barge.loa_m": 101.0},
            "links.river_sea.route.0: no line of gate takes sea_barge (101 x 11 m, draught 3 m, 0.5 m below the keel): "
            "one 100 x 12 m, 5 m over the sill",
        ),
        ({"links.river_sea.route": ["cannal"]}, "links.river_sea.route.0: unknown waterway or lock cannal, did you"),
        (
            {"links.river_sea.route": [], "links.river_sea.route_h": 0.0},
            "links.river_sea.origin: upstream is an inland port: give the route over waterways to the sea",
        ),
        ({"links.river_sea.route_h": 0.0}, "links.river_sea: route and route_h go together"),
        (
            {"links.sea.route": ["canal"], "links.sea.route_h": 9.0},
            "links.sea.route: harbour is no inland port: it needs no route over waterways to the sea",
        ),
        (
            {"links.river_sea.origin": "abroad", "links.river_sea.destination": "upstream"},
            "links.river_sea.destination: upstream is an inland port; make it the origin",
        ),
        (
            {"demand.routes.way.gateway": "harbour"},
            "demand.routes.way: give the gateway, or mode: river_sea for a ship from an inland port; one of the two",
        ),
        (
            {"demand.routes.way.hub": "harbour"},
            "demand.routes.way.mode: no service between inland and harbour",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_its_values(tmp_path, changes, message):
    path = write(tmp_path, json.dumps(river_sea(exports=10.0, changes=changes), indent=1))
    said = [f"{one.path}: {one.message}" for one in problems(path)]
    assert any(line.startswith(message) for line in said), said


def test_boxes_that_come_before_the_canal_are_warned_of(tmp_path):
    raw = river_sea(exports=10.0, changes={"links.canal.open_from": "2025-03-01"})
    path = write(tmp_path, json.dumps(raw, indent=1))
    said = "the way opens on 2025-03-01, the run begins on 2025-01-01: boxes routed over it wait till then"
    assert f"services.river_sea: {said}" in [f"{one.path}: {one.message}" for one in load_scenario(path).warnings]
    # And they do: the ship of Thursday 2 January passes the canal on Saturday 1 March, hour 59 x 24 = 1416.
    first = sailings(run(raw), "river_sea")
    assert (first["departed_h"][0], first["arrived_h"][0]) == (24.0, pytest.approx(1416.0 + 13.5 + 20.0))
