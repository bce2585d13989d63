"""The scenarios and experiments that come with portsim: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from portsim.scenario.files import refuse

_PACKAGE = Path(__file__).resolve().parent.parent


def folder(kind: str = "scenarios") -> Path:
    """The folder of the shipped ``scenarios`` or ``experiments``."""
    beside = _PACKAGE.parent / kind
    inside = _PACKAGE / "_shipped" / kind
    return inside if inside.is_dir() else beside


def names(kind: str = "scenarios") -> list[str]:
    """Names of the shipped files, sorted."""
    return sorted(path.stem for path in folder(kind).glob("*.yaml"))


def is_bare_name(text: str) -> bool:
    """Whether a text names a shipped file (``baseline``) and not a path (``baseline.yaml``, ``./baseline``)."""
    return bool(text) and not any(mark in text for mark in ("/", "\\", ".", ":"))


def find(name: str, kind: str = "scenarios") -> Path:
    """The shipped file of a name.

    Raises
    ------
    InputError
        There is none; the message names the nearest.
    """
    known = names(kind)
    if name in known:
        return folder(kind) / f"{name}.yaml"
    if os.path.isfile(f"{name}.yaml"):
        raise refuse(name, f"no shipped file of this name in {kind}; for your own file write {name}.yaml")
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known) or 'none'}"
    raise refuse(name, f"no shipped file of this name in {kind}, {hint}")
