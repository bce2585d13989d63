"""The version of the files of a run folder, and how to read the folders of older versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portsim.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT_VERSION = 1
"""Raised whenever a file or column of a run folder changes its name or meaning; it is part of the key of a run."""


@dataclass(frozen=True)
class Migration:
    """How folders of one version are read as those of the next.

    Parameters
    ----------
    manifest
        Changes a manifest.
    table
        Changes a table, by its name.
    """

    manifest: Callable[[dict[str, Any]], dict[str, Any]] = lambda manifest: manifest
    table: Callable[[str, pa.Table], pa.Table] = lambda name, table: table


MIGRATIONS: dict[int, Migration] = {}
"""By the version they start from; none yet."""


def steps(version: object, where: str) -> list[Migration]:
    """The migrations from a version to today's, in order.

    Raises
    ------
    InputError
        The version is newer than this portsim, or too old to be read.
    """
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError(f"{where}: no format version, so these are no results of portsim, or they are damaged")
    if version > FORMAT_VERSION:
        raise InputError(f"{where}: written by a newer portsim (format {version}, this one reads {FORMAT_VERSION})")
    path = range(version, FORMAT_VERSION)
    if any(step not in MIGRATIONS for step in path):
        raise InputError(f"{where}: format {version} is too old for this portsim; run the scenario again")
    return [MIGRATIONS[step] for step in path]
