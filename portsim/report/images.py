"""Figures as PNG pictures, drawn by kaleido in a browser that is on the machine; or what is missing for that."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from portsim.report.charts import Chart

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER_VARIABLE = "PORTSIM_BROWSER"
SCALE = 3


def browser() -> str | None:
    """Path of a browser that can draw: the one ``PORTSIM_BROWSER`` names, or the first known one on the path."""
    named = os.environ.get(BROWSER_VARIABLE)
    if named:
        return named if Path(named).exists() else None
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether a font with Chinese letters is installed; taken for granted where fontconfig does not tell."""
    lister = shutil.which("fc-list")
    if lister is None:
        return True
    said = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(said.stdout.strip())


def missing() -> str:
    """Name what PNG pictures lack, and how to get it; empty if nothing does."""
    if find_spec("kaleido") is None:
        return 'no PNG images: kaleido is missing (pip install "portsim[images]")'
    if browser() is None:
        return f"no PNG images: no Chromium or Chrome found (install one, or name it in {BROWSER_VARIABLE})"
    if not has_chinese_font():
        return "no Chinese letters in PNG images: no font has them (Debian: apt-get install fonts-noto-cjk)"
    return ""


def write_images(charts: Sequence[Chart], folder: Path, suffix: str) -> list[Path]:
    """Write each figure as ``<key><suffix>.png``, with one browser for all of them.

    Raises
    ------
    RuntimeError
        kaleido or a browser is missing: see `missing`.
    """
    found = browser()
    if found is None or find_spec("kaleido") is None:
        raise RuntimeError(missing())
    import kaleido

    paths = [folder / f"{chart.key}{suffix}.png" for chart in charts]
    before = os.environ.get("BROWSER_PATH")
    os.environ["BROWSER_PATH"] = found
    try:
        kaleido.start_sync_server(n=1, silence_warnings=True)
        try:
            for chart, path in zip(charts, paths, strict=True):
                chart.figure.write_image(path, scale=SCALE)
        finally:
            kaleido.stop_sync_server(silence_warnings=True)
    finally:
        if before is None:
            del os.environ["BROWSER_PATH"]
        else:
            os.environ["BROWSER_PATH"] = before
    return paths
