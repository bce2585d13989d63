"""The chart of calibration: observed against simulated, with the line of equality and a band of 10 %."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from portsim.report.colours import GREY, INK, PALE, port_colours, transparent
from portsim.report.frame import HOVER, Caption, framed, plain
from portsim.report.marks import LEGEND_ROOM, key, legend_below_title, legend_name, number_axis
from portsim.report.rows import rows
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit
from portsim.report.units import unit as unit_of

BAND = 0.1


def observed_against_simulated(points: pd.DataFrame, names: Names, caption: Caption, lang: Language) -> go.Figure:
    """Points on logarithmic scales in the colour of their port: circles fitted, diamonds not fitted (held out).

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
    figure = framed(
        TEXTS.text("chart.calibration.title", lang),
        caption.subtitle(TEXTS.text("chart.calibration.unit", lang, unit=unit.label), lang, "chart.interval"),
        caption.note(lang, TEXTS.text("chart.calibration.note", lang, error=f"{100 * error:.1f}"), observed=True),
        lang,
        bottom=52,
        top=LEGEND_ROOM + 20,
        left=70,
    )
    both = [unit.scaled(v) for pair in rows(points, "observed", "simulated") for v in pair]
    low, high = 0.7 * min(both), 1.4 * max(both)
    _equality(figure, low, high)
    places = [e for e in (*names.ports, "cluster") if (points["entity"] == e).any()]
    colours = {**port_colours(names.ports), "cluster": INK}
    for place in places:
        for role, symbol in (("fitted", "circle"), ("validation", "diamond-open")):
            _points(figure, points[(points["entity"] == place) & (points["role"] == role)], colours[place], symbol,
                    names, lang)  # fmt: skip
        key(figure, legend_name(names.own(place, lang)), colours[place], "circle")
    for role, symbol in (("fitted", "circle"), ("validation", "diamond-open")):
        if (points["role"] == role).any():
            key(figure, TEXTS.text(f"role.{role}", lang), GREY, symbol)
    axis: dict[str, Any] = {"type": "log", "tickvals": _ticks(low, high), "gridcolor": PALE}
    start, end = math.log10(low), math.log10(high)
    figure.update_layout(
        xaxis=number_axis(TEXTS.text("axis.observed", lang, unit=unit.label), ",~f", start, end, **axis),
        yaxis=number_axis(TEXTS.text("axis.simulated", lang, unit=unit.label), ",~f", start, end, **axis),
    )
    legend_below_title(figure)
    return figure


def mean_error(points: pd.DataFrame) -> float:
    """Mean of the differences without their sign, as parts of the observed values."""
    differences = [abs(simulated / observed - 1.0) for observed, simulated in rows(points, "observed", "simulated")]
    return sum(differences) / len(differences) if differences else math.nan


def _points(figure: go.Figure, mine: pd.DataFrame, colour: str, symbol: str, names: Names, lang: Language) -> None:
    unit = unit_of("teu_large" if lang == "zh" else "teu_thousand", lang)
    shown = rows(mine, "entity", "period", "observed", "simulated", "half_width")
    if not shown:
        return
    halves = [unit.scaled(half) if math.isfinite(half) and half > 0 else None for *_, half in shown]
    figure.add_scatter(
        x=[unit.scaled(observed) for _, _, observed, _, _ in shown],
        y=[unit.scaled(simulated) for _, _, _, simulated, _ in shown],
        mode="markers",
        marker={"size": 8, "color": colour, "symbol": symbol, "line": {"width": 1.4, "color": colour}},
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
    steps = (1, 2, 5) if math.log10(high / low) < 4 else (1,)
    return [step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high]
