"""All benchmarks in one run: ratios of CPU time of programs run in turn on one machine, beside their goals.

    python benchmarks/all.py [--write] [--quick] [--no-peers] [--busy]

Prints the table; with ``--write`` it also writes docs/reference/benchmarks.md and its chart. ``--quick`` takes small
sizes, to see that all of it runs. ``--busy`` is for a machine on which other programs run: one round of the years,
nothing that goes by the clock on the wall, and the page says so. Peers are installed by pip at the first call, each in
an environment of its own in the temporary folder; one that cannot be made to run is named with the reason. Some ten
CPU minutes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import growth
import kernel
import locks
import overload
import peers
import study_overhead
from cluster_parts import PARTS, boxes_alone, without_bulk
from reference import N_VESSELS, berth_queue_input, cpu_s, plain_simpy_total_wait_h

from portsim.model.world import simulate
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

HERE = Path(__file__).parent
N_BERTHS, LOAD = 8, 0.8
BY_CALL = 14.0
"""The tests hold the same limit to each kind of ship in a harbour of its own."""
HALF_AS_MANY = "demand.flows.*.mean_consignment_teu={times: 2}"


@dataclass(frozen=True)
class Sizes:
    """How much is done."""

    vessels: int = N_VESSELS
    peer_vessels: int = 20_000
    rounds: int = 3
    year_rounds: int = 2
    scenario: str = "baseline"
    later: str = "outlook_2030"
    batch: int = 8
    curve_scale: float = 1.0
    lock_ships: int = 60
    box_weeks: int = 4
    study_runs: int = 1000

    def small(self) -> Sizes:
        """Only to see that it runs."""
        return replace(
            self, vessels=20_000, peer_vessels=3_000, rounds=1, year_rounds=1, scenario="two_ports",
            later="two_ports", batch=4, curve_scale=0.1, lock_ships=6, box_weeks=1, study_runs=50,
        )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the table: what, its value, the goal, and whether the value keeps it."""

    section: str
    what: str
    value: str
    goal: str = ""
    is_kept: bool | None = None

    @classmethod
    def at_most(cls, section: str, what: str, value: float, goal: float, digits: int = 2) -> Row:
        """A value that must not be above its goal."""
        return cls(section, what, f"{value:.{digits}f}", f"<= {goal:g}", value <= goal)

    @classmethod
    def at_least(cls, section: str, what: str, value: float, goal: float, digits: int = 2) -> Row:
        """A value that must not be below its goal."""
        return cls(section, what, f"{value:,.{digits}f}", f">= {goal:,g}", value >= goal)


@dataclass
class Findings:
    """All that was measured: lines, microseconds a vessel of each program, growth curves, what other programs print."""

    rows: list[Row]
    per_vessel_us: dict[str, float]
    curves: list[growth.Curve]


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--write", "--quick", "--no-peers", "--busy"):
        parser.add_argument(name, action="store_true")
    asked = parser.parse_args()
    sizes = Sizes().small() if asked.quick else replace(Sizes(), year_rounds=1) if asked.busy else Sizes()
    begun, found = time.perf_counter(), Findings([], {}, [])
    steps: list[Callable[[Sizes, Findings], None]] = [berth_queue, cluster_years, overloads, studies]
    steps += [start_up, lock_passages]
    steps += [growths, *([] if asked.busy else [batches]), *([] if asked.no_peers else [other_programs])]
    for step in steps:
        n_before = len(found.rows)
        step(sizes, found)
        for row in found.rows[n_before:]:
            mark = {True: "kept", False: "MISSED", None: ""}[row.is_kept]
            print(f"{row.section:14} {row.what:72} {row.value:>12} {row.goal:>12} {mark}", flush=True)
    minutes = (time.perf_counter() - begun) / 60.0
    print(f"{minutes:.1f} minutes")
    if asked.write:
        from benchmark_page import write_page

        write_page(found, minutes, asked.busy)


