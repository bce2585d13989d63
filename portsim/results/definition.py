"""What a measure is: an id that ends in its unit, a definition in words and a label, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("measure", "unit", "entity", "period", "value")


@dataclass(frozen=True)
class Measure:
    """One measure of the product; the definition is part of it.

    Parameters
    ----------
    id
        Name, ending in its unit (`wait_h`, `throughput_teu`, `empty_share`), before `_p50`, `_p90`, `_p95` for a
        percentile; counts begin with `n_`.
    unit
        Unit of the values: ``TEU``, ``h``, ``share`` (0-1), ``1`` for counts.
    label_en, label_zh
        Heading in tables and charts.
    definition_en, definition_zh
        What is counted, where and when.
    """

    id: str
    unit: str
    label_en: str
    label_zh: str
    definition_en: str
    definition_zh: str


@dataclass
class MeasureTable:
    """Rows (measure, unit, entity, period, value); a value that is not defined (a mean of nothing) has no row.

    Examples
    --------
    >>> table = MeasureTable()
    >>> table.add(("throughput_teu", "TEU"), ["qinzhou"], ["2025"], np.array([[7_462_000.0]]))
    >>> table.value("throughput_teu", "qinzhou", "2025")
    7462000.0
    """

    rows: list[tuple[str, str, str, str, float]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[str, str, str, str, float]]:
        return iter(self.rows)

    def add(
        self, measure: Measure | tuple[str, str], entities: Sequence[str], periods: Sequence[str], values: NDArray[Any]
    ) -> None:
        """Add a block of values.

        Parameters
        ----------
        measure
            The measure, or its id and unit.
        entities, periods
            Names of the rows and of the columns of `values`.
        values
            Shape (entities, periods); NaN where the measure is not defined.
        """
        name, unit = (measure.id, measure.unit) if isinstance(measure, Measure) else measure
        defined = np.isfinite(values)
        for i, j in zip(*(index.tolist() for index in np.nonzero(defined)), strict=True):
            self.rows.append((name, unit, entities[i], periods[j], float(values[i, j])))

    def value(self, measure: str, entity: str, period: str) -> float:
        """One value.

        Raises
        ------
        KeyError
            No such row.
        """
        for name, _, of, when, value in self.rows:
            if name == measure and of == entity and when == period:
                return value
        raise KeyError((measure, entity, period))

    def columns(self) -> dict[str, list[Any]]:
        """The table as one list per column."""
        parts: Iterable[Iterable[Any]] = zip(*self.rows, strict=True) if self.rows else ((),) * len(COLUMNS)
        return {name: list(part) for name, part in zip(COLUMNS, parts, strict=True)}

    def frame(self) -> pd.DataFrame:
        """The table as a DataFrame (imports pandas)."""
        import pandas as pd

        return pd.DataFrame(self.columns())


def split_measure(text: str) -> tuple[str, str]:
    """Measure and entity of ``measure@entity``; the cluster where no entity is named.

    Examples
    --------
    >>> split_measure("throughput_teu"), split_measure("wait_h@qinzhou")
    (('throughput_teu', 'cluster'), ('wait_h', 'qinzhou'))
    """
    measure, _, entity = text.partition("@")
    return measure, entity or "cluster"
