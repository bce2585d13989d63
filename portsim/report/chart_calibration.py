"""The chart of calibration: observed against simulated, with the line of equality and a band of 10 %."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import number_axis, row_axis
from portsim.report.caption import Caption
from portsim.report.colours import GREY, INK, PALE, port_colours, transparent
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import LEGEND_ROOM, key, legend_below_title
from portsim.report.rows import rows
from portsim.report.summary import CLUSTER, Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit
from portsim.report.units import unit as unit_of

BAND = 0.1
_LEFT, _RIGHT = (0.0, 0.43), (0.62, 1.0)
_LEAST_REACH, _MOST_REACH = 20.0, 60.0
"""Ends of the axis of differences, per cent: points beyond stand on its edge."""


def observed_against_simulated(points: pd.DataFrame, names: Names, caption: Caption, lang: Language) -> go.Figure:
    """Left both values on logarithmic scales, right the difference by port; filled fitted, hollow not (held out).

    Parameters
    ----------
    points
        Columns entity (port or cluster), period (year or month), role (``fitted`` or ``validation``), observed,
        simulated (TEU, above 0), half_width (of the simulated mean, NaN for none).
    names, caption, lang
        As for the other charts.
    """
    unit = unit_of("teu_large" if lang == "zh" else "teu_thousand", lang)
    error = mean_error(points)
    places = [e for e in (*names.ports, CLUSTER) if (points["entity"] == e).any()]
    labels = [names.own(place, lang) for place in places]
    figure = framed(
        TEXTS.text("chart.calibration.title", lang),
        caption.subtitle(TEXTS.text("chart.calibration.unit", lang, unit=unit.label), lang, "chart.interval"),
        caption.note(lang, TEXTS.text("chart.calibration.note", lang, error=f"{100 * error:.1f}"), observed=True),
        lang,
        bottom=52,
        top=LEGEND_ROOM,
        left=70,
    )
    both = [unit.scaled(v) for pair in rows(points, "observed", "simulated") for v in pair]
    low, high = 0.7 * min(both), 1.4 * max(both)
    reach = _reach(points)
    _equality(figure, low, high)
    figure.add_shape(
        type="rect", x0=-100 * BAND, x1=100 * BAND, y0=0, y1=1, xref="x2", yref="y2 domain", layer="below",
        fillcolor=transparent(GREY, 0.13), line={"width": 0},
    )  # fmt: skip
    colours = {**port_colours(names.ports), CLUSTER: INK}
    for row, place in enumerate(places):
        for role in _SYMBOLS:
            mine = points[(points["entity"] == place) & (points["role"] == role)]
            _points(figure, mine, colours[place], role, names, lang)
            _differences(figure, mine, row, reach, colours[place], role, names, lang)
    for role, symbol in _SYMBOLS.items():
        if (points["role"] == role).any():
            key(figure, TEXTS.text(f"role.{role}", lang), GREY, symbol)
    axis: dict[str, Any] = {"type": "log", "tickvals": _ticks(low, high), "gridcolor": PALE}
    start, end = math.log10(low), math.log10(high)
    figure.update_layout(
        xaxis=number_axis(
            TEXTS.text("axis.observed", lang, unit=unit.label), ",~f", start, end, domain=_LEFT, anchor="y", **axis
        ),
        yaxis=number_axis(
            TEXTS.text("axis.simulated", lang, unit=unit.label),
            ",~f",
            start,
            end,
            domain=(0.0, 1.0),
            anchor="x",
            **axis,
        ),
        xaxis2=number_axis(
            TEXTS.text("axis.difference", lang), ",~f", -1.06 * reach, 1.06 * reach, domain=_RIGHT, anchor="y2"
        ),
        yaxis2={**row_axis(labels), "domain": (0.0, 1.0), "anchor": "x2", "showgrid": True, "gridcolor": PALE},
    )
    legend_below_title(figure)
    return figure


_SYMBOLS = {"fitted": "circle", "validation": "diamond-open"}


def _reach(points: pd.DataFrame) -> float:
    """Per cent to both sides that hold all differences, within limits."""
    sizes = [abs(100.0 * (simulated / observed - 1.0)) for observed, simulated in rows(points, "observed", "simulated")]
    return min(_MOST_REACH, max(_LEAST_REACH, 1.1 * max(sizes, default=0.0)))


def _differences(
    figure: go.Figure,
    mine: pd.DataFrame,
    row: int,
    reach: float,
    colour: str,
    role: str,
    names: Names,
    lang: Language,
) -> None:
    """Differences of one place in per cent of the observed values, years larger than months."""
    unit = unit_of("teu_large" if lang == "zh" else "teu_thousand", lang)
    shown = rows(mine, "entity", "period", "observed", "simulated")
    if not shown:
        return
    differences = [100.0 * (simulated / observed - 1.0) for _, _, observed, simulated in shown]
    figure.add_scatter(
        x=[min(reach, max(-reach, difference)) for difference in differences],
        y=[row] * len(shown),
        mode="markers",
        marker=_marker(colour, role, [period for _, period, _, _ in shown]),
        customdata=[
            [f"{plain(names.own(entity, lang))}, {period}", _says(unit, observed, simulated)]
            for entity, period, observed, simulated in shown
        ],
        hovertemplate=HOVER,
        showlegend=False,
        xaxis="x2",
        yaxis="y2",
    )


def _marker(colour: str, role: str, periods: Sequence[str]) -> dict[str, object]:
    sizes = [9 if len(period) == len("2025") else 6 for period in periods]
    line = {"width": 1.4, "color": colour}
    return {"size": sizes, "opacity": 1.0, "color": colour, "symbol": _SYMBOLS[role], "line": line}


def mean_error(points: pd.DataFrame) -> float:
    """Mean of the differences without their sign, as parts of the observed values."""
    differences = [abs(simulated / observed - 1.0) for observed, simulated in rows(points, "observed", "simulated")]
    return sum(differences) / len(differences) if differences else math.nan


def _points(figure: go.Figure, mine: pd.DataFrame, colour: str, role: str, names: Names, lang: Language) -> None:
    unit = unit_of("teu_large" if lang == "zh" else "teu_thousand", lang)
    shown = rows(mine, "entity", "period", "observed", "simulated", "half_width")
    if not shown:
        return
    halves = [unit.scaled(half) if math.isfinite(half) and half > 0 else None for *_, half in shown]
    figure.add_scatter(
        x=[unit.scaled(observed) for _, _, observed, _, _ in shown],
        y=[unit.scaled(simulated) for _, _, _, simulated, _ in shown],
        mode="markers",
        marker=_marker(colour, role, [period for _, period, *_ in shown]),
        error_y={"type": "data", "array": halves, "visible": any(halves), "color": transparent(colour, 0.5),
                 "thickness": 1, "width": 2},
        customdata=[
            [f"{plain(names.own(entity, lang))}, {period}", _says(unit, observed, simulated)]
            for entity, period, observed, simulated, _ in shown
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )  # fmt: skip


def _says(unit: Unit, observed: float, simulated: float) -> str:
    difference = f"{100.0 * (simulated / observed - 1.0):+.1f} %"
    return f"{unit.number(observed)} → {unit.number(simulated)} {unit.label} ({difference})"


def _equality(figure: go.Figure, low: float, high: float) -> None:
    figure.add_scatter(
        x=[low, high, high, low],
        y=[low * (1 - BAND), high * (1 - BAND), high * (1 + BAND), low * (1 + BAND)],
        mode="lines", fill="toself", fillcolor=transparent(GREY, 0.13), line={"width": 0}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=[low, high],
        y=[low, high],
        mode="lines",
        line={"color": GREY, "width": 1.2},
        hoverinfo="skip",
        showlegend=False,
    )


def _ticks(low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1, 2, 5) if math.log10(high / low) < 2 else (1,)
    return [step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high]
