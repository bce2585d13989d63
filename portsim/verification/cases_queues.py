"""Berths as queues of the textbooks: Erlang C and B, Pollaczek and Khinchine, Erlang laws, Little's law, pooling."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from operator import attrgetter

import numpy as np

from portsim.capacity.queue_curves import wait_over_service
from portsim.model.world import simulate
from portsim.verification.case import Case, Expected, Found
from portsim.verification.estimate import Interval
from portsim.verification.files import SEED, scenario, shipped
from portsim.verification.queues import (
    LAWS,
    Cell,
    Load,
    Queue,
    calls_at,
    mean_between,
    mean_level,
    replications,
)
from portsim.verification.theory import (
    erlang_b,
    erlang_c,
    share_waiting_longer,
    wait_of_erlang,
    wait_of_pollaczek_khinchine,
)

US_PER_CALL = 11.0
"""CPU microseconds of a call at a plain terminal, to begin with the longest cases."""
MMC_CALLS = {  # thousands of calls, by load, that make the interval narrow enough
    1: {0.5: 130, 0.7: 220, 0.8: 420, 0.9: 700},
    2: {0.5: 160, 0.7: 270, 0.8: 480, 0.9: 600},
    4: {0.5: 200, 0.7: 320, 0.8: 580, 0.9: 500},
    8: {0.5: 360, 0.7: 420, 0.8: 800, 0.9: 600},
    10: {0.5: 250, 0.7: 440, 0.8: 680, 0.9: 600},
}
IN_SUBSET = {(c, rho) for c in (1, 4, 10) for rho in (0.5, 0.7, 0.8)} | {(4, 0.9)}
FARTHER = {1: 1.5, 2: 3.0}
"""How much wider than that of the mean the interval of a tail may be: the farther out, the fewer ships."""
SQUARED_CV = {"deterministic": 0.0, "gamma": 0.25, "erlang": 0.5, "lognormal": 0.64}
EXACT = 1e-9
SAME_SHIPS = 2e-3
"""Little's law between ships at anchor in an hour and ships that came in it: a few wait across its ends."""


def cases() -> Iterator[Case]:
    """All cases of berths."""
    for n_berths, loads in MMC_CALLS.items():
        for load, thousands in loads.items():
            yield _mmc(Load(n_berths, load, 1_000 * thousands))
    for law, thousands in (("deterministic", 150), ("gamma", 150), ("erlang", 200), ("lognormal", 260)):
        yield _mg1(law, Load(1, 0.7, 1_000 * thousands, law))
    for n_berths, load, gap, thousands in PHASE_CELLS:
        yield _phases(Load(n_berths, load, 1_000 * thousands, "erlang", gap))
    for offered, n_berths in ((2.0, 3), (8.0, 10)):
        yield _erlang_b(offered, Load(n_berths, offered / n_berths, 150_000, rules=(("waiting_room", 0),)))
    for kind in POOLED:
        yield _pooling(kind)
    yield _little()


def narrow(exact: float, load: float) -> float:
    """Widest half of an interval over the value."""
    return 0.10 if load >= 0.9 or exact < 0.05 else 0.05


def _cost_s(load: Load) -> float:
    return load.n_calls * US_PER_CALL / 1e6


def _mmc(load: Load) -> Case:
    c, offered = load.n_berths, load.n_berths * load.load
    waits, wait = erlang_c(offered, c), wait_of_erlang(offered, c)
    within = narrow(waits, load.load)
    expected = [
        Expected("wait_over_work", wait, "erlang_c_wait", narrow(wait, load.load)),
        Expected("waiting_share", waits, "erlang_c", within),
        Expected("ships_waiting", offered * wait, "erlang_c_little", 1.2 * narrow(wait, load.load)),
        *(
            Expected(
                f"longer_than_{n}", share_waiting_longer(offered, c, n / (c - offered)), "erlang_c_tail", wider * within
            )
            for n, wider in FARTHER.items()
        ),
        *_known(load),
        *_littles(),
    ]
    words = {"queue": f"M/M/{c}", "load": f"{load.load:.2f}"}
    is_short = (c, load.load) in IN_SUBSET
    return Case(
        f"queue/M-M-{c}-{load.load}", "queue", "queue", tuple(expected), partial(look_at_queue, load), is_short,
        _cost_s(load), words,
    )  # fmt: skip


def _known(load: Load) -> Iterator[Expected]:
    """What steadies the intervals is known before: a wrong law must not be explained away by it."""
    yield Expected("gap_ratio", 1.0, "scenario", 0.015)
    if load.work != "deterministic":
        yield Expected("work_ratio", 1.0, "scenario", 0.015)


