"""The gallery in the docs: every picture is there, in both languages, and together they stay small."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_every_picture_of_the_gallery_is_there_in_both_languages_and_none_besides() -> None:
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\((gallery/[^)]+\.png)\)", page)
    there = sorted(f"gallery/{path.name}" for path in (DOCS / "gallery").iterdir())
    assert sorted(named) == there
    assert len(there) >= 40
    for name in there:
        other = name.replace(".en.png", ".zh.png") if name.endswith(".en.png") else name.replace(".zh.png", ".en.png")
        assert other in there
    assert sum((DOCS / name).stat().st_size for name in there) < 6e6


def test_the_page_says_what_the_pictures_are_drawn_from() -> None:
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    told = re.findall(r"- `portsim (?:run|study) [^`]+`: \d+ replication", page)
    assert len(told) >= 2  # the baseline, and a study of the canal
