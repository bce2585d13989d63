"""Writes a report beside the results: the page of each language, the numbers of its figures, pictures, the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portsim.report.charts import Chart, charts_of
from portsim.report.csv_files import BOM, csv_text
from portsim.report.data import ReportData
from portsim.report.images import Image, obstacle, write_images
from portsim.report.page import render_page
from portsim.report.page_parts import Link
from portsim.report.paper import print_pages
from portsim.report.texts import TEXTS, Language
from portsim.report.workbook import write_workbook
from portsim.report.workbook_sheets import Part, sheets_of
from portsim.results.disk import make_folder, write_whole, writing


@dataclass(frozen=True)
class Wanted:
    """What is written beside the pages.

    Parameters
    ----------
    formats
        Of the figures: some of ``png``, ``svg``, ``pdf``; with ``pdf`` the whole page too, if `page_pdf`.
    workbook
        Whether the Excel workbook is written.
    page_pdf
        Whether the page is printed to PDF.
    """

    formats: tuple[str, ...] = ("png",)
    workbook: bool = False
    page_pdf: bool = False


@dataclass(frozen=True)
class Report:
    """What was written: pages by language, images, other files, and what kept images from being drawn."""

    pages: tuple[Path, ...]
    images: tuple[Path, ...]
    note: str
    files: tuple[Path, ...] = ()


def write_report(data: ReportData, folder: Path, languages: Sequence[Language], wanted: Wanted | None = None) -> Report:
    """Write ``report.<lang>.html``, ``inputs.csv`` and ``figures/`` into a folder, and what else is wanted.

    Parameters
    ----------
    data
        What the report says.
    folder
        Where; made if need be.
    languages
        Of the pages.
    wanted
        Formats of the figures, workbook, PDF; PNG figures if None.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    wanted = wanted or Wanted()
    make_folder(folder / "figures")
    write_whole(folder / "inputs.csv", BOM + csv_text(data.inputs))
    pages: list[Path] = []
    books: list[Path] = []
    pictures: list[Image] = []
    for lang in languages:
        charts = charts_of(data, lang)
        page = folder / f"report.{lang}.html"
        write_whole(page, render_page(data, charts, lang, links_of(lang, languages, wanted.workbook)))
        pages.append(page)
        pictures += write_figures(charts, folder / "figures", lang, wanted.formats)
        if wanted.workbook:
            books.append(folder / f"report.{lang}.xlsx")
            write_workbook(books[-1], sheets_of([Part(data.title(lang), data, charts)], lang))
    drawn, note = draw(pictures, pages if wanted.page_pdf else [], languages)
    return Report(tuple(pages), drawn, note, tuple(books))


def links_of(lang: Language, languages: Sequence[Language], workbook: bool) -> list[Link]:
    """The files beside a page that were written with it."""
    links = [Link(f"report.{other}.html", TEXTS.text(f"link.{other}", lang)) for other in languages if other != lang]
    if workbook:
        links.append(Link(f"report.{lang}.xlsx", TEXTS.text("link.workbook", lang)))
    return links


def write_figures(charts: Sequence[Chart], folder: Path, lang: Language, formats: Sequence[str]) -> list[Image]:
    """Write the numbers of charts as CSV; gives the pictures that are still to be drawn."""
    for chart in charts:
        write_whole(folder / f"{chart.key}.{lang}.csv", BOM + csv_text(chart.table))
    return [Image(chart.figure, folder / f"{chart.key}.{lang}.{kind}") for chart in charts for kind in formats]


def draw(images: Sequence[Image], pages: Sequence[Path], languages: Sequence[Language]) -> tuple[tuple[Path, ...], str]:
    """Draw pictures and print pages with the browser of this computer.

    Returns
    -------
    The files written, and one line on what is missing; empty when nothing is.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    lang = languages[0]
    if not images and not pages:
        return (), ""
    written: tuple[Path, ...] = ()
    note = obstacle(lang) if images else ""
    if images and not note:
        with writing(images[0].path.parent):
            drawn = write_images(images, lang, chinese="zh" in languages)
        written, note = drawn.written, drawn.message
    if pages:
        with writing(pages[0].parent):
            printed, failed = print_pages(pages, lang)
        written, note = (*written, *printed), note or failed
    return written, note
