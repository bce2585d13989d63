"""The frame every chart shares: title, subtitle, note line, fonts and margins, so that all look alike."""

from __future__ import annotations

import html

import plotly.graph_objects as go

from portsim.report.colours import GREY, INK
from portsim.report.lettering import columns, plain, wrap
from portsim.report.texts import TEXTS, Language

WIDTH, HEIGHT = 960, 540
SMALL_WIDTH, SMALL_HEIGHT = 720, 480
FONTS: dict[Language, str] = {
    "zh": "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, SimHei, WenQuanYi Zen Hei, sans-serif",
    "en": "Arial, Helvetica, Liberation Sans, Noto Sans CJK SC, DejaVu Sans, sans-serif",
}
HOVER = "%{customdata[0]}<br>%{customdata[1]}<extra></extra>"
_NOTE_COLUMNS: dict[Language, int] = {"zh": 118, "en": 121}
"""Width of a line of the note in half-width characters: fits a page of 720 px at the size of the note."""
_SUBTITLE_COLUMNS = 114
"""Width of a line of the subtitle in half-width characters: fits 720 px at its size."""
SUBTITLE_LINE_PX = 16


def framed(
    title: str,
    subtitle: str,
    note: str,
    lang: Language,
    *,
    height: int = HEIGHT,
    left: int = 64,
    bottom: int = 46,
    top: int = 84,
) -> go.Figure:
    """An empty figure with the frame of all charts.

    Parameters
    ----------
    title, subtitle
        Noun phrase; unit, scenario and replications. Both already harmless (see `plain`).
    note
        Source and note, wrapped here.
    lang
        Decides the fonts.
    height
        Height in pixels.
    left, bottom
        Room for the labels of the axes, pixels.
    top
        Room for title, subtitle and what stands over the panels, pixels.
    """
    lines = [plain(line) for line in wrap(note, _NOTE_COLUMNS[lang])]
    foot = 15 * len(lines) + 8
    said_below = subtitle_lines(subtitle, lang)
    top += SUBTITLE_LINE_PX * (len(said_below) - 1)
    figure = go.Figure()
    figure.update_layout(
        template="none",
        width=WIDTH,
        height=height,
        font={"family": FONTS[lang], "size": 13, "color": INK},
        paper_bgcolor="white",
        plot_bgcolor="white",
        title={
            "text": f"<b>{title}</b>",
            "subtitle": {"text": "<br>".join(said_below), "font": {"size": 12, "color": GREY}},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": 14},
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "font": {"size": 17},
        },
        margin={"l": left, "r": 20, "t": top, "b": bottom + foot, "pad": 0},
        legend={
            "orientation": "h",
            "x": 0.985,
            "xref": "container",
            "xanchor": "right",
            "y": 0.985,
            "yref": "container",
            "yanchor": "top",
            "font": {"size": 12},
            "tracegroupgap": 0,
        },
        hoverlabel={"font": {"family": FONTS[lang]}},
        separators=".,",
        bargap=0.25,
        meta={"subtitle_lines": len(said_below)},
    )
    figure.update_layout(title_pad_t=14)
    figure.add_annotation(
        text="<br>".join(lines),
        x=0,
        xref="paper",
        xanchor="left",
        xshift=14 - left,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-bottom,
        align="left",
        showarrow=False,
        font={"size": 11, "color": GREY},
    )
    return figure


def subtitle_lines(subtitle: str, lang: Language) -> list[str]:
    """The subtitle in one line, or in two that break between its parts where one would be cut at 720 px."""
    joint = TEXTS.text("sep.subtitle", lang)
    lines = [""]
    for part in subtitle.split(joint):
        longer = f"{lines[-1]}{joint}{part}" if lines[-1] else part
        if lines[-1] and len(lines) < 2 and columns(html.unescape(longer)) > _SUBTITLE_COLUMNS:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines
