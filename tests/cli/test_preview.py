"""The command `preview` as an analyst meets it."""

from __future__ import annotations

import json
from pathlib import Path

from commands import portsim


def test_the_preview_of_the_tutorial_says_80_percent_of_the_quay_in_both_languages(tmp_path: Path) -> None:
    # A ship of 180 m with clearance every 3.125 h for 10 h on 720 m: 180 / 720 x 10 / 3.125 = 0.8.
    done = portsim("preview", "tutorial", "--lang", "both", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Quays, 2025" in done.stdout
    assert "岸线，2025年" in done.stdout
    assert done.stdout.count(" 80.0") == 2
    assert "Nothing is above 0.85" in done.stdout


def test_json_of_the_preview_is_all_that_is_on_stdout(tmp_path: Path) -> None:
    done = portsim("preview", "two_ports", "--json", "--lang", "zh", folder=tmp_path)
    found = json.loads(done.stdout)
    assert found["scenario"] == "two_ports"
    stages = {row["stage"] for row in found["rows"]}
    assert stages == {"quay", "crane", "yard", "rail", "relation"} == set(found["formulas"])
    assert "岸线" in found["formulas"]["quay"]
    keys = {"year", "stage", "place", "demand", "capacity", "unit", "use_share", "flag", "because"}
    assert all(keys <= row.keys() for row in found["rows"])


def test_a_run_of_several_years_is_previewed_in_its_first_and_last(tmp_path: Path) -> None:
    done = portsim("preview", "tutorial", "--set", "clock.n_years=3", "--json", folder=tmp_path)
    assert {row["year"] for row in json.loads(done.stdout)["rows"]} == {2025, 2027}


def test_too_many_ships_are_named_below_the_tables(tmp_path: Path) -> None:
    faster = "services.ships.interarrival_h={exponential: 2.0}"
    done = portsim("preview", "tutorial", "--set", faster, "--lang", "en", folder=tmp_path)
    assert "Asked for more than there is: Quays harbour, terminal_1 (125.0 %)" in done.stdout


def test_the_baseline_is_previewed_port_by_port(tmp_path: Path) -> None:
    done = portsim("preview", "baseline", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    quays = {row["place"].split("/")[0] for row in rows if row["stage"] == "quay"}
    ports = "qinzhou fangchenggang beihai yangpu haikou zhanjiang maoming yangjiang"
    assert quays == set(ports.split())
    assert {"channel", "tide", "pilot", "crane", "yard", "rail", "lock", "relation"} <= {row["stage"] for row in rows}
    # At the times of the tables boxes know no waits: some thin lines and trains are asked for up to a quarter more than
    # they have, and lose it in a run. Nothing that all cargo of a port shares is.
    over = [row for row in rows if row["use_share"] > 1.0]
    assert all("-" in row["place"] and row["use_share"] < 1.25 for row in over)
    assert {row["stage"] for row in over} <= {"relation", "rail"}


def test_a_scenario_that_is_not_there_exits_with_3_and_a_wrong_language_with_2(tmp_path: Path) -> None:
    missing = portsim("preview", "nowhere.yaml", folder=tmp_path)
    assert missing.returncode == 3
    assert not missing.stdout
    assert len(missing.stderr.strip().splitlines()) == 1
    assert portsim("preview", "tutorial", "--lang", "fr", folder=tmp_path).returncode == 2
