"""The pages of `portsim report` in a browser: links lead on, files arrive, and images hold their words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scenario_files import write

from portsim.report.images import FORMATS, has_chinese_font, has_kaleido

STUDY = """format: 1
name: quays
question: {en: "<img src=x onerror=alert(1)>", zh: "=cmd|calc</script>"}
base: tutorial
options:
  today: {title: {en: As today, zh: 现状}}
  longer:
    title: {en: "</script><script>alert(2)</script>", zh: "<b>五</b>"}
    set: {ports.harbour.terminals.terminal_1.quays.quay_1.length_m: 900}
uncertainties: {services.ships.work_h.exponential: {uniform: [9.5, 10.5], assumed: for the test}}
sampling: {method: one_at_a_time}
replications: 2
compare_to: today
measures: [throughput_teu, wait_h@harbour]
"""
PORTSIM = str(Path(sys.executable).with_name("portsim"))


@pytest.fixture(scope="module")
def folder(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("study")
    write(here, STUDY, "quays.yaml")
    for command in (("study", "quays.yaml"), ("report", "results/quays", "--lang", "both")):
        subprocess.run([PORTSIM, *command], cwd=here, check=True, timeout=400, capture_output=True)
    return here / "results" / "quays"


@pytest.mark.parametrize("width", [1280, 720])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_a_study_draws_everything_and_nothing_hostile_runs(
    folder: Path, opened: Callable, lang: str, width: int
) -> None:
    one = opened(folder / f"report.{lang}.html", width)
    assert one.page.locator(".js-plotly-plot").count() == one.page.locator("figure").count() == 4
    for box in one.page.locator(".plot").all():
        box.hover(position={"x": 300, "y": 150})
    assert one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert one.page.locator("img").count() == 0
    assert (one.dialogs, one.complaints, one.asked_outside) == ([], [], [])


def test_navigation_the_other_language_and_the_options_are_one_click_away(folder: Path, opened: Callable) -> None:
    page = opened(folder / "report.zh.html").page
    for link in page.locator("nav ol a").all():
        link.click()
        assert page.locator(page.evaluate("location.hash")).is_visible()
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang='en'][data-drawn]", state="attached")
    assert page.locator("h1").inner_text() == "<img src=x onerror=alert(1)>"
    page.get_by_role("link", name="Page of As today").click()
    page.wait_for_selector("#figure-throughput .main-svg", state="attached")


def test_the_numbers_of_a_figure_and_the_workbook_arrive(folder: Path, opened: Callable) -> None:
    page = opened(folder / "report.en.html").page
    with page.expect_download() as waiting:
        page.locator("figcaption a").first.click()
    assert waiting.value.suggested_filename == "throughput_teu_cluster_2025.en.csv"
    arrived = Path(waiting.value.path()).read_bytes()
    assert arrived.startswith(b"\xef\xbb\xbf")
    # out of the page itself, the same as the file beside it
    assert arrived.decode() == (folder / "figures" / "throughput_teu_cluster_2025.en.csv").read_text(encoding="utf-8")
    link = page.get_by_role("link", name="Excel workbook")
    assert (folder / link.get_attribute("href")).read_bytes().startswith(b"PK")


def test_images_come_in_three_formats_with_their_words(folder: Path) -> None:
    if not has_kaleido() or not has_chinese_font():
        pytest.skip("kaleido or a Chinese font is missing")
    starts = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}
    for kind in FORMATS:
        files = list((folder / "figures").glob(f"*.{kind}"))
        assert len(files) == 8  # four figures in two languages
        assert all(path.read_bytes().startswith(starts[kind]) for path in files)
    assert "现状" in (folder / "figures" / "wait_h_harbour_2025.zh.svg").read_text(encoding="utf-8")
    assert all((folder / f"report.{lang}.pdf").read_bytes().startswith(b"%PDF") for lang in ("zh", "en"))
    if shutil.which("pdftotext"):
        for name in ("report.zh.pdf", "figures/wait_h_harbour_2025.zh.pdf"):
            told = subprocess.run(
                ["pdftotext", str(folder / name), "-"], check=True, capture_output=True
            ).stdout.decode()
            assert "现状" in told
