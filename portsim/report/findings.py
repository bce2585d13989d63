"""What a reader sees first: key figures, the most telling values, and what to be careful about."""

from __future__ import annotations

import math
from dataclasses import dataclass

from portsim.report.data import ReportData
from portsim.report.inputs import count_inputs
from portsim.report.summary import CLUSTER, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import measure_unit, percent

ENOUGH_REPLICATIONS = 5
ENOUGH_WARMUP_DAYS = 56
"""Least warm-up of the design: 56 days, or the longest transit and 28 days more."""
_CARDS = ("throughput_teu", "wait_h", "berth_occupancy_share", "empty_share", "rolled_share", "sea_rail_teu")
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
        only = len(data.names.ports) == 1
        value = data.summary.get(measure, entity, year)
        if value is None or not (entity == CLUSTER or only):
            continue
        unit = measure_unit(measure, data.summary.unit(measure), abs(value.mean), lang)
        seen = data.observed.get(measure, entity, year)
        lines = [_interval_line(value, unit.number(value.low), unit.number(value.high), lang)]
        if math.isfinite(seen) and seen:
            difference = percent(value.mean / seen - 1.0, lang)
            lines.append(TEXTS.text("card.observed", lang, value=unit.number(seen), difference=difference))
        shown.append(Card(data.label(measure, lang), unit.number(value.mean), unit.label, tuple(lines)))
    return shown


def _interval_line(value: Value, low: str, high: str, lang: Language) -> str:
    if not value.has_interval:
        return TEXTS.text("card.no_interval", lang)
    if value.half_width == 0:
        return TEXTS.text("card.constant", lang)
    return TEXTS.text("card.interval", lang, low=low, high=high)


def points(data: ReportData, lang: Language) -> list[str]:
    """The busiest terminal, the longest wait, the fullest sailings, the largest difference from what was observed."""
    year = data.years[-1]
    found: list[str] = []
    extremes = (
        ("finding.busiest", "berth_occupancy_share", data.names.of_kind("terminal")),
        ("finding.wait", "wait_h", data.names.ports),
        ("finding.load", "load_share", [e for e in data.summary.entities("load_share", year) if e.count(":") == 2]),
    )
    for key, measure, entities in extremes:
        values = [(value.mean, entity) for entity in entities if (value := data.summary.get(measure, entity, year))]
        if len(values) > 1:
            largest, entity = max(values)
            unit = measure_unit(measure, data.summary.unit(measure), abs(largest), lang)
            words = {"name": data.names.full(entity, lang), "value": unit.with_label(largest)}
            found.append(TEXTS.text(key, lang, **words))
    gaps = []
    for port in data.names.ports:
        value, seen = data.summary.get("throughput_teu", port, year), data.observed.get("throughput_teu", port, year)
        if value and math.isfinite(seen) and seen:
            gaps.append((value.mean / seen - 1.0, port))
    if len(gaps) > 1:
        gap, port = max(gaps, key=lambda pair: abs(pair[0]))
        words = {"name": data.names.own(port, lang), "difference": percent(gap, lang), "n": str(len(gaps))}
        found.append(TEXTS.text("finding.difference", lang, **words))
    return found


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
        n_off = int(data.validation["verdict"].isin(["below", "above", "off"]).sum())
        if n_off:
            found.append(TEXTS.text("warn.not_validated", lang, n=n_off, all=len(data.validation)))
    counts = count_inputs(data.inputs)
    if counts.assumed or counts.defaults:
        found.append(
            TEXTS.text("warn.assumed", lang, assumed=counts.assumed, given=counts.given, defaults=counts.defaults)
        )
    found += [TEXTS.text("warn.check", lang, message=message) for message in data.check_warnings]
    return found
