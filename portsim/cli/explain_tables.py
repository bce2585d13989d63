"""The tables and sentences of the command `explain`, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from portsim.analysis.explain import Where
from portsim.analysis.explain_findings import Finding
from portsim.analysis.explain_logs import Explanation
from portsim.cli.explain_words import EXPLAIN_WORDS
from portsim.report.printed import PrintedTable
from portsim.report.units import DASH, unit

if TYPE_CHECKING:
    import pandas as pd

    from portsim.cli.console import Language

SHOWN = 12
"""Ship classes and services on the terminal; all are in the JSON."""
ID_COLUMNS = frozenset({"port", "period", "ship_class", "service", "gateway", "lock"})
Row = Mapping[Any, Any]
Cell = Callable[[Row], str]


class Speaker:
    """Names, numbers and sentences in one language.

    Parameters
    ----------
    lang
        Language.
    entities
        Columns id, name_en, name_zh.
    late_h
        Hours from which a call is early or late.
    """

    def __init__(self, lang: Language, entities: pd.DataFrame, late_h: float) -> None:
        self.lang: Language = lang
        self._late = f"{late_h:g}"
        self._names = dict(zip(entities["id"].astype(str), entities[f"name_{lang}"].astype(str), strict=True))

    def text(self, key: str, **values: object) -> str:
        """A text of the catalogue."""
        return EXPLAIN_WORDS.text(key, self.lang, **values)

    def name(self, id: object) -> str:
        """Name of a place, ship class or service; its id where it has none."""
        return self._names.get(str(id)) or str(id)

    def word(self, kind: str, id: object) -> str:
        """A word of the catalogue; the id of a cause that has none yet."""
        key = f"{kind}.{id}"
        return self.text(key) if EXPLAIN_WORDS.has(key) else str(id)

    def number(self, value: float, digits: int = 0) -> str:
        """A number; a dash where there is none."""
        return DASH if value != value else f"{value:,.{digits}f}"

    def percent(self, share: float) -> str:
        """A share with its unit."""
        return unit("share", self.lang).with_label(share)

    def part(self, row: Row) -> str:
        """Phase and cause."""
        if row["cause"] != row["cause"]:
            return DASH
        words = [self.word("phase", row["phase"]), self.word("cause", row["cause"]), self.percent(row["cause_share"])]
        return self.text("joint").join(words)

    def sentence(self, finding: Finding) -> str:
        """A finding in words."""
        values = finding.facts
        said: dict[str, object] = {"late_h": self._late}
        for name in ("phase", "cause", "way"):
            if name in values:
                said[name] = self.word(name, values[name])
        for name in ("place", "lock"):
            if name in values:
                said[name] = self.name(values[name])
        hours = {
            "hours": 0,
            "teu": 0,
            "n_calls": 0,
            "later_h": 1,
            "late_left_teu_per_call": 1,
            "kept_left_teu_per_call": 1,
        }
        for name, value in values.items():
            if isinstance(value, float | int):
                short = _SHORT.get(name, name)
                is_share = name.endswith("share")
                said[short] = self.percent(value) if is_share else self.number(value, hours.get(name, 2))
        return self.text(f"finding.{finding.key}", **said)


_SHORT = {
    "hours_per_call": "per_call", "everywhere_h": "everywhere", "late_wait_in_h": "late_wait", "later_h": "later",
    "kept_wait_in_h": "kept_wait", "late_left_teu_per_call": "late_left", "kept_left_teu_per_call": "kept_left",
    "wait_h": "wait", "of_all_share": "of_all", "n_calls": "n",
}  # fmt: skip


def tables_of(tables: Explanation, where: Where, speaker: Speaker) -> Iterator[PrintedTable]:
    """The tables that have something to say, in order."""
    yield from _table("causes", tables.causes, _cause_columns(speaker), speaker, n_texts=2)
    if where.port is None:
        yield from _table("ports", tables.ports, _place_columns(speaker, "port", "port"), speaker)
    if where.month is None:
        yield from _table("months", tables.months, _place_columns(speaker, "month", "period"), speaker, most=600)
    if where.ship_class is None:
        columns = _place_columns(speaker, "ship_class", "ship_class")
        yield from _table("ship_classes", tables.ship_classes, columns, speaker)
    yield from _table("services", tables.services, _place_columns(speaker, "service", "service"), speaker)
    yield from _table("late", tables.late, _late_columns(speaker), speaker)
    yield from _table("trains", tables.trains, _train_columns(speaker), speaker)
    rolled = tables.rolled[tables.rolled["rolled_teu"] > 0.0]
    yield from _table("rolled", rolled, _rolled_columns(speaker), speaker)
    yield from _table("locks", tables.locks, _lock_columns(speaker), speaker, n_texts=2)


def _table(
    key: str,
    table: pd.DataFrame,
    columns: Sequence[tuple[str, Cell]],
    speaker: Speaker,
    n_texts: int = 1,
    most: int = SHOWN,
) -> Iterator[PrintedTable]:
    if not len(table):
        return
    title = speaker.text(f"title.{key}", late_h=speaker._late)
    rows = table.to_dict("records")
    if len(rows) > most:
        title = speaker.text("title.first", title=title, shown=most, all=len(rows))
    cells = tuple(tuple(cell(row) for _, cell in columns) for row in rows[:most])
    texts = set(range(n_texts)) | ({len(columns) - 1} if columns[-1][0] == "most" else set())
    heads = tuple(speaker.text(f"head.{name}") for name, _ in columns)
    yield PrintedTable(f"explain.{key}", title, heads, cells, frozenset(texts))


def _number(speaker: Speaker, name: str, digits: int = 0) -> Cell:
    return lambda row: speaker.number(row[name], digits)


def _share(speaker: Speaker, name: str) -> Cell:
    return lambda row: unit("share", speaker.lang).number(row[name])


def _cause_columns(speaker: Speaker) -> list[tuple[str, Cell]]:
    return [
        ("phase", lambda row: speaker.word("phase", row["phase"])),
        ("cause", lambda row: speaker.word("cause", row["cause"])),
        ("hours", _number(speaker, "hours")),
        ("per_call", _number(speaker, "hours_per_call", 2)),
        ("share", _share(speaker, "share")),
    ]


def _place_columns(speaker: Speaker, head: str, column: str) -> list[tuple[str, Cell]]:
    return [
        (head, lambda row: speaker.name(row[column])),
        ("calls", _number(speaker, "n_calls")),
        ("hours", _number(speaker, "hours")),
        ("share", _share(speaker, "share")),
        ("per_call", _number(speaker, "hours_per_call", 2)),
        ("in", _number(speaker, "in_h", 2)),
        ("alongside", _number(speaker, "alongside_h", 2)),
        ("out", _number(speaker, "out_h", 2)),
        ("most", speaker.part),
    ]


def _late_columns(speaker: Speaker) -> list[tuple[str, Cell]]:
    return [
        ("group", lambda row: speaker.word("group", row["group"])),
        ("calls", _number(speaker, "n_calls")),
        ("share", _share(speaker, "share")),
        ("lateness", _number(speaker, "lateness_h", 2)),
        ("in", _number(speaker, "wait_in_h", 2)),
        ("out", _number(speaker, "wait_out_h", 2)),
        ("stay", _number(speaker, "service_h", 2)),
        ("left", _number(speaker, "left_teu_per_call", 1)),
        ("left_share", _share(speaker, "left_share")),
    ]


def _train_columns(speaker: Speaker) -> list[tuple[str, Cell]]:
    return [
        ("group", lambda row: speaker.word("group", row["group"])),
        ("teu", _number(speaker, "teu")),
        ("missed", _number(speaker, "missed_teu")),
        ("missed_share", _share(speaker, "missed_share")),
        ("later", _number(speaker, "later_h", 1)),
        ("full", _number(speaker, "full_teu")),
        ("yard", _number(speaker, "yard_h", 1)),
    ]


def _rolled_columns(speaker: Speaker) -> list[tuple[str, Cell]]:
    return [
        ("port", lambda row: speaker.name(row["gateway"])),
        ("exports", _number(speaker, "teu")),
        ("rolled", _number(speaker, "rolled_teu")),
        ("share", _share(speaker, "rolled_share")),
        ("rolls", _number(speaker, "rolls", 2)),
        ("kept_yard", _number(speaker, "yard_h", 1)),
        ("rolled_yard", _number(speaker, "rolled_yard_h", 1)),
    ]


def _lock_columns(speaker: Speaker) -> list[tuple[str, Cell]]:
    return [
        ("lock", lambda row: speaker.name(row["lock"])),
        ("way", lambda row: speaker.word("way", "up" if row["up"] else "down")),
        ("vessels", _number(speaker, "n_vessels")),
        ("hours", _number(speaker, "hours")),
        ("wait", _number(speaker, "wait_h", 2)),
        ("p95", _number(speaker, "wait_h_p95", 2)),
    ]
