"""Tables of a scenario: each row of a CSV file or workbook is one thing, its id in the column ``id``.

A column is a field (``annual_teu``) or a field inside a field (``lateness_h.normal.sd``). The columns ``source``,
``assumed``, ``confidence``, ``range`` (``0.8..1.0``) and ``note`` tell the origin of the numbers of the row,
``annual_teu.source`` that of one column. ``delete`` set to true removes the row of a parent; an empty cell keeps it.
"""

from __future__ import annotations

import difflib
from pathlib import Path

from portsim.errors import InputError
from portsim.scenario.grids import Grid, read_grid
from portsim.scenario.nodes import Findings, Node, Origin, Place
from portsim.scenario.origins import ORIGIN_WORDS, read_origin
from portsim.scenario.reading import parse
from portsim.scenario.scalars import scalar
from portsim.scenario.shape import LawShape, ListShape, MappingShape, ScalarShape, Shape, below, fields_of

Path_ = tuple[str | int, ...]


def read_table(path: Path, item: Shape, where: Path_, findings: Findings) -> dict[str, Node]:
    """Read a table into things by id.

    Parameters
    ----------
    path
        The file.
    item
        Plan of one thing.
    where
        Path of the table in the scenario, for messages.
    findings
        Takes the mistakes.

    Raises
    ------
    InputError
        The file cannot be read or is no table.
    """
    grid = read_grid(path, findings)
    header_line = _header_line(grid)
    if "id" not in grid.header:
        findings.error(
            Place(grid.file, header_line),
            where,
            f"a table needs a column `id`; this one has {', '.join(filter(None, grid.header))}",
        )
        return {}
    columns = _columns(grid, header_line, item, where, findings)
    id_index = grid.header.index("id")
    things: dict[str, Node] = {}
    for line, cells in grid.rows:
        place = grid.place(line, id_index)
        name = cells[id_index] if id_index < len(cells) else ""
        if not name:
            findings.error(place, where, "a row without an id")
        elif name in things:
            findings.error(place, (*where, name), f"given twice, first in line {things[name].place.line}")
        else:
            things[name] = _Row(grid, line, cells, columns, (*where, name), findings).read(place)
    return things


def _header_line(grid: Grid) -> int:
    lines = [index for index, line in enumerate(grid.file.lines, 1) if line.strip()]
    return lines[0] if lines else 1


Column = tuple[int, tuple[str, ...], Shape | None]


