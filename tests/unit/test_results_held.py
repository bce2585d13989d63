"""Columns are held narrowly and given out as declared, whatever comes and whoever looks on."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from portsim.results.held import Columns, Held
from portsim.results.table import Column, Table, TableSpec


@pytest.mark.parametrize("largest", [127, 128, -129, 32_767, 32_768, 2**31 - 1, -(2**31)])
def test_whole_numbers_of_every_size_come_back_in_the_type_of_the_column(largest):
    held = Held("i4")
    held.grow(np.array([1.0, -1.0]))
    held.grow(np.array([float(largest), 0.0]))
    held.grow(np.array([2.0]))
    assert held.array(5).tolist() == [1, -1, largest, 0, 2]
    assert held.array(5).dtype == np.dtype("i4")


@pytest.mark.parametrize("value", [0.1, 1e300, -1e300, 2.0**24 + 1.0, float("inf"), 5e-324])
def test_numbers_come_back_to_the_last_bit(value):
    held = Held("f8")
    held.grow(np.array([0.5, float("nan")]))
    held.grow(np.array([value]))
    assert held.array(3).dtype == np.dtype("f8")
    assert np.array_equal(held.array(3), [0.5, float("nan"), value], equal_nan=True)


def test_hours_and_small_counts_take_half_the_memory_or_less():
    hours, counts = Held("f8"), Held("i4")
    hours.grow(np.arange(1000.0))  # whole numbers up to 2**24 need no more than four bytes
    counts.grow(np.full(1000, 3.0))
    assert (len(pickle.dumps(hours)) < 4200, len(pickle.dumps(counts)) < 1200) == (True, True)


def test_a_large_column_grows_on_while_somebody_looks_at_it():
    held, seen, parts = Held("f8"), [], []
    for part in range(20):
        parts.append(np.arange(10_000.0) + 10_000.0 * part + 0.1)  # 0.1 more: eight bytes each
        held.grow(parts[-1])
        seen.append(held.array(10_000 * (part + 1)))
    for part, values in enumerate(seen):
        assert np.array_equal(values, np.concatenate(parts[: part + 1]))


def test_a_large_column_survives_a_system_that_cannot_move_its_pages(monkeypatch):
    class Fixed(bytearray):
        """Pages of a system without `mremap`."""

        def resize(self, _):
            raise SystemError("mmap: resizing not available")

    monkeypatch.setattr("portsim.results.held.mmap.mmap", Fixed)
    monkeypatch.setattr("portsim.results.held._pages", lambda n_bytes: Fixed(n_bytes))
    held = Held("i8")
    for part in range(10):
        held.grow(np.arange(10_000) + 2**40 * part)
    assert held.array(100_000)[[0, 9_999, 10_000, 99_999]].tolist() == [0, 9_999, 2**40, 9 * 2**40 + 9_999]


def test_columns_show_the_rows_there_were_when_they_were_asked_for():
    held = Held("i4")
    held.grow(np.array([1, 2]))
    columns = Columns({"teu": held}, 2)
    held.grow(np.array([70_000]))
    assert columns["teu"].tolist() == [1, 2]
    assert (list(columns), len(columns)) == (["teu"], 1)


def test_a_column_travels_to_another_process():
    held = Held("i4")
    held.grow(np.arange(100_000))
    there = pickle.loads(pickle.dumps(held))
    there.grow(np.array([-1]))
    assert there.array(100_001)[[0, 99_999, 100_000]].tolist() == [0, 99_999, -1]


def test_columns_looked_up_in_a_list_are_those_held_row_by_row():
    columns = (Column("port", "entity", "", ""), Column("teu", "i4", "TEU", ""), Column("out", "bool", "", ""))
    held, looked = (Table(TableSpec("t", columns, "", has_many_rows=True), 300) for _ in range(2))
    looked.look_up({"port": np.array([7, 299]), "out": np.array([1, 0])})
    for line, port, out, teu in ((1, 299, False, 40), (0, 7, True, 12), (1, 299, False, 5)):
        held.append((port, teu, out))
        looked.append((line, teu))
    held.append_block(np.array([7, 7]), np.array([1, 2]), np.array([True, True]))
    looked.append_block(np.array([0, 0]), np.array([1, 2]))
    for table in (looked, pickle.loads(pickle.dumps(looked))):
        assert len(table) == 5
        for name, values in held.columns().items():
            assert table.columns()[name].tolist() == values.tolist()
            assert table.columns()[name].dtype == values.dtype
    with pytest.raises(ValueError, match="has rows"):
        looked.look_up({})


def test_columns_held_apart_are_zero_in_the_rows_that_have_none_of_them():
    columns = (Column("port", "entity", "", ""), Column("wait_h", "f8", "h", ""), Column("away", "bool", "", ""))
    table = Table(TableSpec("t", columns, ""), 300)
    note_wait = table.set_apart(("wait_h", "away"))
    table.append((7,))
    table.append((299,))
    note_wait((1, 2.5, True))
    early = table.columns()
    for port in (4, 5, 6):
        table.append((port,))
    note_wait((3, 0.1, False))
    for one in (table, pickle.loads(pickle.dumps(table))):
        assert len(one) == 5
        assert {name: values.tolist() for name, values in one.columns().items()} == {
            "port": [7, 299, 4, 5, 6], "wait_h": [0.0, 2.5, 0.0, 0.1, 0.0], "away": [False, True, False, False, False],
        }  # fmt: skip
        assert [values.dtype.str[1:] for values in one.columns().values()] == ["i4", "f8", "b1"]
    assert early["wait_h"].tolist() == [0.0, 2.5]  # as it was when asked for
    with pytest.raises(ValueError, match="has rows"):
        table.set_apart(("port",))


def test_a_column_is_held_apart_only_once():
    table = Table(TableSpec("t", (Column("port", "entity", "", ""), Column("wait_h", "f8", "h", "")), ""))
    table.set_apart(("wait_h",))
    with pytest.raises(ValueError, match="wait_h is looked up or held apart already"):
        table.set_apart(("wait_h",))


def test_columns_looked_up_and_columns_held_apart_share_a_table():
    names = ("port", "teu", "wait_h")
    table = Table(TableSpec("t", tuple(Column(name, "i4", "", "") for name in names), ""))
    table.look_up({"port": np.array([7, 9])})
    note = table.set_apart(("wait_h",))
    table.append((1, 40))
    table.append((0, 12))
    note((1, 3))
    assert {name: values.tolist() for name, values in table.columns().items()} == {
        "port": [9, 7], "teu": [40, 12], "wait_h": [0, 3],
    }  # fmt: skip
