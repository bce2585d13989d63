"""When ships come: pro forma times, lateness, delays carried on, the start, the warm-up; and ships without timetable.

The line of these tests: 540 nm are 40 h at 13.5 kn, 44 h with the usual buffer of a tenth, 30 h at top speed (18 kn). A
round is 24 + 44 + 24 + 44 = 136 h, so one ship sails weekly and lies the other 32 h at the port abroad: 56 h in all.
Hour 0 is a Wednesday: Mondays begin at -48 + 168 k.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest
from small_clusters import Raw, coming, one_line, one_terminal, rows, run, with_changes

from portsim.results.measures import compute_measures
from portsim.results.records import Records


def calls_of_line(records: Records) -> dict[str, np.ndarray]:
    """Calls of the line at the port, in order of arrival."""
    calls = rows(records, "calls", service="line")
    order = np.argsort(calls["arrived_h"])
    return {name: values[order] for name, values in calls.items()}


def test_a_weekly_line_comes_every_monday_at_midnight() -> None:
    # Mondays of 2025: the first at hour 120, the 52nd at 120 + 51 x 168 = 8688 (29 December).
    calls = calls_of_line(run(one_line()))
    assert calls["arrived_h"].tolist() == [120.0 + 168.0 * week for week in range(52)]
    assert calls["pro_forma_h"].tolist() == calls["arrived_h"].tolist()
    assert set(calls["ship"].tolist()) == {0}


def test_a_line_comes_its_phase_after_monday() -> None:
    # 75 h after Monday is Thursday 03:00: hour 27 is the first.
    assert calls_of_line(run(one_line(phase_h=75.0)))["arrived_h"][:3].tolist() == [27.0, 195.0, 363.0]


def test_sea_legs_take_distance_over_speed_and_the_buffer() -> None:
    # She leaves the port when worked, 12 h after she came, and is abroad by the timetable: 24 + 44 h after. There she
    # lies 24 + 32 h, and is back after a week.
    legs = rows(run(one_line()), "voyages", leg=0)
    assert legs["departed_h"][:2].tolist() == [132.0, 300.0]
    assert legs["arrived_h"][:2] == pytest.approx([188.0, 356.0])
    back = rows(run(one_line()), "voyages", leg=1)
    assert back["departed_h"][1:3] == pytest.approx([244.0, 412.0])
    assert back["arrived_h"][1:3] == pytest.approx([288.0, 456.0])


@pytest.mark.parametrize(
    ("sailings_per_week", "n_ships"),
    [
        (1.0, 1),  # 136 h of round, 168 h between sailings
        (1.2, 1),  # 140 h
        (1.25, 2),  # 134.4 h: one ship is not enough
        (2.0, 2),  # 84 h
        (3.5, 3),  # 48 h: 136/48 = 2.8
    ],
)
def test_a_string_has_as_many_ships_as_its_round_needs_and_they_take_turns(
    sailings_per_week: float, n_ships: int
) -> None:
    calls = calls_of_line(run(one_line(sailings_per_week=sailings_per_week)))
    assert np.diff(calls["arrived_h"]) == pytest.approx(168.0 / sailings_per_week)
    ships = calls["ship"].tolist()
    assert sorted(set(ships)) == list(range(n_ships))
    assert ships[n_ships:] == ships[:-n_ships]  # always in the same order


def test_a_line_between_modelled_ports_alone_sails_so_much_slower() -> None:
    # 136 h of round and 32 h left over: each sea leg takes 60 h in place of 44. At the other port 24 + 60 h later.
    raw = with_changes(
        one_line(rotation=["harbour", "haven"]),
        {
            "markets": None, "ports.abroad": None, "links.sea.destination": "haven",
            "ports.haven": {"terminals": {"t": {"quays": {"q": {"n_berths": 1}}}}},
        },
    )  # fmt: skip
    records = run(raw)
    assert rows(records, "calls", port="harbour")["arrived_h"][:2] == pytest.approx([120.0, 288.0])
    assert rows(records, "calls", port="haven")["arrived_h"][1:3] == pytest.approx([204.0, 372.0])


def test_at_the_start_each_ship_is_on_the_leg_her_timetable_has_her_on() -> None:
    # Two ships, 84 h apart, a round of 168 h: the port every 168 h at 120 (ship 0) and 36 (ship 1); abroad 68 h after
    # the port, ship 0 at 20 (and 188), ship 1 at 104. So ship 0 begins on her way abroad and ship 1 on her way home.
    records = run(one_line(sailings_per_week=2.0))
    assert calls_of_line(records)["arrived_h"][:2].tolist() == [36.0, 120.0]
    first_legs = [rows(records, "voyages", ship=ship) for ship in (0, 1)]
    assert [legs["leg"][0] for legs in first_legs] == [1, 0]
    # 84 h between sailings leave 168 - 136 = 32 h over as with one ship: ship 0 leaves the port abroad at 20 + 56.
    assert first_legs[0]["departed_h"][0] == pytest.approx(76.0)
    assert first_legs[1]["departed_h"][0] == pytest.approx(48.0)


@pytest.mark.parametrize("late_h", [5.0, -6.0])
def test_the_lateness_of_a_leg_is_not_carried_on_where_speed_and_buffer_make_it_up(late_h: float) -> None:
    calls = calls_of_line(run(one_line(lateness_h=late_h)))
    assert calls["arrived_h"] - calls["pro_forma_h"] == pytest.approx(late_h)


def test_no_ship_is_earlier_than_her_top_speed() -> None:
    # A hundred hours early would be before she left: she comes 30 h after.
    legs = rows(run(one_line(lateness_h=-100.0)), "voyages", service="line")
    assert legs["arrived_h"] - legs["departed_h"] == pytest.approx(30.0)


def test_lateness_adds_up_where_nothing_makes_it_up() -> None:
    # Without buffer, at a top speed that is the pro forma one, with a stay that the work fills and no hour left over in
    # the round (40 + 12 + 40 + 76 = 168), every leg adds its 5 h: ten from one call to the next.
    changes = {"fleets.ship": {"speed_kn": 13.5, "top_speed_kn": 13.5}, "ports.abroad.stay_h": 76.0}
    calls = calls_of_line(run(with_changes(one_line(lateness_h=5.0, buffer_share=0.0, port_stay_h=12.0), changes)))
    late_h = calls["arrived_h"] - calls["pro_forma_h"]
    assert np.diff(late_h) == pytest.approx(10.0)


def test_a_delay_is_carried_on_until_speed_and_buffer_have_made_it_up() -> None:
    # She comes on Monday, hour 4992 (120 + 29 x 168), to a berth that another ship holds from 4990 to 5142: worked by
    # 5154, abroad at 5184 at top speed. Her departure there was due at 4992 + 24 + 44 + 56 = 5116, so she lies only the
    # 24 h and is back at 5208 + 30 = 5238, 78 h late. Worked by 5250, abroad at 5280 (due 5228), off at 5304 (due
    # 5284), back at 5334, 6 h late. Worked by 5346, abroad at 5396 as due, and back in time at 5496.
    raw = one_line()
    blocker = {"kind": "tramp", "ship_class": "ship", "port": "harbour"} | coming(-10.0, 152.0)
    quays = {"ports.harbour.terminals.terminal.quays.quay.n_berths": 1}
    records = run(with_changes(raw, quays | {"services.blocker": blocker}))
    calls = calls_of_line(records)
    assert calls["wait_h"][29] == 150.0
    assert calls["arrived_h"][29:33] == pytest.approx([4992.0, 5238.0, 5334.0, 5496.0])
    assert (calls["arrived_h"] - calls["pro_forma_h"])[29:33] == pytest.approx([0.0, 78.0, 6.0, 0.0])
    abroad = rows(records, "voyages", leg=0)["arrived_h"]
    assert abroad[29:32] == pytest.approx([5184.0, 5280.0, 5396.0])


def test_a_ship_that_is_worked_late_leaves_late_and_one_worked_early_leaves_early() -> None:
    # Pro forma she lies 24 h at the port: worked in 12 h she leaves after 12 h, worked in 30 h after 30 h.
    for work_h in (12.0, 30.0):
        calls = calls_of_line(run(one_line(work_h=work_h)))
        assert calls["departed_h"] - calls["arrived_h"] == pytest.approx(work_h)


def warm_line(warmup_days: int) -> Raw:
    return with_changes(one_line(), {"clock.warmup_days": warmup_days})


def test_the_warm_up_is_simulated_and_not_measured() -> None:
    # Four weeks more, from Wednesday 4 December 2024: the Mondays 9, 16, 23 and 30 December. The year has 52 as before.
    records = run(warm_line(28))
    assert len(calls_of_line(records)["arrived_h"]) == 52 + 4
    for one in (records, run(warm_line(0))):
        measures = compute_measures(one)
        assert measures.value("n_calls", "harbour", "2025") == 52
        assert measures.value("n_calls", "harbour", "2025-01") == 4  # 6, 13, 20, 27
        assert measures.value("n_calls", "harbour", "2025-12") == 5  # 1, 8, 15, 22, 29


@pytest.mark.parametrize("warmup_days", [0, 1, 28, 84])
def test_a_line_keeps_its_day_of_the_week_whatever_day_the_warm_up_begins(warmup_days: int) -> None:
    records = run(warm_line(warmup_days))
    measured = [hour for hour in calls_of_line(records)["arrived_h"].tolist() if hour >= records.clock.warmup_h]
    civil = [records.clock.civil(hour) for hour in measured]
    assert (civil[0], civil[-1]) == (datetime(2025, 1, 6), datetime(2025, 12, 29))
    assert {(day.weekday(), day.hour) for day in civil} == {(0, 0)}


def arrivals(gaps: Any, **more: Any) -> np.ndarray:
    """Arrivals of tramps at a terminal with berths for all, in order."""
    raw = one_terminal({"tramps": {"interarrival_h": gaps, "work_h": 1.0}}, quays={"row": {"n_berths": 9}}, **more)
    return rows(run(raw), "calls", service="tramps")["arrived_h"]


def test_tramps_come_at_the_gaps_of_their_law() -> None:
    # Every 100 h: the first at 100, the last of the year at 8700.
    assert arrivals(100.0).tolist() == [100.0 * n for n in range(1, 88)]


def test_tramps_with_observed_gaps_come_at_these_and_no_others() -> None:
    gaps = np.diff(arrivals({"empirical": [20.0, 30.0, 70.0]}))
    assert set(np.round(gaps, 6).tolist()) == {20.0, 30.0, 70.0}
    # 8760 h at a mean of 40 h: 219 ships; the standard deviation of the number is sqrt(219) x 21.6/40 = 8.
    assert abs(len(gaps) - 219) < 32


def test_tramps_come_whatever_happens_to_those_before_them() -> None:
    # A berth that is never free again after the first ship of 9000 h: the others still come, every 100 h.
    raw = one_terminal({"tramps": {"interarrival_h": 100.0, "work_h": 9_000.0}})
    balance = run(raw).balance
    assert (balance["ships_arrived"], balance["ships_departed"], balance["ships_in_port"]) == (87, 0, 87)


def test_calls_of_tramps_are_numbered_and_carry_no_pro_forma_time() -> None:
    calls = rows(run(one_terminal({"tramps": {"interarrival_h": 1000.0, "work_h": 1.0}})), "calls")
    assert calls["voyage"].tolist() == list(range(8))
    assert set(calls["ship"].tolist()) == {-1}
    assert np.isnan(calls["pro_forma_h"]).all()
