"""The page of the whole cluster in a browser: its size, on a wide and a narrow screen, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

WIDE_TABLES = "Array.from(document.querySelectorAll('.table')).filter(t => t.scrollWidth > t.clientWidth + 1).length"
CUT_LABELS = """Array.from(document.querySelectorAll('.js-plotly-plot')).flatMap(plot => {
  const frame = plot.getBoundingClientRect();
  return Array.from(plot.querySelectorAll('.main-svg text')).filter(text => {
    const box = text.getBoundingClientRect();
    return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map(text => text.textContent);
})"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_the_cluster_is_light_and_whole_on_every_screen(
    run_folder: Callable[[str, int], Path], opened: Callable, lang: str
) -> None:
    page_file = run_folder("baseline", 2) / f"report.{lang}.html"
    assert page_file.stat().st_size < 4e6
    for width in (1280, 720):
        one = opened(page_file, width)
        n_charts = len(list((page_file.parent / "figures").glob(f"*.{lang}.csv")))
        assert n_charts >= 16
        assert one.page.locator(".js-plotly-plot").count() == one.page.locator("figure").count() == n_charts
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
        assert one.page.evaluate(CUT_LABELS) == []
        one.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
        if width == 1280:
            assert one.page.evaluate(WIDE_TABLES) == 0
        assert one.asked_outside == []
        assert one.complaints == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_paper_nothing_is_cut(run_folder: Callable[[str, int], Path], opened: Callable, lang: str) -> None:
    one = opened(run_folder("baseline", 2) / f"report.{lang}.html", 695)  # A4 less its margins, 184 mm at 96 dpi
    one.page.emulate_media(media="print")
    one.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    one.page.wait_for_timeout(500)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 695
    assert one.page.evaluate(WIDE_TABLES) == 0
    assert one.page.evaluate(CUT_LABELS) == []
    # a Sankey diagram is made smaller, not drawn anew: its flows would still be growing when the page is printed
    zoom = "document.querySelector('#figure-corridors .plot').style.zoom"
    assert 0.5 < float(one.page.evaluate(zoom)) <= 1.0
    assert one.page.locator("#figure-corridors .sankey-link").count() > 20
    assert not one.page.locator(".modebar-container").first.is_visible()
    assert one.page.locator("#table-services").is_visible()
    assert not one.page.locator("#table-inputs").is_visible()  # hundreds of rows: they are in a file
    one.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not one.page.locator("#table-services").is_visible()
    assert one.page.evaluate(zoom) == ""


def test_no_button_uploads_the_figures(run_folder: Callable[[str, int], Path], opened: Callable) -> None:
    one = opened(run_folder("baseline", 2) / "report.en.html")
    said = "all => all.map(button => (button.dataset.title || '').toLowerCase())"
    titles = one.page.eval_on_selector_all(".modebar-btn", said)
    assert any("png" in title for title in titles)  # else the bar was not found
    assert [t for t in titles if any(word in t for word in ("share", "cloud", "upload", "studio", "edit"))] == []
