"""The charts of waits, berths, yards and locks: what they draw and what they say."""

from __future__ import annotations

import math
from datetime import datetime

import pandas as pd
import pytest
from chart_words import CAPTION, owes_nothing

from portsim.report.chart_berth_plan import berth_plan
from portsim.report.chart_days import queue_and_yard
from portsim.report.chart_lock import lock_by_month
from portsim.report.chart_wait_causes import wait_by_cause
from portsim.report.chart_wait_curves import curves, wait_against_occupancy
from portsim.report.chart_wait_spread import wait_spread
from portsim.report.colours import port_colours
from portsim.report.summary import Names, Summary
from portsim.report.texts import LANGUAGES

NAMES = Names(
    pd.DataFrame(
        [("qinzhou", "port", "cluster", "Qinzhou", "钦州"), ("qinzhou/t", "terminal", "qinzhou", "One", "一号"),
         ("qinzhou/t/q", "quay", "qinzhou/t", "", ""), ("haikou", "port", "cluster", "Haikou <b>", "海口"),
         ("haikou/t", "terminal", "haikou", "Two", "二号"), ("xijin", "lock", "", "Xijin", "西津"),
         ("blue", "service", "", "Blue", "蓝线")],
        columns=["id", "kind", "parent", "name_en", "name_zh"],
    )
)  # fmt: skip
COLOURS = port_colours(["qinzhou", "haikou"])


def summary(rows):
    table = pd.DataFrame(rows, columns=["measure", "unit", "entity", "period", "mean", "half_width"])
    return Summary(table.assign(n=3))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_terminals_stand_over_the_curves_in_the_colour_of_their_port(lang):
    points = pd.DataFrame(
        [("qinzhou/t", 0.6, 0.5, 0.1, 3.0), ("haikou/t", 0.3, 0.0, math.nan, 2.0)],
        columns=["entity", "occupancy_share", "ratio", "half_width", "n_berths"],
    )
    lines = curves((1, 4))
    figure = wait_against_occupancy(points, lines, NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    dots = [trace for trace in figure.data if trace.customdata is not None]
    assert [trace.marker.color for trace in dots] == [COLOURS["qinzhou"], COLOURS["haikou"]]
    assert [(list(trace.x), list(trace.y)) for trace in dots] == [([60.0], [0.5]), ([30.0], [0.0])]
    drawn = [trace for trace in figure.data if trace.mode == "lines"]
    # M/E2/1 by Pollaczek and Khinchine: 0.75 rho / (1 - rho), 0.321 at 30 %
    assert dict(zip(drawn[0].x, drawn[0].y, strict=True))[30.0] == pytest.approx(0.75 * 0.3 / 0.7)
    assert len(drawn) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_parts_of_a_wait_are_stacked_and_the_whisker_is_that_of_the_whole(lang):
    parts = {"wait_h": (4.0, 0.5), "wait_berth_h": (3.0, 0.4), "wait_tide_h": (1.0, 0.2), "wait_pilot_h": (0.0, 0.0)}
    rows = [(measure, "h", "qinzhou", "2025", *numbers) for measure, numbers in parts.items()]
    figure = wait_by_cause(summary(rows), NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert [list(bar.y) for bar in bars] == [[3.0], [1.0]]  # no pilot wait, no entry for it
    assert bars[0].error_y.array is None
    assert list(bars[1].error_y.array) == [0.5]
    assert (figure.layout.barmode, figure.layout.yaxis.range[0]) == ("stack", 0)


def test_the_point_on_the_line_of_a_port_is_its_ninetieth_percentile():
    waits = pd.DataFrame([("2025", "qinzhou", share, 10.0 * share) for share in (0.0, 0.5, 0.9, 1.0)],
                         columns=["period", "entity", "share", "value"])  # fmt: skip
    figure = wait_spread(waits, NAMES, "2025", CAPTION, "en")
    owes_nothing(figure, "en")
    line, point = figure.data
    assert line.name == "Qinzhou 9.0"
    assert list(line.y) == [0.0, 50.0, 90.0, 100.0]
    assert (list(point.x), list(point.y)) == ([9.0], [90])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_stay_is_a_bar_from_first_to_last_line_cut_at_the_ends_of_the_plan(lang):
    stays = pd.DataFrame(
        [("qinzhou/t", "qinzhou/t/q", "blue", 0, datetime(2025, 6, 30, 12), datetime(2025, 7, 1, 6), 100),
         ("qinzhou/t", "qinzhou/t/q", "blue", 1, datetime(2025, 7, 2), datetime(2025, 7, 3), 1_500)],
        columns=["terminal", "quay", "service", "row", "berthed", "unberthed", "teu"],
    )  # fmt: skip
    figure = berth_plan(stays, "qinzhou", datetime(2025, 7, 1), 14, NAMES, CAPTION, lang)
    owes_nothing(figure, lang)
    small, middling, large = (trace for trace in figure.data if trace.type == "bar")
    assert (small.base[0], small.x[0]) == ("2025-07-01T00:00:00", 6 * 3_600_000)
    assert len(middling.x) == 0
    assert (large.y[0], large.x[0], large.marker.color) == (1, 24 * 3_600_000, COLOURS["qinzhou"])


@pytest.mark.parametrize(("lang", "scale"), [("en", 1e3), ("zh", 1e4)])
def test_the_yard_stands_below_its_capacity_and_over_the_queue(lang, scale):
    rows = [("qinzhou", "yard_teu", f"2025-01-0{day}", 1_000.0 * day, 900.0 * day, 1_100.0 * day) for day in (1, 2)]
    rows += [("qinzhou", "ships_waiting", f"2025-01-0{day}", 3.0, 3.0, 3.0) for day in (1, 2)]
    days = pd.DataFrame(rows, columns=["entity", "quantity", "date", "value", "least", "largest"])
    figure = queue_and_yard(days, {"qinzhou": {"2025-01": 5_000.0}}, ["qinzhou"], NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    least, largest, yard, capacity, queue = figure.data
    assert list(least.y) == pytest.approx([900 / scale, 1_800 / scale])
    assert list(largest.y) == pytest.approx([1_100 / scale, 2_200 / scale])
    assert (largest.fill, yard.x0, yard.dx) == ("tonexty", "2025-01-01", 86_400_000.0)
    assert list(yard.y) == pytest.approx([1_000 / scale, 2_000 / scale])
    assert list(capacity.y) == [5_000 / scale] * 2
    assert list(queue.y) == [3.0, 3.0]
    assert figure.layout.yaxis.range[1] >= 5_000 / scale


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lock_tells_its_directions_apart_where_the_measure_does(lang):
    measured = (("lockages_per_day", "1/day", 12.0), ("lock_t", "t", 2e6), ("lock_wait_h", "h", 1.0))
    rows = [
        (measure, unit, f"xijin:{way}", "2025-03", value, 0.1)
        for measure, unit, value in measured
        for way in ("up", "down")
    ]
    rows.append(("lock_use_share", "share", "xijin", "2025-03", 0.45, 0.01))
    figure = lock_by_month(summary(rows), "xijin", NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    shown = [trace for trace in figure.data if trace.customdata is not None]
    assert [trace.yaxis for trace in shown] == ["y", "y", "y2", "y2", "y3", "y3", "y4"]
    assert shown[2].y[0] == 2e6 / (1e4 if lang == "zh" else 1e3)
    assert shown[6].y[0] == pytest.approx(45.0)
    assert shown[0].x[0] < 3 < shown[1].x[0]  # beside each other
    assert all(figure.layout[f"yaxis{n}"].range[0] == 0 for n in ("", 2, 3, 4))