def _littles() -> tuple[Expected, Expected]:
    return (
        Expected("little_by_log", 1.0, "little_exact", EXACT, by_chance=False),
        Expected("little", 1.0, "little", SAME_SHIPS, by_chance=False),
    )


def look_at_queue(load: Load) -> Found:
    """All measures of a row of berths."""
    cell = load.cell()
    slack = load.n_berths * (1.0 - load.load)
    longer = {f"longer_than_{n}": cell.estimate(partial(_longer, hours=n / slack * load.work_h)) for n in FARTHER}
    return longer | _measures(cell)


def _longer(queue: Queue, hours: float) -> float:
    return queue.share_waiting_longer(hours)


def _measures(cell: Cell) -> dict[str, Interval]:
    names = ("wait_over_work", "waiting_share", "ships_waiting", "turned_away_share")
    found = {name: cell.estimate(attrgetter(name)) for name in names}
    plain = Cell(cell.gap_h, cell.work_h, cell.n_berths, cell.rows, ())  # what is known steadies itself away
    found["gap_ratio"] = plain.estimate(lambda queue: queue.mean_gap_h / cell.gap_h)
    found["work_ratio"] = plain.estimate(lambda queue: queue.mean_work_h / cell.work_h)
    if all(queue.ships_waiting_by_log > 0.0 for queue in cell.queues):
        found["little_by_log"] = cell.little()
        waiting = np.mean([queue.ships_waiting for queue in cell.queues])
        found["little"] = Interval(
            float(waiting / np.mean([queue.arrivals_per_h * queue.mean_wait_h for queue in cell.queues]))
        )
    return found


def _mg1(law: str, load: Load) -> Case:
    exact = wait_of_pollaczek_khinchine(load.load, SQUARED_CV[law])
    expected = [
        Expected("wait_over_work", exact, "pollaczek_khinchine", 0.05),
        Expected("waiting_share", load.load, "busy_share", 0.02),
        *_known(load),
        *_littles(),
    ]
    if law == "deterministic":
        expected += [Expected(f"longer_than_{n}_works", _md1_tail(load.load, n), "md1_tail", 0.05) for n in (1, 2)]
    words = {"queue": "M/G/1", "load": f"{load.load:.2f}", "law": law}
    return Case(
        f"queue/M-G-1-{law}", "queue", f"queue.{law}", tuple(expected), partial(look_at_one_berth, load), True,
        _cost_s(load), words,
    )  # fmt: skip


def _md1_tail(load: float, works: int) -> float:
    """Share of ships of M/D/1 that wait longer than so many works (Erlang 1909)."""
    terms = ((load * (k - works)) ** k / math.factorial(k) * math.exp(-load * (k - works)) for k in range(works + 1))
    return 1.0 - (1.0 - load) * sum(terms)


def look_at_one_berth(load: Load) -> Found:
    """All measures of one berth."""
    cell = load.cell()
    longer = {f"longer_than_{n}_works": cell.estimate(partial(_longer, hours=n * load.work_h)) for n in (1, 2)}
    return longer | _measures(cell)


PHASE_CELLS = (
    (4, 0.5, "erlang", 250),  # tables in circulation print 0.0532
    (2, 0.85, "exponential", 450),  # the misprinted row of M/E2/n
    (4, 0.7, "exponential", 300),
    (1, 0.7, "erlang", 250),
    (2, 0.8, "erlang", 450),
    (8, 0.8, "exponential", 650),
)
IN_SUBSET_PHASES = PHASE_CELLS[:2]


def _phases(load: Load) -> Case:
    arrivals = 2 if load.gap == "erlang" else 1
    exact = wait_over_service(load.load, load.n_berths, 2, arrivals)
    name = f"{'E2' if arrivals == 2 else 'M'}/E2/{load.n_berths}"
    expected = (Expected("wait_over_work", exact, "matrix_analytic", narrow(exact, load.load)), *_known(load))
    is_short = any((load.n_berths, load.load, load.gap) == cell[:3] for cell in IN_SUBSET_PHASES)
    return Case(
        f"queue/{name.replace('/', '-')}-{load.load}", "queue", "queue", expected, partial(look_at_one_berth, load),
        is_short, _cost_s(load), {"queue": name, "load": f"{load.load:.2f}"},
    )  # fmt: skip


