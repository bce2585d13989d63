"""Random programs of sleeping, queueing, signalling and timers run on the kernel in the very order of plain SimPy.

Hours come from a few round numbers, so that ties are the rule: the order among equal times is what is tested.
"""

from __future__ import annotations

import random
from collections import deque
from typing import Any

import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.model.kernel import Gate, Kernel, Pool, StrictKernel

N_LINES = 2
CAPACITY = 3

hours = st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0])
lines = st.integers(0, N_LINES - 1)
steps = st.one_of(
    st.tuples(st.just("sleep"), hours),
    st.tuples(st.just("hold"), st.integers(1, CAPACITY), hours),
    st.tuples(st.just("park"), lines),
    st.tuples(st.just("open"), lines, st.one_of(st.none(), st.integers(0, 3))),
    st.tuples(st.just("timer"), hours),
    st.tuples(st.just("put"), lines),
    st.tuples(st.just("get"), lines),
    st.tuples(st.just("any"), hours, hours),
    st.tuples(st.just("process"), hours),
)
programs = st.lists(st.lists(steps, max_size=6), min_size=1, max_size=6)
ends = st.lists(st.sampled_from([0.5, 1.0, 1.25, 2.0, 3.0]), max_size=3)


class InSimpy:
    """The words of a program, in plain SimPy."""

    def __init__(self, env: simpy.Environment):
        self.env, self.trace = env, []
        self.stores = [simpy.Store(env) for _ in range(N_LINES)]
        self.free, self.asked = CAPACITY, deque()
        self.lines = [deque() for _ in range(N_LINES)]

    def begin(self, process: Any) -> None:
        self.env.process(process)

    def sleep(self, hours: float) -> Any:
        return self.env.timeout(hours)

    def ask(self, n: int) -> Any:
        event = self.env.event()
        self.asked.append((n, event))
        self.give(0)
        return event

    def give(self, n: int) -> None:
        self.free += n
        while self.asked and self.asked[0][0] <= self.free:
            granted, event = self.asked.popleft()
            self.free -= granted
            event.succeed()

    def park(self, line: int) -> Any:
        event = self.env.event()
        self.lines[line].append(event)
        return event

    def open(self, line: int, value: Any) -> None:
        if self.lines[line]:
            self.lines[line].popleft().succeed(value)

    def timer(self, hours: float, name: str) -> None:
        self.env.timeout(hours).callbacks.append(lambda _: self.note(name))

    def note(self, *what: Any) -> None:
        self.trace.append((self.env.now, *what))

    def napping(self, hours: float) -> Any:
        yield self.env.timeout(hours)
        self.note("nap over")
        return hours

    def actor(self, name: int, program: list[tuple[Any, ...]]) -> Any:
        for number, (word, *rest) in enumerate(program):
            if word == "sleep":
                result = yield self.sleep(*rest)
            elif word == "hold":
                n, stay_h = rest
                yield self.ask(n)
                self.note(name, number, "holds", n)
                result = yield self.sleep(stay_h)
                self.give(n)
            elif word == "park":
                result = yield self.park(*rest)
            elif word == "open":
                result = self.open(*rest)
            elif word == "timer":
                result = self.timer(*rest, f"timer of {name}")
            elif word == "put":
                result = (yield self.stores[rest[0]].put((name, number))) and "put"
            elif word == "get":
                result = yield self.stores[rest[0]].get()
            elif word == "any":
                first, second = (self.env.timeout(hours, i) for i, hours in enumerate(rest))
                result = list((yield first | second).values())
            else:
                result = yield self.env.process(self.napping(*rest))
            self.note(name, number, word, result)


class WithContainer(InSimpy):
    """The same, with SimPy's container for the pool, which serves the next in line one event after a return."""

    def __init__(self, env: simpy.Environment):
        super().__init__(env)
        self.pool = simpy.Container(env, CAPACITY, init=CAPACITY)

    def ask(self, n: int) -> Any:
        return self.pool.get(n)

    def give(self, n: int) -> None:
        self.pool.put(n)


