"""What goes wrong with files: torn text, trees with something else in a place, tables and workbooks with holes."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl

NUMBERS: tuple[Any, ...] = (
    0, -0.0, 1, -1, 2, 0.5, 1e-9, 1e-308, 5e-324, 1e9, 1e308, -1e308, 1.7976931348623157e308, 10**18, 2**63, 10**400,
    float("nan"), float("inf"), float("-inf"), 1900, 1969, 1970, 2024, 2025, 2027, 2262, 9999, 10_000, 99_999,
)  # fmt: skip
WORDS: tuple[Any, ...] = (
    "", " ", "no", "yes", "null", "~", "0x1f", "1e999", "1_000", "1,600", "12 h", "2025-02-30", "0001-01-01",
    "9999-12-31", "2025-12-31T23:59:59", "2025-10-05 14:50", "10000-01-01", "02-29", "12-31..01-01", "a > b", "..",
    "../..", "/", "*", "*.*", "[a=b]", "harbour", "harbour/boxes", "Harbour", "钦州", "𠀀", "e\u0301", "\u202e",
    "\u2028", "-", "#", "'", '"', "{}", "[]", "=1+1", "baseline", "tutorial", "x.yaml", True, False, None, [], {},
    [[]], [{}], {"": ""}, [None], {"value": 1}, {"value": None, "source": "nobody"}, {"table": "x.csv"},
    {"replace": True}, {"times": 2}, {"exponential": 1}, {"gamma": {"mean": 1, "sd": 0}}, {"empirical": []},
    {"fixed": 1e308}, {"normal": {"mean": 0, "sd": 1e308}},
)  # fmt: skip
MARKS = "{}[]:,-?|>&*!%@`'\"#\n\t ~.=<x01e_\r\x0b\x1c\x85\ufeff\u2028"
_WORD = re.compile(r"[A-Za-z0-9_.+-]+")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(\.\d+)?(?![\w.])")

Path_ = tuple[str | int, ...]


def written(number: Any) -> str:
    """A thing as YAML and JSON alike write it."""
    return json.dumps(number, ensure_ascii=False).replace("Infinity", ".inf").replace("NaN", ".nan")


def torn(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """Text with one piece lost, doubled, moved, or replaced by one of another file."""
    at, length = chance.randrange(len(text) + 1), int(chance.expovariate(1 / 12)) + 1
    way = chance.randrange(10)
    if way == 0:
        return text[:at] + text[at + length :]
    if way == 1:
        return text[:at] + text[at : at + length] * chance.choice((2, 3, 40)) + text[at + length :]
    if way == 2:
        return text[:at] + "".join(chance.choices(MARKS, k=chance.randrange(1, 6))) + text[at:]
    if way == 3:
        other = chance.choice(others)
        start = chance.randrange(len(other) + 1)
        return text[:at] + other[start : start + 10 * length] + text[at:]
    if way in (4, 5, 6):
        return _replaced(chance, text, _NUMBER, written(chance.choice(NUMBERS)))
    if way == 7:
        found = _WORD.findall(chance.choice(others)) or ["x"]
        return _replaced(chance, text, _WORD, chance.choice(found))
    if way == 8:
        return _replaced(chance, text, _WORD, written(chance.choice(WORDS)))
    lines = text.split("\n")
    line = chance.randrange(len(lines))
    lines.insert(chance.randrange(len(lines)), chance.choice(("", "  ", "    ")) + lines.pop(line).strip(" "))
    return "\n".join(lines)


def _replaced(chance: random.Random, text: str, what: re.Pattern[str], by: str) -> str:
    spots = list(what.finditer(text))
    if not spots:
        return text + by
    spot = chance.choice(spots)
    return text[: spot.start()] + by + text[spot.end() :]


def spots_of(plain: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Paths of all that stands in plain lists and mappings."""
    items = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from spots_of(item, (*path, key))


def at(plain: Any, path: Path_) -> Any:
    """What stands at a path."""
    for key in path:
        plain = plain[key]
    return plain


