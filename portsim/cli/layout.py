"""Tables as lines of text: as wide as the terminal, numbers never broken, Chinese characters counted as two cells.

Only blanks and ASCII rules: in a Chinese console the lines and crosses of drawn tables may be one or two cells wide.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from portsim.report.printed import PrintedTable

GAP = "  "
NARROWEST = 12
"""Columns of words are not made narrower than this, and headings are not broken before it."""
LONGEST_WORD = 16
"""Longer words may be broken."""


def console_width() -> int | None:
    """Cells in a line: of the terminal, or as COLUMNS says; None where nothing limits it (a file, a pipe)."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


@dataclass(frozen=True)
class _Column:
    heading: tuple[str, ...]
    cells: tuple[str, ...]
    is_text: bool
    width: int
    narrowest: int

    @classmethod
    def of(cls, heading: str, cells: tuple[str, ...], is_text: bool) -> _Column:
        widest = max(map(cell_len, cells), default=0)
        lines = tuple(_heading_lines(heading, max(widest, NARROWEST)))
        words = max((cell_len(word) for cell in cells for word in cell.split()), default=0)
        narrowest = max(NARROWEST, min(words, LONGEST_WORD))
        return cls(lines, cells, is_text, max(widest, *map(cell_len, lines)), narrowest)

    def line(self, text: str) -> str:
        blanks = " " * (self.width - cell_len(text))
        return text + blanks if self.is_text else blanks + text

    @property
    def can_be_narrowed(self) -> bool:
        return self.is_text and self.width > self.narrowest

    def narrowed(self, n_cells: int) -> _Column:
        if not self.is_text:
            return self
        width = max(min(self.narrowest, self.width), self.width - n_cells)
        return replace(self, width=width, heading=tuple(line for text in self.heading for line in fold(text, width)))


def table_lines(table: PrintedTable, width: int | None) -> list[str]:
    """A table as lines without blanks at their ends.

    What is too wide is first made narrower in its words, then printed in parts, each with the first columns again.

    Parameters
    ----------
    table
        The table.
    width
        Cells in a line; None for no limit.
    """
    columns = [
        _Column.of(heading, tuple(row[n] for row in table.rows), n in table.texts)
        for n, heading in enumerate(table.header)
    ]
    lines = [*fold(table.title, width)] if width else [table.title]
    for part in _parts(columns, width):
        lines += _part_lines(part, len(table.rows), table.emphasized)
        lines.append("")
    return lines


def _parts(columns: Sequence[_Column], width: int | None) -> list[list[_Column]]:
    """The columns in as few parts as can be, and words no narrower than that needs."""
    if width is None:
        return [list(columns)]
    fitted = list(columns)
    fewest = len(_split([column.narrowed(column.width) for column in columns], width))
    while len(parts := _split(fitted, width)) > fewest:
        widest = max((n for n, column in enumerate(fitted) if column.can_be_narrowed), key=lambda n: fitted[n].width)
        fitted[widest] = fitted[widest].narrowed(1)
    return parts


def _split(columns: Sequence[_Column], width: int) -> list[list[_Column]]:
    n_keys = next((n for n, column in enumerate(columns) if not column.is_text), len(columns)) or 1
    keys = list(columns[:n_keys])
    parts = [list(keys)]
    for column in columns[n_keys:]:
        if len(parts[-1]) > n_keys and _total([*parts[-1], column]) > width:
            parts.append(list(keys))
        parts[-1].append(column)
    return parts


def _total(columns: Sequence[_Column]) -> int:
    return sum(column.width for column in columns) + len(GAP) * (len(columns) - 1)


def _part_lines(columns: Sequence[_Column], n_rows: int, last_is_total: bool) -> Iterator[str]:
    height = max(len(column.heading) for column in columns)
    headings = [("",) * (height - len(column.heading)) + column.heading for column in columns]
    rule = GAP.join("-" * column.width for column in columns)
    yield from _joined(columns, headings)
    yield rule
    for n in range(n_rows):
        if last_is_total and n == n_rows - 1:
            yield rule
        folded = [
            tuple(fold(column.cells[n], column.width)) if column.is_text else (column.cells[n],) for column in columns
        ]
        height = max(map(len, folded))
        yield from _joined(columns, [lines + ("",) * (height - len(lines)) for lines in folded])


def _joined(columns: Sequence[_Column], cells: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for line in zip(*cells, strict=True):
        yield GAP.join(column.line(text) for column, text in zip(columns, line, strict=True)).rstrip()


def _heading_lines(heading: str, width: int) -> list[str]:
    """A heading with its unit, which stands in brackets at the end, on a line of its own."""
    name, unit = _split_unit(heading)
    return fold(name, width) + ([unit] if unit else [])


def _split_unit(heading: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.+?)\s*([(（][^()（）]*[)）])", heading)
    return (found[1], found[2]) if found else (heading, "")


def fold(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many cells: between words, before brackets, else where the line is full."""
    lines = [""]
    for piece in re.findall(r"[(（]?[^\s(（]+(?:\s+[·%])?\s*|[(（]\s*|\s+", text):
        if lines[-1] and cell_len(lines[-1]) + cell_len(piece.rstrip()) > width:
            lines.append("")
        for character in piece:
            if cell_len(lines[-1]) + cell_len(character) > width and not character.isspace():
                lines.append("")
            lines[-1] += character
    return [line.strip() for line in lines]
