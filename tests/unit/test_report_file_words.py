"""Chinese pages are Chinese: every reason, note and unit of the shipped files is known in Chinese, with its numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from report_tables import report
from same_numbers import difference_of_numbers
from shipped_texts import collections_of_a_scenario, fields_of_a_scenario, reasons_of_files

from portsim.report.file_words import NUMBER, REASONS, UNITS, as_written, input_unit, pairs, reason
from portsim.report.inputs import THINGS, inputs_table, kind_of, words_as_written
from portsim.report.page import render_page
from portsim.report.tables_observed import validation_page_table

HAN = re.compile(r"[\u4e00-\u9fff]")
PAIRS = [pair for file in REASONS for pair in pairs(file)]
WRITTEN_BY_A_COMMAND = "fitted to 2025 by portsim calibrate, or kept as set"
"""`portsim calibrate` writes it into the tables that it makes."""
KINDS_BY_NAME = {"classes", "constituents", "growth_paths", "weather"}
"""Things by ids that are kinds themselves: fog and typhoon are not averaged in a table of inputs."""


def test_every_reason_and_note_of_a_shipped_file_has_a_chinese_text() -> None:
    told = reasons_of_files()
    assert len(told) > 700  # else the files were not found
    assert [f"{file}: {text}" for text, file in told.items() if not HAN.search(reason(text, "zh"))] == []


def test_every_reason_of_a_default_has_a_chinese_text() -> None:
    told = {extra["reason"]: path for path, extra in fields_of_a_scenario() if extra.get("reason")}
    assert len(told) > 150
    assert [f"{path}: {text}" for text, path in told.items() if not HAN.search(reason(text, "zh"))] == []


def test_every_unit_of_a_field_is_printed_in_chinese_letters_or_as_a_symbol() -> None:
    units = {extra["unit"] for _, extra in fields_of_a_scenario() if extra.get("unit")}
    assert len(units) > 30
    english = {unit: input_unit(unit, "zh") for unit in units if re.search("[A-Za-z]{2}", input_unit(unit, "zh"))}
    assert {text for text in english.values() if text.replace("TEU", "").isascii() and text != "TEU"} == set()
    assert input_unit("1", "zh") == input_unit("1", "en") == ""
    assert input_unit("CNY/TEU", "en") == "CNY/TEU"


def test_no_chinese_text_is_left_over_from_an_english_one_that_is_gone() -> None:
    told = [
        *reasons_of_files(),
        *(e["reason"] for _, e in fields_of_a_scenario() if "reason" in e),
        WRITTEN_BY_A_COMMAND,
    ]
    whole, patterns = set(told), [english for english, _ in PAIRS if "{1}" in english]
    assert [english for english, _ in PAIRS if "{1}" not in english and english not in whole] == []
    for english in patterns:
        meant = re.compile(NUMBER.join(map(re.escape, re.split(r"\{\d\}", english))))
        assert any(meant.fullmatch(text) for text in whole), english
    assert {unit for unit, _ in pairs(UNITS)} <= {extra.get("unit") for _, extra in fields_of_a_scenario()}


def test_no_english_text_has_two_chinese_ones() -> None:
    english = [text for text, _ in PAIRS]
    assert sorted({text for text in english if english.count(text) > 1}) == []


@pytest.mark.parametrize("file", REASONS)
def test_both_texts_tell_the_same_numbers(file: str) -> None:
    found = {english: difference_of_numbers(english, chinese) for english, chinese in pairs(file)}
    assert {english: fault for english, fault in found.items() if fault} == {}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("19.8 Mt a year (2018)", "年198万吨（2018年）"), ("two of 70 000 t", "两个7000吨级"),
     ("in May 2024", "2024年6月"), ("6.11 billion CNY", "6.11亿元"),
     ("no figure", "约5"), ("60 to 80 million CNY", "60至8000万元以上9")],
)  # fmt: skip
def test_a_wrong_number_is_found(english: str, chinese: str) -> None:
    assert difference_of_numbers(english, chinese)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("19.8 Mt a year (2018)", "年1980万吨（2018年）"), ("two of 70 000 t", "两个7万吨级"),
     ("in May 2024", "2024年5月"), ("6.11 billion CNY", "61.1亿元"),
     ("60 to 80 million CNY", "6000万至8000万元"),
     ("552 of 562 (10k vehicles)", "552比562万辆")],
)  # fmt: skip
def test_the_same_number_in_other_words_is_no_fault(english: str, chinese: str) -> None:
    assert difference_of_numbers(english, chinese) == ""


def test_numbers_that_change_with_the_data_are_passed_on() -> None:
    assert reason("central path, +3.0% a year from 2025", "zh") == "中路径，2025年起年增3.0%"
    assert reason("central path, +3.0% a year from 2025", "en") == "central path, +3.0% a year from 2025"
    assert "14566海里" in reason(
        "port charges, 300 CNY and days at sea x slot cost of a 4800 TEU class; distance 14 566 nm by the method of "
        "docs/explanation/demand.md; frequency of a large port", "zh",
    )  # fmt: skip


def test_a_text_of_an_own_file_stays_as_written_and_the_chinese_page_says_so() -> None:
    assert as_written(["our own guess <b>", "我们的估计", "usual technical availability", ""]) == 1
    data = report()
    known = replace(data, inputs=data.inputs.assign(assumed="as 2025"), validation=data.validation.assign(note=""))
    assert words_as_written(known) == 0
    assert "无中文译文" not in render_page(known, [], "zh")
    own = replace(known, inputs=data.inputs.assign(assumed="our own guess <b>", source=""))
    assert words_as_written(own) == 1
    page = render_page(own, [], "zh")
    assert "另有1条理由或备注随情景文件给出，无中文译文" in page
    assert "our own guess &lt;b&gt;" in page
    assert "own files have them" not in render_page(own, [], "en")


def test_kinds_of_inputs_leave_out_ids_and_years() -> None:
    assert collections_of_a_scenario() == THINGS | KINDS_BY_NAME
    assert kind_of("bulk.fcg_ore.parcels.cape_180.size.uniform.low") == "bulk.*.parcels.*.size.uniform.low"
    assert kind_of("locks.xijin.lines.line_1.length_m") == "locks.*.lines.*.length_m"
    assert kind_of("ports.qinzhou.weather.fog.monthly_events") == "ports.*.weather.fog.monthly_events"
    assert kind_of("bulk.fcg_ore.annual_volume.2025") == "bulk.*.annual_volume.*"


def test_tables_of_a_chinese_page_say_reasons_in_chinese() -> None:
    data = report()
    inputs = data.inputs.copy()
    inputs["assumed"], inputs["source"], inputs["unit"] = "usual technical availability", "", "share"
    validation = data.validation.copy()
    validation["note"], validation["assumed"] = "TEU over the quay, laden and empty", "as 2025"
    own = replace(data, inputs=inputs, validation=validation)
    for row in inputs_table(own, "zh").rows:
        assert (row[1], row[5]) == ("比例", "通常的设备完好率")
    told = [row[-1] for row in validation_page_table(own, "zh").rows]
    assert told
    assert all(text.startswith("过岸TEU，重箱与空箱合计；") and text.endswith("假设：同2025年") for text in told)