def replanted(chance: random.Random, plain: Any, others: Sequence[Any]) -> Any:
    """A tree in which one thing is lost, renamed, moved, or replaced by a number, a word or another branch."""
    spots = list(spots_of(plain))
    if not spots:
        return plain
    numbers = [spot for spot in spots if isinstance(at(plain, spot), int | float)]
    path = chance.choice(numbers if numbers and chance.random() < 0.5 else spots)
    holder, key = at(plain, path[:-1]), path[-1]
    way = chance.randrange(12)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, dict):
        holder[chance.choice((str(key)[1:], f"{key}x", "", "*", "a.b", str(key).upper(), "钦州"))] = holder.pop(key)
    elif way == 2:
        holder[key] = json.loads(json.dumps(at(plain, chance.choice(spots))))
    elif way == 3:
        other = chance.choice(others)
        branches = list(spots_of(other))
        holder[key] = json.loads(json.dumps(at(other, chance.choice(branches)))) if branches else other
    elif way in (4, 5):
        holder[key] = chance.choice(WORDS)
    else:
        holder[key] = chance.choice(NUMBERS)
    return plain


def spoilt_rows(chance: random.Random, rows: list[list[Any]], others: Sequence[str]) -> list[list[Any]]:
    """Rows of a table with a few cells, rows or titles gone wrong."""
    for _ in range(chance.randrange(1, 5)):
        row = chance.choice(rows)
        if not row:
            continue
        column, way = chance.randrange(len(row)), chance.randrange(9)
        if way == 0:
            row.pop(column)
        elif way == 1:
            row.insert(column, chance.choice(WORDS))
        elif way == 2:
            rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))
        elif way == 3 and len(rows) > 1:
            rows.remove(row)
        elif way == 4:
            row[column] = chance.choice(_WORD.findall(chance.choice(others)) or ["x"])
        elif way == 5:
            row[column] = chance.choice(WORDS)
        else:
            row[column] = chance.choice(NUMBERS)
    return rows


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as an Excel workbook; what its cells cannot hold goes in as text."""
    book = openpyxl.Workbook()
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            try:
                book.active.cell(line, column, float("inf") if isinstance(cell, int) and cell > 1e300 else cell)
            except (ValueError, TypeError, OverflowError):  # lists, control characters
                book.active.cell(line, column, ascii(cell))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def spoilt_workbook(chance: random.Random, data: bytes) -> bytes:
    """A workbook with its parts torn, lost or exchanged, or with bytes of the whole file changed."""
    if chance.random() < 0.2:
        return spoilt_bytes(chance, data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for _ in range(chance.randrange(1, 4)):
        name = chance.choice([*parts, *[part for part in parts if "sheet1" in part] * 8])
        way = chance.randrange(8)
        if way == 0:
            parts.pop(name)
        elif way == 1:
            parts[name] = parts[chance.choice(list(parts))]
        elif way == 2:
            parts[name] = spoilt_bytes(chance, parts[name])
        else:
            text = parts[name].decode("utf-8", "replace")
            parts[name] = _spoilt_xml(chance, text).encode("utf-8", "replace")
        if not parts:
            break
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return kept.getvalue()


_ATTRIBUTE = re.compile(r'(?<==")[^"]*(?=")')
_INNER = re.compile(r"(?<=>)[^<]+(?=<)")
_TAG = re.compile(r"<[^>]+>")
_XML_WORDS = (
    "", "0", "-1", "1", "99999999", "1e308", "nan", "n", "s", "b", "e", "d", "str", "inlineStr", "A1", "XFD1048576",
    "A0", "ZZZZ9", "A1:XFD1048576", "2025-02-30", "#REF!", "&#0;", "&x;", "true", "rId99", "../x", "钦州", "1" * 400,
)  # fmt: skip


def _spoilt_xml(chance: random.Random, text: str) -> str:
    what = chance.choice((_ATTRIBUTE, _ATTRIBUTE, _INNER, _INNER, _TAG))
    by = chance.choice(_XML_WORDS)
    if what is _TAG:
        by = chance.choice((*_TAG.findall(text), "")) if chance.random() < 0.7 else by
    return _replaced(chance, text, what, by)


def spoilt_bytes(chance: random.Random, data: bytes) -> bytes:
    """Bytes with some changed, lost or doubled."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        spot = chance.randrange(len(changed) + 1)
        way = chance.randrange(3)
        if way == 0 and spot < len(changed):
            changed[spot] = chance.randrange(256)
        elif way == 1:
            del changed[spot : spot + chance.randrange(1, 50)]
        else:
            changed[spot:spot] = bytes(chance.choices(range(256), k=chance.randrange(1, 9)))
    return bytes(changed)
