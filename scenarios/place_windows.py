"""Place the berth windows of the liner plan anew: `data/inputs/berth_windows.csv`, the phase of each service.

    python scenarios/place_windows.py

Takes some minutes of one core, so `build_baseline.py` reads its result as an input; run it when the plan, ships, quays
or cranes change, and then `build_baseline.py`. It prints for each quay the calls that berth at once in the small model
of ``baseline_build/berthing.py``: with common lines spaced only, with windows, and with windows under other chance.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from baseline_build.balance import boxes
from baseline_build.cargo import parcels
from baseline_build.files import INPUTS, as_csv, number
from baseline_build.quays import berths, stays_h
from baseline_build.timetable import lines_of_plan, relations, space_out, unevenness
from baseline_build.windows import Quays, place_windows

OTHER_SEED = 7


def main() -> None:
    """Space the common lines, place the windows, write them, print how they go."""
    lines = lines_of_plan()
    common = relations(lines)
    week = boxes(parcels(), common)
    stays = stays_h(lines, common, week.all)
    space_out(lines, week.laden)
    columns = [_direct(Quays(lines, stays))]
    uneven = [unevenness(common, week.laden, {line.id: line for line in lines})]
    columns.append(_direct(place_windows(lines, stays, week.laden)))
    uneven.append(unevenness(common, week.laden, {line.id: line for line in lines}))
    columns.append(_direct(Quays(lines, stays, OTHER_SEED)))
    rows = [{"id": line.id, "phase_h": str(number(line.phase_h, 1))} for line in lines]
    (INPUTS / "berth_windows.csv").write_text(as_csv(rows), encoding="utf-8", newline="\n")
    sys.stdout.write("quay                           spaced  windows  other chance\n")
    for stop in (*berths(), "all"):
        sys.stdout.write(f"{stop:30}" + "".join(f"{column[stop]:8.3f}" for column in columns) + "\n")
    sys.stdout.write(f"unevenness of loads: {uneven[0]:.0f} spaced, {uneven[1]:.0f} with windows\n")


def _direct(quays: Quays) -> dict[str, float]:
    """Share of calls that berth at once, by quay and in all."""
    waited = {stop: quays.waits(stop)[0] for stop in berths()}
    calls = {stop: quays.calls(stop) for stop in berths()}
    return {stop: 1.0 - waited[stop] / calls[stop] for stop in waited} | {
        "all": 1.0 - sum(waited.values()) / sum(calls.values())
    }


if __name__ == "__main__":
    main()
