"""The key of a run: what the scenario says and what the program does; the same key gives the same results."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from portsim.results.format import FORMAT_VERSION

_PACKAGE = Path(__file__).resolve().parents[1]
_MADE_OF = ("model", "capacity", "choice", "scenario", "results", "streams.py", "clock.py")
"""What a result depends on; rooms that do not exist yet are passed over."""


@cache
def source_digest() -> str:
    """SHA-256 over the source files a result depends on, names and contents, as 64 hexadecimal digits."""
    return digest_of(_PACKAGE, _MADE_OF)


def digest_of(package: Path, rooms: tuple[str, ...]) -> str:
    """SHA-256 over the Python files of some rooms of a package; the kind of line ends does not matter."""
    digest = hashlib.sha256()
    for room in rooms:
        place = package / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.is_file() else []:
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{path.relative_to(package).as_posix()}:{len(content)}:".encode())
            digest.update(content)
    return digest.hexdigest()


def run_key(identity: str) -> str:
    """Key of the runs of a scenario with this portsim, as 64 hexadecimal digits.

    Parameters
    ----------
    identity
        Hash of the scenario.
    """
    return hashlib.sha256(f"{FORMAT_VERSION}:{identity}:{source_digest()}".encode()).hexdigest()
