"""Pictures need a package, a browser and a font; what is missing is one line and never a failure."""

from __future__ import annotations

import asyncio
import shutil
import stat
from pathlib import Path

import pytest
from report_tables import report

from portsim.report import images
from portsim.report.charts import charts_of
from portsim.report.images import Image, find_browser, write_images
from portsim.report.texts import LANGUAGES, Language
from portsim.report.writing import write_report


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_the_package_one_line_says_how_to_get_it_and_the_page_is_there(
    lang: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "has_kaleido", lambda: False)
    written = write_report(report(), tmp_path, [lang])
    assert 'pip install "portsim[images]"' in written.note
    assert len(written.note.splitlines()) == 1
    assert [path.exists() for path in written.pages] == [True]
    assert len(list((tmp_path / "figures").glob("*.csv"))) == len(charts_of(report(), lang)) == 7
    assert list(tmp_path.rglob("*.png")) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_browser_one_line_says_how_to_get_one(
    lang: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "has_kaleido", lambda: True)
    monkeypatch.setenv("PORTSIM_BROWSER", str(tmp_path / "nowhere"))
    outcome = write_images([], lang, chinese=False)
    assert "PORTSIM_BROWSER" in outcome.message
    assert "apt install chromium" in outcome.message
    assert len(outcome.message.splitlines()) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_chinese_font_images_come_and_one_line_says_how_to_get_one(
    lang: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Chromium draws Chinese text as nothing then, without an error: only the line tells."""
    empty = tmp_path / "fonts.conf"
    empty.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    if shutil.which("fc-list"):
        assert not images.has_chinese_font()
    monkeypatch.setattr(images, "has_chinese_font", lambda: False)
    monkeypatch.setattr(images, "obstacle", lambda lang: "")
    monkeypatch.setattr(images, "_draw", lambda wanted, browser, timeout_s: [(one.path, b"x") for one in wanted])
    picture = Image(None, tmp_path / "a.png")
    outcome = write_images([picture], lang, chinese=True)
    assert outcome.written == (picture.path,)
    assert "fonts-noto-cjk" in outcome.message
    assert len(outcome.message.splitlines()) == 1
    assert write_images([picture], lang, chinese=False).message == ""


def test_a_browser_that_fails_is_a_message_and_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("kaleido")
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PORTSIM_BROWSER", str(broken))
    figure = charts_of(report(), "en")[0].figure
    outcome = write_images([Image(figure, tmp_path / "a.png")], "en", chinese=False, timeout_s=5.0)
    assert outcome.written == ()
    assert str(broken) in outcome.message
    assert len(outcome.message.splitlines()) == 1


def test_pictures_can_be_asked_for_from_a_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook runs an event loop in the very thread: the browser must be reached all the same."""
    pytest.importorskip("kaleido")
    monkeypatch.setenv("PORTSIM_BROWSER", "/bin/false")
    figure = charts_of(report(), "en")[0].figure

    async def cell() -> str:
        return write_images([Image(figure, tmp_path / "a.png")], "en", chinese=False, timeout_s=5.0).message

    message = asyncio.run(cell())
    assert "event loop" not in message
    assert "/bin/false" in message


def test_the_browser_the_user_names_is_the_only_one_tried(tmp_path: Path) -> None:
    assert find_browser({"PORTSIM_BROWSER": str(tmp_path / "nowhere")}) is None
    mine = tmp_path / "mine"
    mine.write_text("")
    assert find_browser({"PORTSIM_BROWSER": str(mine)}) == str(mine)
