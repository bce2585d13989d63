"""The chart of a lock: lockages a day, tonnes, wait and use, by month and direction."""

from __future__ import annotations

import plotly.graph_objects as go

from portsim.report.axes import panel_value_axis, whisker
from portsim.report.caption import Caption, said, year_tail
from portsim.report.colours import INK, SERIES
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import heading, key, legend_below_title
from portsim.report.summary import Names, Summary
from portsim.report.texts import TEXTS, Language
from portsim.report.units import measure_unit

MEASURES = ("lockages_per_day", "lock_t", "lock_wait_h", "lock_use_share")
_WAYS = {"up": SERIES[0], "down": SERIES[1], "": INK}
_X = ([0.0, 0.47], [0.55, 1.0])
_Y = ([0.57, 1.0], [0.0, 0.42])


def lock_by_month(summary: Summary, lock: str, names: Names, year: str, caption: Caption, lang: Language) -> go.Figure:
    """Four panels from 0; both directions where the measure tells them apart, whiskers are intervals of the mean.

    Parameters
    ----------
    summary
        Means of `MEASURES` by month; entities ``<lock>:up``, ``<lock>:down`` or the lock itself.
    lock
        Id of the lock.
    names, year, caption, lang
        As for the other charts.
    """
    figure = framed(
        TEXTS.text("chart.lock.titled", lang, lock=plain(shorten(names.own(lock, lang), 40))) + year_tail(year, lang),
        caption.subtitle(TEXTS.text("chart.lock.unit", lang), lang, "chart.interval"),
        caption.note(lang, TEXTS.text("chart.lock.note", lang)),
        lang,
        left=52,
        bottom=34,
        top=118,
    )
    for panel, measure in enumerate(MEASURES):
        column, row = panel % 2, panel // 2
        tail = str(panel + 1) if panel else ""
        months = summary.months(measure, year)
        ways = [way for way in ("up", "down") if any(summary.get(measure, f"{lock}:{way}", m) for m in months)] or [""]
        places = {way: f"{lock}:{way}" if way else lock for way in ways}
        largest = max((summary.largest(measure, places.values(), month) for month in months), default=0.0)
        unit = measure_unit(measure, summary.unit(measure), largest, lang)
        top = 0.0
        for shift, way in enumerate(ways):
            values = [(int(m[5:]), v) for m in months if (v := summary.get(measure, places[way], m))]
            top = max([top, *(unit.scaled(v.mean + v.drawn_half_width) for _, v in values)])
            word = TEXTS.text(f"lockway.{way or 'both'}", lang)
            figure.add_scatter(
                # side by side, so that the whiskers of both directions can be told apart
                x=[month + 0.14 * (shift - (len(ways) - 1) / 2) for month, _ in values],
                y=[unit.scaled(v.mean) for _, v in values],
                mode="lines+markers",
                line={"color": _WAYS[way], "width": 1.6},
                marker={"size": 6, "color": _WAYS[way]},
                error_y=whisker([unit.scaled(v.drawn_half_width) for _, v in values])
                | {"color": _WAYS[way], "thickness": 1, "width": 3},
                customdata=[
                    [f"{plain(names.own(lock, lang))}, {word}, {month}",
                     said("series.simulated", unit, v.mean, lang, v.half_width)]
                    for month, v in values
                ],
                hovertemplate=HOVER,
                showlegend=False,
                xaxis=f"x{tail}",
                yaxis=f"y{tail}",
            )  # fmt: skip
        label = TEXTS.text(f"chart.lock.{measure}", lang)
        label = label if measure == "lockages_per_day" else f"{label}{TEXTS.text('sep.list', lang)}{unit.label}"
        heading(figure, label, _X[column][0], _Y[row][1], -30)
        _axes(figure, tail, column, row, top)
    for way, word in (("up", "up"), ("down", "down"), ("", "both")):
        key(figure, TEXTS.text(f"lockway.{word}", lang), _WAYS[way], "circle")
    legend_below_title(figure)
    return figure


def _axes(figure: go.Figure, tail: str, column: int, row: int, top: float) -> None:
    figure.update_layout(
        {
            f"xaxis{tail}": {
                "domain": _X[column], "anchor": f"y{tail}", "range": [0.5, 12.5], "tickmode": "linear", "dtick": 1,
                "tick0": 1, "tickangle": 0, "showgrid": False, "zeroline": False, "tickfont": {"size": 11},
            },
            f"yaxis{tail}": panel_value_axis(tail, _Y[row], top),
        }
    )  # fmt: skip
