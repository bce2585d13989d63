"""Seconds of a whole report: pages in both languages, all images, PDF, workbooks; and the sizes of its pages.

python benchmarks/report_time.py RESULTS

RESULTS is a results folder, of `portsim run baseline` or of `portsim study pinglu_canal_effect`. On a machine that does
other work the seconds by the clock are those of that work too; CPU seconds are those of all processes that were waited
for, the browser's tabs not always among them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PORTSIM = str(Path(sys.executable).with_name("portsim"))


def main() -> None:
    """Report once and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("results", type=Path, help="results folder")
    parser.add_argument("--no-images", action="store_true", help="pages, numbers and workbooks alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        command = [PORTSIM, "report", str(given.results), "--lang", "both", "--output", name]
        begun, before = time.perf_counter(), os.times()
        subprocess.run([*command, *(["--no-images"] if given.no_images else [])], check=True, stdout=subprocess.DEVNULL)
        seconds, after = time.perf_counter() - begun, os.times()
        cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
        files = [path for path in Path(name).rglob("*") if path.is_file()]
        n_images = sum(path.suffix in (".png", ".svg", ".pdf") for path in files)
        print(f"{seconds:.0f} s, {cpu_s:.0f} CPU s, {n_images} images, load {os.getloadavg()[0]:.1f}")
        for path in sorted(path for path in files if path.suffix == ".html"):
            print(f"{path.stat().st_size / 1e6:.2f} MB  {path.relative_to(name)}")


if __name__ == "__main__":
    main()
