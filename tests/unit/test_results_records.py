"""Record tables grow by plain tuples and give typed columns."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from portsim.results.log_cargo import CONSIGNMENTS
from portsim.results.log_inland import TRAINS
from portsim.results.record_columns import ENTITY_KINDS
from portsim.results.records import ALL_SPECS
from portsim.results.table import Table

ROW = (3, True, 10.0, 30.0, 104, 80, 0, 0.5, 2.5)


def test_rows_become_columns_of_the_declared_types_in_order():
    table = Table(TRAINS)
    table.append(ROW)
    table.append((4, False, 11.0, 31.0, 104, 81, 5, 0.0, 0.0))
    columns = table.columns()
    assert tuple(columns) == TRAINS.names
    assert columns["service"].tolist() == [3, 4]
    assert [columns[name].dtype.str[1:] for name in ("service", "outbound", "departed_h", "laden_teu")] == [
        "i4", "b1", "f8", "i4",
    ]  # fmt: skip


def test_append_stays_the_same_and_keeps_order_when_rows_are_compacted():
    table = Table(TRAINS)
    append = table.append
    for number in range(100):
        append((number, *ROW[1:]))
        if number % 7 == 0:
            table.compact()
    assert len(table) == 100
    assert table.columns()["service"].tolist() == list(range(100))
    append((100, *ROW[1:]))
    assert table.columns()["service"].tolist() == list(range(101))


def test_an_empty_table_has_typed_columns():
    for spec in ALL_SPECS:
        columns = Table(spec).columns()
        assert tuple(columns) == spec.names
        assert all(len(values) == 0 for values in columns.values())


@pytest.mark.parametrize("row", [ROW[:-1], (*ROW, 1)])
def test_a_row_of_the_wrong_length_is_refused(row):
    table = Table(TRAINS)
    table.append(row)
    with pytest.raises(ValueError, match="trains: a row needs 9 values"):
        table.compact()


def test_rows_of_different_lengths_are_refused():
    table = Table(TRAINS)
    table.append(ROW)
    table.append(ROW[:-1])
    with pytest.raises(ValueError, match="trains: a row needs 9 values"):
        table.compact()


def test_a_table_travels_between_processes_and_still_grows():
    table = Table(TRAINS)
    table.append(ROW)
    again = pickle.loads(pickle.dumps(table))
    again.append(ROW)
    assert (len(table), len(again)) == (1, 2)
    assert again.columns()["service"].tolist() == [3, 3]


def test_every_column_says_what_it_is_and_hours_and_teu_carry_their_unit():
    for spec in ALL_SPECS:
        assert len(set(spec.names)) == len(spec.names)
        for column in spec.columns:
            assert column.doc
            assert (column.unit == "h") == (column.name.endswith("_h"))
            assert (column.unit == "TEU") == (column.name.endswith("teu"))
    assert len(set(ENTITY_KINDS)) == len(ENTITY_KINDS)


def test_records_and_measures_load_neither_pandas_nor_pyarrow():
    code = (
        "import sys, portsim.results.records, portsim.results.measures;"
        "print([m for m in ('pandas', 'pyarrow', 'scipy', 'pydantic', 'simpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("n_entities", "dtype"), [(2**15, "i2"), (2**15 + 1, "i4"), (None, "i4")])
def test_indices_of_a_long_table_are_as_narrow_as_its_entities_allow(n_entities, dtype):
    # The last of 32 768 entities has the index 32 767, the largest number of two bytes; one more needs four.
    last = (n_entities or 2**15) - 1
    table = Table(CONSIGNMENTS, n_entities)
    table.append((last, 0, 1, -1, last, False, 2, 30, 20.0, 5.0, 205.0, 1, 40.1, 50.0, 60.0))
    columns = pickle.loads(pickle.dumps(table)).columns()
    assert columns["flow"].dtype.str[1:] == dtype
    assert [columns[name].tolist() for name in ("flow", "gateway", "hub")] == [[last], [-1], [last]]
    assert [columns[name].dtype.str[1:] for name in ("mode", "teu", "ready_h", "export_dwell_h")] == [
        "i1", "i4", "f8", "f4",
    ]  # fmt: skip
    assert columns["export_dwell_h"][0] == pytest.approx(40.1, rel=1e-7)
