"""The chart of the canal's share against its toll, with the band of what is not known."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import number_axis
from portsim.report.caption import Caption
from portsim.report.colours import GREY, SERIES, transparent
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import LEGEND_ROOM, legend_below_title
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.units import unit as unit_of


def share_against_toll(
    points: pd.DataFrame,
    groups: Mapping[str, str],
    toll_unit: str,
    caption: Caption,
    lang: Language,
    planned_toll: float = math.nan,
) -> go.Figure:
    """A line for each group of cargo, its 90 % band of uncertainty, and the planned toll as a dotted line.

    Parameters
    ----------
    points
        Columns group, toll (in `toll_unit`), p5, p50, p95 (share of the cargo on the canal, 0-1; all the same where
        nothing was drawn).
    groups
        Name of each group by id, in the order of the legend.
    toll_unit
        Unit of the toll as printed: ``CNY/TEU``.
    caption, lang
        As for the other charts.
    planned_toll
        Toll of the base; NaN for none.
    """
    share = unit_of("share", lang)
    has_band = bool((points["p95"] > points["p5"]).any())
    figure = framed(
        TEXTS.text("chart.toll.title", lang),
        caption.subtitle(of_unit(lang, share.label), lang, "chart.uncertain" if has_band else ""),
        caption.note(lang, TEXTS.text("chart.toll.note" if has_band else "chart.toll.note.central", lang)),
        lang,
        bottom=52,
        top=LEGEND_ROOM,
        left=56,
    )
    if math.isfinite(planned_toll):
        figure.add_vline(
            x=planned_toll, line={"color": GREY, "width": 1.2, "dash": "dot"},
            annotation={"text": TEXTS.text("toll.planned", lang), "font": {"size": 11, "color": GREY}},
            annotation_position="top right",
        )  # fmt: skip
    for n, (group, name) in enumerate(groups.items()):
        _line(figure, points[points["group"] == group].sort_values("toll"), name, toll_unit, SERIES[n % len(SERIES)])
    top = 100 * float(points["p95"].max())
    right = float(points["toll"].max())
    figure.update_layout(
        xaxis=number_axis(TEXTS.text("axis.toll", lang, unit=plain(toll_unit)), ",~f", 0, 1.03 * right or 1.0),
        yaxis=number_axis("", ",~f", 0, min(100.0, 1.12 * top) or 1.0),
    )
    legend_below_title(figure)
    return figure


def _line(figure: go.Figure, mine: pd.DataFrame, name: str, toll_unit: str, colour: str) -> None:
    tolls = mine["toll"].tolist()
    figure.add_scatter(
        x=[*tolls, *reversed(tolls)],
        y=[100 * v for v in (*mine["p95"].tolist(), *reversed(mine["p5"].tolist()))],
        mode="lines", fill="toself", fillcolor=transparent(colour, 0.17), line={"width": 0}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=tolls,
        y=[100 * value for value in mine["p50"].tolist()],
        mode="lines+markers",
        name=plain(shorten(name, 60)),
        line={"color": colour, "width": 2.2},
        marker={"size": 6, "color": colour},
        customdata=[
            [plain(name), f"{toll:g} {toll_unit}: {100 * mid:.1f} % ({100 * low:.1f} … {100 * high:.1f})"]
            for toll, mid, low, high in rows(mine, "toll", "p50", "p5", "p95")
        ],
        hovertemplate=HOVER,
    )


def of_unit(lang: Language, label: str) -> str:
    """``% of the cargo``, in the language."""
    return TEXTS.text("chart.toll.unit", lang, unit=label)
