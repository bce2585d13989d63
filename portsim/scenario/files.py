"""Opening what an analyst names: every way a file can fail to be read gets one message in plain words."""

from __future__ import annotations

import difflib
import os
import re
import stat
from pathlib import Path

from portsim.errors import InputError, Problem
from portsim.scenario.nodes import SourceFile

LARGEST_FILE_MB = 10.0
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BYTE_ORDER_16 = (b"\xff\xfe", b"\xfe\xff")
_EXCEL_MARK = b"PK\x03\x04"


_PACKAGE = Path(__file__).resolve().parent.parent


def shown(path: Path) -> str:
    """A path as messages show it, with forward slashes, relative to the working folder or to portsim where inside."""
    try:
        real = path.resolve()
        for folder in (Path.cwd().resolve(), _PACKAGE / "_shipped", _PACKAGE.parent):
            if real.is_relative_to(folder):
                return real.relative_to(folder).as_posix()
    except (OSError, ValueError, RuntimeError):
        pass  # the path itself is what is wrong; `read_bytes` says so
    return path.as_posix()


def resolved(path: Path) -> Path:
    """The real path of a file, with links followed.

    Raises
    ------
    InputError
        It cannot be followed: a circle of links, or a character no path may have.
    """
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise refuse(path.as_posix(), f"this path cannot be followed: {error}") from None


def refuse(name: str, message: str, line: int = 0, column: int | str = 0, quoted: str = "") -> InputError:
    """An input error about one file as a whole."""
    return InputError([Problem("error", name, line, column, "", message, quoted)])


def read_bytes(path: Path, what: str) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    path
        The file.
    what
        What it should be, ``scenario file`` or ``table``.

    Raises
    ------
    InputError
        Missing, a directory, no ordinary file, no permission, too large, or empty.
    """
    name = shown(path)
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise refuse(name, f"this is a directory; name a {what} inside it")
        if not stat.S_ISREG(status.st_mode):
            raise refuse(name, f"this is not an ordinary file; name a {what}")
        if status.st_size > LARGEST_FILE_MB * 1e6:
            raise refuse(
                name, f"{status.st_size / 1e6:.1f} MB is too large for a {what}; the limit is {LARGEST_FILE_MB:.0f} MB"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise refuse(name, f"no such {what}{_near(path)}") from None
    except NotADirectoryError:
        raise refuse(name, f"no such {what}: part of its path is a file, not a folder") from None
    except PermissionError:
        raise refuse(name, f"no permission to read this {what}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse(name, f"this {what} cannot be read: {reason}") from None
    if not data.strip():
        raise refuse(name, f"this {what} is empty")
    return data


def _near(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return f"; there is no folder {shown(path.parent)}"
    close = difflib.get_close_matches(path.name, names, n=1)
    return f", did you mean {close[0]}?" if close else ""


def decode(data: bytes, name: str, what: str) -> str:
    """Read bytes as UTF-8 text, with or without a byte order mark.

    Raises
    ------
    InputError
        Binary data, or text in another encoding.
    """
    if data.startswith(_BYTE_ORDER_16):
        raise refuse(name, f"this {what} is UTF-16 text; save it as UTF-8")
    if data.startswith(_EXCEL_MARK):
        raise refuse(
            name, f"this is an Excel workbook or a zip file, not a {what} in text; a workbook's name ends in .xlsx"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise refuse(name, f"this is binary data, not a {what}") from None
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(
            name, f"this {what} is not UTF-8 text (first wrong byte in line {line}); save it as UTF-8", line
        ) from None
    refuse_control_characters(text, name, what)
    return text


def refuse_control_characters(text: str, name: str, what: str) -> None:
    """Refuse text with control characters, which only binary data have.

    Raises
    ------
    InputError
        There is one.
    """
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise refuse(name, f"this is binary data, not a {what} (control character {match[0]!r} in line {line})", line)


def read_text(path: Path, what: str = "scenario file") -> tuple[SourceFile, str]:
    """Read a UTF-8 text file, with all checks of `read_bytes` and `decode`."""
    name = shown(path)
    text = decode(read_bytes(path, what), name, what)
    return SourceFile(name, path, text.splitlines()), text
