"""The charts of specialization: what each port does more of than the cluster, how alike two ports are, and the options.

The indices are those of `portsim.analysis.specialization` and `portsim.analysis.regret`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.analysis.specialization import concentration, location_quotients, overlap
from portsim.report.axes import label_room
from portsim.report.caption import Caption, year_tail
from portsim.report.colour_table import Cells, add_colour_table
from portsim.report.colours import GREY, INK, PALE
from portsim.report.frame import framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import heading
from portsim.report.rows import rows
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit

_QUOTIENTS = [[0.0, "#B35806"], [0.25, "#F1B66A"], [0.5, "#F7F7F7"], [0.75, "#7FB3D5"], [1.0, "#1B5E8C"]]
_SHARES = [[0.0, "#FFFFFF"], [0.5, "#BBD6E8"], [1.0, "#2171B5"]]
_UPPER, _LOWER = [0.57, 1.0], [0.0, 0.42]
_ENDS = 2.0
"""Doublings and halvings at which the colour ends: quotients of 1/4 and 4."""


def specialization(
    volumes: pd.DataFrame,
    classes: Mapping[str, str],
    what: str,
    names: Names,
    period: str,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """Location quotients of ports by class above, how alike two ports are below; HHI of each class under its name.

    Parameters
    ----------
    volumes
        Shape (ports, classes), in one unit: index ids of ports, columns ids of classes.
    classes
        Name of each class by id.
    what
        What is counted, as printed: "laden and empty TEU".
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    kept = volumes.loc[:, list(classes)]
    ports = [port for port in names.ports if port in kept.index and kept.loc[port].sum() > 0]
    kept = kept.loc[ports]
    quotients, alike = location_quotients(kept), overlap(kept)
    hhi = dict(rows(concentration(kept), "class", "hhi"))
    labels = [names.own(port, lang) for port in ports]
    figure = framed(
        f"{TEXTS.text('chart.specialization.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(plain(what), lang),
        caption.note(lang, TEXTS.text("chart.specialization.note", lang)),
        lang,
        height=260 + 52 * len(ports),
        left=label_room(labels),
        bottom=40,
        top=108,
    )
    columns = [f"{name}\nHHI {hhi.get(one, math.nan):.2f}" for one, name in classes.items()]
    numbers = [[float(value) for value in row] for row in quotients.to_numpy().tolist()]
    quotient_texts = [[_quotient(value) for value in row] for row in numbers]
    doublings = [[_doublings(value) for value in row] for row in numbers]
    upper = Cells(labels, columns, doublings, quotient_texts, _named(columns, quotient_texts))
    add_colour_table(figure, upper, _QUOTIENTS, (-_ENDS, _ENDS))
    shares = [
        [math.nan if a == b else float(value) for b, value in enumerate(row)]
        for a, row in enumerate(alike.to_numpy().tolist())
    ]
    share_texts = [["" if math.isnan(v) else f"{v:.2f}" for v in row] for row in shares]
    lower = Cells(labels, labels, shares, share_texts, _named(labels, share_texts))
    add_colour_table(figure, lower, _SHARES, (0.0, 1.0), "2")
    figure.update_layout(yaxis_domain=_UPPER, yaxis2_domain=_LOWER)
    heading(figure, TEXTS.text("chart.specialization.quotient", lang), 0.0, _UPPER[1])
    heading(figure, TEXTS.text("chart.specialization.overlap", lang), 0.0, _LOWER[1])
    return figure


def _named(columns: Sequence[str], texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """What the cells say: their column and their text."""
    heads = [plain(" ".join(column.split())) for column in columns]
    return [[f"{head}: {text}" for head, text in zip(heads, row, strict=True)] for row in texts]


def _doublings(quotient: float) -> float:
    """On the scale of the colours: 0 for the mix of the cluster, 1 for twice as much; none at all is the low end."""
    return math.nan if math.isnan(quotient) else max(-_ENDS, math.log2(quotient)) if quotient > 0 else -_ENDS


def _quotient(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}" if value < 9.95 else f"{value:.0f}"


def options_table(
    regrets: pd.DataFrame,
    best: Sequence[str],
    confidence: float,
    options: Mapping[str, str],
    result: str,
    unit: Unit,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """Options from the best mean down: mean, share of draws in which it is best, regret; the chosen ones in bold.

    Parameters
    ----------
    regrets
        As `portsim.analysis.regret.regret` gives them: columns option, n, mean, mean_regret, regret_p95, best_share,
        best_share_low, best_share_high.
    best
        Options that no other beats at this confidence; one alone is the best (`portsim.analysis.selection`).
    confidence
        Of `best`, 0-1.
    options
        Name of each option by id.
    result
        Name of what is compared.
    unit
        Its unit.
    caption, lang
        As for the other charts.
    """
    figure = framed(
        TEXTS.text("chart.options_table.titled", lang, result=plain(shorten(result, 52))),
        caption.subtitle(unit.label, lang),
        caption.note(lang, TEXTS.text("chart.options_table.note", lang, confidence=f"{100 * confidence:.0f}")),
        lang,
        height=204 + 38 * len(regrets),
        left=14,
        bottom=10,
        top=78,
    )
    ordered = regrets.sort_values("mean_regret", kind="stable")
    cells: list[list[str]] = [[] for _ in range(5)]
    wanted = ("option", "mean", "best_share", "best_share_low", "best_share_high", "mean_regret", "regret_p95")
    for option, mean, share, low, high, regret, p95 in rows(ordered, *wanted):
        texts = (
            plain(options.get(option, option)),
            unit.number(mean),
            f"{100 * share:.0f} ({100 * low:.0f}–{100 * high:.0f})",
            unit.number(regret),
            unit.number(p95),
        )
        for column, text in zip(cells, texts, strict=True):
            column.append(f"<b>{text}</b>" if option in best else text)
    head = [f"<b>{TEXTS.text(f'options.{one}', lang)}</b>" for one in ("name", "mean", "best", "regret", "regret_p95")]
    figure.add_table(
        header={"values": head, "align": ["left", *["right"] * 4], "fill": {"color": "#EEF1F5"}, "height": 40,
                "line": {"color": PALE}, "font": {"size": 12, "color": INK}},
        cells={"values": cells, "align": ["left", *["right"] * 4], "fill": {"color": "white"}, "height": 32,
               "line": {"color": PALE}, "font": {"size": 12, "color": INK}},
        columnwidth=[2.6, 1.2, 1.6, 1.2, 1.4],
    )  # fmt: skip
    figure.update_layout(hoverlabel={"bordercolor": GREY})
    return figure
