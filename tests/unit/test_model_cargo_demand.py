"""The cargo that turns up: volumes, seasons, sizes, gateways and dwells are those asked for, up to known chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cargo_clusters import WEEKS, by_rail, cargo, lane, modelled_port, near, run, way
from small_clusters import Columns, Raw, rows

from portsim.clock import Clock
from portsim.model.cargo.season import daily_factors
from portsim.results.record_columns import MODES
from portsim.results.records import Records
from portsim.scenario.demand import Festival, Season

YEAR_H = 8760.0
JANUARY_H = 744.0
FEBRUARY_H = JANUARY_H + 672.0


def of_the_year(records: Records, flow: str = "exports") -> Columns:
    """Consignments that got ready in the reported year."""
    return cargo(records, flow, records.clock.warmup_h, records.clock.end_h)


def test_a_year_has_the_annual_cargo() -> None:
    # 52 143 boxes of one TEU: Poisson, sd 228.
    total = 1000 * WEEKS
    assert near(of_the_year(run(lane(exports=1000)))["teu"].sum(), total, math.sqrt(total))


def test_the_reported_year_has_it_after_a_warm_up_too_and_the_warm_up_has_the_same_rate() -> None:
    records = run(lane(exports=1000, changes={"clock.warmup_days": 84}))
    assert near(of_the_year(records)["teu"].sum(), 1000 * WEEKS, math.sqrt(1000 * WEEKS))
    assert near(cargo(records, "exports", 0.0, 84 * 24.0)["teu"].sum(), 12_000, math.sqrt(12_000))


def test_consignments_have_the_mean_and_the_spread_asked_for_and_whole_teu() -> None:
    # 52 143 TEU in sizes of mean 12.5 and sd 0.5 x 12.5; rounding at random adds 1/6 to the variance. 4 171 of them.
    sizes = of_the_year(run(lane(exports=1000, changes={"cargo.mean_consignment_teu": 12.5})))["teu"]
    n, sd = 1000 * WEEKS / 12.5, math.sqrt(6.25**2 + 1 / 6)
    assert sizes.min() >= 1
    assert near(len(sizes), n, math.sqrt(n))
    assert near(sizes.mean(), 12.5, sd / math.sqrt(n))
    assert near(sizes.std(), sd, sd / math.sqrt(n))  # of a gamma law of this spread a little less than sd/sqrt(n)


def test_the_total_of_large_consignments_is_right_too() -> None:
    # Sum of N sizes, N Poisson: variance N x (mean^2 + sd^2) = 521 x (100^2 + 50^2): sd 2 553 of 52 143.
    sizes = of_the_year(run(lane(exports=1000, changes={"cargo.mean_consignment_teu": 100})))["teu"]
    n = 1000 * WEEKS / 100
    assert near(sizes.sum(), 1000 * WEEKS, math.sqrt(n * 12_500))


def test_a_flow_may_have_a_size_of_its_own() -> None:
    changes = {"cargo.mean_consignment_teu": 12, "demand.flows.exports.mean_consignment_teu": 1}
    records = run(lane(exports=300, imports=300, changes=changes))
    assert set(of_the_year(records, "exports")["teu"].tolist()) == {1}
    assert near(of_the_year(records, "imports")["teu"].mean(), 12.0, 6.0 / math.sqrt(300 * WEEKS / 12))


def test_days_are_as_random_as_a_poisson_process() -> None:
    # 200 boxes a day for 365 days: variance over mean is 1 with sd sqrt(2 / 364).
    ready = of_the_year(run(lane(exports=1400)))["ready_h"]
    per_day = np.bincount((ready // 24).astype(int), minlength=365)
    assert near(per_day.var(ddof=1) / per_day.mean(), 1.0, math.sqrt(2 / 364))


def test_times_between_consignments_are_exponential() -> None:
    # Mean 168 / 1400 = 0.12 h; exp(-1) of them are longer than that, exp(-3) longer than three times that.
    gaps = np.diff(of_the_year(run(lane(exports=1400)))["ready_h"])
    for times in (1.0, 3.0):
        share = math.exp(-times)
        assert near((gaps > times * 0.12).mean(), share, math.sqrt(share * (1 - share) / len(gaps)))


def seasonal(season: Raw) -> Raw:
    return {"demand.seasons": {"s": season}, "demand.flows.exports.season": "s"}


def test_months_have_their_share_of_the_year() -> None:
    # January twice, February nothing: the days weigh 31 x 2 + 306 = 368, so January has 62 / 368 of the year.
    records = run(lane(exports=1000, changes=seasonal({"monthly": [2, 0, *[1] * 10]})))
    ready, total = of_the_year(records)["ready_h"], 1000 * WEEKS
    january = (ready < JANUARY_H).sum()
    assert near(january, total * 62 / 368, math.sqrt(total * 62 / 368))
    assert not ((ready > JANUARY_H) & (ready < FEBRUARY_H)).any()
    assert near(len(ready), total, math.sqrt(total))


def test_all_cargo_of_a_year_may_come_on_mondays() -> None:
    # The first of January 2025 is a Wednesday: Mondays begin 120 h into the year and then each week.
    records = run(lane(exports=1000, changes=seasonal({"monthly": [1] * 12, "weekday": [7, 0, 0, 0, 0, 0, 0]})))
    ready = of_the_year(records)["ready_h"]
    assert set(((ready - 120.0) // 24.0 % 7).tolist()) == {0.0}
    assert near(len(ready), 1000 * WEEKS, math.sqrt(1000 * WEEKS))


def test_daily_factors_have_mean_one_over_each_civil_year() -> None:
    # 2024 has 31 x 2 + 29 x 0 + 306 = 368 over 366 days, 2025 368 over 365; the first day is 2 December 2024.
    season = Season(monthly=(2.0, 0.0, *(1.0,) * 10))
    factors = daily_factors(season, Clock(2025, 1, 30), 0, 30 + 365)
    assert factors[:30] == pytest.approx(366 / 368)
    assert factors[30:61] == pytest.approx(2 * 365 / 368)
    assert factors[61:89] == pytest.approx(0.0)
    assert factors[30:].sum() == pytest.approx(365.0)


def test_days_around_a_movable_feast_are_quiet_by_its_date_and_the_year_keeps_its_cargo() -> None:
    # Quiet by half from 26 January to 2 February 2025 (3 days before, 5 from the first day on): 357 days of 1 and 8 of
    # 0.5 make 361, so ordinary days have 365/361 and quiet ones half of that. In 2026 the feast is on 17 February.
    season = Season(
        monthly=(1.0,) * 12,
        festivals={"a": Festival(date="2025-01-29"), "b": Festival(date="2026-02-17")},
        festival_share=0.5,
        festival_days_before=3,
        festival_days_after=5,
    )
    factors = daily_factors(season, Clock(2025, 2, 0), 0, 730)
    assert factors[:25] == pytest.approx(365 / 361)
    assert factors[25:33] == pytest.approx(0.5 * 365 / 361)
    assert factors[33:365] == pytest.approx(365 / 361)
    quiet = [day for day in range(365, 730) if factors[day] < 0.9]
    assert quiet == list(range(365 + 44, 365 + 52))  # 14 to 21 February are the days 44 to 51 of the year
    assert factors[:365].sum() == pytest.approx(365.0)


def test_growth_runs_from_the_year_of_the_tables() -> None:
    # 10 % a year from 2023: 2025 has 1.21 of the table, 2026 1.331; the warm-up has the rate of 2025.
    changes = {
        "demand.year": 2023, "demand.flows.exports.growth_share": 0.1, "clock.n_years": 2, "clock.warmup_days": 84,
    }  # fmt: skip
    records = run(lane(exports=1000, changes=changes))
    start = records.clock.warmup_h
    for from_h, to_h, expected in (
        (0.0, start, 1.21 * 12_000),
        (start, start + YEAR_H, 1.21 * 1000 * WEEKS),
        (start + YEAR_H, start + 2 * YEAR_H, 1.331 * 1000 * WEEKS),
    ):
        assert near(cargo(records, "exports", from_h, to_h)["teu"].sum(), expected, math.sqrt(expected))


def test_the_demand_factor_multiplies_all_flows() -> None:
    records = run(lane(exports=1000, imports=500, changes={"demand.factor": 0.4}))
    assert near(of_the_year(records, "exports")["teu"].sum(), 400 * WEEKS, math.sqrt(400 * WEEKS))
    assert near(of_the_year(records, "imports")["teu"].sum(), 200 * WEEKS, math.sqrt(200 * WEEKS))


def test_without_demand_ships_sail_without_boxes() -> None:
    records = run(lane(exports=1000, changes={"demand.factor": 0.0}))
    assert len(records.tables["consignments"]) == 0
    legs = rows(records, "voyages", service="line")
    assert len(legs["laden_teu"]) > 100
    assert not (legs["laden_teu"] + legs["empty_teu"]).any()


def test_a_factor_on_one_flow_leaves_the_other_alone() -> None:
    base = run(lane(exports=300, imports=300))
    more = run(lane(exports=300, imports=300, changes={"demand.flows.imports.annual_teu": 450 * WEEKS}))
    assert np.array_equal(of_the_year(base)["ready_h"], of_the_year(more)["ready_h"])
    assert near(of_the_year(more, "imports")["teu"].sum(), 450 * WEEKS, math.sqrt(450 * WEEKS))


def two_gateways(shares: dict[str, float]) -> Raw:
    """Harbour by road, harbour by rail, and a bay beside it by road, with some shares of the cargo."""
    ways = {
        "road": way(shares["road"]), "rail": way(shares["rail"], mode="rail"), "bay": way(shares["bay"], gateway="bay"),
    }  # fmt: skip
    changes = {
        "ports.bay": modelled_port(),
        "links.bay_road": lane()["links"]["road"] | {"destination": "bay"},
        "links.bay_sea": lane()["links"]["sea"] | {"origin": "bay"},
        "services.bay_line": lane()["services"]["line"] | {"rotation": ["bay", "abroad"]},
        "services.train": by_rail()["services.train"],
        "demand.routes": ways,
    }
    return lane(exports=400, imports=200, changes=changes)


@pytest.mark.parametrize("flow", ["exports", "imports"])
def test_cargo_splits_over_gateways_and_modes_by_the_shares_given(flow: str) -> None:
    shares = {"road": 0.5, "rail": 0.3, "bay": 0.2}
    records = run(two_gateways(shares))
    made = of_the_year(records, flow)
    names = [records.entities[number].id for number in made["gateway"].tolist()]
    taken = {
        "bay": np.array([name == "bay" for name in names]),
        "rail": made["mode"] == MODES.index("rail"),
    }
    taken["road"] = ~taken["bay"] & ~taken["rail"]
    for name, share in shares.items():
        assert near(taken[name].mean(), share, math.sqrt(share * (1 - share) / len(names)))


def test_a_way_without_a_share_is_not_taken() -> None:
    records = run(two_gateways({"road": 0.7, "rail": 0.3, "bay": 0.0}))
    assert {records.entities[number].id for number in of_the_year(records)["gateway"].tolist()} == {"harbour"}
    assert not rows(records, "calls", port="bay")["loaded_laden_teu"].any()


def test_shares_hold_for_consignments_of_each_half_of_the_year() -> None:
    made = of_the_year(run(two_gateways({"road": 0.5, "rail": 0.3, "bay": 0.2})))
    rail = made["mode"] == MODES.index("rail")
    first = made["ready_h"] < YEAR_H / 2
    for half in (first, ~first):
        assert near(rail[half].mean(), 0.3, math.sqrt(0.3 * 0.7 / half.sum()))


def test_imports_stand_as_long_as_the_law_of_their_dwell_says() -> None:
    # Gamma of mean 108 and sd 60 h, 20 857 boxes.
    law = {"gamma": {"mean": 108.0, "sd": 60.0}}
    records = run(lane(imports=400, changes={"ports.harbour.terminals.t.yard.import_dwell_h": law}))
    dwell = of_the_year(records, "imports")["import_dwell_h"]
    dwell = dwell[~np.isnan(dwell)]
    assert near(dwell.mean(), 108.0, 60.0 / math.sqrt(len(dwell)))
    assert near(dwell.std(), 60.0, 60.0 / math.sqrt(len(dwell)))


def test_exports_are_delivered_a_drawn_lead_before_the_cut_off() -> None:
    # Lead even in 10-20 h, cut-off 24 h: who is there in good time stands 34 to 44 h, in the mean 39.
    law = {"uniform": {"low": 10.0, "high": 20.0}}
    records = run(lane(exports=400, changes={"ports.harbour.terminals.t.yard.export_lead_h": law}))
    made = of_the_year(records)
    slack_h = (312.0 - 6.0 - made["ready_h"]) % 168.0  # to the next cut-off, from when it is there
    dwell = made["export_dwell_h"][(slack_h > 20.0) & (made["delivered_h"] > 0)]
    assert dwell.min() >= 34.0
    assert dwell.max() <= 44.0
    assert near(dwell.mean(), 39.0, 10.0 / math.sqrt(12 * len(dwell)))


def test_the_yard_holds_arrivals_times_dwell() -> None:
    # Little's law: 840 TEU a week of imports, 100 h each: 840 / 168 x 100 = 500 TEU in the mean. Empties that come back
    # stand there too and are taken off.
    records = run(lane(imports=840))
    levels = records.tables["levels"].columns()
    held = {q: levels["mean"][levels["quantity"] == n].mean() for n, q in ((0, "yard"), (4, "depot"))}
    assert near(held["yard"] - held["depot"], 500.0, math.sqrt(840 * WEEKS) * 100.0 / YEAR_H)


def test_a_weeks_flow_is_the_same_whatever_is_made_at_once() -> None:
    # The season is the only thing that changes the rate within a year: no seam where blocks of weeks meet.
    ready = of_the_year(run(lane(exports=1400)))["ready_h"]
    per_block = np.bincount((ready // 504.0).astype(int))[:17]
    assert len(per_block) == 17
    for made in per_block:
        assert near(made, 4200.0, math.sqrt(4200.0))


def test_a_heavy_flow_weighs_what_it_says() -> None:
    records = run(lane(exports=200, changes={"demand.flows.exports.laden_t_per_teu": 9.0}))
    legs = rows(records, "voyages", service="line", leg=0)
    assert legs["weight_t"] == pytest.approx(legs["laden_teu"] * 9.0)
    assert legs["laden_teu"].sum() > 0


def test_a_slower_ship_changes_neither_times_nor_sizes_of_what_gets_ready() -> None:
    # Comparisons of timetables rest on it, though cargo is made the earlier before the start the longer the way.
    fast, slow = (
        run(lane(imports=400, changes={"fleets.ship.speed_kn": speed, "cargo.mean_consignment_teu": 5}))
        for speed in (10.0, 4.0)
    )
    assert np.nanmin(cargo(slow, "imports", -1e9)["ready_h"]) < np.nanmin(cargo(fast, "imports", -1e9)["ready_h"])
    for name in ("ready_h", "teu"):
        assert np.array_equal(of_the_year(fast, "imports")[name], of_the_year(slow, "imports")[name])
