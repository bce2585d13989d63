"""The chain from a late ship to boxes left behind and trains missed, on logs worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from small_clusters import two_ports
from tiny_records import a_year, add, add_call

from portsim.analysis.explain import Where
from portsim.analysis.explain_cargo import rolled_exports
from portsim.analysis.explain_findings import findings
from portsim.analysis.explain_late import late_calls
from portsim.analysis.explain_logs import Logs, explain
from portsim.clock import Clock
from portsim.results.parquet import record_table
from portsim.results.records import Records

CLOCK = Clock(2025, 1, 0)
TRAINS_H = (100.0, 150.0, 200.0, 250.0)


def logs(records: Records, **more: Any) -> Logs:
    ids = [entity.id for entity in records.entities]
    names = ("calls", "voyages", "consignments", "trains", "passages")
    tables = {name: record_table(records.tables[name], ids).to_pandas().assign(run="1-0") for name in names}
    settings: dict[str, Any] = {
        "clock": records.clock, "n_runs": 1, "zones": {"train": ("hill", "a")}, "ready_h": {"a/t1": 24.0, "a/t2": 24.0},
        "locks": set(),
    }  # fmt: skip
    return Logs(**tables, **settings | more)


def sail(records: Records, arrived: float, lateness: float, left_teu: int = 0, wait: float = 1.0, **more: Any) -> None:
    """A call of the blue line so many hours behind her pro forma time, 20 h at berth, and the leg she sails then."""
    add_call(records, arrived, wait, 20.0, pro_forma_h=arrived - lateness, loaded_laden_teu=90, **more)
    add(
        records,
        "voyages",
        departed_h=arrived + wait + 22.0,
        arrived_h=arrived + 100.0,
        origin="a",
        left_laden_teu=left_teu,
    )


def test_calls_more_than_the_limit_from_their_time_are_early_or_late():
    records = a_year()
    for number, lateness in enumerate((-7.0, -6.0, 0.0, 6.0, 6.5, 20.0)):
        sail(records, 100.0 * (number + 1), lateness)
    found = explain(logs(records), Where(), 6.0).late.set_index("group")
    assert found["n_calls"].to_dict() == {"early": 1, "kept": 3, "late": 2}
    assert found.loc["late", "lateness_h"] == pytest.approx(13.25)
    assert found["share"].sum() == pytest.approx(1.0)


def test_waits_and_boxes_left_behind_are_compared_between_late_ships_and_those_in_time():
    records = a_year()
    sail(records, 100.0, 0.0, wait=2.0)
    sail(records, 200.0, 0.0, wait=4.0, left_teu=10)
    sail(records, 300.0, 12.0, wait=9.0, left_teu=60, wait_tide_h=1.0, sailing_tide_h=1.0, wait_berth_h=8.0)
    found = late_calls(*(logs(records).calls, logs(records).voyages), 6.0, 1).set_index("group")
    assert found["wait_in_h"].to_dict() == {"kept": pytest.approx(3.0), "late": pytest.approx(8.0)}
    assert found["wait_out_h"].to_dict() == {"kept": 0.0, "late": 1.0}
    assert found["left_teu_per_call"].to_dict() == {"kept": 5.0, "late": 60.0}
    # 60 of the 60 + 90 boxes due stayed behind; of two sailings in time one left some.
    assert found.loc["late", "left_share"] == pytest.approx(0.4)
    assert found.loc["kept", "share_with_left"] == 0.5


def test_tramps_have_no_pro_forma_time_and_are_left_out():
    records = a_year()
    add_call(records, 10.0, 0.0, 20.0)
    assert explain(logs(records), Where(), 6.0).late.empty


def to_the_hills(records: Records, landed_h: float, train_h: float, teu: int = 10, **more: Any) -> None:
    """Boxes landed at A for the hills that leave by the train of an hour; it runs 30 h."""
    add(
        records, "consignments", flow="in", origin="sea", destination="hill", mode="rail", teu=teu,
        delivered_h=train_h + 30.0, import_dwell_h=train_h - landed_h, **more,
    )  # fmt: skip


def with_trains(track_h: float = 0.0) -> Records:
    records = a_year()
    for hour in TRAINS_H:
        add(records, "trains", departed_h=hour, arrived_h=hour + 30.0, track_h=track_h)
    return records


def test_boxes_of_a_late_ship_miss_the_train_they_would_have_been_ready_for():
    # Twelve hours late, worked at 142: ready at 166, too late for 150, in time for 200. On time she had been ready at
    # 154, too late as well; a day late she would have been ready at 142.
    for lateness, missed in ((12.0, 0.0), (24.0, 10.0)):
        records = with_trains()
        sail(records, 120.0, lateness, wait=1.0)  # alongside from 122 to 142
        to_the_hills(records, 142.0, 200.0)
        trains = explain(logs(records), Where(), 6.0).trains.set_index("group").loc["late"]
        assert trains["missed_teu"] == missed
        assert trains["later_h"] == (50.0 if missed else 0.0)
        assert trains["full_teu"] == 0.0


def test_boxes_that_a_train_had_no_room_for_are_told_apart():
    # Ready at 166, they leave at 250: the train of 200 went without them.
    records = with_trains()
    sail(records, 120.0, 0.0)
    to_the_hills(records, 142.0, 250.0)
    to_the_hills(records, 142.0, 200.0, teu=30)
    trains = explain(logs(records), Where(), 6.0).trains.set_index("group").loc["kept"]
    assert (trains["teu"], trains["full_teu"], trains["missed_teu"]) == (40.0, 10.0, 0.0)
    assert trains["yard_h"] == pytest.approx((10 * 108 + 30 * 58) / 40)


def test_a_train_that_is_loaded_before_boxes_are_ready_is_no_train_without_room():
    # Ready at 166, they leave at 250. The train of 200 was loaded from 165 on: it left none behind for want of room,
    # but two hours earlier, by her pro forma time, they had been ready for it.
    for lateness, missed in ((0.0, 0.0), (2.0, 10.0)):
        records = with_trains(track_h=35.0)
        sail(records, 120.0, lateness)
        to_the_hills(records, 142.0, 250.0)
        trains = explain(logs(records), Where(), 6.0).trains.set_index("group").loc["kept"]
        assert (trains["missed_teu"], trains["full_teu"]) == (missed, 0.0)


def test_boxes_of_two_ships_that_end_in_the_same_instant_belong_to_neither():
    records = with_trains()
    sail(records, 120.0, 0.0)
    sail(records, 120.0, 9.0, terminal="a/t2")
    to_the_hills(records, 142.0, 200.0)
    found = explain(logs(records), Where(), 6.0)
    assert found.trains.empty
    assert found.unknown_rail_teu == 10.0


def test_boxes_of_ships_not_chosen_are_left_out():
    records = with_trains()
    sail(records, 120.0, 0.0)
    sail(records, 120.5, 0.0, terminal="b/t")
    to_the_hills(records, 142.0, 200.0)
    assert explain(logs(records), Where(port="b"), 6.0).trains.empty
    assert explain(logs(records), Where(port="a"), 6.0).trains["teu"].tolist() == [10.0]


def test_exports_left_behind_stand_longer_in_the_yard():
    records = a_year()
    for rolls, yard_h, teu in ((0, 40.0, 30), (1, 200.0, 10), (3, 520.0, 10)):
        add(records, "consignments", outbound=True, teu=teu, rolls=rolls, export_dwell_h=yard_h, delivered_h=1_000.0)
    add(
        records, "consignments", outbound=True, teu=99, rolls=1, export_dwell_h=9.0, delivered_h=9_000.0
    )  # after the year
    row = rolled_exports(logs(records).consignments, CLOCK, 1).iloc[0]
    assert (row["gateway"], row["teu"], row["rolled_teu"], row["rolled_share"]) == ("a", 50.0, 20.0, 0.4)
    assert (row["rolls"], row["yard_h"], row["rolled_yard_h"]) == (2.0, 40.0, 360.0)


def test_every_box_that_leaves_by_train_in_a_run_is_traced_to_its_ship():
    """The call is found for all boxes but those that landed before the year began to count."""
    records = two_ports()
    ids = [entity.id for entity in records.entities]
    trains = {"hill_train": ("hill_country", "north_port"), "plain_train": ("river_plain", "south_port")}
    ready = {"north_port/t1": 24.0, "south_port/t1": 24.0}
    found = explain(logs(records, zones=trains, ready_h=ready), Where(), 6.0)
    cargo = record_table(records.tables["consignments"], ids).to_pandas()
    landed = cargo[(cargo["mode"] == "rail") & ~cargo["outbound"] & cargo["import_dwell_h"].notna()]
    landed_h = landed["delivered_h"] - landed["destination"].astype(str).map(
        {"hill_country": 30.0, "river_plain": 18.0}
    )
    landed_h -= landed["import_dwell_h"]
    # the hour at which the ship cast off is an hour of mooring after the boxes were ashore
    inside = (landed_h + 1.0 >= records.clock.warmup_h) & (landed_h + 1.0 < records.clock.end_h)
    assert found.trains["teu"].sum() == landed.loc[inside, "teu"].sum()
    assert found.unknown_rail_teu < 0.02 * found.trains["teu"].sum()


def test_the_first_finding_is_the_cause_of_most_hours_and_there_are_five_at_most():
    records = with_trains()
    sail(records, 120.0, 24.0, wait=1.0, left_teu=7)
    sail(records, 2_000.0, 0.0, wait=6.0, terminal="b/t")
    to_the_hills(records, 142.0, 200.0)
    said = findings(explain(logs(records), Where(), 6.0))
    assert [finding.key for finding in said] == ["cause", "port", "month", "late", "trains"]
    assert said[0].facts["cause"] == "berth"
    assert said[0].facts["hours"] == pytest.approx(7.0)
    assert said[1].facts["place"] == "b"
    assert said[2].facts["place"] == "2025-03"  # hour 2 000 is 25 March
    assert said[3].facts["late_left_teu_per_call"] == 7.0
    assert said[4].facts["missed_share"] == 1.0


def test_where_nothing_was_lost_that_is_the_only_finding():
    records = a_year()
    add_call(records, 10.0, 0.0, 20.0)
    assert [finding.key for finding in findings(explain(logs(records), Where(), 6.0))] == ["none"]


def test_a_table_without_trains_or_cargo_explains_the_waits_all_the_same():
    records = a_year()
    add_call(records, 10.0, 3.0, 20.0)
    found = explain(logs(records, zones={}, ready_h={}), Where(), 6.0)
    assert isinstance(found.causes, pd.DataFrame)
    assert found.causes["hours"].tolist() == [3.0]
    assert found.trains.empty
    assert found.rolled.empty
