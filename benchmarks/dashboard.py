"""Time and memory of the pages of the dashboard over a study of many runs, made of copies of one run.

python benchmarks/dashboard.py [SCENARIO] [RUNS]

One run of the scenario (two_ports) is carried out; the folder of a study of 5 options with that many runs (500) is then
written around links to its tables: nothing is simulated again, and what is read is as much as of a real study.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from portsim.api import run
from portsim.dashboard.pages import page_at
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import PAGES
from portsim.results.folder import KEY_LENGTH, MANIFEST

N_OPTIONS, N_DRAWS = 5, 50


def main() -> None:
    """Print seconds of each page, opened for the first and for the second time, and the peak of the memory."""
    scenario = sys.argv[1] if len(sys.argv) > 1 else "two_ports"
    n_runs = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as place:
        one = Path(place, "one")
        run(scenario, replications=1, jobs=1, output=one)
        many = Path(place, "many")
        multiply(one, many, n_runs)
        begun = time.perf_counter()
        shelf = Shelf(many)
        print(
            f"{scenario}, {shelf.n_runs[0]} runs of {N_OPTIONS} options: opened in {time.perf_counter() - begun:.1f} s"
        )
        for page in PAGES:
            times = []
            for _ in range(2):
                begun = time.perf_counter()
                page_at(shelf, f"/{page}", "?option=option_2")
                times.append(time.perf_counter() - begun)
            peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{page:12} {times[0]:6.1f} s, again {times[1]:5.1f} s; peak so far {peak_mb:5.0f} MB")


def multiply(one: Path, many: Path, n_runs: int) -> None:
    """Write a study of `n_runs` runs whose tables are links to those of the one run."""
    study, index = (json.loads((one / name).read_text(encoding="utf-8")) for name in ("study.json", "index.json"))
    (label,) = study["options"]
    facts, row = study["options"][label], index["runs"][0]
    source = one / row["folder"]
    manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    many.mkdir()
    shutil.copytree(one / "scenarios", many / "scenarios")
    n_central = max(2, n_runs // N_OPTIONS - N_DRAWS)
    rows: list[dict[str, Any]] = []
    options = {}
    for option in range(1, N_OPTIONS + 1):
        name = f"option_{option}"
        options[name] = facts | {"option": name, "option_title": {"en": name, "zh": name}, "factors": {}}
        for number in range(n_central + N_DRAWS):
            draw = max(0, number - n_central + 1)
            key = f"{option:02x}{draw:04x}".ljust(64, "0")
            replication = number if not draw else draw - 1
            folder = Path("runs", key[:KEY_LENGTH], f"1-{replication}")
            rows.append(row | {"option": name, "key": key, "replication": replication, "folder": folder.as_posix()}
                        | ({"draw": draw, "made_of": ""} if draw else {}))  # fmt: skip
            (many / folder).mkdir(parents=True)
            for file in manifest["files"]:
                os.link(source / file, many / folder / file)
            text = json.dumps(manifest | {"key": key, "replication": replication})
            (many / folder / MANIFEST).write_text(text, encoding="utf-8")
    draws = [{"draw": n, "name": "", "replication": n - 1, "values": {"a": n / N_DRAWS, "b": n * n % 7},
              "shares": {"a": n / N_DRAWS, "b": n * n % 7 / 7}} for n in range(1, N_DRAWS + 1)]  # fmt: skip
    study |= {
        "options": options, "study": "many", "compare_to": "option_1", "measures": ["throughput_teu", "wait_h"],
        "sampling": {"method": "latin_hypercube"}, "seed": 1, "draws": draws, "factors": {},
        "uncertainties": {"a": {"uniform": [0, 1]}, "b": {"uniform": [0, 7]}}, "quick": False,
        "select_best": {"measure": "wait_h", "direction": "min", "indifference": 0.1, "confidence": 0.95},
    }  # fmt: skip
    (many / "study.json").write_text(json.dumps(study), encoding="utf-8")
    (many / "index.json").write_text(json.dumps(index | {"runs": rows}), encoding="utf-8")


if __name__ == "__main__":
    main()
