"""The stockyard of a bulk terminal: ore and coal in heaps, grain in silos, oil in tanks, in tonnes.

What goes out inland is a stream, not a series of events: between two landings the stock falls in straight pieces that
are known in advance, so that nothing happens until a ship asks.
"""

from __future__ import annotations

from array import array
from collections import deque

import numpy as np

from portsim.clock import HOURS_PER_DAY
from portsim.model.kernel import Gate, Kernel
from portsim.model.port.room import Rooms
from portsim.scenario.storage import Stockyard as StockyardDescription
from portsim.streams import Floats

_A_MOMENT_H = 1e-6


class Stockyard:
    """Stock over time, and its rules for discharge; empty at the start.

    With ``dwell_days`` each parcel goes out evenly over twice that time, so that its tonnes stay that long in the mean.
    With ``out_t_per_day`` so much goes out a day as long as there is stock. Above `slow_from_share` of the capacity
    unloaders work slower; a ship that finds no room for all she brings discharges in parts as room is made.

    Parameters
    ----------
    env
        The clockwork.
    description
        Capacity and rules of the scenario.

    Attributes
    ----------
    anchor_after_h
        Hours a ship lies idle before the full stockyard until she leaves the berth.
    landed_t, gone_t
        Tonnes that came from ships, and that went out, up to the last time somebody looked.
    """

    def __init__(self, env: Kernel, description: StockyardDescription) -> None:
        self._env = env
        self._description = description
        self._rooms = Rooms(env, description.capacity_t, self)
        self.anchor_after_h = float(description.anchor_after_h)
        self.landed_t = 0
        self.gone_t = 0.0
        self._stock_t = 0.0
        self._since_h = 0.0
        self._rate_t_per_h = 0.0
        self._ends: deque[tuple[float, float]] = deque()  # when an outflow ends, and how much it is, t/h
        self._hours, self._stocks = array("d", [0.0]), array("d", [0.0])  # corners of the stock over time

    def amount(self) -> float:
        """Tonnes that lie here now."""
        self._advance(self._env.now)
        return self._stock_t

    def rate_share(self) -> float:
        """Share of their full rate at which unloaders work for the stock of now."""
        rules = self._description
        over = self.amount() / rules.capacity_t - rules.slow_from_share
        if over <= 0.0:
            return 1.0
        return max(rules.slow_to_share, 1.0 - (1.0 - rules.slow_to_share) * over / (1.0 - rules.slow_from_share))

    def reserve(self, amount: int) -> bool:
        """Keep room for all a ship is about to discharge; False if there is none, or others wait for it."""
        return self._rooms.reserve(amount)

    def reserve_part(self, least: int, most: int, since_h: float) -> int:
        """Keep room for what there is of all a ship has left; 0 if that is too little, or others asked before."""
        return self._rooms.reserve_part(least, most, since_h)

    def wait_for_room(self, name: str, least: int, most: int, since_h: float, most_h: float) -> Gate:
        """Wait until there is room for the least; the gate opens with what is kept, or with 0 after `most_h`."""
        return self._rooms.wait_for(name, least, most, since_h, most_h)

    def send_away(self) -> None:
        """Have all who wait alongside give up, as if they had waited long enough."""
        self._rooms.send_away()

    def landed(self, amount: int) -> None:
        """What room was kept for lies here now; its way inland begins."""
        now = self._env.now
        self._advance(now)
        self._corner(now)
        self._stock_t += amount
        self._corner(now)
        self.landed_t += amount
        self._send_out(now, amount)
        self._rooms.release(amount)

    def _send_out(self, now: float, amount: int) -> None:
        rules = self._description
        if rules.dwell_days is not None:
            hours = 2.0 * HOURS_PER_DAY * rules.dwell_days
            self._ends.append((now + hours, amount / hours))
            self._rate_t_per_h += amount / hours
        else:
            assert rules.out_t_per_day is not None  # the description has one of the two
            self._rate_t_per_h = rules.out_t_per_day / HOURS_PER_DAY
            self._ends.clear()
            self._ends.append((now + self._stock_t / self._rate_t_per_h, self._rate_t_per_h))

    def _advance(self, now: float) -> None:
        """Let go out what has gone out up to now."""
        ends = self._ends
        while ends and ends[0][0] <= now:
            hour, rate = ends.popleft()
            self._fall_until(hour)
            self._rate_t_per_h -= rate
            if not ends:  # all is gone, but for the last digits
                self.gone_t += self._stock_t
                self._stock_t = self._rate_t_per_h = 0.0
            self._corner(hour)
        self._fall_until(now)

    def _fall_until(self, hour: float) -> None:
        gone = self._rate_t_per_h * (hour - self._since_h)
        self._stock_t -= gone
        self.gone_t += gone
        self._since_h = hour

    def _corner(self, hour: float) -> None:
        self._hours.append(hour)
        self._stocks.append(self._stock_t)

    def falls_to(self, limit: float) -> float:
        """Hour at which the stock comes down to `limit`; infinity if it never does."""
        stock, since_h, rate = self.amount(), self._since_h, self._rate_t_per_h
        if stock <= limit:
            return since_h
        for n, (hour, less) in enumerate(self._ends):
            left = stock - rate * (hour - since_h) if n + 1 < len(self._ends) else 0.0
            if left <= limit:
                return since_h + (stock - limit) / rate + _A_MOMENT_H
            stock, since_h, rate = left, hour, rate - less
        return float("inf")

    def daily(self, n_days: int) -> tuple[Floats, Floats]:
        """Time-weighted mean and highest stock of each of the first days of the run, t."""
        self._advance(self._env.now)
        edges = HOURS_PER_DAY * np.arange(n_days + 1)
        hours = np.append(np.frombuffer(self._hours), self._env.now)
        stocks = np.append(np.frombuffer(self._stocks), self._stock_t)
        # Corners and midnights together; at a landing two corners share their hour, the lower one first.
        at = np.append(hours, edges)
        order = np.argsort(at, kind="stable")
        at, level = at[order], np.append(stocks, np.interp(edges, hours, stocks))[order]
        area = np.append(0.0, np.cumsum(np.diff(at) * (level[1:] + level[:-1]) / 2.0))
        mean = np.diff(np.interp(edges, at, area)) / HOURS_PER_DAY
        highest = np.zeros(n_days)
        day = np.clip((at / HOURS_PER_DAY).astype(np.int64), 0, n_days - 1)
        np.maximum.at(highest, day, level)
        return mean, highest
