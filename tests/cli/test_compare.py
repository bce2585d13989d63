"""The command `compare` as an analyst meets it, on the invented example with fewer cranes in one port."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path

import pandas as pd
import pytest
from catalogue_faults import faults
from click.testing import Result
from commands import portsim, sabotage
from typer.testing import CliRunner

from portsim.cli.compare import _below
from portsim.cli.compare_tables import only_lines, signed, tables_of
from portsim.cli.compare_words import COMPARE_WORDS
from portsim.cli.main import app
from portsim.report.printed import PrintedTable
from portsim.report.summary import Names
from portsim.report.units import Unit

SLOWER = """\
format: 1
name: slower
extends: two_ports
ports:
  north_port:
    terminals:
      t1:
        cranes: {n: 2}
"""
COMPARE = ("compare", "two_ports", "slower.yaml", "--replications", "3", "--jobs", "1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scenario, and in `results` the runs of both, three replications each."""
    found = tmp_path_factory.mktemp("compared")
    (found / "slower.yaml").write_text(SLOWER, encoding="utf-8")
    done = portsim(*COMPARE, "--quiet", folder=found)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return found


def compare(*args: str, folder: Path) -> Result:
    """The command within this process: a process of its own for each call would take a second."""
    with chdir(folder):
        return CliRunner(env={"LC_ALL": "C.UTF-8", "COLUMNS": ""}).invoke(app, ["compare", *args])


def rows(text: str) -> pd.DataFrame:
    return pd.DataFrame(json.loads(text)["differences"])


def test_tables_come_in_both_languages_and_the_runs_are_found_again(folder: Path) -> None:
    done = portsim(*COMPARE, "--lang", "both", folder=folder)
    assert done.returncode == 0, done.stderr
    for words in ("slower compared with two_ports, 2025 (3 pairs of runs)", "95 % interval", "Waiting time (h)", "yes"):
        assert words in done.stdout
    for words in ("slower 与 two_ports 对比，2025年（3 对运行）", "95%区间", "平均待时（小时）", "是"):
        assert words in done.stdout
    assert "narrower than unpaired runs would" in done.stdout
    assert "本次完成 0 次，沿用已有结果 6 次" in done.stderr
    assert "results/two_ports-vs-slower/comparison.csv" in done.stderr.replace("\\", "/")


def test_fewer_cranes_make_ships_stay_longer_in_that_port_alone(folder: Path) -> None:
    table = rows(compare(*COMPARE[1:], "--json", "--measures", "service_h", folder=folder).stdout)
    table = table.set_index("entity")
    assert set(table.index) == {"north_port", "south_port", "cluster"}
    assert table.loc["north_port", "low"] > 0.5
    assert table.loc["north_port", "is_sure"]
    assert table.loc["south_port", "low"] < 0.0 < table.loc["south_port", "high"]
    for row in table.to_dict("records"):
        assert row["difference"] == pytest.approx(row["mean"] - row["base"])
        assert (row["option"], row["to"], row["n"], row["period"]) == ("slower", "two_ports", 3, "2025")


def test_measures_are_chosen_by_pattern_and_a_wrong_one_exits_with_3(folder: Path) -> None:
    table = rows(compare(*COMPARE[1:], "--json", "--measures", "wait_h@north*, service_h", folder=folder).stdout)
    places = set(table.loc[table["measure"] == "wait_h", "entity"])
    assert places == {"north_port", "north_port/t1"}
    done = compare(*COMPARE[1:], "--measures", "wait", folder=folder)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "no measure wait, did you mean wait_h?" in done.stderr


