"""A starter project is whole, passes the checks as it is and with each suggestion taken up, and spoils nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import portsim

from portsim.scenario.diff import compare_scenarios
from portsim.scenario.load import load_scenario
from portsim.study.reading import read_study


@pytest.fixture(params=["en", "zh"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    done = portsim("new", "project", "--lang", request.param, folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    return tmp_path / "project"


def test_a_starter_project_holds_what_its_readme_names_and_nothing_half_written(project: Path) -> None:
    found = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    assert found == {
        "README.md", "more_cranes.yaml", "crane_study.yaml", ".vscode/settings.json",
        "schema/scenario.schema.json", "schema/study.schema.json",
    }  # fmt: skip
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in ("more_cranes.yaml", "crane_study.yaml", ".vscode/settings.json"))
    assert {*json.loads((project / ".vscode/settings.json").read_bytes())["yaml.schemas"]} == {
        "./schema/scenario.schema.json", "./schema/study.schema.json",
    }  # fmt: skip


def test_the_scenario_changes_the_crane_count_and_nothing_else(project: Path) -> None:
    (difference,) = compare_scenarios(load_scenario("baseline"), load_scenario(project / "more_cranes.yaml"))
    assert difference.path == "ports.qinzhou.terminals.south_7_10.cranes.n"
    assert difference.after.value == 23


def test_the_study_compares_two_options_without_a_warning(project: Path) -> None:
    study = read_study(project / "crane_study.yaml")
    assert study.warnings == []
    assert len(study.cases) == 2


def suggestions(text: str) -> list[str]:
    """The blocks behind "# " at the end of the file, each from its first key to the last line indented below it."""
    offered = text.rsplit("\n\n", maxsplit=1)[-1].splitlines()[2:]
    assert all(line.startswith("# ") for line in offered)
    return re.findall(r"^\w.*\n(?: .*\n)*", "\n".join(line[2:] for line in offered) + "\n", re.MULTILINE)


def test_each_suggestion_in_the_scenario_can_be_taken_up(project: Path) -> None:
    text = (project / "more_cranes.yaml").read_text(encoding="utf-8")
    offered = suggestions(text)
    assert [block.split(":")[0] for block in offered] == ["overlays", "clock", "demand", "services", "policies"]
    for block in offered:
        path = project / "tried.yaml"
        path.write_text(f"{text}\n{block}", encoding="utf-8")
        load_scenario(path)


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = portsim("new", ".", folder=tmp_path)
    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_one_stands_in_will_do(tmp_path: Path) -> None:
    assert portsim("new", ".", folder=tmp_path).returncode == 0
    assert (tmp_path / "more_cranes.yaml").is_file()
    assert not list(tmp_path.glob("*.partial"))


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "project").write_text("mine", encoding="utf-8")
    done = portsim("new", "project", folder=tmp_path)
    assert done.returncode == 1
    assert "it is a file, not a folder" in done.stderr
