"""The outlook: a fan for each option over the years, with what was observed and the targets."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import value_axis
from portsim.report.caption import Caption
from portsim.report.colours import GREY, INK, SERIES, transparent
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import LEGEND_ROOM, key, legend_below_title, legend_name, line_key
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.units import throughput_unit

_DASHES = ("solid", "8px,4px", "2px,3px")
"""Lines of options that lie on each other are still seen."""


def outlook(
    bands: pd.DataFrame,
    observed: pd.DataFrame,
    targets: pd.DataFrame,
    options: Mapping[str, str],
    caption: Caption,
    lang: Language,
    place: str = "",
) -> go.Figure:
    """Median as a line, 50 % and 90 % of the draws as bands, observed years as points, targets as dashes.

    Parameters
    ----------
    bands
        Columns option, year (int), p5, p25, p50, p75, p95 (TEU).
    observed
        Columns year, value (TEU); may be empty.
    targets
        Columns year, value (TEU), label; may be empty.
    options
        Name of each option by id, in the order of the legend.
    caption, lang
        As for the other charts.
    place
        Names of the ports, where they are not all.
    """
    largest = float(max([bands["p95"].max(), *observed["value"].tolist(), *targets["value"].tolist()]))
    unit = throughput_unit(largest, lang)
    figure = framed(
        plain(TEXTS.text("chart.outlook.of", lang, place=shorten(place, 48)))
        if place
        else TEXTS.text("chart.outlook.title", lang),
        caption.subtitle(unit.label, lang, "chart.fan"),
        caption.note(lang, TEXTS.text("chart.outlook.note", lang), observed=bool(len(observed))),
        lang,
        bottom=34,
        top=LEGEND_ROOM,
    )
    for n, (option, name) in enumerate(options.items()):
        mine = bands[bands["option"] == option].sort_values("year")
        colour = SERIES[n % len(SERIES)]
        years = mine["year"].tolist()
        for low, high, alpha in (("p5", "p95", 0.13), ("p25", "p75", 0.22)):
            figure.add_scatter(
                x=[*years, *reversed(years)],
                y=[unit.scaled(v) for v in (*mine[high].tolist(), *reversed(mine[low].tolist()))],
                mode="lines", fill="toself", fillcolor=transparent(colour, alpha), line={"width": 0},
                hoverinfo="skip", showlegend=False,
            )  # fmt: skip
        figure.add_scatter(
            x=years,
            y=[unit.scaled(value) for value in mine["p50"].tolist()],
            mode="lines+markers",
            name=legend_name(name),
            line={"color": colour, "width": 2.5, "dash": _DASHES[n % len(_DASHES)]},
            marker={"size": 5, "color": colour},
            customdata=[
                [plain(name), f"{year}: {unit.number(mid)} ({unit.number(low)} … {unit.number(high)}) {unit.label}"]
                for year, mid, low, high in rows(mine, "year", "p50", "p5", "p95")
            ],
            hovertemplate=HOVER,
        )
    _points(figure, observed, targets, unit.scaled(1.0), lang)
    axis = value_axis(unit.tickformat, unit.scaled(largest))
    figure.update_layout(
        yaxis=axis, xaxis={"tickformat": "d", "dtick": _step(bands), "showgrid": False, "zeroline": False}
    )
    legend_below_title(figure)
    return figure


def _points(figure: go.Figure, observed: pd.DataFrame, targets: pd.DataFrame, scale: float, lang: Language) -> None:
    if len(observed):
        figure.add_scatter(
            x=observed["year"].tolist(), y=[scale * value for value in observed["value"].tolist()], mode="markers",
            marker={"size": 8, "color": INK}, hoverinfo="x+y", showlegend=False,
        )  # fmt: skip
        key(figure, TEXTS.text("series.observed", lang), INK, "circle")
    last = int(targets["year"].max()) if len(targets) else 0
    for year, value, label in rows(targets, "year", "value", "label"):
        figure.add_scatter(
            x=[year - 0.45, year + 0.45], y=[scale * value] * 2, mode="lines", hoverinfo="skip", showlegend=False,
            line={"color": GREY, "width": 2, "dash": "dot"},
        )  # fmt: skip
        figure.add_annotation(
            text=plain(shorten(label, 40)), x=year + 0.45 if year == last else year, y=scale * value, showarrow=False,
            xanchor="right" if year == last else "center", yanchor="bottom", yshift=3, borderpad=1,
            bgcolor="rgba(255,255,255,0.75)", font={"size": 11, "color": INK},
        )  # fmt: skip
    if len(targets):
        line_key(figure, TEXTS.text("series.target", lang), GREY, "dot")


def _step(bands: pd.DataFrame) -> int:
    years = int(bands["year"].max()) - int(bands["year"].min())
    return max(1, -(-years // 10))
