"""The folder of one run: its manifest, measures, records and small tables; whole, or not there.

``runs/<first 12 of the key>/<seed>-<replication>/``. It is written under another name in the same folder and renamed
when it is whole. Whoever comes second drops his own. A folder in the way that is damaged or of another run is never
used and never deleted: it is moved aside.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portsim.errors import OutputError
from portsim.results.disk import ABANDONED_AFTER_S, write_whole, writing
from portsim.results.format import FORMAT_VERSION

MANIFEST = "manifest.json"
RUNS = "runs"
KEY_LENGTH = 12
PARTIAL = ".partial-"


@dataclass(frozen=True)
class RunId:
    """What a run is: the key of scenario and program, the seed, the replication."""

    key: str
    seed: int
    replication: int

    @property
    def label(self) -> str:
        """Name of the run among those of its scenario, ``1-0``."""
        return f"{self.seed}-{self.replication}"

    @property
    def place(self) -> Path:
        """Folder of the run, relative to the results folder."""
        return Path(RUNS, self.key[:KEY_LENGTH], self.label)


def whole_manifest(folder: Path, run: RunId) -> dict[str, Any] | None:
    """The manifest of a folder that is whole, undamaged and of this very run; None for any other.

    Every file must have the length and the CRC-32 that the manifest lists.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        wanted = {"format": FORMAT_VERSION, "key": run.key, "seed": run.seed, "replication": run.replication}
        if any(manifest.get(name) != value for name, value in wanted.items()):
            return None
        found = manifest["files"] == {name: _fingerprint(folder / name) for name in manifest["files"]}
        return manifest if found else None
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return None


def _fingerprint(path: Path) -> dict[str, int]:
    checksum, length = 0, 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum, length = zlib.crc32(block, checksum), length + len(block)
    return {"bytes": length, "crc32": checksum}


def write_run(
    results: Path, run: RunId, manifest: dict[str, Any], fill: Callable[[Path], None], token: str, replace: bool = False
) -> Path:
    """Write the folder of a run so that it is whole or not there.

    Parameters
    ----------
    results
        The results folder.
    run
        Key, seed and replication.
    manifest
        What the manifest says besides format, key, seed, replication and files.
    fill
        Writes all files but the manifest into a folder.
    token
        Marks the unfinished folders of one command (see `drop_partial`).
    replace
        Whether a whole folder of the same run gives way (to one with more in it).

    Returns
    -------
    The folder.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    target = results / run.place
    partial = target.parent / f"{PARTIAL}{token}-{run.label}-{secrets.token_hex(3)}"
    with writing(target):
        try:
            partial.mkdir(parents=True)
            fill(partial)
            files = {path.name: _fingerprint(path) for path in sorted(partial.iterdir())}
            identity = {"format": FORMAT_VERSION, "key": run.key, "seed": run.seed, "replication": run.replication}
            write_whole(partial / MANIFEST, to_json(identity | manifest | {"files": files}))
            _put_in_place(partial, target, run, replace)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return target


def to_json(content: dict[str, Any]) -> str:
    """JSON as portsim writes it: readable, UTF-8, a newline at the end."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _put_in_place(partial: Path, target: Path, run: RunId, replace: bool) -> None:
    for _ in range(10):
        try:
            os.rename(partial, target)  # refuses a folder that is not empty
        except OSError:
            if not target.exists():
                raise
        else:
            return
        if whole_manifest(target, run) is None:
            _move(target, target.with_name(f"{target.name}.damaged-{secrets.token_hex(3)}"))
        elif replace:
            old = partial.with_name(f"{partial.name}-old")
            if _move(target, old):
                os.rename(partial, target)
                shutil.rmtree(old, ignore_errors=True)
                return
        else:
            return
    raise OutputError(f"cannot write {target}: others keep writing it")


def _move(path: Path, to: Path) -> bool:
    try:
        os.rename(path, to)
    except FileNotFoundError:  # another command was first
        return False
    return True


def drop_partial(results: Path, token: str) -> None:
    """Delete what a command of this token left unfinished."""
    for folder in (results / RUNS).glob(f"*/{PARTIAL}{token}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def drop_abandoned(results: Path) -> None:
    """Delete what commands that were killed left unfinished: unfinished folders that nobody touched for a day."""
    newest_s = time.time() - ABANDONED_AFTER_S
    for folder in (results / RUNS).glob(f"*/{PARTIAL}*"):
        with suppress(OSError):  # another command was first
            if folder.stat().st_mtime < newest_s:
                shutil.rmtree(folder, ignore_errors=True)
