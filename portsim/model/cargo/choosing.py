"""Who takes which way: by fixed shares, or by what each way costs and how it went in the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from portsim.capacity.openings import Openings
from portsim.choice.board import Board
from portsim.choice.draws import chosen, chosen_again, luck_of
from portsim.choice.feedback import Feedback, gap
from portsim.choice.logit import probabilities
from portsim.clock import HOURS_PER_WEEK
from portsim.keyed import Integers, keys
from portsim.model.cargo.demand import Lots
from portsim.model.cargo.ways import Ways
from portsim.results.records import Records
from portsim.streams import Floats

_WEEKS_REMEMBERED = 8
"""Weeks over which the spread of a leg's time is learnt."""
_CAP_ROUNDS, _CAP_TOLERANCE = 60, 1e-6


class Chooser(Protocol):
    """Sends lots on their ways."""

    def learn(self, now: float) -> None:
        """A week has passed."""

    def choose(self, lots: Lots) -> Integers:
        """Number of the way each lot takes, shape (n,)."""

    def note(self, records: Records, ways: Ways) -> None:
        """Write down at the end what the choice came to."""


class Component(Protocol):
    """A leg or gate whose delays shippers hear of."""

    def heard(self, now: float) -> tuple[float, float, float]:
        """TEU seen since last asked, their mean delay, h, and its mean square, h2; zeros where nobody was."""


class FixedShares:
    """Every way has its share of the flow.

    Parameters
    ----------
    flow_start
        Number of the first way of each flow, and the number of ways, shape (F + 1,).
    shares
        Share of each way, shape (A,); those of a flow are scaled to 1.
    """

    def __init__(self, flow_start: Integers, shares: Floats) -> None:
        sums = np.add.reduceat(shares, flow_start[:-1]) if len(shares) else np.empty(0)
        flow = np.repeat(np.arange(len(flow_start) - 1), np.diff(flow_start))
        summed = np.cumsum(shares / sums[flow])
        before = np.concatenate([[0.0], summed])[flow_start[:-1]]
        self._edges = flow + (summed - before[flow])
        self._last = flow_start[1:] - 1
        self._edges[self._last] = np.arange(1.0, len(flow_start))

    def learn(self, now: float) -> None:
        """Nothing is learnt."""

    def choose(self, lots: Lots) -> Integers:
        """Number of the way each lot takes, shape (n,)."""
        found = np.searchsorted(self._edges, lots.flow + lots.pick, side="right")
        way: Integers = np.minimum(found, self._last[lots.flow])
        return way

    def note(self, records: Records, ways: Ways) -> None:
        """Shares are given: there is nothing to tell."""


@dataclass(slots=True)
class Learnt:
    """What the choice came to over the reported weeks.

    Attributes
    ----------
    n_weeks
        Weeks summed up.
    logsum
        Sum over the weeks, shape (F,).
    probability, utility, cost_cny, hours
        Sums over the weeks, shape (A,).
    gaps
        Week's end, h, and the mean change of the probabilities since the week before, half the sum of the absolute
        changes, weighted by cargo.
    """

    n_weeks: int
    logsum: Floats
    probability: Floats
    utility: Floats
    cost_cny: Floats
    hours: Floats
    gaps: list[tuple[float, float]]


