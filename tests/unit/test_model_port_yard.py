"""How full yards and depots are, followed by hand from the boxes of single ships.

Hour 0 is a Wednesday. The line comes every Wednesday 00:00 and is worked for 12 h; exports are delivered 60 h before
the cut-off of Tuesday 00:00 (Saturday 12:00), imports picked up 100 h after the work (Sunday 16:00). See
`cargo_clusters`.
"""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import YARD, cargo, lane, run
from small_clusters import Raw, rows

from portsim.results.record_columns import QUANTITIES
from portsim.results.records import Records

N_WEEKS = 52
FIRST_WEEK = 3
"""From here on all ships bring and take full weeks of cargo."""


def by_day(
    records: Records, quantity: str = "yard_teu", terminal: str = "harbour/t", value: str = "mean"
) -> np.ndarray:
    """Daily values of a terminal: a row for each week from Wednesday to Tuesday."""
    number = QUANTITIES.index(quantity)
    days = rows(records, "levels", entity=terminal, quantity=number)[value]
    return days[: 7 * N_WEEKS].reshape(N_WEEKS, 7)


def laden_by_day(records: Records) -> np.ndarray:
    """The same of laden boxes: the yard without the empties of the depot."""
    return by_day(records) - by_day(records, "depot_teu")


def called(records: Records, name: str) -> np.ndarray:
    """A column of the calls of the line, one for each week."""
    calls = rows(records, "calls", service="line")
    order = np.argsort(calls["arrived_h"])
    assert calls["arrived_h"][order].tolist() == [168.0 * week for week in range(len(order))]
    return calls[name][order][:N_WEEKS]


def test_exports_fill_the_yard_from_their_delivery_until_the_ship_comes() -> None:
    # Who was there by Saturday 12:00 is delivered then, the others come straight to the yard until the cut-off: on
    # Tuesday stands exactly what the ship of Wednesday takes, and on Wednesday, Thursday and Friday nothing.
    records = run(lane(exports=50))
    stock, loaded = laden_by_day(records), called(records, "loaded_laden_teu")
    assert loaded[FIRST_WEEK:].min() > 20
    assert stock[FIRST_WEEK:-1, 6] == pytest.approx(loaded[FIRST_WEEK + 1 :])
    assert stock[FIRST_WEEK:, :3] == pytest.approx(0.0)
    # Sunday and Monday lie between: it only fills.
    assert np.all(np.diff(stock[FIRST_WEEK:-1, 3:], axis=1) >= -1e-9)


def test_what_was_delivered_on_saturday_noon_stands_half_of_that_day() -> None:
    # Cargo there by then has been ready for 6 h: ready until Saturday 6:00 since the last cut-off (Tuesday 0:00 less
    # 6 h). What comes on Saturday afternoon stands the rest of the day.
    records = run(lane(exports=50))
    stock = laden_by_day(records)
    for week in (3, 20, 50):
        noon = 168.0 * week + 3 * 24.0 + 12.0
        before = cargo(records, "exports", 168.0 * week - 30.0, noon - 6.0)
        after = cargo(records, "exports", noon - 6.0, noon + 5.9)
        hours = before["teu"].sum() * 12.0 + (after["teu"] * (noon + 12.0 - (after["ready_h"] + 6.0))).sum()
        assert stock[week, 3] == pytest.approx(hours / 24.0)


def test_imports_fill_the_yard_from_the_end_of_the_work_until_they_are_picked_up() -> None:
    # Half of Wednesday, Thursday to Saturday, 16 h of Sunday.
    records = run(lane(imports=50))
    stock, discharged = laden_by_day(records), called(records, "discharged_laden_teu")
    assert discharged[FIRST_WEEK:].min() > 20
    day_parts = np.array([12.0, 24.0, 24.0, 24.0, 16.0, 0.0, 0.0]) / 24.0
    assert stock[FIRST_WEEK:] == pytest.approx(discharged[FIRST_WEEK:, None] * day_parts)


def test_the_fullest_hour_of_a_day_is_kept_beside_its_mean() -> None:
    # On Wednesday imports stand from noon on: half of them in the mean, all of them at most. No empties beside them:
    # trucks bring them back on Saturdays (3 d after the week's end, 6 h of road), the ship takes them on Wednesdays.
    records = run(lane(imports=50, changes={"cargo.depot_weeks": 0.0}))
    discharged = called(records, "discharged_laden_teu")[FIRST_WEEK:]
    assert by_day(records)[FIRST_WEEK:, 0] == pytest.approx(discharged / 2.0)
    assert by_day(records, value="maximum")[FIRST_WEEK:, 0] == pytest.approx(discharged)


