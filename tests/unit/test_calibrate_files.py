"""Tables of constants are written anew by a calibration; what an analyst noted in them stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from portsim.cli.calibrate_files import write_constants
from portsim.errors import InputError
from portsim.study.calibration import Fitted

FITTED = "fitted to 2025 by portsim calibrate, or kept as set"


def fitted(value: float) -> Fitted:
    return Fitted(2025, {("bay", "domestic"): value, ("bay", "relay"): -1.0}, {}, [], 1)


def test_without_a_table_all_rows_are_new_and_no_table_of_nothing_is_written(tmp_path: Path) -> None:
    write_constants(tmp_path, fitted(-2.5))
    assert [path.name for path in tmp_path.iterdir()] == ["gateway_constants_2025.csv"]
    assert (tmp_path / "gateway_constants_2025.csv").read_text(encoding="utf-8") == (
        "id,gateway,trade,value,assumed\n"
        f'bay_domestic,bay,domestic,-2.5,"{FITTED}"\n'
        f'bay_relay,bay,relay,-1.0,"{FITTED}"\n'
    )


def test_notes_further_columns_order_and_rows_of_ones_own_stay(tmp_path: Path) -> None:
    path = tmp_path / "gateway_constants_2025.csv"
    path.write_text(
        "id,gateway,trade,value,remark,assumed\n"
        "bay_relay,bay,relay,-1.00,asked twice,set so that feeder boxes stay near what was observed\n"
        "far_domestic,far,domestic,-9,,closed since 2020\n"
        'bay_domestic,bay,domestic,-2,,"fitted to 2024, see the minutes"\n',
        encoding="utf-8",
    )
    write_constants(tmp_path, fitted(-2.5))
    assert path.read_text(encoding="utf-8") == (
        "id,gateway,trade,value,remark,assumed\n"
        "bay_relay,bay,relay,-1.00,asked twice,set so that feeder boxes stay near what was observed\n"
        "far_domestic,far,domestic,-9,,closed since 2020\n"
        f'bay_domestic,bay,domestic,-2.5,,"{FITTED}"\n'
    )


def test_a_note_in_words_of_ones_own_stays_beside_a_new_value(tmp_path: Path) -> None:
    path = tmp_path / "gateway_constants_2025.csv"
    path.write_text("id,gateway,trade,value,assumed\nbay_domestic,bay,domestic,-2,poor data\n", encoding="utf-8")
    write_constants(tmp_path, fitted(-2.5))
    assert "bay_domestic,bay,domestic,-2.5,poor data\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,value\nbay_domestic,1\n", "no table of constants, it has no column gateway"),
        ("id,gateway,trade,value,assumed\na,bay,domestic,1,x\na,bay,relay,1,x\n", "an id stands twice"),
        ("id,gateway,trade,value,assumed\na,bay,domestic,1,set, by me\n", "more cells than there are columns"),
    ],
)
def test_another_file_of_that_name_is_not_overwritten(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "gateway_constants_2025.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        write_constants(tmp_path, fitted(-2.5))
    assert path.read_text(encoding="utf-8") == text
