"""The chart of an event and the daily values it is made of."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from tiny_records import a_year, add, add_call

from portsim.report.caption import Caption
from portsim.report.chart_event import EventSeries, event_by_day
from portsim.results.daily import daily_level, daily_teu, day_starts_h

CAPTION = Caption("A <storm>", "0123456789abcdef", "1.0", 1)
CLOSED = (datetime(2025, 9, 6, 7), datetime(2025, 9, 8, 0))


def series(port):
    return EventSeries(
        port, f"Port {port}", CLOSED, [1000.0, 0.0, 500.0], [1000.0, 900.0, 800.0], [1.0, 6.0, 2.5], [1.0] * 3
    )


def test_a_day_has_the_boxes_of_the_ships_that_let_go_on_it():
    """Port a: 30 TEU let go at hour 23.5 and 50 at 24; 70 at b. A ship turned away had none to count."""
    records = a_year()
    add_call(records, 10.0, 2.5, 10.0, discharged_laden_teu=10, loaded_empty_teu=20)
    add_call(records, 10.0, 3.0, 10.0, terminal="a/t2", loaded_laden_teu=50)
    add_call(records, 10.0, 3.0, 10.0, terminal="b/t", discharged_empty_teu=70)
    add_call(records, 10.0, 0.0, 0.0, turned_away=True, loaded_laden_teu=99)
    assert daily_teu(records, "a")[:3].tolist() == [30.0, 50.0, 0.0]
    assert daily_teu(records, "a/t2")[:3].tolist() == [0.0, 50.0, 0.0]
    assert daily_teu(records, "b").sum() == 70.0
    assert len(day_starts_h(records)) == 365


def test_levels_of_a_port_are_those_of_its_terminals_together():
    records = a_year()
    for terminal, mean in (("a/t1", 2.0), ("a/t2", 0.5), ("b/t", 9.0)):
        add(records, "levels", entity=terminal, quantity="ships_waiting", start_h=48.0, mean=mean, maximum=9.0)
    add(records, "levels", entity="a/t1", quantity="yard_teu", start_h=48.0, mean=100.0, maximum=100.0)
    assert daily_level(records, "a", "ships_waiting")[:4].tolist() == [0.0, 0.0, 2.5, 0.0]


@pytest.mark.parametrize(("lang", "scale"), [("en", 1e3), ("zh", 1e4)])
def test_the_chart_shows_both_runs_of_every_port_above_each_other_from_zero(lang, scale):
    figure = event_by_day([series("qinzhou"), series("haikou")], date(2025, 9, 5), "A <storm>", CAPTION, lang)
    lines = [trace for trace in figure.data if trace.mode == "lines" and trace.x != (None,)]
    assert [trace.yaxis for trace in lines] == ["y", "y", "y2", "y2", "y3", "y3", "y4", "y4"]
    without, with_event = lines[:2]
    assert np.allclose(without.y, np.array([1000.0, 900.0, 800.0]) / scale)
    assert np.allclose(with_event.y, np.array([1000.0, 0.0, 500.0]) / scale)
    assert with_event.x[1] == "2025-09-06T12:00:00"
    assert [shape.xref for shape in figure.layout.shapes] == ["x", "x2", "x3", "x4"]
    assert {(shape.x0, shape.x1) for shape in figure.layout.shapes} == {("2025-09-06T07:00:00", "2025-09-08T00:00:00")}
    for axis in ("yaxis", "yaxis2", "yaxis3", "yaxis4"):
        low, high = figure.layout[axis].range
        assert low == 0
        assert high >= max(value for trace in lines if trace.yaxis == axis.replace("axis", "") for value in trace.y)
    assert "<storm>" not in figure.to_json()


def test_both_lines_are_told_apart_in_the_legend():
    figure = event_by_day([series("qinzhou")], date(2025, 9, 5), "Storm", CAPTION, "en")
    named = [trace.name for trace in figure.data if trace.showlegend]
    assert named == ["with the event", "without it", "no ship let in"]
    colours = {trace.line.color for trace in figure.data if trace.mode == "lines" and not trace.showlegend}
    assert len(colours) == 2
