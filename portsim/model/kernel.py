"""The clockwork: SimPy's environment, in which a process can sleep and queue without an event object.

Nearly all the time of a plain SimPy model goes into making events. Here a process is a bare generator that

- sleeps by ``yield 3.5`` (hours, a float),
- parks by ``yield gate`` until another process opens the gate, or alone by ``yield place``,
- takes from a pool by ``if not pool.take(n): yield pool.ask(n)``,
- waits for any ordinary SimPy event by ``yield event``: rare things (breakdown, interrupt, any-of) stay SimPy's.

Both kinds share SimPy's one queue, ordered by (time, priority, sequence number), so they interleave exactly as SimPy's
own timeouts would. An entry's fourth place holds an event (SimPy's), a generator (to be resumed) or a pair
``(function, argument)`` (to be called). All this rests on the internals of SimPy 4.1, which a test watches.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Generator
from functools import partial
from heapq import heappop, heappush
from types import GeneratorType
from typing import Any, TypeAlias, TypeVar

import simpy
from simpy.core import StopSimulation
from simpy.events import NORMAL, URGENT, Event

T = TypeVar("T")
_FINISHED = object()


class Gate:
    """A first-come-first-served line of parked processes, which others let through one at a time.

    A process parks with ``value = yield gate``. A gate has no memory: opened when nobody waits, it does nothing.
    For a wait of one particular process (a ship that a policy will pick), make a :class:`Place` for it alone.

    Examples
    --------
    >>> env, gate, seen = Kernel(), Gate(), []
    >>> def ship(name):
    ...     berth = yield gate
    ...     seen.append((env.now, name, berth))
    >>> env.start(ship("first"))
    >>> env.start(ship("second"))
    >>> env.defer(2.0, lambda berth: gate.open(env, berth), "B1")
    >>> env.run()
    >>> seen, len(gate)
    ([(2.0, 'first', 'B1')], 1)
    """

    __slots__ = ("_parked",)

    def __init__(self) -> None:
        self._parked: deque[Generator[Any, Any, Any]] = deque()

    def __len__(self) -> int:
        return len(self._parked)

    def __bool__(self) -> bool:
        return bool(self._parked)

    def open(self, env: Kernel, value: Any = None) -> bool:
        """Let the first parked process go on, with `value` as the result of its ``yield``.

        It is scheduled at the present time, after everything already scheduled for it; it does not run inside this
        call. Processes woken at one time run in the order of the calls. Returns whether anyone was parked.
        """
        if not self._parked:
            return False
        env.wake(self._parked.popleft(), value)
        return True

    def open_all(self, env: Kernel, value: Any = None) -> int:
        """Let all go on that are parked now, in their order; return how many."""
        n_parked = len(self._parked)
        for _ in range(n_parked):
            env.wake(self._parked.popleft(), value)
        return n_parked


class Place:
    """Where one process parks, alone: a gate of its own, and cheaper.

    Examples
    --------
    >>> env, place, seen = Kernel(), Place(), []
    >>> def ship():
    ...     berth = yield place
    ...     seen.append((env.now, berth))
    >>> env.start(ship())
    >>> env.defer(2.0, lambda berth: place.open(env, berth), "B1")
    >>> env.run()
    >>> seen, bool(place)
    ([(2.0, 'B1')], False)
    """

    __slots__ = ("_parked",)

    def __init__(self) -> None:
        self._parked: Generator[Any, Any, Any] | None = None

    def __bool__(self) -> bool:
        return self._parked is not None

    def open(self, env: Kernel, value: Any = None) -> bool:
        """Let the process go on as :meth:`Gate.open` does; return whether it was parked here."""
        process = self._parked
        if process is None:
            return False
        self._parked = None
        if value is None:  # `wake`, written out for the commonest case
            queue: list[Any] = env._queue
            heappush(queue, (env.now, NORMAL, next(env._eid), process))
        else:
            env.wake(process, value)
        return True


Wait: TypeAlias = float | Gate | Place | Event
"""What a bare process may yield."""
Process: TypeAlias = Generator[Wait, Any, None]
"""A bare process, for :meth:`Kernel.start`."""
Part: TypeAlias = Generator[Wait, Any, T]
"""A piece of a process with a result, for ``yield from``."""


class Pool:
    """A number of equal things (cranes, tracks, lanes) taken and given back, strictly first come, first served.

    Taking costs no event when enough are free: ``if not pool.take(n): yield pool.ask(n)``. Nobody overtakes: while one
    waits, `take` refuses all others, also smaller ones. What is given back belongs to the next in line at once; SimPy's
    resources hand over one event later, at the same time.

    Parameters
    ----------
    env
        The kernel whose processes wait here.
    capacity
        How many there are.
    """

    __slots__ = ("_asked", "_gate", "capacity", "env", "free")

    def __init__(self, env: Kernel, capacity: int) -> None:
        self.env = env
        self.capacity = capacity
        self.free = capacity
        self._gate = Gate()
        self._asked: deque[int] = deque()

    @property
    def n_waiting(self) -> int:
        """How many processes wait."""
        return len(self._asked)

    def take(self, n: int = 1) -> bool:
        """Take `n` at once, if they are free and nobody waits; return whether they were taken."""
        if n > self.free or self._asked:
            return False
        self.free -= n
        return True

    def ask(self, n: int = 1) -> Gate | float:
        """Join the line for `n`; the result must be yielded at once. When the process goes on, it holds them.

        Raises
        ------
        ValueError
            If `n` is not between 1 and the capacity: the process would wait for ever.
        RuntimeError
            If an earlier process asked and did not yield the result.
        """
        if not 1 <= n <= self.capacity:
            raise ValueError(f"asked for {n} of a pool of {self.capacity}")
        if len(self._asked) != len(self._gate._parked):
            raise RuntimeError("the result of an earlier Pool.ask() was not yielded at once")
        if self.take(n):
            return 0.0
        self._asked.append(n)
        return self._gate

    def give(self, n: int = 1) -> None:
        """Give `n` back; those waiting in front get what they asked for and go on at the present time."""
        self.free += n
        if self.free > self.capacity:
            raise ValueError(f"{self.free} free in a pool of {self.capacity}: more given back than taken")
        asked = self._asked
        while asked and asked[0] <= self.free:
            self.free -= asked.popleft()
            self.env.wake(self._gate._parked.popleft())


class Kernel(simpy.Environment):
    """SimPy's environment with processes that sleep, park and queue without events. Time is in hours.

    ``env.process``, ``env.timeout``, resources, conditions, `peek` and `step` are SimPy's. A bare process has no
    handle: nothing can interrupt it or wait for its end; use ``env.process`` for what needs that.

    Parameters
    ----------
    initial_time
        The time at the start, hours.

    Examples
    --------
    >>> env, log = Kernel(), []
    >>> def ship(berths, service_h):
    ...     if not berths.take():
    ...         yield berths.ask()
    ...     yield service_h
    ...     berths.give()
    ...     log.append(env.now)
    >>> berths = Pool(env, 1)
    >>> env.start(ship(berths, 3.5))
    >>> env.start(ship(berths, 2.0))
    >>> env.run()
    >>> log
    [3.5, 5.5]
    """

    # A slot instead of SimPy's property: read at every line of a model. `_now`, SimPy's own name, is the same slot.
    __slots__ = ("_n_counted", "now")
    now: float

    def __init__(self, initial_time: float = 0.0) -> None:
        super().__init__(float(initial_time))
        self._n_counted = 0

    @property
    def n_events(self) -> int:
        """Queue entries processed so far, of all kinds; what `start` runs at once is not among them."""
        # All scheduled less those still waiting. A reading uses up a number, which the next reading takes off.
        n_scheduled = next(self._eid) - self._n_counted
        self._n_counted += 1
        return n_scheduled - len(self._queue)

    def start(self, process: Generator[Any, Any, Any]) -> None:
        """Run a bare process at once, inside this call, to its first wait; afterwards as the clock has it.

        Raises
        ------
        TypeError
            If `process` is not a generator (as when a plain function was called).
        """
        if type(process) is not GeneratorType:
            raise TypeError(f"start() needs a generator, not {process!r}")
        if self._active_proc is None:
            wait = next(process, _FINISHED)
            if type(wait) is float:  # `_go_on`, written out for the commonest wait
                self._sleep(process, wait)
            else:
                self._go_on(process, wait)
        else:  # started by a SimPy process: what this one requests is not that one's
            active, self._active_proc = self._active_proc, None
            try:
                self._go_on(process, next(process, _FINISHED))
            finally:
                self._active_proc = active

    def wake(self, process: Generator[Any, Any, Any], value: Any = None) -> None:
        """Schedule a parked process at the present time, after all that is scheduled for it. Used by gates."""
        queue: list[Any] = self._queue
        if value is None:
            heappush(queue, (self.now, NORMAL, next(self._eid), process))
        else:
            heappush(queue, (self.now, NORMAL, next(self._eid), (self._send, (process, value))))

    def defer(self, hours: float, function: Callable[[T], object], argument: T) -> None:
        """Call ``function(argument)`` after `hours` (a float); its result is dropped.

        A timer cannot be withdrawn. One that may become void carries the version of its owner, and the function
        returns at once if that is no longer the owner's::

            self.version += 1
            env.defer(hours, self.finish, self.version)

            def finish(self, version):
                if version != self.version:
                    return      # replanned meanwhile
        """
        if type(hours) is not float:
            raise TypeError(f"defer() needs its hours as a float, not {hours!r} ({type(hours).__name__})")
        queue: list[Any] = self._queue
        heappush(queue, (self.now + hours, NORMAL, next(self._eid), (function, argument)))

    def run(self, until: float | Event | None = None) -> Any:
        """Run to the end of all events, to a time (events at that time excluded) or to an event, as in SimPy.

        Returns the event's value, if `until` is one. An exception in a process comes out here.
        """
        if until is not None:
            if not isinstance(until, Event):
                if until <= self.now:
                    raise ValueError(f"until ({until}) must be later than now ({self.now})")
                end = Event(self)
                end._ok, end._value = True, None
                self.schedule(end, URGENT, float(until) - self.now)
                until = end
            elif until.callbacks is None:
                return until.value
            until.callbacks.append(StopSimulation.callback)
        try:
            self._turn()
        except StopSimulation as stop:
            return stop.args[0]
        if until is not None:
            raise RuntimeError(f"no events left, and the event to run until has not come: {until}")
        return None

    def let_go(self) -> None:
        """Forget all that is still scheduled: it holds on to what has done its work."""
        self._n_counted += len(self._queue)
        self._queue.clear()

    def _turn(self) -> None:
        """Process the whole queue: `step` again and again, written out for speed."""
        queue: list[Any] = self._queue
        sequence, pop, push, resume = self._eid, heappop, heappush, next
        generator, gate, place, finished, simpy_step = GeneratorType, Gate, Place, _FINISHED, super().step
        while queue:
            entry = pop(queue)
            time, _, _, item = entry
            if type(item) is generator:
                self.now = time
                wait = resume(item, finished)
                if type(wait) is float:
                    push(queue, (time + wait, 1, resume(sequence), item))
                elif type(wait) is place and wait._parked is None:
                    wait._parked = item
                elif type(wait) is gate:
                    wait._parked.append(item)
                elif wait is not finished:
                    self._go_on(item, wait)
            elif type(item) is tuple:
                self.now = time
                item[0](item[1])
            else:
                push(queue, entry)
                simpy_step()

    def step(self) -> None:
        """Process the next entry of the queue; raise `simpy.core.EmptySchedule` if there is none."""
        queue: list[Any] = self._queue
        item = queue[0][3] if queue else None
        if type(item) is GeneratorType:
            self.now = heappop(queue)[0]
            self._go_on(item, next(item, _FINISHED))
        elif type(item) is tuple:
            self.now = heappop(queue)[0]
            item[0](item[1])
        else:
            super().step()

    def _sleep(self, process: Generator[Any, Any, Any], hours: float) -> None:
        queue: list[Any] = self._queue
        heappush(queue, (self.now + hours, NORMAL, next(self._eid), process))

    def _go_on(self, process: Generator[Any, Any, Any], wait: Any) -> None:
        """Let `process` wait for what it has yielded."""
        while wait is not _FINISHED:
            if type(wait) is float:
                return self._sleep(process, wait)
            if type(wait) is Gate:
                return wait._parked.append(process)
            if type(wait) is Place and wait._parked is None:
                wait._parked = process
                return None
            if isinstance(wait, Event):
                if wait.callbacks is not None:
                    return wait.callbacks.append(partial(self._after, process))
                wait = _resume(process, wait)  # has happened already
            else:  # thrown in, so that the traceback shows the line of the process
                wait = _throw(process, TypeError(_advice(process, wait)))
        return None

    def _after(self, process: Generator[Any, Any, Any], event: Event) -> None:
        self._go_on(process, _resume(process, event))

    def _send(self, pair: tuple[Generator[Any, Any, Any], Any]) -> None:
        self._go_on(pair[0], _send(*pair))


Kernel._now = Kernel.now


class StrictKernel(Kernel):
    """The kernel for tests: slower, and refuses hours that are negative, infinite or not a number.

    The error is raised in the process, at the line of the bad ``yield``, and names the process.
    """

    def run(self, until: float | Event | None = None) -> Any:
        """Run step by step, as SimPy does."""
        return simpy.Environment.run(self, until)

    def defer(self, hours: float, function: Callable[[T], object], argument: T) -> None:
        """Call ``function(argument)`` after `hours`, which must be finite and not negative."""
        if not 0.0 <= hours < math.inf:
            raise ValueError(f"defer() of {getattr(function, '__qualname__', function)} by {hours!r} h")
        super().defer(hours, function, argument)

    def _sleep(self, process: Generator[Any, Any, Any], hours: float) -> None:
        if 0.0 <= hours < math.inf:
            super()._sleep(process, hours)
        else:
            self._go_on(process, _throw(process, ValueError(f"process '{_name(process)}' sleeps {hours!r} h")))


def _name(process: Generator[Any, Any, Any]) -> str:
    return str(getattr(process, "__name__", process))


def _send(process: Generator[Any, Any, Any], value: Any) -> Any:
    try:
        return process.send(value)
    except StopIteration:
        return _FINISHED


def _throw(process: Generator[Any, Any, Any], error: BaseException) -> Any:
    try:
        return process.throw(error)
    except StopIteration:
        return _FINISHED


def _resume(process: Generator[Any, Any, Any], event: Event) -> Any:
    """Send the value of a processed event into `process`, or throw its failure, as SimPy's own processes get it."""
    if event._ok:
        return _send(process, event._value)
    event._defused = True
    error = type(event._value)(*event._value.args)  # its own copy: others may get the same failure
    error.__cause__ = event._value
    return _throw(process, error)


def _advice(process: Generator[Any, Any, Any], wait: Any) -> str:
    said = f"process '{_name(process)}' yielded {wait!r} ({type(wait).__name__}); "
    if isinstance(wait, Pool):
        return said + "take from a pool with: if not pool.take(n): yield pool.ask(n)"
    if isinstance(wait, Place):
        return said + "another process is parked there; several park at a Gate"
    if hasattr(wait, "__float__"):
        return said + "a sleep is a plain float: yield float(hours)"
    if isinstance(wait, GeneratorType):
        return said + "run a part of a process with: yield from"
    return said + "a process can wait for a float (hours), a Gate, a Place or a SimPy event"
