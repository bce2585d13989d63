"""Charts of the dashboard alone: a measure month by month, and what moves a result when all inputs are drawn."""

from __future__ import annotations

import pandas as pd
from report_tables import report

from portsim.report.caption import Caption
from portsim.report.chart_inputs import inputs_bars
from portsim.report.chart_series import MOST_BANDS, series_by_month
from portsim.report.lettering import path_label
from portsim.report.units import four_digits, unit

CAPTION = Caption("A scenario", "0" * 64, "0.1.0", 2)


def bands(figure):
    return [trace for trace in figure.data if trace.fill == "toself"]


def test_a_series_is_drawn_in_printed_units_with_its_interval():
    data = report()
    figure = series_by_month(data.summary, "throughput_teu", "Throughput", ["big"], data.names, CAPTION, "zh", "2025")
    line = next(trace for trace in figure.data if trace.mode == "lines+markers")
    assert list(line.x) == ["2025-01"]
    assert list(line.y) == [62.0]  # 620 000 TEU in 10 000 TEU
    assert sorted(bands(figure)[0].y) == [61.1, 62.9]  # 620 000 less and plus 9 000


def test_more_lines_than_can_be_told_apart_have_no_bands():
    data = report()
    many = ["big", "small", "token", "cluster"]
    assert len(many) > MOST_BANDS
    figure = series_by_month(data.summary, "throughput_teu", "Throughput", many, data.names, CAPTION, "en", "2025")
    assert bands(figure) == []


def test_inputs_are_drawn_from_the_largest_down_in_percent():
    table = pd.DataFrame({"input": ["a.b", "c.d"], "share": [0.75, 0.25]})
    share = unit("share", "en")
    figure = inputs_bars(table, ["share"], {"share": "share"}, "Waiting", share, 40, CAPTION, "en")
    bar = next(trace for trace in figure.data if trace.type == "bar")
    assert list(bar.x) == [75.0, 25.0]
    assert list(figure.layout.yaxis.ticktext) == ["a.b ", "c.d "]
    assert "40 draws" in figure.layout.title.subtitle.text


def test_a_long_path_is_broken_before_its_end():
    assert path_label("clock.year") == "clock.year"
    path = "ports.north_port.terminals.t1.cranes.moves_per_h"
    assert path_label(path) == "ports.north_port.terminals.t1. cranes.moves_per_h"


def test_four_digits_need_no_exponent():
    assert [four_digits(value) for value in (17.77015, 10_000.0, 1_234_567.0, 0.00012345)] == [
        "17.77", "10,000", "1,235,000", "0.0001234",
    ]  # fmt: skip
