"""What is said around a chart and of its points: subtitle, source and note, year, values with their units."""

from __future__ import annotations

import math
from dataclasses import dataclass

from portsim.report.lettering import plain, shorten
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit


@dataclass(frozen=True)
class Caption:
    """What stands around a chart besides its title.

    Parameters
    ----------
    scenario
        Title of the scenario as the analyst wrote it.
    identity
        Hash of the scenario; its first 12 characters are printed.
    version
        Version of portsim.
    replications
        Number of replications behind the means.
    observed_sources
        Publishers of observed values that are drawn.
    subject
        What is drawn, where it is not the scenario alone: stands in the subtitle in its place.
    of_draws
        Whether `replications` counts draws of uncertain inputs.
    """

    scenario: str
    identity: str
    version: str
    replications: int
    observed_sources: tuple[str, ...] = ()
    subject: str = ""
    of_draws: bool = False

    def subtitle(self, unit: str, lang: Language, interval_key: str = "") -> str:
        """Unit, scenario and number of replications in one line."""
        key = "chart.runs" if self.replications > 1 else "chart.runs.one"
        key = "chart.runs.draws" if self.of_draws else key
        subject = self.subject or shorten(self.scenario, 44)
        parts = [unit, plain(shorten(subject, 90)), TEXTS.text(key, lang, n=self.replications)]
        if interval_key and self.replications > 1:
            parts.append(TEXTS.text(interval_key, lang))
        return TEXTS.text("sep.subtitle", lang).join(part for part in parts if part)

    def note(self, lang: Language, explanation: str, *, observed: bool = False) -> str:
        """Explanation, source of the simulated and of the observed values."""
        parts = [explanation] if explanation else []
        parts.append(
            TEXTS.text(
                "chart.source",
                lang,
                version=self.version,
                scenario=shorten(self.scenario, 60),
                identity=self.identity[:12],
            )
        )
        if observed and self.observed_sources:
            joined = ("；" if lang == "zh" else "; ").join(self.observed_sources[:4])
            parts.append(TEXTS.text("chart.source.observed", lang, sources=joined))
        elif observed:
            parts.append(TEXTS.text("chart.source.observed.unnamed", lang))
        return ("" if lang == "zh" else " ").join(parts)


def said(key: str, unit: Unit, value: float, lang: Language, half_width: float = math.nan) -> str:
    """What a point says when pointed at: ``simulated: 7.51 ± 0.02 million TEU``."""
    tail = f" ± {unit.number(half_width)}" if math.isfinite(half_width) else ""
    return f"{TEXTS.text(key, lang)}: {unit.number(value)}{tail} {unit.label}"


def year_tail(period: str, lang: Language) -> str:
    """The year behind a title."""
    return f"（{period}年）" if lang == "zh" else f", {period}"


def of_what(label: str, what: str, lang: Language) -> str:
    """A unit and what it is a part of: ``% (share of available)``."""
    return (f"{label}（{what}）" if lang == "zh" else f"{label} ({what})") if what else label
