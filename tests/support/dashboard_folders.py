"""Results folders to look at: a small study of the invented cluster, with names that mean harm, run by the command."""

from __future__ import annotations

import json
from pathlib import Path

from commands import portsim
from scenario_files import write

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
FORMULA = "=cmd|' /C calc'!A0"
LONG = "a" * 200
ARABIC = "مرفأ الخليج"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


HOSTILE = f"""format: 1
name: hostile
extends: two_ports
title: {{en: {quoted(IMAGE)}, zh: {quoted(SCRIPT)}}}
ports:
  north_port:
    name: {{en: {quoted(FORMULA)}, zh: {quoted(IMAGE)}}}
    terminals:
      t1: {{name: {{en: {quoted(SCRIPT)}, zh: {quoted(LONG)}}}}}
  south_port:
    name: {{en: {quoted(LONG)}, zh: {quoted(ARABIC)}}}
    terminals:
      t1: {{name: {{en: {quoted(IMAGE)}, zh: {quoted(FORMULA)}}}}}
"""
STUDY = f"""format: 1
name: quays
question: {{en: "Longer quay? {IMAGE}", zh: "更长的码头？</script>"}}
base: hostile.yaml
options:
  today: {{title: {{en: As today, zh: 现状}}}}
  longer:
    title: {{en: {quoted(SCRIPT)}, zh: {quoted(IMAGE)}}}
    set:
      ports.north_port.terminals.t1.quays.main.length_m: 450
      demand.flows.hill_country_home_coast.annual_teu: 30000
uncertainties:
  ports.north_port.terminals.t1.cranes.moves_per_h: {{uniform: [17, 23], assumed: {quoted(IMAGE)}}}
  ports.north_port.terminals.t1.mooring_h: {{uniform: [0.5, 1.5], assumed: for the test}}
sampling: {{method: one_at_a_time}}
replications: 2
compare_to: today
select_best: {{measure: wait_h, direction: min, indifference: 0.5}}
measures: [wait_h, throughput_teu]
"""


def study_folder(here: Path, *, hostile: bool = True) -> Path:
    """The results of the study, in a place that exists; with harmless names if not hostile."""
    write(here, HOSTILE if hostile else "format: 1\nname: hostile\nextends: two_ports\n", "hostile.yaml")
    write(
        here, STUDY if hostile else STUDY.replace(quoted(SCRIPT), "Longer").replace(quoted(IMAGE), "更长"), "quays.yaml"
    )
    done = portsim("study", "quays.yaml", "--quiet", "--lang", "en", folder=here)
    assert done.returncode == 0, done.stderr
    return here / "results" / "quays"


def run_folder(here: Path, scenario: str = "tutorial") -> Path:
    """The results of one scenario."""
    done = portsim("run", scenario, "--replications", "2", "--no-images", "--quiet", "--output", "one", folder=here)
    assert done.returncode == 0, done.stderr
    return here / "one"
