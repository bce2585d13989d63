"""The command that looks for what portsim needs on this machine."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from portsim.errors import OutputError
from portsim.report.images import find_browser, has_chinese_font, obstacle
from portsim.results.disk import make_folder

LIBRARIES = ("portsim", "simpy", "numpy", "scipy", "pandas", "plotly", "pyarrow", "pydantic", "kaleido")


def print_doctor(as_json: bool) -> None:
    """Print what is there and what is missing; missing things that are not needed are no error."""
    found = _findings()
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for what, value in found.items():
        print(f"{what:>22}  {value}")


def _findings() -> dict[str, str]:
    try:
        make_folder(Path("results"))
        writable = f"yes ({Path('results').resolve()})"
    except OutputError as error:
        writable = f"no: {error}"
    return {
        "Python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
        "cores": str(os.cpu_count()),
        "browser": find_browser() or "none",
        "Chinese font": "yes" if has_chinese_font() else "no",
        "PNG images": obstacle("en") or "yes",
        "results can be written": writable,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
