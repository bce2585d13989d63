"""The reference pages say what the program says."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import get_args

import pytest
import typer
import yaml

from portsim.cli.main import app
from portsim.cli.verify_words import VERIFY_WORDS
from portsim.errors import InputError, Interrupted, PortsimError, SomeRunsFailed
from portsim.scenario.diff import compare_scenarios
from portsim.scenario.load import load_scenario
from portsim.study.file import Method, StudyFile
from portsim.study.reading import read_study
from portsim.verification.running import all_cases

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference"


def test_the_pages_made_from_the_code_are_as_the_program_would_write_them_today() -> None:
    pages = runpy.run_path(str(DOCS / "build_reference.py"))["PAGES"]
    assert {"scenario-fields.md", "scenario.schema.json", "study.schema.json", "measures.md"} < set(pages)
    stale = [name for name, made in pages.items() if (REFERENCE / name).read_text(encoding="utf-8") != made()]
    assert stale == [], "run python docs/build_reference.py"


def test_the_page_on_commands_names_every_command_and_every_exit_code() -> None:
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `portsim (\w+)", page, re.MULTILINE))
    assert told == set(typer.main.get_command(app).commands)
    codes = {one.exit_code for one in (PortsimError, InputError, SomeRunsFailed, Interrupted)}
    assert codes | {0, 2} == {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}


def blocks(page: str) -> list[str]:
    """The blocks of YAML of a page."""
    return re.findall(r"^```yaml\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", blocks("tutorial/first-run.md"))
def test_every_scenario_of_the_tutorial_passes_the_checks_as_printed(block: str, tmp_path: Path) -> None:
    path = tmp_path / f"{yaml.safe_load(block)['name']}.yaml"
    path.write_text(block, encoding="utf-8")
    assert load_scenario(path).scenario.name == path.stem


def test_the_scenario_of_the_page_on_comparing_takes_one_crane_away(tmp_path: Path) -> None:
    (block,) = blocks("how-to/compare-two-scenarios.md")
    path = tmp_path / "fewer_cranes.yaml"
    path.write_text(block, encoding="utf-8")
    (difference,) = compare_scenarios(load_scenario("two_ports"), load_scenario(path))
    assert difference.path == "ports.north_port.terminals.t1.cranes.n"
    assert (difference.before.value, difference.after.value) == (3, 2)


@pytest.mark.parametrize("block", blocks("explanation/bulk.md"))
def test_the_streams_of_the_page_on_bulk_pass_the_checks_without_a_warning(block: str, tmp_path: Path) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(block, encoding="utf-8")
    loaded = load_scenario(path)
    assert loaded.warnings == []
    assert loaded.scenario.bulk["ore_in"].calls_in("panamax", 2025) == pytest.approx(0.3 * 1.5e7 / 6.0e4)


def test_the_table_on_the_page_on_bulk_is_a_table_of_streams(tmp_path: Path) -> None:
    page = (DOCS / "explanation/bulk.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^```csv\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "bulk.csv").write_text(table, encoding="utf-8")
    (block,) = blocks("explanation/bulk.md")
    head = block.split("bulk:\n")[0]
    path = tmp_path / "page.yaml"
    path.write_text(f"{head}bulk: {{table: bulk.csv}}\n", encoding="utf-8")
    streams = load_scenario(path).scenario.bulk
    assert list(streams) == ["ore_in", "coal_in"]
    assert streams["ore_in"].volume_in(2027) == pytest.approx(15.0e6 + 2 / 5 * 2.0e6)
    assert streams["coal_in"].onward.rail == 1.0


def test_the_busier_tutorial_changes_the_arrivals_and_nothing_else(tmp_path: Path) -> None:
    # A tenth more ships: one in 3.125 h / 1.1 = 2.84 h; 10 h of work each on four berths are 88 % of them.
    (block,) = blocks("tutorial/first-run.md")
    (tmp_path / "busier.yaml").write_text(block, encoding="utf-8")
    (difference,) = compare_scenarios(load_scenario("tutorial"), load_scenario(tmp_path / "busier.yaml"))
    assert difference.path == "services.ships.interarrival_h.exponential"
    assert (difference.before.value, difference.after.value) == (3.125, 2.84)


JOBS = ("change-a-port", "add-a-route", "study-the-canal", "divide-the-work", "look-ahead", "play-a-storm")


@pytest.mark.parametrize("block", [block for job in JOBS for block in blocks(f"how-to/{job}.md")])
def test_every_scenario_of_the_pages_on_jobs_passes_the_checks_and_changes_something(
    block: str, tmp_path: Path
) -> None:
    written = yaml.safe_load(block)
    path = tmp_path / f"{written['name']}.yaml"
    path.write_text(block, encoding="utf-8")
    loaded = load_scenario(path)
    assert loaded.warnings == []
    assert compare_scenarios(load_scenario(written["extends"]), loaded)


def test_every_page_is_reached_from_the_first_one_and_no_link_leads_nowhere() -> None:
    linked = {DOCS / "README.md"}
    for page in sorted(DOCS.rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:\s]+\.(?:md|json))[^)]*\)", page.read_text(encoding="utf-8")):
            path = (page.parent / target).resolve()
            assert path.is_file(), f"{page.name}: {target}"
            linked.add(path)
    assert set(DOCS.rglob("*.md")) - linked == set()


@pytest.mark.parametrize("block", blocks("how-to/write-a-study.md"))
def test_the_study_of_the_page_on_studies_passes_the_checks_as_printed(block: str, tmp_path: Path) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(block, encoding="utf-8")
    study = read_study(path)
    assert study.warnings == []
    assert (len(study.cases), study.n_samples) == (4, 24)


def test_the_page_on_studies_names_every_key_and_every_design() -> None:
    page = (DOCS / "how-to/write-a-study.md").read_text(encoding="utf-8")
    told = {"format", "name", "question"} | set(re.findall(r"`([a-z_]+)(?:\.[a-z]+)?`", page))
    assert set(StudyFile.model_fields) <= told
    assert set(get_args(Method)) <= told


def test_the_page_on_verification_has_every_case_with_its_value_and_each_agrees() -> None:
    cases = all_cases()
    lines = (REFERENCE / "verification.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.endswith(" |")]
    printed = [row for row in rows if row[-1] == VERIFY_WORDS.text("verdict.good", "en")]
    wanted = [
        [VERIFY_WORDS.text(f"case.{case.title}", "en", **case.words), f"{one.value:.6g}"]
        for case in cases
        for one in case.expected
    ]
    assert [[row[0], row[2]] for row in printed] == wanted
    assert f"{len(wanted)} values of {len(cases)} cases: all agree." in lines
