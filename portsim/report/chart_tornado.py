"""The tornado: how far each input alone moves a result between the ends of its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import label_room, row_axis, rows_height
from portsim.report.caption import Caption
from portsim.report.colours import GREY, INK, PALE, SERIES
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import path_label, plain, shorten
from portsim.report.marks import key, legend_below_title, words
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, four_digits

MOST_INPUTS = 15


def tornado_bars(
    bars: pd.DataFrame,
    base_value: float,
    inputs: Mapping[str, str],
    result: str,
    unit: Unit,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """Bars from the result of the central case, the widest on top; the settings stand at their ends.

    Parameters
    ----------
    bars
        As `portsim.analysis.tornado.tornado` gives them: columns input, low_setting, high_setting, low, high, swing,
        sorted by swing; the first `MOST_INPUTS` are drawn.
    base_value
        Result of the central case.
    inputs
        Name of each input as printed; its path where it has none.
    result
        Name of the result.
    unit
        Unit of the result.
    caption, lang
        As for the other charts.
    """
    shown = bars.head(MOST_INPUTS)
    labels = [inputs.get(name) or path_label(name) for name in shown["input"].tolist()]
    figure = framed(
        TEXTS.text("chart.tornado.titled", lang, result=plain(shorten(result, 40))),
        caption.subtitle(unit.label, lang),
        caption.note(lang, TEXTS.text("chart.tornado.note", lang, base=unit.with_label(base_value))),
        lang,
        height=max(rows_height(labels), 320) + 30,
        left=label_room(labels),
        bottom=36,
        top=98,
    )
    base = unit.scaled(base_value)
    for end, colour in (("low", SERIES[0]), ("high", SERIES[1])):
        _bars(figure, shown, end, labels, base, unit, colour)
        key(figure, TEXTS.text(f"setting.{end}", lang), colour)
    ends = [unit.scaled(value) for low, high in rows(shown, "low", "high") for value in (low, high)] + [base]
    room = 0.22 * (max(ends) - min(ends)) or 1.0
    figure.add_vline(x=base, line={"color": INK, "width": 1.2})
    figure.update_layout(
        yaxis=row_axis(labels),
        xaxis={
            "range": [min(ends) - room, max(ends) + room], "tickformat": unit.tickformat, "gridcolor": PALE,
            "zeroline": False, "tickfont": {"size": 12}, "nticks": 7, "linecolor": GREY,
        },
        barmode="overlay",
    )  # fmt: skip
    legend_below_title(figure)
    return figure


def _bars(
    figure: go.Figure, shown: pd.DataFrame, end: str, labels: Sequence[str], base: float, unit: Unit, colour: str
) -> None:
    """The bars of one end of the ranges, with their settings beside them."""
    values = [unit.scaled(value) for value in shown[end].tolist()]
    settings = [_setting(value) for value in shown[f"{end}_setting"].tolist()]
    figure.add_bar(
        orientation="h",
        y=list(range(len(labels))),
        x=[value - base for value in values],
        base=base,
        width=0.62,
        marker={"color": colour, "line": {"width": 0}},
        customdata=[
            [plain(label), f"{setting}: {value:,.{unit.decimals}f} {unit.label}"]
            for label, setting, value in zip(labels, settings, values, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    sides = [_side(value, base, end) for value in values]
    words(figure, values, list(range(len(labels))), [f"&#160;{setting}&#160;" for setting in settings], sides)


def _side(value: float, base: float, end: str) -> str:
    is_right = value > base or (value == base and end == "high")
    return "middle right" if is_right else "middle left"


def _setting(value: object) -> str:
    return four_digits(value) if isinstance(value, int | float) else plain(shorten(str(value), 18))
