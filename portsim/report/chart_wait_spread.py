"""The chart of how waits spread: the share of calls that wait no longer than so many hours, by port."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import number_axis
from portsim.report.caption import Caption, year_tail
from portsim.report.colours import GREY, port_colours
from portsim.report.frame import framed
from portsim.report.lettering import plain
from portsim.report.marks import LEGEND_ROOM, legend_below_title, legend_name
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import unit as unit_of


def wait_spread(waits: pd.DataFrame, names: Names, period: str, caption: Caption, lang: Language) -> go.Figure:
    """One rising line per port; the point on it is its 90th percentile, which the legend says in hours.

    Parameters
    ----------
    waits
        Columns period, entity (port), share (of the calls, 0-1, rising), value (wait they do not exceed, h).
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    mine = waits[waits["period"] == period]
    ports = [port for port in names.ports if (mine["entity"] == port).any()]
    hours, share = unit_of("h_long", lang), unit_of("share", lang)
    figure = framed(
        f"{TEXTS.text('chart.wait_spread.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(TEXTS.text("chart.wait_spread.unit", lang), lang),
        caption.note(lang, TEXTS.text("chart.wait_spread.note", lang)),
        lang,
        bottom=52,
        top=LEGEND_ROOM,
        left=56,
    )
    colours = port_colours(ports)
    figure.add_hline(y=90, line={"color": GREY, "width": 1, "dash": "dot"})
    ends = []
    for port in ports:
        line = mine[mine["entity"] == port].sort_values("share")
        shares, waited = line["share"].to_numpy(), line["value"].to_numpy()
        p90 = float(np.interp(0.9, shares, waited))
        ends.append(float(np.interp(0.95, shares, waited)))
        label = plain(names.own(port, lang))
        figure.add_scatter(
            x=[round(float(wait), 3) for wait in waited],
            y=[round(100.0 * float(share), 1) for share in shares],
            mode="lines",
            name=f"{legend_name(names.own(port, lang))} {hours.number(p90)}",
            line={"color": colours[port], "width": 2},
            text=label,  # not in the template, which would read a %{...} of the name
            hovertemplate=f"%{{text}}<br>%{{y:.0f}} % ≤ %{{x:.2f}} {hours.label}<extra></extra>",
        )
        figure.add_scatter(
            x=[p90],
            y=[90],
            mode="markers",
            marker={"size": 8, "color": colours[port], "line": {"width": 1, "color": "white"}},
            hoverinfo="skip",
            showlegend=False,
        )
    figure.update_layout(
        xaxis=number_axis(
            TEXTS.text("axis.wait_of_call", lang, unit=hours.label), ",~f", 0, max([1.0, *ends]), rangemode="tozero"
        ),
        yaxis=number_axis("", ",.0f", 0, 101),
    )
    figure.update_yaxes(ticksuffix=f" {share.label}" if lang == "en" else share.label)
    legend_below_title(figure)
    return figure
