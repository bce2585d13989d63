"""The chart of what moves a result where many inputs were varied at once: a bar for each input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import label_room, row_axis, rows_height
from portsim.report.caption import Caption
from portsim.report.colours import PALE, SERIES
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import ROW_COLUMNS, plain, shorten
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
    most, width = 0.0, 0.7 / len(columns)
    for number, column in enumerate(columns):
        values = [unit.scaled(float(value)) for (value,) in rows(shown, column)]
        most = max([most, *values])
        figure.add_bar(
            orientation="h",
            y=[i + (number - (len(columns) - 1) / 2) * width for i in range(len(names))],
            x=values,
            width=width,
            marker={"color": SERIES[number % len(SERIES)], "line": {"width": 0}},
            text=[f"{value:,.{unit.decimals}f}" for value in values],
            textposition="outside",
            textfont={"size": 11},
            cliponaxis=False,
            customdata=[
                [plain(name), f"{plain(labels[column])}: {value:,.{unit.decimals}f} {unit.label}"]
                for name, value in zip(names, values, strict=True)
            ],
            hovertemplate=HOVER,
            showlegend=False,
        )
        key(figure, plain(labels[column]), SERIES[number % len(SERIES)])
    legend_below_title(figure)
    figure.update_layout(
        barmode="overlay",
        yaxis=row_axis(names),
        xaxis={"range": [0, 1.15 * most or 1.0], "tickformat": unit.tickformat, "gridcolor": PALE, "zeroline": True,
               "zerolinecolor": PALE, "tickfont": {"size": 12}, "nticks": 7},
    )  # fmt: skip
    return figure


def path_label(path: str) -> str:
    """The path of an input with a space where a line may be broken, so that its end, which tells most, is whole."""
    parts = path.split(".")
    if len(path) <= ROW_COLUMNS or len(parts) < 3:
        return path
    tail = ".".join(parts[-2:])
    return f"{'.'.join(parts[:-2])}. {tail if len(tail) <= ROW_COLUMNS else parts[-1]}"
