"""Empty boxes are made by the imbalance of laden ones: as many come back as went, by sea and inland, and no more."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cargo_clusters import LINER, WEEK_H, WEEKS, cargo, lane, modelled_port, near, run, sailings, way
from small_clusters import Columns, Raw, rows

from portsim.results.records import Records

YEAR = 52 * WEEK_H


def boxes(records: Records, name: str, from_h: float = 0.0, **where: str) -> int:
    """TEU of one column of the calls that begin after `from_h`."""
    calls = rows(records, "calls", **where)
    return int(calls[name][calls["arrived_h"] >= from_h].sum())


def test_a_port_that_imports_more_sends_the_difference_back_empty() -> None:
    # 500 TEU a week come, 200 leave: 300 empties a week to load.
    records = run(lane(exports=200, imports=500, changes={"clock.warmup_days": 84}))
    surplus = boxes(records, "discharged_laden_teu", 84 * 24.0) - boxes(records, "loaded_laden_teu", 84 * 24.0)
    assert near(surplus, 300 * WEEKS, math.sqrt(700 * WEEKS) + 300 / 4)
    empties = boxes(records, "loaded_empty_teu", 84 * 24.0)
    # Over the year empties follow laden boxes by some weeks: the difference is that of the first and the last month.
    assert empties == pytest.approx(surplus, rel=0.02)
    assert boxes(records, "discharged_empty_teu") == 0


def test_a_port_that_exports_more_gets_the_difference_empty() -> None:
    records = run(lane(exports=500, imports=200, changes={"clock.warmup_days": 84}))
    from_h = 84 * 24.0
    lack = boxes(records, "loaded_laden_teu", from_h) - boxes(records, "discharged_laden_teu", from_h)
    assert boxes(records, "discharged_empty_teu", from_h) == pytest.approx(lack, rel=0.02)
    assert boxes(records, "loaded_empty_teu") == 0


def test_balanced_trade_moves_hardly_any_empties() -> None:
    # 400 each way: what is called is the noise of four weeks, sd sqrt(4 x 800) / 4 = 14.1, and 0.8 x 14.1 =
    # 11.3 a week one way or the other; thirteen independent fours of weeks make the mean uncertain by a fifth.
    records = run(lane(exports=400, imports=400))
    moved = boxes(records, "loaded_empty_teu") + boxes(records, "discharged_empty_teu")
    assert 52 * 11.3 * 0.4 < moved < 52 * 11.3 * 1.6


def two_markets(far_out: float, far_in: float, near_out: float, near_in: float) -> Raw:
    """A lane with a second, domestic market on a line of its own; TEU a week out and in."""
    flows = {
        "far_out": ("inland", "overseas", far_out), "far_in": ("overseas", "inland", far_in),
        "near_out": ("inland", "coast", near_out), "near_in": ("coast", "inland", near_in),
    }  # fmt: skip
    return lane(
        changes={
            "clock.warmup_days": 84,
            "markets.coast": {"group": "domestic"},
            "ports.near": {"market": "coast"},
            "links.short": {"mode": "sea", "origin": "near", "destination": "harbour", "distance_nm": 240},
            "services.coaster": LINER | {"rotation": ["harbour", "near"], "phase_h": 132.0},
            "demand.flows": {
                id: {"origin": here, "destination": there, "annual_teu": teu * WEEKS}
                for id, (here, there, teu) in flows.items()
            },
            "demand.routes": {"far": way(), "near": way(market="coast")},
        }
    )


def test_each_market_group_is_balanced_by_itself() -> None:
    # Overseas takes 200 a week more than it sends, the coast sends 200 more than it takes: the zone is in balance, yet
    # 200 empties a week come from overseas and 200 go to the coast.
    records = run(two_markets(far_out=400, far_in=200, near_out=100, near_in=300))
    from_h = 84 * 24.0
    for service, moved, not_moved in (
        ("line", "discharged_empty_teu", "loaded_empty_teu"),
        ("coaster", "loaded_empty_teu", "discharged_empty_teu"),
    ):
        laden = [boxes(records, f"{way}_laden_teu", from_h, service=service) for way in ("loaded", "discharged")]
        assert boxes(records, moved, from_h, service=service) == pytest.approx(abs(laden[0] - laden[1]), rel=0.03)
        assert boxes(records, not_moved, from_h, service=service) == 0


def test_empties_of_foreign_markets_are_foreign_trade() -> None:
    records = run(two_markets(far_out=400, far_in=200, near_out=100, near_in=300))
    for service, is_foreign in (("line", True), ("coaster", False)):
        calls = rows(records, "calls", service=service)
        moved = sum(calls[f"{way}_{what}_teu"] for way in ("loaded", "discharged") for what in ("laden", "empty"))
        assert np.array_equal(calls["foreign_teu"], moved * is_foreign)


def test_markets_of_one_group_share_the_call_by_the_slots_offered() -> None:
    # Two markets of one group, 300 empties a week for both: ships of 2 000 and 1 000 slots: two thirds, one third.
    raw = two_markets(far_out=0, far_in=300, near_out=0, near_in=0)
    raw["markets"]["coast"]["group"] = "asean"
    raw["fleets"]["small"] = raw["fleets"]["ship"] | {"capacity_teu": 1_000}
    raw["services"]["coaster"]["ship_class"] = "small"
    records = run(raw)
    line, coaster = (boxes(records, "loaded_empty_teu", service=id) for id in ("line", "coaster"))
    assert line + coaster > 15_000
    assert line / (line + coaster) == pytest.approx(2 / 3, abs=0.01)


def test_empties_never_displace_laden_boxes() -> None:
    # 60 TEU of exports a week, 95 of imports and ships of 100 slots: 35 empties are called for each week. Exports load
    # as if there were no imports, and empties fill what is left.
    full = run(lane(exports=60, imports=95, changes={"fleets.ship.capacity_teu": 100}))
    alone = run(lane(exports=60, changes={"fleets.ship.capacity_teu": 100}))
    with_empties, without = sailings(full, "line"), sailings(alone, "line")
    assert np.array_equal(with_empties["laden_teu"][2:], without["laden_teu"][2:])
    assert np.all(with_empties["laden_teu"] + with_empties["empty_teu"] <= 100)
    assert with_empties["empty_teu"][10:].mean() > 25.0


def test_empties_that_find_no_room_wait_for_the_next_ship() -> None:
    # 195 in and 95 out a week, 200 slots each way: 100 empties a week for 105 places. Laden boxes of a ship are 48,
    # sd 7, so what she has no place for must go with the next: all but the last places are used.
    changes = {"fleets.ship.capacity_teu": 100, "services.line.sailings_per_week": 2.0, "clock.warmup_days": 84}
    records = run(lane(exports=95, imports=195, changes=changes))
    legs = sailings(records, "line")
    used = legs["laden_teu"] + legs["empty_teu"]
    assert used[40:].mean() > 90.0
    assert used.max() == 100


def test_empties_have_weight() -> None:
    # Payload 100 slots x 5 t = 500 t; 20 TEU of exports of 10 t leave 300 t: 136 empties of 2.2 t would fit, 80 slots
    # are the limit. With empties of 5 t it is 300 / 5 = 60.
    for empty_t in (2.2, 5.0):
        changes = {
            "fleets.ship.capacity_teu": 100, "fleets.ship.payload_t_per_slot": 5.0, "cargo.empty_t_per_teu": empty_t,
            "demand.flows.imports.laden_t_per_teu": 5.0, "demand.flows.exports.laden_t_per_teu": 10.0,
        }  # fmt: skip
        legs = sailings(run(lane(exports=20, imports=150, changes=changes)), "line")
        # 100 TEU of imports fill the ship; four weeks from the start about 80 empties are called for each week.
        laden_t = legs["laden_teu"] * 10.0
        room = np.minimum(100 - legs["laden_teu"], np.floor((500.0 - laden_t) / empty_t))
        assert np.all(legs["empty_teu"] <= room)
        assert np.mean(legs["empty_teu"][8:] == room[8:]) > 0.4
        assert legs["weight_t"] == pytest.approx(laden_t + legs["empty_teu"] * empty_t)


def test_boxes_are_unpacked_and_driven_back_before_they_leave_empty() -> None:
    # No stock at the start; the ship comes at 40, 208, 376. What she lands at 52 is called for at 168 and back 72 + 6 h
    # later, at 246: the ship of 208 is too early for it, that of 376 takes it.
    changes = {"cargo.depot_weeks": 0.0, "services.line.phase_h": 88.0}
    calls = rows(run(lane(imports=300, changes=changes)), "calls", port="harbour")
    taken = dict(zip(calls["arrived_h"].tolist(), calls["loaded_empty_teu"].tolist(), strict=True))
    assert (taken[40.0], taken[208.0]) == (0, 0)
    assert taken[376.0] > 50  # a quarter of a week's 300


def test_depots_begin_with_weeks_of_laden_loading() -> None:
    # 700 TEU a week of exports, three weeks: 2 100 in the depot in the first hours.
    records = run(lane(exports=700, changes={"cargo.depot_weeks": 3.0}))
    levels = records.tables["levels"].columns()
    depot = (levels["quantity"] == 4) & (levels["start_h"] == 0.0)
    assert levels["maximum"][depot].tolist() == [2100.0]


def test_trucks_bring_empties_back_after_unpacking() -> None:
    # 300 imports a week go back by truck, and ships take them away: they do not heap up.
    records = run(lane(imports=300, changes={"clock.warmup_days": 84}))
    levels = records.tables["levels"].columns()
    depot = levels["mean"][levels["quantity"] == 4]
    # Called for at the end of a week, back 78 h later, taken by the ship at the end of the next week: they stand 90 of
    # 168 h. The window of four weeks may let a week more stand.
    assert near(depot[100:].mean(), 300 * 90 / 168, 300 / 4)
    assert depot[100:].max() < 3 * 300


def by_feeder(exports: float, imports: float) -> Raw:
    """A small port of the cluster that trades through the harbour alone."""
    return lane(
        exports, imports,
        changes={
            "clock.warmup_days": 84,
            "cargo.depot_weeks": 26.0,  # who calls twice finds enough to take twice
            "ports.small": modelled_port(),
            "links.road.destination": "small",
            "links.strait": {"mode": "sea", "origin": "small", "destination": "harbour", "distance_nm": 240},
            "services.feeder": LINER | {"rotation": ["small", "harbour"], "phase_h": 96.0},
            "demand.routes.way": way(gateway="small", hub="harbour"),
        },
    )  # fmt: skip


@pytest.mark.parametrize(("exports", "imports"), [(300.0, 100.0), (100.0, 300.0)])
def test_between_two_ports_of_the_cluster_empties_are_called_once(exports: float, imports: float) -> None:
    # 200 TEU a week more one way than the other between small port and harbour: 200 empties a week, not 400.
    records = run(by_feeder(exports, imports))
    from_h = 84 * 24.0
    moved = [boxes(records, f"{way}_empty_teu", from_h, port="small") for way in ("loaded", "discharged")]
    surplus = 200 * 52
    if exports > imports:
        assert moved[0] == 0
        assert moved[1] == pytest.approx(surplus, rel=0.06)
    else:
        assert moved[0] == pytest.approx(surplus, rel=0.06)
        assert moved[1] == 0


def test_empties_follow_a_month_of_imports_for_a_month() -> None:
    # Imports in January only, on the mean of four weeks: when the last is landed, empties are called for four weeks on.
    changes = {
        "demand.seasons": {"january": {"monthly": [12, *[0] * 11]}},
        "demand.flows.imports.season": "january",
        "clock.n_years": 1,
    }
    records = run(lane(imports=100, changes=changes))
    landed: Columns = rows(records, "calls", port="harbour")
    last_h = landed["arrived_h"][landed["discharged_laden_teu"] > 0].max()
    last_empty_h = landed["arrived_h"][landed["loaded_empty_teu"] > 0].max()
    # Landed by the ship of `last_h`, seen in the weeks that end 168, 336, 504, 672 h later; ships come at those hours.
    assert 3 * WEEK_H <= last_empty_h - last_h <= 6 * WEEK_H
    # All came back: as many empties left as laden boxes came.
    assert landed["loaded_empty_teu"].sum() == pytest.approx(landed["discharged_laden_teu"].sum(), abs=1)


def test_empties_are_whole_and_none_is_forgotten() -> None:
    # 7 TEU a week: the mean of four weeks has quarters of a TEU, which add up over the year. Those of the last five
    # weeks may be left.
    records = run(lane(imports=7, changes={"cargo.mean_consignment_teu": 1}))
    came, left = boxes(records, "discharged_laden_teu"), boxes(records, "loaded_empty_teu")
    assert len(cargo(records, "imports", 0.0)["teu"]) > 250
    assert came - 5 * 7 - 20 <= left <= came


def test_ships_of_one_week_share_what_is_called_for() -> None:
    # 100 empties a week for two sailings of 1 000 slots, from a depot of 200: 50 each, where the first took all. The
    # mean of 50 weeks of 200 less 100 boxes has sd sqrt(300 / 50) = 2.4, half of it on each ship.
    changes = {"services.line.sailings_per_week": 2.0, "clock.warmup_days": 84, "fleets.ship.capacity_teu": 1_000}
    empties = sailings(run(lane(exports=100, imports=200, changes=changes)), "line")["empty_teu"][20:]
    first, second = empties[::2][:50], empties[1::2][:50]
    assert abs(first.mean() - second.mean()) < 5.0
    assert near(first.mean(), 50.0, 1.2)
