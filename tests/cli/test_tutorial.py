"""The tutorial is followed word for word: files written as printed, commands run, and what it promises is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from commands import portsim

PAGE = (Path(__file__).parents[2] / "docs/tutorial/first-run.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
PROMISED = sorted(set(re.findall(r"`(results/[\w./-]+\.\w+)`", PAGE)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the tutorial was followed to its end."""
    folder = tmp_path_factory.mktemp("tutorial")
    for kind, block in BLOCKS:
        if kind == "yaml":
            (folder / f"{yaml.safe_load(block)['name']}.yaml").write_text(block, encoding="utf-8")
            continue
        for line in block.splitlines():
            program, *arguments = shlex.split(line)
            assert program == ".venv/bin/portsim"
            done = portsim(*arguments, folder=folder, timeout_s=300.0)
            assert done.returncode == 0, f"{line}\n{done.stderr}"
    return folder


def test_the_tutorial_has_no_block_that_is_not_followed() -> None:
    assert {kind for kind, _ in BLOCKS} == {"sh", "yaml"}
    assert len(BLOCKS) == PAGE.count("\n```") / 2


def test_every_file_the_tutorial_speaks_of_is_there(folder: Path) -> None:
    assert len(PROMISED) >= 4
    missing = [path for path in PROMISED if not (folder / path).is_file()]
    assert missing == []


def test_the_throughput_chart_has_numbers_of_every_port(folder: Path) -> None:
    text = (folder / "results/baseline/figures/throughput.zh.csv").read_text(encoding="utf-8-sig")
    for port in ("钦州", "防城港", "北海", "洋浦", "海口", "湛江", "茂名", "阳江"):
        assert port in text
