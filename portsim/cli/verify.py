"""The command that runs known answers through the model and prints what came out beside what had to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version

import typer

from portsim.cli.console import Language, say
from portsim.cli.layout import console_width, fold, table_lines
from portsim.cli.verify_words import VERIFY_WORDS
from portsim.report.printed import PrintedTable
from portsim.verification.case import Expected, Finding, Kind
from portsim.verification.running import KINDS, OnCase, Verification, verify

COLUMNS = ("case", "measure", "expected", "source", "found", "half_width", "within", "verdict")
TEXTS = frozenset({0, 1, 3, 7})
MISSED = 1


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    full: bool
    only: Sequence[str]
    jobs: int | None
    languages: Sequence[Language]
    as_json: bool
    as_markdown: bool
    quiet: bool


def print_verification(options: Options) -> None:
    """Run the cases and print their table.

    Raises
    ------
    InputError
        A case that does not exist.
    typer.Exit
        With code 1 where a value is not reproduced.
    """
    if options.as_json and options.as_markdown:
        raise typer.BadParameter("either --json or --markdown", param_hint="--markdown")
    with _bar(options) as on_case:
        found = verify(options.full, options.jobs, options.only, on_case)
    if options.as_json:
        print(json.dumps(as_data(found), ensure_ascii=False, indent=1))
    else:
        for lang in options.languages:
            for line in page_lines(found, lang) if options.as_markdown else lines(found, lang):
                print(line)
    if not found.is_good:
        raise typer.Exit(MISSED)


@contextmanager
def _bar(options: Options) -> Iterator[OnCase | None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if options.quiet or options.as_json or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("verify", total=None)

        def show(id: str, n_all: int) -> None:
            bar.update(task, total=n_all, advance=1, description=id)

        yield show


def as_data(found: Verification) -> dict[str, object]:
    """What ``--json`` prints."""
    return {
        "version": version("portsim"),
        "is_full": found.is_full,
        "is_good": found.is_good,
        "findings": [_data(finding) for finding in found.findings],
    }


def _data(finding: Finding) -> dict[str, object]:
    expected, (zh, en) = finding.expected, (_cells(finding, lang) for lang in ("zh", "en"))
    return {
        "case": finding.case, "kind": finding.kind, "title_en": en[0], "title_zh": zh[0],
        "measure": expected.measure, "measure_en": en[1], "measure_zh": zh[1], "expected": expected.value,
        "source_en": en[3], "source_zh": zh[3], "found": finding.found.mean, "half_width": finding.found.half_width,
        "within": expected.within, "by_chance": expected.by_chance, "is_good": finding.is_good,
    }  # fmt: skip


def lines(found: Verification, lang: Language) -> Iterator[str]:
    """A table for each kind, and the sum."""
    width = console_width()
    for kind in KINDS:
        rows = [finding for finding in found.findings if finding.kind == kind]
        if rows:
            yield from table_lines(_table(kind, rows, lang), width)
    for text in _notes(found, lang):
        yield from fold(text, width or 120)
    for finding in found.misses:
        say(VERIFY_WORDS.text("miss", lang, case=finding.case, measure=_measure(finding.expected, lang)))


def page_lines(found: Verification, lang: Language) -> Iterator[str]:
    """A page of Markdown, as it stands in the reference."""
    text = VERIFY_WORDS.text
    yield f"# {text('page.title', lang)}"
    yield ""
    yield text("page.made", lang, version=version("portsim"), full=" --full" if found.is_full else "")
    for note in _notes(found, lang):
        yield ""
        yield note
    for kind in KINDS:
        rows = [finding for finding in found.findings if finding.kind == kind]
        if not rows:
            continue
        table = _table(kind, rows, lang)
        yield ""
        yield f"## {table.title}"
        yield ""
        yield f"| {' | '.join(table.header)} |"
        yield f"|{'|'.join('---' if n in TEXTS else '--:' for n in range(len(COLUMNS)))}|"
        for cells in table.rows:
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _table(kind: Kind, rows: Sequence[Finding], lang: Language) -> PrintedTable:
    heads = tuple(VERIFY_WORDS.text(f"head.{column}", lang) for column in COLUMNS)
    title = VERIFY_WORDS.text(f"kind.{kind}", lang)
    return PrintedTable(f"verify.{kind}", title, heads, tuple(_cells(row, lang) for row in rows), TEXTS)


def _cells(finding: Finding, lang: Language) -> tuple[str, ...]:
    text, expected, found = VERIFY_WORDS.text, finding.expected, finding.found
    within = f"{100.0 * expected.within:.3g} %" if expected.by_chance else f"± {expected.within:.3g}"
    verdict = "good" if finding.is_good else "wide" if finding.is_too_wide else "miss"
    return (
        text(f"case.{finding.title}", lang, **finding.words), _measure(expected, lang), _number(expected.value),
        text(f"source.{expected.source}", lang), _number(found.mean),
        f"± {found.half_width:.2g}" if expected.by_chance else "", within, text(f"verdict.{verdict}", lang),
    )  # fmt: skip


def _measure(expected: Expected, lang: Language) -> str:
    """Its words; what stands after a point names a place."""
    name, _, place = expected.measure.partition(".")
    words = VERIFY_WORDS.text(f"measure.{name}", lang)
    return f"{words} ({VERIFY_WORDS.text(f'place.{place}', lang)})" if place else words


def _number(value: float) -> str:
    digits = f"{value:.6g}"
    return f"{value:.1f}" if "e+" in digits else digits


def _notes(found: Verification, lang: Language) -> Iterator[str]:
    n_cases = len({finding.case for finding in found.findings})
    n_all, n_missed = len(found.findings), len(found.misses)
    key = "sum.good" if found.is_good else "sum.missed"
    yield VERIFY_WORDS.text(key, lang, n=n_all, cases=n_cases, missed=n_missed)
    yield VERIFY_WORDS.text("sum.rule", lang)
