"""Charts of studies: differences, outlook, tornado, cost, CO2, toll, specialization, calibration, convergence."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from chart_words import CAPTION, owes_nothing

from portsim.report.chart_calibration import mean_error, observed_against_simulated
from portsim.report.chart_co2 import co2_by_mode
from portsim.report.chart_convergence import convergence, running_means
from portsim.report.chart_cost import cost_waterfall
from portsim.report.chart_difference import UNSURE, difference_to_base
from portsim.report.chart_outlook import outlook
from portsim.report.chart_specialization import options_table, specialization
from portsim.report.chart_throughput_stack import throughput_stack
from portsim.report.chart_toll import share_against_toll
from portsim.report.chart_tornado import tornado_bars
from portsim.report.colours import MODES, SERIES, lighter, port_colours
from portsim.report.sizes import at_size
from portsim.report.summary import Names
from portsim.report.texts import LANGUAGES, Language
from portsim.report.units import unit

NAMES = Names(
    pd.DataFrame(
        [("qinzhou", "port", "", "Qinzhou", "钦州"), ("haikou", "port", "", "Haikou", "海口")],
        columns=["id", "kind", "parent", "name_en", "name_zh"],
    )
)
LARGE: dict[Language, float] = {"zh": 1e4, "en": 1e6}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_difference_whose_interval_covers_nothing_but_zero_is_grey(lang):
    table = pd.DataFrame(
        [("wait_h", "h", "qinzhou", "2025", -1.0, -1.5, -0.5), ("wait_h", "h", "haikou", "2025", 0.5, -0.5, 1.5)],
        columns=["measure", "unit", "entity", "period", "difference", "low", "high"],
    )
    figure = difference_to_base(table, ["wait_h"], {"wait_h": "Wait"}, NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    dots = next(trace for trace in figure.data if trace.customdata is not None)
    assert (list(dots.x), list(dots.marker.color)) == ([-1.0, 0.5], [SERIES[0], UNSURE])
    intervals = [tuple(trace.x) for trace in figure.data if trace.mode == "lines"]
    assert intervals == [(-1.5, -0.5), (-0.5, 1.5)]
    low, high = figure.layout.xaxis.range
    assert low == -high  # zero in the middle
    assert "run noise" in figure.layout.title.subtitle.text or lang == "zh"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fan_has_a_median_and_two_bands_from_zero(lang):
    bands = pd.DataFrame([("a", 2025, 8e6, 9e6, 1e7, 1.1e7, 1.2e7), ("a", 2030, 9e6, 1e7, 1.2e7, 1.4e7, 1.6e7)],
                         columns=["option", "year", "p5", "p25", "p50", "p75", "p95"])  # fmt: skip
    seen = pd.DataFrame({"year": [2024], "value": [9.5e6]})
    goals = pd.DataFrame({"year": [2030], "value": [1.5e7], "label": ["<plan>"]})
    figure = outlook(bands, seen, goals, {"a": "A"}, CAPTION, lang)
    owes_nothing(figure, lang)
    wide, narrow, median = figure.data[:3]
    scale = LARGE[lang]
    assert list(wide.y) == [1.2e7 / scale, 1.6e7 / scale, 9e6 / scale, 8e6 / scale]
    assert list(narrow.y) == [1.1e7 / scale, 1.4e7 / scale, 1e7 / scale, 9e6 / scale]
    assert list(median.y) == [1e7 / scale, 1.2e7 / scale]
    assert figure.layout.yaxis.range[0] == 0
    assert "&lt;plan&gt;" in [note.text for note in figure.layout.annotations]


def test_a_bar_of_the_tornado_reaches_from_the_base_to_the_result_at_a_setting():
    bars = pd.DataFrame([("toll", 0.0, 0.4, 11.0, 8.0), ("rule", "a", "b", 10.0, 10.5)],
                        columns=["input", "low_setting", "high_setting", "low", "high"])  # fmt: skip
    figure = tornado_bars(bars, 10.0, {"toll": "Toll"}, "wait", unit("h", "en"), CAPTION, "en")
    owes_nothing(figure, "en")
    low, high = (trace for trace in figure.data if trace.type == "bar")
    assert (list(low.x), list(high.x), low.base, high.base) == ([1.0, 0.0], [-2.0, 0.5], 10.0, 10.0)
    assert list(figure.layout.yaxis.ticktext) == ["Toll ", "rule "]
    assert "not run noise" in " ".join(note.text for note in figure.layout.annotations).replace("<br>", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_emissions_are_stacked_by_mode_with_the_whisker_of_the_total(lang):
    parts = pd.DataFrame([("a", "road", 3e6), ("a", "rail", 1e6)], columns=["option", "mode", "value"])
    total = pd.DataFrame({"option": ["a"], "value": [4e6], "half_width": [2e5]})
    figure = co2_by_mode(parts, total, {"a": "A"}, unit("t_co2", lang), CAPTION, lang)
    owes_nothing(figure, lang)
    road, rail = (trace for trace in figure.data if trace.type == "bar")
    scale = {"zh": 1e4, "en": 1e3}[lang]
    assert (road.y[0], road.marker.color, rail.y[0]) == (3e6 / scale, MODES["road"], 1e6 / scale)
    assert (road.error_y.array, list(rail.error_y.array)) == (None, [2e5 / scale])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_part_of_the_cost_begins_where_the_one_before_ends(lang):
    """2 000, then 500 on top, then 300 off: 2 200."""
    costs = pd.DataFrame([("a", "land", 2000.0), ("a", "sea", 500.0), ("a", "aid", -300.0)],
                         columns=["option", "part", "value"])  # fmt: skip
    figure = cost_waterfall(costs, {"land": "L", "sea": "S", "aid": "A"}, {"a": "Base"}, CAPTION, lang)
    owes_nothing(figure, lang)
    bar = next(trace for trace in figure.data if trace.type == "bar")
    assert list(bar.base) == [0.0, 2000.0, 2500.0, 0.0]
    assert list(bar.y) == [2000.0, 500.0, -300.0, 2200.0]
    assert figure.layout.yaxis.range[0] == 0


def test_the_share_of_the_canal_has_a_band_of_uncertainty():
    points = pd.DataFrame([("box", 0.0, 0.3, 0.4, 0.5), ("box", 200.0, 0.1, 0.2, 0.3)],
                          columns=["group", "toll", "p5", "p50", "p95"])  # fmt: skip
    figure = share_against_toll(points, {"box": "Boxes"}, "CNY/TEU", CAPTION, "en", 100.0)
    owes_nothing(figure, "en")
    assert "uncertainty" in figure.layout.title.subtitle.text
    band, line = figure.data
    assert (list(band.y), list(line.y)) == ([50.0, 30.0, 10.0, 30.0], [40.0, 20.0])
    assert (figure.layout.shapes[0].x0, figure.layout.yaxis.range[0]) == (100.0, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_port_with_twice_its_part_of_a_class_is_one_doubling_up(lang):
    """Of 100: Qinzhou 40 and 10, Haikou 10 and 40. Class x is half of all and 80 % of Qinzhou: 1.6 and 0.4.

    Shares 0.8 and 0.2 against 0.2 and 0.8: overlap 1 - (0.6 + 0.6) / 2 = 0.4. HHI of x: 0.64 + 0.04 = 0.68.
    """
    volumes = pd.DataFrame({"x": [40.0, 10.0], "y": [10.0, 40.0]}, index=["qinzhou", "haikou"])
    figure = specialization(volumes, {"x": "X", "y": "Y"}, "TEU", NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    quotients, alike = figure.data
    assert [list(row) for row in quotients.text] == [["1.60", "0.40"], ["0.40", "1.60"]]
    assert quotients.z[0][0] == pytest.approx(math.log2(1.6))
    assert (quotients.zmin, quotients.zmax) == (-2.0, 2.0)
    assert [list(row) for row in alike.text] == [["", "0.40"], ["0.40", ""]]
    assert figure.layout.xaxis.ticktext[0] == "X<br>HHI 0.68"


def test_options_stand_in_the_order_of_their_regret_and_the_best_are_bold():
    regrets = pd.DataFrame(
        [("a", 9e6, 2e5, 5e5, 0.1, 0.0, 0.2), ("b", 9.5e6, 5e4, 1e5, 0.9, 0.8, 1.0)],
        columns=["option", "mean", "mean_regret", "regret_p95", "best_share", "best_share_low", "best_share_high"],
    )
    figure = options_table(regrets, ["b"], 0.95, {"a": "A", "b": "<B>"}, "TEU", unit("teu_large", "en"), CAPTION, "en")
    owes_nothing(figure, "en")
    names, means, best, regret, _ = figure.data[0].cells["values"]
    assert list(names) == ["<b>&lt;B&gt;</b>", "A"]
    assert list(means) == ["<b>9.500</b>", "9.000"]
    assert (best[1], regret[1]) == ("10 (0–20)", "0.200")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fitted_and_held_out_values_look_different(lang):
    points = pd.DataFrame(
        [("qinzhou", "2025", "fitted", 1e6, 1.1e6, 1e4), ("qinzhou", "2024", "validation", 1e6, 9e5, math.nan)],
        columns=["entity", "period", "role", "observed", "simulated", "half_width"],
    )
    assert mean_error(points) == pytest.approx(0.1)
    figure = observed_against_simulated(points, NAMES, CAPTION, lang)
    owes_nothing(figure, lang)
    fitted, above, held_out, below = (trace for trace in figure.data if trace.customdata is not None)
    assert (fitted.marker.symbol, held_out.marker.symbol) == ("circle", "diamond-open")
    assert (above.x[0], below.x[0]) == (pytest.approx(10.0), pytest.approx(-10.0))  # per cent of what was observed
    assert (above.xaxis, above.marker.symbol, below.marker.symbol) == ("x2", "circle", "diamond-open")
    scale = {"zh": 1e4, "en": 1e3}[lang]
    assert (fitted.x[0], fitted.y[0], held_out.y[0]) == (1e6 / scale, pytest.approx(1.1e6 / scale), 9e5 / scale)
    band = figure.data[0]
    assert band.y[0] == pytest.approx(0.9 * band.x[0])
    assert band.y[3] == pytest.approx(1.1 * band.x[0])


def test_running_means_and_their_intervals():
    """Of 1, 3, 2: means 1, 2, 2. After two: t 12.706 x 1.4142 / 1.4142 = 12.706; after three 4.3027 x 1 / 1.7321."""
    found = running_means([1.0, 3.0, 2.0])
    assert found["mean"].tolist() == [1.0, 2.0, 2.0]
    assert math.isnan(found["half_width"][0])
    assert found["half_width"].tolist()[1:] == pytest.approx([12.7062, 2.4841], abs=1e-4)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_measure_converges_in_a_panel_of_its_own(lang):
    values = {"throughput_teu": [1e6, 1.02e6, 0.98e6], "wait_h": [2.0, 2.0, 2.0]}
    units = {"throughput_teu": "TEU", "wait_h": "h"}
    figure = convergence(values, units, {"throughput_teu": "T", "wait_h": "W"}, CAPTION, lang)
    owes_nothing(figure, lang)
    lines = [trace for trace in figure.data if trace.customdata is not None]
    assert [list(line.x) for line in lines] == [[1, 2, 3]] * 2
    assert lines[0].y[2] == pytest.approx(1e6 / LARGE[lang])
    dashes = [trace.y[0] for trace in figure.data if trace.line.dash == "dash" and trace.yaxis == "y2"]
    assert dashes == pytest.approx([1.9, 2.1])  # 5 % to both sides of 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_years_are_stacks_of_ports_solid_where_observed(lang):
    parts = pd.DataFrame(
        [("2025", "qinzhou", 6e6, True), ("2025", "haikou", 1e6, True), ("2030", "qinzhou", 8e6, False)],
        columns=["column", "entity", "value", "is_observed"],
    )
    totals = pd.DataFrame([("2025", 7e6, math.nan, math.nan), ("2030", 8e6, 7.5e6, 9e6)],
                          columns=["column", "value", "low", "high"])  # fmt: skip
    goals = pd.DataFrame({"value": [1e7], "label": ["goal"]})
    years = {"2025": "2025", "2030": "2030"}
    figure = throughput_stack(parts, totals, years, goals, NAMES, CAPTION, lang)
    owes_nothing(figure, lang)
    qinzhou = next(trace for trace in figure.data if trace.type == "bar")
    solid = port_colours(["qinzhou", "haikou"])["qinzhou"]
    assert list(qinzhou.marker.color) == [solid, lighter(solid, 0.4)]
    assert list(qinzhou.y) == [6e6 / LARGE[lang], 8e6 / LARGE[lang]]
    (whisker,) = (trace for trace in figure.data if trace.error_y.array is not None)
    assert (list(whisker.x), list(whisker.error_y.array)) == ([1], [1e6 / LARGE[lang]])
    assert list(whisker.error_y.arrayminus) == [5e5 / LARGE[lang]]
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] > 1e7 / LARGE[lang]  # the target is in the picture


def test_every_size_is_a_copy_and_high_charts_keep_their_height():
    points = pd.DataFrame([("qinzhou", "2025", "fitted", 1e6, 1.1e6, 1e4)],
                          columns=["entity", "period", "role", "observed", "simulated", "half_width"])  # fmt: skip
    figure = observed_against_simulated(points, NAMES, CAPTION, "en")
    small = at_size(figure, "half_page").layout
    assert (small.width, small.height) == (720, 480)
    assert (figure.layout.width, figure.layout.height) == (960, 540)
    assert (1 - small.legend.y) * 480 == pytest.approx((1 - figure.layout.legend.y) * 540)  # not over the subtitle
    high = figure.update_layout(height=700)
    assert at_size(high, "slide").layout.height == 700
