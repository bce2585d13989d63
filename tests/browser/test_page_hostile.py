"""Names that mean harm, from the scenario's file to the page in a browser: shown as text, nothing of them runs."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from portsim.report.images import has_kaleido

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
FORMULA = "=cmd|' /C calc'!A0"
LONG = "a" * 200
EMOJI = "港🚢"
ARABIC = "مرفأ الخليج"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


SCENARIO = f"""
format: 1
name: hostile
extends: two_ports
title: {{en: {quoted(IMAGE)}, zh: {quoted(SCRIPT)}}}
ports:
  north_port:
    name: {{en: {quoted(FORMULA)}, zh: {quoted(IMAGE + EMOJI)}}}
    terminals:
      t1: {{name: {{en: {quoted(SCRIPT)}, zh: {quoted(LONG)}}}}}
  south_port:
    name: {{en: {quoted(LONG)}, zh: {quoted(ARABIC)}}}
    terminals:
      t1: {{name: {{en: {quoted(IMAGE)}, zh: {quoted(FORMULA)}}}}}
"""


@pytest.fixture(scope="module")
def folder(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("hostile")
    (here / "hostile.yaml").write_text(SCENARIO, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("portsim")), "run", "hostile.yaml", "--replications", "2", "--quiet"]
    subprocess.run([*command, "--no-images", "--lang", "both", "--output", "out"], cwd=here, check=True, timeout=400)
    return here / "out"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_are_shown_and_nothing_of_them_runs(folder: Path, opened: Callable, lang: str) -> None:
    one = opened(folder / f"report.{lang}.html", 720)
    for box in one.page.locator(".plot").all():
        box.hover(position={"x": 200, "y": 200})  # what a point says is HTML to plotly too
    assert one.dialogs == []
    assert one.complaints == []
    assert one.asked_outside == []
    assert one.page.locator("img").count() == 0
    heading = one.page.locator("h1").inner_text()
    assert (IMAGE if lang == "en" else SCRIPT) in heading
    assert one.page.locator(".js-plotly-plot").count() == one.page.locator("figure").count()
    assert one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_hostile_names_are_words_in_pictures_and_no_formulas_in_the_workbook(folder: Path) -> None:
    if not has_kaleido():
        pytest.skip("kaleido is missing")
    command = [str(Path(sys.executable).with_name("portsim")), "report", "out", "--lang", "both", "--format", "svg,png"]
    subprocess.run([*command, "--output", "told"], cwd=folder.parent, check=True, timeout=400, capture_output=True)
    told = folder.parent / "told"
    pictures = list((told / "figures").glob("*.svg"))
    assert len(pictures) >= 8
    for picture in pictures:
        parts = list(ElementTree.parse(picture).iter())
        assert not [one.tag for one in parts if one.tag.rsplit("}", 1)[-1] in ("script", "img", "foreignObject")]
        assert not [name for one in parts for name in one.attrib if name.lower().startswith("on")]
        assert len(picture.with_suffix(".png").read_bytes()) > 20_000
    for lang in ("zh", "en"):
        cells = [
            cell for sheet in openpyxl.load_workbook(told / f"report.{lang}.xlsx") for row in sheet for cell in row
        ]
        assert {cell.data_type for cell in cells} <= {"s", "n"}  # none is a formula
        assert any(FORMULA in str(cell.value) for cell in cells)


def test_hostile_names_are_no_formulas_in_the_tables(folder: Path) -> None:
    with (folder / "figures" / "throughput.en.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["entity"]: row["name"] for row in csv.DictReader(file)}
    assert names["north_port"] == f"'{FORMULA}"
    assert names["south_port"] == LONG
