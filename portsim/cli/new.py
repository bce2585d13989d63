"""The command that lays out a starter project: a scenario, a study, and what an editor needs to help with both."""

from __future__ import annotations

import json
import os
import re
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

_UNFINISHED = re.compile(r"\.([0-9a-f]{8}\.partial|probe-[0-9a-f]{8})")
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
    files = dict(_files(lang))
    if folder.is_dir() and not _is_free(folder, files):
        raise OutputError(WORDS.text("new.not_empty", lang, folder=folder))
    make_folder(folder)
    partial = folder / f".{secrets.token_hex(4)}.partial"
    try:
        with writing(folder):
            for name, text in files.items():
                path = partial / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8"))
            for made in sorted(partial.iterdir()):
                if not (folder / made.name).exists():
                    os.replace(made, folder / made.name)
    finally:
        for left in _unfinished(folder):
            shutil.rmtree(left, ignore_errors=True)
        for probe in _unfinished(folder):
            probe.unlink(missing_ok=True)
    say(WORDS.text("new.done", lang, folder=folder))


def _is_free(folder: Path, files: dict[str, str]) -> bool:
    """Whether a folder is empty, or holds nothing but what a command like this one had laid out when it was killed."""
    unfinished = _unfinished(folder)
    if not unfinished:
        return not any(folder.iterdir())
    there = [path for top in folder.iterdir() if top not in unfinished for path in (top, *top.rglob("*"))]
    laid_out = {path.relative_to(folder).as_posix(): path.read_bytes() for path in there if path.is_file()}
    return all(files.get(name, "").encode("utf-8") == content for name, content in laid_out.items())


def _unfinished(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if _UNFINISHED.fullmatch(path.name)]


def _files(lang: Language) -> Iterator[tuple[str, str]]:
    """Path and text of each file of the project."""
    for path in sorted((_STARTER / lang).iterdir()):
        yield path.name, path.read_text(encoding="utf-8")
    for name, text in _SCHEMAS.items():
        yield name, text()
    yield ".vscode/settings.json", json.dumps(_EDITOR, indent=2) + "\n"
