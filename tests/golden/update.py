"""Write the golden tables anew, and tell what has changed in them.

Run it with the installed package that has the change in it: ``.venv/bin/python tests/golden/update.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

SUPPORT = Path(__file__).parents[1] / "support"


def main() -> None:
    """Compare, write, tell."""
    sys.path.insert(0, str(SUPPORT))
    from golden_tables import SCENARIOS, TABLES, differences, measured, read, write

    for scenario in SCENARIOS:
        path, now = TABLES / f"{scenario}.csv", measured(scenario)
        lines = differences(read(path) if path.exists() else {}, now)
        write(path, now)
        sys.stdout.write("\n".join([f"{scenario}: {len(lines)} of {len(now)} rows changed", *lines]) + "\n")


if __name__ == "__main__":
    main()
