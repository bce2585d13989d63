"""Words fitted into a chart: made harmless, measured in half-width characters, cut or broken into lines."""

from __future__ import annotations

import html
import unicodedata

ROW_COLUMNS = 32
"""Width of a line of a row's name, in half-width characters."""
_QUOTES = "“”‘’"
"""As wide as a character in fonts for Chinese; narrower in others, which does no harm."""
_NO_LINE_START = "，。；：、）】》！？％"
_NO_LINE_END = "（【《"


def plain(text: str) -> str:
    """Make a name harmless where plotly would read HTML in it."""
    return html.escape(" ".join(text.split()), quote=False)


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


def path_label(path: str) -> str:
    """The path of an input with a space where a line may be broken, so that its end, which tells most, is whole."""
    parts = path.split(".")
    if len(path) <= ROW_COLUMNS or len(parts) < 3:
        return path
    tail = ".".join(parts[-2:])
    return f"{'.'.join(parts[:-2])}. {tail if len(tail) <= ROW_COLUMNS else parts[-1]}"
