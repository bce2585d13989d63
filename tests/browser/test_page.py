"""The page opened in a real browser: every figure draws, nothing is asked of the network, nothing is complained of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("scenario", ["tutorial", "two_ports"])
def test_the_page_draws_every_figure_offline_and_without_a_complaint(
    run_folder: Callable[[str, int], Path], opened: Callable, scenario: str, lang: str
) -> None:
    page_file = run_folder(scenario, 2) / f"report.{lang}.html"
    one = opened(page_file)
    n_figures = one.page.locator("figure").count()
    assert n_figures >= 4  # throughput, months, waits, occupancy
    assert one.page.locator("figure .js-plotly-plot .main-svg").count() >= n_figures
    assert one.page.locator(".js-plotly-plot").count() == n_figures
    assert one.asked_outside == []
    assert one.complaints == []
