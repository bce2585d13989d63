"""A browser for the tests of the page; where there is none, the last lines of the run name each test not run."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from portsim.report.images import find_browser

# A Debian Chromium asks its maker for updates and lists unless told not to.
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
FROM_THE_PAGE = ("file:", "data:", "blob:")
HERE = Path(__file__).parent
NOT_RUN = pytest.StashKey[list[str]]()


@dataclass
class Opened:
    """A page in the browser, with all that it asked for and complained of."""

    page: Any
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def asked_outside(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(FROM_THE_PAGE)]


def obstacle() -> str:
    if importlib.util.find_spec("playwright") is None:
        return "the package playwright is missing"
    return "" if find_browser() else "no Chromium or Chrome found (set PORTSIM_BROWSER to its path)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Closed after each file: Playwright keeps an event loop in this thread, which would hinder tests elsewhere."""
    if reason := obstacle():
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Opened]]:
    """Opens a file at a width and waits until its figures are drawn."""
    pages: list[Any] = []

    def open_page(path: Path, width: int = 1280) -> Opened:
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        one = Opened(page)
        page.on("request", lambda request: one.asked.append(request.url))
        page.on("console", lambda said: one.complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: one.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (one.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        # A selector, not a function: the page forbids `eval`.
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=30_000)
        return one

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def run_folder(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """Runs a shipped scenario once and gives its results folder; not at all where no browser would open the page."""
    done: dict[str, Path] = {}

    def run(scenario: str, replications: int) -> Path:
        if scenario not in done:
            folder = tmp_path_factory.mktemp(scenario)
            command = [str(Path(sys.executable).with_name("portsim")), "run", scenario, "--no-images", "--quiet"]
            command += ["--replications", str(replications), "--lang", "both", "--output", "out"]
            subprocess.run(command, cwd=folder, check=True, timeout=400, capture_output=True)
            done[scenario] = folder / "out"
        return done[scenario]

    return run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.skipped and HERE in item.path.parents:
        item.config.stash.setdefault(NOT_RUN, []).append(item.nodeid)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> Iterator[None]:
    """Below everything else, so that no one takes a run without a browser for a whole one."""
    done = yield
    if names := config.stash.get(NOT_RUN, []):
        terminalreporter.section("browser tests not run", sep="-", yellow=True)
        terminalreporter.write_line(f"Not run: {obstacle() or 'skipped'}.")
        for name in names:
            terminalreporter.write_line(f"  {name}")
    return done