class OnKernel(InSimpy):
    """The same words, as the kernel says them."""

    env: Kernel

    def __init__(self, env: Kernel):
        super().__init__(env)
        self.pool = Pool(env, CAPACITY)
        self.lines = [Gate() for _ in range(N_LINES)]

    def begin(self, process: Any) -> None:
        self.env.start(process)

    def sleep(self, hours: float) -> Any:
        return hours

    def ask(self, n: int) -> Any:
        return self.pool.ask(n)

    def park(self, line: int) -> Any:
        return self.lines[line]

    def give(self, n: int) -> None:
        self.pool.give(n)

    def open(self, line: int, value: Any) -> None:
        self.lines[line].open(self.env, value)

    def timer(self, hours: float, name: str) -> None:
        self.env.defer(hours, self.note, name)


class Mixed(OnKernel):
    """Every other process an ordinary one of SimPy, all in one queue."""

    def __init__(self, env: Kernel):
        super().__init__(env)
        self.n_begun = 0
        self.lines = [deque() for _ in range(N_LINES)]

    def begin(self, process: Any) -> None:
        self.n_begun += 1
        self.env.process(self.starting(process) if self.n_begun % 2 else process)

    def starting(self, process: Any) -> Any:
        self.env.start(process)
        return
        yield

    def sleep(self, hours: float) -> Any:
        return hours if self.env.active_process is None else self.env.timeout(hours)

    ask, give, park, open = InSimpy.ask, InSimpy.give, InSimpy.park, InSimpy.open


def course(world: InSimpy, program: list[list[tuple[Any, ...]]], ends: list[float], by_step: bool = False) -> Any:
    """Begin an actor per line, run in stretches, return what was noted and where the clock stood at their ends."""
    for name, lines in enumerate(program):
        world.begin(world.actor(name, lines))
    for stretch_h in ends:
        world.env.run(until=world.env.now + stretch_h)
        world.note("end of a stretch")
    if by_step:
        while world.env.peek() < float("inf"):
            world.env.step()
    else:
        world.env.run()
    world.note("end")
    return world.trace


@settings(max_examples=300, deadline=None)
@given(program=programs, ends=ends)
def test_a_random_program_takes_the_same_course_as_in_simpy(program, ends):
    expected = course(InSimpy(simpy.Environment()), program, ends)
    assert course(InSimpy(Kernel()), program, ends) == expected
    assert course(OnKernel(Kernel()), program, ends) == expected
    assert course(OnKernel(StrictKernel()), program, ends) == expected
    assert course(OnKernel(Kernel()), program, ends, by_step=True) == expected


@settings(max_examples=200, deadline=None)
@given(program=programs, ends=ends)
def test_bare_and_ordinary_processes_share_one_order(program, ends):
    expected = course(InSimpy(simpy.Environment()), program, ends)
    assert course(Mixed(Kernel()), program, ends) == expected
    assert course(Mixed(StrictKernel()), program, ends) == expected


@settings(max_examples=200, deadline=None)
@given(ships=st.lists(st.lists(st.integers(1, CAPACITY), max_size=5), min_size=1, max_size=6), seed=st.integers(0, 999))
def test_a_pool_serves_at_the_times_of_simpys_container(ships, seed):
    hours = random.Random(seed).random  # no ties: in those SimPy is one event later
    program = [[("sleep", hours()), *(("hold", n, hours()) for n in asked)] for asked in ships]
    assert course(OnKernel(Kernel()), program, []) == course(WithContainer(simpy.Environment()), program, [])


@pytest.mark.parametrize("kernel", [Kernel, StrictKernel])
def test_the_same_program_counts_the_same_events_however_it_is_run(kernel):
    program = [[("sleep", 1.0), ("hold", 2, 1.0), ("timer", 0.5)]] * 4
    counts = set()
    for by_step in (False, True):
        world = OnKernel(kernel())
        course(world, program, [], by_step)
        counts.add(world.env.n_events)
    assert len(counts) == 1
