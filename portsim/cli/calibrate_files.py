"""The tables of fitted constants: values are written anew, what somebody noted beside them stays."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from portsim.errors import InputError
from portsim.results.disk import write_whole
from portsim.study.calibration import Fitted, constant_rows

Row = dict[str, str]
_BY_MACHINE = "fitted to "


def write_constants(folder: Path, fitted: Fitted) -> None:
    """Write the constants of gateways and of modes into a folder, a table each.

    Of a table that is there already rows, their order, further columns and notes stay: only values that changed are
    written anew, and of their notes those that tell of an earlier fit.

    Raises
    ------
    InputError
        A file of that name is no table of constants.
    """
    for name, rows in zip(("gateway", "mode"), constant_rows(fitted), strict=True):
        if not rows:
            continue
        path = folder / f"{name}_constants_{fitted.year}.csv"
        columns, kept = _kept(path, [*rows[0], "assumed"])
        for row in rows:
            _renew(kept, {key: str(value) for key, value in row.items()}, fitted.year)
        text = io.StringIO()
        table = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(kept.values())
        write_whole(path, text.getvalue())


def _kept(path: Path, wanted: list[str]) -> tuple[list[str], dict[str, Row]]:
    """Columns of the table and its rows by id, as it stands there; the wanted columns where there is none."""
    if not path.exists():
        return wanted, {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file, restkey="", restval="")
        columns, rows = list(table.fieldnames or ()), list(table)
    if missing := [name for name in wanted if name not in columns]:
        raise InputError(f"{path}: no table of constants, it has no column {missing[0]}; name another folder")
    ids = [row["id"] for row in rows]
    if len(set(ids)) < len(ids) or any("" in row for row in rows):
        raise InputError(f"{path}: an id stands twice, or a row has more cells than there are columns; mend it first")
    return columns, dict(zip(ids, rows, strict=True))


def _renew(kept: dict[str, Row], row: Row, year: int) -> None:
    told = f"{_BY_MACHINE}{year} by portsim calibrate, or kept as set"
    old = kept.get(row["id"])
    if old is None:
        kept[row["id"]] = {**row, "assumed": told}
    elif _number(old["value"]) != float(row["value"]):
        old["value"] = row["value"]
        if not old["assumed"].strip() or old["assumed"].startswith(_BY_MACHINE):
            old["assumed"] = told


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
