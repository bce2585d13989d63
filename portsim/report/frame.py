"""The frame every chart shares: title, subtitle, note line, fonts and margins, so that all look alike."""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from portsim.report.colours import GREY, INK, PALE
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit

WIDTH, HEIGHT = 960, 540
SMALL_WIDTH, SMALL_HEIGHT = 720, 480
FONTS: dict[Language, str] = {
    "zh": "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, SimHei, WenQuanYi Zen Hei, sans-serif",
    "en": "Arial, Helvetica, Liberation Sans, Noto Sans CJK SC, DejaVu Sans, sans-serif",
}
ROW_PX, TWO_LINES_PX = 24, 36
ROW_COLUMNS = 32
"""Width of a line of a row's name, in half-width characters."""
HOVER = "%{customdata[0]}<br>%{customdata[1]}<extra></extra>"
_NOTE_COLUMNS: dict[Language, int] = {"zh": 118, "en": 121}
"""Width of a line of the note in half-width characters: fits a page of 720 px at the size of the note."""
_SUBTITLE_COLUMNS = 114
"""Width of a line of the subtitle in half-width characters: fits 720 px at its size."""
SUBTITLE_LINE_PX = 16


@dataclass(frozen=True)
class Caption:
    """What stands around a chart besides its title.

    Parameters
    ----------
    scenario
        Title of the scenario as the analyst wrote it.
    identity
        Hash of the scenario; its first 12 characters are printed.
    version
        Version of portsim.
    replications
        Number of replications behind the means.
    observed_sources
        Publishers of observed values that are drawn.
    subject
        What is drawn, where it is not the scenario alone: stands in the subtitle in its place.
    of_draws
        Whether `replications` counts draws of uncertain inputs.
    """

    scenario: str
    identity: str
    version: str
    replications: int
    observed_sources: tuple[str, ...] = ()
    subject: str = ""
    of_draws: bool = False

    def subtitle(self, unit: str, lang: Language, interval_key: str = "") -> str:
        """Unit, scenario and number of replications in one line."""
        key = "chart.runs" if self.replications > 1 else "chart.runs.one"
        key = "chart.runs.draws" if self.of_draws else key
        subject = self.subject or shorten(self.scenario, 44)
        parts = [unit, plain(shorten(subject, 90)), TEXTS.text(key, lang, n=self.replications)]
        if interval_key and self.replications > 1:
            parts.append(TEXTS.text(interval_key, lang))
        return TEXTS.text("sep.subtitle", lang).join(part for part in parts if part)

    def note(self, lang: Language, explanation: str, *, observed: bool = False) -> str:
        """Explanation, source of the simulated and of the observed values."""
        parts = [explanation] if explanation else []
        parts.append(
            TEXTS.text(
                "chart.source",
                lang,
                version=self.version,
                scenario=shorten(self.scenario, 60),
                identity=self.identity[:12],
            )
        )
        if observed and self.observed_sources:
            joined = ("；" if lang == "zh" else "; ").join(self.observed_sources[:4])
            parts.append(TEXTS.text("chart.source.observed", lang, sources=joined))
        elif observed:
            parts.append(TEXTS.text("chart.source.observed.unnamed", lang))
        return ("" if lang == "zh" else " ").join(parts)


def plain(text: str) -> str:
    """Make a name harmless where plotly would read HTML in it."""
    return html.escape(" ".join(text.split()), quote=False)


_QUOTES = "“”‘’"
"""As wide as a character in fonts for Chinese; narrower in others, which does no harm."""


def columns(text: str) -> int:
    """Width of a text in half-width characters: a Chinese character takes two, and so do its quotation marks."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" or letter in _QUOTES else 1 for letter in text)


def shorten(text: str, width: int) -> str:
    """Cut a text to a width in half-width characters, with an ellipsis."""
    if columns(text) <= width:
        return text
    kept = ""
    for letter in text:
        if columns(kept + letter) > width - 1:
            break
        kept += letter
    return kept.rstrip() + "…"


def shorten_words(text: str, width: int) -> str:
    """Cut a name to a width in half-width characters between its words where that leaves half of it."""
    if columns(text) <= width:
        return text
    kept = ""
    for word in text.replace(",", "").split():
        if columns(f"{kept} {word}") > width:
            break
        kept = f"{kept} {word}".strip()
    return kept if columns(kept) >= width / 2 else shorten(text, width)


_NO_LINE_START = "，。；：、）】》！？％"
_NO_LINE_END = "（【《"


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of a width in half-width characters, at spaces or between Chinese characters."""
    pieces: list[str] = []
    for letter in text:
        before = pieces[-1][-1] if pieces else " "
        may_break = before == " " or ((_is_wide(letter) or _is_wide(before)) and letter != " ")
        if not pieces or (may_break and letter not in _NO_LINE_START and before not in _NO_LINE_END):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    lines = [""]
    for piece in pieces:
        if lines[-1] and columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


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


