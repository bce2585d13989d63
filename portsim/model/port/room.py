"""Room ashore for what ships discharge: kept before they begin, given as stock goes out to who asked first."""

from __future__ import annotations

from bisect import insort_right
from collections.abc import Callable
from typing import Protocol

from portsim.model.kernel import Gate, Kernel

_ROUNDING = 1e-6  # of a box or tonne: sums are no truer


class Stock(Protocol):
    """What stands ashore, in TEU or t."""

    def amount(self) -> float:
        """What stands there now."""

    def falls_to(self, limit: float) -> float:
        """Hour at which what is known so far brings it down to `limit`; infinity if nothing does."""


class Room:
    """A ship that waits for room.

    Attributes
    ----------
    name
        Her name, for messages.
    least, most
        What is worth beginning with, and all she has left to discharge.
    since_h
        When she first asked on this call.
    alongside
        Whether she waits at her berth.
    gate
        Opens with what is kept for her, or with 0 when she gives up.
    """

    __slots__ = ("alongside", "gate", "least", "most", "name", "since_h")

    def __init__(self, name: str, least: int, most: int, since_h: float, alongside: bool) -> None:
        self.name = name
        self.least = least
        self.most = most
        self.since_h = since_h
        self.alongside = alongside
        self.gate = Gate()


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
        Ships that wait, those first that asked first.
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
        self.waiting: list[Room] = []

    def reserve(self, amount: int) -> bool:
        """Keep room for all a ship is about to discharge; False if there is none, or others wait for it."""
        if self.waiting or amount > self._free() + _ROUNDING:
            return False
        self.reserved += amount
        return True

    def reserve_part(self, least: int, most: int, since_h: float) -> int:
        """Keep room for as much as there is of what a ship has left; 0 if that is too little, or others asked before.

        Parameters
        ----------
        least, most, since_h
            As of a :class:`Room`.
        """
        if self.waiting and self.waiting[0].since_h <= since_h:
            return 0
        part = min(most, int(self._free() + _ROUNDING))
        if part < least:
            return 0
        self.reserved += part
        return part

    def release(self, amount: int) -> None:
        """What room was kept for stands ashore now."""
        self.reserved -= amount
        if self.waiting:
            self.look()

    def wait_for(self, name: str, least: int, most: int, since_h: float, most_h: float) -> Gate:
        """Wait until there is room for the least; the gate opens with what is kept, or with 0 after `most_h`.

        Parameters
        ----------
        name, least, most, since_h
            As of a :class:`Room`.
        most_h
            How long she waits alongside; infinity at anchor.
        """
        room = Room(name, least, most, since_h, most_h < float("inf"))
        insort_right(self.waiting, room, key=_asked_h)
        if most_h < float("inf"):
            self._env.defer(most_h, self._give_up, room)
        if len(self.waiting) == 1 and self._full is not None:
            self._full()
        self.look_later()
        return room.gate

    def look(self) -> None:
        """Let those in for whom there is room, the first first."""
        rooms = self.waiting
        while rooms and rooms[0].gate and (free := int(self._free() + _ROUNDING)) >= rooms[0].least:
            room = rooms.pop(0)
            part = min(room.most, free)
            self.reserved += part
            room.gate.open(self._env, part)
        self.look_later()

    def look_later(self) -> None:
        """Look again at the hour at which what is known so far makes room for the first ship."""
        if self.waiting:
            hour = self._stock.falls_to(self.capacity - self.reserved - self.waiting[0].least)
            if hour < self._wake_h:
                self._wake_h = hour
                self._env.defer(max(hour - self._env.now, 0.01), self._wake, hour)

    def _wake(self, hour: float) -> None:
        if hour == self._wake_h:
            self._wake_h = float("inf")
            self.look()

    def _free(self) -> float:
        return self.capacity - self._stock.amount() - self.reserved

    def send_away(self) -> None:
        """Have all who wait alongside give up, as if they had waited long enough."""
        leaving = [room for room in self.waiting if room.alongside]
        for room in leaving:
            self.waiting.remove(room)
            room.gate.open(self._env, 0)
        if leaving:
            self.look()

    def _give_up(self, room: Room) -> None:
        if room in self.waiting:
            self.waiting.remove(room)
            room.gate.open(self._env, 0)
            self.look()


def _asked_h(room: Room) -> float:
    return room.since_h
