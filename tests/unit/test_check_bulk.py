"""What the checks say of bulk, with the values quoted."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import yaml
from bulk_ports import Raw, bulk_port, stream

from portsim.errors import InputError
from portsim.study.loading import load_scenario

SHIPS: Raw = {"ship": {"draught_m": 12.0, "dwt_t": 40_000.0}}
YARD: Raw = {"capacity_t": 60_000.0, "dwell_days": 10.0}


def problems(tmp_path: Any, raw: Raw) -> list[str]:
    """Path and message of every error; or of every warning, where there is none."""
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    try:
        found = load_scenario(path).warnings
    except InputError as error:
        found = error.problems
    return [f"{one.path}: {one.message}" for one in found]


def changed(path: str, value: Any) -> Raw:
    """A port without a mistake, but for one value; None takes it away."""
    raw = deepcopy(bulk_port({"ore": stream(onward={"rail": 1.0})}, SHIPS, stockyard=YARD))
    holder, keys = raw, path.split(".")
    for key in keys[:-1]:
        holder = holder.setdefault(key, {})
    holder[keys[-1]] = value
    if value is None:
        del holder[keys[-1]]
    return raw


TERMINAL = "ports.bay.terminals.terminal"


def test_a_port_without_a_mistake_has_none(tmp_path):
    assert problems(tmp_path, changed("name", "good")) == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("bulk.ore.cargo", "gold", "bulk.ore.cargo: one of ore, coal, grain, other_dry, crude"),
        ("bulk.ore.parcels.ship.share", 0.9, "the shares of the ship classes add up to 0.9, not to 1"),
        ("bulk.ore.onward", {"rail": 0.5, "road": 0.4}, "the shares of the modes add up to 0.9, not to 1"),
        ("bulk.ore.onward", {"train": 1.0}, "bulk.ore.onward.train: unknown field"),
        ("bulk.ore.parcels.boat", {"share": 0.0, "size": 9.0}, "unknown ship class boat"),
        ("bulk.ore.port", "cape", "bulk.ore.port: unknown port cape"),
        (f"{TERMINAL}.unloaders", None, "bay/terminal has no unloaders; give it unloaders, or the stream ore work_h"),
        ("bulk.ore.cargo", "vehicles", "missing work_h: no unloaders work vehicles"),
        (f"{TERMINAL}.quays.q.depth_m", 12.0, "clearance 0.5 m need 12.5 m, the deepest quay has 12 m"),
        ("bulk.ore.parcels.ship.size", {"gamma": {"mean": 9.0, "sd": 1.0}}, "a parcel needs an upper end"),
        ("bulk.ore.parcels.ship.size", 50_000.0, "up to 50000 t in a ship of 40000 t deadweight (dwt_t of ship)"),
        (
            f"{TERMINAL}.stockyard.capacity_t", 9_000.0,
            "bulk.ore.parcels.ship.size: ships land up to 10000 t, the stockyard of bay/terminal has room for 9000 t",
        ),
        (f"{TERMINAL}.stockyard.out_t_per_day", 500.0, "give either dwell_days or out_t_per_day"),
        ("bulk.ore.months", [0] * 12, "all months are 0"),
        ("services.ore", {"kind": "tramp"}, "the id ore is taken"),
        (
            "ports.bay.channels", {"way": {"length_km": 5.0, "depth_m": 12.0}},
            "no tide lifts ship into bay: draught 12 m and clearance",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_values(tmp_path, path, value, said):
    found = problems(tmp_path, changed(path, value))
    assert any(said in line for line in found), found


def test_a_ship_that_loads_needs_no_room(tmp_path):
    raw = changed(f"{TERMINAL}.stockyard.capacity_t", 9_000.0)
    raw["bulk"]["ore"]["direction"] = "load"
    assert problems(tmp_path, raw) == []


def test_half_of_a_parcel_both_ways_needs_room(tmp_path):
    raw = changed(f"{TERMINAL}.stockyard.capacity_t", 5_000.0)
    raw["bulk"]["ore"] |= {"direction": "both", "annual_volume": {"2025": 1.0e5}}
    assert problems(tmp_path, raw) == []


def test_more_than_goes_out_is_a_warning(tmp_path):
    # 1 Mt a year are 2 739.7 t a day; 60 000 t of room at 30 d take 2 000 a day.
    raw = changed(f"{TERMINAL}.stockyard.dwell_days", 30.0)
    (found,) = problems(tmp_path, raw)
    assert "2,740 t are landed a day in 2025 (ore) and 60000 t of room at a mean of 30 d take 2,000" in found
    raw = changed(f"{TERMINAL}.stockyard", {"capacity_t": 60_000.0, "out_t_per_day": 2_500.0})
    (found,) = problems(tmp_path, raw)
    assert "2,740 t are landed a day in 2025 (ore) and 2,500 t go out (out_t_per_day)" in found
