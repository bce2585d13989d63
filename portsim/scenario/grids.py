"""Tables as analysts keep them: the cells of a CSV file or of the first sheet of a workbook, with their places."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portsim.errors import InputError
from portsim.scenario.files import decode, read_bytes, refuse, refuse_control_characters, shown
from portsim.scenario.nodes import Findings, Place, SourceFile

MOST_ROWS = 200_000
MOST_UNPACKED_MB = 100.0
"""Of a workbook: the largest table of the shipped scenarios unpacks to less than one."""
MOST_COLUMNS = 1_000
"""Of a workbook: one cell in the last column, XFD, would make each of its rows 16 384 cells long."""
_LAST_ROW_OF_EXCEL = 2**20


@dataclass
class Grid:
    """The cells of a table.

    Attributes
    ----------
    file
        File the cells come from.
    header
        Names of the columns.
    rows
        Number of the line (or row of the sheet) and the cells as stripped text; empty text for an empty cell.
    place
        Gives the place of a cell by line and index of the column.
    """

    file: SourceFile
    header: list[str]
    rows: list[tuple[int, list[str]]]
    place: Callable[[int, int], Place]


def read_grid(path: Path, findings: Findings) -> Grid:
    """Read the cells of a table, ``.csv`` or ``.xlsx``.

    Raises
    ------
    InputError
        The file cannot be read or is no such table.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _read_workbook(path, findings)
    if path.suffix.lower() in (".xls", ".ods"):
        raise refuse(shown(path), f"tables are .csv or .xlsx files; save this {path.suffix} file as one of them")
    return _read_csv(path, findings)


def _read_csv(path: Path, findings: Findings) -> Grid:
    name = shown(path)
    text = _csv_text(path, name, findings)
    file = SourceFile(name, path, text.splitlines())
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                records.append((before + 1, stripped))
            before = reader.line_num
    except csv.Error as error:
        raise refuse(name, f"not a table with commas: {error}", reader.line_num) from None
    if not records:
        raise refuse(name, "this table is empty")
    header_line, header = records.pop(0)
    if len(header) == 1 and any(mark in header[0] for mark in (";", "\t")):
        raise refuse(
            name,
            "columns are separated by commas, not by semicolons or tabs; save as CSV (comma separated, UTF-8)",
            header_line,
        )

    def place(line: int, index: int) -> Place:
        return Place(file, line, header[index] if index < len(header) and header[index] else index + 1)

    return _checked(Grid(file, header, records, place), header_line, findings)


def _csv_text(path: Path, name: str, findings: Findings) -> str:
    data = read_bytes(path, "table")
    try:
        return decode(data, name, "table")
    except InputError as not_utf8:
        if "not UTF-8" not in str(not_utf8):
            raise
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise not_utf8 from None
    refuse_control_characters(text, name, "table")
    findings.warning(
        Place(SourceFile(name, path)), (), "read as GB18030; save it as CSV UTF-8 to be sure of its Chinese text"
    )
    return text


def _checked(grid: Grid, header_line: int, findings: Findings) -> Grid:
    """Refuse columns without a name or with the same name, rows longer than the header, and far too many rows."""
    if len(grid.rows) > MOST_ROWS:
        raise refuse(grid.file.name, f"{len(grid.rows)} rows are too many; the limit is {MOST_ROWS}")
    for index, column in enumerate(grid.header):
        if column and column in grid.header[:index]:
            findings.error(grid.place(header_line, index), (), f"column {column} is given twice")
    for line, cells in grid.rows:
        for index, cell in enumerate(cells):
            if cell and (index >= len(grid.header) or not grid.header[index]):
                findings.error(grid.place(line, index), (), f"{cell!r} stands in a column without a name")
                break
    return grid


def _read_workbook(path: Path, findings: Findings) -> Grid:
    import zipfile

    name = shown(path)
    data = read_bytes(path, "table")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked_mb = sum(part.file_size for part in packed.infolist()) / 1e6
        if unpacked_mb > MOST_UNPACKED_MB:
            raise refuse(name, f"unpacks to {unpacked_mb:.0f} MB; the limit is {MOST_UNPACKED_MB:.0f} MB")
        titles, values = _cells_of(data, name, data_only=True)
        _, formulas = _cells_of(data, name, data_only=False)
    except (InputError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  what a damaged workbook raises in openpyxl, zipfile and zlib has no end
        message = "this is not an Excel workbook (.xlsx), or a damaged one; open it in Excel and save it anew"
        raise refuse(name, message) from None
    return _sheet_of(path, titles, values, formulas, findings)


Rows = dict[int, tuple[Any, ...]]


def _cells_of(data: bytes, name: str, data_only: bool) -> tuple[list[str], Rows]:
    """Titles of all sheets, and the rows of the first that hold anything, by their number."""
    import warnings

    import openpyxl

    with warnings.catch_warnings(action="ignore"):  # of styles and links, which no table needs
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)
        if not book.worksheets:
            raise refuse(name, "this workbook has no sheet with cells")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong, and makes rows of empty cells
        rows: Rows = {}
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            if len(cells) > MOST_COLUMNS:
                raise refuse(
                    name,
                    f"row {line} has {len(cells)} columns; the limit is {MOST_COLUMNS}: "
                    "delete what stands right of the table, empty cells too",
                )
            if line > _LAST_ROW_OF_EXCEL:
                raise refuse(name, "this is not an Excel workbook (.xlsx): it has a row no sheet can have")
            if any(cell is not None for cell in cells):
                rows[line] = cells
            if len(rows) > MOST_ROWS + 1:
                break
    return [sheet.title for sheet in book.worksheets], rows


def _sheet_of(path: Path, titles: list[str], values: Rows, formulas: Rows, findings: Findings) -> Grid:
    """The first sheet of a workbook, given with the values of its formulas and with what they say."""
    from openpyxl.utils import get_column_letter

    name = shown(path)
    file = SourceFile(name, path)

    def place(line: int, index: int) -> Place:
        return Place(file, line, f"{titles[0]}!{get_column_letter(index + 1)}{line}")

    if len(titles) > 1:
        findings.warning(Place(file), (), f"only the first sheet, {titles[0]}, is read")
    records: list[tuple[int, list[str]]] = []
    for line, written in formulas.items():
        cells = values.get(line, ())
        for index, source in enumerate(written):
            if isinstance(source, str) and source.startswith("=") and (index >= len(cells) or cells[index] is None):
                findings.error(
                    place(line, index),
                    (),
                    "a formula without a stored value; open the workbook in Excel and save it, or write the value",
                )
        texts = [_cell_text(cell) for cell in cells]
        if any(texts):
            records.append((line, texts))
    if not records:
        raise refuse(name, "this table is empty")
    header_line, header = records.pop(0)
    return _checked(Grid(file, header, records, place), header_line, findings)


def _cell_text(cell: Any) -> str:
    """A cell of a workbook as a CSV file would hold it, so that both give the same scenario."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat()
    return str(cell).strip()
