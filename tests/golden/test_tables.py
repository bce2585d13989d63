"""The measures of shipped scenarios are those of the golden tables: a change of the model shows here, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_tables import SCENARIOS, TABLES, UPDATE, differences, measured, message, read, write

THROUGHPUT = ("throughput_teu", "TEU", "cluster", "2025")
WAIT = ("wait_h", "h", "cluster", "2025")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_measures_are_those_of_the_golden_table(scenario: str) -> None:
    lines = differences(read(TABLES / f"{scenario}.csv"), measured(scenario))
    if lines:
        pytest.fail(message(scenario, lines), pytrace=False)


def test_every_golden_table_is_compared() -> None:
    assert {path.stem for path in TABLES.glob("*.csv")} == set(SCENARIOS)


def test_a_box_more_and_a_ten_millionth_of_an_hour_are_seen_and_the_last_digit_is_not() -> None:
    kept = {THROUGHPUT: 1_000_000.0, WAIT: 2.5}
    assert differences(kept, {THROUGHPUT: 1_000_000.0, WAIT: 2.5 * (1.0 + 1e-12)}) == []
    assert differences(kept, {THROUGHPUT: 1_000_001.0, WAIT: 2.5}) == [
        "throughput_teu [TEU] of cluster in 2025: 1000000.0 became 1000001.0"
    ]
    assert len(differences(kept, {THROUGHPUT: 1_000_000.0, WAIT: 2.5 + 1e-7})) == 1


def test_a_row_that_is_new_or_gone_is_seen() -> None:
    assert differences({THROUGHPUT: 5.0}, {WAIT: 1.5}) == [
        "throughput_teu [TEU] of cluster in 2025: 5.0 is gone",
        "wait_h [h] of cluster in 2025: 1.5 is new",
    ]


def test_the_message_names_the_rows_and_the_command_that_updates_them() -> None:
    told = message("tutorial", [f"row {n}" for n in range(40)])
    assert "40 rows of tutorial" in told
    assert "row 29\n" in told
    assert "row 30" not in told
    assert "10 more" in told
    assert UPDATE in told


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = {THROUGHPUT: 462_655.0, WAIT: 1.0 / 3.0, ("empty_share", "share", "cluster", "2025"): 0.0}
    write(tmp_path / "x.csv", table)
    assert read(tmp_path / "x.csv") == table
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()[1].endswith(",462655")
