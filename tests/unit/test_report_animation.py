"""The animation: where ships are put hour by hour, and what the figure plays."""

from __future__ import annotations

import math
from datetime import datetime

import pandas as pd
import pytest
from chart_words import CAPTION, owes_nothing

from portsim.report.chart_animation import STATE_COLOURS, ship_animation
from portsim.report.placing import PlacedNames
from portsim.report.positions import positions, sea_path
from portsim.report.summary import Names
from portsim.report.texts import LANGUAGES

START = datetime(2025, 1, 1)
PLACES = {"a": (108.0, 20.0), "b": (108.0, 21.0)}
NAMES = Names(pd.DataFrame([("a", "port", "", "A", "甲")], columns=["id", "kind", "parent", "name_en", "name_zh"]))


def calls(rows):
    return pd.DataFrame(rows, columns=["service", "ship", "port", "arrived_h", "berthed_h", "unberthed_h"])


def voyages(rows):
    return pd.DataFrame(rows, columns=["service", "ship", "origin", "destination", "departed_h", "arrived_h"])


def test_a_ship_sails_evenly_waits_and_lies_at_berth():
    """She sails from hour 0 to 4, waits to hour 6, lies to hour 9: at hour 1 a quarter of the way, 20.25 N."""
    found = positions(
        calls([("blue", 0, "b", 4.0, 6.0, 9.0)]), voyages([("blue", 0, "a", "b", 0.0, 4.0)]), PLACES, START, START, 12
    ).set_index("frame")
    assert found["state"].tolist() == ["sea"] * 4 + ["anchor"] * 2 + ["berth"] * 3 + ["sea"]
    assert found.loc[1, ["lon", "lat"]].tolist() == [108.0, 20.25]
    assert found["time"].iloc[3] == datetime(2025, 1, 1, 3)
    # at berth she is drawn beside the point of the port, no more than 0.05 degrees away
    assert 0.0 < math.dist(found.loc[7, ["lon", "lat"]].tolist(), PLACES["b"]) <= 0.06


def test_tramps_and_ships_that_never_call_are_left_out():
    table = positions(
        calls([("tramp", -1, "b", 4.0, 6.0, 9.0)]), voyages([("blue", 0, "a", "b", 0.0, 4.0)]), PLACES, START, START
    )
    assert not len(table)


def test_ways_to_the_east_lead_through_the_strait_and_back_the_same_way():
    qinzhou, hong_kong, singapore, haikou = (108.6, 21.7), (114.2, 22.3), (103.8, 1.3), (110.2, 20.05)
    out = sea_path(qinzhou, hong_kong)
    assert len(out) == 5
    assert all(20.0 < lat < 20.4 for _, lat in out[1:-1])
    assert sea_path(hong_kong, qinzhou) == out[::-1]
    assert all(lon < 108.6 for lon, _ in sea_path(haikou, singapore)[2:])  # west of Hainan, which begins at 108.6 E
    assert sea_path((108.4, 21.6), (108.6, 21.7)) == [(108.4, 21.6), (108.6, 21.7)]
    shanghai, zhanjiang = (121.8, 30.8), (110.4, 21.2)
    along = sea_path(zhanjiang, shanghai)
    assert along[1:3] == [(113.4, 21.3), (117.4, 22.8)]  # south of the coast, which is at 22 N off Macau
    assert sea_path(shanghai, zhanjiang) == along[::-1]
    assert len(sea_path(qinzhou, shanghai)) == 7  # through the Strait first, by three points


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_frame_holds_the_ships_of_its_hour_by_state(lang):
    table = positions(
        calls([("blue", 0, "b", 4.0, 6.0, 9.0)]), voyages([("blue", 0, "a", "b", 0.0, 4.0)]), PLACES, START, START, 12
    )
    ports = pd.DataFrame({"id": ["a"], "lon": [108.0], "lat": [20.0]})
    figure = ship_animation(table, ports, NAMES, CAPTION, lang)
    owes_nothing(figure, lang)
    assert len(figure.frames) == 10  # hours 0 to 9, when her last line is let go
    sea, anchor, berth = figure.frames[4].data
    assert (len(sea.x), len(anchor.x), len(berth.x)) == (0, 1, 0)
    assert figure.frames[4].data[1].marker.color == STATE_COLOURS["anchor"]
    assert figure.layout.sliders[0].steps[4].label == "2025-01-01 04:00"
    assert all(len(frame.traces) == 3 for frame in figure.frames)


def test_more_ships_than_a_browser_plays_are_refused():
    many = pd.DataFrame({"vessel": range(201), "frame": 0, "time": START, "lon": 1.0, "lat": 1.0, "state": "sea"})
    with pytest.raises(ValueError, match="200 vessels"):
        ship_animation(many, pd.DataFrame({"id": [], "lon": [], "lat": []}), NAMES, CAPTION, "en")


def test_names_take_the_next_side_where_another_stands():
    """The first name reaches from 0.8 to 1.2; one of the second below its point would begin at 0.9."""
    placed = PlacedNames(per_column=0.1, line=0.2)
    assert placed.beside(1.0, 1.0, 0.1, "abcd")[2] == "bottom center"
    assert placed.beside(1.1, 1.0, 0.1, "abcd")[2] == "middle left"
    placed.keep_clear(5.0, 5.0, 0.2)
    assert placed.above(5.0, 5.0, "ab", -0.3) == pytest.approx(4.7)
    edged = PlacedNames(per_column=0.1, line=0.2, west=0.9)
    assert edged.beside(1.0, 1.0, 0.1, "abcd")[2] == "middle right"  # below or left it would leave the map
