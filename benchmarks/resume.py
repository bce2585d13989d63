"""A study killed again and again, resumed, against an undisturbed one: the same files, bit for bit.

python benchmarks/resume.py [--runs 200] [--kills 10] [--seed 1]

SIGKILL goes to the command and all its workers at random moments, as when a computer loses power. Prints how many runs
each attempt left whole; ends with 1 where anything differs.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STUDY = """format: 1
name: resume
base: tutorial
options:
  today:
  longer: {{set: {{ports.harbour.terminals.terminal_1.quays.quay_1.length_m: 900}}}}
uncertainties: {{services.ships.work_h.exponential: {{uniform: [9.5, 10.5]}}}}
sampling: {{method: latin_hypercube, n: {draws}}}
replications: {replications}
"""


def main() -> None:
    """Kill, resume, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "study.yaml")
        replications = asked.runs // 4
        file.write_text(STUDY.format(draws=asked.runs // 2 - replications, replications=replications))
        whole, killed = Path(folder, "whole"), Path(folder, "killed")
        begun = time.perf_counter()
        _command(file, whole).wait()
        took_s = time.perf_counter() - begun
        n_runs = len(measures(whole))
        print(f"undisturbed: {n_runs} runs in {took_s:.1f} s")
        moments = sorted(chance.uniform(0.0, 0.95 * n_runs) for _ in range(asked.kills))
        for moment in moments:
            command = _command(file, killed)
            while len(measures(killed)) < moment and command.poll() is None:
                time.sleep(0.02)
            time.sleep(chance.uniform(0.0, 0.1))
            if command.poll() is not None:
                sys.exit(f"the command ended by itself, with {command.returncode}")
            os.killpg(command.pid, signal.SIGKILL)
            command.wait()
            print(f"killed with {len(measures(killed))} runs whole")
        _command(file, killed).wait()
        same = measures(killed) == measures(whole)
        left = [path for path in killed.rglob("*") if path.name.startswith((".probe", ".token"))]
        print(f"resumed: {len(measures(killed))} runs, {'bit-equal' if same else 'DIFFERENT'}; {len(left)} probes left")
        sys.exit(0 if same and n_runs == asked.runs else 1)


def _command(file: Path, output: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", "from portsim.cli.main import main; main()", "study", str(file), "--quiet", "--json"]
    return subprocess.Popen([*words, "--output", str(output)], stdout=subprocess.DEVNULL, start_new_session=True)


def measures(folder: Path) -> dict[str, bytes]:
    """The measures of all whole runs below a folder, by place."""
    found = folder.glob("runs/*/*/measures.parquet")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.parent.name[0] != "."}


if __name__ == "__main__":
    main()
