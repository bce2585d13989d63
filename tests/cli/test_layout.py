"""Tables on a terminal: no number broken, no line too long, nothing lost, Chinese characters two cells wide."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from portsim.cli.layout import fold, table_lines
from portsim.report.printed import PrintedTable

PORTS = PrintedTable(
    "ports",
    "等待时间，2025年",
    ("港口", "平均待时（小时）", "Calls"),
    (
        ("钦州", "2.98 ± 1.06", "3,336 ± 25"),
        ("北海（铁山）", "0.01 ± 0.07", "781 ± 13"),
        ("全部港口", "1.27", "10,897"),
    ),
    emphasized=True,
)


def wide(n_columns: int = 8) -> PrintedTable:
    """Names of 44 cells and so many columns of 12: far wider than a terminal."""
    rows = tuple((f"钦州·大榄坪南{n}号泊位（国际集装箱码头公司）", *("1,234.5 ± 0.1",) * n_columns) for n in range(3))
    return PrintedTable("wide", "码头", ("码头", *(f"指标{n}（%）" for n in range(n_columns))), rows)


def test_without_a_limit_a_table_is_as_wide_as_its_cells():
    assert table_lines(PORTS, None) == [
        "等待时间，2025年",
        "                 平均待时",
        "港口             （小时）       Calls",
        "------------  -----------  ----------",
        "钦州          2.98 ± 1.06  3,336 ± 25",
        "北海（铁山）  0.01 ± 0.07    781 ± 13",
        "------------  -----------  ----------",
        "全部港口             1.27      10,897",
        "",
    ]


def test_columns_stand_under_each_other_in_cells_not_in_characters():
    lines = table_lines(PORTS, None)
    rule = next(line for line in lines if line.startswith("---"))
    numbers = [line for line in lines if "±" in line]
    assert {cell_len(line) for line in numbers} == {len(rule)}


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_window_and_every_number_is_there_unbroken(width):
    lines = table_lines(wide(), width)
    assert max(map(cell_len, lines)) <= width
    assert "\n".join(lines).count("1,234.5 ± 0.1") == 3 * 8
    assert all(line == line.rstrip() for line in lines)


def test_a_table_in_parts_repeats_the_names():
    lines = table_lines(wide(), 80)
    n_parts = sum(line.startswith("码头  ") for line in lines)
    assert n_parts > 1
    assert sum("大榄坪南2" in line for line in lines) == n_parts


def test_names_are_not_folded_where_that_saves_no_part():
    """Names of 44, then 13 + 13 with gaps of 2: 74 cells fit into 80, so the names stay whole."""
    lines = table_lines(wide(2), 80)
    assert any("钦州·大榄坪南1号泊位（国际集装箱码头公司）" in line for line in lines)


def test_names_are_folded_where_that_saves_a_part():
    lines = table_lines(wide(2), 60)
    assert sum("大榄坪南1" in line for line in lines) == 1
    assert max(map(cell_len, lines)) <= 60


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Berthing directly", 12, ["Berthing", "directly"]),
        ("泊位占用率（含预留）", 12, ["泊位占用率", "（含预留）"]),
        ("平均在港停时间", 6, ["平均在", "港停时", "间"]),
        ("Simulated ± 95 %", 14, ["Simulated ±", "95 %"]),
        ("Qinzhou · Automated terminal", 20, ["Qinzhou · Automated", "terminal"]),
        ("short", 12, ["short"]),
        ("", 12, [""]),
    ],
)
def test_texts_break_between_words_and_before_brackets(text, width, expected):
    assert fold(text, width) == expected
