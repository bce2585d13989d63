"""Barges on their round trips: how long they sail, how much they carry, when they may set out, and none is lost."""

from __future__ import annotations

import numpy as np
import pytest
from waterway_files import LINE, RAW, river

from portsim.errors import BalanceError
from portsim.model.inland.build import Waterways
from portsim.model.inland.waterway import Sail, reaches
from portsim.model.kernel import Kernel, StrictKernel
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.results.records import Records
from portsim.scenario.waterway import BargeTraffic, Waterway

LOCKAGE_H = (8.75 + 4 + 12 + 4 + 7) / 60  # one row, one-way in and out
TURN_H = (4 + 12 + 4) / 60


def passages(records: Records, place: str) -> dict[str, np.ndarray]:
    """Rows of one lock or waterway."""
    number = next(n for n, entity in enumerate(records.entities) if entity.id == place)
    rows = records.tables["passages"].columns()
    return {name: values[rows["place"] == number] for name, values in rows.items()}


def traffic(**values: object) -> BargeTraffic:
    return BargeTraffic.model_validate(RAW["services"]["barges"] | values)


def test_a_lone_barge_sails_at_the_speed_of_her_load_and_direction_and_is_locked_at_once_or_after_a_turn():
    """Laden down 40 km at 14 km/h, light up 40 km at 12 km/h; few barges, so they wait for a turn at most."""
    records = simulate(river(services__barges__annual_t={"2025": 100e3}), 1, 0)
    river_rows, gate = passages(records, "river"), passages(records, "gate")
    assert len(river_rows["up"]) > 50
    for up, speed in ((False, 14.0), (True, 12.0)):
        waits = gate["entered_h"][gate["up"] == up] - gate["arrived_h"][gate["up"] == up]
        assert np.isclose(waits, 0.0).any()
        assert np.isclose(waits, TURN_H).any()
        hours = river_rows["left_h"][river_rows["up"] == up] - river_rows["arrived_h"][river_rows["up"] == up]
        assert hours.min() == pytest.approx(40.0 / speed + LOCKAGE_H)
        assert np.median(hours) == pytest.approx(40.0 / speed + LOCKAGE_H, abs=TURN_H + 1e-9)


def test_a_way_is_cut_into_reaches_at_its_locks_in_both_directions():
    waterway = Waterway(mode="waterway", length_km=100.0, depth_m=5.0, locks={"low": 70.0, "high": 20.0})
    assert reaches(waterway, up=False) == [(20.0, "high"), (50.0, "low"), (30.0, None)]
    assert reaches(waterway, up=True) == [(30.0, "low"), (50.0, "high"), (20.0, None)]


def test_the_cargo_of_a_year_is_what_the_scenario_says_by_class_and_direction():
    """5 Mt, mean 2 000 dwt x (0.92 + 0.30): 2 049 round trips; down 0.92/1.22 of the cargo. Poisson: 2.2 % of it."""
    records = simulate(river(), 1, 0)
    table = compute_measures(records)
    assert table.value("canal_t", "river", "2025") == pytest.approx(5e6, rel=0.07)
    down = table.value("canal_t", "river:down", "2025") / table.value("canal_t", "river", "2025")
    assert down == pytest.approx(0.92 / 1.22, abs=0.01)
    cargo = passages(records, "gate")["cargo_t"]
    assert set(np.round(np.unique(cargo), 6)) == {300.0, 900.0, 920.0, 2760.0}
    assert (cargo == 920.0).sum() / ((cargo == 920.0) | (cargo == 2760.0)).sum() == pytest.approx(0.5, abs=0.05)


def test_cargo_between_the_years_given_lies_on_a_straight_line_and_is_level_outside():
    barges = traffic(annual_t={"2026": 2e6, "2030": 10e6, "2028": 4e6})
    years = (2020, 2026, 2027, 2028, 2029, 2030, 2040)
    assert [barges.tonnes_in(year) for year in years] == [2e6, 2e6, 3e6, 4e6, 7e6, 10e6, 10e6]


def test_cargo_of_every_year_of_a_run_is_its_own_and_the_warm_up_has_that_of_the_first():
    changes = {"clock__n_years": 3, "services__barges__annual_t": {"2025": 2e6, "2026": 0.0, "2027": 8e6}}
    records = simulate(river(**changes), 1, 0)
    table = compute_measures(records)
    assert table.value("canal_t", "river:down", "2025") == pytest.approx(2e6 * 0.92 / 1.22, rel=0.1)
    assert table.value("canal_t", "river:down", "2026") < 0.01 * 2e6  # those under way at New Year
    assert table.value("canal_t", "river:down", "2027") == pytest.approx(8e6 * 0.92 / 1.22, rel=0.06)
    before = passages(records, "river")
    started = before["arrived_h"][~before["up"]]
    assert (started < 720.0).sum() == pytest.approx(2e6 / 2440 / 365 * 30, rel=0.35)  # 67 barges, Poisson: 12 %


