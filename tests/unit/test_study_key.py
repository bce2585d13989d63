"""The key of a run changes with the scenario and with the program, and with nothing else."""

from __future__ import annotations

import shutil
import string

from portsim.study.key import digest_of, run_key

ROOMS = ("model", "clock.py", "not_there_yet")


def package(folder, model=b"x = 1\n", clock=b"y = 2\n"):
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "port.py").write_bytes(model)
    (folder / "clock.py").write_bytes(clock)
    return folder


def test_the_digest_follows_every_source_file(tmp_path):
    one = digest_of(package(tmp_path / "one"), ROOMS)
    assert digest_of(package(tmp_path / "two", model=b"x = 2\n"), ROOMS) != one
    assert digest_of(package(tmp_path / "three", clock=b"y = 3\n"), ROOMS) != one
    assert (
        digest_of(package(tmp_path / "four", model=b"x = 1\ny = 2\n", clock=b""), ROOMS) != one
    )  # the same text in all
    assert digest_of(package(tmp_path / "five"), ROOMS) == one


def test_a_renamed_file_changes_the_digest_and_a_note_beside_it_does_not(tmp_path):
    folder = package(tmp_path / "one")
    before = digest_of(folder, ROOMS)
    (folder / "model" / "notes.txt").write_text("not code", encoding="utf-8")
    (folder / "report").mkdir()
    (folder / "report" / "page.py").write_text("z = 3\n", encoding="utf-8")
    assert digest_of(folder, ROOMS) == before
    shutil.move(folder / "model" / "port.py", folder / "model" / "quay.py")
    assert digest_of(folder, ROOMS) != before


def test_line_ends_of_windows_do_not_change_the_digest(tmp_path):
    here, windows = package(tmp_path / "one"), package(tmp_path / "two", model=b"x = 1\r\n", clock=b"y = 2\r\n")
    assert digest_of(here, ROOMS) == digest_of(windows, ROOMS)


def test_keys_differ_by_scenario_and_are_64_hexadecimal_digits():
    assert run_key("a") != run_key("b")
    assert run_key("a") == run_key("a")
    assert len(run_key("a")) == 64
    assert set(run_key("a")) <= set(string.hexdigits.lower())
