"""The chart of what moves a result where many inputs were varied at once: a bar for each input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import label_room, row_axis, rows_height
from portsim.report.caption import Caption
from portsim.report.colours import PALE, SERIES
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import path_label, plain, shorten
from portsim.report.marks import key, legend_below_title
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit

MOST_INPUTS = 15


def inputs_bars(
    table: pd.DataFrame,
    columns: Sequence[str],
    labels: Mapping[str, str],
    result: str,
    unit: Unit,
    n_draws: int,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """Horizontal bars from 0, the largest input on top.

    Parameters
    ----------
    table
        Columns input (as printed) and `columns`, largest first; the first `MOST_INPUTS` are drawn.
    columns
        What is drawn side by side: parts of the variance, or sizes of effects.
    labels
        What each column is called.
    result
        Name of the result.
    unit
        Of the values.
    n_draws
        Number of draws.
    caption, lang
        As for the other charts.
    """
    shown = table.head(MOST_INPUTS)
    names = [path_label(str(name)) for name in shown["input"].tolist()]
    figure = framed(
        TEXTS.text("chart.tornado.titled", lang, result=plain(shorten(result, 40))),
        TEXTS.text("sep.subtitle", lang).join(
            (unit.label, plain(shorten(caption.scenario, 44)), TEXTS.text("chart.inputs.draws", lang, n=n_draws))
        ),
        caption.note(lang, TEXTS.text("chart.inputs.note", lang)),
        lang,
        height=max(rows_height(names), 320) + 20 * (len(columns) - 1),
        left=label_room(names),
        bottom=36,
        top=98,
    )
    width = 0.7 / len(columns)
    drawn = {column: [unit.scaled(float(value)) for (value,) in rows(shown, column)] for column in columns}
    for number, column in enumerate(columns):
        offset, colour = (number - (len(columns) - 1) / 2) * width, SERIES[number % len(SERIES)]
        _bars(figure, names, drawn[column], labels[column], unit, colour, offset, width)
        key(figure, plain(labels[column]), colour)
    most = max([0.0, *(value for values in drawn.values() for value in values)])
    legend_below_title(figure)
    figure.update_layout(
        barmode="overlay",
        yaxis=row_axis(names),
        xaxis={"range": [0, 1.15 * most or 1.0], "tickformat": unit.tickformat, "gridcolor": PALE, "zeroline": True,
               "zerolinecolor": PALE, "tickfont": {"size": 12}, "nticks": 7},
    )  # fmt: skip
    return figure


def _bars(
    figure: go.Figure,
    names: Sequence[str],
    values: Sequence[float],
    label: str,
    unit: Unit,
    colour: str,
    offset: float,
    width: float,
) -> None:
    texts = [f"{value:,.{unit.decimals}f}" for value in values]
    figure.add_bar(
        orientation="h",
        y=[i + offset for i in range(len(names))],
        x=list(values),
        width=width,
        marker={"color": colour, "line": {"width": 0}},
        text=texts,
        textposition="outside",
        textfont={"size": 11},
        cliponaxis=False,
        customdata=[
            [plain(name), f"{plain(label)}: {text} {unit.label}"] for name, text in zip(names, texts, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
