"""Figures as PNG, SVG and PDF files, drawn by a browser of this computer; what is missing is said in one line."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portsim.report.texts import TEXTS, Language
from portsim.results.disk import write_whole_bytes

BROWSER_VARIABLE = "PORTSIM_BROWSER"
SCALE = 3
MOST_TABS = 2
"""Tabs of the one browser that draw at the same time."""
IMAGES_PER_LOAD = 25
"""A tab is loaded anew after about so many images: what they leave behind stays small."""
FORMATS = ("png", "svg", "pdf")
"""What figures can be written as; PNG at three times their size."""
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "brave-browser",
)
_CJK_FILES = (
    "cjk",
    "msyh",
    "simhei",
    "simsun",
    "pingfang",
    "wqy",
    "sourcehansans",
    "source-han",
    "heiti",
    "fandol",
    "uming",
    "ukai",
)
_FONT_FOLDERS = {
    "win32": ("{windir}/Fonts",),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts"),
}


@dataclass(frozen=True)
class Image:
    """A figure to write, and where; the end of the name (``.png``, ``.svg``, ``.pdf``) says as what.

    Parameters
    ----------
    figure, path
        Both.
    scale
        Pixels of a PNG for one of the figure.
    """

    figure: Any
    path: Path
    scale: float = SCALE


@dataclass(frozen=True)
class ImageOutcome:
    """What became of the images.

    Parameters
    ----------
    written
        Files that are there now.
    message
        Exactly one line on what is missing and how to get it; empty when all is well.
    """

    written: tuple[Path, ...]
    message: str = ""


def has_kaleido() -> bool:
    """Whether the package that drives the browser is installed."""
    return importlib.util.find_spec("kaleido") is not None


def find_browser(environment: Mapping[str, str] | None = None) -> str | None:
    """Path of the browser: ``PORTSIM_BROWSER``, else the first Chromium or Chrome found; None for none.

    A ``PORTSIM_BROWSER`` that is no file counts as none: the user meant that one.
    """
    chosen = (os.environ if environment is None else environment).get(BROWSER_VARIABLE, "")
    if chosen:
        return shutil.which(chosen) or (chosen if Path(chosen).is_file() else None)
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        usual = (
            "C:/Program Files/Google/Chrome/Application/chrome.exe",
            "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        )
        found = next((path for path in usual if Path(path).is_file()), None)
    return found


def has_chinese_font() -> bool:
    """Whether a font with Chinese characters is installed, by fontconfig or by the names of font files."""
    fontconfig = shutil.which("fc-list")
    if fontconfig:
        try:
            listed = subprocess.run([fontconfig, ":lang=zh", "file"], capture_output=True, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return bool(listed.stdout.strip())
    platform = sys.platform if sys.platform in _FONT_FOLDERS else "linux"
    folders = [
        Path(name.format(windir=os.environ.get("WINDIR", "C:/Windows"))).expanduser()
        for name in _FONT_FOLDERS[platform]
    ]
    files = (path.name.lower() for folder in folders if folder.is_dir() for path in folder.rglob("*.[to]t[fc]"))
    return any(word in name for name in files for word in _CJK_FILES)


def obstacle(lang: Language) -> str:
    """What keeps images from being written, in one line; empty when nothing does."""
    if not has_kaleido():
        return TEXTS.text("images.no_kaleido", lang)
    return "" if find_browser() else TEXTS.text("images.no_browser", lang)


def write_images(images: Iterable[Image], lang: Language, *, chinese: bool, timeout_s: float = 90.0) -> ImageOutcome:
    """Write figures, all with one browser.

    Parameters
    ----------
    images
        Figures and paths; the folders exist.
    lang
        Language of the message.
    chinese
        Whether any figure holds Chinese text, which needs a font.
    timeout_s
        Time for one image.

    Returns
    -------
    What was written. A missing package, browser or font, or a browser that fails, is a message and never an error.

    Raises
    ------
    portsim.errors.OutputError
        A file cannot be written.
    """
    message = obstacle(lang)
    if message:
        return ImageOutcome((), message)
    if chinese and not has_chinese_font():
        message = TEXTS.text("images.no_font", lang)
    browser = find_browser() or ""
    written: list[Path] = []
    try:
        drawn = _draw(list(images), browser, timeout_s)
        for path, content in drawn:
            write_whole_bytes(path, content)
            written.append(path)
    except _BrowserFailed as failure:
        return ImageOutcome(tuple(written), TEXTS.text("images.failed", lang, browser=browser, reason=failure))
    return ImageOutcome(tuple(written), message)


class _BrowserFailed(Exception):
    """The browser did not draw."""


def _draw(images: list[Image], browser: str, timeout_s: float) -> list[tuple[Path, bytes]]:
    import asyncio
    import logging
    from concurrent.futures import ThreadPoolExecutor

    import kaleido
    from choreographer.errors import BrowserClosedError, BrowserFailedError, ChromeNotFoundError

    logging.getLogger("kaleido").setLevel(logging.CRITICAL)
    logging.getLogger("choreographer").setLevel(logging.CRITICAL)

    class Session(kaleido.Kaleido):  # type: ignore[misc]
        """A browser whose tabs load plotly.js, 5 MB, after some images and not after each."""

        n_drawn = 0

        async def _return_kaleido_tab(self, tab: Any) -> None:
            self.n_drawn += 1
            if self.n_drawn % IMAGES_PER_LOAD:
                await self.tabs_ready.put(tab)
            else:
                await super()._return_kaleido_tab(tab)

    async def draw() -> list[tuple[Path, bytes]]:
        drawn: dict[Path, bytes] = {}
        waiting = iter(images)
        n_tabs = min(MOST_TABS, os.cpu_count() or 1, len(images) or 1)
        async with Session(n=n_tabs, path=browser, timeout=timeout_s, mathjax=False) as session:

            async def one_after_the_other() -> None:
                for image in waiting:
                    layout = image.figure.layout
                    kind = image.path.suffix.removeprefix(".")
                    scale = image.scale if kind == "png" else 1
                    options = {"format": kind, "width": layout.width, "height": layout.height, "scale": scale}
                    drawn[image.path] = await session.calc_fig(image.figure, opts=options)

            await asyncio.gather(*(one_after_the_other() for _ in range(n_tabs)))
        return [(image.path, drawn[image.path]) for image in images]

    failures = (BrowserClosedError, BrowserFailedError, ChromeNotFoundError, RuntimeError, ValueError, OSError)
    try:
        # a notebook has an event loop of its own running in this thread, and asyncio allows one
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(lambda: asyncio.run(draw())).result()
    except (TimeoutError, *failures) as error:
        words = " ".join(str(error).split())[:120] or type(error).__name__
        raise _BrowserFailed(words) from error
