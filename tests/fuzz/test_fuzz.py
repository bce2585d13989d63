"""Some spoilt inputs of every kind, always the same: what `tests/fuzz/fuzz.py` does for as long as one likes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).with_name("fuzz.py")


def fuzz(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(FUZZ), "--keep", str(folder / "kept"), *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def test_eight_hundred_spoilt_inputs_are_read_or_refused(tmp_path: Path) -> None:
    done = fuzz(tmp_path, "--cases", "800", "--seed", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("800 cases of seed 1; 0 went wrong")


@pytest.mark.parametrize(
    ("sabotage", "said"),
    [
        ("raise KeyError('x')", "KeyError at reading.py"),
        ("while True: pass", "TooSlow at "),
        ("bytearray(2 * 2**30)", "MemoryError at "),
    ],
)
def test_what_goes_wrong_is_kept_with_its_files(tmp_path: Path, sabotage: str, said: str) -> None:
    """Otherwise the test above could not fail."""
    lines = [
        "import portsim.study.reading as reading",
        "read = reading._read_file",
        "calls = []",
        "def sabotaged(path, findings):",
        "    calls.append(path)",
        f"    if len(calls) > 1: {sabotage}" if "while" not in sabotage else "    while len(calls) > 1: pass",
        "    return read(path, findings)",
        "reading._read_file = sabotaged",
        "import runpy, sys",
        f"sys.argv = ['fuzz', '--cases', '2', '--only', 'study', '--keep', {str(tmp_path / 'kept')!r}]",
        f"runpy.run_path({str(FUZZ)!r}, run_name='__main__')",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout
    (kept,) = (tmp_path / "kept").glob("study-*")
    assert {"case.txt", "traceback.txt", "x.yaml"} <= {path.name for path in kept.iterdir()}
