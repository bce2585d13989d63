"""`portsim dashboard` in a browser: pages draw, controls and language work, files arrive, nothing goes outside."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from commands import begin
from dashboard_folders import IMAGE, SCRIPT, study_folder

from portsim.dashboard.view import PAGES

CUT_LABELS = """Array.from(document.querySelectorAll('.js-plotly-plot')).flatMap(plot => {
  const frame = plot.getBoundingClientRect();
  return Array.from(plot.querySelectorAll('.main-svg text')).filter(text => {
    const box = text.getBoundingClientRect();
    return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map(text => text.textContent);
})"""
WIDE_TABLES = "Array.from(document.querySelectorAll('.table')).filter(t => t.scrollWidth > t.clientWidth + 1).length"


@dataclass
class Seen:
    """A page of a running dashboard, with all that it asked for and complained of."""

    page: Any
    url: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def asked_outside(self) -> list[str]:
        return [one for one in self.asked if not one.startswith((self.url, "data:", "blob:"))]

    def open(self, address: str) -> None:
        self.page.goto(f"{self.url.rstrip('/')}{address}")
        self.wait()

    def wait(self) -> None:
        """Until the page is there and each of its figures is drawn; selectors only, the page forbids `eval`."""
        self.page.wait_for_selector("main h1", timeout=60_000)
        self.page.wait_for_selector("#app:not([data-dash-is-loading='true'])", timeout=60_000)
        for figure in self.page.locator("main figure").all():
            figure.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached", timeout=60_000)
        self.page.wait_for_timeout(300)


def running(folder: Path) -> Iterator[str]:
    process = begin("dashboard", str(folder), "--port", "0", "--quiet", "--lang", "en", folder=folder)
    try:
        yield process.stdout.readline().strip()
    finally:
        os.kill(process.pid, signal.SIGTERM)
        _, said = process.communicate(timeout=30)
    assert said == ""


@pytest.fixture(scope="module")
def study_url(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard over a study whose names mean harm."""
    yield from running(study_folder(tmp_path_factory.mktemp("study")))


@pytest.fixture(scope="module")
def plain_url(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same with harmless names."""
    yield from running(study_folder(tmp_path_factory.mktemp("plain"), hostile=False))


@pytest.fixture(scope="module")
def cluster_url(browser: Any, run_folder: Callable[[str, int], Path]) -> Iterator[str]:
    """A dashboard over the whole cluster."""
    yield from running(run_folder("baseline", 2))


@pytest.fixture
def look(browser: Any) -> Iterator[Callable[..., Seen]]:
    pages: list[Any] = []

    def open_page(url: str, address: str, width: int = 1280) -> Seen:
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        seen = Seen(page, url)
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on(
            "console", lambda said: seen.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        seen.open(address)
        return seen

    yield open_page
    for page in pages:
        page.close()


def texts(seen: Seen) -> str:
    return seen.page.locator("main").inner_text()


def turn_to(seen: Seen, page: str) -> None:
    seen.page.locator(f"#to-{page}").click()
    seen.page.wait_for_selector(f"html[data-page='{page}'] main.page-{page}", timeout=60_000)
    seen.wait()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_are_shown_on_every_page_and_nothing_of_them_runs(
    study_url: str, look: Callable[..., Seen], lang: str
) -> None:
    seen = look(study_url, f"/?lang={lang}&option=longer&base=today", 720)
    for page in PAGES:
        turn_to(seen, page)
        assert seen.page.locator("main figure").count() == seen.page.locator(".js-plotly-plot").count()
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 720, page
        for plot in seen.page.locator(".js-plotly-plot").all()[:3]:
            plot.hover(position={"x": 300, "y": 180})  # what a point says is HTML to plotly too
    turn_to(seen, "overview")
    assert seen.page.locator("h1").inner_text() == (IMAGE if lang == "zh" else SCRIPT)
    assert seen.page.locator("main img").count() == 0
    assert (seen.dialogs, seen.complaints, seen.asked_outside) == ([], [], [])


@pytest.mark.parametrize("width", [1280, 720])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_a_study_draws_whole(plain_url: str, look: Callable[..., Seen], lang: str, width: int) -> None:
    seen = look(plain_url, f"/?lang={lang}&option=longer&base=today", width)
    for page in PAGES:
        turn_to(seen, page)
        assert seen.page.locator("main figure").count() == seen.page.locator(".js-plotly-plot").count()
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, page
        assert seen.page.evaluate(CUT_LABELS) == [], page
        assert seen.page.evaluate(WIDE_TABLES) == 0, page
        assert "option=longer" in seen.page.url
    assert (seen.complaints, seen.asked_outside) == ([], [])


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 720)])
def test_every_page_of_the_cluster_draws_whole(
    cluster_url: str, look: Callable[..., Seen], lang: str, width: int
) -> None:
    seen = look(cluster_url, f"/?lang={lang}", width)
    n_figures = {}
    for page in PAGES:
        turn_to(seen, page)
        n_figures[page] = seen.page.locator(".js-plotly-plot").count()
        assert n_figures[page] == seen.page.locator("main figure").count()
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, page
        assert seen.page.evaluate(CUT_LABELS) == [], page
    assert min(n_figures[page] for page in ("overview", "ports", "corridors", "series", "animation", "data")) >= 1
    assert n_figures["corridors"] >= 5
    assert (seen.complaints, seen.asked_outside) == ([], [])


def test_ships_move_when_the_animation_plays(cluster_url: str, look: Callable[..., Seen]) -> None:
    seen = look(cluster_url, "/animation?lang=en")
    clock = seen.page.locator(".slider-label")  # the first is the time shown
    before = clock.first.text_content()
    seen.page.locator(".updatemenu-button").first.click()
    seen.page.wait_for_timeout(2_500)
    assert clock.first.text_content() != before
    seen.page.locator(".updatemenu-button").nth(1).click()
    assert seen.complaints == []


def test_the_language_switches_and_the_view_stays(study_url: str, look: Callable[..., Seen]) -> None:
    seen = look(study_url, "/ports?lang=en&port=south_port&option=longer")
    seen.page.locator("#language").click()
    seen.page.wait_for_selector("html[lang='zh']", timeout=30_000)
    seen.wait()
    assert seen.page.locator("h1").inner_text() == "港口与泊位"
    assert "port=south_port" in seen.page.url
    assert "option=longer" in seen.page.url
    assert "港口与泊位" in seen.page.title()
    seen.page.locator("#language").click()
    seen.page.wait_for_selector("html[lang='en']", timeout=30_000)
    assert seen.complaints == []


def test_a_control_changes_the_figure_and_the_address_and_back_brings_it_again(
    study_url: str, look: Callable[..., Seen]
) -> None:
    seen = look(study_url, "/ports?lang=zh")
    figure = seen.page.locator("main figure .js-plotly-plot").first
    before = figure.locator(".xtick").count()
    assert before == 2
    seen.page.locator(".is-buttons label").nth(2).click()
    seen.page.wait_for_url("**port=south_port**", timeout=30_000)
    seen.wait()
    assert seen.page.locator("main figure .js-plotly-plot").first.locator(".xtick").count() == 1
    seen.page.go_back()
    seen.page.wait_for_url("**/ports?lang=zh", timeout=30_000)
    seen.wait()
    assert seen.page.locator("main figure .js-plotly-plot").first.locator(".xtick").count() == 2
    assert seen.complaints == []


def test_an_address_that_is_sent_on_opens_the_same_view(study_url: str, look: Callable[..., Seen]) -> None:
    seen = look(study_url, "/compare?lang=en")
    seen.page.locator(".is-ticks label").nth(0).click()
    seen.page.wait_for_url("**places=**", timeout=30_000)
    seen.wait()
    other = look(study_url, seen.page.url.removeprefix(study_url.rstrip("/")))
    assert texts(other) == texts(seen)
    assert "All ports" not in other.page.locator("#sheet-differences").inner_text()


def test_another_base_is_chosen_from_the_list(study_url: str, look: Callable[..., Seen]) -> None:
    seen = look(study_url, "/compare?lang=zh")
    seen.page.locator(".is-one .dash-dropdown").first.click()
    seen.page.locator(".dash-dropdown-option").filter(has_text=IMAGE).click()
    seen.page.wait_for_url("**base=longer**", timeout=30_000)
    seen.wait()
    assert IMAGE in texts(seen)
    assert seen.page.locator("main img").count() == 0
    assert (seen.dialogs, seen.complaints) == ([], [])


def test_inputs_are_found_as_they_are_typed(study_url: str, look: Callable[..., Seen]) -> None:
    seen = look(study_url, "/data?lang=en")
    field = seen.page.locator(".is-text input")
    field.fill("mooring north_port")
    field.press("Enter")
    seen.page.wait_for_url("**find=mooring**", timeout=30_000)
    seen.wait()
    cells = seen.page.locator("#sheet-inputs tbody td:first-child").all_inner_texts()
    assert cells
    assert all("mooring" in cell and "north_port" in cell for cell in cells)


def test_the_numbers_and_the_picture_of_a_figure_arrive(study_url: str, look: Callable[..., Seen]) -> None:
    seen = look(study_url, "/ports?lang=zh")
    with seen.page.expect_download() as waiting:
        seen.page.locator("figcaption a").first.click()
    assert waiting.value.suggested_filename == "wait.zh.csv"
    assert Path(waiting.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")
    plot = seen.page.locator("main figure .js-plotly-plot").first
    plot.hover()
    with seen.page.expect_download(timeout=60_000) as waiting:
        plot.locator(".modebar-btn").first.click()
    assert waiting.value.suggested_filename == "wait.zh.png"
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    assert (seen.complaints, seen.asked_outside) == ([], [])


def test_no_button_uploads_the_figures(study_url: str, look: Callable[..., Seen]) -> None:
    seen = look(study_url, "/ports?lang=en")
    said = "all => all.map(button => (button.dataset.title || '').toLowerCase())"
    titles = seen.page.eval_on_selector_all(".modebar-btn", said)
    assert any("png" in title for title in titles)  # else the bar was not found
    assert [t for t in titles if any(word in t for word in ("share", "cloud", "upload", "studio", "edit"))] == []


def test_on_paper_the_page_has_no_controls_of_the_browser_and_nothing_is_cut(
    plain_url: str, look: Callable[..., Seen]
) -> None:
    seen = look(plain_url, "/compare?lang=zh", 695)  # A4 less its margins at 96 dpi
    seen.page.emulate_media(media="print")
    seen.page.wait_for_timeout(300)
    assert not seen.page.locator("nav").is_visible()
    assert not seen.page.locator("#language").is_visible()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 695
    assert seen.page.evaluate(CUT_LABELS) == []
    assert seen.page.evaluate(WIDE_TABLES) == 0


PLOT_WIDTHS = "Array.from(document.querySelectorAll('.js-plotly-plot .main-svg')).map(svg => svg.clientWidth)"


def test_figures_follow_the_window_and_nothing_is_cut(plain_url: str, look: Callable[..., Seen]) -> None:
    seen = look(plain_url, "/corridors?lang=zh&option=longer&base=today", 1400)
    wide = seen.page.evaluate(PLOT_WIDTHS)
    assert wide
    for width in (720, 1400):
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.wait_for_timeout(2_000)  # the figures wait until the window rests, and flows move to their places
        now = seen.page.evaluate(PLOT_WIDTHS)
        assert now == wide if width == 1400 else max(now) < 720 < min(wide)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.page.evaluate(CUT_LABELS) == []
    assert seen.complaints == []


@pytest.mark.parametrize("page", ["overview", "ports", "corridors", "data"])
def test_a_page_of_a_wide_window_is_printed_as_wide_as_the_paper_and_comes_back(
    plain_url: str, look: Callable[..., Seen], page: str
) -> None:
    seen = look(plain_url, f"/{page}?lang=en&option=longer&base=today", 1400)
    wide = seen.page.evaluate(PLOT_WIDTHS)
    seen.page.emulate_media(media="print")
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    seen.page.wait_for_timeout(300)
    assert set(seen.page.evaluate(PLOT_WIDTHS)) <= {690}
    assert seen.page.evaluate(CUT_LABELS) == []
    seen.page.emulate_media(media="screen")
    seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    seen.page.wait_for_timeout(500)
    assert seen.page.evaluate(PLOT_WIDTHS) == wide
    assert seen.complaints == []


def test_the_numbers_of_every_figure_and_table_of_a_page_arrive(plain_url: str, look: Callable[..., Seen]) -> None:
    seen = look(plain_url, "/corridors?lang=zh&option=longer&base=today")
    links = seen.page.locator("main a.csv")
    assert links.count() == seen.page.locator("main figure").count() + seen.page.locator("main .sheet").count() > 3
    for link in links.all():
        answer = seen.page.request.get(f"{seen.url.rstrip('/')}{link.get_attribute('href')}")
        assert answer.ok
        assert answer.body().startswith(b"\xef\xbb\xbf")
        assert answer.headers["content-disposition"].startswith("attachment")
