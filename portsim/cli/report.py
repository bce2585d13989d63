"""The command for reports: pages, figures and workbook of a results folder, of a scenario or of a study."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portsim.cli.console import Language, say
from portsim.errors import InputError, OutputError
from portsim.results.opening import Results, open_results


@dataclass(frozen=True)
class Options:
    """What the analyst asked for on the command line."""

    output: Path | None
    option: str | None
    languages: tuple[Language, ...]
    formats: tuple[str, ...]
    quiet: bool


def formats_of(text: str) -> tuple[str, ...]:
    """The image formats of ``png,svg,pdf``.

    Raises
    ------
    typer.BadParameter
        There is no such format.
    """
    import typer

    from portsim.report.images import FORMATS

    asked = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [part for part in asked if part not in FORMATS]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]}: allowed are {', '.join(FORMATS)}", param_hint="--format")
    return asked


def write(folder: Path, options: Options, languages_given: bool) -> None:
    """Write the report of a results folder and print the paths of its pages, as HTML and PDF, and workbooks.

    Raises
    ------
    InputError
        It is no results folder, none of its runs is whole, or it has no such option.
    OutputError
        The disk refuses.
    """
    from portsim.report.gather import data_of
    from portsim.report.writing import Wanted, write_report

    results = open_results(folder)
    target = options.output or folder
    if target.is_file():
        raise OutputError(f"cannot write {target}: it is a file, not a folder")
    wanted = Wanted(options.formats, workbook=True, page_pdf="pdf" in options.formats)
    languages = options.languages if languages_given else _told(results) or options.languages
    chosen = _chosen(results, options.option)
    if chosen is None:
        from portsim.cli.report_study import write_study

        report = write_study(results, target, languages, wanted)
    else:
        report = write_report(data_of(results, chosen), target, languages, wanted)
    if report.note and not options.quiet:
        say(report.note)
    printed = [path for path in report.images if path.parent == target]  # a page as PDF; figures lie in a folder below
    for path in (*report.pages, *printed, *report.files):
        print(path)


def _told(results: Results) -> tuple[Language, ...]:
    """The languages that the study asks for."""
    return tuple((results.study.get("report") or {}).get("languages") or ())


def _chosen(results: Results, option: str | None) -> str | None:
    """The one scenario to report; None for the whole of a study."""
    whole = list(dict.fromkeys(run.option for run in results.runs))
    if not whole:
        raise InputError(f"{results.path}: none of its runs is whole; run the same command again")
    if option is None:
        is_study = bool(results.study.get("study"))
        return whole[0] if len(results.options) == 1 and not is_study else None
    if option not in whole:
        raise InputError(f"{results.path}: no option {option} with whole runs; there are {', '.join(whole)}")
    return option
