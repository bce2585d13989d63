"""The rail lines of the baseline say what was published, and its trains run over them."""

from __future__ import annotations

from datetime import date

import pytest

from portsim.scenario.load import load_scenario
from portsim.scenario.rail import RailLine, lines_of
from portsim.scenario.rail_traffic import rail_lines, traffic_in
from portsim.scenario.service import Train


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("baseline").scenario


@pytest.fixture(scope="module")
def lines(scenario) -> dict[str, RailLine]:
    return rail_lines(scenario)


def test_lengths_and_capacities_are_those_published(lines):
    assert lines["rail_guiyang_liuzhou"].length_km == 489
    assert lines["rail_nanning_kunming"].length_km == 898
    assert lines["rail_huangtong_baise"].length_km == 312.62
    assert lines["rail_qinzhou_port"].length_km == 41.51
    assert lines["rail_fangchenggang"].paths_per_day == 130
    assert lines["rail_mahuang"].observed_trains_per_day == {"2025": 130}
    # 130 trains over 0.85 are 153, taken as 150; a quarter more when the rework is complete: 187.5, taken as 190.
    assert lines["rail_mahuang"].paths_per_day == pytest.approx(130 / 0.85, rel=0.03)
    assert lines["rail_mahuang"].paths_on(date(2028, 1, 1)) == pytest.approx(1.25 * 150, rel=0.02)


def test_paths_are_added_on_their_dates(lines):
    # 36 pairs and then 90; 10 to 15 pairs freed in 2023; 20 pairs on the line that opens in 2028.
    assert [lines["rail_qinzhou_port"].paths_on(date(year, 12, 31)) for year in (2026, 2027)] == [72, 180]
    guiyang = lines["rail_guiyang_liuzhou"]
    freed = guiyang.paths_on(date(2023, 8, 31)) - guiyang.paths_on(date(2023, 8, 30))
    assert 2 * 10 <= freed <= 2 * 15
    assert guiyang.paths_on(date(2025, 1, 1)) == 72
    assert [lines["rail_huangtong_baise"].paths_on(date(year, 12, 31)) for year in (2027, 2028)] == [0, 40]


def test_every_train_has_a_way_to_its_port(scenario, lines):
    ends = {"qinzhou": "qinzhou_port", "fangchenggang": "fangchenggang_station", "beihai": "tieshan_port",
            "zhanjiang": "zhanjiang_port"}  # fmt: skip
    trains = [service for service in scenario.services.values() if isinstance(service, Train)]
    assert trains
    for train in trains:
        last, backwards = lines_of(train.route)[-1]
        assert lines[last].ends(backwards)[1] == ends[train.port]
        neck = any(line == "rail_mahuang" for line, _ in lines_of(train.route))
        assert neck == (train.port in ("qinzhou", "fangchenggang"))


def test_the_neck_has_its_130_trains_and_no_train_counts_twice(scenario):
    traffic = traffic_in(scenario, 2025)["rail_mahuang"]
    assert traffic.total == pytest.approx(130, rel=0.01)  # block trains and bulk alone may be a little more
    # Rail tonnes of Qinzhou and Fangchenggang in trains of 3 500 t, laden one way: two trains each.
    tonnes = sum(
        stream.volume_in(2025) * stream.onward.rail
        for stream in scenario.bulk.values()
        if stream.port in ("qinzhou", "fangchenggang") and stream.unit == "t" and stream.onward
    )
    assert traffic.bulk == pytest.approx(2 * tonnes / 3_500 / 365.25)


def test_qinzhou_port_east_and_its_sidings_see_about_the_trains_that_were_counted(scenario):
    # About 24 trains a day at the station in January 2025, and nine batches a day at private sidings.
    assert traffic_in(scenario, 2025)["rail_qinzhou_port"].total == pytest.approx(24 + 9, rel=0.15)


def test_no_line_is_full_in_2025_and_the_neck_is_the_fullest(scenario, lines):
    use = {id: traffic.total / lines[id].paths_in(2025) for id, traffic in traffic_in(scenario, 2025).items()
           if lines[id].paths_in(2025)}  # fmt: skip
    assert max(use, key=use.__getitem__) == "rail_mahuang"
    assert use["rail_mahuang"] < 0.9


def test_more_block_trains_come_on_top_of_the_background(scenario):
    sent = scenario.services["train_chongqing_qinzhou"].departures_per_week
    changed = {"services.train_chongqing_qinzhou.departures_per_week": sent + 14}
    more = load_scenario("baseline", sets=changed).scenario
    before, after = (traffic_in(one, 2025)["rail_mahuang"] for one in (scenario, more))
    assert after.background == before.background
    assert after.total - before.total == pytest.approx(2 * 14 / 7)
