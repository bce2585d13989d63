"""A file that cannot be read gets one clear message, whatever is the matter with it."""

from __future__ import annotations

import os

import pytest
from scenario_files import SMALL, child, only_problem, problems, write

from portsim.scenario import files
from portsim.scenario.load import load_scenario


def test_a_missing_file_is_said_with_the_nearest_name(tmp_path):
    write(tmp_path, SMALL.read_text(encoding="utf-8"), "small.yaml")
    problem = only_problem(tmp_path / "smal.yaml")
    assert problem.message == "no such scenario file, did you mean small.yaml?"
    assert problem.file.endswith("smal.yaml")


def test_a_missing_folder_is_said(tmp_path):
    assert "there is no folder" in only_problem(tmp_path / "nowhere" / "x.yaml").message


def test_a_file_used_as_a_folder_is_said(tmp_path):
    write(tmp_path, "a: 1", "x.yaml")
    assert "part of its path is a file" in only_problem(tmp_path / "x.yaml" / "y.yaml").message


def test_a_directory_is_said(tmp_path):
    assert "this is a directory" in only_problem(tmp_path).message


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_said(tmp_path, text):
    assert only_problem(write(tmp_path, text)).message == "this scenario file is empty"


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n"])
def test_a_file_without_keys_is_said(tmp_path, text):
    assert "it must begin with keys" in only_problem(write(tmp_path, text)).message


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\xff\xfe\x80", b"format: 1\x00\nname: x\n", b"\x7fELF\x02\x01\x01\x00\x00"]
)
def test_binary_data_is_said(tmp_path, data):
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    assert "this is binary data" in only_problem(path).message


def test_text_in_another_encoding_is_said_with_its_line(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes("format: 1\nname: x\ntitle: {en: a, zh: 钦州}\n".encode("gb18030"))
    problem = only_problem(path)
    assert (problem.line, problem.message) == (
        3, "this scenario file is not UTF-8 text (first wrong byte in line 3); save it as UTF-8",
    )  # fmt: skip


def test_utf_16_is_said(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes("format: 1\n".encode("utf-16"))
    assert "UTF-16" in only_problem(path).message


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.read_bytes())
    assert load_scenario(path).scenario.name == "small"


def test_a_workbook_named_as_a_scenario_is_said(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"PK\x03\x04 and so on")
    assert "Excel workbook" in only_problem(path).message


def test_a_file_of_50_mb_is_refused_without_reading_it(tmp_path, monkeypatch):
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(files.Path, "read_bytes", lambda _: pytest.fail("it was read"))
    assert only_problem(path).message == "50.0 MB is too large for a scenario file; the limit is 10 MB"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes on this system")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "x.yaml")
    assert "not an ordinary file" in only_problem(tmp_path / "x.yaml").message


def test_a_file_without_permission_is_said(tmp_path, monkeypatch):
    path = write(tmp_path, "format: 1\n")

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.Path, "read_bytes", refuse)
    assert only_problem(path).message == "no permission to read this scenario file"


def test_a_name_with_a_zero_byte_is_said():
    assert "cannot be followed" in only_problem("a\0b.yaml").message


def test_messages_show_a_path_relative_to_the_working_folder(tmp_path, monkeypatch):
    child(tmp_path / "work", "prots: {}")
    monkeypatch.chdir(tmp_path)
    assert only_problem("work/x.yaml").place == "work/x.yaml:4:1"


def test_a_file_under_a_chinese_path_is_read(tmp_path):
    path = write(tmp_path, SMALL.read_text(encoding="utf-8"), "情景/小 港口.yaml")
    assert load_scenario(path).scenario.name == "small"


def test_an_unreadable_parent_is_said_where_it_is_named(tmp_path):
    path = write(tmp_path, "format: 1\nname: x\nextends: nowhere.yaml\n")
    problem = only_problem(path)
    assert (problem.line, problem.column, problem.path) == (3, 10, "extends")
    assert "nowhere.yaml: no such scenario file" in problem.message


def test_an_unreadable_overlay_is_said_where_it_is_named(tmp_path):
    problem = only_problem(child(tmp_path, "overlays: [./nowhere.yaml]"))
    assert (problem.line, problem.column, problem.path) == (4, 12, "overlays")


def test_an_unknown_shipped_name_is_said_with_the_nearest():
    problem = only_problem("tutoral")
    assert problem.message == "no shipped file of this name in scenarios, did you mean tutorial?"


def test_a_bare_name_of_ones_own_file_is_explained(tmp_path, monkeypatch):
    write(tmp_path, "format: 1\n", "mine.yaml")
    monkeypatch.chdir(tmp_path)
    assert only_problem("mine").message.endswith("for your own file write mine.yaml")


def test_a_mistake_in_the_syntax_of_a_parent_is_said_in_the_parent(tmp_path):
    write(tmp_path, "format: 1\nname: [\n", "parent.yaml")
    found = problems(write(tmp_path, "format: 1\nname: x\nextends: parent.yaml\n"))
    assert [problem.line for problem in found] == [3]
    assert found[0].file.endswith("parent.yaml")


def test_a_name_longer_than_a_file_may_have_is_said(tmp_path):
    path = write(tmp_path, f"format: 1\nname: x\nextends: {'tutorial' * 50}\n")
    assert "no shipped file of this name" in only_problem(path).message
    assert "no shipped file of this name" in only_problem("tutorial" * 50).message


def test_a_circle_of_links_is_said(tmp_path):
    (tmp_path / "x.yaml").symlink_to(tmp_path / "y.yaml")
    (tmp_path / "y.yaml").symlink_to(tmp_path / "x.yaml")
    assert "cannot be " in only_problem(tmp_path / "x.yaml").message


def test_a_table_that_is_a_circle_of_links_or_in_a_folder_that_is_one_is_said(tmp_path):
    (tmp_path / "flows.csv").symlink_to(tmp_path / "flows.csv")
    (tmp_path / "folder").symlink_to(tmp_path / "folder")
    for table in ("flows.csv", "folder/flows.csv"):
        assert "cannot be " in only_problem(child(tmp_path, f"demand: {{flows: {{table: {table}}}}}")).message
