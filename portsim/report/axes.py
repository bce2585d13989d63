"""The axes of the charts, of values, of numbers and of names, and the room in pixels that names need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from portsim.report.colours import GREY, INK, PALE
from portsim.report.frame import SMALL_WIDTH
from portsim.report.lettering import ROW_COLUMNS, columns, name_lines, plain, row_lines, shorten

ROW_PX, TWO_LINES_PX = 24, 36
_LETTER_PX = 6.1
_NARROW_PX = 90.0
"""Below this width of a bar and its gap a name in two lines keeps too few letters."""
_TURNED_DEGREES, _TURNED_COLUMNS = 40, 22


def number_axis(title: str, tickformat: str, start: float, end: float, **more: object) -> dict[str, object]:
    """Settings of an axis of numbers in given limits, with a grid and a title; `title` is harmless already."""
    return {
        "title": {"text": title, "font": {"size": 12}, "standoff": 6},
        "range": [start, end],
        "tickformat": tickformat,
        "gridcolor": PALE,
        "zeroline": start <= 0 <= end,
        "zerolinecolor": GREY,
        "zerolinewidth": 1,
        "showline": False,
        "tickfont": {"size": 12},
        "nticks": 7,
        **more,
    }


def value_axis(tickformat: str, top: float) -> dict[str, object]:
    """Settings of an axis of values that starts at 0; the subtitle says their unit.

    Parameters
    ----------
    tickformat
        Format of the numbers, of `Unit.tickformat`.
    top
        Largest value drawn.
    """
    return number_axis("", tickformat, 0, top * 1.12 if math.isfinite(top) and top > 0 else 1.0)


def panel_value_axis(tail: str, down: Sequence[float], top: float) -> dict[str, object]:
    """Settings of the axis of values of one of several small panels, from 0.

    Parameters
    ----------
    tail
        Behind ``x`` and ``y`` in the names of the axes of this panel.
    down
        Lower and upper end of the panel, parts of the height.
    top
        Largest value drawn.
    """
    return {
        "domain": list(down), "anchor": f"x{tail}", "range": [0, 1.1 * top if top > 0 else 1.0], "nticks": 5,
        "tickformat": ",.4~g", "gridcolor": PALE, "zerolinecolor": GREY, "tickfont": {"size": 11},
    }  # fmt: skip


def name_axis(labels: Sequence[str]) -> dict[str, object]:
    """Settings of an axis of names at 0, 1, 2 ...; long names are broken into lines, or turned where too wide.

    Bars of one to three names stay as slim as those of four.
    """
    printed, is_turned = _fitted(labels)
    spare = max(0.0, (4 - len(labels)) / 2)
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": ["<br>".join(plain(line) for line in lines) for lines in printed],
        "tickangle": -_TURNED_DEGREES if is_turned else 0,
        "range": [-0.6 - spare, len(labels) - 0.4 + spare],
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 12},
    }


def name_room(labels: Sequence[str]) -> int:
    """Pixels that names below a chart need: two lines, or more where they are turned."""
    printed, is_turned = _fitted(labels)
    if not is_turned:
        return 52
    longest = max(columns(line) for lines in printed for line in lines)
    return 40 + round(math.sin(math.radians(_TURNED_DEGREES)) * _LETTER_PX * longest)


def _fitted(labels: Sequence[str]) -> tuple[list[list[str]], bool]:
    """Names in up to two lines below their bars; in one turned line where these would touch or be cut to stumps."""
    slot_px = (SMALL_WIDTH - 84) / max(len(labels), 4)
    broken = [name_lines(label, slot_px) for label in labels]
    widths = [max((columns(line) for line in lines), default=0) * _LETTER_PX for lines in broken]
    touch = any((left + right) / 2 + 6 > slot_px for left, right in pairwise(widths))
    stumps = slot_px < _NARROW_PX and any(
        len(lines) > 1 and (line.endswith("…") or columns(line) < 4) for lines in broken for line in lines
    )
    if not (touch or stumps):
        return broken, False
    return [[shorten(label, _TURNED_COLUMNS)] for label in labels], True


def row_axis(labels: Sequence[str]) -> dict[str, object]:
    """Settings of an axis of names from top to bottom at 0, 1, 2 ..."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [
            "<br>".join(f"{plain(shorten(line, ROW_COLUMNS))} " for line in row_lines(label)) for label in labels
        ],
        "range": [len(labels) - 0.4, -0.6],
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 12},
    }


def label_room(labels: Sequence[str]) -> int:
    """Pixels a column of names left of a chart needs."""
    return 24 + round(6.9 * max((columns(line) for label in labels for line in row_lines(label)), default=0))


def rows_height(labels: Sequence[str]) -> int:
    """Height of a chart with these rows, pixels."""
    n_lines = max((len(row_lines(label)) for label in labels), default=1)
    return max(300, 170 + (ROW_PX if n_lines == 1 else TWO_LINES_PX) * len(labels))


def whisker(half_widths: Sequence[float]) -> dict[str, object]:
    """Error bars of an interval; none where the half width is 0."""
    return {
        "type": "data",
        "array": [half or None for half in half_widths],
        "visible": any(half_widths),
        "color": INK,
        "thickness": 1.4,
        "width": 5,
    }
