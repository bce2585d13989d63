"""The kernel's own rules: sleeping, gates, pools, timers, errors, and what it rests on in SimPy."""

from __future__ import annotations

import heapq
import math
import traceback
from importlib.metadata import version
from typing import Any

import numpy as np
import pytest
import simpy

from portsim.model.kernel import Gate, Kernel, Place, Pool, StrictKernel


@pytest.fixture(params=[Kernel, StrictKernel])
def env(request: pytest.FixtureRequest) -> Kernel:
    return request.param()


# --- what the kernel takes for granted in SimPy ---------------------------------------------------------------------


def test_simpy_is_the_release_line_the_kernel_is_written_for():
    assert version("simpy").split(".")[:2] == ["4", "1"]


def test_simpy_keeps_its_state_under_the_names_the_kernel_uses():
    env = simpy.Environment(7)
    bound = {"process", "timeout", "event", "all_of", "any_of"}
    assert set(vars(env)) - bound == {"_now", "_queue", "_eid", "_active_proc"}
    assert (env._now, env._queue, next(env._eid), env._active_proc) == (7, [], 0, None)
    event = env.event()
    assert set(vars(event)) == {"env", "callbacks"}
    event.fail(ValueError("no"))
    assert set(vars(event)) == {"env", "callbacks", "_ok", "_value"}
    event._defused = True
    env.run()
    assert event.callbacks is None


def test_simpy_queues_time_priority_number_and_event_in_a_heap():
    env = simpy.Environment()
    later, sooner = env.timeout(2.0), env.timeout(1.0)

    def process():
        yield env.timeout(0)

    env.process(process())
    assert [entry[:3] for entry in sorted(env._queue)] == [(0, 0, 2), (1.0, 1, 1), (2.0, 1, 0)]
    assert {entry[3] for entry in env._queue} > {later, sooner}
    assert env._queue[0] == heapq.nsmallest(1, env._queue)[0]
    assert (simpy.events.URGENT, simpy.events.NORMAL) == (0, 1)


def test_simpys_run_and_step_are_built_as_the_kernel_expects():
    steps = []

    class Counting(simpy.Environment):
        def step(self):
            steps.append(self.peek())
            super().step()

    env = Counting()
    env.timeout(1.0)
    env.run(until=2.0)
    assert steps == [1.0, 2.0]
    env = simpy.Environment()
    event = env.event()
    event.callbacks.append(simpy.core.StopSimulation.callback)
    event.succeed("done")
    with pytest.raises(simpy.core.StopSimulation) as stop:
        env.step()
    assert stop.value.args == ("done",)


def test_now_and_simpys_private_time_are_one_and_the_same():
    env = Kernel(3)
    assert (env.now, env._now, type(env.now)) == (3.0, 3.0, float)
    env.now = 5.0
    assert env._now == 5.0
    env._now = 6.0
    assert env.now == 6.0


# --- starting and sleeping ------------------------------------------------------------------------------------------


def test_a_started_process_runs_at_once_to_its_first_wait(env):
    seen = []

    def ship():
        seen.append("arrived")
        yield 1.5
        seen.append(env.now)

    env.start(ship())
    assert seen == ["arrived"]
    env.run()
    assert seen == ["arrived", 1.5]


def test_a_process_that_never_waits_is_over_after_start(env):
    def ship():
        return
        yield

    env.start(ship())
    assert env.peek() == math.inf


def test_sleepers_of_one_time_wake_in_the_order_in_which_they_lay_down(env):
    seen = []

    def ship(name, first_h, second_h):
        yield first_h
        yield second_h
        seen.append(name)

    env.start(ship("a", 1.0, 2.0))
    env.start(ship("b", 2.0, 1.0))
    env.start(ship("c", 0.5, 2.5))
    env.run()
    assert seen == ["c", "a", "b"]


def test_a_part_of_a_process_gives_its_result_through_yield_from(env):
    def mooring():
        yield 0.5
        return "B1"

    def ship():
        seen.append((yield from mooring()))

    seen = []
    env.start(ship())
    env.run()
    assert seen == ["B1"]


