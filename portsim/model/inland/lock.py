"""A junction of lock lines at work: ships wait on both sides, go in as they come, and are let through in lockages.

One event per lockage or empty turn; nobody looks through those who wait: they stand in lanes by the chambers that can
take them. All that a lockage will take is known when it starts, so it is recorded then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from portsim.model.inland.chamber import Chamber, Lane, Packing
from portsim.model.inland.policies import Pick
from portsim.model.inland.vessel import Stage, Vessel, VesselClass
from portsim.model.kernel import Gate, Kernel, Part

Row = tuple[Any, ...]
_AT_ONCE_H = 1e-9
"""Hours that rounding may leave between a moment and the timer set for it."""


class Awaken:
    """A stage at which one vessel with a process of her own goes on by herself."""

    __slots__ = ("_env", "_gate")

    def __init__(self, env: Kernel, gate: Gate) -> None:
        self._env = env
        self._gate = gate

    def enter(self, vessels: list[Vessel]) -> None:
        """She is through."""
        self._gate.open(self._env)


class Lock:
    """A junction simulated lockage by lockage.

    Parameters
    ----------
    number
        Index of the junction among the entities.
    chambers
        Its lines, in the order in which they are used.
    pick
        Rule by which the next vessel is let in.
    wait_to_fill_h
        How long the first of a lockage that is not full waits for others; None where a line starts at once.
    record_lockage, record_passage
        Take the rows of the tables `lockages` and `passages`.
    """

    def __init__(
        self,
        env: Kernel,
        number: int,
        chambers: Sequence[Chamber],
        pick: Pick,
        wait_to_fill_h: float | None,
        record_lockage: Callable[[Row], None],
        record_passage: Callable[[Row], None],
    ) -> None:
        self._env = env
        self._number = number
        self._chambers = tuple(chambers)
        self._pick = pick
        self._wait_to_fill_h = wait_to_fill_h
        self._record_lockage = record_lockage
        self._record_passage = record_passage
        self._lane_of: tuple[dict[VesselClass, Lane], dict[VesselClass, Lane]] = ({}, {})  # by direction: down, up
        self._lanes: tuple[dict[tuple[tuple[Chamber, ...], bool], Lane], ...] = ({}, {})
        self._n_arrived = 0
        self._n_let_in = [0, 0]  # by direction: down, up
        self.n_inside = 0

    @property
    def n_waiting(self) -> int:
        """How many wait on both sides."""
        return sum(len(lane.queue) for lanes in self._lanes for lane in lanes.values())

    def perceived_wait_h(self, up: bool) -> float:
        """How long the vessel that waits longest to go `up` (or down) has waited, h; 0 where nobody waits."""
        arrived = [lane.queue[0].arrived_h for lane in self._lanes[up].values() if lane.queue]
        return self._env.now - min(arrived) if arrived else 0.0

    def pass_through(self, vessel: Vessel, up: bool) -> Part[None]:
        """Wait and be locked through, for a vessel with a process of her own: ``yield from``."""
        return pass_through(self._env, self, vessel, up)

    def arrive(self, vessels: list[Vessel], up: bool) -> None:
        """Vessels come together to be locked `up` (or down) and then handed to their `onward` stages.

        Raises
        ------
        ValueError
            No chamber takes one of them.
        """
        lane_of, now = self._lane_of[up], self._env.now
        for vessel in vessels:
            kind = vessel.kind
            lane = lane_of[kind] if kind in lane_of else self._new_lane(kind, up)
            self._n_arrived += 1
            vessel.place = self._n_arrived
            vessel.arrived_h = now
            lane.queue.append(vessel)
            lane.area_m2 += kind.length_m * kind.beam_m
        self._call(up)

    def _new_lane(self, kind: VesselClass, up: bool) -> Lane:
        chambers = tuple(chamber for chamber in self._chambers if chamber.takes(kind))
        if not chambers:
            raise ValueError(f"no chamber takes {kind}")
        lanes = self._lanes[up]
        key = (chambers, kind.priority)
        if key not in lanes:
            lanes[key] = Lane(chambers, kind.priority)
            for chamber in chambers:
                chamber.lanes[up].append(lanes[key])
        self._lane_of[up][kind] = lanes[key]
        return lanes[key]

    def _call(self, up: bool) -> None:
        """Somebody came to go `up`: idle chambers on this side first, then those that have to turn."""
        for chamber in self._chambers:
            if not chamber.is_busy and chamber.up is up:
                self._serve(chamber)
        for chamber in self._chambers:
            if not chamber.is_busy and chamber.up is not up:
                self._serve(chamber)

    def _serve(self, chamber: Chamber) -> None:
        """Let an idle chamber do what there is to do: a lockage from where it stands, else an empty turn."""
        up = chamber.up
        here = chamber.has_work(up)
        if not here and not chamber.has_work(not up):
            return None
        if chamber.next_open is not None:
            opens_h = chamber.next_open(self._env.now)
            if opens_h > self._env.now + _AT_ONCE_H:
                return self._check_at(chamber, opens_h)
        if here:
            self._load(chamber)
        elif self._is_wanted(chamber):
            self._turn(chamber)
        return None

    def _check_at(self, chamber: Chamber, hour: float) -> None:
        """See to it that the chamber looks again then, if it does not sooner."""
        if self._env.now < chamber.checks_at_h <= hour or hour == float("inf"):
            return
        chamber.checks_at_h = hour
        self._env.defer(hour - self._env.now, self._look_again, chamber)

    def _look_again(self, chamber: Chamber) -> None:
        if not chamber.is_busy:
            self._serve(chamber)

    def _is_wanted(self, chamber: Chamber) -> bool:
        """Whether a turn to the other side is worth while: others on their way do not suffice for those who wait."""
        up = not chamber.up
        ready = [other for other in self._chambers if other.awaited is up]
        if not ready:
            return True
        waiting_m2 = 0.0
        for lane in chamber.lanes[up]:
            if lane.queue and not any(other in lane.chambers for other in ready):
                return True
            waiting_m2 += lane.area_m2
        return waiting_m2 > sum(other.area_m2 for other in ready)

    def _load(self, chamber: Chamber) -> None:
        """Start a lockage with those who wait where the chamber stands, or wait for more."""
        up, now = chamber.up, self._env.now
        packing, is_full = self._pack(chamber)
        if self._wait_to_fill_h is not None and not is_full:
            due_h = packing.vessels[0].arrived_h + self._wait_to_fill_h
            if due_h > now + _AT_ONCE_H:
                self._put_back(packing, up)
                chamber.awaited = up
                return self._check_at(chamber, due_h)
        vessels = packing.vessels
        two_way_out = chamber.has_work(not up)
        hours = chamber.times.lockage_h(packing.rows, chamber.came_out_h == now, two_way_out)
        if chamber.rates is not None:
            hours /= chamber.rates.at(now)
        end_h = now + hours
        tonnes, teu, number, record = 0.0, 0, self._number, self._record_passage
        for vessel in vessels:
            tonnes += vessel.tonnes
            teu += vessel.teu
            vessel.entered_h = now
            row = (number, vessel.kind.service, up, vessel.arrived_h, now, end_h, vessel.tonnes, vessel.teu)
            record(row)
        self.n_inside += len(vessels)
        self._n_let_in[up] += len(vessels)
        chamber.is_busy, chamber.awaited = True, None
        share = packing.area_m2 / chamber.area_m2
        water_m3 = chamber.water_m3 if up else 0.0
        self._record_lockage((chamber.number, up, now, end_h, len(vessels), tonnes, teu, False, share, water_m3))
        self._env.defer(hours, self._open, (chamber, vessels))
        return None

    def _pack(self, chamber: Chamber) -> tuple[Packing, bool]:
        """Let in those who wait, one after the other, up to the first who does not fit; whether there was one."""
        packing, lanes = Packing(chamber), chamber.lanes[chamber.up]
        add, pick, n_let_in = packing.add, self._pick, self._n_let_in[chamber.up]
        while True:
            lane = pick(lanes, n_let_in + len(packing.vessels))
            if lane is None:
                return packing, False
            vessel = lane.queue[0]
            if not add(vessel):
                return packing, True
            lane.queue.popleft()
            lane.area_m2 -= vessel.kind.length_m * vessel.kind.beam_m

    def _put_back(self, packing: Packing, up: bool) -> None:
        for vessel in reversed(packing.vessels):
            lane = self._lane_of[up][vessel.kind]
            lane.queue.appendleft(vessel)
            lane.area_m2 += vessel.kind.length_m * vessel.kind.beam_m

    def _turn(self, chamber: Chamber) -> None:
        """Start an empty turn: the water rises if those who wait are above."""
        rises, now, hours = chamber.up, self._env.now, chamber.times.turn_h
        if chamber.rates is not None:
            hours /= chamber.rates.at(now)
        chamber.is_busy, chamber.awaited = True, not chamber.up
        water_m3 = chamber.water_m3 if rises else 0.0
        self._record_lockage((chamber.number, rises, now, now + hours, 0, 0.0, 0, True, 0.0, water_m3))
        self._env.defer(hours, self._turned, chamber)

    def _turned(self, chamber: Chamber) -> None:
        chamber.is_busy, chamber.awaited = False, None
        chamber.up = not chamber.up
        self._call(chamber.up)  # if it was closed meanwhile, another has to go

    def _open(self, lockage: tuple[Chamber, list[Vessel]]) -> None:
        """The last of a lockage is out: all sail on, and the chamber does what there is to do."""
        chamber, vessels = lockage
        chamber.is_busy = False
        chamber.up = not chamber.up
        chamber.came_out_h = self._env.now
        self.n_inside -= len(vessels)
        self._serve(chamber)
        hand_on(vessels)


def hand_on(vessels: list[Vessel]) -> None:
    """Hand vessels to their onward stages, those who go the same way together."""
    onward = vessels[0].onward
    if all(vessel.onward is onward for vessel in vessels):
        onward.enter(vessels)
        return
    groups: dict[Stage, list[Vessel]] = {}
    for vessel in vessels:
        groups.setdefault(vessel.onward, []).append(vessel)
    for stage, group in groups.items():
        stage.enter(group)


class Junction(Protocol):
    """A lock, however it is simulated."""

    def arrive(self, vessels: list[Vessel], up: bool) -> None:
        """Vessels come together to be locked `up` (or down), then handed to their `onward` stages."""

    def pass_through(self, vessel: Vessel, up: bool) -> Part[None]:
        """Wait and be locked through, for a vessel with a process of her own."""

    def perceived_wait_h(self, up: bool) -> float:
        """The wait one expects who comes now, h."""

    @property
    def n_waiting(self) -> int:
        """How many wait."""

    @property
    def n_inside(self) -> int:
        """How many are being locked."""


def pass_through(env: Kernel, lock: Junction, vessel: Vessel, up: bool) -> Part[None]:
    """The process of one vessel from arrival at a lock to the end of the lockage."""
    gate = Gate()
    vessel.onward = Awaken(env, gate)
    lock.arrive([vessel], up)
    yield gate
