"""What a reader sees first: key figures, the most telling values, and what to be careful about."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from portsim.report.data import ReportData
from portsim.report.inputs import count_inputs
from portsim.report.printed import interval_ends, plus_minus, word
from portsim.report.summary import CLUSTER, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, measure_unit, percent

ENOUGH_REPLICATIONS = 5
ENOUGH_WARMUP_DAYS = 56
"""As the check of a scenario asks for at the least; it asks for more where ships sail longer."""
MOST_CARDS = 6
LEAST_PART = 0.01
_CARDS = (
    "throughput_teu",
    "wait_h",
    "direct_berthing_share",
    "berth_occupancy_share",
    "rolled_share",
    "sea_rail_teu",
    "empty_share",
)
_GROWING_SHIPS = 1.0
"""More ships than this waiting in the last quarter than in the first: the queue is growing."""


@dataclass(frozen=True)
class Card:
    """One key figure."""

    label: str
    value: str
    unit: str
    lines: tuple[str, ...]


def cards(data: ReportData, lang: Language) -> list[Card]:
    """Up to six key figures of the cluster, or of its only port, in the last reported year."""
    year = data.years[-1]
    shown = []
    for measure in _CARDS:
        entity = CLUSTER if data.summary.get(measure, CLUSTER, year) else (data.names.ports or [CLUSTER])[0]
        value = data.summary.get(measure, entity, year)
        if value is None or not (entity == CLUSTER or len(data.names.ports) == 1):
            continue
        if value.mean == 0 and value.half_width == 0:
            continue
        unit = measure_unit(measure, data.summary.unit(measure), abs(value.mean), lang)
        lines = [_interval_line(value, unit, lang), _seen_line(data, measure, entity, value, unit, lang)]
        kept = tuple(line for line in lines if line)
        shown.append(Card(data.label(measure, lang), unit.number(value.mean), unit.label, kept))
    return shown[:MOST_CARDS]


def _interval_line(value: Value, unit: Unit, lang: Language) -> str:
    if not value.has_interval:
        return TEXTS.text("card.no_interval", lang)
    if value.half_width == 0:
        return TEXTS.text("card.constant", lang)
    low, high = interval_ends(value, unit)
    return TEXTS.text("card.interval", lang, low=unit.number(low), high=unit.number(high))


def _seen_line(data: ReportData, measure: str, entity: str, value: Value, unit: Unit, lang: Language) -> str:
    """The value beside it: with the difference where it was published for this very thing, else with the verdict."""
    year = data.years[-1]
    seen, basis = data.observed.get(measure, entity, year), data.observed.basis(measure, entity, year)
    if not basis or not seen:
        return ""
    words = {"basis": TEXTS.text(f"basis.{basis}", lang), "value": unit.number(seen)}
    rows = data.validation
    here = (rows["measure"] == measure) & (rows["entity"] == entity) & (rows["period"] == year)
    verdict = str(rows.loc[here, "verdict"].iloc[0]) if here.any() else ""
    if basis == "reference" and verdict:
        return TEXTS.text("card.verdict", lang, verdict=word("verdict", verdict, lang), **words)
    return TEXTS.text("card.difference", lang, difference=percent(value.mean / seen - 1.0, lang), **words)


def points(data: ReportData, lang: Language) -> list[str]:
    """The busiest terminal, the longest wait, the fullest sailings, the largest difference from what was published."""
    loads = [e for e in data.summary.entities("load_share", data.years[-1]) if e.count(":") == 2]
    found = [
        _extreme(data, "finding.busiest", "berth_occupancy_share", data.names.of_kind("terminal"), lang),
        _extreme(data, "finding.wait", "wait_h", _ports_that_count(data), lang),
        _extreme(data, "finding.load", "load_share", loads, lang),
        _largest_gap(data, lang),
    ]
    return [text for text in found if text]


def _extreme(data: ReportData, key: str, measure: str, entities: Sequence[str], lang: Language) -> str:
    """The entity with the largest mean; nothing to say of fewer than two."""
    year = data.years[-1]
    values = [(v.mean, entity, v) for entity in entities if (v := data.summary.get(measure, entity, year))]
    if len(values) < 2:
        return ""
    largest, entity, value = max(values, key=lambda one: one[0])
    unit = measure_unit(measure, data.summary.unit(measure), abs(largest), lang)
    words = f"{plus_minus(value, unit)}{unit.gap}{unit.label}"
    return TEXTS.text(key, lang, name=data.names.full(entity, lang), value=words)


def _ports_that_count(data: ReportData) -> list[str]:
    """Ports with a part in the throughput: a token port must not make the headline."""
    year = data.years[-1]
    sizes = {port: v.mean for port in data.names.ports if (v := data.summary.get("throughput_teu", port, year))}
    return [port for port, size in sizes.items() if size >= LEAST_PART * sum(sizes.values())]


def _largest_gap(data: ReportData, lang: Language) -> str:
    measure, year, gaps = "throughput_teu", data.years[-1], []
    for port in data.names.ports:
        value, seen = data.summary.get(measure, port, year), data.observed.get(measure, port, year)
        if value and math.isfinite(seen) and seen and data.observed.basis(measure, port, year) != "estimate":
            gaps.append((value.mean / seen - 1.0, port))
    if len(gaps) < 2:
        return ""
    gap, port = max(gaps, key=lambda pair: abs(pair[0]))
    words = {"name": data.names.own(port, lang), "difference": percent(gap, lang), "n": str(len(gaps))}
    return TEXTS.text("finding.difference", lang, **words)


def warnings(data: ReportData, lang: Language) -> list[str]:
    """What limits the use of these results, the gravest first."""
    found: list[str] = []
    if data.failures:
        shown = "; ".join(data.failures[:3]) + ("…" if len(data.failures) > 3 else "")
        found.append(TEXTS.text("warn.failed", lang, n=len(data.failures), runs=shown))
    if data.replications < ENOUGH_REPLICATIONS:
        found.append(TEXTS.text("warn.replications", lang, n=data.replications, enough=ENOUGH_REPLICATIONS))
    if data.warmup_days < ENOUGH_WARMUP_DAYS:
        found.append(TEXTS.text("warn.warmup", lang, days=f"{data.warmup_days:g}", enough=ENOUGH_WARMUP_DAYS))
    year = data.years[-1]
    growing = [
        data.names.own(port, lang)
        for port in data.names.ports
        if (value := data.summary.get("n_ships_waiting_growth", port, year)) and value.mean > _GROWING_SHIPS
    ]
    if growing:
        found.append(TEXTS.text("warn.queue", lang, ports=("、" if lang == "zh" else ", ").join(growing)))
    if not len(data.validation):
        found.append(TEXTS.text("warn.no_observed", lang, year=", ".join(data.years)))
    else:
        missed = data.validation["verdict"].isin(["below", "above", "off"])
        monthly = data.validation["period"].astype(str).str.len() == len("2025-01")
        if missed.any():
            words = {"n": (missed & ~monthly).sum(), "all": (~monthly).sum()}
            words |= {"n_months": (missed & monthly).sum(), "all_months": monthly.sum()}
            found.append(TEXTS.text("warn.not_validated", lang, **words))
    counts = count_inputs(data.inputs)
    if counts.assumed or counts.defaults:
        found.append(
            TEXTS.text("warn.assumed", lang, assumed=counts.assumed, given=counts.given, defaults=counts.defaults)
        )
    found += [TEXTS.text("warn.check", lang, message=message) for message in data.check_warnings]
    return found
