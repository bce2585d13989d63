"""All that one report says, gathered from the tables of a results folder: nothing here knows how a run was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from portsim.report.caption import Caption
from portsim.report.summary import Names, Observed, Summary
from portsim.report.texts import Language
from portsim.results.definition import Measure


@dataclass(frozen=True)
class ReportData:
    """The tables and facts of one scenario's results.

    Parameters
    ----------
    name
        Name of the scenario.
    title_en, title_zh
        Its title; the name where it has none.
    identity
        Hash of the scenario, 64 characters.
    version
        Version of portsim that ran it.
    years
        Reported years, ``("2025",)``.
    replications, warmup_days
        Number of whole replications; days simulated before the first year.
    summary, observed, names
        What the charts are drawn from.
    validation
        Columns measure, unit, entity, period, observed, low, high, simulated, half_width, difference, verdict, role,
        note, publisher, assumed.
    inputs
        Columns path, value, unit, file, line, column, source, assumed, confidence, low, high, status.
    sources
        Columns id, publisher, title, date; publisher_zh and title_zh where they are known.
    measures
        Definitions of the measures by id.
    failures
        One line per failed run.
    check_warnings
        What the check of the scenario found odd.
    provenance
        Facts by the end of a text key: ``{"seed": "1"}`` is printed under ``prov.seed``.
    records
        Tables boiled down from the records of the runs, see `portsim.report.recorded`; with ``capacities``. Charts
        whose table is not there are not drawn.
    """

    name: str
    title_en: str
    title_zh: str
    identity: str
    version: str
    years: tuple[str, ...]
    replications: int
    warmup_days: float
    summary: Summary
    observed: Observed
    names: Names
    validation: pd.DataFrame
    inputs: pd.DataFrame
    sources: pd.DataFrame
    measures: Mapping[str, Measure]
    failures: tuple[str, ...] = ()
    check_warnings: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def title(self, lang: Language) -> str:
        """Title in a language."""
        return (self.title_zh if lang == "zh" else self.title_en) or self.name

    def caption(self, lang: Language) -> Caption:
        """What stands around the charts."""
        return Caption(self.title(lang), self.identity, self.version, self.replications)

    def observed_caption(self, lang: Language, measure: str, periods: Iterable[str]) -> Caption:
        """The caption of a chart that shows observed values of a measure in these periods: with their publishers."""
        publishers = self.publishers(lang)
        names = (publishers.get(source, source) for source in self.observed.sources(measure, periods))
        return replace(self.caption(lang), observed_sources=tuple(dict.fromkeys(names)))

    def publishers(self, lang: Language) -> dict[str, str]:
        """Publisher of each source by its id, in Chinese where that is known and asked for."""
        if not len(self.sources):
            return {}
        return dict(zip(self.sources["id"].tolist(), self.source_column("publisher", lang), strict=True))

    def source_column(self, name: str, lang: Language) -> list[str]:
        """A column of the sources, in Chinese where that is known and asked for."""
        told = self.sources[name].fillna("").astype(str).tolist()
        if lang == "en" or f"{name}_zh" not in self.sources:
            return told
        chinese = self.sources[f"{name}_zh"].fillna("").astype(str).tolist()
        return [mine or other for mine, other in zip(chinese, told, strict=True)]

    def label(self, measure: str, lang: Language) -> str:
        """Heading of a measure, with a capital letter; its id where there is none."""
        found = self.measures.get(measure)
        text = (found.label_zh if lang == "zh" else found.label_en) if found else measure
        return text[:1].upper() + text[1:]
