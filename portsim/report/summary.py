"""The tables charts are drawn from: means with intervals, observed values, names."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from portsim.report.texts import TEXTS, Language

CLUSTER = "cluster"
NAME_JOINT: dict[Language, str] = {"zh": "·", "en": " · "}
"""Between the names of a port and its terminal; a Chinese font gives the point the room of a character."""

PARTS = ("cargo", "direction", "weather")
"""Kinds of words that stand behind the colon in the name of a part: `qinzhou:ore`, `xijin:up`, `beihai:fog`."""


@dataclass(frozen=True)
class Value:
    """A mean over replications and half the width of its 95 % interval; NaN where there is none."""

    mean: float
    half_width: float
    n: int

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half_width

    @property
    def has_interval(self) -> bool:
        """Whether there is an interval."""
        return math.isfinite(self.half_width)

    @property
    def drawn_half_width(self) -> float:
        """Half width to draw: 0 where there is none."""
        return self.half_width if self.has_interval else 0.0


@dataclass(frozen=True)
class Summary:
    """Means over replications, looked up by measure, entity and period.

    Parameters
    ----------
    table
        Columns measure, unit, entity, period, n, mean, half_width.
    """

    table: pd.DataFrame
    _values: dict[tuple[str, str, str], Value] = field(init=False, repr=False, compare=False)
    _units: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table = self.table
        keys = zip(table["measure"], table["entity"], table["period"], strict=True)
        values = zip(table["mean"], table["half_width"], table["n"], strict=True)
        object.__setattr__(
            self,
            "_values",
            {
                (str(m), str(e), str(p)): Value(float(mean), float(half), int(n))
                for (m, e, p), (mean, half, n) in zip(keys, values, strict=True)
            },
        )
        object.__setattr__(self, "_units", dict(zip(table["measure"], table["unit"], strict=True)))

    def get(self, measure: str, entity: str, period: str) -> Value | None:
        """One value, or None where it is not defined."""
        return self._values.get((measure, entity, period))

    def unit(self, measure: str) -> str:
        """Unit of a measure as in the data; empty where it is not there."""
        return self._units.get(measure, "")

    def has(self, measure: str) -> bool:
        """Whether any value of this measure is there."""
        return measure in self._units

    def entities(self, measure: str, period: str) -> list[str]:
        """Entities with this measure in this period, in the order of the table."""
        return [e for (m, e, p) in self._values if m == measure and p == period]

    def largest(self, measures: str | Iterable[str], entities: Iterable[str], period: str) -> float:
        """Largest mean, 0 where there is none."""
        names = [measures] if isinstance(measures, str) else list(measures)
        found = (self.get(m, e, period) for e in entities for m in names)
        return max((abs(value.mean) for value in found if value), default=0.0)

    def months(self, measure: str, year: str) -> list[str]:
        """Months of a year in which the measure is given."""
        return sorted({p for (m, _, p) in self._values if m == measure and p.startswith(f"{year}-")})


Basis = Literal["observed", "reference", "estimate", ""]
"""What stands behind a value beside the simulated one: published for this very thing; published with a band, since it
was measured elsewhere, earlier or otherwise; assumed without any publication; nothing."""


@dataclass(frozen=True)
class Observed:
    """Observed values, looked up by measure, entity and period.

    Parameters
    ----------
    table
        Columns measure, entity, period, value; source, low and high where they are known; more are allowed.
    """

    table: pd.DataFrame
    _rows: dict[tuple[str, str, str], tuple[float, Basis, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table = self.table.reindex(columns=["measure", "entity", "period", "value", "low", "high", "source"])
        rows = {}
        for m, e, p, value, low, high, source in table.itertuples(index=False, name=None):
            name = source if isinstance(source, str) else ""
            basis: Basis = "estimate" if not name else "reference" if pd.notna(low) and pd.notna(high) else "observed"
            rows[str(m), str(e), str(p)] = (float(value), basis, name)
        object.__setattr__(self, "_rows", rows)

    def get(self, measure: str, entity: str, period: str) -> float:
        """The observed value; NaN where there is none. The cluster is never added up from its ports here."""
        return self._rows.get((measure, entity, period), (math.nan, "", ""))[0]

    def basis(self, measure: str, entity: str, period: str) -> Basis:
        """What the value is; empty where there is none."""
        return self._rows.get((measure, entity, period), (math.nan, "", ""))[1]

    def sources(self, measure: str, periods: Iterable[str]) -> tuple[str, ...]:
        """Ids of the sources of a measure in these periods, each once."""
        wanted = set(periods)
        found = (source for (m, _, p), (_, _, source) in self._rows.items() if m == measure and p in wanted and source)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Names:
    """Names of entities in both languages, and what belongs to what.

    Parameters
    ----------
    table
        Columns id, kind, parent, name_en, name_zh.
    """

    table: pd.DataFrame
    _rows: dict[str, tuple[str, str, str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        columns = (self.table[name].fillna("").astype(str) for name in ("id", "kind", "parent", "name_en", "name_zh"))
        object.__setattr__(
            self, "_rows", {row[0]: (row[1], row[2], row[3], row[4]) for row in zip(*columns, strict=True)}
        )

    def of_kind(self, kind: str) -> list[str]:
        """Ids of one kind, in the order of the table."""
        return [name for name, row in self._rows.items() if row[0] == kind]

    @property
    def ports(self) -> list[str]:
        """Ids of the modelled ports."""
        return self.of_kind("port")

    def own(self, entity: str, lang: Language) -> str:
        """Name of one entity; its id where it has none."""
        if entity == CLUSTER:
            return TEXTS.text("cluster", lang)
        row = self._rows.get(entity)
        name = (row[3] if lang == "zh" else row[2]) if row else ""
        return name or entity.rsplit("/", 1)[-1]

    def full(self, entity: str, lang: Language) -> str:
        """Name with the names of the port and terminal it belongs to: ``Qinzhou · Dalanping 1``."""
        if entity.count(":") == 2:
            port, group, direction = entity.split(":")
            words = [self.own(port, lang)]
            words += [
                TEXTS.text(key, lang) if TEXTS.has(key) else key for key in (f"group.{group}", f"direction.{direction}")
            ]
            return NAME_JOINT[lang].join(words)
        if entity.count(">") == 1:
            place, part = entity.split(">")
            if ":" in place:
                service, origin = place.split(":")
                return NAME_JOINT[lang].join(
                    (self.own(service, lang), f"{self.own(origin, lang)} → {self.own(part, lang)}")
                )
            mode = f"mode.{part}"
            words = [self.own(place, lang), TEXTS.text(mode, lang) if TEXTS.has(mode) else self.own(part, lang)]
            return NAME_JOINT[lang].join(words)
        if entity.count(":") == 1:
            place, part = entity.split(":")
            keys = [key for kind in PARTS if TEXTS.has(key := f"{kind}.{part}")]
            return NAME_JOINT[lang].join((self.own(place, lang), TEXTS.text(keys[0], lang) if keys else part))
        row = self._rows.get(entity)
        if row and row[0] in ("terminal", "quay") and row[1] in self._rows:
            return NAME_JOINT[lang].join((self.full(row[1], lang), self.own(entity, lang)))
        return self.own(entity, lang)

    def port_of(self, entity: str) -> str:
        """The port an entity belongs to; empty for none."""
        seen = entity
        for _ in range(4):
            row = self._rows.get(seen)
            if row is None:
                return ""
            if row[0] == "port":
                return seen
            seen = row[1]
        return ""
