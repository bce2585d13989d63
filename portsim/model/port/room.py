"""Room ashore for what ships discharge: kept before they begin, given in order of arrival as stock goes out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from portsim.model.kernel import Kernel, Place


class Stock(Protocol):
    """What stands ashore, in TEU or t."""

    def amount(self) -> float:
        """What stands there now."""

    def falls_to(self, limit: float) -> float:
        """Hour at which what is known so far brings it down to `limit`; infinity if nothing does."""


class Room:
    """A ship that waits for room."""

    __slots__ = ("alongside", "amount", "name", "place", "since_h")

    def __init__(self, name: str, amount: int, since_h: float, alongside: bool) -> None:
        self.alongside = alongside
        self.name = name
        self.amount = amount
        self.since_h = since_h
        self.place = Place()


class Rooms:
    """The room of a yard or stockyard.

    Parameters
    ----------
    env
        The clockwork.
    capacity
        TEU or t that find room.
    stock
        What stands there.
    full
        Told when ships begin to wait.

    Attributes
    ----------
    waiting
        Ships that wait, in order of arrival.
    reserved
        What is kept for ships that discharge.
    """

    __slots__ = ("_env", "_full", "_stock", "_wake_h", "capacity", "reserved", "waiting")

    def __init__(self, env: Kernel, capacity: float, stock: Stock, full: Callable[[], None] | None = None) -> None:
        self._env = env
        self._stock = stock
        self._full = full
        self._wake_h = float("inf")
        self.capacity = capacity
        self.reserved = 0
        self.waiting: deque[Room] = deque()

    def reserve(self, amount: int) -> bool:
        """Keep room for what a ship is about to discharge; False if there is none, or others wait for it."""
        if self.waiting or not self._has_room(amount):
            return False
        self.reserved += amount
        return True

    def release(self, amount: int) -> None:
        """What room was kept for stands ashore now."""
        self.reserved -= amount
        if self.waiting:
            self.look()

    def wait_for(self, name: str, amount: int, most_h: float) -> Place:
        """Wait until there is room, and keep it; the place opens with True, or with False after `most_h`."""
        room = Room(name, amount, self._env.now, most_h < float("inf"))
        self.waiting.append(room)
        if most_h < float("inf"):
            self._env.defer(most_h, self._give_up, room)
        if len(self.waiting) == 1 and self._full is not None:
            self._full()
        self.look_later()
        return room.place

    def look(self) -> None:
        """Let those in for whom there is room, the first first."""
        rooms = self.waiting
        while rooms and rooms[0].place and self._has_room(rooms[0].amount):
            self.reserved += rooms[0].amount
            rooms.popleft().place.open(self._env, True)
        self.look_later()

    def look_later(self) -> None:
        """Look again at the hour at which what is known so far makes room for the first ship."""
        if self.waiting:
            hour = self._stock.falls_to(self.capacity - self.reserved - self.waiting[0].amount)
            if hour < self._wake_h:
                self._wake_h = hour
                self._env.defer(max(hour - self._env.now, 0.01), self._wake, hour)

    def _wake(self, hour: float) -> None:
        if hour == self._wake_h:
            self._wake_h = float("inf")
            self.look()

    def _has_room(self, amount: int) -> bool:
        return self._stock.amount() + self.reserved + amount <= self.capacity

    def send_away(self) -> None:
        """Have all who wait alongside give up, as if they had waited long enough."""
        leaving = [room for room in self.waiting if room.alongside]
        for room in leaving:
            self.waiting.remove(room)
            room.place.open(self._env, False)
        if leaving:
            self.look()

    def _give_up(self, room: Room) -> None:
        if room in self.waiting:
            self.waiting.remove(room)
            room.place.open(self._env, False)
            self.look()
