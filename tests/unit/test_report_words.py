"""The two languages of the reports say the same: keys, placeholders, units with their factors, names of measures."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
import yaml
from catalogue_faults import faults
from report_tables import report

import portsim.report
from portsim.report.charts import charts_of
from portsim.report.page import render_page
from portsim.report.printed import interval, plus_minus
from portsim.report.summary import Value
from portsim.report.texts import LANGUAGES, Catalogue
from portsim.report.texts_en import ENGLISH
from portsim.report.texts_zh import CHINESE
from portsim.report.units import change, known_units, measure_unit, percent, throughput_unit, unit
from portsim.results.measures import MEASURES
from portsim.scenario.shipped import find, names

CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(portsim.report.__file__).parent.glob("*.py"))
CHINESE_LETTER = re.compile(r"[\u4e00-\u9fff]")


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_with_the_same_placeholders() -> None:
    assert ENGLISH.keys() == CHINESE.keys()
    assert {key: holes(ENGLISH[key]) for key in ENGLISH} == {key: holes(CHINESE[key]) for key in CHINESE}
    assert [key for key in ENGLISH if CHINESE_LETTER.search(ENGLISH[key])] == []


def test_the_catalogue_names_each_fault() -> None:
    catalogue = Catalogue({"a": "{n} runs", "b": "only here", "c": "x"}, {"a": "次", "c": " "})
    assert faults(catalogue) == ["a: placeholders", "b: only in one language", "c: empty"]


def test_every_text_the_code_asks_for_is_there() -> None:
    asked = set(re.findall(r'TEXTS\.text\(\s*"([\w.]+)"', CODE))
    assert len(asked) > 40  # else the pattern has lost the calls
    assert sorted(asked - ENGLISH.keys()) == []


@pytest.mark.parametrize("key", list(known_units()))
def test_a_label_and_its_factor_belong_together(key: str) -> None:
    """A printed 1 of a unit is as much as its label says: 万 is 10 000, a million 1 000 000, % a hundredth."""
    words = {"万": 1e4, "亿": 1e8, "bn": 1e9, "million": 1e6, "千": 1e3, "thousand": 1e3, "%": 0.01}
    for lang in LANGUAGES:
        one = known_units()[key][lang]
        meant = next((factor for word, factor in words.items() if word in one.label), 1.0)
        assert one.factor == meant, (key, lang)


@pytest.mark.parametrize("key", list(known_units()))
def test_printed_values_mean_the_same_in_both_languages(key: str) -> None:
    """Half a unit of the last printed place is all by which the two may differ: 746.2 x 10 000 is 7.462 x 1 000 000."""
    value = 7_462_172.25
    read = [float(one.number(value).replace(",", "")) * one.factor for one in known_units()[key].values()]
    places = [0.5 * one.factor * 10**-one.decimals for one in known_units()[key].values()]
    assert all(abs(number - value) <= place * 1.0001 for number, place in zip(read, places, strict=True))


def test_a_throughput_is_printed_in_the_large_unit_of_each_language() -> None:
    # 7 462 172 TEU are 746.2 times ten thousand and 7.462 times a million
    assert throughput_unit(7_462_172.0, "zh").with_label(7_462_172.0) == "746.2万TEU"
    assert throughput_unit(7_462_172.0, "en").with_label(7_462_172.0) == "7.462 million TEU"
    # a port of 9 700 TEU would be 0.010 million: printed one by one
    assert throughput_unit(9_700.0, "en").with_label(9_700.0) == "9,700 TEU"


def test_hours_lose_their_second_decimal_from_ten_on_and_call_sizes_stay_single() -> None:
    assert measure_unit("wait_h", "h", 2.984, "en").with_label(2.984) == "2.98 h"
    assert measure_unit("door_to_door_h", "h", 306.82, "zh").with_label(306.82) == "306.8小时"
    assert measure_unit("call_size_teu", "TEU", 120_000.0, "zh").with_label(2_244.0) == "2,244TEU"


def test_a_unit_no_one_knows_is_printed_as_it_is() -> None:
    assert unit("furlong", "zh").with_label(1.5) == "1.50 furlong"


@pytest.mark.parametrize("name", list(MEASURES))
def test_every_measure_has_a_title_and_a_definition_in_both_languages(name: str) -> None:
    measure = MEASURES[name]
    assert measure.label_en.strip()
    assert measure.definition_en.strip()
    assert not CHINESE_LETTER.search(measure.label_en + measure.definition_en)
    assert CHINESE_LETTER.search(measure.label_zh)
    assert CHINESE_LETTER.search(measure.definition_zh)


def test_titles_of_measures_are_told_apart() -> None:
    assert len({measure.label_en for measure in MEASURES.values()}) == len(MEASURES)
    assert len({measure.label_zh for measure in MEASURES.values()}) == len(MEASURES)


def test_differences_carry_their_sign_and_no_minus_zero() -> None:
    assert percent(-0.1909, "en") == "-19.1 %"
    assert percent(0.223, "zh") == "+22.3%"
    assert percent(-0.0001, "en") == "0.0 %"
    assert percent(math.nan, "en") == "–"
    assert unit("share", "en").number(-0.0001) == "0.0"


def test_an_interval_below_zero_is_cut_for_what_cannot_be_negative() -> None:
    hours = unit("h", "en")
    assert interval(Value(6.05, 9.82, 2), hours, "en") == "0.00 to 15.87"  # 6.05 - 9.82 is below 0
    assert interval(Value(-0.5, 0.25, 2), hours, "en", signed=True) == "-0.75 to -0.25"
    assert interval(Value(1.0, math.nan, 1), hours, "en") == "–"
    assert interval(None, hours, "zh") == "–"


def test_an_interval_of_a_share_ends_at_the_whole() -> None:
    assert interval(Value(0.803, 0.252, 2), unit("share", "en"), "en") == "55.1 to 100.0"  # 80.3 + 25.2 is above 100


def test_a_zero_without_spread_is_printed_as_zero() -> None:
    share = unit("share", "en")
    assert plus_minus(Value(0.0, 0.0, 5), share) == "0"
    assert plus_minus(Value(0.177, 0.010, 5), share) == "17.7 ± 1.0"
    assert plus_minus(Value(0.177, math.nan, 1), share) == "17.7"
    assert plus_minus(Value(math.nan, math.nan, 0), share) == "–"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_stands_twice_in_the_catalogue(lang: str) -> None:
    """The parts of it are put together: of two texts of one key one would be printed in place of the other."""
    folder = Path(portsim.report.__file__).parent
    keys = [
        key
        for path in sorted(folder.glob(f"texts*_{lang}.py"))
        for key in re.findall(r'^    "([^"]+)":', path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(keys) > 300
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_publishers_are_named_in_the_language_of_the_page_where_that_is_known() -> None:
    sources = report().sources.assign(publisher_zh=["港务局", ""], title_zh=["月报", ""])
    data = replace(report(), sources=sources)
    assert data.publishers("zh") == {"authority": "港务局", "press": "The press"}
    assert data.publishers("en")["authority"] == "Port authority"
    assert data.source_column("title", "zh") == ["月报", "A study"]
    page = render_page(data, charts_of(data, "zh"), "zh")
    assert "港务局" in page
    assert "Port authority" not in page
    old = replace(report(), sources=report().sources)  # results of a portsim that did not know them
    assert old.publishers("zh")["authority"] == "Port authority"


def test_every_source_of_the_shipped_scenarios_has_a_chinese_publisher_and_title() -> None:
    bare = [
        f"{name}: {id}"
        for name in names()
        for id, source in (yaml.safe_load(find(name).read_text(encoding="utf-8")).get("sources") or {}).items()
        if not (source.get("publisher_zh") and source.get("title_zh"))
    ]
    assert bare == []


def test_a_change_of_a_share_is_no_percentage_which_would_be_taken_for_points() -> None:
    assert change(0.05, unit("h", "en"), "en") == "+5.0 %"
    assert change(0.05, unit("share", "en"), "en") == "–"
