"""`portsim dashboard`: what it says, how it begins and ends, and what it refuses."""

from __future__ import annotations

import os
import signal
import urllib.request
from pathlib import Path

import pytest
from commands import begin, portsim
from dashboard_folders import run_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(tmp_path_factory.mktemp("dashboard"))


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_serves_there_and_ends_well(folder, stop):
    running = begin("dashboard", str(folder), "--port", "0", "--quiet", folder=folder)
    try:
        url = running.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(url, timeout=30) as answer:
            assert answer.status == 200
            assert b"react-entry-point" in answer.read()
            assert "Server" not in answer.headers
    finally:
        os.kill(running.pid, stop)
        out, said = running.communicate(timeout=30)
    assert running.returncode == 0
    assert (out, said) == ("", "")


def test_a_folder_without_results_is_wrong_input(tmp_path):
    done = portsim("dashboard", str(tmp_path), "--port", "0", folder=tmp_path)
    assert done.returncode == 3
    assert "no results of portsim" in done.stderr
    gone = portsim("dashboard", "gone", "--port", "0", folder=tmp_path)
    assert gone.returncode == 3
    assert "there is no such folder" in gone.stderr


def test_a_port_that_is_taken_fails_with_a_way_out(folder):
    first = begin("dashboard", str(folder), "--port", "0", "--quiet", folder=folder)
    try:
        port = first.stdout.readline().strip().rstrip("/").rpartition(":")[2]
        second = portsim("dashboard", str(folder), "--port", port, folder=folder)
        assert second.returncode == 1
        assert f"port {port}" in second.stderr
        assert "--port 0" in second.stderr
        assert "Traceback" not in second.stderr
    finally:
        os.kill(first.pid, signal.SIGTERM)
        first.communicate(timeout=30)


def test_without_its_packages_it_says_how_to_get_them(folder, tmp_path):
    (tmp_path / "dash").mkdir()
    (tmp_path / "dash" / "__init__.py").write_text(
        "raise ModuleNotFoundError('no dash', name='dash')", encoding="utf-8"
    )
    done = portsim("dashboard", str(folder), "--port", "0", folder=folder, PYTHONPATH=str(tmp_path))
    assert done.returncode == 3
    assert 'pip install "portsim[dashboard]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_an_option_that_is_no_port_is_refused(folder):
    assert portsim("dashboard", str(folder), "--port", "70000", folder=folder).returncode == 2


def test_help_tells_what_it_does_and_needs_no_dash(tmp_path):
    done = portsim("dashboard", "--help", folder=tmp_path)
    assert done.returncode == 0
    assert "read-only" in done.stdout
    for option in ("--host", "--port", "--open", "--lang"):
        assert option in done.stdout
