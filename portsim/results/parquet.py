"""Tables as Parquet files: units in the field metadata, names of entities as dictionary-encoded text.

pyarrow is imported only here and only when a file is written or read; pandas never.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from portsim.errors import InputError
from portsim.results.disk import whole
from portsim.results.table import Table

if TYPE_CHECKING:
    import pyarrow as pa


def record_table(table: Table, ids: Sequence[str]) -> pa.Table:
    """A record table for a file: indices of entities and codes become text.

    Parameters
    ----------
    table
        The rows.
    ids
        Ids of the entities by position.
    """
    import pyarrow as pa

    arrays, fields = [], []
    for column, values in zip(table.spec.columns, table.columns().values(), strict=True):
        if column.kind == "entity":
            array = _named(values, ids)
        elif column.codes:
            array = _named(values, column.codes)
        else:
            array = pa.array(values)
        metadata = {"doc": column.doc} | ({"unit": column.unit} if column.unit else {})
        arrays.append(array)
        fields.append(pa.field(column.name, array.type, metadata=metadata))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _named(values: NDArray[Any], names: Sequence[str]) -> pa.DictionaryArray:
    """Codes as dictionary-encoded text with only the names in use; -1 is null."""
    import pyarrow as pa

    used, positions = np.unique(values, return_inverse=True)
    n_none = int((used < 0).sum())  # the negative ones come first
    indices = pa.array((positions - n_none).astype("i4"), mask=positions < n_none)
    return pa.DictionaryArray.from_arrays(indices, pa.array([names[i] for i in used[n_none:].tolist()], pa.string()))


def plain_table(columns: Mapping[str, Sequence[Any]], types: Mapping[str, str], units: Mapping[str, str]) -> pa.Table:
    """A small table from lists.

    Parameters
    ----------
    columns
        Values by column; None is null.
    types
        ``text``, ``number``, ``count``, ``flag`` or ``word`` (text that repeats) by column; ``text`` if not said.
    units
        Units by column, where there is one.
    """
    import pyarrow as pa

    known = {
        "text": pa.string(), "number": pa.float64(), "count": pa.int64(), "flag": pa.bool_(),
        "word": pa.dictionary(pa.int32(), pa.string()),
    }  # fmt: skip
    fields = [
        pa.field(name, known[types.get(name, "text")], metadata={"unit": units[name]} if name in units else None)
        for name in columns
    ]
    arrays = [
        pa.array(values, pa.string()).dictionary_encode() if types.get(name) == "word" else pa.array(values, field.type)
        for field, (name, values) in zip(fields, columns.items(), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def write_table(table: pa.Table, path: Path) -> None:
    """Write a Parquet file that is never seen half-written.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    import pyarrow.parquet as pq

    with whole(path) as partial:
        pq.write_table(table, partial, compression="zstd", write_page_checksum=True)


def read_table(path: Path) -> pa.Table:
    """Read a Parquet file and check it against its checksums.

    Raises
    ------
    InputError
        It is missing or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path, page_checksum_verification=True).read()
    except (OSError, pa.ArrowException) as error:
        reason = "missing" if isinstance(error, FileNotFoundError) else "damaged or not readable"
        raise InputError(f"{path}: {reason}; delete this run folder and run the same command again") from error
