"""SIGKILL during each kind of write: what is there is whole, the old or the new, and the next command goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from commands import environment, portsim
from scenario_files import write

KILLED = Path(__file__).parents[1] / "support" / "killed.py"
SHORT = ("--replications", "1", "--set", "clock.warmup_days=0", "--no-images", "--lang", "en")
STUDY = """format: 1
name: quays
base: tutorial
options: {today: , longer: {set: {ports.harbour.terminals.terminal_1.quays.quay_1.length_m: 900}}}
uncertainties: {services.ships.call_size_teu: {uniform: [500, 700], assumed: for the test}}
sampling: {method: latin_hypercube, n: 2}
replications: 1
compare_to: today
measures: [wait_h]
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are split off and killed as Linux does it")


def killed(tmp_path: Path, *args: str, only: str = "") -> dict[str, dict[str, object]]:
    """What was found after a kill at each kind of moment, by the moment; files of `before` are there beforehand."""
    (tmp_path / "before").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, str(KILLED), str(tmp_path / "before"), only, *args],
        capture_output=True, text=True, check=False, env=environment(), timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    sound = {"was_killed": True, "lost": [], "ended": 0, "cut": [], "next_code": 0, "cut_after": []}
    for one in found:
        assert one == {"moment": one["moment"]} | sound, done.stderr
    return {one["moment"]: one for one in found}


def test_a_run_killed_while_it_writes_any_of_its_files(tmp_path: Path) -> None:
    moments = killed(tmp_path, "run", "tutorial", *SHORT, "--jobs", "1", "--output", "out")
    assert {
        "write out/scenarios/.#.yaml.#.partial",
        "write out/.study.json.#.partial",
        "write out/.index.json.#.partial",
        "write out/runs/#/.partial-#-1-0-#/.*.parquet.#.partial",
        "write out/runs/#/.partial-#-1-0-#/.manifest.json.#.partial",
        "rename out/runs/#/1-0",
        "write out/.inputs.csv.#.partial",
        "write out/.report.en.html.#.partial",
        "write out/figures/.*.en.csv.#.partial",
    } <= set(moments)


def test_a_report_killed_while_it_replaces_an_earlier_one_in_any_format(tmp_path: Path) -> None:
    write(tmp_path / "before", "format: 1\nname: mine\nextends: tutorial\n", "mine.yaml")
    assert portsim("run", "mine.yaml", *SHORT, folder=tmp_path / "before").returncode == 0
    moments = killed(tmp_path, "report", "results/mine", "--lang", "en")
    kinds = {name.removesuffix(".#.partial").rpartition(".")[2] for name in moments}
    assert {"html", "csv", "png", "svg", "pdf", "xlsx"} <= kinds
    assert "write results/mine/.report.en.pdf.#.partial" in moments


def test_a_study_killed_while_it_writes_its_ledger_and_its_tables(tmp_path: Path) -> None:
    write(tmp_path / "before", STUDY, "quays.yaml")
    moments = killed(tmp_path, "study", "quays.yaml", "--jobs", "1", "--lang", "en")
    assert {
        "write results/quays/.index.json.#.partial",
        "write results/quays/.study.csv.#.partial",
        "write results/quays/.*.parquet.#.partial",
        "rename results/quays/runs/#/1-0",
    } <= set(moments)


def test_a_comparison_killed_while_it_writes_its_tables(tmp_path: Path) -> None:
    longer = "format: 1\nname: longer\nextends: tutorial\nservices: {ships: {call_size_teu: 500}}\n"
    write(tmp_path / "before", longer, "longer.yaml")
    args = ("compare", "tutorial", "longer.yaml", "--replications", "1", "--set", "clock.warmup_days=0")
    moments = killed(tmp_path, *args, "--lang", "en", "--jobs", "1", "--output", "out")
    assert {"write out/.comparison.csv.#.partial", "write out/.*.parquet.#.partial"} <= set(moments)


def test_a_starter_project_killed_while_it_is_laid_out(tmp_path: Path) -> None:
    moments = killed(tmp_path, "new", "project")
    assert {"write project/.#.partial/README.md", "rename project/schema"} <= set(moments)


def test_a_new_title_killed_while_it_is_written_into_the_folder_of_a_run(tmp_path: Path) -> None:
    """The folder of a run gives way to one with the new title: for a moment there is none, and the run is repeated."""
    text = "format: 1\nname: mine\nextends: tutorial\ntitle: {en: TITLE, zh: TITLE}\n"
    write(tmp_path / "before", text.replace("TITLE", "before"), "mine.yaml")
    assert portsim("run", "mine.yaml", *SHORT, folder=tmp_path / "before").returncode == 0
    write(tmp_path / "before", text.replace("TITLE", "after"), "mine.yaml")
    moments = killed(tmp_path, "run", "mine.yaml", *SHORT, "--jobs", "1", only="rename|runs/.*parquet")
    assert {"rename results/mine/runs/#/1-0", "rename results/mine/runs/#/.partial-#-1-0-#-old"} <= set(moments)
