"""What floats say of the losers, all of them at once, before a round: how dear each may be, and how many voters it lacks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .rounds import State
from .table import Table

NEAR = 1e-7  # floats are off by far less, relative to what they say
SAME = 1e-13  # of a level: it moves no more
FLAT = 1e-12  # of its supporters: as many effective votes as it has supporters
MOST_TRIES = 60


@dataclass(frozen=True, slots=True)
class Look:
    """For each loser about the largest cost at which it would have been bought in this round (nan: floats can't tell), whether
    it is level with what was bought at every cost up to that, so that a tie decides; about how many further supporters
    would have had it bought, and by how much that may be wrong."""

    most: NDArray[np.float64]
    flat: NDArray[np.bool_]
    needed: NDArray[np.float64]
    doubt: NDArray[np.float64]


class Together:
    """The supporters of all these losers behind one another, so that each question is a few operations on long arrays."""

    def __init__(self, table: Table, lost: list[int]) -> None:
        self.by_cost, self.wish = table.by_cost, table.election.wish
        rows = [table.supporters[p] for p in lost]
        lengths = [len(one.patterns) for one in rows]
        self.starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.intp)
        self.owner = np.repeat(np.arange(len(rows)), lengths)
        self.patterns = np.concatenate([one.patterns for one in rows])
        self.voters = np.concatenate([one.voters for one in rows])
        self.utility = np.concatenate([one.utility for one in rows])
        self.cost = np.array([float(one.cost) for one in rows])
        self.worth = np.array([float(one.worth) for one in rows])
        self.total = np.array([float(one.total_voters) for one in rows])
        self.level = np.full(len(rows), math.inf)  # where it lay in the round before: a hint where to begin

    def look(self, state: State, price: float | None) -> Look:
        """Before a round in which something was bought at this price; None: after the last one."""
        left = state.left.take(self.patterns)
        share = np.full(len(self.cost), state.start)
        flat = np.zeros(len(self.cost), dtype=bool)
        if price is None:
            held = most = self.sums(left * self.voters)
            each = share
        else:
            level = price * self.worth
            held = self.sums(np.minimum(left, level.take(self.owner) * self.utility) * self.voters)
            each = np.minimum(share, level * (self.wish or 1))
            if self.by_cost:
                flat = np.abs(1 / price - self.total) <= FLAT * self.total
                most = self._levels(left, 1 / price, flat) / price
            else:
                most = self.sums(np.minimum(left, price * self.utility) * self.voters)
        paying = each > 0
        needed = np.divide(self.cost - held, each, out=np.full(len(each), math.inf), where=paying)
        doubt = np.divide(1e-11 * (self.cost + share * self.total), each, out=np.zeros(len(each)), where=paying)
        return Look(most, flat, needed, doubt)

    def _levels(self, left: NDArray[np.float64], votes: float, flat: NDArray[np.bool_]) -> NDArray[np.float64]:
        """For each the largest r with f(r) = votes * r; nan where that is not found.

        f(r) - votes * r is concave and 0 at 0, so Newton's method comes down to that r from any place above, and is above after
        one step from most places below; from the others it begins again at infinity.
        """
        money = left * self.voters
        moving = (votes < self.total) & ~flat
        asked, level = moving.copy(), self.level
        for _try in range(MOST_TRIES):
            poor = left < level.take(self.owner)
            rest = votes - self.total + self.sums(self.voters * poor)
            root = np.divide(self.sums(money * poor), rest, out=np.full(len(rest), math.inf), where=rest > SAME * votes)
            with np.errstate(invalid="ignore"):  # infinity less infinity is a step, too
                there = np.abs(root - level) <= SAME * np.minimum(root, level)
            level = np.where(moving, root, level)
            moving &= ~there & (level > 0)
            if not moving.any():
                break
        self.level = level
        level = np.where(moving, math.nan, np.where(asked, level, 0.0))
        return np.where(flat, np.minimum.reduceat(left, self.starts), level)

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """One value for each supporter to one for each loser."""
        return np.add.reduceat(values, self.starts)
