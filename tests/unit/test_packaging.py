"""The package as a whole: who imports whom, what an import costs, what is installed and pinned."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_the_import_contracts_are_kept():
    ran = subprocess.run(
        [SCRIPTS / "lint-imports", "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_model_is_imported_without_pandas_and_without_anything_that_draws():
    program = (
        "import importlib, pkgutil, sys, portsim.model as model\n"
        "for module in pkgutil.walk_packages(model.__path__, 'portsim.model.'):\n"
        "    importlib.import_module(module.name)\n"
        "print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(ran.stdout.split())
    assert {"portsim.model.kernel", "simpy.core"} <= loaded
    assert not loaded & {"pandas", "pyarrow", "plotly", "rich", "typer"}


def test_the_help_text_comes_without_the_heavy_libraries():
    ran = subprocess.run(
        [SCRIPTS / "portsim", "--help"],
        env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"},  # lists every imported module on stderr
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if line.startswith("import time:")}
    assert "portsim.cli.main" in loaded
    assert not loaded & {"numpy", "pandas", "pyarrow", "scipy.stats", "plotly", "simpy"}


def test_the_changelog_begins_with_the_installed_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", text, flags=re.MULTILINE)
    assert newest
    assert newest[1] == version("portsim") == PROJECT["version"]


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_every_dependency_has_an_upper_bound(requirement):
    assert "<" in requirement


def test_every_requirement_has_its_tested_version_in_the_constraints():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {name_of(line) for line in lines if "==" in line}
    extras = PROJECT["optional-dependencies"].values()
    required = {name_of(requirement) for group in (PROJECT["dependencies"], *extras) for requirement in group}
    assert required <= pinned


def files_below(folder):
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in paths}


@pytest.mark.parametrize("folder", ["scenarios", "experiments"])
def test_the_installed_package_brings_what_is_shipped(folder):
    shipped = files("portsim") / "_shipped" / folder
    here, there = files_below(ROOT / folder), files_below(Path(str(shipped)))
    assert here
    assert here == there


def test_the_installed_package_brings_the_scenarios_of_its_verification():
    here = files_below(ROOT / "portsim" / "verification" / "scenarios")
    assert here
    assert here == files_below(Path(str(files("portsim") / "verification" / "scenarios")))