def _columns(grid: Grid, header_line: int, item: Shape, where: Path_, findings: Findings) -> list[Column]:
    """The columns that can be read: index, keys of the path below the thing, plan of the cell (None for an origin)."""
    fields = fields_of(item)
    columns: list[Column] = []
    for index, title in enumerate(grid.header):
        if not title or title == "id" or title in grid.header[:index]:
            continue
        keys = tuple(title.split("."))
        shape = None if _tells_origin(keys, item) else cell_shape(item, keys)
        if shape is None and not _tells_origin(keys, item):
            known = [*fields, *ORIGIN_WORDS, "delete"]
            close = difflib.get_close_matches(title, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"columns are id, {', '.join(known)}"
            findings.error(grid.place(header_line, index), where, f"unknown column {title}, {hint}")
            continue
        columns.append((index, keys, shape))
    return columns


def _tells_origin(keys: tuple[str, ...], item: Shape) -> bool:
    """Whether a column is ``delete``, or an origin of the row (``source``) or of one column (``annual_teu.source``)."""
    if len(keys) == 1:
        return keys[0] in (*ORIGIN_WORDS, "delete") and keys[0] not in fields_of(item)
    return keys[-1] in ORIGIN_WORDS and cell_shape(item, keys) is None and cell_shape(item, keys[:-1]) is not None


def cell_shape(item: Shape, keys: tuple[str, ...]) -> Shape | None:
    """The plan of a cell in a column with these keys; None for a column that cannot be."""
    shape: Shape | None = item
    for key in keys:
        if isinstance(shape, LawShape):
            return ScalarShape("number")
        shape = below(shape, key)
    return shape


class _Row:
    """One row on its way to a node."""

    def __init__(
        self, grid: Grid, line: int, cells: list[str], columns: list[Column], where: Path_, findings: Findings
    ) -> None:
        self.grid = grid
        self.line = line
        self.cells = cells
        self.columns = columns
        self.where = where
        self.findings = findings

    def read(self, place: Place) -> Node:
        """The thing of this row; a node without a value where the row deletes it."""
        thing = Node({}, place, place)
        origins: dict[tuple[str, ...], dict[str, Node]] = {}
        for index, keys, shape in self.columns:
            text = self.cells[index] if index < len(self.cells) else ""
            if not text:
                continue
            cell = self.grid.place(self.line, index)
            if shape is not None:
                self._put(thing, keys, Node(text, cell, cell), shape)
            elif keys != ("delete",):
                word = self._range(text, cell) if keys[-1] == "range" else Node(text, cell, cell)
                origins.setdefault(keys[:-1], {})[keys[-1]] = word
            elif scalar(text) is True:
                return Node(None, place, place)
            elif scalar(text) is not False:
                self.findings.error(cell, (*self.where, "delete"), f"true or an empty cell is expected, not {text!r}")
        for keys in sorted(origins, key=len):
            origin = read_origin(
                {**origins.get((), {}), **origins[keys]} if keys else origins[keys], place, self.where, self.findings
            )
            target = thing.get(keys)
            if target is not None:
                _give_origin(target, origin)
        return thing

    def _range(self, text: str, cell: Place) -> Node:
        ends = text.strip("[]").replace(",", "..").split("..")
        return Node([Node(scalar(end.strip()), cell, cell) for end in ends], cell, cell)

    def _put(self, thing: Node, keys: tuple[str, ...], node: Node, shape: Shape) -> None:
        converted = self._convert(node, shape, keys)
        if converted is None:
            return
        holder = thing
        for key in keys[:-1]:
            following = holder.value.setdefault(key, Node({}, node.place, node.place))
            if type(following.value) is not dict:
                self.findings.error(node.place, (*self.where, *keys), f"the column {key} gives this value already")
                return
            holder = following
        if keys[-1] in holder.value:
            self.findings.error(node.place, (*self.where, *keys), "another column gives this value already")
            return
        holder.value[keys[-1]] = converted

    def _convert(self, node: Node, shape: Shape, keys: tuple[str, ...]) -> Node | None:
        """Read the text of a cell as its field wants it: text stays, numbers are read, `[..]` and `{..}` as in YAML."""
        text: str = node.value
        if isinstance(shape, ScalarShape):
            node.value = text if shape.kind in ("text", "choice") else scalar(text)
            return node
        if text[0] in "[{":
            return self._flow(text, node.place, keys)
        if isinstance(shape, MappingShape):
            self.findings.error(
                node.place, (*self.where, *keys), f"write one column per key, such as {'.'.join(keys)}.x, or {{x: ...}}"
            )
            return None
        if not (isinstance(shape, ListShape) and shape.item.kind == "text"):
            node.value = scalar(text)
        return node

    def _flow(self, text: str, cell: Place, keys: tuple[str, ...]) -> Node | None:
        try:
            node = parse(text, self.grid.file, Findings())
        except InputError as error:
            self.findings.error(cell, (*self.where, *keys), error.problems[0].message)
            return None
        if node is not None:
            move(node, cell)
        return node


def move(node: Node, place: Place) -> None:
    """Say of a value and all below it that they stand at one place."""
    node.place = place
    node.key_place = place
    below_it = node.value.values() if type(node.value) is dict else node.value if type(node.value) is list else ()
    for item in below_it:
        move(item, place)


def _give_origin(node: Node, origin: Origin | None) -> None:
    """Give an origin to the numbers of a thing; ids and other text need none."""
    if not isinstance(node.value, str):
        node.origin = origin
    if type(node.value) is dict:
        for item in node.value.values():
            _give_origin(item, origin)