def apart(do: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function in a fresh process: its peak memory is its own, and no other's garbage is in the way."""
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        return pool.apply(do, arguments)


def berth_queue(sizes: Sizes, found: Findings) -> None:
    """The yardstick M/M/8 in plain SimPy, on the kernel, as a bare loop, and on the terminal of any scenario."""
    best = apart(_berth_queue_us, sizes)
    found.per_vessel_us.update(best)
    plain = best["plain SimPy"]
    section = "berth queue"
    found.rows += [
        Row.at_most(section, "terminal of a scenario, records and draws included / plain SimPy",
                    best["portsim terminal"] / plain, 0.5),
        Row.at_most(section, "kernel alone / plain SimPy", best["portsim kernel"] / plain, kernel.GOAL_OF_SIMPY, 3),
        Row.at_most(section, "kernel alone / bare heapq loop", best["portsim kernel"] / best["bare heapq loop"],
                    kernel.GOAL_OF_HEAPQ),
    ]  # fmt: skip


def _berth_queue_us(sizes: Sizes) -> dict[str, float]:
    given = berth_queue_input(sizes.vessels)
    row = growth.berth_row(N_BERTHS, LOAD, sizes.vessels // 4, n_years=4)
    programs: dict[str, Callable[[], Any]] = {
        "plain SimPy": lambda: plain_simpy_total_wait_h(given),
        "portsim terminal": lambda: simulate(row, 1, 0),
        "portsim kernel": lambda: kernel.kernel_total_wait_h(given),
        "bare heapq loop": lambda: kernel.heapq_total_wait_h(given),
    }
    best = dict.fromkeys(programs, float("inf"))
    for _ in range(sizes.rounds):
        for name, program in programs.items():
            seconds, done = cpu_s(program)
            n = len(done.tables["calls"]) if name == "portsim terminal" else sizes.vessels
            best[name] = min(best[name], 1e6 * seconds / n)
    return best


def cluster_years(sizes: Sizes, found: Findings) -> None:
    """Years of the baseline and of 2030 against plain SimPy, events, memory, and what each part costs."""
    section = "cluster year"
    for name in dict.fromkeys((sizes.scenario, sizes.later)):
        year_s, plain_s, mib, counts = apart(_year, name, sizes)
        found.rows += [
            Row.at_most(section, f"{name}, all of it / plain SimPy's berth queue of {N_VESSELS} vessels",
                        year_s / plain_s, 5.0),
            Row(section, f"{name}: CPU s, for this machine", f"{year_s:.1f}"),
            Row.at_most(section, f"{name}: peak memory of the year, MiB", mib, 150.0, 0),
            Row.at_most(section, f"{name}: kernel events that each consignment adds", apart(_events_added, name), 1.0),
            Row.at_most(section, f"{name}: kernel events a bulk call adds", apart(_events_of_calls, name), BY_CALL),
            Row(section, f"{name}: kernel events a consignment made, all traffic included", f"{counts[0]:.2f}"),
            Row(section, f"{name}: calls, consignments", f"{counts[1]:,} {counts[2]:,}"),
        ]  # fmt: skip
    best = dict.fromkeys(("", *PARTS, "boxes alone"), float("inf"))
    for _ in range(sizes.rounds):  # in turn, so that a busy minute does not fall on one part alone
        for part in best:
            best[part] = min(best[part], apart(_part_s, sizes.scenario, part))
    whole_s = best.pop("")
    for part, seconds in best.items():
        what = part if part == "boxes alone" else f"without {part}"
        found.rows.append(Row(section, f"{sizes.scenario}: {what} / all of it", f"{seconds / whole_s:.2f}"))
    years = apart(_years_ratio, sizes.scenario)
    found.rows.append(Row.at_most(section, f"{sizes.scenario}: four years / one year, warm-up included", years, 4.4))


def _year(name: str, sizes: Sizes) -> tuple[float, float, float, tuple[float, int, int]]:
    scenario = load_scenario(name).scenario
    years, plains, peak_mib = [], [], 0.0
    for _ in range(sizes.year_rounds):
        seconds, records = cpu_s(simulate, scenario, 1, 0)
        years.append(seconds)
        peak_mib = peak_mib or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        given = berth_queue_input(N_VESSELS)
        plains.append(cpu_s(plain_simpy_total_wait_h, given)[0])
    n_made = records.balance["consignments_made"]
    return min(years), min(plains), peak_mib, (records.n_events / n_made, len(records.tables["calls"]), n_made)


def _events_added(name: str) -> float:
    """How many kernel events fewer there are when the same cargo comes in half as many consignments, for each less."""
    as_shipped, half = (load_scenario(name, sets=sets).scenario for sets in ([], [HALF_AS_MANY]))
    many, few = simulate(as_shipped, 1, 0), simulate(half, 1, 0)
    fewer = many.balance["consignments_made"] - few.balance["consignments_made"]
    return abs(many.n_events - few.n_events) / fewer


def _events_of_calls(name: str) -> float:
    """How many kernel events fewer there are without bulk, ro-ro and cruise ships, for each of their calls."""
    scenario = load_scenario(name).scenario
    whole, without = simulate(scenario, 1, 0), simulate(without_bulk(scenario), 1, 0)
    n_calls = len(whole.tables["calls"]) - len(without.tables["calls"])
    return (whole.n_events - without.n_events) / n_calls if n_calls else 0.0


def _part_s(name: str, part: str) -> float:
    scenario = load_scenario(name).scenario
    if part:
        scenario = boxes_alone(scenario) if part == "boxes alone" else PARTS[part](scenario)
    return cpu_s(simulate, scenario, 1, 0)[0]


def _years_ratio(name: str) -> float:
    one, four = (load_scenario(name, sets=[f"clock.n_years={n}"]).scenario for n in (1, 4))
    return cpu_s(simulate, four, 1, 0)[0] / cpu_s(simulate, one, 1, 0)[0]


def batches(sizes: Sizes, found: Findings) -> None:
    """Years one after the other and on two processes, by the clock on the wall."""
    scenario = load_scenario(sizes.scenario).scenario
    begun = time.perf_counter()
    for replication in range(sizes.batch):
        _one_of_many(scenario, replication)
    alone_s = time.perf_counter() - begun
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_one_of_many, [scenario] * 2, range(2)))  # the processes are there and have read their modules
        begun = time.perf_counter()
        list(pool.map(_one_of_many, [scenario] * sizes.batch, range(sizes.batch)))
        together_s = time.perf_counter() - begun
    efficiency = alone_s / (2.0 * together_s)
    what = f"{sizes.batch} years of {sizes.scenario} on 2 processes: efficiency by the clock"
    found.rows.append(Row.at_least("batch", what, efficiency, 0.85))


