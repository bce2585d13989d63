"""The command that lays out a starter project: a scenario, a study, and what an editor needs to help with both."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from portsim.cli.console import Language, say
from portsim.cli.texts import WORDS
from portsim.errors import OutputError
from portsim.results.disk import make_folder, writing
from portsim.scenario.schema_export import schema_text
from portsim.study.schema_export import schema_text as study_schema_text

_STARTER = Path(__file__).parent / "starter"
_SCHEMAS = {"schema/scenario.schema.json": schema_text, "schema/study.schema.json": study_schema_text}
_EDITOR = {
    "yaml.schemas": {
        "./schema/scenario.schema.json": ["*.yaml", "!*_study.yaml"],
        "./schema/study.schema.json": ["*_study.yaml"],
    },
    "files.encoding": "utf8",
}


def lay_out(folder: Path, lang: Language) -> None:
    """Write the starter project, whole or not at all, and say how to go on.

    Raises
    ------
    OutputError
        There is something in the folder, or it cannot be written.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(WORDS.text("new.not_empty", lang, folder=folder))
    make_folder(folder)
    partial = folder / f".{secrets.token_hex(4)}.partial"
    try:
        with writing(folder):
            for name, text in _files(lang):
                path = partial / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8"))
            for made in sorted(partial.iterdir()):
                os.replace(made, folder / made.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    say(WORDS.text("new.done", lang, folder=folder))


def _files(lang: Language) -> Iterator[tuple[str, str]]:
    """Path and text of each file of the project."""
    for path in sorted((_STARTER / lang).iterdir()):
        yield path.name, path.read_text(encoding="utf-8")
    for name, text in _SCHEMAS.items():
        yield name, text()
    yield ".vscode/settings.json", json.dumps(_EDITOR, indent=2) + "\n"
