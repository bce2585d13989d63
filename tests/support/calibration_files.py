"""A small invented cluster of one port whose observed years can be chosen, for tests of calibration."""

from __future__ import annotations

from pathlib import Path

CHOOSING = Path(__file__).parents[1] / "data" / "scenario" / "choosing.yaml"
_PARENT = """format: 1
name: rivers
extends: {parent}
services: {{boxes_afloat: null, boxes_on_time: null, river_to_sea: null}}
policies: null
demand: {{routes: null}}
observed:
  boxes_2025: {{measure: throughput_teu, entity: harbour, period: "2025", value: {teu}, role: fitted}}
  boxes_2024: {{measure: throughput_teu, entity: harbour, period: "2024", value: {before}, role: validation}}
calibration: {{near_rail_share: null, barge_laden_teu: null, held_out: 2024}}
"""
_BEFORE = """format: 1
name: rivers-2024
extends: rivers.yaml
clock: {year: 2024}
demand: {year: 2024, seasons: {dry: {festivals: {earlier: {date: "2023-01-22"}}}}}
observed:
  boxes_2024: {role: fitted}
calibration: {year: 2024, held_out: 2025}
"""


def write_years(folder: Path, teu: float, before: float) -> Path:
    """Write the scenario of 2025 and, beside it, that of 2024, with these throughputs observed."""
    path = folder / "rivers.yaml"
    path.write_text(_PARENT.format(parent=CHOOSING, teu=teu, before=before), encoding="utf-8")
    (folder / "rivers_2024.yaml").write_text(_BEFORE, encoding="utf-8")
    return path