def _one_of_many(scenario: Scenario, replication: int) -> int:
    return simulate(scenario, 1, replication).n_events


def overloads(sizes: Sizes, found: Findings) -> None:
    """CPU per event where queues only grow, over that of a normal year."""
    normal, doubled = (load_scenario(sizes.scenario, sets=sets).scenario for sets in ([], ["demand.factor=2"]))
    for name, pair in (
        (f"{sizes.scenario} with twice the cargo", (normal, doubled)),
        ("one quay with twice the ships, 20 years", (overload.quay(10.0), overload.quay(5.0))),
    ):
        costs = [apart(overload.cpu_us_per_event, one) for one in pair]
        ratio = costs[1] / costs[0]
        found.rows.append(Row.at_most("overload", f"{name} / normal, CPU an event", ratio, overload.GOAL))


def studies(sizes: Sizes, found: Findings) -> None:
    """What a study costs beside its runs, and whether its memory grows with them."""
    overhead_ms, grown_mib = apart(study_overhead.overhead, sizes.study_runs)
    section, n = "study", f"{sizes.study_runs:,} tiny runs"
    found.rows += [
        Row.at_most(section, f"{n}: CPU ms a run beside simulation and measures", overhead_ms, study_overhead.GOAL_MS),
        Row.at_most(section, f"{n}: MiB that the second half adds", grown_mib, study_overhead.GOAL_MIB),
    ]


def start_up(sizes: Sizes, found: Findings) -> None:
    """What a command costs before it does anything."""
    command = Path(sys.executable).with_name("portsim")
    imports = "import portsim.cli.run, portsim.model.world, portsim.study.runner"
    for what, call, goal_s in (
        ("portsim --help, s", [str(command), "--help"], 0.4),
        ("imports of portsim run without charts, s", [sys.executable, "-c", imports], 1.0),
    ):
        seconds = min(_cpu_of_command(call) for _ in range(sizes.rounds))
        found.rows.append(Row.at_most("start", what, seconds, goal_s))