def test_barges_that_do_not_return_pass_once_and_carry_all_the_cargo_one_way():
    records = simulate(river(services__barges__returns=False), 1, 0)
    table = compute_measures(records)
    assert not passages(records, "river")["up"].any()
    assert table.value("canal_t", "river", "2025") == pytest.approx(5e6, rel=0.07)
    assert records.balance["barge_trips_begun"] == pytest.approx(5e6 / (2000 * 0.92) * 395 / 365, rel=0.07)


def test_a_route_may_go_up_one_way_and_down_another_and_back_the_same_way():
    changes = {
        "links__canal": {"mode": "waterway", "length_km": 24.0, "depth_m": 4.5},
        "services__barges__route": ["gate/up", "canal"],
    }
    records = simulate(river(**changes), 1, 0)
    gate, canal = passages(records, "gate"), passages(records, "canal")
    assert len(passages(records, "river")["up"]) == 0
    first_gate, first_canal = gate["arrived_h"].argmin(), canal["arrived_h"].argmin()
    assert gate["up"][first_gate]
    assert not canal["up"][first_canal]
    assert canal["arrived_h"][first_canal] >= gate["left_h"][first_gate] - 1e-9
    out, back = gate["cargo_t"][gate["up"]], gate["cargo_t"][~gate["up"]]
    assert set(np.unique(out)) == {920.0, 2760.0}
    assert set(np.round(np.unique(back), 6)) == {300.0, 900.0}


@pytest.mark.parametrize(
    "changes",
    [
        {"links__river__open_from": "2025-03-01"},
        {"locks__gate__lines": {"one": LINE | {"open_from": "2025-03-01"}}},
        {"locks__gate__lines": {"one": LINE | {"open_from": "2025-03-01"}, "two": LINE | {"open_from": "2025-04-01"}}},
    ],
)
def test_no_barge_sets_out_before_the_whole_way_is_open(changes):
    records = simulate(river(**changes), 1, 0)
    opens_h = (30 + 31 + 28) * 24.0
    arrived = passages(records, "river")["arrived_h"]
    assert opens_h < arrived.min() < opens_h + 48.0


def test_a_second_line_is_used_from_the_day_it_opens():
    changes = {
        "locks__gate__lines": {"one": LINE, "two": LINE | {"open_from": "2025-07-01"}},
        "services__barges__annual_t": {"2025": 40e6},
    }
    table = compute_measures(simulate(river(**changes), 1, 0))
    assert table.value("lockages_per_day", "gate/two", "2025-06") == 0.0
    assert table.value("lockages_per_day", "gate/two", "2025-07") > 1.0


def test_round_trips_begun_are_ended_or_under_way():
    balance = simulate(river(), 1, 0).balance
    assert balance["barge_trips_begun"] == balance["barge_trips_ended"] + balance["barge_trips_under_way"]
    assert balance["barge_trips_ended"] > 1_500
    assert balance["barge_trips_under_way"] > 0


def test_a_barge_lost_on_her_way_is_found_by_the_books():
    waterways = Waterways(Kernel(), sails=[Sail(Kernel(), 1.0, None)])
    waterways.balance()
    waterways.sails[0].n_under_way = 1
    with pytest.raises(BalanceError, match="0 begun, 0 ended, 1 under way"):
        waterways.balance()


def test_other_barges_change_no_draw_of_these():
    """Far below capacity at another lock: every barge of the first service sets out and turns round as without them."""
    alone = simulate(river(), 1, 0)
    others = RAW["services"]["barges"] | {"route": ["brook"]}
    both = simulate(
        river(
            links__brook={"mode": "waterway", "length_km": 10.0, "depth_m": 4.5},
            services={"others": others, "barges": RAW["services"]["barges"]},
        ), 1, 0,
    )  # fmt: skip
    assert passages(alone, "gate")["arrived_h"].tolist() == passages(both, "gate")["arrived_h"].tolist()
    assert len(passages(both, "brook")["up"]) > 1_000


