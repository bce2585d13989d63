"""The commands `calibrate` and `elasticity` as an analyst meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from calibration_files import CHOOSING, write_years
from commands import portsim, unfinished


def test_both_fits_and_what_each_says_of_the_other_year_are_json_on_stdout(tmp_path: Path) -> None:
    write_years(tmp_path, 96_000.0, 95_000.0)
    done = portsim("calibrate", "rivers.yaml", "--rounds", "1", "--json", "--output", "constants", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {"fit_2024", "fit_2025"}
    for year, other in ((2024, 2025), (2025, 2024)):
        fit, held = found[f"fit_{year}"]["fit"], found[f"fit_{year}"]["held_out"]
        assert (fit["year"], held["year"]) == (year, other)
        for ports in (fit["ports"], held["ports"]):
            port = ports["harbour"]
            assert abs(port["error"] - (port["modelled"] / port["observed"] - 1.0)) < 1e-9
        with (tmp_path / "constants" / f"gateway_constants_{year}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert {row["gateway"] for row in rows} == {"harbour"}
        assert all("fitted to" in row["assumed"] for row in rows)
    assert not unfinished(tmp_path)


def test_tables_of_a_calibration_are_in_both_languages(tmp_path: Path) -> None:
    write_years(tmp_path, 96_000.0, 95_000.0)
    done = portsim("calibrate", "rivers.yaml", "--rounds", "1", "--lang", "both", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Fit 2024 predicts 2025" in done.stdout
    assert "2024年校准预测2025年" in done.stdout
    assert "round 1" in done.stderr


def test_a_scenario_without_a_calibration_exits_with_3(tmp_path: Path) -> None:
    for command in ("calibrate", "elasticity"):
        done = portsim(command, "two_ports", folder=tmp_path)
        assert done.returncode == 3
        assert "choice" in done.stderr
        assert not done.stdout


def test_elasticities_are_json_by_zone_trade_gateway_and_mode(tmp_path: Path) -> None:
    done = portsim("elasticity", str(CHOOSING), "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["elasticities"]
    keys = {"zone", "trade", "gateway", "mode", "teu", "share", "cost", "time", "frequency"}
    assert rows
    assert all(set(row) == keys for row in rows)
