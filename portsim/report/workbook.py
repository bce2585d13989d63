"""An Excel workbook on disk: text is always text, never a formula or a link, whatever it begins with."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portsim.report.csv_files import FORMULA_STARTS
from portsim.report.sheet import Cell, Grid, Num, Sheet, StackedColumns
from portsim.results.disk import write_whole_bytes

MOST_LETTERS = 32_000
"""Excel takes 32 767 characters in a cell."""
_WIDEST, _NARROWEST = 60, 9
_ROWS_MEASURED = 200


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write sheets, those that are empty left out.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(buffer, {"in_memory": True, **plain})
    writer = _Writer(book)
    for sheet in sheets:
        if not sheet.is_empty:
            writer.add(sheet)
    book.close()
    write_whole_bytes(path, buffer.getvalue())


class _Writer:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def _format(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def add(self, sheet: Sheet) -> None:
        page = self._book.add_worksheet(sheet.name)
        row = 0
        for n, line in enumerate(sheet.lines):
            self._text(page, row, 0, line, bold=True, font_size=14) if n == 0 else self._text(page, row, 0, line)
            row += 1
        row += bool(sheet.lines)
        for n, grid in enumerate(sheet.grids):
            if not grid.rows:
                continue
            first = row + bool(grid.title)
            if grid.title:
                self._text(page, row, 0, grid.title, bold=True)
            row = self._grid(page, grid, first, sheet.table_name)
            if n == 0 and sheet.chart is not None:
                row = max(row, self._chart(page, sheet.name, sheet.chart, grid, first))
            row += 1
        self._widths(page, sheet)
        page.hide_gridlines(2)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def _grid(self, page: Any, grid: Grid, first: int, table_name: str) -> int:
        heading = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "bg_color": "#EEF3F6"}
        last = first + len(grid.rows)
        if table_name:
            columns = [{"header": text} for text in grid.header]
            where = (first, 0, last, len(grid.header) - 1)
            page.add_table(*where, {"name": table_name, "columns": columns, "style": "Table Style Light 9"})
            page.freeze_panes(first + 1, 0)
        else:
            for column, text in enumerate(grid.header):
                self._text(page, first, column, text, **heading)
        for n, cells in enumerate(grid.rows, first + 1):
            for column, cell in enumerate(cells):
                self._cell(page, n, column, cell)
        return last + 1

    def _cell(self, page: Any, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, Num):
            page.write_number(row, column, cell.value, self._format(num_format=cell.format))
        elif cell is not None:
            self._text(page, row, column, cell)

    def _text(self, page: Any, row: int, column: int, text: str, **properties: object) -> None:
        if text.startswith(FORMULA_STARTS):
            properties["quote_prefix"] = True  # else it becomes a formula when somebody edits the cell
        page.write_string(row, column, text[:MOST_LETTERS], self._format(**properties) if properties else None)

    def _chart(self, page: Any, name: str, chart: StackedColumns, grid: Grid, first: int) -> int:
        """Below the grid, as it may be wide; gives the row after it."""
        drawn = self._book.add_chart({"type": "column", "subtype": "stacked"})
        last = first + len(grid.rows)
        for column, colour in enumerate(chart.colours, 1):
            drawn.add_series(
                {
                    "name": [name, first, column],
                    "categories": [name, first + 1, 0, last, 0],
                    "values": [name, first + 1, column, last, column],
                    "fill": {"color": colour},
                    "gap": 60,
                }
            )
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
        drawn.set_y_axis(
            {"name": chart.axis, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
        )
        drawn.set_legend({"position": "right"})
        drawn.set_size({"width": 760, "height": 400})
        page.insert_chart(last + 2, 0, drawn)
        return last + 24

    def _widths(self, page: Any, sheet: Sheet) -> None:
        widths: dict[int, int] = {}
        for grid in sheet.grids:
            for n, text in enumerate(grid.header):
                widths[n] = max(widths.get(n, _NARROWEST), min(_columns(text), 22))
            for cells in grid.rows[:_ROWS_MEASURED]:
                for n, cell in enumerate(cells):
                    if isinstance(cell, str):
                        widths[n] = max(widths[n], _columns(cell) + 1)
        for n, width in widths.items():
            page.set_column(n, n, min(width, _WIDEST) + 1)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
