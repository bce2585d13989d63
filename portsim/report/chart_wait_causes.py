"""The chart of why ships wait: mean wait per call by port, stacked by cause."""

from __future__ import annotations

import plotly.graph_objects as go

from portsim.report.axes import name_axis, value_axis, whisker
from portsim.report.caption import Caption, said, year_tail
from portsim.report.colours import CAUSES
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import key, legend_below_title, words
from portsim.report.summary import Names, Summary
from portsim.report.texts import TEXTS, Language
from portsim.report.units import measure_unit


def wait_by_cause(summary: Summary, names: Names, period: str, caption: Caption, lang: Language) -> go.Figure:
    """Bars from 0 whose parts are the causes; the whisker is that of the whole wait.

    Parameters
    ----------
    summary
        Means of ``wait_h`` and of ``wait_<cause>_h`` by port, hours.
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    ports = [port for port in names.ports if summary.get("wait_h", port, period)]
    totals = [value for port in ports if (value := summary.get("wait_h", port, period))]
    unit = measure_unit("wait_h", "h", max((v.mean for v in totals), default=0.0), lang)
    causes = [c for c in CAUSES if any((v := summary.get(f"wait_{c}_h", p, period)) and v.mean > 0 for p in ports)]
    figure = framed(
        f"{TEXTS.text('chart.wait_causes.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(TEXTS.text("chart.wait_causes.unit", lang, unit=unit.label), lang, "chart.interval.total"),
        caption.note(lang, TEXTS.text("chart.wait_causes.note", lang)),
        lang,
        bottom=52,
        top=98,
    )
    for cause in causes:
        values = [summary.get(f"wait_{cause}_h", port, period) for port in ports]
        last = cause == causes[-1]
        figure.add_bar(
            x=list(range(len(ports))),
            y=[value.mean if value else 0.0 for value in values],
            width=0.58,
            marker={"color": CAUSES[cause], "line": {"width": 0.8, "color": "white"}},
            # The whisker stands on the uppermost part, which ends where the whole wait ends.
            error_y=whisker([value.drawn_half_width for value in totals]) if last else None,
            customdata=[
                [plain(names.own(p, lang)), said(f"cause.{cause}", unit, v.mean if v else 0.0, lang)]
                for p, v in zip(ports, values, strict=True)
            ],
            hovertemplate=HOVER,
            showlegend=False,
        )
        key(figure, TEXTS.text(f"cause.{cause}", lang), CAUSES[cause])
    tops = [value.mean + value.drawn_half_width for value in totals]
    words(figure, range(len(ports)), tops, [unit.number(value.mean) for value in totals])
    figure.update_layout(
        xaxis=name_axis([names.own(port, lang) for port in ports]),
        yaxis=value_axis(unit.tickformat, max(tops, default=1.0)),
        barmode="stack",
    )
    legend_below_title(figure)
    return figure
