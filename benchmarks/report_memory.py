"""Peak memory of the report of a study of 50 and of 500 runs of the baseline, measured on its own result folders.

python benchmarks/report_memory.py [RESULTS]

RESULTS is a folder of `portsim run baseline`; without it one replication is run first. Its run is laid out as the runs
of a study of five options, by hard links: the report reads them as it would read others, and no time goes into
simulating. As after a study, the first replication of an option has its record tables, the others their measures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PORTSIM = str(Path(sys.executable).with_name("portsim"))
OPTIONS = ("today", "first", "second", "third", "fourth")
RUNS = (50, 500)
NEEDED = ("measures", "entities", "capacities", "observed", "inputs", "sources")


def main() -> None:
    """Lay the studies out, report them, print seconds and memory."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("results", nargs="?", type=Path, help="folder of `portsim run baseline`")
    given = parser.parse_args().results
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        source = given or here / "baseline"
        if given is None:
            command = [PORTSIM, "run", "baseline", "--replications", "1", "--no-images", "--json", "--output"]
            subprocess.run([*command, str(source)], check=True, stdout=subprocess.DEVNULL)
        peaks = []
        for n_runs in RUNS:
            folder = here / f"study_{n_runs}"
            lay_out(source, folder, n_runs)
            seconds, peak_mib = report(folder, here / f"report_{n_runs}")
            peaks.append(peak_mib)
            print(f"{n_runs} runs of {len(OPTIONS)} options: {seconds:.1f} s, largest process {peak_mib:.0f} MiB")
        print(f"ten times the runs: {peaks[1] / peaks[0]:.2f} times the memory")


def lay_out(source: Path, folder: Path, n_runs: int) -> None:
    """Make a results folder of `n_runs` runs out of the first run of another."""
    study = json.loads((source / "study.json").read_text(encoding="utf-8"))
    first = json.loads((source / "index.json").read_text(encoding="utf-8"))["runs"][0]
    run = source / first["folder"]
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    (facts,) = study["options"].values()
    rows = []
    for replication in range(n_runs // len(OPTIONS)):
        place = f"runs/{first['key'][:12]}/1-{replication}"
        (folder / place).mkdir(parents=True)
        kept = {
            name: about
            for name, about in manifest["files"].items()
            if replication == 0 or name.removesuffix(".parquet") in NEEDED
        }
        for name in kept:
            os.link(run / name, folder / place / name)
        told = manifest | {"replication": replication, "files": kept}
        (folder / place / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
        rows += [first | {"option": option, "replication": replication, "folder": place} for option in OPTIONS]
    told_study = study | {
        "name": "many", "study": "many", "replications": n_runs // len(OPTIONS), "compare_to": OPTIONS[0], "draws": [],
        "factors": {}, "uncertainties": {}, "measures": ["throughput_teu", "wait_h", "throughput_teu@qinzhou"],
        "options": {option: facts | {"option": option, "factors": {}} for option in OPTIONS},
    }  # fmt: skip
    (folder / "study.json").write_text(json.dumps(told_study), encoding="utf-8")
    (folder / "index.json").write_text(json.dumps({"format": first.get("format", 1), "runs": rows}), encoding="utf-8")


def report(folder: Path, output: Path) -> tuple[float, float]:
    """Report a study without images: seconds, and MiB of the largest process, those it started included."""
    begun = time.perf_counter()
    command = [PORTSIM, "report", str(folder), "--no-images", "--lang", "en", "--output", str(output)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024.0


if __name__ == "__main__":
    main()
