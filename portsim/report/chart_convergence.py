"""The chart of convergence: how the mean and its interval settle as replications are added."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.analysis.intervals import summarise
from portsim.report.caption import Caption
from portsim.report.colours import GREY, PALE, SERIES, transparent
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import heading, spans
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.units import measure_unit

PRECISION = 0.05


def running_means(values: Sequence[float]) -> pd.DataFrame:
    """Mean and half width of the 95 % interval after 1, 2 ... replications.

    Returns
    -------
    Columns n, mean, half_width (NaN for one replication).
    """
    table = pd.DataFrame(
        [(n, k, value) for n in range(1, len(values) + 1) for k, value in enumerate(values[:n])],
        columns=["entity", "run", "value"],
    )
    summary = summarise(table.assign(measure="m", unit="", period=""))
    return summary[["entity", "mean", "half_width"]].rename(columns={"entity": "n"}).reset_index(drop=True)


def convergence(
    values: Mapping[str, Sequence[float]],
    units: Mapping[str, str],
    labels: Mapping[str, str],
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """One panel per measure: running mean, its interval as a band, and plus and minus 5 % of the last mean.

    Parameters
    ----------
    values
        By measure: one value of the cluster per replication, in their order.
    units, labels
        By measure: unit of the data and heading.
    caption, lang
        As for the other charts.
    """
    figure = framed(
        TEXTS.text("chart.convergence.title", lang),
        caption.subtitle("", lang, "chart.band"),
        caption.note(lang, TEXTS.text("chart.convergence.note", lang)),
        lang,
        left=58,
        bottom=54,
        top=100,
    )
    places = spans(len(values), 0.09)
    for panel, (measure, ones) in enumerate(values.items()):
        tail = str(panel + 1) if panel else ""
        axes = {"xaxis": f"x{tail}", "yaxis": f"y{tail}"}
        unit = measure_unit(measure, units[measure], max(abs(value) for value in ones), lang)
        shown = [(n, mean, half if math.isfinite(half) else 0.0)
                 for n, mean, half in rows(running_means(ones), "n", "mean", "half_width")]  # fmt: skip
        with_band = [one for one in shown if one[0] > 1]
        figure.add_scatter(
            x=[*(n for n, _, _ in with_band), *(n for n, _, _ in reversed(with_band))],
            y=[unit.scaled(m + h) for _, m, h in with_band] + [unit.scaled(m - h) for _, m, h in reversed(with_band)],
            mode="lines", fill="toself", fillcolor=transparent(SERIES[0], 0.2), line={"width": 0}, hoverinfo="skip",
            showlegend=False, **axes,
        )  # fmt: skip
        figure.add_scatter(
            x=[n for n, _, _ in shown],
            y=[unit.scaled(mean) for _, mean, _ in shown],
            mode="lines+markers",
            line={"color": SERIES[0], "width": 2},
            marker={"size": 5, "color": SERIES[0]},
            customdata=[
                [TEXTS.text("chart.runs", lang, n=n), f"{unit.number(mean)} ± {unit.number(half)} {unit.label}"]
                for n, mean, half in shown
            ],
            hovertemplate=HOVER,
            showlegend=False,
            **axes,
        )
        last = unit.scaled(shown[-1][1])
        for side in (1 - PRECISION, 1 + PRECISION):
            figure.add_scatter(
                x=[1, len(ones)], y=[side * last] * 2, mode="lines", line={"color": GREY, "width": 1, "dash": "dash"},
                hoverinfo="skip", showlegend=False, **axes,
            )  # fmt: skip
        ends = [unit.scaled(mean + side * half) for _, mean, half in shown for side in (-1, 1)]
        _axes(figure, tail, places[panel], last, ends, len(ones), lang)
        word = f"{labels[measure]}{TEXTS.text('sep.list', lang)}{unit.label}" if unit.label else labels[measure]
        heading(figure, plain(word), places[panel][0], 1.0, -34)
    return figure


def _axes(
    figure: go.Figure, tail: str, across: list[float], last: float, ends: Sequence[float], n: int, lang: Language
) -> None:
    """The scale shows the last mean with 15 % on both sides: an interval of two runs may leave it."""
    reach = min(max(abs(end - last) for end in ends), 0.15 * abs(last) or 1.0)
    reach = max(reach, 1.3 * PRECISION * abs(last))
    figure.update_layout(
        {
            f"xaxis{tail}": {
                "domain": across, "anchor": f"y{tail}", "range": [0.7, n + 0.3], "showgrid": False, "zeroline": False,
                "title": {"text": TEXTS.text("axis.replications", lang), "font": {"size": 12}, "standoff": 4},
                "tick0": 1, "dtick": max(1, -(-n // 6)), "tickformat": "d", "tickfont": {"size": 11},
            },
            f"yaxis{tail}": {
                "domain": [0.0, 1.0], "anchor": f"x{tail}", "range": [last - 1.05 * reach, last + 1.05 * reach],
                "gridcolor": PALE, "zeroline": False, "nticks": 6, "tickformat": ",.4~r", "tickfont": {"size": 11},
            },
        }
    )  # fmt: skip
