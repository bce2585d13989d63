"""The folder of a run is whole or not there, whoever writes at the same time and whatever the disk does."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest
from commands import unfinished

from portsim.errors import OutputError
from portsim.results.disk import make_folder, write_whole, writing
from portsim.results.folder import RunId, drop_abandoned, drop_partial, whole_manifest, write_run

RUN = RunId("a1" * 32, seed=3, replication=4)


def fill_with(text: str):
    return lambda folder: (folder / "table.txt").write_text(text, encoding="utf-8")


def written(folder: Path, text: str = "first", token: str = "t", **more: bool) -> str:
    place = write_run(folder, RUN, {"note": text}, fill_with(text), token, **more)
    return (place / "table.txt").read_text(encoding="utf-8")


def test_a_run_lies_under_its_key_seed_and_replication(tmp_path):
    written(tmp_path)
    assert RUN.place == Path("runs", "a1a1a1a1a1a1", "3-4")
    manifest = whole_manifest(tmp_path / RUN.place, RUN)
    assert (manifest["key"], manifest["seed"], manifest["replication"]) == (RUN.key, 3, 4)
    assert manifest["files"]["table.txt"]["bytes"] == 5  # "first"


@pytest.mark.parametrize(
    "other", [RunId("a1" * 31 + "b2", 3, 4), RunId(RUN.key, 4, 4), RunId(RUN.key, 3, 5)], ids=["key", "seed", "number"]
)
def test_a_folder_of_another_run_is_not_taken(tmp_path, other):
    """Folders are named by a part of the key only; the whole key decides."""
    written(tmp_path)
    assert whole_manifest(tmp_path / RUN.place, other) is None


def test_who_comes_second_drops_his_own(tmp_path):
    written(tmp_path, "first")
    assert written(tmp_path, "second") == "first"
    assert [path.name for path in (tmp_path / RUN.place).parent.iterdir()] == ["3-4"]


def test_a_whole_folder_gives_way_to_one_with_more_in_it(tmp_path):
    written(tmp_path, "first")
    assert written(tmp_path, "second", replace=True) == "second"
    assert [path.name for path in (tmp_path / RUN.place).parent.iterdir()] == ["3-4"]


def test_what_was_damaged_is_moved_aside_and_never_deleted(tmp_path):
    written(tmp_path, "first")
    (tmp_path / RUN.place / "table.txt").write_text("f", encoding="utf-8")
    assert written(tmp_path, "second") == "second"
    (aside,) = (tmp_path / RUN.place).parent.glob("3-4.damaged-*")
    assert (aside / "table.txt").read_text(encoding="utf-8") == "f"


def test_a_file_in_the_way_is_moved_aside(tmp_path):
    place = tmp_path / RUN.place
    place.parent.mkdir(parents=True)
    place.write_text("mine", encoding="utf-8")
    assert written(tmp_path, "second") == "second"
    (aside,) = place.parent.glob("3-4.damaged-*")
    assert aside.read_text(encoding="utf-8") == "mine"


def test_a_disk_that_fills_up_leaves_nothing(tmp_path):
    def fill(folder: Path) -> None:
        (folder / "half.txt").write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match="3-4: the disk is full"):
        write_run(tmp_path, RUN, {}, fill, "t")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not unfinished(tmp_path)


def test_each_command_drops_only_its_own_unfinished_folders(tmp_path):
    home = tmp_path / RUN.place.parent
    for token in ("mine", "other"):
        (home / f".partial-{token}-3-4-x").mkdir(parents=True)
        (home / f".partial-{token}-3-4-x" / "half.txt").write_text("half", encoding="utf-8")
    drop_partial(tmp_path, "mine")
    assert [path.name for path in home.iterdir()] == [".partial-other-3-4-x"]


def test_what_a_killed_command_left_is_dropped_after_a_day(tmp_path):
    written(tmp_path)
    home = tmp_path / RUN.place.parent
    for hours, name in ((23.9, "yesterday"), (24.1, "older")):
        half = home / f".partial-{name}-3-4-x"
        half.mkdir()
        (half / "half.txt").write_text("half", encoding="utf-8")
        touched_s = time.time() - hours * 3600.0
        os.utime(half, (touched_s, touched_s))
    os.utime(home / "3-4", (0.0, 0.0))  # a whole folder stays, however old
    drop_abandoned(tmp_path)
    assert sorted(path.name for path in home.iterdir()) == [".partial-yesterday-3-4-x", "3-4"]


def test_a_text_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "index.json"
    write_whole(path, "old\n")

    def full(_from: Path, _to: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match=r"index\.json: the disk is full"):
        write_whole(path, "new\n")
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [one.name for one in tmp_path.iterdir()] == ["index.json"]


def test_text_is_utf_8_with_plain_line_ends(tmp_path):
    write_whole(tmp_path / "x", "钦州\n")
    assert (tmp_path / "x").read_bytes() == "钦州".encode() + b"\n"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.EACCES, "Permission denied"), "no permission to write there"),
        (OSError(errno.EROFS, "Read-only file system"), "the disk is read-only"),
        (OSError(errno.EFBIG, "File too large"), "the file would be larger than the system allows"),
        (OSError("Error writing bytes to file. Detail: [errno 28] No space left on device"), "the disk is full"),
        (OSError("something odd"), "something odd"),
    ],
)
def test_whatever_the_disk_says_becomes_one_message(error, reason):
    with pytest.raises(OutputError) as caught, writing(Path("results")):
        raise error
    assert str(caught.value) == f"cannot write results: {reason}"
    assert caught.value.exit_code == 1


def test_a_folder_cannot_be_made_where_a_file_is(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="it is a file, not a folder"):
        make_folder(tmp_path / "taken")
    with pytest.raises(OutputError, match="part of the path is a file"):
        make_folder(tmp_path / "taken" / "below")
