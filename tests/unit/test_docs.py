"""The reference pages say what the program says."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
import yaml

from portsim.cli.verify_words import VERIFY_WORDS
from portsim.results.measures import MEASURES
from portsim.scenario.diff import compare_scenarios
from portsim.scenario.field_reference import field_reference
from portsim.scenario.load import load_scenario
from portsim.scenario.schema_export import schema_text
from portsim.scenario.shipped import names
from portsim.study.design import n_samples
from portsim.study.file import DESIGNS, StudyFile
from portsim.study.reading import read_study
from portsim.verification.running import all_cases

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference"


@pytest.mark.parametrize(
    ("name", "made"), [("scenario.schema.json", schema_text), ("scenario-fields.md", field_reference)]
)
def test_a_generated_page_is_as_the_program_would_write_it_today(name: str, made: object) -> None:
    assert callable(made)
    assert (REFERENCE / name).read_text(encoding="utf-8") == made()


def test_every_measure_stands_in_the_reference_with_its_definition() -> None:
    page = (REFERENCE / "measures.md").read_text(encoding="utf-8")
    for measure in MEASURES.values():
        assert f"| `{measure.id}` | {measure.unit} |" in page
        assert measure.definition_en in page


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
    assert {"none", *DESIGNS} <= told


@pytest.mark.parametrize("name", names("experiments"))
def test_a_shipped_study_passes_the_checks_and_its_short_form_is_shorter(name: str) -> None:
    study = read_study(name)
    assert study.file.name == name
    assert [one for one in study.warnings if "not among the uncertainties" not in one.message] == []
    assert n_runs(study.file.shortened()) < n_runs(study.file)
    assert f"| `{name}` |" in (DOCS.parent / "experiments/README.md").read_text(encoding="utf-8")


def n_runs(file: StudyFile) -> int:
    n_cases = len(file.options) * math.prod(len(values) for values in file.factors.values())
    return n_cases * (file.replications.most + n_samples(file))


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