def test_the_files_hold_what_the_tables_show(folder: Path) -> None:
    printed = rows(compare(*COMPARE[1:], "--json", "--lang", "zh", folder=folder).stdout)
    where = folder / "results" / "two_ports-vs-slower"
    assert (where / "comparison.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # Excel takes it for UTF-8
    for table in (pd.read_csv(where / "comparison.csv"), pd.read_parquet(where / "comparison.parquet")):
        assert table["difference"].tolist() == printed["difference"].tolist()
        assert table["is_sure"].tolist() == printed["is_sure"].tolist()
        assert {"平均待时", "集装箱吞吐量"} <= set(table["measure_name"])
        assert {"全部港口", "北港（虚构）"} <= set(table["place_name"])


def test_options_of_a_folder_are_compared_without_running_anything(folder: Path) -> None:
    results = "results/two_ports-vs-slower"
    forth = rows(compare(f"{results}@two_ports", f"{results}@slower", "--json", folder=folder).stdout)
    back = rows(compare(results, "--to", "slower", "--json", folder=folder).stdout)
    assert back["difference"].tolist() == pytest.approx([-value for value in forth["difference"]])
    done = compare(results, results + "@slower", folder=folder)
    assert (done.exit_code, done.stdout) == (3, "")
    assert f"name one, as {results}@two_ports" in done.stderr


def test_a_scenario_is_run_with_the_seeds_of_the_results_it_is_compared_with(folder: Path) -> None:
    there = "results/two_ports-vs-slower@two_ports"
    done = compare(there, "slower.yaml", "--json", "--jobs", "1", "--output", "mixed", folder=folder)
    assert "3 of 3 runs carried out" in done.stderr
    mixed, before = (
        pd.read_parquet(folder / name / "comparison.parquet") for name in ("mixed", there.split("@", maxsplit=1)[0])
    )
    assert mixed["measure"].tolist() == before["measure"].tolist()
    assert mixed["difference"].tolist() == before["difference"].tolist()


def test_runs_that_fail_are_told_and_the_pairs_that_are_whole_compared(folder: Path) -> None:
    more = sabotage(folder / "broken", "if replication == 1: raise RuntimeError('the crane fell over')")
    done = portsim(
        "compare", "two_ports", "slower.yaml", "--replications", "2", "--jobs", "1", "--json", "--output", "some",
        folder=folder, **more,
    )  # fmt: skip
    assert done.returncode == 4
    assert set(rows(done.stdout)["n"]) == {1}
    assert "the crane fell over" in done.stderr
    assert "Traceback" not in done.stderr
    more = sabotage(folder / "dead", "raise RuntimeError('the crane fell over')")
    done = portsim(*COMPARE, "--output", "none", folder=folder, **more)
    assert (done.returncode, done.stdout) == (4, "")
    assert "6 of 6 runs" in done.stderr


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (("two_ports", "nowhere.yaml"), 3, "nowhere.yaml"),
        (("two_ports", "two_ports"), 3, "compared with itself"),
        (("two_ports", "slower.yaml", "--to", "slower"), 3, "--to names an option of one results folder"),
        (("results/two_ports-vs-slower", "--seed", "0"), 3, "--seed is for scenarios that are run"),
        (("two_ports", "slower.yaml", "--executor", "dask"), 2, "--address"),
        (("results/two_ports-vs-slower", "--to", "slow"), 3, "did you mean slower?"),
        (("two_ports", "slower.yaml", "--lang", "fr"), 2, "fr"),
    ],
)
def test_what_cannot_be_compared_is_told_and_nothing_is_printed(
    folder: Path, command: tuple[str, ...], code: int, words: str
) -> None:
    done = compare(*command, folder=folder)
    assert (done.exit_code, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_same_scenario_under_two_names_differs_nowhere_and_that_is_said(folder: Path) -> None:
    (folder / "twin.yaml").write_text("format: 1\nname: twin\nextends: tutorial\n", encoding="utf-8")
    done = compare("tutorial", "twin.yaml", "--replications", "1", "--jobs", "1", folder=folder)
    assert done.exit_code == 0, done.stderr
    assert "twin compared with tutorial, 2025: no difference in any of" in done.stdout
    assert "both are the same scenario" in done.stderr


def test_another_year_is_compared_and_what_that_costs_is_said(folder: Path) -> None:
    # a leap year: otherwise the tutorial, which knows no calendar, would not differ
    (folder / "later.yaml").write_text(
        "format: 1\nname: later\nextends: tutorial\nclock: {year: 2028}\n", encoding="utf-8"
    )
    done = compare("tutorial", "later.yaml", "--replications", "2", "--jobs", "1", "--lang", "both", folder=folder)
    assert done.exit_code == 0, done.stderr
    assert "later compared with tutorial, 2028 against 2025 (2 pairs of runs)" in done.stdout
    assert "The years differ" in done.stdout
    assert "2028年对2025年" in done.stdout


def test_one_pair_of_runs_has_no_intervals(folder: Path) -> None:
    done = compare(*COMPARE[1:], "--replications", "1", folder=folder)
    assert "(one pair of runs: no intervals)" in done.stdout
    assert "One pair of runs shows no interval" in done.stdout


def test_the_words_are_the_same_in_both_languages() -> None:
    assert faults(COMPARE_WORDS) == []


def table_of(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    """Differences of one option, without spread."""
    table = pd.DataFrame(rows, columns=["measure", "entity", "difference"])
    constant = {"option": "with a very long label", "to": "a", "unit": "h", "period": "2025", "n": 2, "base": 10.0}
    table = table.assign(**constant, mean=10.0 + table["difference"], relative=table["difference"] / 10.0)
    return table.assign(half_width=0.0, low=table["difference"], high=table["difference"], is_sure=True)


def test_one_port_is_not_said_twice_and_long_labels_stand_in_the_title_only() -> None:
    names = Names(pd.DataFrame({"id": ["p"], "kind": "port", "parent": "", "name_en": "Harbour", "name_zh": "港"}))
    table = table_of([("wait_h", "p", 1.0), ("wait_h", "cluster", 1.0), ("door_to_door_h", "cluster", 0.0625)])
    (printed,) = tables_of(table, names, "en")
    assert isinstance(printed, PrintedTable)
    assert printed.title == "with a very long label compared with a, 2025 (2 pairs of runs)"
    assert printed.header[2:4] == ("a", "Compared")
    # differences have a digit more than what differs: 11.0 h, and +1.00
    assert [row[:5] for row in printed.rows] == [
        ("Waiting time (h)", "Harbour", "10.0", "11.0", "+1.00"),
        ("Door-to-door time (h)", "All ports", "10.0", "10.1", "+0.06"),
    ]
    assert printed.rows[0][5:] == ("+1.00 to +1.00", "+10.0 %", "yes")


@pytest.mark.parametrize(
    ("part", "zh", "en"),
    [("ore", "港·矿石", "Harbour · ore"), ("up", "港·上行", "Harbour · upstream"), ("x", "港·x", "Harbour · x")],
)
def test_a_part_of_a_place_has_a_name_in_both_languages(part: str, zh: str, en: str) -> None:
    names = Names(pd.DataFrame({"id": ["p"], "kind": "port", "parent": "", "name_en": "Harbour", "name_zh": "港"}))
    assert (names.full(f"p:{part}", "zh"), names.full(f"p:{part}", "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0.00"), (0.004, "0.00"), (-0.004, "0.00"), (0.5, "+0.50"), (-1234.5, "-1,234.50")]
)
def test_a_difference_shows_its_sign_unless_it_is_nought_as_printed(value: float, text: str) -> None:
    assert signed(value, Unit("h", 1.0, 2)) == text


def test_what_one_option_lacks_is_named_as_far_as_there_is_room() -> None:
    names = Names(pd.DataFrame({"id": ["l"], "kind": "lock", "parent": "", "name_en": "Madao", "name_zh": "马道"}))
    lacking = pd.DataFrame(
        {"option": "canal", "measure": ["lock_wait_h"] * 14, "entity": ["l"] * 14, "unit": "h", "mean": 0.516}
    )
    (line,) = only_lines(lacking, names, "en")
    assert line == f"Only in canal: {'; '.join(['Wait at the lock · Madao 0.52 h'] * 12)} and 2 more."


@pytest.mark.parametrize(("sure", "told"), [([False, False], True), ([False, True], False)])
def test_when_nothing_is_sure_the_way_to_the_bottleneck_is_told(sure: list[bool], told: bool) -> None:
    table = pd.DataFrame({"unit": "h", "n": 5, "difference": [0.1, -0.2], "period": "2025", "is_sure": sure})
    for lang in ("en", "zh"):
        below = "\n".join(_below(table, 0, float("nan"), 0, lang))
        assert ("`portsim preview" in below) == told
