"""What the charts of a study are drawn from: its answer, a light copy of each option's report, rows of its draws."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from portsim.analysis.answer import Answer
from portsim.report.caption import Caption
from portsim.report.data import ReportData
from portsim.report.summary import Names, Summary
from portsim.report.texts import TEXTS, Language

_TOLL = re.compile(r"links\.(\w+)\.toll_cny_per_gt_lock")
_KEPT_RECORDS = ("journeys", "costs", "replications")
_KEYS = ["option", "run", "measure", "unit", "entity", "period"]


@dataclass(frozen=True)
class StudyTables:
    """A study, ready to be drawn.

    Parameters
    ----------
    found
        What its runs say.
    options
        By label of a case: its report without inputs, months and large records, see `light`.
    tolls
        By label: toll of each waterway by its id, CNY per gross ton and lock.
    case
        Name of a case, with the values of the factors that are varied.
    option
        Name of an option.
    name, identity, version
        For the captions.
    """

    found: Answer
    options: Mapping[str, ReportData]
    tolls: Mapping[str, Mapping[str, float]]
    case: Callable[[str, Language], str]
    option: Callable[[str, Language], str]
    name: str
    identity: str
    version: str

    @property
    def labels(self) -> list[str]:
        """Labels of the cases, in order."""
        return list(self.options)

    @property
    def first(self) -> ReportData:
        """The report of the first case."""
        return self.options[self.labels[0]]

    @cached_property
    def names(self) -> Names:
        """Names of the entities of all cases: a canal is not in the case without it."""
        tables = [one.names.table for one in self.options.values()]
        return Names(pd.concat(tables, ignore_index=True).drop_duplicates("id", ignore_index=True))

    @property
    def base_option(self) -> str:
        """Id of the option the others are compared with; empty for none."""
        return str(self.found.study.get("compare_to") or "")

    def option_of(self, label: str) -> str:
        """Id of the option of a case."""
        return str(self.found.study["options"][label].get("option", label))

    def base_of(self, label: str) -> str | None:
        """The case with the same factors in the base option; None without one, and of the base itself."""
        told = self.found.study["options"]
        if not self.base_option or self.option_of(label) == self.base_option:
            return None
        same = (
            other
            for other in self.labels
            if self.option_of(other) == self.base_option and told[other].get("factors") == told[label].get("factors")
        )
        return next(same, None)

    def caption(self, n: int, subject: str = "", of_draws: bool = False) -> Caption:
        """What stands around a chart of means of `n` runs (or draws); `subject` where it is not of the whole study."""
        return Caption(self.name, self.identity, self.version, n, subject=subject, of_draws=of_draws)

    def replications(self, label: str) -> int:
        """Runs of the central case of one case."""
        return self.options[label].replications

    @cached_property
    def _drawn(self) -> dict[str, pd.DataFrame]:
        return {}

    def draws(self, measure: str) -> pd.DataFrame:
        """Yearly values of a measure in the draws: option (label), draw, entity, period, value; empty without draws."""
        columns = ["option", "draw", "entity", "period", "value"]
        if not self.found.results.draws:
            return pd.DataFrame(columns=columns)
        if measure not in self._drawn:
            table = self.found.results.draw_measures({measure})
            table = table[table["period"].astype(str).str.len() == len("2025")]
            self._drawn[measure] = table[columns].astype(dict.fromkeys(("option", "entity", "period"), object))
        return self._drawn[measure]


def light(data: ReportData) -> ReportData:
    """A report with what a page of many options needs of it: years, observed values, names and small records.

    With all their months and inputs, the reports of some dozens of options would fill the memory.
    """
    means = data.summary.table
    yearly = means[means["period"].astype(str).str.len() == len("2025")].reset_index(drop=True)
    records = {name: data.records[name] for name in _KEPT_RECORDS if name in data.records}
    return replace(data, summary=Summary(yearly), inputs=data.inputs.head(0), records=records)


def tolls_of(inputs: pd.DataFrame) -> dict[str, float]:
    """Tolls of the waterways in the inputs of a scenario, by their ids."""
    found = {}
    for path, value in zip(inputs["path"].astype(str).tolist(), inputs["value"].tolist(), strict=True):
        match = _TOLL.fullmatch(path)
        if match:
            found[match[1]] = float(value or 0.0)
    return found


def yearly_of(table: pd.DataFrame, places: set[str]) -> pd.DataFrame:
    """The yearly rows of some places of a table of measures, with plain words."""
    is_wanted = table["entity"].astype(str).isin(places) & (table["period"].astype(str).str.len() == len("2025"))
    return table[is_wanted].astype(dict.fromkeys(_KEYS, object))


def file_name(*words: str) -> str:
    """A name for the files of a figure from words that may hold anything."""
    return re.sub(r"[^\w.-]+", "-", "_".join(word for word in words if word)).strip("-.") or "figure"


def head_of(study: StudyTables) -> tuple[str, str]:
    """Measure and entity that decide, or else the first that is printed."""
    found = study.found
    first = next(one for one in found.measures if one not in found.lacking)
    decides = (found.best[0].measure, found.best[0].entity) if found.best else first
    return decides if decides in found.measures else first


def label_of(study: StudyTables, measure: str, lang: Language) -> str:
    """Heading of a measure; those that only comparisons know have it in the catalogue."""
    key = f"measure.{measure}"
    return TEXTS.text(key, lang) if TEXTS.has(key) else study.first.label(measure, lang)
