"""`portsim study`: tables in both languages, counts before any run, and what is whole stays whatever goes wrong."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest
from commands import PORTSIM, begin, environment, portsim, sabotage, unfinished, wait_until, whole_runs
from scenario_files import write

QUAY = "ports.harbour.terminals.terminal_1.quays.quay_1.length_m"
SMALL = f"""format: 1
name: small
question: {{en: What does a longer quay bring?, zh: 更长的码头带来什么？}}
base: tutorial
options:
  today: {{title: {{en: As today, zh: 现状}}}}
  longer: {{title: {{en: Five berths, zh: 五个泊位}}, set: {{{QUAY}: 900}}}}
uncertainties: {{services.ships.work_h.exponential: {{uniform: [9.5, 10.5], assumed: for the test}}}}
sampling: {{method: latin_hypercube, n: 2}}
replications: 3
compare_to: today
select_best: {{measure: wait_h, direction: min, indifference: 0.5}}
measures: [throughput_teu, wait_h@harbour]
quick: {{sampling: {{n: 1}}, replications: 2}}
"""
TEN_RUNS = ("study", "small.yaml", "--jobs", "2", "--lang", "en")


def bits(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("measures.parquet")}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    write(tmp_path, SMALL, "small.yaml")
    return tmp_path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """An undisturbed study and what it said."""
    folder = tmp_path_factory.mktemp("whole")
    write(folder, SMALL, "small.yaml")
    return folder, portsim("study", "small.yaml", "--jobs", "2", "--lang", "both", folder=folder)


def test_the_tables_answer_the_question_in_both_languages(whole) -> None:
    _, done = whole
    assert done.returncode == 0
    assert "10 次运行，本次完成 10 次" in done.stderr
    zh, en = done.stdout.split("What does a longer quay bring?\n")
    assert zh.startswith("更长的码头带来什么？\n\n集装箱吞吐量，全部港口，2025年（万TEU）\n")
    assert "与“现状”之差" in zh
    assert "平均待时最小，2025年：五个泊位" in zh
    assert "throughput, All ports, 2025 (million TEU)" in en
    table = en[en.index("waiting time, harbour, 2025 (h)") :].splitlines()
    longer = next(line for line in table if line.startswith("Five berths"))
    assert "*" in longer  # one berth more takes most of the wait away, in every run
    assert "Least waiting time, 2025: Five berths, at the central case" in en
    assert "Best in a share of the draws: As today 0 %; Five berths 100 %." in en


def test_json_gives_all_numbers_on_one_line_and_nothing_is_run_again(whole) -> None:
    folder, _ = whole
    write(folder, SMALL.replace("wait_h@harbour]", "wait_h@harbour, recovery_h@harbour]"), "small.yaml")
    done = portsim("study", "small.yaml", "--json", "--quiet", folder=folder)
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)
    told = json.loads(done.stdout)
    assert list(told["options"]) == ["today", "longer"]
    assert told["lacking"] == ["recovery_h@harbour"]  # no storm there
    means = {(row["option"], row["measure"]): row["mean"] for row in told["measures"]}
    (wait,) = [row for row in told["differences"] if row["measure"] == "wait_h" and row["entity"] == "harbour"]
    assert wait["difference"] == pytest.approx(means["longer", "wait_h"] - means["today", "wait_h"])
    assert {row["n"] for row in told["draws"]} == {2}
    (best,) = told["best"]
    assert (best["selected"], best["shares"]["longer"]["best_share"]) == ("longer", 1.0)
    manifests = [json.loads(path.read_text(encoding="utf-8")) for path in whole_runs(folder)]
    assert len(manifests) == 10


def test_a_dry_run_counts_and_writes_nothing(here: Path, whole) -> None:
    done = portsim("study", "small.yaml", "--dry-run", "--lang", "en", folder=here)
    first, second = done.stdout.splitlines()
    assert first == "small: 2 cases x (3 replications + 2 draws) = 10 runs, 0 of them there already"
    assert "s a run, by a trial of its first weeks" in second
    assert not (here / "results").exists()
    quick = json.loads(portsim("study", "small.yaml", "--dry-run", "--quick", "--json", folder=here).stdout)
    assert (quick["n_runs"], quick["n_there"], quick["quick"]) == (6, 0, True)
    there = json.loads(portsim("study", "small.yaml", "--dry-run", "--json", folder=whole[0]).stdout)
    assert (there["n_there"], there["seconds"], there["basis"]) == (10, 0.0, "runs")


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        (("--executor", "cloud"), 2, "allowed are processes, dask"),
        (("--executor", "dask"), 2, "needs --address"),
        (("--address", "tcp://x:1"), 2, "goes with --executor dask"),
        (("--jobs", "0"), 2, "should be greater than or equal to 1"),
        (("--set", "ports.harbor.inbound_h=1"), 3, "did you mean harbour?"),
        (("--output", "small.yaml"), 1, "it is a file, not a folder"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(
    here: Path, more: tuple[str, ...], code: int, message: str
) -> None:
    done = portsim("study", "small.yaml", *more, folder=here)
    assert done.returncode == code
    assert message in " ".join(done.stderr.replace("│", " ").split())
    assert not (here / "results").exists()


def test_an_unknown_study_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    done = portsim("study", "capacity_curv", folder=tmp_path)
    assert done.returncode == 3
    assert "did you mean capacity_curve?" in done.stderr


def test_ctrl_c_keeps_what_is_whole_and_the_same_command_goes_on(here: Path, whole) -> None:
    hang = sabotage(here / "sabotage", "if replication >= 2: time.sleep(300)")
    command = begin(*TEN_RUNS, folder=here, **hang)
    wait_until(lambda: len(whole_runs(here)) >= 3)
    os.killpg(command.pid, signal.SIGINT)
    stdout, stderr = command.communicate(timeout=30)
    assert (command.returncode, stdout) == (130, "")
    n_whole = len(whole_runs(here))
    folder = Path("results", "small")
    assert stderr.strip() == (
        f"Interrupted. {n_whole} of 10 runs are whole in {folder}; the same command carries out only the others."
    )
    assert not unfinished(here)
    after = portsim(*TEN_RUNS, folder=here)
    assert f"{10 - n_whole} of 10 runs carried out, {n_whole} already there" in after.stderr
    assert bits(here) == bits(whole[0])


def test_a_study_killed_at_random_moments_ends_bit_equal_to_an_undisturbed_one(here: Path, whole) -> None:
    """SIGKILL for the command and its workers, as when a computer loses power; see also benchmarks/resume.py."""
    chance = random.Random(5)
    slow = sabotage(here / "sabotage", "time.sleep(0.3)")
    for n_wanted in (1, 4):
        command = begin(*TEN_RUNS, folder=here, **slow)
        wait_until(lambda n=n_wanted: len(whole_runs(here)) >= n)
        time.sleep(chance.uniform(0.0, 0.4))
        os.killpg(command.pid, signal.SIGKILL)
        command.communicate(timeout=30)
    assert portsim(*TEN_RUNS, folder=here).returncode == 0
    assert bits(here) == bits(whole[0])
    index = json.loads((here / "results" / "small" / "index.json").read_text(encoding="utf-8"))
    assert {row["status"] for row in index["runs"]} <= {"done", "cached"}


def test_a_run_that_raises_exits_with_4_and_the_table_shows_the_others(here: Path) -> None:
    fall_over = sabotage(here / "sabotage", "if replication == 2: raise RuntimeError('the crane fell over')")
    done = portsim(*TEN_RUNS, "--json", folder=here, **fall_over)
    assert done.returncode == 4
    assert "2 of 10 runs of small failed; the first is today, seed 1, replication 2: the crane fell over" in done.stderr
    assert {row["n"] for row in json.loads(done.stdout)["measures"]} == {2}
    after = portsim(*TEN_RUNS, folder=here)
    assert "2 of 10 runs carried out, 8 already there, 0 failed" in after.stderr


def test_a_full_disk_stops_the_study_with_a_message_and_loses_no_run(here: Path, whole) -> None:
    """A limit of 100 kB on every file stands in for it: the table of calls of replication 0 does not fit."""
    limit = 100_000
    done = subprocess.run(
        [PORTSIM, *TEN_RUNS],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 1
    assert "cannot write results/small/runs/" in done.stderr
    assert "larger than the system allows" in done.stderr
    assert "Traceback" not in done.stderr
    assert not unfinished(here)
    assert portsim(*TEN_RUNS, folder=here).returncode == 0
    assert bits(here) == bits(whole[0])


def test_two_commands_on_one_folder_share_the_work(here: Path, whole) -> None:
    both = [begin(*TEN_RUNS, folder=here) for _ in range(2)]
    ends = [command.communicate(timeout=60) for command in both]
    assert [command.returncode for command in both] == [0, 0]
    assert ends[0][0] == ends[1][0]
    assert bits(here) == bits(whole[0])
    assert not unfinished(here)


# --- a cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory):
    """A scheduler and two worker processes of dask, started as docs/how-to/run-on-a-cluster.md says."""
    folder = tmp_path_factory.mktemp("cluster")
    dask = str(Path(PORTSIM).with_name("dask"))
    file = folder / "scheduler.json"
    scheduler = [dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file]
    workers = [dask, "worker", "--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--scheduler-file", file]
    started = []
    with (folder / "log").open("w") as log:
        for command in (scheduler, [*workers, "--local-directory", folder / "scratch"]):
            started.append(
                subprocess.Popen(
                    list(map(str, command)), stdout=log, stderr=log, env=environment(), start_new_session=True
                )
            )
            wait_until(lambda: file.exists() and file.read_text() != "")
        yield json.loads(file.read_text())["address"]
        for process in reversed(started):
            os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            process.wait(timeout=30)


def test_a_dask_cluster_gives_the_same_bits(here: Path, whole, cluster: str) -> None:
    done = portsim("study", "small.yaml", "--executor", "dask", "--address", cluster, "--lang", "en", folder=here)
    assert done.returncode == 0, done.stderr
    assert "10 of 10 runs carried out" in done.stderr
    assert bits(here / "results") == bits(whole[0] / "results")
    assert not list((here / "results").rglob(".token-*"))


def test_a_run_by_name_goes_to_the_cluster_too(tmp_path: Path, cluster: str) -> None:
    done = portsim(
        "run", "tutorial", "--replications", "2", "--no-images", "--executor", "dask", "--address", cluster,
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0
    assert len(whole_runs(tmp_path)) == 2


def test_a_scheduler_that_does_not_answer_is_told(here: Path) -> None:
    hurry = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "0.5s"}
    done = portsim("study", "small.yaml", "--executor", "dask", "--address", "tcp://127.0.0.1:1", folder=here, **hurry)
    assert done.returncode == 3
    assert done.stderr.startswith("no Dask scheduler answers at tcp://127.0.0.1:1")
    assert len(done.stderr.strip().splitlines()) == 1
