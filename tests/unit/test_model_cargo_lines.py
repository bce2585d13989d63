"""Common lines: cargo takes the next departure of all services alike, and rolls when ships are full."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cargo_clusters import LINER, cargo, lane, near, only, run, sailings
from small_clusters import Raw, rows


def second_line(phase_h: float = 132.0, **more: object) -> Raw:
    """A second service, at the port Saturdays 12:00 (84 h after the first) unless another phase is given."""
    return {"services.other": LINER | {"rotation": ["harbour", "abroad"], "phase_h": phase_h} | more}


def test_cargo_takes_the_next_cut_off_of_all_common_lines() -> None:
    # Cut-offs of the line: 144, 312; of the other: 84 + 168 - 24 = 228. Both are abroad 72 h after they come.
    records = run(lane(exports=50, changes=second_line()))
    assert only(cargo(records, "exports", 138.0, 222.0)["delivered_h"]) == 252.0 + 72.0
    assert only(cargo(records, "exports", 222.0, 306.0)["delivered_h"]) == 336.0 + 72.0


def test_imports_take_the_next_ship_that_comes_to_their_market() -> None:
    # The line is abroad from 240 on, the other from 84 + 168 + 72 = 324 on; discharge ends 108 h later (48 h abroad, 48
    # at sea, 12 h of work); then 106 h to the zone.
    records = run(lane(imports=50, changes=second_line()))
    assert only(cargo(records, "imports", 156.0, 240.0)["delivered_h"]) == 240.0 + 108.0 + 106.0
    assert only(cargo(records, "imports", 240.0, 324.0)["delivered_h"]) == 324.0 + 108.0 + 106.0


@pytest.mark.parametrize("gap_h", [84.0, 42.0])
def test_a_line_carries_the_share_of_the_week_before_its_cut_off(gap_h: float) -> None:
    # The other line comes `gap_h` after the first: it takes what is ready in those hours of the 168.
    records = run(lane(exports=400, changes=second_line(48.0 + gap_h)))
    made = cargo(records, "exports", 0.0, 8000.0)
    by_other = (made["delivered_h"] % 168.0 == (gap_h + 72.0) % 168.0).mean()
    share = gap_h / 168.0
    assert near(by_other, share, math.sqrt(share * (1 - share) / len(made["teu"])))
    laden = {id: sailings(records, id)["laden_teu"][2:50].sum() for id in ("line", "other")}
    carried = laden["other"] / (laden["line"] + laden["other"])
    assert near(carried, share, math.sqrt(share * (1 - share) / (400 * 48)))


def test_two_services_of_half_the_sailings_are_worth_one() -> None:
    one = run(lane(exports=100, imports=100, changes={"services.line.sailings_per_week": 2.0}))
    two = run(lane(exports=100, imports=100, changes=second_line()))
    for flow in ("exports", "imports"):
        # Ships of two strings lie elsewhere at the start than those of one: the first weeks are left out.
        ones, twos = (cargo(records, flow, 400.0, 8400.0) for records in (one, two))
        assert np.array_equal(ones["ready_h"], twos["ready_h"])
        assert np.array_equal(ones["delivered_h"], twos["delivered_h"])


@pytest.mark.parametrize(("speed_kn", "is_common"), [(8.5, True), (8.2, False)])
def test_a_line_more_than_a_fifth_slower_is_not_common(speed_kn: float, is_common: bool) -> None:
    # 480 nm at 10 kn are 48 h; a fifth more is 57.6 h. 8.5 kn need 56.5 h, 8.2 kn need 58.5 h.
    changes = second_line(ship_class="slow")
    changes["fleets.slow"] = {"capacity_teu": 2_000, "speed_kn": speed_kn, "top_speed_kn": 12.0}
    laden = sailings(run(lane(exports=100, changes=changes)), "other")["laden_teu"].sum()
    assert (laden > 1_000) if is_common else (laden == 0)


def test_the_share_of_time_that_makes_lines_common_is_a_rule_of_the_scenario() -> None:
    changes = second_line(ship_class="slow") | {"cargo.common_line_share": 0.0}
    changes["fleets.slow"] = {"capacity_teu": 2_000, "speed_kn": 9.9, "top_speed_kn": 12.0}
    assert sailings(run(lane(exports=100, changes=changes)), "other")["laden_teu"].sum() == 0


def small_ship(capacity_teu: int = 100, **more: object) -> Raw:
    return {"fleets.ship.capacity_teu": capacity_teu} | more


def test_a_full_ship_takes_what_she_can_and_leaves_the_rest() -> None:
    # 150 TEU a week for 100 slots: from the second week on every ship is full, and what stays behind grows by 50 TEU a
    # week, sd 12 x sqrt(50) after 50 weeks.
    legs = sailings(run(lane(exports=150, changes=small_ship())), "line")
    assert set(legs["laden_teu"][2:].tolist()) == {100}
    assert near(legs["left_laden_teu"][50] - legs["left_laden_teu"][0], 50 * 50.0, math.sqrt(50 * 150))


def test_cargo_left_behind_goes_first_and_its_rolls_are_counted() -> None:
    # The first ship it could have taken comes 24 h after the first cut-off from 6 h after it is ready; each week later
    # than that is one roll.
    made = cargo(run(lane(exports=120, changes=small_ship())), "exports", 400.0, 8000.0)
    gone = ~np.isnan(made["delivered_h"])
    assert np.array_equal(np.sort(made["delivered_h"][gone]), made["delivered_h"][gone])
    assert not gone[-1]
    assert np.all(np.diff(gone.astype(int)) <= 0)  # those under way are the last
    first_ship_h = np.ceil((made["ready_h"] + 6.0 + 24.0) / 168.0) * 168.0
    rolls = (made["delivered_h"] - 72.0 - first_ship_h) / 168.0
    assert rolls[gone].max() > 5.0
    assert np.array_equal(rolls[gone], made["rolls"][gone])


def test_rolls_of_cargo_still_waiting_are_counted_too() -> None:
    # At the end (8760 h) the last ship came at 52 x 168 = 8736.
    made = cargo(run(lane(exports=150, changes=small_ship())), "exports", 4000.0)
    waiting = np.isnan(made["delivered_h"]) & (made["ready_h"] + 6.0 < 8736.0 - 24.0)
    assert waiting.sum() > 1000
    first_ship = np.ceil((made["ready_h"] + 6.0 + 24.0) / 168.0)
    aboard = waiting & (np.cumsum(waiting) <= 100)  # the first of those under way are on the ship that left at 8748
    assert np.array_equal(made["rolls"][waiting & ~aboard], (53.0 - first_ship)[waiting & ~aboard])


def test_the_last_consignment_is_split_at_the_slot_limit() -> None:
    # Consignments of about 30 TEU (28 to 31) for 100 slots: every ship is full, so some are cut; the parts have one
    # origin in time and go with ships a week apart, and together they are as large as they were made.
    changes = small_ship() | {"cargo.mean_consignment_teu": 30, "cargo.consignment_cv": 0.001}
    records = run(lane(exports=150, changes=changes))
    made = cargo(records, "exports", 400.0, 5000.0)
    made = {name: values[~np.isnan(made["delivered_h"])] for name, values in made.items()}
    ready, first, n_parts = np.unique(made["ready_h"], return_index=True, return_counts=True)
    assert set(n_parts.tolist()) == {1, 2}
    sizes = np.add.reduceat(made["teu"], first)
    # The last seen may have its second half under way.
    assert set(sizes[:-1].tolist()) <= {28, 29, 30, 31}
    for place in first[n_parts == 2].tolist():
        early, late = sorted(made["delivered_h"][place : place + 2].tolist())
        assert late - early == 168.0
    by_ship = np.bincount((made["delivered_h"] // 168.0).astype(int), made["teu"])
    assert set(by_ship[by_ship > 0][1:-1].tolist()) == {100.0}
    assert len(ready) > 50


def test_after_enough_rolls_cargo_takes_a_line_that_is_not_common() -> None:
    # The slow line (58.5 h) takes nothing before; with 0 TEU of patience it takes what the line left behind.
    slow = second_line(ship_class="slow")
    slow["fleets.slow"] = {"capacity_teu": 2_000, "speed_kn": 8.2, "top_speed_kn": 12.0}
    for patience in (1, 3):
        changes = small_ship() | slow | {"cargo.rolls_before_switch": patience}
        made = cargo(run(lane(exports=150, changes=changes)), "exports", 1000.0, 8000.0)
        by_slow = np.abs(made["delivered_h"] % 168.0 - 72.0) > 1e-6
        assert by_slow.any()
        assert set(made["rolls"][by_slow].tolist()) == {patience}
        assert made["rolls"].max() == patience


def test_a_patient_shipper_never_takes_the_slow_line() -> None:
    slow = second_line(ship_class="slow")
    slow["fleets.slow"] = {"capacity_teu": 2_000, "speed_kn": 8.2, "top_speed_kn": 12.0}
    records = run(lane(exports=110, changes=small_ship() | slow | {"cargo.rolls_before_switch": 50}))
    assert sailings(records, "other")["laden_teu"].sum() == 0
    assert rows(records, "consignments")["rolls"].max() > 2


def test_heavy_cargo_fills_the_payload_before_the_slots() -> None:
    # 100 slots of 12 t are 1 200 t: 60 TEU of 20 t; 40 slots stay free.
    changes = small_ship() | {"fleets.ship.payload_t_per_slot": 12.0, "demand.flows.exports.laden_t_per_teu": 20.0}
    legs = sailings(run(lane(exports=150, changes=changes)), "line")
    assert set(legs["laden_teu"][2:].tolist()) == {60}
    assert set(legs["weight_t"][2:].tolist()) == {1_200.0}


def test_light_cargo_fills_the_slots_before_the_payload() -> None:
    changes = small_ship() | {"fleets.ship.payload_t_per_slot": 12.0, "demand.flows.exports.laden_t_per_teu": 6.0}
    legs = sailings(run(lane(exports=150, changes=changes)), "line")
    assert set(legs["laden_teu"][2:].tolist()) == {100}
    assert legs["weight_t"][2:] == pytest.approx(600.0)


def test_heavy_and_light_cargo_share_slots_and_payload() -> None:
    # Heavy (20 t) and light (4 t) cargo of the same lane, as much of each: first due first, so a ship has about as many
    # of both. n of each weigh 24 n: with 1 200 t n = 50, when the 100 slots are full too; with 960 t n = 40.
    changes = small_ship() | {
        "fleets.ship.payload_t_per_slot": 9.6,
        "demand.flows.exports.laden_t_per_teu": 20.0,
        "demand.flows.light": {
            "origin": "inland", "destination": "overseas", "laden_t_per_teu": 4.0, "annual_teu": 60 * 365 / 7,
        },
    }  # fmt: skip
    legs = sailings(run(lane(exports=60, changes=changes)), "line")
    assert np.all(legs["weight_t"][2:] <= 960.0 + 1e-9)
    assert np.all((legs["weight_t"][2:] > 960.0 - 20.0) | (legs["laden_teu"][2:] == 100))  # not one heavy box more
    assert near(legs["laden_teu"][2:].mean(), 80.0, 10.0 / math.sqrt(51))


def test_an_overloaded_lane_delivers_what_its_ships_can_carry() -> None:
    # 53 sailings of 100 slots in the year's 8 760 h (at 0, 168, ... 8 736), the last one still at sea at the end; the
    # one under way at the start brings what was made before.
    records = run(lane(exports=300, changes=small_ship()))
    assert sailings(records, "line")["laden_teu"].sum() == 53 * 100
    assert records.balance["teu_delivered"] == 52 * 100
