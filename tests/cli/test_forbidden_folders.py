"""Folders nobody may write to, and clocks that go wrong, as an analyst meets them."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import PORTSIM, environment, portsim, sabotage, whole_runs
from scenario_files import write

SHORT = ("--replications", "1", "--set", "clock.warmup_days=0", "--no-images", "--lang", "en")
STUDY = "format: 1\nname: s\nbase: tutorial\noptions: {a: , b: {set: {clock.n_years: 2}}}\nreplications: 1\n"
CAPBSET_DROP, MAY_WRITE_ANYWHERE, MAY_READ_ANYWHERE = 24, 1, 2

linux = pytest.mark.skipif(sys.platform != "linux", reason="how root gives up its right to write anywhere is Linux's")


def _like_anybody() -> None:
    """Give up what lets root pass by the permissions of files; others never had it."""
    if os.geteuid() == 0:
        for right in (MAY_WRITE_ANYWHERE, MAY_READ_ANYWHERE):
            ctypes.CDLL(None).prctl(CAPBSET_DROP, right, 0, 0, 0)


def anybody(*args: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Call the command without the rights of root."""
    return subprocess.run(
        [PORTSIM, *args], cwd=folder, capture_output=True, text=True, check=False, env=environment(), timeout=120,
        preexec_fn=_like_anybody,
    )  # fmt: skip


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with results, a scenario and a study, in which and below which nobody may write."""
    here = tmp_path_factory.mktemp("home") / "locked"
    here.mkdir()
    write(here, STUDY, "s.yaml")
    assert portsim("run", "tutorial", *SHORT, "--output", "out", folder=here).returncode == 0
    folders = [here, *(path for path in here.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield here
    for folder in folders:
        folder.chmod(0o755)


@linux
@pytest.mark.parametrize(
    "command",
    [
        ("run", "tutorial", *SHORT),
        ("run", "tutorial", *SHORT, "--output", "out"),
        ("study", "s.yaml", "--lang", "en"),
        ("report", "out", "--no-images", "--lang", "en"),
        ("compare", "out", "tutorial", "--lang", "en"),
        ("new", "project"),
    ],
)
def test_a_folder_nobody_may_write_to_is_one_message_and_exit_code_1(locked: Path, command: tuple[str, ...]) -> None:
    before = sorted(locked.rglob("*"))
    done = anybody(*command, folder=locked)
    assert done.returncode == 1, done.stderr
    (said,) = [line for line in done.stderr.splitlines() if "cannot write" in line]
    assert said.endswith("no permission to write there")
    assert "Traceback" not in done.stderr
    assert sorted(locked.rglob("*")) == before


@linux
def test_results_nobody_may_write_to_can_be_read_and_reported_elsewhere(locked: Path, tmp_path: Path) -> None:
    for command in (
        ("report", str(locked / "out"), "--no-images", "--lang", "en", "--output", "mine"),
        ("explain", str(locked / "out"), "--lang", "en"),
        ("check", str(locked / "s.yaml")),
        ("study", str(locked / "s.yaml"), "--dry-run", "--lang", "en"),
    ):
        done = anybody(*command, folder=tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine" / "report.en.html").is_file()
    told = anybody("doctor", "--lang", "en", folder=locked)
    assert "no permission to write there" in told.stdout


@linux
def test_a_file_nobody_may_read_is_told(tmp_path: Path) -> None:
    secret = write(tmp_path, "format: 1\nname: x\nextends: tutorial\n", "secret.yaml")
    secret.chmod(0)
    done = anybody("check", "secret.yaml", folder=tmp_path)
    assert done.returncode == 3
    assert "secret.yaml: no permission to read this scenario file" in done.stderr


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_set_forth_or_back_between_two_commands_changes_nothing(tmp_path: Path, years: int) -> None:
    command = ("run", "tutorial", *SHORT, "--jobs", "1", "--output", "out")
    first = portsim(*command, folder=tmp_path)
    wrong = sabotage(tmp_path / "clock", "pass")
    with (tmp_path / "clock" / "sitecustomize.py").open("a", encoding="utf-8") as file:
        file.write(f"right = time.time\ntime.time = lambda: right() + {years} * 31_557_600.0\n")
    second = portsim(*command, folder=tmp_path, **wrong)
    assert second.returncode == 0, second.stderr
    assert second.stdout == first.stdout
    assert "0 of 1 runs carried out, 1 already there, 0 failed" in second.stderr


def test_files_from_the_future_are_results_like_others(tmp_path: Path) -> None:
    command = ("run", "tutorial", *SHORT, "--output", "out")
    first = portsim(*command, folder=tmp_path)
    in_ten_years = time.time() + 10 * 31_557_600.0
    for path in (tmp_path / "out").rglob("*"):
        os.utime(path, (in_ten_years, in_ten_years))
    second = portsim(*command, folder=tmp_path)
    assert (second.returncode, second.stdout) == (0, first.stdout)
    assert "1 already there" in second.stderr


def test_an_unfinished_folder_from_the_future_is_left_alone_and_harms_nobody(tmp_path: Path) -> None:
    command = ("run", "tutorial", *SHORT, "--output", "out")
    assert portsim(*command, folder=tmp_path).returncode == 0
    (run,) = whole_runs(tmp_path)
    strange = run.parent.with_name(".partial-aaaaaaaa-1-0-bbbbbb")
    shutil.copytree(run.parent, strange)
    in_ten_years = time.time() + 10 * 31_557_600.0
    os.utime(strange, (in_ten_years, in_ten_years))
    assert portsim(*command, folder=tmp_path).returncode == 0
    assert strange.is_dir()
    assert whole_runs(tmp_path) == [run]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--replications", "1000000000"), 2, "10000"),
        (("--replications", "0"), 2, "1"),
        (("--replications", "-5"), 2, "1"),
        (("--replications", "1e9"), 2, "integer"),
        (("--seed", "-1"), 2, "0"),
        (("--seed", str(10**30)), 0, ""),
        (("--jobs", "0"), 2, "1"),
    ],
)
def test_absurd_counts_of_an_option_are_refused_with_what_is_allowed(
    tmp_path: Path, options: tuple[str, ...], code: int, said: str
) -> None:
    done = portsim("run", "tutorial", *SHORT, *options, folder=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
