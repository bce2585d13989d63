"""The command that prints how cargo answers to cost, time and frequency."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from portsim.cli.calibrate_words import CALIBRATE_WORDS
from portsim.cli.console import Language, say
from portsim.cli.layout import console_width, table_lines
from portsim.report.printed import PrintedTable
from portsim.study.elasticities import Answer, elasticities
from portsim.study.loading import load_scenario

SHOWN = 40
_HEADS = ("zone", "trade", "gateway", "mode", "share", "cost", "time", "frequency")


def print_elasticity(
    file: str, sets: Sequence[str], as_json: bool, allow_outside: bool, languages: Sequence[Language]
) -> None:
    """Print elasticities by zone, trade, gateway and mode, all of them as JSON.

    Raises
    ------
    InputError
        The scenario is wrong, or its cargo does not choose.
    """
    loaded = load_scenario(file, sets=list(sets), allow_outside=allow_outside)
    for warning in loaded.warnings:
        say(str(warning))
    answers = elasticities(loaded.scenario)
    if as_json:
        rows = [asdict(one) for one in answers]
        print(json.dumps({"scenario": loaded.scenario.name, "elasticities": rows}, ensure_ascii=False))
        return
    for lang in languages:
        print("\n".join(table_lines(_table(answers, lang), console_width())))


def _table(answers: Sequence[Answer], lang: Language) -> PrintedTable:
    largest = sorted(answers, key=lambda one: -one.teu)[:SHOWN]
    title = CALIBRATE_WORDS.text("elasticity", lang, shown=len(largest), all=len(answers))
    cells = tuple(
        (
            *(one.zone, one.trade, one.gateway, one.mode, f"{one.share * 100:.1f}"),
            *(f"{value:.2f}" for value in (one.cost, one.time, one.frequency)),
        )
        for one in largest
    )
    heads = tuple(CALIBRATE_WORDS.text(head, lang) for head in _HEADS)
    return PrintedTable("elasticity", title, heads, cells, frozenset({0, 1, 2, 3}))