@pytest.mark.parametrize("not_a_process", [lambda: None, 3.5, iter([1.0]), None])
def test_start_refuses_what_is_not_a_generator(env, not_a_process):
    with pytest.raises(TypeError, match=r"start\(\) needs a generator"):
        env.start(not_a_process)


@pytest.mark.parametrize(
    ("wait", "advice"),
    [
        (3, "yield float"),
        (True, "yield float"),
        (np.float64(3.5), "yield float"),
        (np.float32(3.5), "yield float"),
        (np.int64(3), "yield float"),
        (None, "a Gate, a Place or a SimPy event"),
        ("3.5", "a Gate, a Place or a SimPy event"),
        (iter(()), "a Gate, a Place or a SimPy event"),
        ((x for x in ()), "yield from"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("asleep_before", [False, True])
def test_a_wait_of_the_wrong_kind_raises_at_the_line_of_the_yield(env, wait, advice, asleep_before):
    def careless_ship():
        if asleep_before:
            yield 1.0
        yield wait  # here

    with pytest.raises(TypeError, match=rf"process 'careless_ship' yielded .*{advice}") as caught:
        env.start(careless_ship())
        env.run()
    assert any((frame.line or "").endswith("# here") for frame in traceback.extract_tb(caught.tb))


def test_a_pool_is_not_a_wait(env):
    def ship():
        yield Pool(env, 1)

    with pytest.raises(TypeError, match=r"'ship' yielded .*yield pool\.ask\(n\)"):
        env.start(ship())


def test_a_process_may_catch_the_error_of_a_wrong_wait_and_go_on(env):
    seen = []

    def ship():
        try:
            yield 3
        except TypeError:
            yield 3.0
        seen.append(env.now)

    env.start(ship())
    env.run()
    assert seen == [3.0]


def test_an_exception_in_a_process_comes_out_of_run_with_its_traceback(env):
    def berthing():
        yield 1.0
        raise LookupError("no berth")  # sinks

    def ship():
        yield from berthing()

    env.start(ship())
    with pytest.raises(LookupError, match="no berth") as caught:
        env.run()
    assert env.now == 1.0
    assert traceback.extract_tb(caught.tb)[-1].line.endswith("# sinks")


def test_other_processes_can_go_on_after_one_has_failed(env):
    seen = []

    def ship(name, sinks):
        yield 1.0
        if sinks:
            raise LookupError(name)
        seen.append(name)

    env.start(ship("a", True))
    env.start(ship("b", False))
    with pytest.raises(LookupError):
        env.run()
    env.run()
    assert seen == ["b"]


# --- gates ----------------------------------------------------------------------------------------------------------


def test_a_gate_lets_its_parked_processes_through_first_come_first_served(env):
    gate, seen = Gate(), []

    def ship(name):
        seen.append((name, (yield gate), env.now))

    for name in "abc":
        env.start(ship(name))
    assert (len(gate), bool(gate)) == (3, True)
    env.defer(1.0, lambda value: gate.open(env, value), "go")
    env.defer(2.0, lambda _: gate.open(env), None)
    env.run()
    assert seen == [("a", "go", 1.0), ("b", None, 2.0)]
    assert len(gate) == 1


def test_a_gate_opened_for_all_lets_through_those_parked_then(env):
    gate, seen = Gate(), []

    def ship(name):
        while True:
            seen.append((name, (yield gate)))

    env.start(ship("a"))
    env.start(ship("b"))
    assert gate.open_all(env, 7) == 2
    assert not gate
    env.run()
    assert seen == [("a", 7), ("b", 7)]
    assert len(gate) == 2


def test_opening_an_empty_gate_does_nothing_and_is_not_remembered(env):
    gate = Gate()
    assert gate.open(env) is False
    assert gate.open_all(env) == 0
    assert env.peek() == math.inf


def test_a_process_let_through_runs_after_the_opener_and_all_that_was_due_at_that_time(env):
    gate, seen = Gate(), []

    def waiter():
        yield gate
        seen.append("waiter")

    def opener():
        yield 1.0
        gate.open(env)
        seen.append("opener")

    def bystander():
        yield 1.0
        seen.append("bystander")

    for process in (waiter, opener, bystander):
        env.start(process())
    env.run()
    assert seen == ["opener", "bystander", "waiter"]


@pytest.mark.parametrize("value", [0, 0.0, False, "", ()])
def test_a_false_value_passes_through_a_gate_unchanged(env, value):
    gate, seen = Gate(), []

    def ship():
        seen.append((yield gate))

    env.start(ship())
    gate.open(env, value)
    env.run()
    assert seen == [value]


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, "B1", 0, False])
def test_a_process_parked_in_a_place_goes_on_with_what_it_is_opened_with(env, value):
    place, seen = Place(), []

    def ship():
        yield 1.0
        seen.append((env.now, (yield place)))

    env.start(ship())
    env.run()
    assert bool(place) is True
    assert place.open(env, value) is True
    assert bool(place) is False
    env.run()
    assert seen == [(1.0, value)]


def test_opening_an_empty_place_does_nothing_and_is_not_remembered(env):
    place = Place()

    def ship():
        yield place

    assert place.open(env) is False
    env.start(ship())
    env.run()
    assert place


def test_those_woken_from_gates_and_places_at_one_time_run_in_the_order_of_the_calls(env):
    gate, place, seen = Gate(), Place(), []

    def ship(name, wait):
        yield wait
        seen.append(name)

    env.start(ship("a", place))
    env.start(ship("b", gate))
    gate.open(env)
    place.open(env)
    env.run()
    assert seen == ["b", "a"]


@pytest.mark.parametrize("first_h", [0.0, None])
def test_a_second_process_in_a_place_is_told_to_use_a_gate(env, first_h):
    place = Place()

    def ship():
        if first_h is not None:
            yield first_h
        yield place  # taken

    env.start(ship())
    with pytest.raises(TypeError, match="another process is parked there; several park at a Gate"):
        env.start(ship())
        env.run()


# --- pools ----------------------------------------------------------------------------------------------------------


def test_taking_from_a_free_pool_costs_no_event(env):
    pool = Pool(env, 3)

    def ship():
        if not pool.take(2):
            yield pool.ask(2)

    env.start(ship())
    assert (pool.free, env.n_events, env.peek()) == (1, 0, math.inf)


def test_in_a_pool_a_large_request_is_never_overtaken_by_a_small_one(env):
    pool, seen = Pool(env, 3), []

    def ship(name, arrives_h, n, stays_h):
        yield arrives_h
        if not pool.take(n):
            yield pool.ask(n)
        seen.append((name, env.now))
        yield stays_h
        pool.give(n)

    env.start(ship("holds", 0.0, 2, 10.0))
    env.start(ship("large", 1.0, 3, 1.0))
    env.start(ship("small", 2.0, 1, 1.0))
    env.run(until=5.0)
    assert (pool.free, pool.n_waiting, pool.take(1)) == (1, 2, False)
    env.run()
    assert seen == [("holds", 0.0), ("large", 10.0), ("small", 11.0)]
    assert (pool.free, pool.n_waiting) == (3, 0)


def test_what_is_given_back_belongs_to_the_first_in_line_from_that_moment(env):
    pool, seen = Pool(env, 1), []

    def first():
        pool.take()
        yield 1.0
        pool.give()
        seen.append(("taken by another", pool.take(), pool.free))

    def second():
        yield pool.ask()
        seen.append("second")

    env.start(first())
    env.start(second())
    env.run()
    assert seen == [("taken by another", False, 0), "second"]


def test_one_return_serves_all_in_front_that_now_fit(env):
    pool, seen = Pool(env, 4), []
    pool.take(4)

    def ship(name, n):
        yield pool.ask(n)
        seen.append(name)

    for name, n in (("a", 1), ("b", 2), ("c", 2)):
        env.start(ship(name, n))
    pool.give(4)
    assert pool.free == 1
    env.run()
    assert seen == ["a", "b"]


def test_asking_without_taking_first_is_right_too(env):
    pool, seen = Pool(env, 1), []

    def ship(name):
        yield pool.ask()
        seen.append((name, env.now))
        yield 2.0
        pool.give()

    env.start(ship("a"))
    env.start(ship("b"))
    env.run()
    assert seen == [("a", 0.0), ("b", 2.0)]


@pytest.mark.parametrize("n", [0, -1, 4])
def test_a_request_that_no_return_can_ever_meet_is_refused(env, n):
    with pytest.raises(ValueError, match=f"asked for {n} of a pool of 3"):
        Pool(env, 3).ask(n)


def test_giving_back_more_than_was_taken_is_refused(env):
    pool = Pool(env, 3)
    pool.take(1)
    with pytest.raises(ValueError, match="more given back than taken"):
        pool.give(2)


def test_a_request_that_was_not_yielded_is_noticed_at_the_next_one(env):
    pool = Pool(env, 1)
    pool.take()
    pool.ask()
    with pytest.raises(RuntimeError, match="not yielded at once"):
        pool.ask()


# --- timers ---------------------------------------------------------------------------------------------------------


def test_a_timer_calls_its_function_with_its_argument_in_due_order(env):
    seen = []
    for hours, name in ((2.0, "b"), (1.0, "a"), (2.0, "c")):
        env.defer(hours, lambda name: seen.append((env.now, name)), name)
    env.run()
    assert seen == [(1.0, "a"), (2.0, "b"), (2.0, "c")]


def test_a_timer_that_carries_an_old_version_does_nothing(env):
    class Crane:
        version, finished_at = 0, None

        def plan(self, hours):
            self.version += 1
            env.defer(hours, self.finish, self.version)

        def finish(self, version):
            if version == self.version:
                self.finished_at = env.now

    crane = Crane()
    crane.plan(5.0)
    crane.plan(7.0)
    env.run()
    assert crane.finished_at == 7.0


@pytest.mark.parametrize("hours", [1, np.float64(1.0), None, "1"])
def test_a_timer_takes_only_a_float(hours):
    with pytest.raises(TypeError, match=r"defer\(\) needs its hours as a float"):
        Kernel().defer(hours, print, None)


# --- SimPy's events in a bare process -------------------------------------------------------------------------------


def test_a_bare_process_gets_the_value_of_a_simpy_event(env):
    store, seen = simpy.Store(env), []

    def consumer():
        seen.append(((yield store.get()), env.now))
        seen.append(((yield env.timeout(2, "tick")), env.now))

    def producer():
        yield 1.0
        yield store.put("box")

    env.start(consumer())
    env.start(producer())
    env.run()
    assert seen == [("box", 1.0), ("tick", 3.0)]


def test_a_bare_process_gets_the_value_of_an_event_that_has_already_happened(env):
    event, seen = env.event(), []
    event.succeed("past")
    env.run()

    def ship():
        seen.append((yield event))
        seen.append((yield event))

    env.start(ship())
    assert seen == ["past", "past"]


def test_the_failure_of_an_event_is_thrown_into_a_bare_process(env):
    event, seen = env.event(), []

    def ship(name):
        try:
            yield event
        except ValueError as error:
            seen.append((name, error.args, error.__cause__ is event.value))
        yield 1.0
        seen.append(env.now)

    env.start(ship("a"))
    env.start(ship("b"))
    event.fail(ValueError("broken"))
    env.run()
    assert seen == [("a", ("broken",), True), ("b", ("broken",), True), 1.0, 1.0]


def test_a_failure_that_a_bare_process_does_not_catch_comes_out_of_run(env):
    event = env.event()

    def ship():
        yield event

    env.start(ship())
    event.fail(ValueError("broken"))
    with pytest.raises(ValueError, match="broken"):
        env.run()


def test_a_bare_process_waits_for_any_and_all_of_simpy_events(env):
    seen = []

    def ship():
        first, second = env.timeout(1.0, "a"), env.timeout(2.0, "b")
        seen.append((list((yield first | second).values()), env.now))
        yield first & second
        seen.append(env.now)

    env.start(ship())
    env.run()
    assert seen == [(["a"], 1.0), 2.0]


def test_a_bare_process_may_wait_for_a_simpy_process_and_interrupt_it(env):
    seen = []

    def crane():
        try:
            yield env.timeout(10)
        except simpy.Interrupt as interrupt:
            seen.append((env.now, interrupt.cause))
            return "stopped"

    def harbour():
        work = env.process(crane())
        yield 2.0
        work.interrupt("typhoon")
        seen.append((yield work))

    env.start(harbour())
    env.run()
    assert seen == [(2.0, "typhoon"), "stopped"]


def test_no_process_is_active_inside_a_bare_one_even_when_a_simpy_process_starts_it(env):
    seen = []

    def bare():
        seen.append(env.active_process)
        yield 1.0

    def ordinary():
        me = env.active_process
        env.start(bare())
        seen.append(env.active_process is me)
        yield env.timeout(1)

    env.process(ordinary())
    env.run()
    assert seen == [None, True]


# --- running --------------------------------------------------------------------------------------------------------


def clock(env: Kernel, seen: list[float]) -> Any:
    while True:
        yield 1.0
        seen.append(env.now)


def test_events_at_the_end_time_of_a_run_are_left_for_the_next_run(env):
    seen = []
    env.start(clock(env, seen))
    env.run(until=3.0)
    assert (seen, env.now) == ([1.0, 2.0], 3.0)
    env.run(until=4)
    assert (seen, env.now) == ([1.0, 2.0, 3.0], 4.0)


@pytest.mark.parametrize("until", [1, 2.0])
def test_a_run_cannot_end_in_the_past(env, until):
    env.start(clock(env, []))
    env.run(until=2.0)
    with pytest.raises(ValueError, match="until"):
        env.run(until=until)


def test_a_run_until_an_event_gives_its_value_and_goes_on_where_it_stopped(env):
    seen, event = [], env.event()

    def ship(name):
        seen.append((name, (yield event)))

    env.start(ship("before"))
    env.defer(2.0, event.succeed, "now")
    env.start(clock(env, seen))
    assert env.run(until=event) == "now"
    env.start(ship("after"))
    assert env.run(until=event) == "now"
    env.run(until=2.5)
    assert seen == [1.0, 2.0, ("before", "now"), ("after", "now")]


def test_a_run_until_an_event_that_fails_raises_its_failure(env):
    event = env.event()
    env.defer(1.0, event.fail, ValueError("broken"))
    with pytest.raises(ValueError, match="broken"):
        env.run(until=event)


def test_a_run_until_an_event_that_never_comes_raises(env):
    with pytest.raises(RuntimeError):
        env.run(until=env.event())


def test_step_takes_one_entry_and_peek_tells_the_time_of_the_next(env):
    seen = []
    env.start(clock(env, seen))
    env.defer(1.5, seen.append, "timer")
    env.timeout(1.7).callbacks.append(lambda _: seen.append("event"))
    times = []
    for _ in range(4):
        times.append(env.peek())
        env.step()
    assert times == [1.0, 1.5, 1.7, 2.0]
    assert seen == [1.0, "timer", "event", 2.0]


def test_step_of_an_empty_queue_raises_as_in_simpy(env):
    with pytest.raises(simpy.core.EmptySchedule):
        env.step()


def test_the_event_count_is_that_of_processed_entries_of_all_kinds(env):
    def ship():
        yield 1.0
        yield env.timeout(1.0)

    env.start(ship())
    env.defer(5.0, lambda _: None, None)
    assert [env.n_events, env.n_events] == [0, 0]
    env.step()
    assert env.n_events == 1
    env.run()
    assert [env.n_events, env.n_events] == [3, 3]


# --- the strict kernel ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [-1.0, -1e-12, math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("asleep_before", [False, True])
def test_the_strict_kernel_refuses_hours_that_cannot_be_and_names_the_process(hours, asleep_before):
    env = StrictKernel()

    def timeless_ship():
        if asleep_before:
            yield 1.0
        yield hours  # here

    with pytest.raises(ValueError, match=f"process 'timeless_ship' sleeps {hours}") as caught:
        env.start(timeless_ship())
        env.run()
    assert any((frame.line or "").endswith("# here") for frame in traceback.extract_tb(caught.tb))


@pytest.mark.parametrize("hours", [-1.0, math.nan, math.inf])
def test_the_strict_kernel_refuses_such_hours_of_a_timer_too(hours):
    with pytest.raises(ValueError, match=r"defer\(\) of print by"):
        StrictKernel().defer(hours, print, None)
