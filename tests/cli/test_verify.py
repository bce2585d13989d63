"""The command `verify` as an analyst meets it."""

from __future__ import annotations

import json

import pytest
from commands import portsim, sabotage

import portsim as package


def test_what_agrees_is_said_and_ends_with_0(tmp_path):
    ran = portsim("verify", "--only", "fuel", "--lang", "en", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "Fuel at sea" in ran.stdout
    assert "228.935" in ran.stdout
    assert "2 values of 2 cases: all agree." in ran.stdout
    assert list(tmp_path.iterdir()) == []  # nothing is written


def test_it_speaks_chinese(tmp_path):
    ran = portsim("verify", "--only", "fuel/450", "--lang", "zh", "--jobs", "1", folder=tmp_path)
    assert "航行油耗" in ran.stdout
    assert "1 个算例、1 个数值：全部相符。" in ran.stdout


def test_data_hold_both_languages_and_the_bounds(tmp_path):
    ran = portsim("verify", "--only", "lock/code,fuel/*", "--json", folder=tmp_path)
    data = json.loads(ran.stdout)
    assert (data["is_good"], data["is_full"]) == (True, False)
    assert {finding["case"] for finding in data["findings"]} == {"lock/code", "fuel/450", "fuel/800"}
    fuel = next(finding for finding in data["findings"] if finding["case"] == "fuel/450")
    assert fuel["expected"] == 228.935
    assert fuel["found"] == pytest.approx(228.935, abs=fuel["within"])
    assert (fuel["title_zh"], fuel["is_good"]) == ("450 FFE，15 天，11.19 节", True)


def test_a_model_that_goes_wrong_ends_with_1_and_says_where(tmp_path):
    """Ships that burn 20 t a day where the case has 18.8."""
    thirsty = (
        "burn = {'design_fuel_t_per_day': 20.0}\n"
        "scenario = scenario.model_copy(update={'fleets': {k: one.model_copy(update=burn) for k, one in "
        "scenario.fleets.items()}})"
    )
    ran = portsim(
        "verify", "--only", "fuel/450", "--lang", "en", folder=tmp_path, **sabotage(tmp_path / "site", thirsty)
    )
    assert ran.returncode == 1
    assert "MISSES" in ran.stdout
    assert "1 values of 1 cases: 1 do not agree." in ran.stdout
    assert "Not reproduced: fuel/450" in ran.stderr


def test_a_case_that_does_not_exist_is_an_input_error_that_lists_the_kinds(tmp_path):
    ran = portsim("verify", "--only", "fuels", folder=tmp_path)
    assert ran.returncode == 3
    assert "no case is called fuels" in ran.stderr
    assert "tide_gate" in ran.stderr


def test_a_page_is_printed_as_markdown(tmp_path):
    ran = portsim("verify", "--only", "fuel", "--markdown", "--lang", "en", folder=tmp_path)
    assert ran.stdout.startswith("# Verification against known answers\n")
    assert "| 450 FFE, 15 days at 11.19 kn | Fuel of the voyage (t) | 228.935 |" in ran.stdout


def test_a_page_and_data_are_not_printed_at_once(tmp_path):
    assert portsim("verify", "--json", "--markdown", folder=tmp_path).returncode == 2


def test_notebooks_get_a_table():
    found = package.verify(only=["fuel"], jobs=1)
    table = found.table()
    assert found.is_good
    assert table["case"].tolist() == ["fuel/450", "fuel/800"]
    assert table["expected"].tolist() == [228.935, 289.21]