def test_the_strict_kernel_gives_the_same_passages():
    changes = {
        "locks__gate__hours_per_day": 16.0,
        "locks__gate__opens_h": 6.0,
        "services__barges__annual_t": {"2025": 30e6},
    }
    ordinary, strict = (simulate(river(**changes), 1, 0, kernel) for kernel in (Kernel, StrictKernel))
    for table in ("passages", "lockages", "escapes"):
        one, other = ordinary.tables[table].columns(), strict.tables[table].columns()
        assert all((one[name] == other[name]).all() for name in one)


def test_ships_with_priority_wait_less_where_the_lock_lets_them_go_ahead():
    """Saturated: without priority both wait alike."""
    barges = RAW["services"]["barges"] | {"annual_t": {"2025": 100e6}}
    boxes = RAW["services"]["barges"] | {"annual_t": {"2025": 2e6}, "priority": True, "escape_h": 1000.0}
    waits = {}
    for order in ("first_come", "n_of_m"):
        records = simulate(river(services={"barges": barges, "boxes": boxes}, locks__gate__order=order), 1, 0)
        rows = passages(records, "gate")
        number = next(n for n, entity in enumerate(records.entities) if entity.id == "boxes")
        mine = (rows["service"] == number) & ~rows["up"]
        waits[order] = (rows["entered_h"] - rows["arrived_h"])[mine].mean()
    assert waits["first_come"] > 20.0
    assert waits["n_of_m"] < 0.2 * waits["first_come"]


def test_no_trip_is_begun_while_the_wait_on_its_way_back_is_too_long():
    """Others saturate the way up and wait up to 300 h; nobody waits on the way down."""
    barges = RAW["services"]["barges"]
    others = barges | {"route": ["river/up"], "returns": False, "annual_t": {"2025": 150e6}, "escape_h": 300.0}
    records = simulate(river(services={"others": others, "barges": barges}), 1, 0)
    table = compute_measures(records)
    assert table.value("lock_wait_h", "gate:down", "2025") < 2.0
    assert table.value("lock_wait_h", "gate:up", "2025") > 72.0
    wanted = 5e6 / 2440
    assert table.value("n_barge_trips_not_begun", "barges", "2025") > 0.8 * wanted


def test_a_lock_that_works_from_six_for_sixteen_hours_starts_nothing_at_night():
    records = simulate(river(locks__gate__opens_h=6.0, locks__gate__hours_per_day=16.0), 1, 0)
    hour = records.tables["lockages"].columns()["start_h"] % 24.0
    assert len(hour) > 1_000
    assert 6.0 - 1e-6 <= hour.min() < 6.1
    assert 21.5 < hour.max() < 22.0


def test_a_lock_with_a_law_of_waiting_makes_ships_wait_as_long_as_the_table_says_whatever_the_traffic():
    """Two lines, use 0.8: mean 0.846 and sd 0.532 lockages; a lockage is 10 + 12 + 4 + 12 + 4 + 7.1 = 49.1 min."""
    changes = {"locks__gate__passage": "wait_law", "locks__gate__use_share": 0.8}
    changes |= {"locks__gate__lines": {"one": LINE, "two": LINE}}
    records = simulate(river(**changes), 1, 0)
    gate = passages(records, "gate")
    waits = gate["entered_h"] - gate["arrived_h"]
    assert len(waits) > 4_000
    assert waits.mean() == pytest.approx(0.846 * 49.1 / 60, rel=0.04)
    assert waits.std() == pytest.approx(0.532 * 49.1 / 60, rel=0.06)
    assert gate["left_h"] - gate["entered_h"] == pytest.approx(np.full(len(waits), 49.1 / 60))
    assert len(records.tables["lockages"]) == 0
    assert records.balance["barge_trips_ended"] > 1_500


def test_a_ship_costs_at_most_two_events_for_every_junction_she_passes():
    """Three junctions in a row, half used, so that most lockages hold few ships; arrivals and stays are counted too."""
    junctions = {name: {"head_m": 10.0, "rate_factor": 1.0, "lines": {"one": LINE, "two": LINE}} for name in "abc"}
    changes = {
        "locks": junctions, "services__barges__annual_t": {"2025": 60e6},
        "links__river__locks": {"a": 10.0, "b": 20.0, "c": 30.0},
    }  # fmt: skip
    records = simulate(river(**changes), 1, 0)
    n_passed = sum(len(passages(records, name)["up"]) for name in "abc")
    use = compute_measures(records).value("lock_use_share", "b", "2025")
    assert 0.5 < use < 1.0
    assert records.n_events / n_passed <= 2.0