def _cpu_of_command(call: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(call, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def lock_passages(sizes: Sizes, found: Findings) -> None:
    """Ships through three double locks in a row, saturated from both sides."""
    per_s, events = apart(_passages, sizes)
    found.rows += [
        Row.at_least("locks", "passages of three double locks a CPU second", per_s, locks.GOAL_PER_S, 0),
        Row.at_most("locks", "kernel events a ship and junction", events, locks.GOAL_EVENTS),
    ]


def _passages(sizes: Sizes) -> tuple[float, float]:
    described, per_s, events = locks.scenario(), 0.0, 0.0
    for _ in range(sizes.rounds):
        seconds, records = cpu_s(simulate, described, 1, 0)
        n = locks.passages(records)
        per_s = max(per_s, n / seconds)
        events = records.n_events / (n * len(locks.JUNCTIONS))
    return per_s, events


def growths(sizes: Sizes, found: Findings) -> None:
    """Cost against calls, berths, load, cargo, years and replications."""
    for curve in growth.curves(sizes.year_rounds, sizes.curve_scale):
        found.curves.append(curve)
        steps = f"{curve.sizes[-2]:g} to {curve.sizes[-1]:g}"
        what = f"{curve.name}: cost of the last doubling ({curve.unit}, {steps})"
        if curve.name == "calls and berths":
            found.rows.append(Row.at_most("growth", what, curve.last_step, 2.2))
        else:
            found.rows.append(Row("growth", what, f"{curve.last_step:.2f}"))


def other_programs(sizes: Sizes, found: Findings) -> None:
    """The same work by what else could be taken; each in its own process, in turn with ours."""
    section, plain = "other programs", found.per_vessel_us["plain SimPy"]
    for peer in (peers.CIW, peers.SALABIM):
        what = f"berth queue by {peer} / plain SimPy"
        result, reason = peers.try_peer(peer, sizes.peer_vessels)
        if result is None:
            found.rows.append(Row(section, f"{what}: {reason}", "did not run"))
            continue
        us = 1e6 * result["seconds"] / result["n"]
        found.per_vessel_us[str(peer)] = us
        found.rows.append(Row(section, what, f"{us / plain:.2f}"))
    _boxes(sizes, found)
    _lock_of_opentnsim(sizes, found)


def _boxes(sizes: Sizes, found: Findings) -> None:
    seconds, n_boxes = apart(_boxes_of_two_ports)
    found.rows.append(Row("other programs", "boxes a CPU second, two_ports with all it does to them",
                          f"{n_boxes / seconds:,.0f}"))  # fmt: skip
    result, reason = peers.try_peer(peers.CONFLOWGEN, sizes.box_weeks)
    value = f"{result['n'] / result['seconds']:,.0f}" if result else "did not run"
    found.rows.append(
        Row("other programs", f"boxes a CPU second, {peers.CONFLOWGEN}, made only {reason}".strip(), value)
    )


def _boxes_of_two_ports() -> tuple[float, float]:
    seconds, records = cpu_s(simulate, growth.cluster(), 1, 0)
    return seconds, records.balance["boxes_made"]


def _lock_of_opentnsim(sizes: Sizes, found: Findings) -> None:
    result, reason = peers.try_peer(peers.OPENTNSIM, sizes.lock_ships)
    what = f"CPU ms a ship and lock, {peers.OPENTNSIM}, {sizes.lock_ships} ships"
    if result is None:
        found.rows.append(Row("other programs", f"{what}: {reason}", "did not run"))
        return
    per_s, _ = apart(_passages, sizes)
    ours_ms = 1e3 / (per_s * len(locks.JUNCTIONS))
    theirs_ms = 1e3 * result["seconds"] / result["n"]
    found.rows += [
        Row("other programs", what, f"{theirs_ms:.1f}"),
        Row("other programs", "CPU ms a ship and lock, portsim, three double locks saturated", f"{ours_ms:.4f}"),
    ]


if __name__ == "__main__":
    main()
