"""Results folders of the command: full, forbidden, shared, damaged, and with names in Chinese."""

from __future__ import annotations

import resource
import shutil
import subprocess
from pathlib import Path

import pytest
from commands import PORTSIM, begin, environment, portsim, unfinished, whole_runs

import portsim as package
from portsim.results.folder import RunId, whole_manifest

ONE_RUN = ("run", "tutorial", "--replications", "1", "--no-images", "--lang", "en")


def all_whole(results: Path) -> bool:
    """Whether all runs of the last command are there, undamaged by their checksums."""
    runs = package.open_results(results).runs
    return bool(runs) and all(whole_manifest(run.path, RunId(run.key, run.seed, run.replication)) for run in runs)


def test_a_second_command_repeats_no_run_and_says_so(tmp_path: Path) -> None:
    command = ("run", "tutorial", "--replications", "2", "--no-images", "--lang", "en")
    first = portsim(*command, folder=tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "results").rglob("runs/**/*")}
    second = portsim(*command, folder=tmp_path)
    assert first.stdout == second.stdout
    assert "tutorial: 2 of 2 runs carried out, 0 already there, 0 failed" in first.stderr
    assert "tutorial: 0 of 2 runs carried out, 2 already there, 0 failed" in second.stderr
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "results").rglob("runs/**/*")} == before


def test_one_and_two_processes_give_the_same_tables_bit_by_bit(tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        command = (
            "run",
            "two_ports",
            "--replications",
            "2",
            "--jobs",
            jobs,
            "--output",
            jobs,
            "--no-images",
            "--quiet",
        )
        assert portsim(*command, folder=tmp_path).returncode == 0
    one, two = (
        {path.relative_to(tmp_path / jobs): path.read_bytes() for path in (tmp_path / jobs).rglob("*.parquet")}
        for jobs in ("1", "2")
    )
    assert len([path for path in one if path.name == "measures.parquet"]) == 2
    assert any(path.name == "calls.parquet" for path in one)
    assert one == two


def test_a_folder_and_a_file_with_chinese_names_and_spaces(tmp_path: Path) -> None:
    home = tmp_path / "北部湾 港口群"
    home.mkdir()
    (home / "我的 情景.yaml").write_text("format: 1\nname: mine\nextends: tutorial\n", encoding="utf-8")
    done = portsim(
        "run",
        "我的 情景.yaml",
        "--replications",
        "1",
        "--no-images",
        "--output",
        "结果 甲",
        "--lang",
        "zh",
        folder=home,
    )
    assert done.returncode == 0, done.stderr
    page = home / done.stdout.strip().splitlines()[-1]
    assert page == home / "结果 甲" / "report.zh.html"
    assert page.is_file()
    assert all_whole(home / "结果 甲")


def test_two_commands_on_one_folder_at_the_same_time_both_end_well(tmp_path: Path) -> None:
    commands = [
        begin("run", "tutorial", "--replications", n, "--no-images", "--jobs", "1", folder=tmp_path) for n in ("3", "4")
    ]
    ends = [command.communicate(timeout=60) for command in commands]
    assert [command.returncode for command in commands] == [0, 0], ends
    results = tmp_path / "results" / "tutorial"
    assert len(whole_runs(results)) == 4
    assert all_whole(results)
    assert not unfinished(results)
    assert not list(results.rglob("*.damaged-*"))


def test_a_damaged_index_and_a_cut_table_are_mended_by_the_same_command(tmp_path: Path) -> None:
    command = ("run", "tutorial", "--replications", "2", "--no-images", "--lang", "en")
    portsim(*command, folder=tmp_path)
    results = tmp_path / "results" / "tutorial"
    (results / "index.json").write_text("{", encoding="utf-8")
    table = next(results.glob("runs/*/1-1/measures.parquet"))
    table.write_bytes(table.read_bytes()[:100])
    done = portsim(*command, folder=tmp_path)
    assert done.returncode == 0
    assert "1 of 2 runs carried out, 1 already there, 0 failed" in done.stderr
    assert all_whole(results)


def limited(n_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_disk_that_takes_no_more_is_one_message_and_exit_code_1(tmp_path: Path, jobs: str) -> None:
    """The system refuses files over 20 000 bytes: the index fits, the tables of a run do not."""
    done = subprocess.run(
        [PORTSIM, "run", "tutorial", "--replications", "3", "--jobs", jobs, "--no-images"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=60,
        preexec_fn=lambda: limited(20_000),
    )
    assert done.returncode == 1, done.stderr
    (message,) = done.stderr.strip().splitlines()
    assert message.startswith("cannot write ")
    assert message.endswith("the file would be larger than the system allows")
    assert done.stdout == ""
    assert not unfinished(tmp_path)
    assert not whole_runs(tmp_path)


def may_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return tried.returncode == 0


@pytest.mark.skipif(not may_mount(), reason="this system lets nobody mount a small disk")
@pytest.mark.parametrize(("size", "n_whole"), [("100k", 0), ("2m", 1)], ids=["in a run", "in the page"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, size: str, n_whole: int) -> None:
    """A run of the tutorial takes about 500 KiB, the page alone more than 4 MiB with the library it carries."""
    (tmp_path / "results").mkdir()
    script = (
        f"mount -t tmpfs -o size={size} tmpfs results && {{ {PORTSIM} {' '.join(ONE_RUN)} >stdout; echo $? >code; "
        "cp -r results seen; }"
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=60,
    )
    assert (tmp_path / "code").read_text(encoding="utf-8").strip() == "1"
    (message,) = done.stderr.strip().splitlines()
    assert message.startswith("cannot write ")
    assert message.endswith("the disk is full")
    seen = tmp_path / "seen"
    assert len(whole_runs(seen)) == n_whole
    assert not unfinished(seen)
    assert not list(seen.rglob("report*.html"))
    if n_whole:
        assert all_whole(seen / "tutorial")