def test_imports_for_the_train_stand_until_it_leaves() -> None:
    # One train a week, Fridays 12:00 (108 h after Monday), with room for all: 48 h after the work ends.
    train = {
        "kind": "train", "zone": "inland", "port": "harbour", "departures_per_week": 1.0, "running_h": 20.0,
        "phase_h": 108.0, "capacity_teu": 500,
    }  # fmt: skip
    records = run(lane(imports=50, changes={"services.train": train, "demand.routes.way.mode": "rail"}))
    stock, discharged = laden_by_day(records), called(records, "discharged_laden_teu")
    day_parts = np.array([12.0, 24.0, 12.0, 0.0, 0.0, 0.0, 0.0]) / 24.0
    assert stock[FIRST_WEEK:] == pytest.approx(discharged[FIRST_WEEK:, None] * day_parts)


def test_the_stock_of_a_year_is_what_was_landed_times_its_dwell() -> None:
    # Ships of the first 51 weeks: their imports have all been picked up before the end. TEU-hours by both books.
    records = run(lane(imports=50))
    days = laden_by_day(records)[1:51]
    assert days.sum() * 24.0 == pytest.approx(called(records, "discharged_laden_teu")[1:51].sum() * 100.0)


def test_a_depot_begins_with_its_weeks_of_laden_loading_and_terminals_share_it_by_their_yards() -> None:
    # Two weeks of 60 TEU are 120 TEU; yards of 3 000 and 1 000 TEU hold 90 and 30 of them.
    other = {"quays": {"q": {"n_berths": 9}}, "yard": YARD | {"capacity_teu": 1_000}}
    changes = {
        "ports.harbour.terminals.u": other, "ports.harbour.terminals.t.yard.capacity_teu": 3_000,
        "services.line.rotation": ["harbour/t", "abroad"],
    }  # fmt: skip
    records = run(lane(exports=60, changes=changes | {"cargo.depot_weeks": 2.0}))
    assert [by_day(records, "depot_teu", f"harbour/{id}")[0, 0] for id in "tu"] == pytest.approx([90.0, 30.0])
    half = run(lane(exports=60, changes=changes | {"cargo.depot_weeks": 0.5}))
    assert [by_day(half, "depot_teu", f"harbour/{id}")[0, 0] for id in "tu"] == pytest.approx([22.5, 7.5])


def by_hub() -> Raw:
    """Cargo between two markets that changes ship at the harbour: in on Wednesdays, out on Saturdays 12:00."""
    return {
        "markets.home": {"group": "domestic"},
        "ports.coast": {"market": "home", "stay_h": 24.0},
        "links.coastal": {"mode": "sea", "origin": "harbour", "destination": "coast", "distance_nm": 240},
        "services.feeder": {
            "kind": "liner", "ship_class": "ship", "rotation": ["harbour", "coast"], "phase_h": 132.0,
            "port_stay_h": 24.0, "buffer_share": 0.0, "lateness_h": 0.0, "work_h": 12.0,
        },
        "demand.flows.across": {
            "origin": "overseas", "destination": "home", "annual_teu": 50.0 * 365 / 7, "hub": "harbour",
        },
        "demand.routes": {},
    }  # fmt: skip


def test_transhipped_boxes_stand_until_their_next_ship_comes() -> None:
    # Landed on Wednesday 12:00, a day to connect makes Thursday 12:00, before the feeder's cut-off of Friday 12:00; she
    # comes on Saturday 12:00: three days.
    records = run(lane(changes=by_hub()))
    stock, discharged = laden_by_day(records), called(records, "discharged_laden_teu")
    assert discharged[FIRST_WEEK:].min() > 20
    day_parts = np.array([12.0, 24.0, 24.0, 12.0, 0.0, 0.0, 0.0]) / 24.0
    assert stock[FIRST_WEEK:] == pytest.approx(discharged[FIRST_WEEK:, None] * day_parts)
    feeder = rows(records, "calls", service="feeder")
    assert feeder["transhipped_teu"].tolist() == feeder["loaded_laden_teu"].tolist()
    dwell = rows(records, "consignments", flow="across")["transhipment_dwell_h"]
    assert np.nanmin(dwell[10:]) == np.nanmax(dwell[10:]) == 72.0
