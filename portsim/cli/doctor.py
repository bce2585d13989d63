"""The command that looks for what portsim needs on this machine."""

from __future__ import annotations

import json
import platform
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.cells import cell_len

from portsim.cli.console import Language
from portsim.cli.texts import WORDS
from portsim.errors import OutputError
from portsim.report.images import find_browser, has_chinese_font, obstacle
from portsim.results.disk import make_folder
from portsim.study.runner import available_cores

LIBRARIES = ("portsim", "simpy", "numpy", "scipy", "pandas", "plotly", "pyarrow", "pydantic", "kaleido")
RESULTS = Path("results")


def print_doctor(as_json: bool, lang: Language) -> None:
    """Print what is there and what is missing; missing things that are not needed are no error."""
    found = _findings("en" if as_json else lang)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    named = {WORDS.text(f"doctor.{what}", lang) if WORDS.has(f"doctor.{what}") else what: found[what] for what in found}
    width = max(map(cell_len, named))
    for name, value in named.items():
        print(f"{name}{' ' * (width - cell_len(name))}  {value}")


def _findings(lang: Language) -> dict[str, str]:
    yes, no = (WORDS.text(f"doctor.{word}", lang) for word in ("yes", "no"))
    missing = WORDS.text("doctor.not_installed", lang)
    return {
        "Python": platform.python_version(),
        **{name: _version(name) or missing for name in LIBRARIES},
        "cores": str(available_cores()),
        "browser": find_browser() or WORDS.text("doctor.none", lang),
        "chinese_font": yes if has_chinese_font() else no,
        "png_images": obstacle(lang) or yes,
        "results_writable": f"{no}: {trouble}" if (trouble := _trouble_writing()) else f"{yes} ({RESULTS.resolve()})",
    }


def _trouble_writing() -> str:
    """Why results cannot be written here; empty when they can. Leaves no folder behind."""
    is_new = not RESULTS.exists()
    try:
        make_folder(RESULTS)
    except OutputError as error:
        return str(error)
    if is_new:
        with suppress(OSError):
            RESULTS.rmdir()
    return ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
