"""A lock against the Chinese design code for shiplocks JTJ 305: its formulas, and the lock saturated with ships."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from portsim.capacity.lock_code import cargo_capacity_t, ship_capacity_t
from portsim.capacity.preview_inland import code_times
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.verification.case import Case, Expected, Found
from portsim.verification.estimate import Interval
from portsim.verification.files import SEED, scenario

ONE_WAY_MIN, BOTH_WAYS_MIN = 75.75, 106.2
"""T1 and T2 of the worked case: 4 x 4 + 2 x 16 + 8.75 + 7 + 2 x 6, and 4 x 4 + 2 x 16 + 2 x (10 + 7.1) + 4 x 6."""
DAY_MIN = 1440.0
YEAR = "2025"
LEVELLING_S = 1436.7
IN_FILE = "locks.junction.lines.one"


def cases() -> Iterator[Case]:
    """All cases of locks."""
    formulas = (
        Expected("lock_t1_min", ONE_WAY_MIN, "jtj_t1", 1e-9, by_chance=False),
        Expected("lock_t2_min", BOTH_WAYS_MIN, "jtj_t2", 1e-9, by_chance=False),
        Expected("lock_t_min", 64.425, "jtj_t", 1e-9, by_chance=False),
        Expected("lock_n", 20.49, "jtj_n", 0.005, by_chance=False),
        Expected("lock_p1_mt", 21.0, "jtj_p1", 0.0005, by_chance=False),
        Expected("lock_p2_mt", 10.0435, "jtj_p2", 0.00005, by_chance=False),
    )
    yield Case("lock/code", "lock", "lock.code", formulas, look_at_code)
    for returns, minutes in ((True, BOTH_WAYS_MIN / 2.0), (False, ONE_WAY_MIN)):
        per_day = DAY_MIN / minutes
        expected = [Expected("lockages_per_day", per_day, "jtj_saturated", 0.01 * per_day, by_chance=False)]
        turns = 0.0 if returns else per_day
        expected.append(Expected("empty_turns_per_day", turns, "jtj_turns", 0.01 * per_day, by_chance=False))
        side = "both" if returns else "one"
        look = partial(look_at_saturated, returns)
        yield Case(f"lock/{side}", "lock", f"lock.{side}", tuple(expected), look, True, 5.0)
    levelling = (Expected("levelling_s", LEVELLING_S, "levelling", 0.05, by_chance=False),)
    yield Case("lock/levelling", "lock", "lock.levelling", levelling, look_at_levelling, True, 2.0)


def look_at_code() -> Found:
    """The formulas on the times of the Pinglu canal's junctions, and on the design of Liulaojian's third lock."""
    lock = scenario("lock", {}).locks["junction"]
    times = code_times(lock, lock.lines["one"])
    lockages, days, per_lockage_t = 30.0, 350.0, 4_000.0
    cargo_t = cargo_capacity_t(lockages, days, per_lockage_t, load_factor=0.55, unevenness=1.15)
    found = {
        "lock_t1_min": times.one_way_min,
        "lock_t2_min": times.both_ways_min,
        "lock_t_min": times.mean_min,
        "lock_n": times.lockages_per_day(),
        "lock_p1_mt": ship_capacity_t(lockages, days, per_lockage_t) / 1e6,
        "lock_p2_mt": cargo_t / 1e6,
    }
    return {name: Interval(value) for name, value in found.items()}


def look_at_saturated(returns: bool) -> Found:
    """More barges than the lock can pass, from both sides or from one."""
    records = simulate(scenario("lock", {"services.barges.returns": returns}), SEED, 0)
    table = compute_measures(records)
    return {name: Interval(table.value(name, "junction", YEAR)) for name in ("lockages_per_day", "empty_turns_per_day")}


def look_at_levelling() -> Found:
    """Empty turns of a lock of 300 x 24 m with two metres of head: gates closed, water levelled, gates opened."""
    sets = {
        "locks.junction.head_m": 2.0,
        f"{IN_FILE}.beam_m": 24.0,
        f"{IN_FILE}.fill_min": None,
        f"{IN_FILE}.levelling": {"valve_m2": 4.0, "coefficient": 0.8, "end_m": 0.0},
        "services.barges.returns": False,
    }
    records = simulate(scenario("lock", sets), SEED, 0)
    lockages = records.tables["lockages"].columns()
    turns = lockages["empty_turn"] == 1
    gates_h = 2.0 * 4.0 / 60.0
    return {"levelling_s": Interval(float(np.mean((lockages["end_h"] - lockages["start_h"])[turns]) - gates_h) * 3600)}