class LearningChoice:
    """The nested logit of the board, with what is perceived of delays.

    Parameters
    ----------
    board
        All ways.
    components
        Whose delays are heard of, C in number.
    parts
        Numbers of the components of each way, shape (A, K); C stands for none.
    weekly_teu
        Cargo of each flow, TEU a week, shape (F,).
    seed
        Key of all draws of the replication.
    reports_from_h
        Begin of the reported years.
    shut
        Numbers of ways that lead over services that open or close, and when one of these sails; a way is barred in a
        week without a sailing, as long as its flow has another.
    """

    def __init__(
        self,
        board: Board,
        nesting: float,
        feedback_weight: float,
        learns: bool,
        components: Sequence[Component],
        parts: Integers,
        weekly_teu: Floats,
        seed: int,
        reports_from_h: float,
        shut: Sequence[tuple[Integers, Openings]] = (),
    ) -> None:
        n_ways, n_components = len(board.ways), len(components)
        self._board, self._nesting = board, nesting
        self._components, self._parts = components, parts
        self._weekly_teu = weekly_teu
        self._flow_key = keys(seed, "flow", names=list(board.flows))
        self._from_h = reports_from_h
        self._learns = learns
        self._feedback = Feedback(n_components, feedback_weight)
        self._perceived_h = np.zeros(n_components + 1)
        self._mean_h = np.zeros(n_components + 1)
        self._square_h2 = np.zeros(n_components + 1)
        self._cap_price = np.zeros(len(board.caps))
        zeros = np.zeros(n_ways)
        self.learnt = Learnt(0, np.zeros(len(board.flows)), zeros.copy(), zeros.copy(), zeros.copy(), zeros, [])
        self._shut = shut
        self.utility = self._barred(board.free_flow_utility(), 0.0)
        self.probability, _ = self._shares(self.utility)

    def learn(self, now: float) -> None:
        """Hear of the delays of the last week, and weigh all ways anew."""
        excess_h = self._perceive(now) if self._learns else np.zeros(len(self._board.ways))
        sd_h = self._spread() if self._learns else self._board.sd_h
        before = self.probability
        self.utility = self._barred(self._board.utility(excess_h, sd_h), now)
        self.probability, self.utility = self._shares(self.utility)
        if now >= self._from_h:
            learnt, board = self.learnt, self._board
            learnt.n_weeks += 1
            learnt.logsum += probabilities(self.utility, board.tree, self._nesting)[1]
            learnt.probability += self.probability
            learnt.utility += self.utility
            learnt.cost_cny += board.cost_cny(excess_h, sd_h)
            learnt.hours += board.time_h + board.headway_h / 2.0 + excess_h
            learnt.gaps.append((now, gap(before, self.probability, self._weekly_teu, board.tree)))

    def _barred(self, utility: Floats, now: float) -> Floats:
        """The utilities, minus infinity for ways on which nothing sails in the coming week."""
        if not self._shut:
            return utility
        barred = utility.copy()
        for ways, sails in self._shut:
            if sails.open_h(now, now + HOURS_PER_WEEK) == 0.0:
                barred[ways] = -np.inf
        start = self._board.tree.flow_start
        has_none = np.isneginf(np.maximum.reduceat(barred, start[:-1]))
        return np.where(np.repeat(has_none, np.diff(start)), utility, barred)

    def choose(self, lots: Lots) -> Integers:
        """Number of the way each lot takes, shape (n,)."""
        board = self._board
        return chosen(
            self.utility, board.tree, self._nesting, self._flow_key, board.way_key, board.nest_key, lots.flow,
            lots.number,
        )  # fmt: skip

    def choose_again(self, way: Integers, number: Integers, late_h: Floats, beside: Floats) -> Integers:
        """Number of the way that each of some boxes takes which their ship left behind, shape (n,).

        Parameters
        ----------
        way, number
            Ways they are on, and their numbers in their flows, shape (n,).
        late_h
            By how much each is late, shape (n,): so long it reckons to wait again, if that is more than is perceived.
        beside
            What speaks for each way of each one's flow besides its utility, one box after the other; minus infinity
            bars it.
        """
        board, tree = self._board, self._board.tree
        flow = board.flow[way]
        width = tree.flow_width[flow]
        own = width.cumsum() - width + way - tree.flow_start[flow]
        longer_h = np.maximum(late_h - self._perceived_h[self._parts[way, 0]], 0.0)
        beside[own] -= board.mu[flow] * board.vot_cny_per_teu_day[flow] / 24.0 * longer_h
        return chosen_again(
            self.utility, tree, self._nesting, self._flow_key, board.way_key, board.nest_key, flow, number, beside
        )

    def luck(self, way: int, number: int) -> tuple[Floats, Floats]:
        """Uniform numbers of one that chose again: how long it stays in the yard, how long its truck takes."""
        flow, own = self._board.flow[way : way + 1], np.array([number])
        stay, truck = (luck_of(self._flow_key, flow, own, word) for word in ("stay", "truck"))
        return stay, truck

    def _perceive(self, now: float) -> Floats:
        heard = np.array([component.heard(now) for component in self._components]).reshape(-1, 3)
        has_users = heard[:, 0] > 0.0
        self._perceived_h = np.append(self._feedback.update(np.maximum(heard[:, 1], 0.0), has_users), 0.0)
        fresh, weight = np.flatnonzero(has_users), 1.0 / _WEEKS_REMEMBERED
        for kept, column in ((self._mean_h, 1), (self._square_h2, 2)):
            kept[fresh] += weight * (heard[fresh, column] - kept[fresh])
        excess_h: Floats = self._perceived_h[self._parts].sum(axis=1)
        return excess_h

    def _spread(self) -> Floats:
        variance = np.maximum(self._square_h2 - self._mean_h**2, 0.0)
        sd_h: Floats = np.sqrt(self._board.sd_h**2 + variance[self._parts].sum(axis=1))
        return sd_h

    def _shares(self, utility: Floats) -> tuple[Floats, Floats]:
        """Probabilities and utilities, ways under a cap made dearer until they keep to it."""
        board = self._board
        share, _ = probabilities(utility, board.tree, self._nesting)
        if not board.caps:
            return share, utility
        volume = self._weekly_teu[board.flow]
        for _ in range(_CAP_ROUNDS):
            worst = 0.0
            for n, (there, cargo, most) in enumerate(board.caps):
                taken = float((volume * share)[there].sum() / max((volume * share)[cargo].sum(), 1e-12))
                wanted = self._cap_price[n] + _logit(taken) - _logit(most)
                price = max(0.0, wanted)
                worst = max(worst, abs(price - self._cap_price[n]))
                self._cap_price[n] = price
            dearer = utility.copy()
            for price, (there, _, _) in zip(self._cap_price.tolist(), board.caps, strict=True):
                dearer[there] -= price
            share, _ = probabilities(dearer, board.tree, self._nesting)
            if worst < _CAP_TOLERANCE:
                break
        return share, dearer

    def note(self, records: Records, ways: Ways) -> None:
        """Write down what the choice came to, way by way and week by week."""
        learnt, board = self.learnt, self._board
        weeks = max(1, learnt.n_weeks)
        heads = np.array([way.itinerary.record for way in ways.all]).reshape(-1, 7)
        records.tables["choices"].append_block(
            *heads.T, learnt.probability / weeks, learnt.utility / weeks, (learnt.logsum / weeks)[board.flow],
            self._weekly_teu[board.flow] * 365.0 / 7.0, board.money_cny, learnt.cost_cny / weeks, learnt.hours / weeks,
            board.mu[board.flow], np.array([way.distance_km for way in board.ways]),
            np.array([way.inland_cny for way in board.ways]),
        )  # fmt: skip
        if learnt.gaps:
            records.tables["lessons"].append_block(*np.array(learnt.gaps).T)


def _logit(share: float) -> float:
    share = min(max(share, 1e-9), 1.0 - 1e-9)
    return float(np.log(share / (1.0 - share)))
