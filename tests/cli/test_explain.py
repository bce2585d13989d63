"""The command `explain` as an analyst meets it, on a results folder of the invented example."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from catalogue_faults import faults
from commands import portsim

from portsim.cli.explain_words import EXPLAIN_WORDS
from portsim.cli.preview_words import PREVIEW_WORDS

RUN = ("run", "--jobs", "1", "--no-images", "--quiet", "--output", "results", "--lang", "en")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the results of two replications."""
    found = tmp_path_factory.mktemp("explained")
    assert portsim(*RUN, "two_ports", "--replications", "2", folder=found).returncode == 0
    return found


def test_tables_findings_and_limits_are_told_in_both_languages(folder: Path) -> None:
    done = portsim("explain", "results", "--lang", "both", folder=folder)
    assert done.returncode == 0, done.stderr
    for words in ("Waiting and lost time by cause", "Findings", "What these records cannot tell", "before berthing"):
        assert words in done.stdout
    for words in ("等待与损失时间，按原因", "主要发现", "记录无法说明的内容", "靠泊前"):
        assert words in done.stdout
    assert "mean of 2 replications" in done.stdout
    assert not done.stderr


def test_json_holds_the_tables_and_nothing_else_is_on_stdout(folder: Path) -> None:
    done = portsim("explain", "results", "--json", "--lang", "zh", folder=folder)
    (option,) = json.loads(done.stdout)["options"]
    assert (option["option"], option["n_replications"]) == ("two_ports", 2)
    assert 1 <= len(option["findings"]) <= 5
    assert "靠泊" in option["findings"][0]["text"]
    assert {row["port"] for row in option["ports"]} == {"north_port", "south_port"}
    assert sum(row["share"] for row in option["causes"]) == pytest.approx(1.0)
    assert {row["group"] for row in option["trains"]} == {"early", "kept", "late"}
    assert len(option["months"]) == 12


def test_a_port_and_a_month_leave_only_their_calls(folder: Path) -> None:
    command = ("explain", "results", "--port", "south_port", "--month", "3", "--json")
    (option,) = json.loads(portsim(*command, folder=folder).stdout)["options"]
    assert [row["port"] for row in option["ports"]] == ["south_port"]
    assert [row["period"] for row in option["months"]] == ["2025-03"]
    # seven sailings a week call there: 31 of the month's days, with early and late ones at its ends
    assert 25 <= option["n_calls"] <= 37
    assert option["locks"] == option["rolled"] == []


def test_a_wider_limit_makes_fewer_ships_late(folder: Path) -> None:
    late = []
    for hours in ("3", "12"):
        done = portsim("explain", "results", "--late-hours", hours, "--json", folder=folder)
        (option,) = json.loads(done.stdout)["options"]
        late.append(next(row["n_calls"] for row in option["late"] if row["group"] == "late"))
    assert late[0] > late[1] > 0


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--port", "north_prt"), 3, "unknown port north_prt, did you mean north_port?"),
        (("--ship-class", "liner"), 3, "unknown ship class liner"),
        (("--month", "13"), 2, "12"),
        (("--late-hours", "-1"), 2, "equal to 0"),
        (("--lang", "fr"), 2, "fr"),
    ],
)
def test_a_wrong_choice_is_told_and_nothing_is_printed(
    folder: Path, options: tuple[str, ...], code: int, words: str
) -> None:
    done = portsim("explain", "results", *options, folder=folder)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_results_without_records_exit_with_3_and_say_how_to_get_them(tmp_path: Path) -> None:
    done = portsim(*RUN, "tutorial", "--replications", "1", "--set", "outputs.records=none", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    done = portsim("explain", "results", folder=tmp_path)
    assert done.returncode == 3
    assert not done.stdout
    (message,) = done.stderr.strip().splitlines()
    assert "kept its records" in message
    assert "outputs.records" in message


def test_a_folder_that_holds_no_results_exits_with_3(tmp_path: Path) -> None:
    done = portsim("explain", ".", folder=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_tutorial_without_timetables_and_cargo_is_explained_too(tmp_path: Path) -> None:
    assert portsim(*RUN, "tutorial", "--replications", "1", folder=tmp_path).returncode == 0
    done = portsim("explain", "results", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    (option,) = json.loads(done.stdout)["options"]
    assert [(row["phase"], row["cause"]) for row in option["causes"]] == [("in", "berth")]
    assert option["late"] == option["trains"] == []


@pytest.mark.parametrize("words", [EXPLAIN_WORDS, PREVIEW_WORDS])
def test_the_words_are_the_same_in_both_languages(words: object) -> None:
    assert faults(words) == []
