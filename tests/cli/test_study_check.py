"""`portsim check` and `portsim schema` of study files."""

from __future__ import annotations

import json
from pathlib import Path

from commands import portsim
from scenario_files import write

STUDY = "format: 1\nname: s\nbase: tutorial\noptions: {a: , b: {set: {services.ships.call_size_teu: 500}}}\n"


def test_check_takes_scenarios_and_studies_and_tells_them_apart(tmp_path: Path) -> None:
    write(tmp_path, STUDY + "replications: 4\n", "good.yaml")
    done = portsim("check", "tutorial", "good.yaml", "--lang", "en", folder=tmp_path)
    assert done.returncode == 0
    scenario, study = done.stdout.splitlines()
    assert scenario.startswith("tutorial: all well (")
    assert study == "good.yaml: all well; a study of 2 cases, 0 samples each, 8 runs at the most"


def test_check_of_a_wrong_study_exits_with_3_and_tells_all_as_json(tmp_path: Path) -> None:
    write(tmp_path, STUDY + "compare_to: c\nmeasures: [wait]\n", "bad.yaml")
    done = portsim("check", "bad.yaml", "--json", folder=tmp_path)
    assert done.returncode == 3
    assert [(one["line"], one["column"], one["path"]) for one in json.loads(done.stdout)] == [
        (5, 13, "compare_to"), (6, 12, "measures.0"),
    ]  # fmt: skip


def test_the_schema_of_studies_is_printed(tmp_path: Path) -> None:
    done = portsim("schema", "--study", folder=tmp_path)
    assert json.loads(done.stdout)["title"] == "portsim study"
