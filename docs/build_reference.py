"""Writes the pages of docs/reference that are made from the code; `--check` only tells which are out of date.

python docs/build_reference.py [--check]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

from portsim.cli.main import app
from portsim.results.measures import COMPARED, MEASURES
from portsim.scenario.field_reference import field_reference
from portsim.scenario.schema_export import schema_text
from portsim.study.schema_export import schema_text as study_schema_text

FOLDER = Path(__file__).parent / "reference"


def measures() -> str:
    """Every measure with its unit, names and definition."""
    lines = [
        "# Measures", "",
        "Generated from `portsim.results.measures` by `docs/build_reference.py`; a test compares.",
    ]  # fmt: skip
    for title, table in (("Of a run", MEASURES), ("Of one scenario against another", COMPARED)):
        lines += ["", f"## {title}", "", "| id | unit | name | definition |", "|---|---|---|---|"]
        lines += [
            f"| `{one.id}` | {one.unit} | {one.label_en} / {one.label_zh} | {one.definition_en} |"
            for one in table.values()
        ]
    return "\n".join(lines) + "\n"


def command_options() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(app)
    lines = [
        "# Arguments and options of the commands", "",
        "Generated from the program by `docs/build_reference.py`; a test compares. What the commands do with them:",
        "[commands and exit codes](commands.md).",
    ]  # fmt: skip
    for name, command in group.commands.items():
        lines += ["", f"## `portsim {name}`", "", command.help.splitlines()[0], ""]
        lines += ["| argument or option | default | means |", "|---|---|---|"]
        lines += list(_parameters(command))
    return "\n".join(lines) + "\n"


def _parameters(command: Any) -> Iterator[str]:
    for one in command.params:
        if one.param_type_name == "argument":
            shown = f"`{one.name.upper()}{'...' if one.nargs == -1 else ''}`"
            default = "required" if one.required else "none"
        else:
            value = "" if one.is_flag else f" {one.metavar or KINDS[one.type_descriptor.annotation]}"
            shown = f"`{one.opts[0]}{value}`"
            default = "off" if one.is_flag else "none" if one.default in (None, "") else f"`{one.default}`"
        yield f"| {_cell(shown)} | {default} | {_cell(one.help)} |"


def _cell(text: str) -> str:
    """Text whose bars end no cell and whose brackets are no HTML."""
    return text.replace("|", "\\|").replace("<", "&lt;")


KINDS: dict[object, str] = {int: "N", float: "X", str: "TEXT", Path: "PATH", list[str]: "TEXT"}
PAGES: dict[str, Callable[[], str]] = {
    "command-options.md": command_options,
    "measures.md": measures,
    "scenario-fields.md": field_reference,
    "scenario.schema.json": schema_text,
    "study.schema.json": study_schema_text,
}


def main() -> None:
    """Write the pages, or say which are out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    only_check = parser.parse_args().check
    stale = [name for name, made in PAGES.items() if _now(name) != made()]
    if only_check and stale:
        sys.exit(f"out of date: {', '.join(stale)}; run python docs/build_reference.py")
    for name in () if only_check else stale:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
        print(f"wrote {name}")


def _now(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    main()
