"""The command that says why ships waited and what followed."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portsim.analysis.explain import Where
from portsim.analysis.explain_findings import Finding, findings
from portsim.analysis.explain_logs import Explanation, Logs, explain, logs_of
from portsim.cli.console import Language
from portsim.cli.explain_tables import ID_COLUMNS, Speaker, tables_of
from portsim.cli.layout import console_width, fold, table_lines
from portsim.errors import InputError
from portsim.results.opening import Results, open_results

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Explained:
    """One option with what was found."""

    option: str
    logs: Logs
    tables: Explanation
    findings: tuple[Finding, ...]


def print_explanation(folder: Path, where: Where, late_h: float, as_json: bool, languages: Sequence[Language]) -> None:
    """Print waiting and lost time by cause, and what late ships led to.

    Raises
    ------
    InputError
        It is no results folder, no run kept its records, or there is no such port or ship class.
    """
    results = open_results(folder)
    entities = results.table("entities")
    _check(where, entities)
    explained = []
    for option in results.options:
        logs = logs_of(results, option)
        tables = explain(logs, where, late_h)
        if not tables.n_calls:
            raise InputError(f"{folder}: no call of {option} ended in the reported time where you asked for")
        explained.append(Explained(option, logs, tables, findings(tables)))
    if as_json:
        data = _data(results, where, late_h, explained, Speaker(languages[0], entities, late_h))
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for lang in languages:
        speaker = Speaker(lang, entities, late_h)
        for one in explained:
            for line in _lines(one, where, speaker):
                print(line)


def _check(where: Where, entities: pd.DataFrame) -> None:
    for kind, wanted in (("port", where.port), ("ship_class", where.ship_class)):
        known = sorted(set(entities.loc[entities["kind"] == kind, "id"]))
        if wanted is not None and wanted not in known:
            close = difflib.get_close_matches(wanted, known, n=1)
            hint = f", did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"
            raise InputError(f"unknown {kind.replace('_', ' ')} {wanted}{hint}")


def _lines(one: Explained, where: Where, speaker: Speaker) -> Iterator[str]:
    width = console_width()
    say = speaker.text
    parts = [say("scope.port", name=speaker.name(where.port))] if where.port else []
    parts += [say("scope.month", month=where.month)] if where.month else []
    parts += [say("scope.ship_class", name=speaker.name(where.ship_class))] if where.ship_class else []
    yield say(
        "scope", option=one.option, n=speaker.number(one.tables.n_calls), runs=one.logs.n_runs, where="".join(parts)
    )
    yield ""
    for table in tables_of(one.tables, where, speaker):
        yield from table_lines(table, width)
    yield say("findings")
    for number, finding in enumerate(one.findings, start=1):
        yield from fold(f"{number}. {speaker.sentence(finding)}", width or 120)
    yield ""
    yield say("limits")
    for text in limits(one, where, speaker):
        yield from fold(f"- {text}", width or 120)
    yield ""


def limits(one: Explained, where: Where, speaker: Speaker) -> list[str]:
    """What the records cannot tell."""
    keys = ["limit.exports", "limit.calls"]
    if len(one.tables.trains):
        keys = ["limit.trains", "limit.zone", *keys]
    if not one.logs.passages["teu"].any():
        keys.append("limit.barges")
    if where.month is not None or where.ship_class is not None:
        keys.append("limit.choice")
    said = [speaker.text(key) for key in keys]
    if one.tables.unknown_rail_teu >= 0.5:
        said.append(speaker.text("limit.unknown", teu=speaker.number(one.tables.unknown_rail_teu)))
    return said


def _data(
    results: Results, where: Where, late_h: float, explained: Sequence[Explained], speaker: Speaker
) -> dict[str, object]:
    names = ("causes", "ports", "months", "ship_classes", "services", "late", "trains", "rolled", "locks")
    return {
        "results": str(results.path), "port": where.port, "month": where.month, "ship_class": where.ship_class,
        "late_h": late_h,
        "options": [
            {"option": one.option, "n_replications": one.logs.n_runs, "n_calls": one.tables.n_calls}
            | {
                "findings": [
                    {"key": finding.key, "text": speaker.sentence(finding), "facts": dict(finding.facts)}
                    for finding in one.findings
                ],
                "limits": limits(one, where, speaker),
            }
            | {name: _records(getattr(one.tables, name)) for name in names}
            for one in explained
        ],
    }  # fmt: skip


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): _plain(str(name), value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(name: str, value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if name in ID_COLUMNS else value
