"""What every chart owes its reader, whichever it is."""

from __future__ import annotations

import plotly.graph_objects as go

from portsim.report.caption import Caption
from portsim.report.frame import FONTS
from portsim.report.texts import Language

CAPTION = Caption("A <gulf>", "0123456789abcdef", "9.9", 3)
_DEFAULT_COLOURS = ("#636efa", "#ef553b", "#00cc96", "#ab63fa", "#1f77b4", "#ff7f0e")


def owes_nothing(figure: go.Figure, lang: Language, *, replications: str = "3") -> None:
    """Assert title, subtitle with scenario and replications, source line, fonts, and no default colour."""
    layout = figure.layout
    assert layout.title.text.startswith("<b>")
    subtitle = layout.title.subtitle.text
    assert "A &lt;gulf&gt;" in subtitle
    assert replications in subtitle
    notes = " ".join(note.text or "" for note in layout.annotations).replace("<br>", " ")
    assert "portsim 9.9" in notes.replace("  ", " ")
    assert "0123456789ab" in notes
    assert layout.font.family == FONTS[lang]
    text = figure.to_json().lower()
    assert not [colour for colour in _DEFAULT_COLOURS if colour in text]
    assert (layout.width, layout.height >= 250) == (960, True)
