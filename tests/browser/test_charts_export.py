"""Charts as pictures in both sizes: the map and the Sankey diagram, with Chinese words."""

from __future__ import annotations

import math
import re
import struct
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from portsim.report.caption import Caption
from portsim.report.chart_corridors import corridors
from portsim.report.chart_map import flow_map
from portsim.report.images import SCALE, Image, obstacle, write_images
from portsim.report.sizes import SIZES, at_size
from portsim.report.summary import Names

CAPTION = Caption("北部湾", "0123456789abcdef", "9.9", 3)
NAMES = Names(
    pd.DataFrame(
        [("qinzhou", "port", "", "Qinzhou", "钦州"), ("hill", "zone", "", "Hill", "山区")],
        columns=["id", "kind", "parent", "name_en", "name_zh"],
    )
)


def test_charts_become_pictures_of_both_sizes(tmp_path: Path) -> None:
    if reason := obstacle("en"):
        pytest.skip(reason)
    ways = [("2025", "hill", "rail", "qinzhou", "sea", 3e4), ("2025", "hill", "road", "qinzhou", "sea", 1e4)]
    journeys = pd.DataFrame(ways, columns=["period", "zone", "mode", "gateway", "market", "value"])
    flows = pd.DataFrame([("hill", 106.0, 24.0, "qinzhou", 108.6, 21.7, "road", 3e4, math.nan)],
                         columns=["zone", "zone_lon", "zone_lat", "gateway", "gateway_lon", "gateway_lat", "mode",
                                  "value", "share"])  # fmt: skip
    sankey = corridors(journeys, {"sea": "asean"}, NAMES, "2025", CAPTION, "zh")
    charts = {"sankey": sankey, "map": flow_map(flows, {"qinzhou": 1e6}, NAMES, "2025", CAPTION, "zh")}
    wanted = {
        tmp_path / f"{name}_{size}.png": at_size(figure, size) for name, figure in charts.items() for size in SIZES
    }
    outcome = write_images([Image(figure, path) for path, figure in wanted.items()], "zh", chinese=True)
    assert set(outcome.written) == set(wanted)
    for path, figure in wanted.items():
        content = path.read_bytes()
        size = struct.unpack(">II", content[16:24])  # width and height stand first in a PNG file
        assert size == (SCALE * figure.layout.width, SCALE * figure.layout.height)
        assert len(content) > 180_000  # an empty frame with its words has 104 000 or 134 000


def test_tabs_that_are_loaded_anew_and_tabs_that_are_not_draw_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures of one kind after another in a tab: each is whole, of its own size and chart, in the order asked for."""
    if reason := obstacle("en"):
        pytest.skip(reason)
    figures = [go.Figure(go.Scatter(x=[1, 2], y=[1, n], mode="lines"), {"width": 300 + 60 * n, "height": 200,
                                                                       "title": {"text": f"chart {n}"}})
               for n in range(3)]  # fmt: skip
    images = [Image(figure, tmp_path / f"{n}.{kind}") for n, figure in enumerate(figures)
              for kind in ("pdf", "svg", "png")]  # fmt: skip
    monkeypatch.setattr("portsim.report.images.IMAGES_PER_LOAD", 4)
    outcome = write_images(images, "en", chinese=False)
    assert (list(outcome.written), outcome.message) == ([image.path for image in images], "")
    for n in range(3):
        width = 300 + 60 * n
        svg = (tmp_path / f"{n}.svg").read_text(encoding="utf-8")
        assert [f"chart {one}" in svg for one in range(3)] == [one == n for one in range(3)]
        assert f'width="{width}"' in svg
        assert struct.unpack(">I", (tmp_path / f"{n}.png").read_bytes()[16:20]) == (SCALE * width,)
        pdf = (tmp_path / f"{n}.pdf").read_bytes()
        points = re.search(rb"/MediaBox \[0 0 ([\d.]+)", pdf)
        assert points is not None
        assert float(points[1]) == pytest.approx(0.75 * width, abs=0.5)  # of 1/72 inch
