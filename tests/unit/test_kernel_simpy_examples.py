"""The models of SimPy's documentation, retold here, take the same course in SimPy and on the kernel."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
import simpy

from portsim.model.kernel import Kernel, StrictKernel

Trace = list[tuple[Any, ...]]


def as_simpy_process(env: simpy.Environment, process: Any) -> None:
    env.process(process)


def as_bare_process(env: simpy.Environment, process: Any) -> None:
    assert isinstance(env, Kernel)
    env.start(process)


def bank_with_impatient_customers(env: simpy.Environment, go: Callable[..., None]) -> Trace:
    """Any-of: the counter or the end of patience, whichever comes first; a request withdrawn."""
    rng, trace, counter = random.Random(11), [], simpy.Resource(env, capacity=1)

    def customer(name: int, patience: float, service: float) -> Any:
        arrived = env.now
        with counter.request() as turn:
            outcome = yield turn | env.timeout(patience)
            trace.append((env.now, name, "served" if turn in outcome else "left", env.now - arrived))
            if turn in outcome:
                yield env.timeout(service)
                trace.append((env.now, name, "done"))

    def doors() -> Any:
        for name in range(40):
            go(env, customer(name, rng.uniform(1, 6), rng.expovariate(1 / 12)))
            yield env.timeout(rng.expovariate(1 / 8))

    go(env, doors())
    env.run()
    assert {"served", "left"} <= {row[2] for row in trace}
    return trace


def carwash(env: simpy.Environment, go: Callable[..., None]) -> Trace:
    """Resource, and a process that waits for another process."""
    rng, trace, machines = random.Random(12), [], simpy.Resource(env, 2)

    def wash(car: int) -> Any:
        yield env.timeout(5)
        trace.append((env.now, car, "clean", rng.randint(50, 99)))
        return car

    def car(name: int) -> Any:
        trace.append((env.now, name, "arrives"))
        with machines.request() as machine:
            yield machine
            washed = yield env.process(wash(name))
            assert washed == name

    def street() -> Any:
        for name in range(4):
            go(env, car(name))
        while True:
            yield env.timeout(rng.uniform(1, 4))
            name += 1
            go(env, car(name))

    go(env, street())
    env.run(until=60)
    return trace


def machine_shop(env: simpy.Environment, _: Callable[..., None]) -> Trace:
    """Interrupts and a pre-emptive resource: machines break, the repairman leaves his other job for them."""
    rng, trace, repairman = random.Random(13), [], simpy.PreemptiveResource(env, capacity=1)

    def working(machine: int) -> Any:
        while True:
            todo = max(0.1, rng.gauss(10, 2))
            while todo > 0:
                began = env.now
                try:
                    yield env.timeout(todo)
                    todo = 0
                except simpy.Interrupt as interrupt:
                    todo -= env.now - began
                    trace.append((env.now, machine, "breaks", interrupt.cause))
                    with repairman.request(priority=1) as repair:
                        yield repair
                        yield env.timeout(30)
            trace.append((env.now, machine, "part made"))

    def breaking(machine: Any, number: int, under_repair: Callable[[], bool]) -> Any:
        while True:
            yield env.timeout(rng.expovariate(1 / 150))
            if not under_repair():
                machine.interrupt(number)

    def other_job() -> Any:
        while True:
            todo = 30.0
            while todo > 0:
                with repairman.request(priority=2) as quiet:
                    yield quiet
                    began = env.now
                    try:
                        yield env.timeout(todo)
                        todo = 0
                    except simpy.Interrupt as interrupt:
                        todo -= env.now - began
                        trace.append((env.now, "other job", "left", interrupt.cause.usage_since))

    def broken(machine: Any) -> bool:
        return not isinstance(machine.target, simpy.events.Timeout) or machine.target._delay == 30

    for number in range(5):
        machine = env.process(working(number))
        env.process(breaking(machine, number, lambda machine=machine: broken(machine)))
    env.process(other_job())
    env.run(until=2000)
    assert {"breaks", "part made", "left"} == {row[2] for row in trace}
    return trace


def cinema_queue(env: simpy.Environment, go: Callable[..., None]) -> Trace:
    """A shared event (sold out) among any-of conditions: all waiting leave at once."""
    rng, trace, counter = random.Random(14), [], simpy.Resource(env, capacity=1)
    films = ("A", "B", "C")
    tickets, sold_out = dict.fromkeys(films, 25), {film: env.event() for film in films}

    def moviegoer(name: int, film: str, n: int) -> Any:
        with counter.request() as turn:
            outcome = yield turn | sold_out[film]
            if turn not in outcome:
                trace.append((env.now, name, film, "gives up"))
            elif tickets[film] < n:
                trace.append((env.now, name, film, "too few"))
                yield env.timeout(0.5)
            else:
                tickets[film] -= n
                trace.append((env.now, name, film, n))
                if tickets[film] < 2:
                    sold_out[film].succeed()
                    tickets[film] = 0
                yield env.timeout(1)

    def street() -> Any:
        for name in range(150):
            yield env.timeout(rng.expovariate(1 / 0.5))
            film = rng.choice(films)
            if tickets[film]:
                go(env, moviegoer(name, film, rng.randint(1, 6)))

    go(env, street())
    env.run(until=120)
    assert "gives up" in {row[3] for row in trace}
    return trace


def gas_station(env: simpy.Environment, go: Callable[..., None]) -> Trace:
    """Container beside Resource: a tank that a controller lets refill when it runs low."""
    rng, trace = random.Random(15), []
    pumps, tank = simpy.Resource(env, 2), simpy.Container(env, 200, init=200)

    def car(name: int, litres: int) -> Any:
        with pumps.request() as pump:
            yield pump
            yield tank.get(litres)
            yield env.timeout(litres / 2)
            trace.append((env.now, name, "filled", litres, tank.level))

    def control() -> Any:
        while True:
            if tank.level / tank.capacity < 0.25:
                yield env.process(tanker())
            yield env.timeout(10)

    def tanker() -> Any:
        yield env.timeout(300)
        amount = tank.capacity - tank.level
        yield tank.put(amount)
        trace.append((env.now, "tanker", amount))

    def street() -> Any:
        for name in range(60):
            yield env.timeout(rng.uniform(30, 300))
            go(env, car(name, rng.randint(25, 45)))

    go(env, control())
    go(env, street())
    env.run(until=8000)
    assert "tanker" in {row[1] for row in trace}
    return trace


def pipes_between_processes(env: simpy.Environment, go: Callable[..., None]) -> Trace:
    """Stores: one sender, one pipe for each of several receivers, some of them late."""
    rng, trace, pipes = random.Random(16), [], [simpy.Store(env) for _ in range(3)]

    def sender() -> Any:
        for number in range(50):
            yield env.timeout(rng.uniform(6, 10))
            yield env.all_of([pipe.put((env.now, number)) for pipe in pipes])

    def receiver(name: int, pipe: simpy.Store) -> Any:
        while True:
            sent, number = yield pipe.get()
            trace.append((env.now, name, number, "late" if sent < env.now else "waiting"))
            yield env.timeout(rng.uniform(4, 12))

    go(env, sender())
    for name, pipe in enumerate(pipes):
        go(env, receiver(name, pipe))
    env.run(until=400)
    assert {"late", "waiting"} == {row[3] for row in trace}
    return trace


def cable_with_delay(env: simpy.Environment, go: Callable[..., None]) -> Trace:
    """A store behind a delay, so that several messages are under way at once."""
    trace, store = [], simpy.Store(env)

    def under_way(message: str) -> Any:
        yield env.timeout(10)
        store.put(message)

    def sender() -> Any:
        while True:
            yield env.timeout(5)
            go(env, under_way(f"sent at {env.now:g}"))

    def receiver() -> Any:
        while True:
            message = yield store.get()
            trace.append((env.now, message))

    go(env, sender())
    go(env, receiver())
    env.run(until=100)
    return trace


ANY_PROCESS = [
    bank_with_impatient_customers,
    carwash,
    cinema_queue,
    gas_station,
    pipes_between_processes,
    cable_with_delay,
]


@pytest.mark.parametrize("kernel", [Kernel, StrictKernel])
@pytest.mark.parametrize("model", [*ANY_PROCESS, machine_shop])
def test_a_model_of_simpys_documentation_takes_the_same_course_on_the_kernel(model, kernel):
    expected = model(simpy.Environment(), as_simpy_process)
    assert len(expected) > 10
    assert model(kernel(), as_simpy_process) == expected


@pytest.mark.parametrize("kernel", [Kernel, StrictKernel])
@pytest.mark.parametrize("model", ANY_PROCESS)
def test_such_a_model_takes_the_same_course_when_its_processes_are_bare(model, kernel):
    assert model(kernel(), as_bare_process) == model(simpy.Environment(), as_simpy_process)
