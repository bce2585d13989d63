"""The disk under a results folder: what can go wrong there, said in one message; files that appear whole or not."""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portsim.errors import OutputError

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "no permission to write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOTDIR: "part of the path is a file, not a folder",
    errno.EEXIST: "it is a file, not a folder",
    errno.ENAMETOOLONG: "the path is too long",
}

ABANDONED_AFTER_S = 24 * 3600.0
"""A file is written in seconds; one untouched for a day has nobody left who would finish or delete it."""
_LEFT_BEHIND = re.compile(r"\.(probe-[0-9a-f]{8}|token-[0-9a-f]{16}|.+\.[0-9a-f]{8}\.partial)")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn whatever the disk refuses into one clear message.

    Raises
    ------
    OutputError
        The disk is full, there is no permission, a file is in the way ...
    """
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {path}: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    for number, reason in _REASONS.items():
        # pyarrow says the number only in its text
        if error.errno == number or (error.errno is None and f"errno {number}]" in str(error).replace(":", "]")):
            return reason
    return error.strerror or str(error)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; unfinished files of commands that were killed there a day ago are dropped.

    Raises
    ------
    OutputError
        It cannot be made, or cannot be written to.
    """
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".probe-{secrets.token_hex(4)}"
        try:
            probe.write_bytes(b"portsim")
        finally:
            with suppress(OSError):
                probe.unlink(missing_ok=True)
    _drop_left_behind(path)


def _drop_left_behind(folder: Path) -> None:
    newest_s = time.time() - ABANDONED_AFTER_S
    for path in folder.iterdir():
        if _LEFT_BEHIND.fullmatch(path.name):
            with suppress(OSError):  # another command was first
                if path.stat().st_mtime < newest_s:
                    path.unlink()


def write_whole(path: Path, text: str) -> None:
    """Write a text file (UTF-8, newlines as they are) that is never seen half-written.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    write_whole_bytes(path, text.encode("utf-8"))


def write_whole_bytes(path: Path, content: bytes) -> None:
    """Write a file that is never seen half-written.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    with whole(path) as partial:
        partial.write_bytes(content)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give the path of an unfinished file beside a file, which it replaces at the end if nothing went wrong.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    with writing(path):
        try:
            yield partial
            os.replace(partial, path)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