def _erlang_b(offered: float, load: Load) -> Case:
    expected = (
        Expected("turned_away_share", erlang_b(offered, load.n_berths), "erlang_b", 0.03),
        Expected("gap_ratio", 1.0, "scenario", 0.015),
    )
    return Case(
        f"erlang_b/{load.n_berths}", "erlang_b", "erlang_b", expected, partial(look_at_one_berth, load), True,
        _cost_s(load), {"n": load.n_berths, "offered": f"{offered:g}"},
    )  # fmt: skip


POOLED = {
    "five": (("one_a", "one_b", "one_c", "one_d", "one_e"), 1, 2.5, "five", 5, 0.48),
    "six": (("two_a", "two_b", "two_c"), 2, 1.5, "six", 6, 0.58),
}
"""Terminals alone, berths and mean gap of each, h; the pooled terminal, its berths and its mean gap, h."""
POOLED_LOAD = 0.8


def _pooling(kind: str) -> Case:
    names, few, _, _, many, _ = POOLED[kind]
    alone, pooled = (wait_of_erlang(POOLED_LOAD * n, n) for n in (few, many))
    expected = (
        Expected("wait_alone", alone, "erlang_c_wait", 0.05),
        Expected("wait_pooled", pooled, "erlang_c_wait", 0.05),
        Expected("pooling_gain", alone / pooled, "erlang_c_ratio", 0.1 * alone / pooled, by_chance=False),
        Expected("little_by_log", 1.0, "little_exact", EXACT, by_chance=False),
    )
    words = {"n": len(names), "few": few, "many": many}
    return Case(f"pooling/{kind}", "pooling", "pooling", expected, partial(look_at_pooling, kind), True, 12.0, words)


def look_at_pooling(kind: str) -> Found:
    """Terminals alone and one of all their berths, in one port and one run."""
    names, few, few_gap_h, pooled, many, many_gap_h = POOLED[kind]
    known = dict.fromkeys(names, (few, few_gap_h)) | {pooled: (many, many_gap_h)}
    sets: dict[str, object] = {}
    for other in ("one_a", "one_b", "one_c", "one_d", "one_e", "five", "two_a", "two_b", "two_c", "six"):
        if other not in known:
            sets[f"services.to_{other}"] = None
    for name, (n_berths, gap_h) in known.items():
        sets[f"services.to_{name}.interarrival_h"] = LAWS["exponential"](gap_h)
        sets[f"services.to_{name}.work_h"] = LAWS["exponential"](POOLED_LOAD * gap_h * n_berths)
    watched = {f"harbour/{name}": (n, POOLED_LOAD * gap_h * n) for name, (n, gap_h) in known.items()}
    seen = replications(scenario("pooling", sets), watched)
    cells = []
    for group, n, gap_h in ((names, few, few_gap_h), ((pooled,), many, many_gap_h)):
        rows = list(zip(*(seen[f"harbour/{name}"] for name in group), strict=True))
        cells.append(Cell(gap_h, POOLED_LOAD * gap_h * n, n, rows))
    alone, together = (cell.estimate(attrgetter("wait_over_work")) for cell in cells)
    return {
        "wait_alone": alone,
        "wait_pooled": together,
        "pooling_gain": Interval(alone.mean / together.mean),
        "little_by_log": max((cell.little() for cell in cells), key=lambda ratio: abs(ratio.mean - 1.0)),
    }


LITTLE_TERMINALS = ("north_port/t1", "south_port/t1")


def _little() -> Case:
    expected = tuple(
        Expected(f"little_{what}.{terminal.partition('/')[0]}", 1.0, "little_exact", EXACT, by_chance=False)
        for terminal in LITTLE_TERMINALS
        for what in ("waiting", "alongside")
    )
    return Case("little/two_ports", "little", "little", expected, look_at_two_ports, True, 3.0)


def look_at_two_ports() -> Found:
    """Ships at anchor and alongside in a cluster with all its rules: counted by the terminals, and by the log."""
    records = simulate(shipped("two_ports"), SEED, 0)
    start_h, end_h = records.clock.warmup_h, records.clock.end_h - 240.0
    found = {}
    for terminal in LITTLE_TERMINALS:
        calls, port = calls_at(records, terminal), terminal.partition("/")[0]
        for what, begun, ended in (("waiting", "arrived_h", "inbound_h"), ("alongside", "berthed_h", "unberthed_h")):
            counted = mean_level(records, terminal, f"ships_{what}", start_h, end_h)
            found[f"little_{what}.{port}"] = Interval(
                counted / mean_between(calls[begun], calls[ended], start_h, end_h)
            )
    return found
