"""Runs that fail, workers that die, Ctrl-C and SIGTERM: what is whole stays and the same command goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from commands import begin, portsim, sabotage, unfinished, wait_until, whole_runs

FOUR_RUNS = ("run", "tutorial", "--replications", "4", "--jobs", "2", "--no-images")


def group_is_gone(leader: subprocess.Popen[str]) -> bool:
    try:
        os.killpg(leader.pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_ctrl_c_and_sigterm_exit_with_130_and_say_how_to_go_on(tmp_path: Path, lang: str) -> None:
    """Runs 0 and 1 end, all others hang: at the signal exactly two are whole. Ctrl-C reaches the whole group."""
    hang = sabotage(tmp_path / "sabotage", "if replication >= 2: time.sleep(300)")
    command = begin(*FOUR_RUNS, "--lang", lang, folder=tmp_path, **hang)
    wait_until(lambda: len(whole_runs(tmp_path)) == 2)
    if lang == "en":
        os.killpg(command.pid, signal.SIGINT)
    else:
        command.send_signal(signal.SIGTERM)
    stdout, stderr = command.communicate(timeout=30)
    assert command.returncode == 130
    assert stdout == ""
    folder = Path("results", "tutorial")
    assert stderr.strip() == (
        f"Interrupted. 2 of 4 runs are whole in {folder}; the same command carries out only the others."
        if lang == "en"
        else f"被外部终止（SIGTERM）。4 次运行中有 2 次完整保存在 {folder}；重新执行同一命令只做其余运行。"
    )
    wait_until(lambda: group_is_gone(command), 10)
    assert not unfinished(tmp_path)
    assert len(whole_runs(tmp_path)) == 2
    if lang == "en":
        after = portsim(*FOUR_RUNS, folder=tmp_path)
        assert "2 of 4 runs carried out, 2 already there, 0 failed" in after.stderr


def test_ctrl_c_while_the_workers_start_prints_no_traceback(tmp_path: Path) -> None:
    """A worker that has just begun to load Python does not yet know that Ctrl-C is none of its business."""
    slow = sabotage(tmp_path / "sabotage", "pass")
    with (tmp_path / "sabotage" / "sitecustomize.py").open("a", encoding="utf-8") as file:
        file.write(
            "if 'spawn_main' in ' '.join(sys.orig_argv):\n"
            f"    open({str(tmp_path / 'begun')!r}, 'w').close()\n    time.sleep(2)\n"
        )
    command = begin(*FOUR_RUNS, folder=tmp_path, **slow)
    wait_until((tmp_path / "begun").exists)
    os.killpg(command.pid, signal.SIGINT)
    _, stderr = command.communicate(timeout=30)
    assert command.returncode == 130
    assert stderr.startswith("Interrupted. 0 of 4 runs are whole")
    assert len(stderr.splitlines()) == 1
    wait_until(lambda: group_is_gone(command), 10)


def test_sigterm_with_one_process_stops_the_run_under_way(tmp_path: Path) -> None:
    hang = sabotage(tmp_path / "sabotage", "if replication >= 1: time.sleep(300)")
    command = begin("run", "tutorial", "--jobs", "1", folder=tmp_path, **hang)
    wait_until(lambda: len(whole_runs(tmp_path)) == 1)
    command.send_signal(signal.SIGTERM)
    _, stderr = command.communicate(timeout=30)
    assert command.returncode == 130
    assert "1 of 5 runs are whole" in stderr
    assert not unfinished(tmp_path)


def test_a_killed_worker_exits_with_4_and_the_same_command_completes(tmp_path: Path) -> None:
    """Run 3 kills its process; runs 0 to 2 were handed out before it and may or may not be whole by then."""
    kill = sabotage(tmp_path / "sabotage", "if replication == 3: time.sleep(1); os.kill(os.getpid(), signal.SIGKILL)")
    done = portsim(*FOUR_RUNS, folder=tmp_path, **kill)
    n_whole = len(whole_runs(tmp_path))
    assert done.returncode == 4
    assert n_whole >= 2
    assert done.stderr.startswith("A worker process died: killed, or out of memory")
    assert f"{n_whole} of 4 runs are whole" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not unfinished(tmp_path)
    after = portsim(*FOUR_RUNS, folder=tmp_path)
    assert after.returncode == 0
    assert f"{4 - n_whole} of 4 runs carried out, {n_whole} already there" in after.stderr


def test_a_run_that_raises_exits_with_4_and_the_report_shows_the_others(tmp_path: Path) -> None:
    fall_over = sabotage(tmp_path / "sabotage", "if replication == 1: raise RuntimeError('the crane fell over')")
    command = ("run", "tutorial", "--replications", "3", "--no-images", "--lang", "en")
    done = portsim(*command, "--json", folder=tmp_path, **fall_over)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert "2 of 3 runs carried out, 0 already there, 1 failed" in done.stderr
    assert "1 of 3 runs of tutorial failed; the first is seed 1, replication 1: the crane fell over" in done.stderr
    found = [row for row in json.loads(done.stdout)["measures"] if row["measure"] == "n_calls"]
    assert found[0]["n"] == 2
    rows = json.loads((tmp_path / "results" / "tutorial" / "index.json").read_text(encoding="utf-8"))["runs"]
    assert [row["status"] for row in rows] == ["done", "failed", "done"]
    assert "the crane fell over" in rows[1]["traceback"]
    page = (tmp_path / "results" / "tutorial" / "report.en.html").read_text(encoding="utf-8")
    assert "Failed runs, missing here (1)" in page
    after = portsim(*command, folder=tmp_path)
    assert after.returncode == 0
    assert "1 of 3 runs carried out, 2 already there, 0 failed" in after.stderr


def test_when_every_run_fails_there_is_no_report_and_exit_code_4(tmp_path: Path) -> None:
    fall_over = sabotage(tmp_path / "sabotage", "raise RuntimeError('the crane fell over')")
    done = portsim("run", "tutorial", "--replications", "1", "--lang", "zh", folder=tmp_path, **fall_over)
    assert done.returncode == 4
    assert done.stdout == ""
    assert "tutorial 的 1 次运行中有 1 次失败" in done.stderr
    assert not list(tmp_path.rglob("report*.html"))
