"""Writes a report beside the results: the page of each language, the numbers of its figures, and their pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portsim.report.charts import charts_of, csv_text
from portsim.report.data import ReportData
from portsim.report.images import Image, write_images
from portsim.report.page import render_page
from portsim.report.texts import Language
from portsim.results.disk import make_folder, write_whole, writing


@dataclass(frozen=True)
class Report:
    """What was written: pages by language, images, and what kept images from being drawn."""

    pages: tuple[Path, ...]
    images: tuple[Path, ...]
    note: str


def write_report(data: ReportData, folder: Path, languages: Sequence[Language], images: bool = True) -> Report:
    """Write ``report.<lang>.html``, ``inputs.csv`` and ``figures/`` into a results folder.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    figures = folder / "figures"
    make_folder(figures)
    write_whole(folder / "inputs.csv", csv_text(data.inputs))
    pages: list[Path] = []
    pictures: list[Image] = []
    for lang in languages:
        charts = charts_of(data, lang)
        page = folder / f"report.{lang}.html"
        write_whole(page, render_page(data, charts, lang))
        pages.append(page)
        for chart in charts:
            write_whole(figures / f"{chart.key}.{lang}.csv", csv_text(chart.table))
            pictures.append(Image(chart.figure, figures / f"{chart.key}.{lang}.png"))
    if not images:
        return Report(tuple(pages), (), "")
    with writing(figures):
        drawn = write_images(pictures, languages[0], chinese="zh" in languages)
    return Report(tuple(pages), drawn.written, drawn.message)
