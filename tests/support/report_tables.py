"""A report small enough to be worked by hand: three ports, one of them a token, and what was published of them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from portsim.analysis.validation import validate
from portsim.report.data import ReportData
from portsim.report.summary import Names, Observed, Summary
from portsim.results.measures import MEASURES

YEAR = "2025"
ENTITIES = [
    ("cluster", "cluster", "", "Cluster", "港口群"),
    ("big", "port", "cluster", "Big", "大港"),
    ("big/t", "terminal", "big", "Big one", "大港一"),
    ("small", "port", "cluster", "Small", "小港"),
    ("small/t", "terminal", "small", "Small one", "小港一"),
    ("token", "port", "cluster", "Token", "微港"),
    ("token/t", "terminal", "token", "Token one", "微港一"),
]
# measure, unit, entity, period, mean, half width of the interval
SUMMARY = [
    ("throughput_teu", "TEU", "big", YEAR, 7_488_000.0, 84_000.0),
    ("throughput_teu", "TEU", "small", YEAR, 1_340_000.0, 20_000.0),
    ("throughput_teu", "TEU", "token", YEAR, 10_000.0, 3_000.0),
    ("throughput_teu", "TEU", "cluster", YEAR, 8_838_000.0, 90_000.0),
    ("throughput_teu", "TEU", "big", "2025-01", 620_000.0, 9_000.0),
    ("throughput_teu", "TEU", "small", "2025-01", 110_000.0, 150_000.0),
    ("wait_h", "h", "big", YEAR, 2.5, 0.5),
    ("wait_h", "h", "small", YEAR, 0.2, 0.9),
    ("wait_h", "h", "token", YEAR, 6.5, 0.3),
    ("wait_h", "h", "cluster", YEAR, 1.25, 0.25),
    ("wait_h_p90", "h", "big", YEAR, 9.0, 1.0),
    ("direct_berthing_share", "share", "small", YEAR, 0.998, 0.012),
    ("berth_occupancy_share", "share", "big/t", YEAR, 0.66, 0.02),
    ("berth_occupancy_share", "share", "small/t", YEAR, 0.34, 0.01),
    ("berth_occupancy_share", "share", "big/t", "2025-01", 0.62, 0.02),
    ("load_share", "share", "big:asean:out", YEAR, 0.72, 0.03),
    ("load_share", "share", "big:asean:in", YEAR, 0.65, 0.03),
    ("empty_share", "share", "cluster", YEAR, 0.0, 0.0),
]
# id, measure, entity, period, value, role, low, high, note, source, assumed
NONE = math.nan
OBSERVED = [
    ("t_big", "throughput_teu", "big", YEAR, 7_200_000.0, "fitted", NONE, NONE, "", "authority", ""),
    ("t_small", "throughput_teu", "small", YEAR, 1_350_000.0, "fitted", NONE, NONE, "", "authority", ""),
    ("t_token", "throughput_teu", "token", YEAR, 5_000.0, "fitted", NONE, NONE, "", "", "a guess"),
    ("w", "wait_h", "cluster", YEAR, 2.0, "validation", 0.5, 3.0, "ten sample ports", "press", "the band"),
    ("m_big", "throughput_teu", "big", "2025-01", 540_000.0, "validation", NONE, NONE, "no growth", "authority", ""),
    (
        "m_small",
        "throughput_teu",
        "small",
        "2025-01",
        109_000.0,
        "validation",
        NONE,
        NONE,
        "no growth",
        "authority",
        "",
    ),
]
SOURCES = [("authority", "Port authority", "Monthly figures", "2026-01"), ("press", "The press", "A study", "2025")]


def report(**changes: Any) -> ReportData:
    """The report; `names` (id -> name) renames entities, other words replace fields of `ReportData`."""
    names = changes.pop("names", {})
    entities = [(i, k, p, names.get(i, en), names.get(i, zh)) for i, k, p, en, zh in ENTITIES]
    summary = pd.DataFrame(SUMMARY, columns=["measure", "unit", "entity", "period", "mean", "half_width"])
    summary["n"] = 2
    columns = ["id", "measure", "entity", "period", "value", "role", "low", "high", "note", "source", "assumed"]
    observed = pd.DataFrame(OBSERVED, columns=columns)
    sources = pd.DataFrame(SOURCES, columns=["id", "publisher", "title", "date"])
    validation = validate(summary, observed)
    validation["publisher"] = validation["source"].map(dict(zip(sources["id"], sources["publisher"], strict=True)))
    validation["publisher"] = validation["publisher"].fillna("")
    inputs = pd.DataFrame(
        [("ports.big.terminals.t.cranes.n", "12", "1", "a.yaml", 3, 5, "", "a guess", "low", NONE, NONE, "given")],
        columns=["path", "value", "unit", "file", "line", "column", "source", "assumed", "confidence", "low", "high",
                 "status"],
    )  # fmt: skip
    fields: dict[str, Any] = {
        "name": "mine",
        "title_en": "Three ports",
        "title_zh": "三港",
        "identity": "ab" * 32,
        "version": "0.0",
        "years": (YEAR,),
        "replications": 2,
        "warmup_days": 84.0,
        "summary": Summary(summary),
        "observed": Observed(observed),
        "names": Names(pd.DataFrame(entities, columns=["id", "kind", "parent", "name_en", "name_zh"])),
        "validation": validation,
        "inputs": inputs,
        "sources": sources,
        "measures": MEASURES,
        "provenance": {"seed": "1"},
    }
    return ReportData(**(fields | changes))
