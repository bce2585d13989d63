"""The index of a results folder: which runs the last command asked for, and what became of them.

``study.json`` says what was asked (options, seed, replications), ``index.json`` lists the runs. Whatever else lies in
the folder is a cache.
"""

from __future__ import annotations

import json
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portsim.errors import InputError
from portsim.results.disk import write_whole
from portsim.results.folder import RunId, to_json
from portsim.results.format import FORMAT_VERSION, steps

INDEX, STUDY, SCENARIOS = "index.json", "study.json", "scenarios"
_PATIENCE = 25
"""Looks at an index whose two files are of different commands, before it is taken for cut short."""


@dataclass(frozen=True)
class Entry:
    """One run of the index.

    Parameters
    ----------
    option
        Label of the scenario among those compared.
    run
        Key, seed and replication.
    status
        ``planned`` (not run, or cut short; the key of a draw may be empty then), ``done``, ``cached`` or ``failed``.
    error, traceback
        Why it failed.
    draw
        Number of the draw of uncertain inputs; 0 for the scenario of the option as it is.
    made_of
        By which a later command knows the key of a draw without making its scenario; empty where there is none.
    """

    option: str
    run: RunId
    status: str = "planned"
    error: str = ""
    traceback: str = ""
    draw: int = 0
    made_of: str = ""

    def to_row(self) -> dict[str, Any]:
        """As in ``index.json``."""
        row: dict[str, Any] = {
            "option": self.option, "key": self.run.key, "seed": self.run.seed, "replication": self.run.replication,
            "folder": self.run.place.as_posix(), "status": self.status,
        }  # fmt: skip
        if self.draw:
            row |= {"draw": self.draw, "made_of": self.made_of}
        return row | ({"error": self.error, "traceback": self.traceback} if self.error else {})

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Entry:
        """From ``index.json``."""
        run = RunId(str(row["key"]), int(row["seed"]), int(row["replication"]))
        why = (row.get("error", ""), row.get("traceback", ""))
        return cls(str(row["option"]), run, row["status"], *why, int(row.get("draw", 0)), row.get("made_of", ""))


@dataclass(frozen=True)
class Index:
    """What the last command on a results folder asked for.

    Parameters
    ----------
    study
        Name, seed, replications and, by option, name, title, identity and key of its scenario.
    entries
        The runs, in the order asked for.
    """

    study: dict[str, Any] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    def write(self, results: Path) -> None:
        """Write ``study.json`` and ``index.json``.

        Raises
        ------
        OutputError
            The disk refuses.
        """
        mark = {"format": FORMAT_VERSION, "mark": f"{zlib.crc32(to_json(self.study).encode()):08x}"}
        rows = [entry.to_row() for entry in self.entries]
        write_whole(results / STUDY, to_json(mark | self.study))
        write_whole(results / INDEX, to_json(mark | {"runs": rows}))


def read_index(results: Path) -> Index:
    """Read the index of a results folder.

    Raises
    ------
    InputError
        It is no results folder, it is damaged, a newer portsim wrote it, or the command that wrote it was killed
        between its two files.
    """
    if not results.exists():
        raise InputError(f"{results}: there is no such folder; a run writes to results/NAME, or where --output says")
    if not results.is_dir():
        raise InputError(f"{results}: this is a file; results are a folder with {INDEX} in it")
    study, index = _read_both(results)
    try:
        return Index(study, tuple(Entry.from_row(row) for row in index["runs"]))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{results / INDEX}: damaged; run the same command again") from error


def _read_both(results: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """``study.json`` and ``index.json`` of the same command; a command that is just writing them is waited for."""
    for _ in range(_PATIENCE):
        study, index = _read_json(results / STUDY), _read_json(results / INDEX)
        marks = {study.pop("mark", None), index.get("mark")}
        if len(marks) == 1 or None in marks:  # written by hand, or before there were marks
            return study, index
        time.sleep(0.02)
    raise InputError(f"{results}: the last command was killed while it wrote its index; run the same command again")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{path.parent}: no results of portsim: there is no {path.name}") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: damaged; run the same command again") from error
    if not isinstance(content, dict):
        raise InputError(f"{path}: damaged; run the same command again")
    read: dict[str, Any] = content
    for step in steps(read.get("format"), str(path)):
        read = step.manifest(read)
    return read
