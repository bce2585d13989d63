"""One lock chamber: who fits beside and behind whom, and how long a lockage takes (times t1 to t4 of JTJ 305)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from portsim.capacity.lock_code import levelling_s
from portsim.capacity.steps import Steps
from portsim.model.inland.vessel import Vessel, VesselClass
from portsim.scenario.lock import Lock, LockLine

_TOUCH_M = 1e-9


@dataclass(frozen=True, slots=True)
class Times:
    """Hours of the parts of a lockage, the rate factor included; pairs are (one-way, two-way)."""

    gate_h: float
    entry_h: tuple[float, float]
    exit_h: tuple[float, float]
    follow_h: float
    fill_h: float

    @classmethod
    def of(cls, lock: Lock, line: LockLine) -> Times:
        """Read them off a description."""
        hour = 60.0 * lock.rate_factor
        return cls(
            line.gate_min / hour,
            (line.entry_one_way_min / hour, line.entry_two_way_min / hour),
            (line.exit_one_way_min / hour, line.exit_two_way_min / hour),
            line.follow_min / hour,
            fill_min(lock, line) / hour,
        )

    @property
    def turn_h(self) -> float:
        """An empty turn: gates closed, water levelled, gates opened."""
        return 2.0 * self.gate_h + self.fill_h

    def lockage_h(self, rows: int, two_way_in: bool, two_way_out: bool) -> float:
        """Entry of so many rows, the turn of the chamber, exit."""
        entry_h = self.entry_h[two_way_in] + (rows - 1) * self.follow_h
        return entry_h + 2.0 * self.gate_h + self.fill_h + self.exit_h[two_way_out]


def fill_min(lock: Lock, line: LockLine) -> float:
    """Minutes to fill or empty the chamber, t3."""
    if line.fill_min is not None:
        return line.fill_min
    assert line.levelling is not None  # the description has one of the two
    valves = line.levelling
    area_m2 = line.length_m * line.beam_m
    return levelling_s(area_m2, lock.head_m, valves.valve_m2, valves.coefficient, valves.end_m) / 60.0


class Chamber:
    """One line of a junction at work.

    Parameters
    ----------
    number
        Its index among the entities.
    lock, line
        Descriptions.
    next_open
        Gives, for an hour, the first hour from then on at which the line may start; None for a line never closed.
    rates
        Share of its usual rate; None where it always has that.

    Attributes
    ----------
    up
        Whether it stands at the lower water, so that the next to go in would go up.
    is_busy
        Under way with a lockage or an empty turn.
    awaited
        Direction of those it will serve next without further ado, since it turns to them or waits to be filled; else
        None.
    came_out_h
        When ships last came out of it, h.
    checks_at_h
        When it will look again without being asked (it opens, or those waiting have waited long enough).
    """

    __slots__ = (
        "area_m2", "awaited", "beam_m", "came_out_h", "checks_at_h", "depth_m", "gap_across_m", "gap_along_m",
        "is_busy", "lanes", "length_m", "next_open", "number", "rates", "times", "up", "water_m3",
    )  # fmt: skip

    def __init__(
        self,
        number: int,
        lock: Lock,
        line: LockLine,
        next_open: Callable[[float], float] | None,
        rates: Steps | None = None,
    ) -> None:
        self.rates = rates
        self.number = number
        self.length_m = line.length_m
        self.beam_m = line.beam_m
        self.depth_m = line.sill_depth_m - lock.keel_clearance_m
        self.gap_along_m = lock.gap_along_m
        self.gap_across_m = lock.gap_across_m
        self.area_m2 = line.length_m * line.beam_m
        self.water_m3 = self.area_m2 * lock.head_m * (1.0 - line.water_saved_share)
        self.times = Times.of(lock, line)
        self.next_open = next_open
        self.up = True
        self.is_busy = False
        self.awaited: bool | None = None
        self.came_out_h = float("-inf")
        self.checks_at_h = float("-inf")
        self.lanes: tuple[list[Lane], list[Lane]] = ([], [])  # by direction: down, up

    def takes(self, kind: VesselClass) -> bool:
        """Whether a vessel of this class fits in at all."""
        return (
            kind.length_m <= self.length_m + _TOUCH_M
            and kind.beam_m <= self.beam_m + _TOUCH_M
            and kind.draught_m <= self.depth_m + _TOUCH_M
        )

    def has_work(self, up: bool) -> bool:
        """Whether anyone it can take waits to go `up` (or down)."""
        return any(lane.queue for lane in self.lanes[up])


class Lane:
    """Vessels waiting on one side that the same chambers can take, in order of arrival.

    Attributes
    ----------
    queue
        Those waiting.
    area_m2
        Water they cover.
    chambers
        Chambers that can take them.
    priority
        Whether they may go ahead.
    """

    __slots__ = ("area_m2", "chambers", "priority", "queue")

    def __init__(self, chambers: tuple[Chamber, ...], priority: bool) -> None:
        self.queue: deque[Vessel] = deque()
        self.area_m2 = 0.0
        self.chambers = chambers
        self.priority = priority


class Packing:
    """Vessels lie down in a chamber as they come: in rows across, each row as long as its longest vessel.

    A row is closed when the next vessel does not fit beside those in it; nobody goes back to an earlier row.

    Attributes
    ----------
    vessels
        Those inside.
    rows
        Number of rows.
    area_m2
        Water they cover.
    """

    __slots__ = ("_across", "_chamber", "_row_length_m", "_row_start_m", "area_m2", "rows", "vessels")

    def __init__(self, chamber: Chamber) -> None:
        self._chamber = chamber
        self._row_start_m = 0.0
        self._row_length_m = 0.0
        self._across = chamber.beam_m + 1.0  # no row yet: nothing fits beside
        self.vessels: list[Vessel] = []
        self.rows = 0
        self.area_m2 = 0.0

    def add(self, vessel: Vessel) -> bool:
        """Let a vessel in if she fits; return whether she did."""
        chamber, kind = self._chamber, vessel.kind
        across = self._across + kind.beam_m
        room = chamber.length_m + _TOUCH_M - self._row_start_m
        if across <= chamber.beam_m + _TOUCH_M and kind.length_m <= room:
            if kind.length_m > self._row_length_m:
                self._row_length_m = kind.length_m
        else:
            start = self._row_start_m + self._row_length_m + (chamber.gap_along_m if self.rows else 0.0)
            if start + kind.length_m > chamber.length_m + _TOUCH_M:
                return False
            self._row_start_m = start
            self._row_length_m = kind.length_m
            self.rows += 1
            across = kind.beam_m
        self._across = across + chamber.gap_across_m
        self.area_m2 += kind.length_m * kind.beam_m
        self.vessels.append(vessel)
        return True
