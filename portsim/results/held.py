"""A column of a log book in memory: bytes that grow, held as narrowly as the values so far allow."""

from __future__ import annotations

import mmap
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TYPES = {"i": ("i1", "i2", "i4", "i8"), "f": ("f4", "f8")}
_LARGE = 2**17
_PAGES = 2**16


class Held:
    """The values of one column.

    They are held in the narrowest type that takes all so far exactly, and given out in that of the column. A large
    column has memory pages of its own, which the system moves when they grow: bytes among those of everything else
    would leave a hole behind each time.

    Parameters
    ----------
    dtype
        Type in which the column is given out, as numpy writes it: ``"f8"``, ``"i4"``, ``"?"``.
    """

    __slots__ = ("_bytes", "_dtype", "_held", "_n_used")

    def __init__(self, dtype: str) -> None:
        self._dtype = np.dtype(dtype)
        self._held = np.dtype(_TYPES[self._dtype.kind][0]) if self._dtype.kind in _TYPES else self._dtype
        self._bytes: bytearray | mmap.mmap = bytearray()
        self._n_used = 0

    @property
    def n_bytes(self) -> int:
        """Memory of the values."""
        return self._n_used

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type in which the column is given out."""
        return self._dtype

    def __len__(self) -> int:
        return self._n_used // self._held.itemsize

    def grow(self, values: NDArray[Any]) -> None:
        """Append values."""
        if self._held == self._dtype:
            self._append(values.astype(self._held).tobytes())
            return
        with np.errstate(over="ignore", invalid="ignore"):  # what is too large is seen as another value
            narrow = values.astype(self._held)
            if not _same(narrow, values):
                narrow = self._widened_for(values)
        self._append(narrow.tobytes())

    def array(self, n: int) -> NDArray[Any]:
        """The first `n` values; a view of what is held where that has the type of the column."""
        return self._view()[:n].astype(self._dtype, copy=False)

    def _view(self) -> NDArray[Any]:
        return np.frombuffer(self._bytes, self._held, len(self))

    def _widened_for(self, values: NDArray[Any]) -> NDArray[Any]:
        """Go over to the next wider type that takes the values too; return them in it."""
        types = map(np.dtype, _TYPES[self._dtype.kind])
        for held in (held for held in types if held.itemsize > self._held.itemsize):
            widened = values.astype(held)
            if held == self._dtype or _same(widened, values):
                break
        so_far = self._view().astype(held).tobytes()
        self._held, self._bytes, self._n_used = held, bytearray(), 0
        self._append(so_far)
        return widened

    def _append(self, more: bytes) -> None:
        start, self._n_used = self._n_used, self._n_used + len(more)
        if isinstance(self._bytes, bytearray) and self._n_used < _LARGE:
            try:
                self._bytes += more
            except BufferError:  # somebody looks at the values so far: leave those to them
                self._bytes = self._bytes + more
            return
        if self._n_used > len(self._bytes):
            self._make_room(start)
        self._bytes[start : self._n_used] = more

    def _make_room(self, n_kept: int) -> None:
        room = -(-self._n_used * 9 // 8 // _PAGES) * _PAGES
        try:
            if isinstance(self._bytes, mmap.mmap):
                self._bytes.resize(room)
                return
        except (BufferError, OSError, SystemError):
            pass  # somebody looks at the values so far, or this system cannot: copy
        larger = _pages(room)
        larger[:n_kept] = bytes(self._bytes[:n_kept])
        self._bytes = larger

    def __getstate__(self) -> tuple[str, str, bytes]:
        return self._dtype.str, self._held.str, bytes(self._bytes[: self._n_used])

    def __setstate__(self, state: tuple[str, str, bytes]) -> None:
        dtype, held, values = state
        self._dtype, self._held = np.dtype(dtype), np.dtype(held)
        self._bytes, self._n_used = bytearray(), 0
        self._append(values)


def _same(narrow: NDArray[Any], values: NDArray[Any]) -> bool:
    """Whether values in a narrow type are still the same."""
    same = narrow == values
    if same.all():
        return True
    return narrow.dtype.kind == "f" and bool(np.isnan(values[~same]).all())


def _pages(n_bytes: int) -> mmap.mmap:
    """Memory of one's own, not shared with processes that are split off."""
    if sys.platform == "win32":
        return mmap.mmap(-1, n_bytes)
    return mmap.mmap(-1, n_bytes, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


class Looked:
    """A column that is not held: each value stands in a list, at the place another column tells.

    Parameters
    ----------
    key
        The column of places.
    values
        The list, in the type in which the column is given out.
    """

    __slots__ = ("_key", "_values")

    def __init__(self, key: Held, values: NDArray[Any]) -> None:
        self._key = key
        self._values = values

    def array(self, n: int) -> NDArray[Any]:
        """The first `n` values."""
        values: NDArray[Any] = self._values[self._key.array(n)]
        return values


class Apart:
    """A column held for some rows only; in all others there is a zero.

    Parameters
    ----------
    rows
        The column of the numbers of these rows, in order.
    held
        Its values there.
    """

    __slots__ = ("_held", "_rows")

    def __init__(self, rows: Held, held: Held) -> None:
        self._rows = rows
        self._held = held

    def array(self, n: int) -> NDArray[Any]:
        """The first `n` values."""
        rows = self._rows.array(len(self._rows))
        rows = rows[: np.searchsorted(rows, n)]
        values: NDArray[Any] = np.zeros(n, self._held.dtype)
        values[rows] = self._held.array(len(rows))
        return values


class Columns(Mapping[str, NDArray[Any]]):
    """Columns by name, each made into an array when asked for: a long table is never there twice.

    Parameters
    ----------
    held
        The columns; they may grow on.
    n_rows
        Rows seen here.
    """

    __slots__ = ("_held", "_n_rows")

    def __init__(self, held: Mapping[str, Held | Looked | Apart], n_rows: int) -> None:
        self._held = held
        self._n_rows = n_rows

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._held[name].array(self._n_rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)