def value_axis(title: str, tickformat: str, top: float) -> dict[str, object]:
    """Settings of an axis of values that starts at 0.

    Parameters
    ----------
    title
        Label of the axis; empty where the subtitle says the unit.
    tickformat
        Format of the numbers, of `Unit.tickformat`.
    top
        Largest value drawn.
    """
    end = top * 1.12 if math.isfinite(top) and top > 0 else 1.0
    return {
        "title": {"text": title, "font": {"size": 12}},
        "range": [0, end],
        "tickformat": tickformat,
        "gridcolor": PALE,
        "zeroline": True,
        "zerolinecolor": GREY,
        "zerolinewidth": 1,
        "showline": False,
        "tickfont": {"size": 12},
        "nticks": 7,
    }


def name_axis(labels: Sequence[str]) -> dict[str, object]:
    """Settings of an axis of names at 0, 1, 2 ...; long names are broken into lines, or turned where too wide.

    Bars of one to three names stay as slim as those of four.
    """
    slot_px = (SMALL_WIDTH - 84) / max(len(labels), 4)
    broken = [name_lines(label, slot_px) for label in labels]
    crowded = _is_crowded(broken, slot_px)
    spare = max(0.0, (4 - len(labels)) / 2)
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": ["<br>".join(plain(line) for line in lines) for lines in broken],
        "tickangle": -35 if crowded else 0,
        "range": [-0.6 - spare, len(labels) - 0.4 + spare],
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 12},
    }


def _is_crowded(broken: Sequence[Sequence[str]], slot_px: float) -> bool:
    widths = [max((columns(line) for line in lines), default=0) * 6.1 for lines in broken]
    return any((left + right) / 2 + 6 > slot_px for left, right in pairwise(widths))


def name_room(labels: Sequence[str]) -> int:
    """Pixels that names below a chart need: two lines, or more where they are turned."""
    slot_px = (SMALL_WIDTH - 84) / max(len(labels), 4)
    broken = [name_lines(label, slot_px) for label in labels]
    if not _is_crowded(broken, slot_px):
        return 52
    longest = max(columns(line) for lines in broken for line in lines)
    return 52 + round(0.57 * 6.1 * longest)


def name_lines(label: str, slot_px: float) -> list[str]:
    """Break a name into at most two lines of a width in pixels, at spaces and before brackets; longer ones are cut."""
    room = max(6, int(slot_px / 6.6))
    lines = [""]
    words = label.replace("（", " （").split()
    for word in (part for whole in words for part in _halves(whole, room)):
        if lines[-1] and columns(f"{lines[-1]} {word}") > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], shorten(" ".join(lines[1:]), room + 2)]
    return [shorten(line.replace(" （", "（"), 2 * room) for line in lines]


def _halves(word: str, room: int) -> list[str]:
    """A Chinese name that is too long for a line, in two parts of like length; others stay whole."""
    return wrap(word, min(room, columns(word) // 2 + 2)) if columns(word) > room else [word]


def row_lines(label: str) -> list[str]:
    """A name left of a row: in two lines where it is long, cut only where even these do not hold it."""
    lines = wrap(label, ROW_COLUMNS) if columns(label) > ROW_COLUMNS else [label]
    return lines if len(lines) <= 2 else [lines[0], shorten(" ".join(lines[1:]), ROW_COLUMNS)]


def label_room(labels: Sequence[str]) -> int:
    """Pixels a column of names left of a chart needs."""
    return 24 + round(6.9 * max((columns(line) for label in labels for line in row_lines(label)), default=0))


def whisker(half_widths: Sequence[float]) -> dict[str, object]:
    """Error bars of an interval; none where the half width is 0."""
    return {
        "type": "data",
        "array": [half or None for half in half_widths],
        "visible": any(half_widths),
        "color": INK,
        "thickness": 1.4,
        "width": 5,
    }


def said(key: str, unit: Unit, value: float, lang: Language, half_width: float = math.nan) -> str:
    """What a point says when pointed at: ``simulated: 7.51 ± 0.02 million TEU``."""
    tail = f" ± {unit.number(half_width)}" if math.isfinite(half_width) else ""
    return f"{TEXTS.text(key, lang)}: {unit.number(value)}{tail} {unit.label}"


def year_tail(period: str, lang: Language) -> str:
    """The year behind a title."""
    return f"（{period}年）" if lang == "zh" else f", {period}"


def of_what(label: str, what: str, lang: Language) -> str:
    """A unit and what it is a part of: ``% (share of available)``."""
    return (f"{label}（{what}）" if lang == "zh" else f"{label} ({what})") if what else label


def row_axis(labels: Sequence[str]) -> dict[str, object]:
    """Settings of an axis of names from top to bottom at 0, 1, 2 ..."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [
            "<br>".join(f"{plain(shorten(line, ROW_COLUMNS))} " for line in row_lines(label)) for label in labels
        ],
        "range": [len(labels) - 0.4, -0.6],
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 12},
    }


def rows_height(labels: Sequence[str]) -> int:
    """Height of a chart with these rows, pixels."""
    n_lines = max((len(row_lines(label)) for label in labels), default=1)
    return max(300, 170 + (ROW_PX if n_lines == 1 else TWO_LINES_PX) * len(labels))
