"""The installed command `portsim`, each call in a process of its own, and models that go wrong on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PORTSIM = str(Path(sys.executable).with_name("portsim"))  # of the environment under test


def environment(**more: str) -> dict[str, str]:
    """That of the tests, in English and without the width of a terminal unless said otherwise."""
    plain = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LC_ALL", "LC_MESSAGES")}
    return plain | {"LANG": "C.UTF-8"} | more


def portsim(*args: str, folder: Path, timeout_s: float = 120.0, **more: str) -> subprocess.CompletedProcess[str]:
    """Call the command and wait for its end."""
    return subprocess.run(
        [PORTSIM, *args],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environment(**more),
        timeout=timeout_s,
    )


def begin(*args: str, folder: Path, **more: str) -> subprocess.Popen[str]:
    """Call the command and go on; it leads a process group of its own, as on a terminal."""
    return subprocess.Popen(
        [PORTSIM, *args],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(**more),
        start_new_session=True,
    )


def wait_until(happened: Callable[[], bool], limit_s: float = 60.0) -> None:
    """Wait for something another process does."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < limit_s, "it did not happen"
        time.sleep(0.02)


def whole_runs(folder: Path) -> list[Path]:
    """Manifests of the runs below a folder: each is the last file of its run, seen only when all of it is there."""
    return sorted(path for path in folder.rglob("runs/*/*/manifest.json") if not path.parent.name.startswith("."))


def unfinished(folder: Path) -> list[Path]:
    """Whatever is half-written below a folder."""
    return [path for path in folder.rglob("*") if ".partial" in path.name or path.name.startswith(".probe")]


def sabotage(folder: Path, first_lines: str) -> dict[str, str]:
    """Have every Python of a command run some lines before each simulation; they may use `replication`.

    Returns
    -------
    What to add to the environment of the command.
    """
    folder.mkdir()
    lines = "\n".join(f"    {line}" for line in first_lines.splitlines())
    (folder / "sitecustomize.py").write_text(
        "import os, signal, sys, time\n"
        "import portsim.model.world as world\n"
        "simulate = world.simulate\n"
        f"def sabotaged(scenario, seed, replication):\n{lines}\n    return simulate(scenario, seed, replication)\n"
        "world.simulate = sabotaged\n",
        encoding="utf-8",
    )
    before = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([str(folder), *([before] if before else [])])}
