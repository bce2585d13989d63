"""A junction driven by hand: ships at given moments, and what the lock wrote of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from portsim.capacity.openings import Openings
from portsim.model.inland.chamber import Chamber
from portsim.model.inland.lock import Lock
from portsim.model.inland.policies import PICKS
from portsim.model.inland.vessel import Vessel, VesselClass
from portsim.model.kernel import Kernel
from portsim.scenario import lock as described

CODE = {
    "gate_min": 4.0, "entry_one_way_min": 8.75, "entry_two_way_min": 10.0, "follow_min": 6.0, "fill_min": 16.0,
    "exit_one_way_min": 7.0, "exit_two_way_min": 7.1,
}  # fmt: skip
"""Times of the worked case of the code, minutes."""
LONG_H = 1e6
LARGE = {"length_m": 300.0, "beam_m": 34.0, "sill_depth_m": 8.0, **CODE}


@dataclass(frozen=True)
class Ship:
    """A ship that comes at some minute to go up or down."""

    minute: float
    up: bool
    length_m: float = 90.0
    beam_m: float = 15.8
    draught_m: float = 5.0
    priority: bool = False
    tonnes: float = 0.0


@dataclass
class Lockage:
    """A lockage or an empty turn, in minutes; ships by their numbers in order of entry."""

    line: int
    up: bool
    start: float
    end: float
    ships: list[int]
    is_empty: bool
    area_share: float
    water_m3: float
    cargo_t: float


@dataclass
class Log:
    """What happened: lockages in order, waits and exits by ship, minutes."""

    lockages: list[Lockage] = field(default_factory=list)
    entered: dict[int, float] = field(default_factory=dict)
    left: dict[int, float] = field(default_factory=dict)
    n_events: int = 0


class _Past:
    def __init__(self, env: Kernel, log: Log) -> None:
        self._env = env
        self._log = log

    def enter(self, vessels: list[Vessel]) -> None:
        for vessel in vessels:
            self._log.left[vessel.kind.service] = 60.0 * self._env.now


def describe(*lines: dict[str, object], **rules: object) -> described.Lock:
    """A junction of 10 m head at rate factor 1, its lines `a`, `b`, ... in order."""
    named = {"abcdefgh"[n]: line or LARGE for n, line in enumerate(lines or ({},))}
    return described.Lock.model_validate({"head_m": 10.0, "rate_factor": 1.0, "lines": named, **rules})


def build(
    env: Kernel,
    lock: described.Lock,
    log: Log,
    closed_h: Sequence[list[tuple[float, float]]] = (),
) -> Lock:
    """The live junction; line n has the number n in the log, and is closed in these spans of hours."""
    passed: list[int] = []

    def note_passage(row: tuple[object, ...]) -> None:
        passed.append(row[1])
        log.entered[row[1]] = 60.0 * row[4]

    def note_lockage(row: tuple[object, ...]) -> None:
        line, up, start, end, n, cargo, _, is_empty, share, water = row
        assert n == len(passed)
        log.lockages.append(Lockage(line, up, 60 * start, 60 * end, list(passed), is_empty, share, water, cargo))
        passed.clear()

    opens: list[Callable[[float], float] | None] = [
        Openings(spans, LONG_H).closed().next_open if spans else None for spans in closed_h
    ]
    opens += [None] * (len(lock.lines) - len(opens))
    chambers = [Chamber(n, lock, line, opens[n]) for n, line in enumerate(lock.lines.values())]
    fill_h = lock.wait_to_fill_min / 60.0 if lock.turn == "wait_to_fill" else None
    return Lock(env, 99, chambers, PICKS[lock.order](lock), fill_h, note_lockage, note_passage)


def run(
    lock: described.Lock,
    ships: Sequence[Ship],
    closed_h: Sequence[list[tuple[float, float]]] = (),
    kernel: type[Kernel] = Kernel,
) -> Log:
    """Send ships, numbered from 0, to a junction until all is still. Those of one minute come in the order given."""
    env, log = kernel(), Log()
    live, past = build(env, lock, log, closed_h), _Past(env, log)
    for number, ship in enumerate(ships):
        vessel = Vessel(
            VesselClass(number, ship.length_m, ship.beam_m, ship.draught_m, 0.0, ship.priority), ship.tonnes
        )
        vessel.onward = past
        env.defer(ship.minute / 60.0, lambda pair: live.arrive([pair[0]], pair[1]), (vessel, ship.up))
    env.run()
    log.n_events = env.n_events
    return log
