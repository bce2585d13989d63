"""Berth windows of the baseline: the small model of a quay by hand, stays by arithmetic, and a search that helps."""

import importlib
import sys
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def module():
    before = list(sys.path)
    sys.path.insert(0, str(SCENARIOS))
    yield lambda name: importlib.import_module(f"baseline_build.{name}")
    sys.path[:] = before


def line(module, id, stops, phase_h, headway_h=168.0, offset_h=None):
    n = len(stops)
    times = tuple(offset_h or [24.0 * place for place in range(n)])
    nodes = tuple(stop.split("/")[0] for stop in stops)
    return module("timetable").Line(id, nodes, stops, 1_000, headway_h, times, (12.0,) * n, 168.0, 1.0, phase_h)


def caller(module, phase_h, need_m, stay_h):
    return module("berthing").Caller(line(module, "a", ("x/y",), phase_h), 0.0, need_m, (0.0,), (stay_h,))


def waited(module, callers, sections_m):
    """Calls and hours of the one week in which each calls once; the model divides by its weeks."""
    weeks = module("berthing").WEEKS
    return tuple(round(found * weeks, 6) for found in module("berthing").discomfort(callers, sections_m))


def test_a_ship_takes_the_gap_that_another_leaves(module):
    """300 m: 200 m from hour 0 to 10, 100 m from hour 1 to 31; a ship of 150 m at hour 4 waits until 10, 6 h."""
    callers = [caller(module, 0.0, 200.0, 10.0), caller(module, 1.0, 100.0, 30.0), caller(module, 4.0, 150.0, 5.0)]
    assert waited(module, callers, (300.0,)) == (1, 6.0)


def test_no_ship_lies_across_two_quays(module):
    """100 m and 100 m are no 200 m: the second of two ships of 90 m takes the other quay, a third waits 8 h."""
    callers = [caller(module, hour, 90.0, 10.0) for hour in (0.0, 1.0, 2.0)]
    assert waited(module, callers, (100.0, 100.0)) == (1, 8.0)
    assert waited(module, callers, (270.0,)) == (0, 0.0)


def test_a_small_ship_overtakes_a_long_one_that_waits(module):
    """200 m of quay, 120 m taken until hour 20: the long ship of hour 2 waits 18 h, the short one of hour 3 not."""
    callers = [caller(module, 0.0, 120.0, 20.0), caller(module, 2.0, 150.0, 5.0), caller(module, 3.0, 80.0, 5.0)]
    assert waited(module, callers, (200.0,)) == (1, 18.0)


def test_a_stay_is_the_way_in_mooring_and_the_work_of_all_her_cranes(module):
    """1 450 TEU are 1 000 boxes; 160 m take three cranes of 25 an hour at exponent 1: 13.33 h, 2 h in, 1 h of lines."""
    quay = module("quays").Berths((500.0,), 20.0, 7, 25.0, 1.0, 50.0, 1.45, 2.0)
    assert quay.stay_h(1_450.0, 160.0) == pytest.approx(2.0 + 1.0 + 1_000.0 / 75.0)
    assert quay.stay_h(1_450.0, 40.0) == pytest.approx(2.0 + 1.0 + 1_000.0 / 25.0)  # at least one crane


def test_quays_are_those_of_the_scenario(module):
    found = module("quays").berths()
    assert found["qinzhou/south_7_10"].sections_m == (518.5, 783.5)
    assert found["zhanjiang/baoman"].way_in_h == pytest.approx(0.7 + 40.3 / 18.52)
    assert "maoming/container_berth" not in found  # berths one by one: no metres to place


def test_lateness_grows_by_the_root_of_the_hours_at_sea_up_to_half_a_day(module):
    lines = {line.id: line for line in module("timetable").lines_of_plan()}
    # 401 nm x 1.1 at 13 kn are 33.9 h: 12 x sqrt(33.9 / 72) = 8.2
    assert lines["qinzhou_hong_kong"].latest_h == pytest.approx(8.2, abs=0.05)
    assert (lines["qinzhou_north_1"].earliest_h, lines["qinzhou_north_1"].latest_h) == (-3.0, 12.0)
    assert all(3.0 <= line.latest_h <= 12.0 for line in lines.values())


def test_windows_keep_two_lines_apart_that_a_quay_cannot_take_at_once(module, monkeypatch):
    """Two lines of 150 m and 60 h at 250 m of quay, both at hour 0 of the week: one is moved out of the other's way."""
    quays, windows = module("quays"), module("windows")
    monkeypatch.setattr(windows, "berths", lambda: {"x/y": quays.Berths((250.0,), 20.0, 4, 25.0, 1.0, 50.0, 1.5, 2.0)})
    monkeypatch.setattr(windows, "lengths_m", lambda: {"a": 130.0, "b": 130.0})
    lines = [line(module, id, ("x/y", market), 0.0) for id, market in (("a", "north"), ("b", "south"))]
    stays = {("a", 0): 60.0, ("b", 0): 60.0}
    before, _ = windows.Quays(lines, stays).waits("x/y")
    found = windows.place_windows(lines, stays, {})
    after, _ = found.waits("x/y")
    assert before > 0.9  # one of the two waits nearly every week
    assert after < 0.05
    apart = abs(lines[0].phase_h - lines[1].phase_h)
    assert 60.0 <= apart <= 108.0


def test_there_is_a_window_for_every_line_of_the_plan_and_no_other(module):
    read = module("files").read_input
    assert [row["id"] for row in read("berth_windows")] == [row["id"] for row in read("liner_plan")]


def test_the_windows_shipped_are_better_than_spaced_lines_alone_under_chance_they_were_not_made_for(module):
    """At Qinzhou, where the quays are fullest: at least one call in twenty more berths at once."""
    timetable, windows = module("timetable"), module("windows")
    lines = timetable.lines_with_windows()
    common = timetable.relations(lines)
    week = module("balance").boxes(module("cargo").parcels(), common)
    stays = module("quays").stays_h(lines, common, week.all)
    stops = ("qinzhou/south_1_2", "qinzhou/south_3_6", "qinzhou/south_7_10")

    def direct():
        quays = windows.Quays(lines, stays, seed=99)
        return 1.0 - sum(quays.waits(stop)[0] for stop in stops) / sum(quays.calls(stop) for stop in stops)

    placed = direct()
    timetable.space_out(lines, week.laden)
    assert placed > direct() + 0.05
