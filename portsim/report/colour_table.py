"""A table of colour: cells with their numbers, names of the rows left and of the columns below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from portsim.report.axes import label_room, row_axis
from portsim.report.frame import HOVER, SMALL_WIDTH
from portsim.report.lettering import name_lines, plain


@dataclass(frozen=True)
class Cells:
    """What stands in the table.

    Parameters
    ----------
    rows, columns
        Names; a line break in the name of a column stays one.
    numbers
        Shape (rows, columns): what the colour says; NaN for an empty cell.
    texts
        Shape (rows, columns): what is written in the cells.
    says
        Shape (rows, columns): what a cell says when pointed at.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    numbers: Sequence[Sequence[float]]
    texts: Sequence[Sequence[str]]
    says: Sequence[Sequence[str]]


def add_colour_table(
    figure: go.Figure, cells: Cells, scale: list[list[object]], ends: tuple[float, float], tail: str = ""
) -> None:
    """Draw a table in one panel of a figure.

    Parameters
    ----------
    figure
        Framed, with `label_room` of the rows at its left.
    cells
        What stands in it.
    scale, ends
        Colours, and the numbers of the first and the last of them.
    tail
        Behind ``x`` and ``y`` in the names of the axes of this panel.
    """
    figure.add_heatmap(
        z=[[None if math.isnan(value) else value for value in row] for row in cells.numbers],
        x=list(range(len(cells.columns))),
        y=list(range(len(cells.rows))),
        zmin=ends[0],
        zmax=ends[1],
        colorscale=scale,
        text=[list(row) for row in cells.texts],
        texttemplate="%{text}",
        textfont={"size": 11},  # without a colour: plotly takes dark or white, whichever stands out
        xgap=2,
        ygap=2,
        showscale=False,
        customdata=[[[plain(label), text] for text in row] for label, row in zip(cells.rows, cells.says, strict=True)],
        hovertemplate=HOVER,
        hoverongaps=False,
        xaxis=f"x{tail}",
        yaxis=f"y{tail}",
    )
    slot_px = (SMALL_WIDTH - 20 - label_room(cells.rows)) / max(len(cells.columns), 1)
    figure.update_layout(
        {
            f"xaxis{tail}": {
                "tickmode": "array", "tickvals": list(range(len(cells.columns))), "tickangle": 0,
                "ticktext": [
                    "<br>".join(plain(line) for part in name.split("\n") for line in name_lines(part, slot_px))
                    for name in cells.columns
                ],
                "showgrid": False, "zeroline": False, "ticks": "", "tickfont": {"size": 11}, "anchor": f"y{tail}",
            },
            f"yaxis{tail}": {**row_axis(cells.rows), "anchor": f"x{tail}"},
        }
    )  # fmt: skip
