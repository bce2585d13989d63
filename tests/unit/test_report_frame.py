"""What every chart has around it: a subtitle that is never cut, names that stand on nothing, terminals by the page."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
from report_tables import report

from portsim.report.axes import name_axis, name_room
from portsim.report.caption import Caption
from portsim.report.chart_options import means_by_option
from portsim.report.charts import charts_of
from portsim.report.frame import framed, subtitle_lines
from portsim.report.lettering import columns, name_lines, shorten_words
from portsim.report.marks import legend_below_title
from portsim.report.placing import PlacedNames
from portsim.report.summary import Names, Summary
from portsim.report.terminal_pages import MOST_ROWS, terminal_pages
from portsim.report.units import unit


def test_a_long_subtitle_breaks_between_its_parts_and_moves_the_legend_down():
    parts = ["wait for a berth over time at berth", "Beibu Gulf port cluster, 2025", "mean of 2 replications",
             "whiskers: 95 % interval (run noise)"]  # fmt: skip
    lines = subtitle_lines(" · ".join(parts), "en")
    assert " · ".join(lines).split(" · ") == parts
    assert len(lines) == 2
    assert max(map(columns, lines)) <= 114
    low, high = (framed("t", text, "", "en", top=100) for text in (" · ".join(parts), "short"))
    assert low.layout.margin.t == high.layout.margin.t + 16
    for figure in (low, high):
        legend_below_title(figure)
    assert low.layout.legend.y < high.layout.legend.y


def test_a_name_is_cut_between_its_words():
    assert shorten_words("Shanghai and Ningbo gateway", 20) == "Shanghai and Ningbo"
    assert shorten_words("Qinzhou", 20) == "Qinzhou"
    assert shorten_words("Donaudampfschiffahrtsgesellschaft", 20) == "Donaudampfschiffahr…"


def test_names_that_would_lie_on_each_other_move_further_off():
    """Names of one degree at the same point, five of them: no two share a level and reach into each other."""
    placed = PlacedNames(per_column=0.1, line=0.2)
    taken = []
    for _ in range(5):
        x, y, side = placed.beside(0.0, 0.0, 0.1, "0123456789")
        left = {"bottom center": x - 0.5, "top center": x - 0.5, "middle left": x - 1.0, "middle right": x}[side]
        level = y + {"bottom center": -0.1, "top center": 0.1}.get(side, 0.0)
        taken.append((left, left + 1.0, level))
    for n, (left, right, level) in enumerate(taken):
        assert all(abs(level - y) > 0.15 or right <= a or left >= b for a, b, y in taken[:n])


def test_terminals_are_drawn_by_the_page_containers_first():
    """Three ports with ten terminals each, the first of each for containers: 3, then 18, then 9."""
    entities = [("cluster", "cluster", "", "", "")]
    rows = []
    for port in ("a", "b", "c"):
        entities.append((port, "port", "cluster", port, port))
        for n in range(10):
            terminal = f"{port}/{n}"
            entities.append((terminal, "terminal", port, terminal, terminal))
            rows.append(("berth_occupancy_share", "share", terminal, "2025", 0.5, 0.1, 2))
            volume = ("throughput_t", "t") if n else ("throughput_teu", "TEU")
            rows.append((*volume, terminal, "2025", 5.0, 0.1, 2))
    table = pd.DataFrame(rows, columns=["measure", "unit", "entity", "period", "mean", "half_width", "n"])
    names = Names(pd.DataFrame(entities, columns=["id", "kind", "parent", "name_en", "name_zh"]))
    data = replace(report(), summary=Summary(table), names=names)
    pages = terminal_pages(data, "2025")
    assert [len(page.terminals) for page in pages] == [3, 18, 9]
    assert all(len(page.terminals) <= MOST_ROWS for page in pages)
    charts = {chart.key: chart for chart in charts_of(data, "en")}
    assert list(charts) == ["occupancy_containers", "occupancy_others_1", "occupancy_others_2"]
    assert charts["occupancy_containers"].title == "Berth occupancy by terminal: container terminals"
    assert "other terminals, 2 of 2, 2025" in charts["occupancy_others_2"].figure.layout.title.text


def test_a_long_chinese_name_breaks_in_the_middle_and_a_long_word_is_cut():
    """Below a bar of 106 pixels there is room for 16 half-width characters; the name has 18."""
    assert name_lines("联合班期，不设限制", 106) == ["联合班期，", "不设限制"]
    assert name_lines("Qinzhou the trunk port", 106) == ["Qinzhou the", "trunk port"]
    assert all(columns(line) <= 32 for line in name_lines("a" * 200, 106))


def test_the_marks_of_a_narrow_axis_are_told_apart():
    """From 0.60 to 0.62: two decimals would print 0.6, 0.6, 0.61, 0.61."""
    means = pd.DataFrame({"name": ["a", "b"], "mean": [0.600, 0.620], "half_width": math.nan, "draw_low": math.nan,
                          "draw_high": math.nan})  # fmt: skip
    figure = means_by_option(means, "Wait", "Lock", "2030", unit("h", "en"), Caption("s", "ab", "0", 1), "en")
    assert figure.layout.xaxis.tickformat == ",.3~f"


def test_names_of_many_bars_are_whole_in_a_turned_line_and_those_of_few_stand_in_two_lines():
    many = [f"{year} Qinzhou as trunk" for year in range(2020, 2034)]
    assert name_axis(many)["tickangle"] != 0
    assert name_axis(many)["ticktext"] == many
    assert name_room(many) > name_room(many[:3]) == 52
    assert name_axis(many[:3])["tickangle"] == 0
    assert name_axis(["规划分工"] * 14)["ticktext"] == ["规划分工"] * 14  # not two stumps each
