"""A page as PDF: the browser that draws the figures prints it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from portsim.report.images import find_browser
from portsim.report.texts import TEXTS, Language
from portsim.results.disk import write_whole_bytes

TIMEOUT_S = 180.0
_PATIENCE_MS = 60_000
"""Time that passes for the page, not for the reader: the browser prints once the figures are drawn."""


def print_pages(pages: Iterable[Path], lang: Language) -> tuple[list[Path], str]:
    """Print pages beside themselves (``report.en.pdf``).

    Parameters
    ----------
    pages
        HTML files.
    lang
        Language of the message.

    Returns
    -------
    The files written, and one line on what failed; empty when nothing did.
    """
    browser = find_browser()
    if browser is None:
        return [], TEXTS.text("images.no_browser", lang)
    written: list[Path] = []
    for page in pages:
        reason = _print(page.resolve(), page.with_suffix(".pdf").resolve(), browser)
        if reason:
            return written, TEXTS.text("images.pdf_failed", lang, browser=browser, reason=reason)
        written.append(page.with_suffix(".pdf"))
    return written, ""


def _print(page: Path, target: Path, browser: str) -> str:
    """Print one page; why it failed, empty when it did not."""
    with tempfile.TemporaryDirectory(prefix="portsim-", ignore_cleanup_errors=True) as folder:
        made = Path(folder, "page.pdf")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", f"--user-data-dir={folder}",
            "--no-pdf-header-footer", f"--virtual-time-budget={_PATIENCE_MS}", f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
        except subprocess.TimeoutExpired:
            return f"> {TIMEOUT_S:g} s"
        except OSError as error:
            return error.strerror or str(error)
        if not made.is_file() or not made.stat().st_size:
            return f"exit {done.returncode}"
        write_whole_bytes(target, made.read_bytes())
    return ""
