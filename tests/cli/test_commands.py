"""The command line as an analyst meets it: output, messages and exit codes, each in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import portsim


def scenario(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_tutorial_ends_with_the_table_and_the_path_of_the_page(tmp_path: Path) -> None:
    done = portsim("run", "tutorial", "--replications", "2", "--lang", "en", "--no-images", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Throughput by port, 2025" in done.stdout
    page = tmp_path / done.stdout.strip().splitlines()[-1]
    assert page.name == "report.en.html"
    assert "plotly" in page.read_text(encoding="utf-8")


def test_json_holds_the_measures_and_nothing_else_is_on_stdout(tmp_path: Path) -> None:
    done = portsim("run", "tutorial", "--replications", "2", "--json", "--no-images", folder=tmp_path)
    found = json.loads(done.stdout)
    assert found["scenario"] == "tutorial"
    assert {"measure", "entity", "period", "mean", "half_width"} <= found["measures"][0].keys()


def test_an_unknown_option_exits_with_2(tmp_path: Path) -> None:
    assert portsim("run", "tutorial", "--replicas", "2", folder=tmp_path).returncode == 2


def test_a_misspelt_field_is_named_with_its_place_and_the_right_word(tmp_path: Path) -> None:
    scenario(tmp_path, "format: 1\nname: mine\nextends: tutorial\nclock: {yaer: 2026}\n")
    done = portsim("run", "mine.yaml", folder=tmp_path)
    assert done.returncode == 3
    assert "mine.yaml:4:" in done.stderr
    assert "did you mean year" in done.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize("kind", ["missing", "empty", "binary", "directory", "too_large", "missing_table"])
def test_an_input_that_cannot_be_read_gets_one_message_and_exit_code_3(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.yaml"
    if kind == "empty":
        path.write_text("", encoding="utf-8")
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "directory":
        path.mkdir()
    elif kind == "too_large":
        with path.open("wb") as file:
            file.truncate(50 * 2**20)
    elif kind == "missing_table":
        scenario(tmp_path, "format: 1\nname: mine\nextends: tutorial\nfleets: {table: nowhere.csv}\n")
    done = portsim("check", "mine.yaml", folder=tmp_path)
    assert done.returncode == 3
    assert len([line for line in done.stderr.splitlines() if not line.startswith("    |")]) == 1
    assert "Traceback" not in done.stderr


def test_an_output_that_is_a_file_exits_with_1_and_one_message(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = portsim("run", "tutorial", "--output", "taken", folder=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_output_that_no_one_may_write_exits_with_1(tmp_path: Path) -> None:
    done = portsim("run", "tutorial", "--output", "/proc/portsim", folder=tmp_path)
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr


def test_diff_names_each_value_that_differs(tmp_path: Path) -> None:
    scenario(tmp_path, "format: 1\nname: mine\nextends: tutorial\nclock: {year: 2026}\n")
    done = portsim("diff", "tutorial", "mine.yaml", folder=tmp_path)
    assert done.returncode == 0
    assert "clock.year: 2025" in done.stdout
    assert "2026" in done.stdout


def test_diff_in_chinese_says_units_and_defaults_in_chinese(tmp_path: Path) -> None:
    text = "format: 1\nname: mine\nextends: two_ports\nzones: {coast_strip: {lon: null}}\nclock: {warmup_days: 98}\n"
    scenario(tmp_path, text)
    lines = portsim("diff", "two_ports", "mine.yaml", "--lang", "zh", folder=tmp_path).stdout.splitlines()
    assert lines == ["clock.warmup_days: 84 天 -> 98 天", "zones.coast_strip.lon: 1.0 度 -> – [默认值]"]


def test_schema_is_json_and_doctor_tells_the_versions(tmp_path: Path) -> None:
    assert json.loads(portsim("schema", folder=tmp_path).stdout)["properties"]["ports"]
    found = json.loads(portsim("doctor", "--json", folder=tmp_path).stdout)
    assert found["simpy"].startswith("4.")


def test_without_a_browser_the_page_comes_and_one_line_says_what_is_missing(tmp_path: Path) -> None:
    done = portsim(
        "run", "tutorial", "--replications", "2", "--lang", "en", folder=tmp_path, PORTSIM_BROWSER="/nowhere"
    )
    assert done.returncode == 0
    missing, summary = done.stderr.strip().splitlines()
    assert "PORTSIM_BROWSER" in missing
    assert summary.startswith("tutorial: 2 of 2 runs carried out")
    assert (tmp_path / "results" / "tutorial" / "report.en.html").exists()
    assert not list(tmp_path.rglob("*.png"))
