"""What `portsim preview` reckons less what a run of the baseline measures, stage by stage.

    portsim run baseline --no-images --output FOLDER
    portsim preview baseline --json > PREVIEW.json
    python benchmarks/preview.py FOLDER PREVIEW.json

Shares of use of places of which both exist: smallest and greatest difference, means over the replications. Figures of
docs/how-to/find-the-bottleneck.md come from here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import portsim

YEAR = "2025"
MEASURES = {
    "quay": "berth_occupancy_share",
    "crane": "crane_use_share",
    "yard": "yard_occupancy_share",
    "stockyard": "stockyard_occupancy_share",
    "gate": "gate_use_share",
    "track": "track_use_share",
    "plug": "plug_use_share",
    "lock": "lock_use_share",
}


def main() -> None:
    """Print a line for each stage."""
    measures = portsim.open_results(Path(sys.argv[1])).measures()
    year = measures[measures["period"].astype(str) == YEAR]
    found = year.groupby(["measure", "entity"], observed=True)["value"].mean().to_dict()
    rows = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))["rows"]
    for stage, measure in MEASURES.items():
        pairs = [
            (row["use_share"] - found[measure, row["place"]], row["place"])
            for row in rows
            if row["stage"] == stage and (measure, row["place"]) in found
        ]
        if pairs:
            (low, low_at), (high, high_at) = min(pairs), max(pairs)
            print(f"{stage:10} {len(pairs):3} {low:+6.2f} {low_at:40} {high:+6.2f} {high_at}")


if __name__ == "__main__":
    main()
