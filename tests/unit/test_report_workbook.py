"""The workbook opened again: numbers in the right unit and format, text that stays text, a table, a chart."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from report_tables import report

from portsim.report.charts import Chart, charts_of
from portsim.report.data import ReportData
from portsim.report.sheet import number, number_format
from portsim.report.summary import Summary
from portsim.report.texts import LANGUAGES, Language
from portsim.report.units import Unit, unit
from portsim.report.workbook import write_workbook
from portsim.report.workbook_sheets import Part, sheets_of

HARMFUL = {"big": "=cmd|' /C calc'!A0", "small": "+1+1", "token": "@SUM(1)", "big/t": "-2", "small/t": "http://x.y"}


def made(folder: Path, lang: Language, *parts: Part, **more: object) -> Path:
    path = folder / f"{lang}.xlsx"
    write_workbook(path, sheets_of(list(parts), lang, **more))
    return path


def part(lang: Language, name: str = "one", data: ReportData | None = None) -> Part:
    data = data or report()
    return Part(name, data, charts_of(data, lang))


def column(sheet: object, heading: str) -> tuple[list[object], list[str]]:
    """Values and formats below the first cell that holds a heading."""
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == heading)
    below = [sheet.cell(row, cell.column) for row in range(cell.row + 1, sheet.max_row + 1)]
    return [one.value for one in below], [one.number_format for one in below]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_throughput_is_printed_in_the_large_unit_of_the_language(tmp_path: Path, lang: Language) -> None:
    book = openpyxl.load_workbook(made(tmp_path, lang, part(lang)))
    sheet = book["吞吐量" if lang == "zh" else "Throughput"]
    values, formats = column(sheet, "大港" if lang == "zh" else "Big")
    # 7 488 000 TEU are 748.8 times ten thousand and 7.488 times a million
    assert values[0] == pytest.approx(748.8 if lang == "zh" else 7.488)
    assert formats[0] == ("#,##0.0" if lang == "zh" else "#,##0.000")
    assert len(sheet._charts) == 1  # Excel draws it itself
    assert len(sheet._charts[0].series) == 3


def test_shares_are_numbers_that_excel_prints_as_percentages(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path, "en", part("en")))
    values, formats = column(book["Berths"], "Berth occupancy (%)")
    assert values[0] == pytest.approx(0.66)
    assert formats[0] == "0.0%"


def test_the_overview_has_the_mean_its_half_width_and_what_was_published(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path, "en", part("en")))
    row = next(row for row in book["Overview"].iter_rows(values_only=True) if row[0] == "Waiting time")
    # 1.25 h simulated against 2.0 h published: 37.5 % less
    assert row[1:] == ("h", "2025", 1.25, 0.25, 2.0, pytest.approx(-0.375))


def test_differences_to_the_base_stand_beside_the_means(tmp_path: Path) -> None:
    row = ("other", "wait_h", "cluster", "2025", -0.5, 0.125)
    changes = pd.DataFrame([row], columns=["option", "measure", "entity", "period", "difference", "half_width"])
    path = made(tmp_path, "en", part("en"), part("en", "other"), differences=changes, base="one")
    sheet = openpyxl.load_workbook(path)["Overview"]
    values, _ = column(sheet, "other less one")
    names, _ = column(sheet, "Measure")
    assert dict(zip(names, values, strict=True)) == {name: -0.5 if name == "Waiting time" else None for name in names}


def test_all_means_are_an_excel_table_in_the_units_of_the_data(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(made(tmp_path, "en", part("en")))["Data"]
    assert list(sheet.tables) == ["summary"]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("scenario", "measure", "entity", "name", "period", "unit", "n", "mean", "half_width")
    assert ("one", "throughput_teu", "big", "Big", "2025", "TEU", 2, 7_488_000, 84_000) in rows


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_that_begins_like_a_formula_stays_text(tmp_path: Path, lang: Language) -> None:
    hostile = part(lang, "=HYPERLINK(1)", report(names=HARMFUL))
    path = made(tmp_path, lang, hostile)
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        styles = archive.read("xl/styles.xml").decode()
    assert len(sheets) > 5
    assert [text for text in sheets if "<f>" in text or "<hyperlink" in text] == []
    assert 'quotePrefix="1"' in styles  # else editing such a cell would make it a formula
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    found = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert HARMFUL["big"] in found
    assert {cell.data_type for cell in cells} <= {"s", "n"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_sheet_says_what_the_others_hold(tmp_path: Path, lang: Language) -> None:
    book = openpyxl.load_workbook(made(tmp_path, lang, part(lang)))
    first = book.worksheets[0]
    said = {cell.value for row in first.iter_rows() for cell in row}
    assert {sheet.title for sheet in book.worksheets[1:]} <= said
    assert all(len(sheet.title) <= 31 for sheet in book)


def test_costs_corridors_and_co2_have_sheets_with_the_numbers_of_their_charts(tmp_path: Path) -> None:
    table = pd.DataFrame({"part": ["inland", "=onward"], "value": [1_234.5, 2_000.0], "unit": "CNY/TEU"})
    charts = [Chart(key, "cost", key, go.Figure(), table) for key in ("cost", "co2", "corridors", "modal_split")]
    parts = [Part("one", report(), charts), Part("two", report(), charts)]
    book = openpyxl.load_workbook(made(tmp_path, "en", *parts))
    for name in ("Cost", "CO2", "Corridors", "Modes"):
        rows = [row for row in book[name].iter_rows(values_only=True) if row[0] in ("one", "two")]
        assert rows == [(scenario, *line) for scenario in ("one", "two")
                        for line in (("inland", 1_234.5, "CNY/TEU"), ("=onward", 2_000.0, "CNY/TEU"))]  # fmt: skip


def test_what_is_not_there_leaves_no_empty_sheet(tmp_path: Path) -> None:
    bare = report(summary=Summary(report().summary.table.iloc[:0]))
    bare = replace(bare, validation=bare.validation.iloc[:0], sources=bare.sources.iloc[:0])
    book = openpyxl.load_workbook(made(tmp_path, "en", Part("one", bare)))
    assert "Throughput" not in book.sheetnames
    assert "Berths" not in book.sheetnames
    assert book.sheetnames[0] == "README"


def test_a_number_that_is_none_leaves_its_cell_empty() -> None:
    assert number(float("nan"), unit("h", "en")) is None
    assert number_format(Unit("x", 1.0, 0)) == "#,##0"
    assert number_format(unit("share", "zh")) == "0.0%"


def test_letters_that_xml_cannot_hold_do_not_spoil_the_file(tmp_path: Path) -> None:
    odd = "a\x01b\x0bc" + "d" * 40_000
    path = made(tmp_path, "en", part("en", odd))
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.testzip() is None
    assert openpyxl.load_workbook(path)["Data"].max_row > 3
